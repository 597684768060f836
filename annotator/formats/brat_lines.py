"""The lines of a brat `.ann` file, one kind after the other (brat.nlplab.org/standoff.html)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, unquote

from annotator.formats.counting import Span

_ENTITY = re.compile(r"(T\S*)\t(\S+) (-?\d+ -?\d+(?:;-?\d+ -?\d+)*)(?:\t(.*))?\Z", re.DOTALL)
_RELATION = re.compile(r"(R\S*)\t(\S+) (\S+?):(\S+) (\S+?):(\S+)\s*\Z")
_NORMALIZATION = re.compile(r"(N\S*)\t(\S+) (\S+) ([^\s:]+):?([^\t]*)(?:\t(.*))?\Z", re.DOTALL)
_NOTE = re.compile(r"(#\S*)\t(\S+) (\S+)(?:\t(.*))?\Z", re.DOTALL)
_ATTRIBUTE = re.compile(r"([AM]\S*)\t(\S+) (\S+)(?: .*)?\Z", re.DOTALL)
_KNOWN = re.compile(r"(E\S*\t\S+|\*\t\S+ \S+)")
_WIKIDATA = re.compile(r"Q[1-9]\d*\Z")
_OWN_BASE = "KB"  # our resource name for links that are no Wikidata ids


class EntityLine(NamedTuple):
    """A text-bound annotation; `quoted` None where the line has no third column."""

    key: str
    label: str
    spans: tuple[Span, ...]
    quoted: str | None

    def text(self) -> str:
        """Return the line as brat writes it."""
        if len(self.spans) == 1:
            return f"{self.key}\t{self.label} {self.spans[0][0]} {self.spans[0][1]}\t{self.quoted or ''}"
        spans = ";".join([f"{start} {end}" for start, end in self.spans])
        return f"{self.key}\t{self.label} {spans}\t{self.quoted or ''}"


class RelationLine(NamedTuple):
    """A binary relation with the names of its two roles."""

    key: str
    label: str
    head: str
    tail: str
    roles: tuple[str, str] = ("Arg1", "Arg2")

    def text(self) -> str:
        """Return the line as brat writes it, with the tab at its end."""
        return f"{self.key}\t{self.label} {self.roles[0]}:{self.head} {self.roles[1]}:{self.tail}\t"


@dataclass(slots=True)
class Lines:
    """All lines of one file: each with its number; `attached` are the lines about another one, by its id."""

    entities: list[tuple[int, EntityLine, str]] = field(default_factory=list)
    relations: list[tuple[int, RelationLine, str]] = field(default_factory=list)
    attached: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)


def split_lines(text: str) -> list[str]:
    """Return the lines of a file; only LF and CR LF end one, since quoted texts hold other separators."""
    return [line.removesuffix("\r") for line in text.split("\n")]


def parse(text: str) -> Lines:
    """Sort the lines of an `.ann` file by kind; what is no annotation lands in `unknown`."""
    lines = Lines()
    for number, line in enumerate(split_lines(text), 1):
        kind = line[:1]
        if kind == "T" and (entity := parse_entity(line)):
            lines.entities.append((number, entity, line))
            lines.order.append(entity.key)
        elif kind == "R" and (relation := parse_relation(line)):
            lines.relations.append((number, relation, line))
            lines.order.append(relation.key)
        elif line and not line.isspace():
            _add_other(lines, number, line)
    return lines


def _add_other(lines: Lines, number: int, line: str) -> None:
    if line[0] in "NAM#" and (target := target_of(line)):
        lines.attached.setdefault(target, []).append(line)
    elif _KNOWN.match(line):
        lines.others.append(line)
    else:
        lines.unknown.append((number, line))
        lines.order.append(f"?{len(lines.unknown)}")
        return
    lines.order.append(line_key(line))


def line_key(line: str) -> str:
    """Return the id of a line; equivalences, which have none, are told apart by their text."""
    return line.partition("\t")[0] if line[0] != "*" else line


def parse_entity(line: str) -> EntityLine | None:
    """Return the entity of a `T` line, or None if it is not one."""
    found = _ENTITY.match(line)
    if found is None:
        return None
    key, label, spans, quoted = found.groups()
    if ";" not in spans and len(spans) < 36:
        start, _, end = spans.partition(" ")
        return EntityLine(key, label, ((int(start), int(end)),), quoted)
    parts = (part.split(" ") for part in spans.split(";"))
    return EntityLine(key, label, tuple((int(start[:18]), int(end[:18])) for start, end in parts), quoted)


def parse_relation(line: str) -> RelationLine | None:
    """Return the relation of an `R` line; Arg1 is the head wherever it stands, else the first role is."""
    found = _RELATION.match(line)
    if found is None:
        return None
    key, label, role1, first, role2, second = found.groups()
    if (role1, role2) == ("Arg2", "Arg1"):
        return RelationLine(key, label, second, first)
    return RelationLine(key, label, first, second, (role1, role2))


def target_of(line: str) -> str | None:
    """Return the id that an attribute, a normalisation or a note is about."""
    pattern = {"N": _NORMALIZATION, "#": _NOTE}.get(line[0], _ATTRIBUTE)
    found = pattern.match(line)
    return found[3] if found else None


def retarget(line: str, target: str) -> str:
    """Return an attached line with another id in the place of the one that it is about."""
    found = target_of(line)
    if found is None or found == target:
        return line
    head, _, rest = line.partition("\t")
    kind, _, tail = rest.partition(" ")
    return f"{head}\t{kind} {target}{tail[len(found) :]}"


def knowledge_base_id(lines: Sequence[str]) -> str:
    """Return the first Wikidata id, or link of ours, among the normalisations; "" if there is none."""
    for line in lines:
        if line[0] == "N" and (link := link_of(line)):
            return link
    return ""


def link_of(line: str) -> str:
    """Return the knowledge base id of one normalisation, or ""."""
    found = _NORMALIZATION.match(line)
    if found is None:
        return ""
    if found[4] == "Wikidata" and _WIKIDATA.match(found[5]):
        return found[5]
    return unquote(found[5]) if found[4] == _OWN_BASE else ""


def normalization(number: int, target: str, kb_id: str, surface: str) -> str:
    """Return the line that links an entity to a knowledge base."""
    link = f"Wikidata:{kb_id}" if _WIKIDATA.match(kb_id) else f"{_OWN_BASE}:{quote(kb_id, safe='')}"
    return f"N{number}\tReference {target} {link}\t{surface}"


def note_text(line: str) -> str | None:
    """Return the text of a note line, None for any other line."""
    found = _NOTE.match(line) if line[0] == "#" else None
    return (found[4] or "") if found else None
