"""Every error of a model in its sentence, as one HTML page that needs nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from annotator.domain import Document
from annotator.domain.entity import Entity
from annotator.messages import Message, current_language, msg
from annotator.text.sentences import sentence_ranges
from annotator.training import matching
from annotator.training.evaluate import Evaluation, Judged
from annotator.training.figures import bars

_CONTEXT = 300  # characters of a sentence shown around an error
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1f;
  background: #fff }
table { border-collapse: collapse; margin: 1rem 0 } th, td { padding: .2rem .8rem; text-align: right }
th:first-child, td:first-child { text-align: left } tr:nth-child(even) { background: #f4f4f7 }
h2 { margin-top: 2.5rem } h3 { margin-bottom: .2rem } p.error { margin: .6rem 0; padding: .5rem .8rem;
  border-left: 4px solid #999; background: #fafafc }
p.missed { border-color: #b3541e } p.extra { border-color: #2b5fa8 } p.changed { border-color: #7a4a9e }
mark { background: #ffe9a8; color: inherit; padding: 0 .1em } small { color: #5c5f73 }
@media (prefers-color-scheme: dark) { body { background: #17181c; color: #e6e6ea } p.error { background: #202127 }
  tr:nth-child(even) { background: #202127 } mark { background: #6b5600 } small { color: #a5a7b5 } }
"""


@dataclass(frozen=True, slots=True)
class EntityError:
    """One disagreement about an entity: what the data says, what the model says, None where nothing."""

    wanted: Entity | None
    found: Entity | None

    @property
    def kind(self) -> str:
        """How it is wrong: "missed", "extra", or "changed" (another label or other boundaries)."""
        if self.found is None:
            return "missed"
        return "extra" if self.wanted is None else "changed"

    @property
    def place(self) -> tuple[int, int]:
        """The characters concerned."""
        ends = [e.span for e in (self.wanted, self.found) if e is not None]
        return min(a for a, _ in ends), max(b for _, b in ends)


def entity_errors(judged: Judged) -> list[EntityError]:
    """Return the entity errors of a document in reading order; overlapping ones are one error."""
    right = matching.entity_keys(judged.found.entities) & matching.entity_keys(judged.wanted.entities)
    missed = [e for e in judged.wanted.entities if ((e.start, e.end), e.label) not in right]
    extra = [e for e in judged.found.entities if ((e.start, e.end), e.label) not in right]
    errors: list[EntityError] = []
    for wanted in missed:
        partner = next((e for e in extra if e.overlaps(wanted.start, wanted.end)), None)
        if partner is not None:
            extra.remove(partner)
        errors.append(EntityError(wanted, partner))
    errors += [EntityError(None, entity) for entity in extra]
    return sorted(errors, key=lambda error: error.place)


def write_error_report(evaluation: Evaluation, path: Path, report: dict[str, Any]) -> None:
    """Write the page; `report` is the evaluation's JSON."""
    title = f"{evaluation.model}: {msg('errors', 'ошибки')}"
    body = "\n".join([*_summary(evaluation, report), *(_document(j, evaluation.symmetric) for j in evaluation.judged)])
    page = (
        f'<!doctype html>\n<html lang="{current_language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")


def _summary(evaluation: Evaluation, report: dict[str, Any]) -> Iterator[str]:
    yield f"<p>{escape(str(evaluation.source.path))}: {len(evaluation.judged)} {msg('documents', 'документов')}</p>"
    yield bars(
        [(label, scores["strict"]["f1"]) for label, scores in report["entities"]["per_label"].items()],
        str(msg("Entities: F1 by label", "Сущности: F1 по меткам")),
    )
    rows = "".join(
        f"<tr><td>{escape(row['data'] or '–')}</td><td>{escape(row['model'] or '–')}</td><td>{row['count']}</td></tr>"
        for row in report["entities"]["confusion"]
    )
    yield (
        f"<h2>{msg('Confusions', 'Путаница меток')}</h2><table><tr><th>{msg('Data', 'Разметка')}</th>"
        f"<th>{msg('Model', 'Модель')}</th><th>{msg('Times', 'Раз')}</th></tr>{rows}</table>"
        f"<h2>{msg('Errors by document', 'Ошибки по документам')}</h2>"
    )


def _document(judged: Judged, symmetric: frozenset[str]) -> str:
    errors = [_entity_row(judged.wanted, error) for error in entity_errors(judged)]
    errors += _relation_rows(judged, symmetric)
    if not errors:
        return ""
    return f"<h3>{escape(judged.wanted.id)}</h3>\n" + "\n".join(errors)


def _entity_row(document: Document, error: EntityError) -> str:
    wanted, found = error.wanted, error.found
    what = {
        "missed": msg("missed", "пропущено"),
        "extra": msg("made up", "лишнее"),
        "changed": msg("otherwise", "иначе"),
    }[error.kind]
    said = " → ".join(f"{document.surface(e)} ({e.label})" for e in (wanted, found) if e is not None)
    return _row(error.kind, what, said, _in_sentence(document.text, [error.place]))


def _relation_rows(judged: Judged, symmetric: frozenset[str]) -> list[str]:
    """Return the errors in relations between the data's own entities."""
    if judged.found_between_gold is None:
        return []
    wanted = matching.relation_keys(judged.all_wanted, symmetric)
    found = matching.relation_keys(judged.found_between_gold, symmetric)
    rows = []
    for key in sorted(wanted ^ found):
        (head, tail), label = key
        text = judged.wanted.text
        kind, what = ("missed", msg("missed", "пропущено")) if key in wanted else ("extra", msg("made up", "лишнее"))
        arrow = "—" if label in symmetric else "→"
        said = f"{text[head[0] : head[1]]} {arrow} {text[tail[0] : tail[1]]} ({label})"
        rows.append(_row(kind, what, said, _in_sentence(text, [head[:2], tail[:2]])))
    return rows


def _row(kind: str, what: Message, said: str, sentence: str) -> str:
    return f'<p class="error {kind}"><small>{escape(str(what))}</small> <b>{escape(said)}</b><br>{sentence}</p>'


def _in_sentence(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return the sentences around the places as HTML, the places marked."""
    ranges = sentence_ranges(text)
    starts = [start for start, _ in ranges]
    low, high = min(a for a, _ in places), max(b for _, b in places)
    first = ranges[max(0, bisect_right(starts, low) - 1)][0] if ranges else 0
    last = ranges[max(0, bisect_right(starts, max(low, high - 1)) - 1)][1] if ranges else len(text)
    first, last = max(min(first, low), low - _CONTEXT), min(max(last, high), high + _CONTEXT)
    pieces, position = [], first
    for start, end in sorted(set(places)):
        if start >= position:
            pieces.append(f"{escape(text[position:start])}<mark>{escape(text[start:end])}</mark>")
            position = end
    return "".join(pieces) + escape(text[position:last])
