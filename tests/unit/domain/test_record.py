"""The native record: an exact round trip, stock shape, and nothing read that is not sound."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_documents import histories, simple_tokens

from annotator.domain import Document, Entity, RecordError, Relation, Status
from annotator.domain.record import read_record

TEXT = "Глава Сбера (OpenAI-ом) Герман Греф сказал."
TOKENS = ((0, 5), (6, 11), (12, 13), (13, 22), (22, 23), (24, 30), (31, 35), (36, 42), (42, 43))


def record(**changes):
    base = {
        "id": "a",
        "text": TEXT,
        "ents": [],
        "spans": {"sc": [{"start": 24, "end": 35, "label": "PERSON"}, {"start": 6, "end": 11, "label": "ORG"}]},
        "relations": [{"head": 0, "tail": 1, "label": "WORKPLACE"}],
    }
    return base | changes


@given(histories(), st.sampled_from(["anna", "Борис"]), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2))
def test_a_document_survives_the_record(history, annotator, foreign):
    """Writing and reading gives the same document, through real JSON."""
    document = history[0].replacing(annotator=annotator, meta={"source": foreign}, rev=3)
    if not document.tokens:
        return
    data = json.loads(json.dumps(document.to_record(), ensure_ascii=False))
    expected = document if document.status is not Status.NOT_STARTED else document.replacing(status=Status.IN_PROGRESS)
    assert Document.from_record(data) == expected
    assert Document.from_record(data).to_record() == data


def test_keys_stand_in_the_fixed_order():
    """The id comes first, so that an index can be built without parsing."""
    written = Document("a", TEXT, TOKENS, annotator="anna").to_record()
    assert list(written)[:9] == ["id", "text", "tokens", "ents", "spans", "relations", "annotator", "status", "meta"]


def test_a_cut_token_is_written_in_pieces_and_joined_again():
    """Later pieces carry "cut", and without the entity the token is whole."""
    document = Document("a", TEXT, TOKENS, (Entity("T1", 13, 19, "ORG"),))
    pieces = document.to_record()["tokens"]
    assert pieces[3:5] == [{"id": 3, "start": 13, "end": 19}, {"id": 4, "start": 19, "end": 22, "cut": 1}]
    assert Document.from_record(document.to_record()).tokens == TOKENS
    assert "cut" not in json.dumps(document.replacing(entities=()).to_record())


def test_relations_index_the_files_own_order_before_sorting():
    """head and tail name positions in the file, not in our sorted order."""
    document = Document.from_record(record())
    relation = document.relations[0]
    assert document.surface(document.entity(relation.head)) == "Герман Греф"
    assert document.surface(document.entity(relation.tail)) == "Сбера"
    written = document.replacing(tokens=TOKENS).to_record()["relations"][0]
    assert (written["head"], written["tail"]) == (1, 0)


def test_a_record_with_only_ents_is_read():
    """Records made elsewhere may lack spans, tokens, relations and status; without status they count as done."""
    document = Document.from_record({"id": "a", "text": TEXT, "ents": [{"start": 6, "end": 11, "label": "ORG"}]})
    assert [e.span for e in document.entities] == [(6, 11)]
    assert document.status is Status.DONE
    assert document.tokens == ()


def test_duplicates_collapse_and_their_relations_move_to_the_first():
    """An exact duplicate is dropped and counted, relations follow to the one that stays, repeats collapse."""
    spans = [{"start": 6, "end": 11, "label": "ORG"}, {"start": 24, "end": 35, "label": "PERSON"}]
    relations = [{"head": 1, "tail": 0, "label": "WORKPLACE"}, {"head": 1, "tail": 2, "label": "WORKPLACE"}]
    reading = read_record(record(spans={"sc": [*spans, dict(spans[0])]}, relations=relations))
    assert len(reading.document.entities) == 2
    assert len(reading.document.relations) == 1
    assert reading.collapsed == 2


def test_ids_that_were_given_once_are_not_given_again_on_reading():
    """A record that lost its newest entity and relation still knows which ids are used up."""
    reading = read_record(record(last_ids={"T": 7, "R": 4}))
    assert sorted(e.id for e in reading.document.entities) == ["T8", "T9"]
    assert [r.id for r in reading.document.relations] == ["R5"]


@pytest.mark.parametrize("lost", [0, 3, -1])
def test_tokens_that_leave_out_text_are_not_taken_over(lost):
    """Stock spaCy could not rebuild the text from them, so the document counts as not tokenized."""
    tokens = [{"id": i, "start": a, "end": b} for i, (a, b) in enumerate(TOKENS)]
    assert read_record(record(tokens=tokens)).document.tokens == TOKENS
    del tokens[lost]
    assert read_record(record(tokens=tokens)).document.tokens == ()


@pytest.mark.parametrize("ents", [7, True, [7], [{"start": [], "end": {}}], [{"start": 0, "end": 5, "label": []}]])
def test_odd_ents_beside_spans_are_told_as_differing(ents):
    """spans.sc is the truth: whatever stands in ents, the record is read."""
    assert read_record(record(ents=ents)).ents_differ
    assert not read_record(record(ents=None)).ents_differ


def test_blanks_at_the_ends_are_trimmed_and_counted():
    """Stock spaCy could not align them."""
    reading = read_record(record(spans={"sc": [{"start": 5, "end": 12, "label": "ORG"}]}, relations=[]))
    assert (reading.document.entities[0].span, reading.trimmed) == ((6, 11), 1)


def test_ents_that_contradict_the_spans_are_noticed():
    """spans.sc wins, and the reading says so."""
    assert read_record(record(ents=[{"start": 0, "end": 5, "label": "ORG"}])).ents_differ
    same = [{"start": 6, "end": 11, "label": "ORG"}, {"start": 24, "end": 35, "label": "PERSON"}]
    assert not read_record(record(ents=same)).ents_differ


def test_unknown_keys_survive_and_spacys_own_move_aside():
    """Unknown keys stay at top level; keys that stock from_json would read move verbatim under meta.source."""
    other = {"sc": record()["spans"]["sc"], "other": [{"start": 0, "end": 5, "label": "X", "kb_id": ""}]}
    document = Document.from_record(record(cats={"a": 1.0}, _={"x": 1}, spans=other, mine=[1, {"b": None}]))
    assert document.extra == {"mine": [1, {"b": None}]}
    assert document.meta["source"] == {"cats": {"a": 1.0}, "_": {"x": 1}, "spans": {"other": other["other"]}}
    written = document.replacing(tokens=TOKENS).to_record()
    assert written["mine"] == [1, {"b": None}]
    assert list(written["spans"]) == ["sc"]


def test_fragments_keep_a_discontinuous_entity_apart_from_its_hull():
    """Two entities with one hull and different fragments are two entities."""
    spans = [{"start": 0, "end": 11, "label": "ORG", "id": "T1"}, {"start": 0, "end": 11, "label": "ORG", "id": "T2"}]
    document = Document.from_record(record(spans={"sc": spans}, relations=[], fragments={"T2": [[0, 5], [6, 11]]}))
    assert [e.fragments for e in document.entities] == [(), ((0, 5), (6, 11))]
    assert Document.from_record(document.replacing(tokens=TOKENS).to_record()).entities == document.entities


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, '"id"'),
        ({"id": None}, '"id"'),
        ({"id": True}, '"id"'),
        ({"text": ""}, '"text"'),
        ({"text": "a\ud800"}, "surrogates"),
        ({"text": 5}, '"text"'),
        ({"spans": []}, '"spans"'),
        ({"spans": {"sc": {}}}, '"sc"'),
        ({"spans": {"sc": [{"start": 0, "end": 99, "label": "X"}]}}, r'"spans.sc\[0\]".*0 ≤ start < end ≤ 43'),
        ({"spans": {"sc": [{"start": 3, "end": 3, "label": "X"}]}}, r"spans.sc\[0\]"),
        ({"spans": {"sc": [{"start": -1, "end": 3, "label": "X"}]}}, r"spans.sc\[0\]"),
        ({"spans": {"sc": [{"start": True, "end": 3, "label": "X"}]}}, r"spans.sc\[0\]"),
        ({"spans": {"sc": [{"start": 0.0, "end": 3, "label": "X"}]}}, r"spans.sc\[0\]"),
        ({"spans": {"sc": [{"start": 5, "end": 6, "label": "X"}]}}, "more than blanks"),
        ({"spans": {"sc": [{"start": 0, "end": 5, "label": ""}]}}, r"spans.sc\[0\].label"),
        ({"spans": {"sc": [{"start": 0, "end": 5, "label": "X", "score": 0.5}]}}, r"spans.sc\[0\].score"),
        ({"relations": [{"head": 0, "tail": 2, "label": "X"}]}, r"relations\[0\].tail.*0–1"),
        ({"relations": [{"head": -1, "tail": 1, "label": "X"}]}, r"relations\[0\].head"),
        ({"relations": [{"head": 0, "tail": 0, "label": "X"}]}, "two different entities"),
        ({"relations": [{"head": 0, "tail": 1}]}, r"relations\[0\].label"),
        ({"relations": {"head": 0}}, '"relations"'),
        ({"status": "finished"}, '"status"'),
        ({"status": []}, '"status"'),
        ({"tokens": [{"start": 0, "end": 5}, {"start": 3, "end": 7}]}, r"tokens\[1\].start"),
        ({"scores": {"T1": float("nan")}}, "scores.T1"),
        ({"notes": {"T1": 1}}, "notes.T1"),
        ({"rev": -1}, '"rev"'),
        ({"meta": "x"}, '"meta"'),
        ({"fragments": {"T1": [[0, 99]]}}, "fragments.T1"),
    ],
)
def test_what_is_no_record_is_refused_by_key(changes, message):
    """The one line says which key is wrong and what should stand there."""
    with pytest.raises(RecordError, match=message) as caught:
        Document.from_record(record(**changes))
    assert "\n" not in str(caught.value)
    assert caught.value.message.render("ru") != caught.value.message.render("en")


def test_a_record_needs_tokens_to_be_written():
    """Without tokens stock spaCy could not load the line."""
    with pytest.raises(RecordError, match="no tokens yet"):
        Document("a", TEXT).to_record()


def test_an_entity_that_does_not_fit_its_text_is_never_written():
    """The last check before the disk."""
    with pytest.raises(RecordError, match="T1"):
        Document("a", TEXT, TOKENS, (Entity("T1", 5, 11, "ORG"),)).to_record()


def test_simple_tokens_of_the_strategies_are_sound():
    """The random tokens that other tests lean on cover every character but single spaces."""
    assert simple_tokens("a  b\u00a0c\n d") == ((0, 1), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (8, 9))
    assert simple_tokens(" a") == ((0, 1), (1, 2))


def test_relation_keeps_foreign_keys():
    """Extra keys of a relation survive."""
    document = Document.from_record(record(relations=[{"head": 0, "tail": 1, "label": "W", "why": {"a": 1.5}}]))
    assert document.relations == (Relation("R1", "T1", "T2", "W", extra={"why": {"a": 1.5}}),)
