"""A scheme that is being changed: values and rules, no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.domain import EntityLabel, LabelScheme, RelationLabel, SchemeError, scheme_from_json, scheme_to_json
from annotator.messages import Message, msg

Kind = Literal["entity", "relation"]
Label = EntityLabel | RelationLabel
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TAKEN = {"a", "r", "x"}  # accept, relate, reject


@dataclass(slots=True)
class Row:
    """One label of the draft; `was` is its name in the scheme that was opened, "" for a new one."""

    kind: Kind
    label: Label
    was: str = ""


@dataclass(slots=True)
class Draft:
    """The labels in the order in which they will be shown, entities and relations apart."""

    scheme: LabelScheme
    rows: list[Row] = field(default_factory=list)
    made_from: LabelScheme = field(init=False)

    def __post_init__(self) -> None:
        self.made_from = self.scheme

    @classmethod
    def of(cls, scheme: LabelScheme) -> Draft:
        """Return a draft that says what the scheme says."""
        rows = [Row("entity", label, label.label) for label in scheme.entities]
        rows += [Row("relation", label, label.label) for label in scheme.relations]
        return cls(scheme, rows)

    def rebased(self, theirs: LabelScheme) -> Draft:
        """Return what this draft changes, done to a scheme that somebody else has changed meanwhile.

        What only they changed is taken over; where both changed a label, this draft's wording stands.
        """
        base = {(row.kind, row.was): row.label for row in Draft.of(self.made_from).rows}
        there = {(row.kind, row.was): row for row in Draft.of(theirs).rows}
        rows: list[Row] = []
        for row in self.rows:
            key = (row.kind, row.was)
            if row.label != base.get(key):
                rows.append(Row(row.kind, row.label, row.was if key in there else ""))
            elif key in there:
                rows.append(there[key])
        rows += [row for key, row in there.items() if key not in base]
        kept = theirs if self.scheme.overlap is self.made_from.overlap else replace(theirs, overlap=self.scheme.overlap)
        draft = Draft(theirs, rows)
        draft.scheme = kept
        return draft

    def of_kind(self, kind: Kind) -> list[Row]:
        """Return the rows of one kind, in order."""
        return [row for row in self.rows if row.kind == kind]

    def result(self) -> LabelScheme:
        """Return the scheme that the draft describes."""
        entities = tuple(row.label for row in self.rows if isinstance(row.label, EntityLabel))
        relations = tuple(row.label for row in self.rows if isinstance(row.label, RelationLabel))
        return replace(self.scheme, entities=entities, relations=relations)

    def problem(self) -> Message | str | None:
        """Return why the draft cannot be a scheme, or None."""
        names: set[tuple[Kind, str]] = set()
        for row in self.rows:
            if not row.label.label:
                return msg("a label has no name: give it one", "у метки нет имени: дайте ей имя")
            if (row.kind, row.label.label) in names:
                return msg(
                    "there are two labels {label}: rename one", "есть две метки {label}: переименуйте одну",
                    label=row.label.label,
                )  # fmt: skip
            names.add((row.kind, row.label.label))
        if problem := self._key_problem():
            return problem
        try:
            scheme_from_json(scheme_to_json(self.result()))
        except SchemeError as error:
            return error.message
        return None

    def _key_problem(self) -> Message | None:
        used: dict[tuple[Kind, str], str] = {}
        for row in self.rows:
            key = row.label.key
            if key and (key in _TAKEN or key not in _LETTERS):
                return msg(
                    "{label}: the key must be a Latin letter other than A, R and X, which decide and relate",
                    "{label}: клавиша — латинская буква, кроме A, R и X: они принимают, связывают и отклоняют",
                    label=row.label.label,
                )
            if key and (row.kind, key) in used:
                return msg(
                    "{label} and {other} have the same key {key}: change one",
                    "у меток {label} и {other} одна клавиша {key}: смените одну",
                    label=row.label.label,
                    other=used[row.kind, key],
                    key=key.upper(),
                )
            used[row.kind, key] = row.label.label
        return None

    def renames(self) -> Iterator[tuple[Kind, str, str]]:
        """Yield kind, old and new name of each label that was given another name."""
        for row in self.rows:
            if row.was and row.was != row.label.label:
                yield row.kind, row.was, row.label.label

    def add(self, kind: Kind) -> Row:
        """Add a label with a name and a key that are free."""
        names = {row.label.label for row in self.of_kind(kind)}
        stem = "LABEL" if kind == "entity" else "RELATION"
        name = next(n for n in (f"{stem}_{i}" for i in range(1, len(names) + 2)) if n not in names)
        used = {row.label.key for row in self.of_kind(kind)} | _TAKEN
        key = next((letter for letter in _LETTERS if letter not in used), "")
        label: Label = EntityLabel(name, key=key) if kind == "entity" else RelationLabel(name, key=key)
        row = Row(kind, label)
        self.rows.append(row)
        return row

    def remove(self, row: Row) -> None:
        """Take a label out; relations no longer ask for it at their ends."""
        self.rows = [other for other in self.rows if other is not row]
        if row.kind == "entity":
            self._replace_end(row.label.label, "")

    def move(self, row: Row, by: int) -> None:
        """Put a label before or after its neighbour of the same kind."""
        same = self.of_kind(row.kind)
        at = next(number for number, other in enumerate(same) if other is row)
        if 0 <= at + by < len(same):
            here, there = (next(i for i, r in enumerate(self.rows) if r is x) for x in (row, same[at + by]))
            self.rows[here], self.rows[there] = self.rows[there], self.rows[here]

    def rename(self, row: Row, name: str) -> None:
        """Give a label another name, at the ends of relations too."""
        old, row.label = row.label.label, replace(row.label, label=name)
        if row.kind == "entity" and old and name:
            self._replace_end(old, name)

    def _replace_end(self, old: str, new: str) -> None:
        def changed(ends: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(new if end == old else end for end in ends if new or end != old)

        for row in self.rows:
            if isinstance(row.label, RelationLabel):
                row.label = replace(row.label, head=changed(row.label.head), tail=changed(row.label.tail))
