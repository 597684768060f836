"""Marks and items in the words of the article."""

from __future__ import annotations

from annotator.agreement.variants import EntityItem, EntityVariant, Item, RelationVariant
from annotator.domain import LabelScheme
from annotator.messages import current_language
from annotator.text.display import one_line

_LONGEST = 60


def mark_text(text: str, mark: EntityVariant | RelationVariant) -> str:
    """Return the words that a mark is about: an entity's, or head and tail of a relation."""
    if isinstance(mark, EntityVariant):
        return _words(text, (mark.start, mark.end))
    head, tail = mark.ends[0]
    return f"{_words(text, head[:2])} → {_words(text, tail[:2])}"


def label_name(scheme: LabelScheme, mark: EntityVariant | RelationVariant) -> str:
    """Return the name of a mark's label in the language chosen now."""
    known = scheme.entity_label if isinstance(mark, EntityVariant) else scheme.relation_label
    found = known(mark.label)
    return found.name(current_language()) if found is not None else mark.label


def item_text(text: str, item: Item) -> str:
    """Return what an item is about, in one line."""
    if isinstance(item, EntityItem):
        return _words(text, (item.start, item.end))
    head, tail = item.variants[0].ends[0]
    first, second = sorted((head[:2], tail[:2]))
    return f"{_words(text, first)} — {_words(text, second)}"


def _words(text: str, span: tuple[int, int]) -> str:
    words = one_line(text[slice(*span)])
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
