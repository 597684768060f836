"""The corpus reader that `spacy train` uses, and what it makes of records."""

import json

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Corpus

from annotator.domain import Document, Entity, Relation, Status
from annotator.messages import AnnotatorError
from annotator.nlp.corpus import jsonl_corpus, read_jsonl
from annotator.nlp.spans import document_of, gold_doc
from annotator.nlp.tokenizer import token_offsets

TEXT = "Глава ЦБ РФ Эльвира Набиуллина выступила."


def document(identifier="d1", status=Status.DONE, entities=None, relations=()):
    found = entities or (Entity("T1", 6, 11, "ORG"), Entity("T2", 12, 30, "PERSON"))
    return Document(identifier, TEXT, token_offsets(TEXT), tuple(found), tuple(relations), "anna", status)


def write(path, *documents):
    path.write_text("".join(json.dumps(d.to_record()) + "\n" for d in documents), encoding="utf-8")
    return path


def examples(path, **options):
    return list(jsonl_corpus(path, **options)(spacy.blank("ru")))


def test_the_reader_is_registered_for_spacy_train(tmp_path):
    """`annotator.JsonlCorpus.v1` is found through the entry points alone."""
    make = spacy.registry.readers.get("annotator.JsonlCorpus.v1")
    path = write(tmp_path / "a.jsonl", document())
    assert [eg.reference.text for eg in make(path)(spacy.blank("ru"))] == [TEXT]


def test_entities_spans_and_relations_are_set(tmp_path):
    """A reference holds ents, spans["sc"] and relations that index into the latter."""
    path = write(tmp_path / "a.jsonl", document(relations=[Relation("R1", "T2", "T1", "WORKPLACE")]))
    (example,) = examples(path)
    gold = example.reference
    assert [(e.text, e.label_) for e in gold.ents] == [("ЦБ РФ", "ORG"), ("Эльвира Набиуллина", "PERSON")]
    assert [s.text for s in gold.spans["sc"]] == ["ЦБ РФ", "Эльвира Набиуллина"]
    assert gold._.relations == [{"head": 1, "tail": 0, "label": "WORKPLACE"}]
    assert example.get_aligned_ner() == ["O", "B-ORG", "L-ORG", "B-PERSON", "L-PERSON", "O", "O"]


def test_nested_entities_stay_in_spans_and_leave_ents_flat(tmp_path):
    """The flat layer takes the longer entity; spans["sc"] keeps both."""
    nested = (Entity("T1", 6, 11, "ORG"), Entity("T2", 9, 11, "COUNTRY"))
    (example,) = examples(write(tmp_path / "a.jsonl", document(entities=nested)))
    assert [e.text for e in example.reference.ents] == ["ЦБ РФ"]
    assert [s.text for s in example.reference.spans["sc"]] == ["ЦБ РФ", "РФ"]


def test_an_entity_inside_a_token_is_kept_and_counted(tmp_path):
    """A token that an entity cuts is split in the reference, so that the entity aligns."""
    (example,) = examples(write(tmp_path / "a.jsonl", document(entities=(Entity("T1", 0, 4, "PERSON"),))))
    gold = example.reference
    assert gold.text == TEXT
    assert [(e.start_char, e.end_char) for e in gold.ents] == [(0, 4)]
    assert gold.user_data["cut_tokens"] == 1
    assert example.predicted[0].text == "Глава"


def test_the_last_line_of_a_document_wins_in_the_place_of_the_first(tmp_path):
    """A file with a superseded line is read as the workspace reads it."""
    later = document("a", entities=(Entity("T1", 0, 5, "PERSON"),))
    corpus = read_jsonl(write(tmp_path / "a.jsonl", document("a"), document("b"), later))
    assert [d.id for d in corpus.documents] == ["a", "b"]
    assert [e.label for e in corpus.documents[0].entities] == ["PERSON"]


def test_status_and_limit_choose_documents(tmp_path):
    """Done only, or done and in progress; skipped never; the limit counts what was chosen."""
    statuses = [Status.DONE, Status.IN_PROGRESS, Status.SKIPPED, Status.DONE]
    path = write(tmp_path / "a.jsonl", *(document(f"d{i}", s) for i, s in enumerate(statuses)))
    assert [d.id for d in read_jsonl(path).documents] == ["d0", "d3"]
    assert read_jsonl(path).left_out == 2
    assert [d.id for d in read_jsonl(path, "any").documents] == ["d0", "d1", "d3"]
    assert [d.id for d in read_jsonl(path, limit=1).documents] == ["d0"]
    with pytest.raises(AnnotatorError, match="status is done or any"):
        read_jsonl(path, "skipped")


def test_a_record_without_status_counts_as_done(tmp_path):
    """Records made elsewhere carry none."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "x", "text": TEXT, "ents": [{"start": 6, "end": 11, "label": "ORG"}]}) + "\n")
    (example,) = examples(path)
    assert [e.text for e in example.reference.ents] == ["ЦБ РФ"]


def test_a_bad_line_is_named(tmp_path):
    """Training stops at a line that is no record, with file and line; reading for a report goes on."""
    path = write(tmp_path / "a.jsonl", document())
    path.write_text(path.read_text() + '{"id": "x", "text": ""}\n')
    with pytest.raises(AnnotatorError, match=r"a\.jsonl:2: "):
        examples(path)
    corpus = read_jsonl(path)
    assert len(corpus.documents) == 1
    assert [p.line for p in corpus.problems] == [2]


def test_examples_are_fresh_at_every_reading(tmp_path):
    """spaCy writes its predictions into the examples: a second reading must not see those of the first."""
    nlp = spacy.blank("ru")
    read = jsonl_corpus(write(tmp_path / "a.jsonl", document()))
    (first,) = read(nlp)
    first.predicted.ents = [first.predicted.char_span(0, 5, label="X")]
    (second,) = read(nlp)
    assert not second.predicted.ents


def test_the_same_as_spacys_own_corpus(tmp_path):
    """A DocBin of the same documents gives spaCy the same references."""
    from spacy.tokens import DocBin

    nlp = spacy.blank("ru")
    path = write(tmp_path / "a.jsonl", document())
    DocBin(docs=[gold_doc(document(), nlp.vocab, "ru")]).to_disk(tmp_path / "a.spacy")
    (ours,), (theirs,) = jsonl_corpus(path)(nlp), Corpus(tmp_path / "a.spacy")(nlp)
    assert ours.get_aligned_ner() == theirs.get_aligned_ner()
    assert [t.text_with_ws for t in ours.reference] == [t.text_with_ws for t in theirs.reference]


@settings(deadline=None)  # the first example loads spaCy
@given(st.text(alphabet="Аб в.\n-\t\u00a0«1", min_size=1, max_size=30), st.data())
def test_any_text_and_entities_survive_the_way_to_spacy_and_back(text, data):
    """Offsets, labels and text are the same after gold_doc and document_of."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    entities = []
    for number in range(data.draw(st.integers(0, 3)) if places else 0):
        start, last = sorted((data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))))
        entities.append(Entity(f"T{number + 1}", start, last + 1, data.draw(st.sampled_from("XY"))))
    unique = tuple({e.identity: e for e in entities}.values())
    given_ = Document("d", text, token_offsets(text), unique)
    doc = gold_doc(given_, spacy.blank("ru").vocab, "ru")
    back = document_of(doc, "d", layer="spans.sc")
    assert back.text == text
    assert {e.identity for e in back.entities} == {e.identity for e in given_.entities}
