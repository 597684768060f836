"""Reading single keys of a native record: every value is checked before it is believed."""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NoReturn

from annotator.domain.document import Status, Tokens
from annotator.domain.entity import MANUAL, Entity, Fragments, Relation, id_number
from annotator.domain.errors import RecordError
from annotator.domain.tokens import covers_text, rejoined
from annotator.messages import msg

COLUMNS = ("id", "text", "tokens", "ents", "spans", "relations", "annotator", "status", "meta")
OURS = (*COLUMNS, "notes", "fragments", "scores", "rejected", "last_ids", "rev", "saved_at", "text_sha256")
ENTITY_KEYS = {"id", "start", "end", "label", "kb_id", "source"}
_RELATION_KEYS = {"id", "head", "tail", "label", "source"}
_TOKEN_KEYS = {"id", "start", "end", "cut"}
_offsets = operator.itemgetter("start", "end")
SPACY_KEYS = ("_", "underscore_doc", "underscore_token", "underscore_span", "sents", "cats")


def refuse(key: str, value: object, wanted_en: str, wanted_ru: str) -> NoReturn:
    """Raise the one kind of error that reading knows: which key, what stands there, what should."""
    shown = _shown(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    raise RecordError(
        msg(
            '"{key}" is {shown}, but should be {wanted}',
            "«{key}» — {shown}, а должно быть: {wanted}",
            key=key,
            shown=shown,
            wanted=msg(_literal(wanted_en), _literal(wanted_ru)),
        )
    )


def _shown(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@dataclass(slots=True)
class Reader:
    """Typed access to the keys of one JSON object."""

    record: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not isinstance(self.record, Mapping):
            refuse("record", self.record, "a JSON object", "объект JSON")

    def identifier(self) -> str:
        """Return the document id: a non-empty string, or an integer as other tools write it."""
        value = self.record.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value.strip() or _has_surrogate(value):
            refuse("id", value, "a non-empty string", "непустая строка")
        return value

    def text(self) -> str:
        """Return the article's text, which may be neither empty nor contain lone surrogates."""
        value = self.record.get("text")
        if not isinstance(value, str) or not value:
            refuse("text", value, "a non-empty string", "непустая строка")
        if _has_surrogate(value):
            refuse("text", value, "text without lone surrogates", "текст без одиночных суррогатов")
        return value

    def string(self, key: str) -> str:
        """Return an optional string, "" where there is none."""
        value = self.record.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or _has_surrogate(value):
            refuse(key, value, "a string", "строка")
        return value

    def count(self, key: str) -> int:
        """Return an optional non-negative integer."""
        value = self.record.get(key, 0)
        if not is_int(value) or value < 0:
            refuse(key, value, "a whole number from 0", "целое число от 0")
        return int(value)

    def status(self) -> Status:
        """Return the status; a record made elsewhere, without one, counts as done."""
        value = self.record.get("status", Status.DONE)
        if not isinstance(value, str) or value not in {Status.IN_PROGRESS, Status.DONE, Status.SKIPPED}:
            refuse("status", value, "in_progress, done or skipped", "in_progress, done или skipped")
        return Status(value)

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return an optional JSON object."""
        value = self.record.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            refuse(key, value, "an object", "объект")
        return value

    def items(self, key: str) -> Sequence[Mapping[str, Any]]:
        """Return an optional list of JSON objects."""
        value = self.record.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not (
            set(map(type, value)) <= {dict} or all(isinstance(item, Mapping) for item in value)
        ):
            refuse(key, value, "a list of objects", "список объектов")
        return value

    def notes(self) -> dict[str, str]:
        """Return the notes: text by entity or relation id, "" for the document."""
        notes = self.mapping("notes")
        for key, value in notes.items():
            if not isinstance(value, str) or _has_surrogate(value):
                refuse(f"notes.{key}", value, "a string", "строка")
        return dict(notes)

    def scores(self) -> dict[str, float]:
        """Return the scores by id; each is a finite number."""
        scores = self.mapping("scores")
        for key, value in scores.items():
            if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
                refuse(f"scores.{key}", value, "a finite number", "конечное число")
        return {key: float(value) for key, value in scores.items()}

    def rejected(self) -> tuple[Mapping[str, Any], ...]:
        """Return the suggestions that the annotator rejected, as they were written."""
        return tuple(dict(item) for item in self.items("rejected"))


def is_int(value: object) -> bool:
    """Tell whether the value is an integer and not a boolean."""
    return isinstance(value, int) and not isinstance(value, bool)


def _has_surrogate(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def read_range(item: Mapping[str, Any], key: str, text: str) -> tuple[int, int]:
    """Return `[start, end)` of an item, checked to be a non-empty range inside the text."""
    start, end = item.get("start"), item.get("end")
    if type(start) is int and type(end) is int and 0 <= start < end <= len(text):
        return start, end
    refuse(
        key,
        {"start": start, "end": end},
        f"a range inside the text, 0 ≤ start < end ≤ {len(text)}",
        f"отрезок внутри текста, 0 ≤ start < end ≤ {len(text)}",
    )


def read_tokens(reader: Reader, text: str, known: Tokens = ()) -> tuple[Tokens, list[dict[str, Any]]]:
    """Return the tokenizer's tokens (empty if the record has none) and the tokens verbatim if others wrote more.

    Where the tokenizer's tokens are `known` already, the record's own are not read, only kept if others wrote more.
    """
    items = reader.items("tokens")
    keys = set().union(*items)
    foreign = [dict(item) for item in items] if keys - _TOKEN_KEYS else []
    if known:
        return known, foreign
    tokens: list[tuple[Any, Any]]
    try:
        tokens = list(map(_offsets, items))
    except KeyError:
        tokens = [(item.get("start"), item.get("end")) for item in items]
    if not _are_sound(tokens, len(text)):
        _refuse_tokens(items, text)
    if tokens and not covers_text(text, tokens):
        return (), foreign  # stock spaCy could not rebuild the text from them: the article is tokenized anew
    if "cut" not in keys:
        return tuple(tokens), foreign
    return rejoined(tuple(tokens), [i for i, item in enumerate(items) if item.get("cut")]), foreign


def _are_sound(tokens: list[tuple[Any, Any]], length: int) -> bool:
    """Tell in bulk whether all are ordered, non-empty ranges of integers inside the text: records hold hundreds."""
    flat = list(chain.from_iterable(tokens))
    if not flat:
        return True
    if set(map(type, flat)) != {int} or flat[0] < 0 or flat[-1] > length:
        return False
    return all(map(operator.lt, flat[::2], flat[1::2])) and all(map(operator.le, flat[1::2], flat[2::2]))


def _refuse_tokens(items: Sequence[Mapping[str, Any]], text: str) -> NoReturn:
    previous = 0
    for number, item in enumerate(items):
        start, end = read_range(item, f"tokens[{number}]", text)
        if start < previous:
            refuse(f"tokens[{number}].start", start, "not before the previous end", "не раньше конца предыдущего")
        previous = end
    refuse("tokens", "…", "ordered ranges of integers", "упорядоченные отрезки целых чисел")


Place = tuple[str, int]
"""The key of a list and a position in it, put into words only for an error."""


@dataclass(slots=True)
class FoundEntities:
    """Entities of a record; `by_position` is the id of each position in the file's own order of spans.sc."""

    entities: list[Entity] = field(default_factory=list)
    by_position: list[str] = field(default_factory=list)
    trimmed: int = 0
    collapsed: int = 0


def read_fragments(reader: Reader, text: str) -> dict[str, Fragments]:
    """Return the parts of discontinuous entities by entity id."""
    result: dict[str, Fragments] = {}
    for identifier, parts in reader.mapping("fragments").items():
        key = f"fragments.{identifier}"
        if not isinstance(parts, list) or not all(isinstance(part, list) and len(part) == 2 for part in parts):
            refuse(key, parts, "a list of [start, end]", "список [start, end]")
        result[identifier] = tuple(read_range({"start": a, "end": b}, key, text) for a, b in parts)
    return result


@dataclass(slots=True)
class _FreeIds:
    """Gives ids to items that have none: after all that the record uses or ever used, which is looked up only then."""

    reader: Reader
    prefix: str
    items: Sequence[Mapping[str, Any]]
    highest: int = -1

    def next(self) -> str:
        if self.highest < 0:
            used = (item.get("id") for item in self.items)
            numbers = [id_number(i) for i in used if isinstance(i, str) and i.startswith(self.prefix)]
            self.highest = max([*numbers, Reader(self.reader.mapping("last_ids")).count(self.prefix)])
        self.highest += 1
        return f"{self.prefix}{self.highest}"


def read_entities(reader: Reader, text: str, fragments: Mapping[str, Fragments], source: str = MANUAL) -> FoundEntities:
    """Read spans.sc, or `ents` where there is no spans.sc; trims blanks, collapses exact duplicates.

    `source` is that of entities which name none. They are returned in the file's order.
    """
    spans = reader.mapping("spans")
    key, items = (
        ("spans.sc", Reader(spans).items("sc")) if spans.get("sc") is not None else ("ents", reader.items("ents"))
    )
    found = FoundEntities()
    free = _FreeIds(reader, "T", items)
    seen_ids: set[str] = set()
    first_of: dict[tuple[int, int, str, Fragments], str] = {}
    for number, item in enumerate(items):
        identifier = item.get("id")
        if not isinstance(identifier, str) or not identifier or identifier in seen_ids:
            identifier = free.next()
        seen_ids.add(identifier)
        entity, trimmed = _read_entity(item, (key, number), text, identifier, fragments.get(identifier, ()), source)
        found.trimmed += trimmed
        kept = first_of.setdefault(entity.identity, identifier)
        found.by_position.append(kept)
        if kept == identifier:
            found.entities.append(entity)
        else:
            found.collapsed += 1
    return found


def _read_entity(
    item: Mapping[str, Any], place: Place, text: str, identifier: str, fragments: Fragments, source: str
) -> tuple[Entity, bool]:
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        start, end = read_range(item, _named(place), text)
    label = item.get("label")
    if type(label) is not str or not label or _has_surrogate(label):
        refuse(f"{_named(place)}.label", label, "a non-empty string", "непустая строка")
    extra = {} if ENTITY_KEYS.issuperset(item) else _entity_extra(item, place)
    kb_id, given = item.get("kb_id"), item.get("source")
    if type(kb_id) is not str or not kb_id.isascii():
        kb_id = Reader(item).string("kb_id")
    if given is None:
        given = source
    elif type(given) is not str or not given.isascii():
        given = Reader(item).string("source")
    inner = (start, end)
    if text[start].isspace() or text[end - 1].isspace():
        inner = _without_blanks(place, text, start, end)
    return Entity(identifier, *inner, label, kb_id, given, fragments, extra), inner != (start, end)


def _named(place: Place) -> str:
    return f"{place[0]}[{place[1]}]"


def _without_blanks(place: Place, text: str, start: int, end: int) -> tuple[int, int]:
    surface = text[start:end]
    if not surface.strip():
        refuse(_named(place), {"start": start, "end": end}, "more than blanks", "не только пробелы")
    return start + len(surface) - len(surface.lstrip()), end - (len(surface) - len(surface.rstrip()))


def _entity_extra(item: Mapping[str, Any], place: Place) -> dict[str, Any]:
    extra = {k: v for k, v in item.items() if k not in ENTITY_KEYS}
    for name, value in extra.items():
        if not isinstance(value, str) and not is_int(value):
            refuse(f"{_named(place)}.{name}", value, "a string or an integer", "строка или целое число")
    return extra


def read_relations(reader: Reader, found: FoundEntities, source: str = MANUAL) -> tuple[list[Relation], int]:
    """Read relations; head and tail index the file's own order of entities. Returns them and the repeats dropped.

    `source` is that of relations which name none.
    """
    relations: list[Relation] = []
    seen: set[tuple[str, str, str]] = set()
    items = reader.items("relations")
    free = _FreeIds(reader, "R", items)
    seen_ids: set[str] = set()
    collapsed = 0
    for number, item in enumerate(items):
        head, tail, label = _read_ends(item, ("relations", number), found.by_position)
        if (head, tail, label) in seen:
            collapsed += 1
            continue
        seen.add((head, tail, label))
        identifier = item.get("id")
        if not isinstance(identifier, str) or not identifier or identifier in seen_ids:
            identifier = free.next()
        seen_ids.add(identifier)
        extra = {} if _RELATION_KEYS.issuperset(item) else {k: v for k, v in item.items() if k not in _RELATION_KEYS}
        given = item.get("source")
        if given is not None and (type(given) is not str or not given.isascii()):
            given = Reader(item).string("source")
        relations.append(Relation(identifier, head, tail, label, source if given is None else given, extra))
    return relations, collapsed


def _end(item: Mapping[str, Any], name: str, place: Place, by_position: Sequence[str]) -> str:
    """Return the id of the entity that an end of a relation names by its position."""
    position, count = item.get(name), len(by_position)
    if type(position) is not int or not 0 <= position < count:
        wanted = f"the position of an entity, 0–{count - 1}", f"номер сущности, 0–{count - 1}"
        refuse(f"{_named(place)}.{name}", position, *wanted)
    return by_position[position]


def _read_ends(item: Mapping[str, Any], place: Place, by_position: Sequence[str]) -> tuple[str, str, str]:
    ends = _end(item, "head", place, by_position), _end(item, "tail", place, by_position)
    label = item.get("label")
    if type(label) is not str or not label or _has_surrogate(label):
        refuse(f"{_named(place)}.label", label, "a non-empty string", "непустая строка")
    if ends[0] == ends[1]:
        refuse(_named(place), dict(item), "between two different entities", "между двумя разными сущностями")
    return *ends, label


def foreign_spacy_keys(
    record: Mapping[str, Any], token_extras: list[dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split the keys that we do not own: (those that survive at top level, those that move under meta.source).

    Keys that stock `Doc.from_json` would act on (`_`, sentence starts, categories, other span groups, token
    attributes) may not stay where spaCy finds them, since it could refuse the line or contradict the entities.
    """
    spans = record.get("spans")
    groups = {k: v for k, v in spans.items() if k != "sc"} if isinstance(spans, Mapping) else {}
    moved = {key: record[key] for key in SPACY_KEYS if key in record}
    moved |= {"spans": groups} if groups else {}
    moved |= {"tokens": token_extras} if token_extras else {}
    extra = {k: v for k, v in record.items() if k not in OURS and k not in SPACY_KEYS}
    return extra, moved
