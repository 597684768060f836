"""Every error of a model as one JSON object a line, for programs: what the data says, what the model says, where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.domain import Document
from annotator.text.sentences import sentence_ranges
from annotator.training.error_report import EntityError, entity_errors
from annotator.training.evaluate import Evaluation, Judged
from annotator.training.matching import relation_keys
from annotator.workspace.jsonl import write_lines


def write_error_lines(evaluation: Evaluation, path: Path) -> None:
    """Write all errors, documents in the order of the data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_lines(path, error_lines(evaluation))


def error_lines(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Yield the errors in entities, and those in relations between the data's own entities.

    `layer` is "entity" or "relation"; `kind` is "missed", "extra", "label", "boundaries" or "both" (label and
    boundaries). `wanted` and `found` are None where there is nothing; `place` and the ends are code points. `sentence`
    is the one in which the place begins.
    """
    for judged in evaluation.judged:
        line = _Lines(judged.wanted, sentence_ranges(judged.wanted.text))
        for error in entity_errors(judged):
            wanted, found = (line.end(e.start, e.end, e.label) if e else None for e in (error.wanted, error.found))
            yield line.of("entity", _kind(error), wanted, found, error.place)
        if judged.found_between_gold is not None:
            yield from _relation_lines(judged, judged.found_between_gold, evaluation.symmetric, line)


def _kind(error: EntityError) -> str:
    if error.wanted is None or error.found is None:
        return error.kind
    if error.wanted.span == error.found.span:
        return "label"
    return "boundaries" if error.wanted.label == error.found.label else "both"


def _relation_lines(
    judged: Judged, found_between: Document, symmetric: frozenset[str], line: _Lines
) -> Iterator[dict[str, Any]]:
    wanted, found = relation_keys(judged.all_wanted, symmetric), relation_keys(found_between, symmetric)
    for key in sorted(wanted ^ found):
        (head, tail), label = key
        said = {"label": label, "head": line.end(*head), "tail": line.end(*tail)}
        place = min(head[0], tail[0]), max(head[1], tail[1])
        if key in wanted:
            yield line.of("relation", "missed", said, None, place)
        else:
            yield line.of("relation", "extra", None, said, place)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Makes the lines of one document."""

    document: Document
    sentences: list[tuple[int, int]]

    def of(
        self, layer: str, kind: str, wanted: dict[str, Any] | None, found: dict[str, Any] | None, place: tuple[int, int]
    ) -> dict[str, Any]:
        start, end = self._sentence(*place)
        sentence = {"start": start, "end": end, "text": self.document.text[start:end]}
        return {
            "document": self.document.id, "layer": layer, "kind": kind, "place": list(place),
            "wanted": wanted, "found": found, "sentence": sentence,
        }  # fmt: skip

    def end(self, start: int, end: int, label: str) -> dict[str, Any]:
        return {"start": start, "end": end, "label": label, "text": self.document.text[start:end]}

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        at = bisect_right(self.sentences, start, key=lambda sentence: sentence[0]) - 1
        return self.sentences[at] if at >= 0 else (start, end)
