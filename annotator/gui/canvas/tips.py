"""What is told about a mark or a relation: rich text for a hovering pointer, plain words for a screen reader."""

from __future__ import annotations

from annotator.domain import Document, Entity, LabelScheme, Relation
from annotator.gui.canvas.marks import Mark, Marks, Suggestion
from annotator.messages import current_language

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
        score = "" if mark.score is None else f" · {mark.score:.0%}"
        rows.append(f"<i>{_escape(mark.source)}{score}</i>")
    else:
        rows += [_escape(text) for text in (mark.kb_id, document.notes.get(mark.id, "")) if text]
    return "<qt>" + "<br>".join(rows) + "</qt>"


def relation_tip(document: Document, scheme: LabelScheme, marks: Marks, relation: Relation) -> str:
    """Return rich text: head, relation, tail, and the note where there is one."""
    head, tail = marks.entity(relation.head), marks.entity(relation.tail)
    if head is None or tail is None:
        return ""
    kind = scheme.relation_label(relation.label)
    name = kind.name(current_language()) if kind is not None else relation.label
    arrow = "—" if kind is not None and kind.symmetric else "→"
    ends = [f"<b>{_escape(_surface(document, e))}</b>" for e in (head, tail)]
    rows = [f"{ends[0]} — {_escape(name)} {arrow} {ends[1]}"]
    rows += [_escape(document.notes[relation.id])] if document.notes.get(relation.id) else []
    return "<qt>" + "<br>".join(rows) + "</qt>"


def mark_words(document: Document, scheme: LabelScheme, marks: Marks, mark: Mark) -> str:
    """Return plain words: the surface, what it is called, and each of its relations."""
    kind = scheme.entity_label(mark.label)
    name = kind.name(current_language()) if kind is not None else mark.label
    words = [f"{_surface(document, mark)}, {name}"]
    if isinstance(mark, Entity):
        words += [relation_words(document, scheme, marks, r) for r in marks.relations_of(mark.id)]
    return "; ".join(words)


def relation_words(document: Document, scheme: LabelScheme, marks: Marks, relation: Relation) -> str:
    """Return plain words: head, name, tail."""
    head, tail = marks.entity(relation.head), marks.entity(relation.tail)
    kind = scheme.relation_label(relation.label)
    name = kind.name(current_language()) if kind is not None else relation.label
    ends = [_surface(document, e) if e is not None else "?" for e in (head, tail)]
    return f"{ends[0]} {name} {ends[1]}"


def _surface(document: Document, mark: Entity | Suggestion) -> str:
    surface = " ".join(document.text[mark.start : mark.end].split())
    return surface if len(surface) <= _LONGEST else surface[: _LONGEST - 1] + "…"


def _escape(text: str) -> str:
    from html import escape  # brings all names of letters along, and no tip is shown at the start

    return escape(text)
