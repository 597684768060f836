"""Between our documents and spaCy's: entities, the flat layer, nested spans and relations, offsets in code points."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from annotator.domain import Document, Tokens
from annotator.domain.entity import Entity, Relation
from annotator.domain.tokens import flat_projection, split_tokens
from annotator.nlp.tokenizer import token_offsets

SPANS_KEY = "sc"
MODEL_SOURCE = "model"


def register_relations() -> None:
    """Make `doc._.relations` exist: a list of {"head", "tail", "label"}, indices into `doc.spans["sc"]`."""
    if not Doc.has_extension("relations"):
        Doc.set_extension("relations", default=[])


def tokens_of(document: Document, language: str) -> Tokens:
    """Return the document's own tokens, or the stock tokenizer's where it has none."""
    return document.tokens or token_offsets(document.text, language)


def gold_doc(document: Document, vocab: Vocab, language: str) -> Doc:
    """Return the annotations as a reference document: `ents`, `spans["sc"]` and `doc._.relations`.

    Its tokens are split wherever an entity begins or ends inside one, so that every entity is there to be learned from
    and scored against; `Doc.user_data["cut_tokens"]` counts the pieces. The spans keep the document's order, so that
    relation ends stay right.
    """
    register_relations()
    pieces = split_tokens(tokens_of(document, language), document.entities)
    doc = _doc_of_pieces(document.text, [(piece.start, piece.end) for piece in pieces], vocab)
    doc.spans[SPANS_KEY] = [_span(doc, entity) for entity in document.entities]
    doc.set_ents([_span(doc, entity) for entity in flat_projection(document.entities, pieces)])
    index = {entity.id: i for i, entity in enumerate(document.entities)}
    doc._.relations = [{"head": index[r.head], "tail": index[r.tail], "label": r.label} for r in document.relations]
    doc.user_data["cut_tokens"] = sum(piece.cut for piece in pieces)
    return doc


def _doc_of_pieces(text: str, pieces: list[tuple[int, int]], vocab: Vocab) -> Doc:
    """Build a document whose text is exactly `text`; characters between tokens that are no single blank are tokens."""
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for start, end in pieces:
        gap = text[position:start]
        if gap == " " and words and not spaces[-1]:
            spaces[-1] = True
        elif gap:
            words.append(gap)
            spaces.append(False)
        words.append(text[start:end])
        spaces.append(False)
        position = end
    rest = text[position:]
    if rest == " " and words and not spaces[-1]:
        spaces[-1] = True
    elif rest:
        words.append(rest)
        spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


def _span(doc: Doc, entity: Entity) -> Span:
    span = doc.char_span(entity.start, entity.end, label=entity.label, kb_id=entity.kb_id, span_id=entity.id)
    assert span is not None, (entity, doc[:10])
    return span


def document_of(doc: Doc, identifier: str, *, layer: str = "ents", source: str = MODEL_SOURCE) -> Document:
    """Return what a pipeline found in `doc` as a document; `layer` is "ents" or "spans.sc".

    Relations are taken from `doc._.relations`; those whose ends are not in the chosen layer are left out.
    """
    spans = list(doc.ents) if layer == "ents" else list(doc.spans.get(SPANS_KEY, []))
    entities: dict[tuple[int, int, str], Entity] = {}
    for span in spans:
        key = (span.start_char, span.end_char, span.label_)
        entities.setdefault(key, Entity(f"T{len(entities) + 1}", *key, source=source))
    relations: dict[tuple[str, str, str], Relation] = {}
    for head, tail, label in relation_ends(doc):
        ends = [entities.get((span.start_char, span.end_char, span.label_)) for span in (head, tail)]
        if ends[0] is not None and ends[1] is not None and ends[0] is not ends[1]:
            key_ = (ends[0].id, ends[1].id, label)
            relations.setdefault(key_, Relation(f"R{len(relations) + 1}", *key_, source=source))
    return Document(
        identifier, doc.text, entities=tuple(entities.values()), relations=tuple(relations.values()), annotator=source
    )


def relation_ends(doc: Doc) -> list[tuple[Span, Span, str]]:
    """Return the document's relations as (head span, tail span, label)."""
    if not Doc.has_extension("relations"):
        return []
    spans = list(doc.spans.get(SPANS_KEY, []))
    found: list[dict[str, Any]] = doc._.relations
    return [(spans[r["head"]], spans[r["tail"]], r["label"]) for r in found]
