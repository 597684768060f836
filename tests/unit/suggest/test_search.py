import time

import pytest

from annotator.domain import Entity, Relation, Status
from annotator.suggest.search import SearchBy, SearchError, delete_hits, relabel_hits, search, tag_hits

TEXT = "Петров купил Яндекс.\nО Петрове пишут, у Яндекса беда. петров."


@pytest.fixture
def document(make_document):
    return make_document(
        TEXT,
        entities=(Entity("T1", 0, 6, "PERSON"), Entity("T2", 13, 19, "ORG")),
        relations=(Relation("R1", "T1", "T2", "WORKPLACE"),),
        notes={"T1": "Тот самый?", "": "Трудная статья", "R1": "проверить"},
        status=Status.DONE,
    )


def surfaces(document, query, by, **options):
    return [hit.surface for hit in search([document], query, by, **options)]


def test_text(document):
    """Text is found in any case, or only as written."""
    assert surfaces(document, "петров", SearchBy.TEXT) == ["Петров", "Петров", "петров"]
    assert surfaces(document, "петров", SearchBy.TEXT, match_case=True) == ["петров"]
    assert surfaces(document, "т.", SearchBy.TEXT) == []
    assert surfaces(document, " ", SearchBy.TEXT) == []


def test_hits_show_what_stands_around(document):
    """A hit has its offsets and its context on one line."""
    hit = list(search([document], "Петров", SearchBy.TEXT))[1]
    assert document.text[hit.start : hit.end] == "Петров"
    assert hit.before.endswith("Яндекс. О ")
    assert hit.after.startswith("е пишут")


def test_regular_expressions(document):
    """A pattern finds its matches, empty ones left out; a wrong one is refused."""
    assert surfaces(document, r"Яндекс\w*", SearchBy.REGEX) == ["Яндекс", "Яндекса"]
    assert surfaces(document, r"x*", SearchBy.REGEX) == []
    with pytest.raises(SearchError, match=r"wrong regular expression|регулярном"):
        surfaces(document, "(", SearchBy.REGEX)


def test_a_pattern_that_never_ends_is_stopped(make_document):
    """A pattern that would run for hours is given up after its time, with a clear line."""
    began = time.monotonic()
    with pytest.raises(SearchError):
        surfaces(make_document("а" * 40 + "б"), r"(а|аа)+$", SearchBy.REGEX)
    assert time.monotonic() - began < 60  # the limit counts processor time, which a busy machine stretches


def test_lemmas(document):
    """A word finds its other forms; several words must follow each other."""
    assert surfaces(document, "Петров", SearchBy.LEMMA) == ["Петров", "Петрове", "петров"]
    assert surfaces(document, "яндексом", SearchBy.LEMMA) == ["Яндекс", "Яндекса"]
    assert surfaces(document, "покупать Яндекс", SearchBy.LEMMA) == []
    assert surfaces(document, "у Яндекс", SearchBy.LEMMA) == ["у Яндекса"]


def test_labels_relations_notes_and_status(document):
    """Annotations are found by what they are."""
    assert [hit.entity for hit in search([document], "ORG", SearchBy.LABEL)] == ["T2"]
    assert [hit.entity for hit in search([document], "", SearchBy.LABEL)] == ["T1", "T2"]
    assert [hit.relation for hit in search([document], "WORKPLACE", SearchBy.RELATION)] == ["R1"]
    assert [hit.entity for hit in search([document], "САМЫЙ", SearchBy.NOTE)] == ["T1"]
    assert [hit.relation for hit in search([document], "провер", SearchBy.NOTE)] == ["R1"]
    assert len(list(search([document], "", SearchBy.NOTE))) == 3
    assert len(list(search([document], "done", SearchBy.STATUS))) == 1
    assert list(search([document], "skipped", SearchBy.STATUS)) == []


def test_bulk_edits(document, scheme):
    """Hits are tagged, relabelled or deleted in one undoable step."""
    hits = list(search([document], "Яндекс", SearchBy.LEMMA))
    tagged = tag_hits(document, scheme, hits, "ORG").resolve(document, scheme).apply(document)
    assert [tagged.surface(e) for e in tagged.entities] == ["Петров", "Яндекс", "Яндекса"]
    assert tag_hits(document, scheme, hits, "NONE").edits == ()
    entities = list(search([document], "ORG", SearchBy.LABEL))
    without = delete_hits(document, search([document], "", SearchBy.RELATION)).resolve(document, scheme).apply(document)
    assert without.relations == ()
    assert relabel_hits(without, entities, "PRODUCT").resolve(without, scheme).apply(without).label_counts() == {
        "PERSON": 1,
        "PRODUCT": 1,
    }
    patch = delete_hits(document, entities).resolve(document, scheme)
    assert [e.id for e in patch.apply(document).entities] == ["T1"]
    assert patch.inverse().apply(patch.apply(document)) == document
