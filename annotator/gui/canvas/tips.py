"""What is told about a mark or a relation: rich text for a hovering pointer, plain words for a screen reader."""

from __future__ import annotations

from annotator.domain import Document, Entity, LabelScheme
from annotator.gui.canvas.marks import Link, Mark, Marks, SuggestedRelation, Suggestion
from annotator.messages import current_language
from annotator.text.display import one_line

_LONGEST = 80


def mark_tip(document: Document, scheme: LabelScheme, mark: Mark) -> str:
    """Return rich text: the words, what they are called, score, Wikidata id and note where there are any."""
    language = current_language()
    kind = scheme.entity_label(mark.label)
    name = kind.name(language) if kind is not None else mark.label
    rows = [f"<b>{_escape(_surface(document, mark))}</b> — {_escape(name)} ({_escape(mark.label)})"]
    if kind is not None and kind.description(language):
        rows.append(_escape(kind.description(language)))
    if isinstance(mark, Suggestion):
        rows.append(_origin(mark))
    else:
        rows += [_escape(text) for text in (mark.kb_id, document.notes.get(mark.id, "")) if text]
    return "<qt>" + "<br>".join(rows) + "</qt>"


def _origin(suggested: Suggestion | SuggestedRelation) -> str:
    score = "" if suggested.score is None else f" · {suggested.score:.0%}"
    return f"<i>{_escape(suggested.source)}{score}</i>"


def relation_tip(document: Document, scheme: LabelScheme, marks: Marks, relation: Link) -> str:
    """Return rich text: head, relation, tail; the note, or source and score of a suggestion."""
    both = marks.ends_of(relation)
    if both is None:
        return ""
    kind = scheme.relation_label(relation.label)
    name = kind.name(current_language()) if kind is not None else relation.label
    arrow = "—" if kind is not None and kind.symmetric else "→"
    ends = [f"<b>{_escape(_surface(document, e))}</b>" for e in both]
    rows = [f"{ends[0]} — {_escape(name)} {arrow} {ends[1]}"]
    rows += [_origin(relation)] if isinstance(relation, SuggestedRelation) else []
    rows += [_escape(document.notes[relation.id])] if document.notes.get(relation.id) else []
    return "<qt>" + "<br>".join(rows) + "</qt>"


def mark_words(document: Document, scheme: LabelScheme, marks: Marks, mark: Mark) -> str:
    """Return plain words: the surface, what it is called, and each of its relations."""
    kind = scheme.entity_label(mark.label)
    name = kind.name(current_language()) if kind is not None else mark.label
    words = [f"{_surface(document, mark)}, {name}"]
    if isinstance(mark, Entity):
        words += [relation_words(document, scheme, marks, r) for r in marks.links_of(mark.id)]
    return "; ".join(words)


def relation_words(document: Document, scheme: LabelScheme, marks: Marks, relation: Link) -> str:
    """Return plain words: head, name, tail."""
    head, tail = marks.mark(relation.head), marks.mark(relation.tail)
    kind = scheme.relation_label(relation.label)
    name = kind.name(current_language()) if kind is not None else relation.label
    ends = [_surface(document, e) if e is not None else "?" for e in (head, tail)]
    return f"{ends[0]} {name} {ends[1]}"


def _surface(document: Document, mark: Entity | Suggestion) -> str:
    surface = one_line(document.text[mark.start : mark.end])
    return surface if len(surface) <= _LONGEST else surface[: _LONGEST - 1] + "…"


def _escape(text: str) -> str:
    from html import escape  # brings all names of letters along, and no tip is shown at the start

    return escape(text)
