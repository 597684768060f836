"""Training, models and evaluation in the window, with real processes and a tiny real model."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.training.process import Order
from annotator.workspace import Workspace

LONG = 90_000  # milliseconds for a process on a busy machine


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def fake_model(folder, name, date, f1):
    """A model's folder as the list of models reads it."""
    model = folder / name
    (model / "training").mkdir(parents=True)
    meta = {
        "name": name, "training": {"documents": {"train": 10}, "date": date, "seconds": 61, "annotator": "gold"},
        "performance": {"ents_f": f1, "rel_micro_f": 0.25, "ents_per_type": {"ORG": {"f": f1}, "PERSON": {"f": 0.5}}},
    }  # fmt: skip
    (model / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (model / "config.cfg").write_text("", encoding="utf-8")
    return model


@pytest.fixture
def models(sample):
    """Two earlier trainings of the sample."""
    folder = sample / "models"
    fake_model(folder, "january", "2026-01-10T10:00:00+00:00", 0.5)
    fake_model(folder, "february", "2026-02-10T10:00:00+00:00", 0.75)
    return folder


def open_view(window, page):
    window.actions_by_id[("training.train", "training.models", "training.evaluate")[page]].trigger()
    return window.desk.training.view


def names(view):
    return [row[0] for row in view.models.model.rows]


def test_from_training_to_suggestions_and_errors(make, sample, qtbot, tmp_path):
    """Train a model, see its curve grow, suggest with it in one click, evaluate it, open an error in the article."""
    window = make(path=sample, annotator="vera")
    view = open_view(window, 0)
    training, form = window.desk.training, view.form
    qtbot.waitUntil(form.start.isEnabled, timeout=LONG)
    assert form.annotator.currentText() == "gold"
    assert "13" in form.data.text()
    assert "nested" in form.findings.text()
    form.name.setText("tiny")
    form.vectors.setCurrentIndex(form.vectors.findData("none"))
    form.teacher.setCurrentIndex(form.teacher.findData(False))
    form.steps.setValue(80)
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(training.run.steps), timeout=LONG)
    assert view.train.progress.maximum() == 80
    view.close()
    assert "tiny" in window.message_bar.message("training").label.text()  # it goes on, and the bar tells of it
    view = open_view(window, 0)
    qtbot.waitUntil(lambda: not training.run.is_running, timeout=LONG)
    assert training.run.outcome.error == ""
    assert len(view.train.chart.drawing.evaluated) > 2
    assert "Step" in view.train.chart.accessibleDescription()
    assert view.train.chart.save_picture(tmp_path / "chart.svg")
    assert view.train.chart.save_picture(tmp_path / "chart.png")
    assert "polyline" in (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert names(view) == ["tiny"]
    assert (sample / "models" / ".gitignore").is_file()
    assert Workspace.open(sample).read("vera").document_ids == []

    view.train.suggest.click()
    run = window.desk.hands.run
    with qtbot.waitSignal(run.made, timeout=LONG):
        pass
    panel = window.desk.hands.suggesting.panel
    window.files.open_document("openai-microsoft")
    qtbot.waitUntil(lambda: panel.model.rowCount() > 0)
    assert {row.source for row in panel.model.rows} == {"model:tiny"}

    with qtbot.waitSignal(view.evaluation.finished, timeout=LONG):
        view.train.evaluate.click()
    assert view.tabs.currentWidget() is view.evaluation
    assert view.evaluation.scores.scores.rows[0][0] == "Entities"
    page = view.evaluation
    assert "flatter" not in page.message.text()
    page.source.setCurrentIndex(page.source.findData("gold"))
    assert "learnt from 10 of these 13" in page.message.text()
    errors = view.evaluation.errors
    assert errors.shown
    errors.kind.setCurrentIndex(errors.kind.findData("missed"))
    error = errors.chosen()
    assert error.kind == "missed"
    errors.table.setFocus()
    QTest.keyClick(errors.table, Qt.Key.Key_Return)
    session = window.files.session
    assert session.document.id == error.document
    start, end = error.place
    assert session.document.text[start:end] == error.wanted["text"]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert training.view is None


def test_a_stopped_training_keeps_the_best_and_closing_asks(window, qtbot, sample):
    """While a training runs, closing asks; stopping it keeps the best model so far."""
    view, training = open_view(window, 0), window.desk.training
    qtbot.waitUntil(view.form.start.isEnabled, timeout=LONG)
    view.form.name.setText("stopped")
    view.form.vectors.setCurrentIndex(view.form.vectors.findData("none"))
    view.form.teacher.setCurrentIndex(view.form.teacher.findData(False))
    view.form.relations.setChecked(False)
    view.form.start.click()
    assert not view.form.isEnabled()
    view.close()
    qtbot.waitUntil(lambda: bool(training.run.steps), timeout=LONG)
    assert window.files.open_path(sample, "boris")  # the same workspace under another name: the training goes on
    assert training.run.is_running
    assert "stopped" in window.message_bar.message("training").label.text()
    assert not window.close()
    assert window.files.session is not None
    message = window.message_bar.message("closing")
    message.buttons[0].click()
    qtbot.waitUntil(lambda: window.files.session is None, timeout=LONG)
    meta = json.loads((sample / "models" / "stopped" / "meta.json").read_text(encoding="utf-8"))
    assert meta["training"]["stopped"] is True


def test_a_failure_is_one_line(window, qtbot, sample):
    """What went wrong is said in one line, and the log is there."""
    view, training = open_view(window, 0), window.desk.training
    left, other = sample / "models" / ".x-abc_1234", sample / "models" / ".x-2-abc_1234"
    for folder in (left, other):
        folder.mkdir(parents=True)
    training.run.start(Order(sample, sample / "models" / "x", "nobody"))
    qtbot.waitUntil(lambda: not training.run.is_running, timeout=LONG)
    assert "there is no annotator nobody" in view.train.state.text()
    assert "\n" not in view.train.state.text()
    assert "nobody" in view.train.log.toPlainText()
    assert not view.train.suggest.isVisible()
    assert not left.exists()  # what a killed training of this name leaves behind
    assert other.exists()
    view.close()


def test_nothing_finished_says_what_to_do(make, tmp_path, qtbot):
    """Without annotations the view says what comes first, and nothing can be started."""
    workspace = Workspace.create(tmp_path / "empty")
    from annotator.text.tokenizing import tokenize
    from annotator.workspace import Article

    workspace.add_articles([Article("one", "Дождь идёт.", tokenize("Дождь идёт.", "ru"))])
    window = make(path=tmp_path / "empty", annotator="vera")
    view = open_view(window, 0)
    with qtbot.waitSignal(view.form.looked, timeout=LONG):
        pass
    assert "Ctrl+Enter" in view.form.data.text()
    assert not view.form.start.isEnabled()
    view.show_page(1)
    assert "Training" in view.models.empty.hint.text()
    view.show_page(2)
    assert not view.evaluation.run.isEnabled()
    view.close()


def test_earlier_trainings_are_listed_and_compared(window, models, qtbot):
    """The list tells scores per label and time; two models are compared label by label."""
    view = open_view(window, 1)
    assert names(view) == ["february", "january"]
    heads = view.models.model.heads
    row = dict(zip(heads, view.models.model.rows[0], strict=True))
    assert (row["Organisation"], row["Person"], row["Relations"], row["Time"]) == ("75.0", "50.0", "25.0", "1:01")
    window.appearance.set_language("ru")
    qtbot.waitUntil(lambda: view.tabs.tabText(1) == "Модели")
    qtbot.waitUntil(lambda: "Организация" in view.models.model.heads)
    window.appearance.set_language("en")
    qtbot.waitUntil(lambda: "Organisation" in view.models.model.heads)
    view.models._select([0, 1])
    table = {row[0]: row[1:] for row in view.models.compared.rows}
    assert table["Organisation"] == ("75.0", "50.0", "+25.0")
    assert table["Person"][-1] == "+0.0"
    wanted = []
    view.models.compare_wanted.disconnect()
    view.models.compare_wanted.connect(lambda first, second: wanted.append((first.name, second.name)))
    view.models.table.setFocus()
    QTest.keyClick(view.models.table, Qt.Key.Key_Return)
    assert wanted == [("february", "january")]
    view.close()


def test_models_are_renamed_deleted_and_taken_back(window, models):
    """A deleted model comes back at a click; it is gone for good when the view closes."""
    view = open_view(window, 1)
    view.models.rename(view.models.runs[0], "january")
    assert "choose another" in view.models.told.text()
    view.models.rename(view.models.runs[0], "spring")
    assert (models / "spring").is_dir()
    QTest.keyClick(view.models.table, Qt.Key.Key_Delete)
    assert names(view) == ["january"]
    view.models.buttons["take_back"].click()
    assert names(view) == ["spring", "january"]
    view.models.delete()
    view.close()
    assert sorted(path.name for path in models.iterdir()) == ["january"]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_text_is_cut_in_either_language(make, sample, models, qtbot, language):
    """Every button is as wide as its words, on each page."""
    from PySide6.QtWidgets import QCheckBox, QPushButton

    window = make(language=language, path=sample, annotator="anna")
    view = open_view(window, 0)
    view.resize(1180, 760)
    for page in range(3):
        view.show_page(page)
        QApplication.processEvents()
        for kind in (QPushButton, QCheckBox):
            for part in view.findChildren(kind):
                if part.isVisible():
                    assert part.width() >= part.sizeHint().width() - 1, part.text()
    view.close()
