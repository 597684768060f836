"""The checks that every span and link of a foreign file passes on its way into a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from annotator.domain import Entity, Relation
from annotator.domain.entity import Fragments, id_number
from annotator.formats.counting import PLAIN, Counting, Span, agrees, choose, convert, put_right
from annotator.formats.report import Kind
from annotator.messages import msg

if TYPE_CHECKING:
    from annotator.formats.draft import Draft, RawEntity, RawRelation


@dataclass(slots=True)
class Builder:
    """Turns the raw entities and relations of one draft into checked ones."""

    draft: Draft
    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    kept_entities: dict[str, Any] = field(default_factory=dict)
    kept_relations: dict[str, Any] = field(default_factory=dict)
    id_of_key: dict[str, str] = field(default_factory=dict)
    by_identity: dict[Any, str] = field(default_factory=dict)
    highest: int = 0

    @property
    def origin(self) -> str:
        """The source of everything that comes from this file."""
        return f"import:{self.draft.format}"

    def source(self) -> dict[str, Any]:
        """Return what is kept for an export to the same format."""
        parts = {"document": self.draft.kept, "entities": self.kept_entities, "relations": self.kept_relations}
        return {name: part for name, part in parts.items() if part}

    # -- entities -------------------------------------------------------------------------------------------------

    def add_entities(self) -> None:
        """Locate, trim and number the entities; each that cannot be kept is reported."""
        draft = self.draft
        keys = [raw.key for raw in draft.entities if is_id(raw.key, "T")]
        self.highest = max(map(id_number, keys), default=0)
        counting = draft.counting if draft.counting is not None else self._counting()
        starts = counting.starts(draft.text)
        source = self.origin
        for raw in draft.entities:
            if starts is None and (span := self._sound(raw)):
                self._add(raw, Entity(self._new_id(raw), *span, raw.label, raw.kb_id, source))
            elif (spans := self._located(raw, starts)) and (entity := self._entity(raw, spans)):
                self._add(raw, entity)

    def _counting(self) -> Counting:
        quotes = [(raw.spans, raw.quoted) for raw in self.draft.entities if raw.quoted is not None]
        counting = choose(self.draft.text, quotes)
        if counting != PLAIN:
            how = counting.describe()
            self.draft.problem(
                Kind.NOTE,
                msg(
                    "offsets count {how}: converted by the quoted texts",
                    "смещения в файле — в {how}: пересчитаны по цитатам",
                    how=how,
                ),
            )
        return counting

    def _sound(self, raw: RawEntity) -> Span | None:
        """Return the span of an entity with which nothing at all is wrong, as of nearly every one."""
        if len(raw.spans) != 1 or not raw.label or raw.label.isspace():
            return None
        text = self.draft.text
        start, end = raw.spans[0]
        if not 0 <= start < end <= len(text) or text[start].isspace() or text[end - 1].isspace():
            return None
        return (start, end) if raw.quoted is None or raw.quoted == text[start:end] else None

    def _located(self, raw: RawEntity, starts: list[int] | None) -> list[Span] | None:
        text = self.draft.text
        spans = [convert(starts, span, len(text)) for span in raw.spans]
        inside = [span for span in spans if span is not None]
        if raw.quoted is not None and not agrees(text, starts, (raw.spans, raw.quoted)):
            return self._repaired(raw, inside)
        if len(inside) < len(spans) or not inside:
            self._refuse_place(raw)
            return None
        return inside

    def _repaired(self, raw: RawEntity, inside: list[Span]) -> list[Span] | None:
        text, quoted = self.draft.text, raw.quoted or ""
        found = put_right(text, inside[0][0], quoted) if len(raw.spans) == 1 and inside else None
        if found is None and not inside:
            self._refuse_place(raw)
            return None
        if found is None:
            there = " ".join(text[start:end] for start, end in inside)
            self._refuse(
                raw,
                "the file says it covers “{quoted}”, but there stands “{there}”",
                "по файлу это «{quoted}», а в тексте там «{there}»",
                quoted=short(quoted),
                there=short(there),
            )
            return None
        self.draft.problem(
            Kind.NOTE,
            msg(
                "{key}: moved by {shift} to “{quoted}”",
                "{key}: сдвинуто на {shift} к «{quoted}»",
                key=named(raw.key),
                shift=found[0] - inside[0][0],
                quoted=short(quoted),
            ),
            raw.line,
        )
        return [found]

    def _refuse_place(self, raw: RawEntity) -> None:
        if any(offset < 0 for span in raw.spans for offset in span):
            self._refuse(
                raw,
                "start and end should be whole numbers from 0",
                "начало и конец должны быть целыми числами от 0",
            )
            return
        self._refuse(
            raw,
            "{start}–{end} lies outside the text of {length} characters",
            "{start}–{end} лежит за пределами текста длиной {length}",
            start=raw.spans[0][0],
            end=raw.spans[-1][1],
            length=len(self.draft.text),
        )

    def _refuse(self, raw: RawEntity, en: str, ru: str, **values: object) -> None:
        label = f" ({short(raw.label)})" if raw.label.strip() else ""
        message = msg(
            "entity {key}{label}: " + en + ": left out",
            "сущность {key}{label}: " + ru + ": пропущена",
            key=named(raw.key),
            label=label,
            **values,
        )
        self.draft.problem(Kind.REFUSED, message, raw.line, entities=1)

    def _entity(self, raw: RawEntity, spans: list[Span]) -> Entity | None:
        if not raw.label or not raw.label.strip():
            self._refuse(raw, "it has no label", "у неё нет метки")
            return None
        inner = [trimmed(self.draft.text, start, end) for start, end in spans]
        parts = [span for span in inner if span[0] < span[1]]
        if not parts:
            self._refuse(raw, "it covers no letters", "она не покрывает ни одной буквы")
            return None
        if parts != spans:
            shown = short(self.draft.text[parts[0][0] : parts[-1][1]])
            self.draft.problem(
                Kind.TRIMMED,
                msg(
                    "{key}: blanks at the ends of “{shown}” cut",
                    "{key}: обрезаны пробелы по краям «{shown}»",
                    key=named(raw.key),
                    shown=shown,
                ),
                raw.line,
                entities=1,
            )
        fragments = merge(self.draft.text, parts)
        start, end = min(a for a, _ in fragments), max(b for _, b in fragments)
        return Entity(
            self._new_id(raw),
            start,
            end,
            raw.label,
            raw.kb_id,
            self.origin,
            fragments if len(fragments) > 1 else (),
        )

    def _new_id(self, raw: RawEntity) -> str:
        if is_id(raw.key, "T") and raw.key not in self.id_of_key:
            return raw.key
        self.highest += 1
        return f"T{self.highest}"

    def _add(self, raw: RawEntity, entity: Entity) -> None:
        kept = self.by_identity.setdefault(entity.identity, entity.id)
        self.id_of_key.setdefault(raw.key, kept)
        if raw.note:
            self.notes[kept] = raw.note if kept not in self.notes else f"{self.notes[kept]}\n{raw.note}"
        if kept == entity.id:
            self.entities.append(entity)
            if raw.kept:
                self.kept_entities[entity.id] = dict(raw.kept)
            return
        if raw.kept:
            join_kept(self.kept_entities.setdefault(kept, {}), raw.kept)
        self.draft.problem(
            Kind.COLLAPSED,
            msg(
                "{key} repeats “{surface}” ({label}): one kept",
                "{key} повторяет «{surface}» ({label}): оставлена одна",
                key=named(raw.key),
                surface=short(self.draft.text[entity.start : entity.end]),
                label=entity.label,
            ),
            raw.line,
            entities=1,
        )

    # -- relations ------------------------------------------------------------------------------------------------

    def add_relations(self) -> None:
        """Link the relations to the entities kept; each that leads nowhere is reported."""
        highest = max((id_number(raw.key) for raw in self.draft.relations if is_id(raw.key, "R")), default=0)
        seen: set[tuple[str, str, str]] = set()
        used: set[str] = set()
        source = self.origin
        for raw in self.draft.relations:
            ends = self._ends(raw)
            if ends is None:
                continue
            if (*ends, raw.label) in seen:
                self._collapse_relation(raw)
                continue
            seen.add((*ends, raw.label))
            identifier = raw.key
            if not is_id(raw.key, "R") or raw.key in used:
                highest += 1
                identifier = f"R{highest}"
            used.add(identifier)
            self.relations.append(Relation(identifier, *ends, raw.label, source))
            if raw.kept:
                self.kept_relations[identifier] = dict(raw.kept)

    def _ends(self, raw: RawRelation) -> tuple[str, str] | None:
        head, tail = self.id_of_key.get(raw.head), self.id_of_key.get(raw.tail)
        if not raw.label or not raw.label.strip():
            reason = msg("it has no label", "у него нет метки")
        elif head is None or tail is None:
            missing = raw.head if head is None else raw.tail
            reason = msg("its end {key} is not there", "его конца {key} нет", key=named(missing) or "?")
        elif head == tail:
            reason = msg("both ends are one entity", "оба конца — одна сущность")
        else:
            return head, tail
        self.draft.problem(
            Kind.REFUSED,
            msg(
                "relation {key}{label}: {reason}: left out",
                "отношение {key}{label}: {reason}: пропущено",
                key=named(raw.key),
                label=f" ({short(raw.label)})" if raw.label.strip() else "",
                reason=reason,
            ),
            raw.line,
            relations=1,
        )
        return None

    def _collapse_relation(self, raw: RawRelation) -> None:
        self.draft.problem(
            Kind.COLLAPSED,
            msg(
                "relation {key} ({label}) repeats another: one kept",
                "отношение {key} ({label}) повторяет другое: оставлено одно",
                key=named(raw.key),
                label=raw.label,
            ),
            raw.line,
            relations=1,
        )


def merge(text: str, parts: Sequence[Span]) -> Fragments:
    """Return the parts in text order, neighbours joined that only blanks with a line break separate."""
    merged: list[Span] = []
    for start, end in sorted(parts):
        gap = text[merged[-1][1] : start] if merged and merged[-1][1] < start else ""
        if gap and not gap.strip() and ("\n" in gap or "\r" in gap):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def parts_of(entity: Entity, text: str) -> Fragments:
    """Return the parts of an entity in text order, one for a continuous one; see `hull_parts`."""
    return hull_parts(entity.span, entity.fragments, text)


def hull_parts(hull: Span, fragments: Fragments, text: str) -> Fragments:
    """Return the parts of a span in text order.

    Parts that contradict the hull are not believed, and parts with only a line break between them are one.
    """
    merged = merge(text, fragments) if fragments else ()
    if not merged or (min(a for a, _ in merged), max(b for _, b in merged)) != hull:
        return (hull,)
    return merged


def join_kept(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add what was kept for a duplicate to what is kept for the entity that stays: lists are joined."""
    for key, value in more.items():
        known = into.setdefault(key, value)
        if known is not value and isinstance(known, list) and isinstance(value, list):
            into[key] = known + [item for item in value if item not in known]


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without blanks at its ends; start equals end if there is nothing but blanks."""
    surface = text[start:end]
    bare = surface.strip()
    left = start + len(surface) - len(surface.lstrip()) if bare else start
    return left, left + len(bare)


def short(text: str, limit: int = 40) -> str:
    """Return a text on one line and not too long for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def named(key: str) -> str:
    """Return a key for a message: its own, or the place in the file's list of something that has none, from 1."""
    return str(int(key[1:]) + 1) if key[:1] == "#" and key[1:].isdecimal() else short(key)


@lru_cache(maxsize=1 << 14)
def is_id(key: str, prefix: str) -> bool:
    """Tell whether a key has the shape of our own ids: the prefix and a number from 1."""
    digits = key[1:]
    return key[:1] == prefix and digits.isdecimal() and digits.isascii() and digits[0] != "0" and len(digits) < 10
