"""The article as one HTML page that needs nothing else: text with marked entities, and the relations as a table."""

from __future__ import annotations

from html import escape

from annotator.domain import Document, Entity, LabelScheme
from annotator.gui.canvas.style import CanvasStyle
from annotator.messages import current_language
from annotator.text.display import one_line

_CSS = """
body {{ background: {background}; color: {text}; font: 17px/2.3 {families}; max-width: 46em; margin: 2em auto;
  padding: 0 1em; }}
.t {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
mark {{ color: inherit; border-radius: 3px; padding: 1px 0; border-bottom: 2px solid; }}
mark > small {{ font-size: .62em; font-weight: bold; margin-left: .35em; user-select: none; }}
table {{ border-collapse: collapse; line-height: 1.5; font-size: .9em; }}
td {{ padding: .2em 1em .2em 0; vertical-align: top; }}
td.r {{ color: {arc}; font-style: italic; }}
"""


def html_page(document: Document, scheme: LabelScheme, style: CanvasStyle) -> str:
    """Return the page. Entities that cross are cut where the other begins; each keeps its label once, at its end."""
    language = current_language()
    families = ", ".join(f'"{family}"' for family in style.families) + ", sans-serif"
    css = _CSS.format(background=style.background, text=style.text, arc=style.arc, families=families)
    css += "".join(_label_css(scheme, style, label) for label in sorted({e.label for e in document.entities}))
    title = escape(document.id)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{css}</style></head>\n<body><h1>{title}</h1>\n"
        f'<div class="t">{_marked_text(document, scheme)}</div>\n{_relation_table(document, scheme)}</body></html>\n'
    )


def _class(label: str) -> str:
    return "e" + "".join(f"{ord(c):x}" if not (c.isascii() and c.isalnum()) else c for c in label)


def _label_css(scheme: LabelScheme, style: CanvasStyle, label: str) -> str:
    colors, name = style.label_colors(scheme, label), _class(label)
    return (
        f"mark.{name} {{ background: {colors.tint}; border-color: {colors.line}; }}\n"
        f"mark.{name} > small {{ color: {colors.text}; }}\n"
    )


def _marked_text(document: Document, scheme: LabelScheme) -> str:
    """Return the text with properly nested tags: at every boundary what must end is closed, and reopened if it goes on."""
    edges = sorted({0, len(document.text), *(o for e in document.entities for o in e.span)})
    starting: dict[int, list[Entity]] = {}
    for entity in document.entities:
        starting.setdefault(entity.start, []).append(entity)
    parts: list[str] = []
    opened: list[Entity] = []
    for start, end in zip(edges, [*edges[1:], len(document.text)], strict=True):
        opened = _close_ended(parts, opened, start, scheme)
        for entity in starting.get(start, ()):
            parts.append(_open(entity))
            opened.append(entity)
        parts.append(escape(document.text[start:end]))
    return "".join(parts)


def _close_ended(parts: list[str], opened: list[Entity], at: int, scheme: LabelScheme) -> list[Entity]:
    first = next((i for i, e in enumerate(opened) if e.end <= at), len(opened))
    for entity in reversed(opened[first:]):
        caption = _caption(scheme, entity) if entity.end <= at else ""
        parts.append(f"{caption}</mark>")
    going_on = [e for e in opened[first:] if e.end > at]
    parts += [_open(e) for e in going_on]
    return opened[:first] + going_on


def _open(entity: Entity) -> str:
    return f'<mark class="{_class(entity.label)}" id="{escape(entity.id)}" title="{escape(entity.label)}">'


def _caption(scheme: LabelScheme, entity: Entity) -> str:
    kind = scheme.entity_label(entity.label)
    return f"<small>{escape((kind.short if kind is not None else '') or entity.label)}</small>"


def _relation_table(document: Document, scheme: LabelScheme) -> str:
    rows = []
    for relation in document.relations:
        head, tail = document.entity(relation.head), document.entity(relation.tail)
        if head is None or tail is None:
            continue
        kind = scheme.relation_label(relation.label)
        name = kind.name(current_language()) if kind is not None else relation.label
        arrow = "—" if kind is not None and kind.symmetric else "→"
        ends = [escape(one_line(document.surface(e))) for e in (head, tail)]
        rows.append(f'<tr><td>{ends[0]}</td><td class="r">{escape(name)} {arrow}</td><td>{ends[1]}</td></tr>')
    return f"<table>{''.join(rows)}</table>\n" if rows else ""
