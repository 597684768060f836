"""Short ways to write documents down."""

import pytest

from annotator.domain import Document, Entity, Relation, Status


def make_document(text, entities=(), relations=(), *, document_id="d", annotator="", tokens=None, status=Status.DONE):
    """Build a document: entities are (start, end, label), relations (head, tail, label) by position of the entities."""
    if tokens is None:
        tokens, at = [], 0
        for word in text.split(" "):
            if word:
                tokens.append((at, at + len(word)))
            at += len(word) + 1
    return Document(
        document_id,
        text,
        tuple(tokens),
        tuple(Entity(f"T{i + 1}", *entity) for i, entity in enumerate(entities)),
        tuple(Relation(f"R{i + 1}", f"T{h + 1}", f"T{t + 1}", label) for i, (h, t, label) in enumerate(relations)),
        annotator=annotator,
        status=status,
    )


@pytest.fixture
def document():
    return make_document
