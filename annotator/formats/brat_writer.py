"""Writing brat standoff: our entities in brat's terms, and everything that came from brat given back line by line."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain import Document, Entity
from annotator.domain.entity import id_number
from annotator.formats.base import WriteReport
from annotator.formats.brat_lines import (
    EntityLine,
    RelationLine,
    knowledge_base_id,
    line_key,
    link_of,
    normalization,
    note_text,
    parse_entity,
    parse_relation,
    retarget,
)
from annotator.formats.building import is_id, parts_of
from annotator.formats.counting import Span, covered
from annotator.formats.files import free_path, safe_name
from annotator.formats.kept import Kept, kept_for
from annotator.formats.sidefile import SideFile

_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")
_REFERENCE = re.compile(r"(?<![^\s:])[TRE]\d+\b")


@dataclass(slots=True)
class BratWriter:
    """Writes one folder. `labels`: brat's name of each label, which may hold no blanks; `spelled`: back."""

    out: Path
    format: str
    labels: dict[str, str] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, dict[str, None]] = field(default_factory=lambda: {"entities": {}, "relations": {}})
    sides: dict[Path, SideFile] = field(default_factory=dict)
    result: WriteReport = field(default_factory=WriteReport)

    def add(self, document: Document) -> None:
        """Write the pair of files of one document."""
        folder = self.out
        name = safe_name(document.id)
        if document.annotator and (folder / f"{name}.txt").exists():
            folder = self.out / safe_name(document.annotator)  # a second annotator's view of the same article
        text_file = free_path(folder, name, ".txt")
        text_file.write_bytes(document.text.encode("utf-8"))
        side = self.sides.setdefault(folder, SideFile(labels=self.spelled))
        side.remember(text_file.stem, document.id, document.notes.get("", ""))
        self.result.files.append(text_file)
        if document.status != "not_started":
            lines = _Pair(self, document).lines()
            annotations = text_file.with_suffix(".ann")
            annotations.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))
            self.result.files.append(annotations)
        self.result.written.add_document(document)

    def finish(self) -> WriteReport:
        """Write the label list, and the side file if it has anything to say."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.spelled.update({name: label for label, name in self.labels.items() if name != label})
        for folder, side in self.sides.items():
            self.result.files += side.write(folder)
        relations = [f"{label}\tArg1:<ENTITY>, Arg2:<ENTITY>" for label in self.kinds["relations"]]
        sections = {"entities": list(self.kinds["entities"]), "relations": relations, "events": [], "attributes": []}
        text = "\n".join("\n".join([f"[{name}]", "", *lines, ""]) for name, lines in sections.items())
        (self.out / "annotation.conf").write_text(text, encoding="utf-8", newline="\n")
        return self.result

    def label(self, label: str, kind: str) -> str:
        """Return brat's name of a label: without blanks, and different for different labels."""
        if label not in self.labels:
            base = name = re.sub(r"\s", "_", label)
            taken = set(self.labels.values())
            number = 2
            while name in taken:
                name, number = f"{base}_{number}", number + 1
            self.labels[label] = name
        self.kinds[kind][self.labels[label]] = None
        return self.labels[label]


