"""The fast encoder writes exactly what the plain one does."""

import json

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import Document, Entity, Relation, Status
from annotator.domain.record import write_record
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.jsonl import dump, parse_object

TEXT = "Мустафа Сулейман возглавил Microsoft AI в Лондоне 👍"
TOKENS = ((0, 7), (8, 16), (17, 26), (27, 36), (37, 39), (40, 41), (42, 49), (50, 51))
SPANS = st.tuples(st.integers(0, 50), st.integers(1, 51)).filter(
    lambda s: s[0] < s[1] and TEXT[s[0] : s[1]] == TEXT[s[0] : s[1]].strip()
)
ENTITIES = st.lists(st.tuples(SPANS, st.sampled_from(["PERSON", "ORG"])), max_size=8).map(
    lambda items: tuple(Entity(f"T{n + 1}", s, e, label) for n, ((s, e), label) in enumerate(items))
)


@given(ENTITIES, st.sampled_from(list(Status)), st.dictionaries(st.text(max_size=3), st.none() | st.integers()))
def test_both_encoders_write_the_same_bytes(entities, status, meta):
    """Nested, crossing and token-cutting entities, null and huge numbers included."""
    relations = (Relation("R1", "T1", "T2", "X"),) if len(entities) > 1 else ()
    try:
        json.dumps(meta, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    document = Document("a", TEXT, TOKENS, entities, relations, "anna", status, meta)
    encoder = RecordEncoder()
    for _ in range(2):
        assert encoder.encode(document) == dump(write_record(document))


def test_other_tokens_or_another_text_are_not_taken_from_memory():
    """What is kept for an article is used only while text and tokens are the same."""
    encoder = RecordEncoder()
    document = Document("a", TEXT, TOKENS)
    encoder.encode(document)
    longer = document.replacing(text=TEXT + "!", tokens=(*TOKENS, (51, 52)))
    assert parse_object(encoder.encode(longer))["text"] == TEXT + "!"
    assert len(parse_object(encoder.encode(longer))["tokens"]) == 9
    joined = document.replacing(tokens=((0, 16), *TOKENS[2:]))
    assert len(parse_object(encoder.encode(joined))["tokens"]) == 7


def test_integers_beyond_64_bits_survive():
    """What the fast JSON library cannot write goes the slow way."""
    document = Document("a", TEXT, TOKENS, meta={"big": 10**30})
    assert parse_object(RecordEncoder().encode(document))["meta"] == {"big": 10**30}
