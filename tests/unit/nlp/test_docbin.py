"""DocBin files are written and read without spaCy's own code, so spaCy's own code has to agree with them."""

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from annotator.domain import Document, Entity, Relation, Status
from annotator.formats import registry
from annotator.formats.base import FormatError, ReadOptions, WriteOptions
from annotator.formats.fingerprint import fingerprint
from annotator.formats.tokens import with_tokens
from annotator.nlp.docbin import RELATIONS_KEY
from annotator.nlp.docbin_writer import DocBinWriter

TEXT = "Анна  Ким\nвозглавила «Луч-2» в Туле. "
ENTITIES = (
    Entity("T1", 0, 9, "PERSON", kb_id="Q42"),
    Entity("T2", 6, 9, "NAME"),
    Entity("T3", 22, 25, "ORG"),  # cuts a token
    Entity("T4", 31, 35, "CITY"),
)
RELATIONS = (Relation("R1", "T1", "T3", "HEAD"),)
WRITTEN = Document(
    "d", TEXT, entities=ENTITIES, relations=RELATIONS, annotator="anna", status=Status.DONE, notes={"T1": "да"}
)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "a.spacy"
    bare = Document("bare", "Просто текст.")
    registry.get("spacy").write([WRITTEN, bare], path, WriteOptions())
    return path


def read(path):
    options = ReadOptions()
    return [imported.document for imported in registry.get("spacy").read(path, options)], options.report


def test_stock_spacy_reads_what_we_write(written):
    """Text, flat entities with links, the span group, and relations as user data are there."""
    doc, bare = DocBin().from_disk(written).get_docs(spacy.blank("ru").vocab)
    assert (doc.text, bare.text) == (TEXT, "Просто текст.")
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [
        ("Анна  Ким", "PERSON", "Q42"),
        ("Луч", "ORG", ""),
        ("Туле", "CITY", ""),
    ]
    assert all(token.ent_iob_ for token in doc)
    assert [(s.text, s.label_) for s in doc.spans["sc"]] == [(TEXT[e.start : e.end], e.label) for e in ENTITIES]
    assert doc.user_data[RELATIONS_KEY] == ({"head": 0, "tail": 2, "label": "HEAD"},)


@pytest.mark.parametrize(
    ("change", "sound"),
    [({}, True), ({"last": 2}, False), ({"start": 1}, False), ({"label": "ORG"}, False), ({"kb_id": "Q1"}, False)],
)
def test_the_check_sees_a_span_that_is_not_the_record_s(tmp_path, monkeypatch, change, sound):
    """The tokens, offsets, label and link of every span in the file are compared with the record beside them."""
    add = DocBinWriter.add

    def changed(self, words, spaces, ents, spans, user_data):
        add(self, words, spaces, ents, [spans[0]._replace(**change), *spans[1:]], user_data)

    monkeypatch.setattr(DocBinWriter, "add", changed)
    docbin, path = registry.get("spacy"), tmp_path / "a.spacy"
    docbin.write([WRITTEN], path, WriteOptions())
    (found,) = docbin.fingerprints(path)
    assert (found == fingerprint(with_tokens(WRITTEN, "ru"), docbin.holds)) is sound


def test_a_file_that_spacy_saves_again_keeps_everything(written, tmp_path):
    """All attributes, other strings and another order of keys make no difference."""
    vocab = spacy.blank("ru").vocab
    again = tmp_path / "again.spacy"
    DocBin(store_user_data=True, docs=list(DocBin().from_disk(written).get_docs(vocab))).to_disk(again)
    documents, _ = read(again)
    assert documents == read(written)[0]
    assert documents[0].replacing(tokens=()) == WRITTEN.replacing(tokens=())
    assert documents[1].status is Status.NOT_STARTED


def test_spans_changed_in_spacy_count_and_the_old_record_does_not(written, tmp_path):
    """Whoever works on with spaCy finds his spans after reading, not those of before."""
    vocab = spacy.blank("ru").vocab
    docs = list(DocBin().from_disk(written).get_docs(vocab))
    docs[0].spans["sc"] = [Span(docs[0], 0, 1, "NEW")]
    changed = tmp_path / "changed.spacy"
    DocBin(store_user_data=True, docs=docs).to_disk(changed)
    (document, _), _ = read(changed)
    assert [(document.surface(e), e.label) for e in document.entities] == [("Анна", "NEW")]


def test_files_of_others_are_read_as_spacy_shows_them(tmp_path):
    """Entities without a span group, unknown spacing, and an article without text, which is told."""
    nlp = spacy.blank("ru")
    doc = nlp.make_doc("Анна в Туле")
    doc.set_ents([Span(doc, 2, 3, "CITY")])
    spaceless = Doc(nlp.vocab, words=["Анна", "в", "Туле"])
    path = tmp_path / "other.spacy"
    DocBin(docs=[doc, spaceless, nlp.make_doc("")]).to_disk(path)
    documents, report = read(path)
    assert [d.text for d in documents] == ["Анна в Туле", "Анна в Туле "]
    assert [(e.start, e.end, e.label) for e in documents[0].entities] == [(7, 11, "CITY")]
    assert [(p.line, p.documents) for p in report.problems] == [(3, 1)]


@pytest.mark.parametrize("keep", [0, 3, 60, -1])
def test_a_cut_file_is_told_and_never_half_read(written, keep):
    """Wherever a file breaks off, the user learns that it is damaged."""
    written.write_bytes(written.read_bytes()[:keep])
    with pytest.raises(FormatError, match="DocBin file of spaCy, or a damaged one"):
        read(written)
