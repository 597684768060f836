"""Reading the rows of WebAnno TSV 3.x tables: escapes, stacked values, relations by token and number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.formats.base import FormatError
from annotator.formats.counting import Counting, Span, convert
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.layers import LINGUISTIC, features_left_out, kb_id_of, label_of, unread_features
from annotator.formats.report import Kind, Report
from annotator.messages import Message, msg

HEADER = "#FORMAT=WebAnno TSV 3"
_ROLE = "ROLE_"
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_RESERVED = re.compile(r"->|[\\\[\]|_;*]")
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_OF_CONTROL = {value: rf"\{name}" for name, value in _CONTROL.items()} | {"\\": r"\\"}
_CONTROLS = re.compile(r"[\\\t\n\r\f\b]")
_CELL = re.compile(r"((?:[^\\|]|\\.)*)(?:\||\Z)", re.DOTALL)
_NUMBER = re.compile(r"(?<!\\)\[(\d+)\]\Z")
_HEAD = re.compile(r"([\d.-]+)(?:\[(\d+)_(\d+)\])?\Z")
_LINK = re.compile(r"(.*)->(\d+)-(\d+)\Z", re.DOTALL)
_EMPTY = re.compile(r"(?:_\t?)*\Z")
_ROW = re.compile(r"(\d+-\d+(?:\.\d+)*)\t(\d+)-(\d+)\t([^\t]*)(?:\t(.*))?\Z")


def unescape(text: str) -> str:
    """Undo the backslashes of a value or a text."""
    return _ESCAPED.sub(lambda m: _CONTROL.get(m[1], m[1]), text) if "\\" in text else text


def escape_value(value: str) -> str:
    """Return a feature's value with reserved characters escaped."""
    reserved = _RESERVED.sub(lambda m: f"\\{m[0]}", value)
    return re.sub(r"[\t\n\r\f\b]", lambda m: _OF_CONTROL[m[0]], reserved)


def escape_text(text: str) -> str:
    """Return the text of a sentence or token, backslashes and control characters escaped."""
    return _CONTROLS.sub(_control, text)


def _control(found: re.Match[str]) -> str:
    return _OF_CONTROL[found[0]]


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer and its columns; `base` is the layer that a relation links, "" for spans."""

    kind: str
    name: str
    features: tuple[str, ...]
    base: str
    first: int

    @property
    def width(self) -> int:
        """How many columns the layer has: a span layer without features has one of stars, a relation layer has none."""
        return len(self.features) + 1 if self.kind == "RL" else max(1, len(self.features))

    @property
    def slots(self) -> list[tuple[int, str]]:
        """Return (column of the roles, layer of the targets) of each feature that links to other annotations."""
        numbered = enumerate(zip(self.features, self.features[1:], strict=False))
        return [(i, target) for i, (role, target) in numbered if role.startswith(_ROLE)]

    @property
    def plain(self) -> dict[int, str]:
        """Return the features with a value of their own by their columns."""
        linked = {column for i, _ in self.slots for column in (i, i + 1)}
        return {i: name for i, name in enumerate(self.features) if i not in linked}


class _Row(NamedTuple):
    """A token's row; `cells` is empty where no layer says anything of it, as of most tokens."""

    line: int
    token: str
    span: Span
    text: str
    cells: list[str]


@dataclass(slots=True)
class _Sentence:
    lines: list[str] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)


def read_table(text: str, identifier: str, file: str, report: Report) -> Draft:
    """Return the draft of the document that a table describes.

    Raises:
        FormatError: the tokens do not stand where their offsets say, whichever way one counts.
    """
    layers, sentences = _parse(text, file)
    draft = _placed(sentences, identifier, file, report)
    rows = [row for sentence in sentences for row in sentence.rows if row.cells]
    keys: dict[tuple[str, str], str] = {}
    for layer in layers:
        if layer.kind == "SP" and not layer.name.startswith(LINGUISTIC):
            _add_spans(draft, layer, rows, keys)
        elif layer.kind == "CH":
            _add_chains(draft, layer, rows)
        elif layer.kind != "RL" or layer.base.startswith(LINGUISTIC):
            message = msg("layer {name} is not taken over", "слой {name} не загружается", name=layer.name)
            draft.problem(Kind.NOTE, message)
    for layer in layers:
        if layer.slots:
            _add_slots(draft, layer, rows, keys)
        if layer.kind == "RL" and not layer.base.startswith(LINGUISTIC):
            _add_relations(draft, layer, rows, keys)
    return draft