@dataclass(slots=True)
class _Pair:
    """The lines of one `.ann` file in the making."""

    writer: BratWriter
    document: Document
    kept: Kept = field(init=False)
    ids: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept = kept_for(self.document, self.writer.format)
        self._number_ids("T", [e.id for e in self.document.entities])
        self._number_ids("R", [r.id for r in self.document.relations])

    def _number_ids(self, prefix: str, ids: list[str]) -> None:
        highest = max((id_number(i) for i in ids if is_id(i, prefix)), default=0)
        for identifier in ids:
            if is_id(identifier, prefix):
                self.ids[identifier] = identifier
            else:
                highest += 1
                self.ids[identifier] = f"{prefix}{highest}"

    def lines(self) -> list[str]:
        """Return all lines, in the order of the file they came from as far as they came from one."""
        for entity in self.document.entities:
            self._put(self._entity_line(entity))
        for relation in self.document.relations:
            self._put(self._relation_line(relation.id, relation.head, relation.tail, relation.label))
        self._put_kept()
        for entity in self.document.entities:
            self._link(entity)
        for identifier, text in self.document.notes.items():
            if identifier in self.ids:
                self._note(identifier, text)
        return self._ordered()

    def _put(self, line: str) -> None:
        self.made[line_key(line)] = line

    def _put_kept(self) -> None:
        """Give back the attached lines of what is still there; links and notes only while they are still true."""
        for entity in self.document.entities:
            self._put_attached(entity.id, _strings(self.kept.entity(entity.id).get("lines")), entity.kb_id)
        for relation in self.document.relations:
            self._put_attached(relation.id, _strings(self.kept.relation(relation.id).get("lines")), "")
        there = set(self.made)
        for line in _strings(self.kept.document.get("lines")):
            body = line.partition("\t")[2]
            if all(found in there or found[0] == "E" for found in _REFERENCE.findall(body)):
                self._put(line)
        for number, line in enumerate(_strings(self.kept.document.get("unknown")), 1):
            self.made[f"?{number}"] = line

    def _put_attached(self, identifier: str, lines: list[str], kb_id: str) -> None:
        linked = knowledge_base_id(lines)
        notes = self.document.notes.get(identifier, "").split("\n")
        for line in lines:
            text = note_text(line)
            unlinked = line[0] == "N" and linked != kb_id and link_of(line) == linked
            if not unlinked and (text is None or text in notes):
                self._put(retarget(line, self.ids[identifier]))

    def _entity_line(self, entity: Entity) -> str:
        spans = [part for span in parts_of(entity, self.document.text) for part in self._without_breaks(span)]
        label = self.writer.label(entity.label, "entities")
        line = EntityLine(self.ids[entity.id], label, tuple(spans), covered(self.document.text, spans))
        raw = self.kept.entity(entity.id).get("line")
        if isinstance(raw, str) and (was := parse_entity(raw)):
            same = (was.key, was.label, sorted(was.spans)) == (line.key, line.label, sorted(line.spans))
            whole = was.spans == (entity.span,) and was.label == label and was.key == line.key
            if same or whole:
                return raw
        return line.text()

    def _without_breaks(self, span: Span) -> list[Span]:
        """Split a span at line breaks, which brat cannot hold inside one."""
        parts, start = [], span[0]
        for found in _LINE_BREAK.finditer(self.document.text, *span):
            parts.append((start, found.start()))
            start = found.end()
        return [*parts, (start, span[1])]

    def _relation_line(self, identifier: str, head: str, tail: str, label: str) -> str:
        kept = self.kept.relation(identifier)
        roles = kept.get("roles")
        names = (str(roles[0]), str(roles[1])) if isinstance(roles, list) and len(roles) == 2 else ("Arg1", "Arg2")
        name = self.writer.label(label, "relations")
        line = RelationLine(self.ids[identifier], name, self.ids[head], self.ids[tail], names)
        raw = kept.get("line")
        return raw if isinstance(raw, str) and parse_relation(raw) == line else line.text()

    def _link(self, entity: Entity) -> None:
        kept = _strings(self.kept.entity(entity.id).get("lines"))
        if entity.kb_id and not any(line[0] == "N" and link_of(line) == entity.kb_id for line in kept):
            surface = " ".join(self.document.surface(entity).split())
            self._put(normalization(self._next("N"), self.ids[entity.id], entity.kb_id, surface))

    def _note(self, identifier: str, text: str) -> None:
        kept = {**self.kept.entity(identifier), **self.kept.relation(identifier)}
        given = [note_text(line) for line in _strings(kept.get("lines"))]
        for line in text.split("\n"):
            if line not in given:
                self._put(f"#{self._next('#')}\tAnnotatorNotes {self.ids[identifier]}\t{line}")

    def _next(self, prefix: str) -> int:
        if prefix not in self.numbers:
            self.numbers[prefix] = max((id_number(key) for key in self.made if key[0] == prefix), default=0)
        self.numbers[prefix] += 1
        return self.numbers[prefix]

    def _ordered(self) -> list[str]:
        if not self.kept.document and self._in_order():
            return list(self.made.values())
        order = self.kept.document.get("order", [])
        keys = order.split(" ") if isinstance(order, str) else _strings(order)
        first = [key for key in dict.fromkeys(keys) if key in self.made]
        rest = sorted(set(self.made) - set(first), key=_plain_order)
        return [self.made[key] for key in [*first, *rest]]

    def _in_order(self) -> bool:
        keys = list(map(_plain_order, self.made))
        return all(map(operator.lt, keys, keys[1:]))


def _plain_order(key: str) -> tuple[int, int, str]:
    from annotator.formats.brat import plain_order

    return (*plain_order(key), key)


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str) and item] if isinstance(value, list) else []
