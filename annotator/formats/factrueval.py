"""factRuEval-2016 (Starostin et al., Dialogue 2016), read only: spans, objects, coreference and facts of an article.

Entities are the mentions of `.objects`. A fact links two coreference objects, not mentions: the relation goes between
the pair of mentions, one of each object, that stand nearest to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from annotator.formats.base import Holds, Imported, ReadOnly, ReadOptions
from annotator.formats.counting import Span
from annotator.formats.draft import Draft, RawEntity, RawRelation
from annotator.formats.encoding import read_text
from annotator.formats.files import files_in
from annotator.formats.report import Kind
from annotator.messages import msg
from annotator.workspace.names import name_of_file

# The two roles of each kind of fact that are objects, the first is the head; otherwise the first two objects are taken.
ROLES: dict[str, tuple[str, str]] = {
    "Occupation": ("Who", "Where"),
    "Ownership": ("Owner", "Property"),
    "Deal": ("Participant", "Participant"),
    "Meeting": ("Participant", "Participant"),
    "isPartOf": ("Part", "Whole"),
}


class FactRuEvalFormat(ReadOnly):
    """The devset's and testset's folders."""

    name: ClassVar[str] = "factrueval"
    suffixes: ClassVar[tuple[str, ...]] = (".objects",)
    folder: ClassVar[bool] = True
    holds: ClassVar[Holds] = Holds(fragments=True)

    def recognises(self, path: Path, head: bytes) -> bool:
        """Take `.objects` files and folders that hold some."""
        if head:
            return path.suffix.lower() == ".objects"
        return path.is_dir() and any(path.glob("*.objects"))

    def read(self, path: Path, options: ReadOptions) -> Iterator[Imported]:
        """Yield one document for each `.objects` file with its neighbours."""
        for file in files_in(path, self.suffixes):
            yield _read(file, options)


def _read(file: Path, options: ReadOptions) -> Imported:
    text = read_text(file.with_suffix(".txt"), options).text
    draft = Draft("factrueval", name_of_file(file.stem), text, options.report, str(file))
    spans = _spans(file.with_suffix(".spans"), options)
    for number, fields in _rows(file, options):
        head = " ".join(fields).partition("#")[0].split()
        if len(head) < 3:
            continue
        key, label, *ids = head
        parts = sorted(spans[i] for i in ids if i in spans)
        draft.entities.append(RawEntity(key, _joined(text, parts), label, line=number))
    facts = file.with_suffix(".facts")
    if facts.is_file():
        _add_facts(draft, facts, _coreference(file.with_suffix(".coref"), options), options)
    return draft.build()


def _rows(file: Path, options: ReadOptions) -> Iterator[tuple[int, list[str]]]:
    if file.is_file():
        for number, line in enumerate(read_text(file, options).text.split("\n"), 1):
            yield number, line.split()


def _spans(file: Path, options: ReadOptions) -> dict[str, Span]:
    rows = (fields for _, fields in _rows(file, options) if len(fields) >= 4)
    return {fields[0]: (int(fields[2]), int(fields[2]) + int(fields[3])) for fields in rows}


def _joined(text: str, parts: list[Span]) -> list[Span]:
    """Join parts that only blanks separate: words of one mention, which this format lists one by one."""
    joined: list[Span] = []
    for start, end in parts:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _coreference(file: Path, options: ReadOptions) -> dict[str, list[str]]:
    """Return the mentions of each object: the first line of each block."""
    objects: dict[str, list[str]] = {}
    at_start = True
    for _, fields in _rows(file, options):
        if fields and at_start:
            objects[fields[0]] = fields[1:]
        at_start = not fields
    return objects


def _add_facts(draft: Draft, file: Path, objects: dict[str, list[str]], options: ReadOptions) -> None:
    places = {raw.key: raw.spans[0] for raw in draft.entities if raw.spans}
    kind, line = "", 0
    roles: list[tuple[str, str]] = []
    for number, fields in [*_rows(file, options), (0, [])]:
        if not fields:
            _add_fact(draft, kind, roles, objects, places, line)
            kind, roles = "", []
        elif not kind:
            kind, line = fields[-1], number
        elif len(fields) > 1 and fields[1].startswith("obj"):
            roles.append((fields[0], fields[1][3:]))


def _add_fact(
    draft: Draft,
    kind: str,
    roles: list[tuple[str, str]],
    objects: dict[str, list[str]],
    places: dict[str, Span],
    line: int,
) -> None:
    if not kind:
        return
    first, second = ROLES.get(kind, ("", ""))
    heads = [identifier for role, identifier in roles if role == first]
    tails = [identifier for role, identifier in roles if role == second]
    if first == second or not heads or not tails:
        heads, tails = [identifier for _, identifier in roles[:1]], [identifier for _, identifier in roles[1:]]
    pairs = [(a, b) for a in objects.get(heads[0], []) for b in objects.get(tails[0], [])] if heads and tails else []
    pairs = [(a, b) for a, b in pairs if a in places and b in places and a != b]
    if not pairs:
        draft.problem(
            Kind.NOTE,
            msg(
                "fact {kind} does not link two marked objects: no relation",
                "факт {kind} не связывает два размеченных объекта: отношения нет",
                kind=kind,
            ),
            line,
        )
        return
    head, tail = min(pairs, key=lambda pair: (abs(places[pair[0]][0] - places[pair[1]][0]), pair))
    draft.relations.append(RawRelation(f"#{len(draft.relations)}", head, tail, kind, line=line))