def _parse(text: str, file: str) -> tuple[list[_Layer], list[_Sentence]]:
    layers: list[_Layer] = []
    sentences: list[_Sentence] = []
    in_rows = True
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if line[:1] == "#":
            if line.startswith("#T_"):
                layers.append(_layer(line, layers))
            elif line.startswith("#Text="):
                if in_rows:
                    sentences.append(_Sentence())
                in_rows = False
                sentences[-1].lines.append(unescape(line.removeprefix("#Text=")))
        elif row := _ROW.match(line):
            if not sentences:
                raise FormatError(_no_sentence(), file=file, line=number)
            in_rows = True
            token, start, end, word, rest = row.groups("")
            cells = [] if _EMPTY.match(rest) else rest.removesuffix("\t").split("\t")
            sentences[-1].rows.append(_Row(number, token, (int(start), int(end)), unescape(word), cells))
        elif line.strip():
            raise FormatError(_no_row(line), file=file, line=number)
    return layers, [sentence for sentence in sentences if sentence.rows]


def _no_sentence() -> Message:
    return msg("a row before any #Text=: export the table again", "строка до первого #Text=: выгрузите таблицу заново")


def _no_row(line: str) -> Message:
    return msg(
        "no row of a table: “{line}”: correct it, or export the table again",
        "не строка таблицы: «{line}»: исправьте её или выгрузите таблицу заново",
        line=line[:60],
    )


def _layer(line: str, before: Sequence[_Layer]) -> _Layer:
    kind, _, rest = line.removeprefix("#T_").partition("=")
    name, *features = rest.split("|")
    base = next((feature.removeprefix("BT_") for feature in features if feature.startswith("BT_")), "")
    plain = tuple(f for f in features if f and not f.startswith("BT_"))
    if kind == "CH":
        plain = plain or ("referenceType", "referenceRelation")
    first = before[-1].first + before[-1].width if before else 0
    return _Layer(kind, name, plain, base, first)


def _placed(sentences: Sequence[_Sentence], identifier: str, file: str, report: Report) -> Draft:
    """Return a draft with the text put together, counting in the way under which every token stands in its place."""
    for counting in (Counting(utf16=True), Counting()):
        text = _text(sentences, utf16=counting.utf16)
        wrong = _displaced(text, counting.starts(text), (row for sentence in sentences for row in sentence.rows))
        if wrong is None:
            return Draft("webanno", identifier, text, report, file, counting=counting)
    line = wrong.line if wrong else None
    raise FormatError(
        msg(
            "the token does not stand where its offsets say: if the table was edited by hand, export it again",
            "токен стоит не там, где указано: если таблицу правили вручную, выгрузите её заново",
        ),
        file=file,
        line=line,
    )


def _displaced(text: str, starts: list[int] | None, rows: Iterable[_Row]) -> _Row | None:
    """Return the first row whose token does not stand where its offsets say."""
    for row in rows:
        span = convert(starts, row.span, len(text))
        if span is None or text[span[0] : span[1]] != row.text:
            return row
    return None


def _text(sentences: Sequence[_Sentence], *, utf16: bool) -> str:
    """Put the text together; what stood between sentences is not in the table: a space, or line breaks if wider."""
    parts: list[str] = []
    position = 0
    for sentence in sentences:
        gap = sentence.rows[0].span[0] - position
        shown = "\n".join(sentence.lines)
        parts += [" " if gap == 1 else "\n" * max(0, gap), shown]
        length = len(shown.encode("utf-16-le", "surrogatepass")) // 2 if utf16 else len(shown)
        position = sentence.rows[0].span[0] + length
    return "".join(parts)


def _cells(row: _Row, column: int) -> list[str]:
    """Return the stacked values of a cell; none for an empty one."""
    cell = row.cells[column] if column < len(row.cells) else "_"
    if cell == "_":
        return []
    if "|" not in cell:
        return [cell]
    values = [match[1] for match in _CELL.finditer(cell)]
    return values[:-1] if len(values) > 1 and not values[-1] else values


def _numbered(value: str) -> tuple[str, str]:
    """Split a cell's value from the number that tells stacked and long annotations apart."""
    found = _NUMBER.search(value)
    bare, number = (value[: found.start()], found[1]) if found else (value, "")
    return ("" if bare == "*" else unescape(bare)), number


