"""Putting a document together from what a file says, checking every span and link on the way.

All readers of foreign formats end here, so that one set of rules holds for all: the quoted text decides how the file
counts, blanks at the ends are trimmed, exact duplicates collapse, a link to nowhere is refused, and each of these is
reported with its place. What the file says beyond our own terms is kept and given back on export to the same format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from annotator.domain import Document, Status, Tokens
from annotator.formats.base import Imported
from annotator.formats.counting import PLAIN, Counting, Span
from annotator.formats.kept import with_source
from annotator.formats.report import Kind, Problem, Report, Tally
from annotator.messages import Message, msg

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class RawEntity(NamedTuple):  # a corpus has millions: a tuple is made in half the time of a dataclass
    """An entity as the file gives it: `spans` in the file's offsets, `quoted` the text it says they cover."""

    key: str
    spans: Sequence[Span]
    label: str
    quoted: str | None = None
    kb_id: str = ""
    line: int | None = None
    kept: Mapping[str, Any] = _NOTHING
    note: str = ""


class RawRelation(NamedTuple):
    """A relation between two entity keys of the file."""

    key: str
    head: str
    tail: str
    label: str
    line: int | None = None
    kept: Mapping[str, Any] = _NOTHING


@dataclass(slots=True)
class Draft:
    """One document in the making. `counting` None means that the quoted texts decide."""

    format: str
    id: str
    text: str
    report: Report
    file: str
    line: int | None = None
    counting: Counting | None = PLAIN
    entities: list[RawEntity] = field(default_factory=list)
    relations: list[RawRelation] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    read: Tally = field(default_factory=lambda: Tally(documents=1))

    def problem(
        self, kind: Kind, message: Message, line: int | None = None, *, entities: int = 0, relations: int = 0
    ) -> None:
        """Report something about this document."""
        place = line if line is not None else self.line
        self.report.add(Problem(self.file, place, message, kind, entities=entities, relations=relations))

    def lose_entity(self, message: Message, line: int | None = None) -> None:
        """Report an entity that cannot be taken and was never added."""
        self.read.entities += 1
        self.problem(Kind.REFUSED, message, line, entities=1)

    def lose_relation(self, message: Message, line: int | None = None) -> None:
        """Report a relation that cannot be taken and was never added."""
        self.read.relations += 1
        self.problem(Kind.REFUSED, message, line, relations=1)

    def objects(self, item: Mapping[str, Any], key: str, *, relations: bool = False) -> list[dict[str, Any]]:
        """Return the objects that the file lists under a key; whatever else stands there is reported as lost."""
        value = item.get(key)
        lose = self.lose_relation if relations else self.lose_entity
        if value is None:
            return []
        if not isinstance(value, list):
            lose(msg("“{key}” is no list: left out", "«{key}» — не список: пропущено", key=key))
            return []
        for number, each in enumerate(value, 1):
            if not isinstance(each, dict):
                lose(
                    msg(
                        "item {number} of “{key}” is no object {{…}}: left out",
                        "элемент {number} в «{key}» — не объект {{…}}: пропущен",
                        number=number,
                        key=key,
                    )
                )
        return [each for each in value if isinstance(each, dict)]

    def build(
        self,
        *,
        annotator: str = "",
        status: Status = Status.DONE,
        meta: Mapping[str, Any] | None = None,
        tokens: Tokens = (),
        notes: Mapping[str, str] | None = None,
        annotated: bool = True,
        id_given: bool = True,
    ) -> Imported:
        """Check everything and return the document."""
        from annotator.formats.building import Builder

        self.read.add(entities=len(self.entities), relations=len(self.relations))
        builder = Builder(self)
        builder.add_entities()
        builder.add_relations()
        all_meta = with_source(meta or {}, self.format, builder.source())
        document = Document(
            id=self.id,
            text=self.text,
            tokens=tokens,
            entities=tuple(builder.entities),
            relations=tuple(builder.relations),
            annotator=annotator if annotated else "",
            status=status if annotated else Status.NOT_STARTED,
            meta=all_meta,
            notes={**(notes or {}), **builder.notes},
        )
        order = tuple(entity.id for entity in builder.entities)
        return Imported(document, self.file, self.line, annotated, id_given, order, self.read)
