"""Item models under Qt's own model tester, and how little they change."""

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QAbstractItemModelTester

from annotator.domain import Document, Entity, EntityLabel, LabelScheme, Relation, RelationLabel, Status
from annotator.gui.models.documents import DocumentsModel, heading_of
from annotator.gui.models.entities import EntitiesModel, entity_rows
from annotator.gui.models.history import HistoryModel
from annotator.gui.models.labels import LabelsModel
from annotator.gui.models.relations import RelationsModel, relation_rows
from annotator.gui.models.rows import ID_ROLE, changed_middle
from annotator.gui.models.swatches import Swatches

TEXT = "Анна Ким работает в «Луч».\nБорис тоже."
SCHEME = LabelScheme(
    "test",
    (EntityLabel("PERSON", key="p", names={"en": "Person", "ru": "Персона"}), EntityLabel("ORG")),
    (RelationLabel("WORKPLACE", ("PERSON",), ("ORG",), names={"en": "works at"}),),
)
DOCUMENT = Document(
    "one",
    TEXT,
    entities=(Entity("T1", 0, 8, "PERSON"), Entity("T2", 21, 24, "ORG"), Entity("T3", 27, 32, "PERSON")),
    relations=(Relation("R1", "T1", "T2", "WORKPLACE"), Relation("R2", "T3", "T2", "WORKPLACE")),
)


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def without(document, entity_id):
    return document.replacing(
        entities=tuple(e for e in document.entities if e.id != entity_id),
        relations=tuple(r for r in document.relations if not r.touches(entity_id)),
    )


def test_relations_are_told_in_real_words(qapp):
    """Head, relation and tail stand in the article's words and the interface's language."""
    model = RelationsModel(Swatches())
    tester = watched(model)
    model.show_rows(relation_rows(DOCUMENT, SCHEME), SCHEME)
    shown = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert shown == [["Анна Ким", "works at\u00a0→", "Луч"], ["Борис", "works at\u00a0→", "Луч"]]
    model.show_rows(relation_rows(DOCUMENT, SCHEME, "T3"), SCHEME)
    assert [model.index(0, 0).data(ID_ROLE)] == ["R2"]
    model.show_rows([], SCHEME)
    assert tester.model() is model


def test_entities_follow_the_document(qapp):
    """Rows come in reading order; adding and taking away one leaves the others alone."""
    model = EntitiesModel(Swatches())
    tester = watched(model)
    model.show_rows(entity_rows(DOCUMENT), SCHEME)
    assert [model.index(row, 0).data() for row in range(3)] == ["Анна Ким", "Луч", "Борис"]
    assert model.index(1, 2).data() == "2"
    removed = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    model.show_rows(entity_rows(without(DOCUMENT, "T3")), SCHEME)
    assert removed == [(2, 2)]
    model.show_rows(entity_rows(DOCUMENT), SCHEME)
    assert model.rowCount() == 3
    assert tester.model() is model


def test_labels_have_keys_and_counts(qapp):
    """A label shows its number, its letter and how often it stands in the document."""
    model = LabelsModel()
    tester = watched(model)
    model.show_labels(SCHEME, DOCUMENT, "PERSON")
    row = model.rows[1]
    assert (row.label, row.keys, row.count, row.active) == ("PERSON", ("1", "P"), 2, True)
    assert model.index(1, 0).data() == "Person"
    model.show_labels(SCHEME, None, None)
    assert model.rows[1].count == 0
    assert tester.model() is model


def documents_model(statuses):
    model = DocumentsModel()
    ids = [f"d{number}" for number in range(6)]
    model.set_source(ids, lambda i: statuses.get(i, Status.NOT_STARTED), lambda i: f"Заголовок ещё {i}")
    return model


def test_documents_are_filtered_and_searched(qapp):
    """Search looks at heading and id, е finds ё, and the filter keeps a status."""
    statuses = {"d1": Status.DONE, "d4": Status.DONE}
    model = documents_model(statuses)
    tester = watched(model)
    model.set_filter(Status.DONE)
    assert model.shown == ["d1", "d4"]
    model.set_filter(None, "еще D3")
    assert model.shown == ["d3"]
    model.set_filter(None, "")
    assert model.counts()[Status.DONE] == 2
    statuses["d0"] = Status.SKIPPED
    model.status_changed("d0")
    assert tester.model() is model


@pytest.mark.parametrize(
    ("document", "by", "expected"), [("d1", 1, "d4"), ("d4", 1, ""), ("d2", 1, "d4"), ("d2", -1, "d1")]
)
def test_neighbours_follow_the_list_in_sight(qapp, document, by, expected):
    """The next document is the next one shown, also from a document that the filter hides."""
    model = documents_model({"d1": Status.DONE, "d4": Status.DONE})
    model.set_filter(Status.DONE)
    assert model.neighbour(document, by) == expected


def test_next_not_started_goes_round(qapp):
    """After the last document the search goes on at the first; without one left it finds nothing."""
    model = documents_model(dict.fromkeys(["d0", "d2", "d3", "d4", "d5"], Status.DONE))
    assert model.next_with(Status.NOT_STARTED, "d4") == "d1"
    assert model.next_with(Status.NOT_STARTED, "d1") == ""


def test_history_shows_steps(qapp):
    """The first row is the document as opened."""
    model, stack = HistoryModel(), QUndoStack()
    tester = watched(model)
    model.show_stack(stack)
    assert model.index(0).data() == "As opened"
    model.show_stack(None)
    assert tester.model() is model


def test_heading_is_title_or_first_line():
    """A title wins; else the first line with something in it."""
    assert heading_of("\n  Первая строка\nвторая") == "Первая строка"
    assert heading_of("текст", "Заголовок") == "Заголовок"
    assert heading_of("", None) == ""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "abc", (3, 3, 3)),
        ("abc", "ac", (1, 2, 1)),
        ("ac", "abc", (1, 1, 2)),
        ("", "a", (0, 0, 1)),
        ("aa", "a", (1, 2, 1)),
    ],
)
def test_only_the_middle_changes(old, new, expected):
    """What both lists share at their ends is left alone."""
    assert changed_middle(old, new) == expected