def _add_spans(draft: Draft, layer: _Layer, rows: Sequence[_Row], keys: dict[tuple[str, str], str]) -> None:
    found: dict[str, tuple[Span, dict[str, str], int]] = {}
    plain, columns_of = layer.plain, range(layer.first, layer.first + layer.width)
    for row in rows:
        columns = [_cells(row, i) for i in columns_of]
        for i, value in enumerate(columns[0]):
            number = _numbered(value)[1]
            key = number or row.token
            features = {name: _numbered(columns[n][i])[0] for n, name in plain.items() if i < len(columns[n])}
            start = found[key][0][0] if key in found else row.span[0]
            line = found[key][2] if key in found else row.line
            found[key] = ((start, row.span[1]), features, line)
    unread = Counter(name for _, features, _ in found.values() for name in unread_features(features))
    if unread:
        draft.problem(Kind.REFUSED, features_left_out(unread))
    for key, (span, features, line) in found.items():
        name = f"#{len(draft.entities)}"
        keys[layer.name, key] = name
        kb_id = kb_id_of(features.get("identifier", ""))
        draft.entities.append(RawEntity(name, [span], label_of(features, layer.name), kb_id=kb_id, line=line))


def _add_chains(draft: Draft, layer: _Layer, rows: Sequence[_Row]) -> None:
    """Add the mentions of a chain layer as entities, and a relation from each to the next one of its chain."""
    mentions: dict[tuple[int, int], RawEntity] = {}
    links: dict[tuple[int, int], str] = {}
    short_name = layer.name.rpartition(".")[2]
    for row in rows:
        kinds, links_here = _cells(row, layer.first), _cells(row, layer.first + 1)
        for value, link in zip(kinds, links_here, strict=False):
            found = _LINK.match(link)
            if found is None:
                draft.lose_entity(_no_chain(link), row.line)
                continue
            place = (int(found[2]), int(found[3]))
            links[place] = unescape(found[1]) if found[1] != "*" else short_name
            if known := mentions.get(place):
                mentions[place] = known._replace(spans=[(known.spans[0][0], row.span[1])])
                continue
            label = _numbered(value)[0] or short_name
            mentions[place] = RawEntity(f"#c{len(draft.entities) + len(mentions)}", [row.span], label, line=row.line)
    draft.entities += mentions.values()
    for (chain, number), head in mentions.items():
        if tail := mentions.get((chain, number + 1)):
            key = f"#{len(draft.relations)}"
            draft.relations.append(RawRelation(key, head.key, tail.key, links[chain, number], head.line))


def _no_chain(link: str) -> Message:
    return msg(
        "“{link}” names no chain (relation->1-2): left out",
        "«{link}» не называет цепочку (relation->1-2): пропущено",
        link=link[:40],
    )


def _add_slots(draft: Draft, layer: _Layer, rows: Sequence[_Row], keys: dict[tuple[str, str], str]) -> None:
    """Add what annotations link to in named roles: a relation to each, labelled with the role."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for column, target in layer.slots:
            roles, places = (_cells(row, layer.first + column + offset) for offset in (0, 1))
            for value, place in zip(roles, places, strict=False):
                bare, number = _numbered(value)
                host = number or row.token
                if (layer.name, host) not in keys or (host, place) in seen:
                    continue  # a span over several rows repeats its links in each
                seen.add((host, place))
                for role, slot in zip(bare.split(";"), place.split(";"), strict=False):
                    token, _, rest = slot.partition("[")
                    tail = keys.get((target, rest.rstrip("]") or token), "")
                    label = role if role not in {"", "*"} else layer.name.rpartition(".")[2]
                    head = keys[layer.name, host]
                    draft.relations.append(RawRelation(f"#{len(draft.relations)}", head, tail, label, row.line))


def _add_relations(draft: Draft, layer: _Layer, rows: Sequence[_Row], keys: dict[tuple[str, str], str]) -> None:
    last = layer.first + layer.width - 1
    for row in rows:
        heads = _cells(row, last)
        columns = [_cells(row, i) for i in range(layer.first, last)] if heads else []
        for i, value in enumerate(heads):
            parts = _HEAD.match(value)
            features = {
                name: _numbered(column[i])[0]
                for name, column in zip(layer.features, columns, strict=False)
                if i < len(column)
            }
            token, source, target = (parts[1], parts[2] or "0", parts[3] or "0") if parts else ("", "0", "0")
            head = keys.get((layer.base, source if source != "0" else token), "")
            tail = keys.get((layer.base, target if target != "0" else row.token), "")
            label = label_of(features, layer.name)
            draft.relations.append(RawRelation(f"#{len(draft.relations)}", head, tail, label, row.line))
