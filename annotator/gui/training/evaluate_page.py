"""The page of an evaluation: which model on which annotations, its figures, its errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Document
from annotator.gui.canvas import CanvasStyle
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.documents import heading_of
from annotator.gui.theme import Colors
from annotator.gui.training.errors_panel import ErrorsPanel
from annotator.gui.training.evaluation import Evaluating, ModelError, Question
from annotator.gui.training.scores_panel import ScoresPanel
from annotator.training.history import documents_of, past_run, past_runs
from annotator.workspace import Workspace
from annotator.workspace.names import GOLD

_OTHER, _DEV = "?", "dev"


@guard_events
class EvaluatePage(FollowsLanguage, QWidget):
    """Asks, evaluates in a process, shows."""

    place_wanted = Signal(object)  # ModelError
    finished = Signal()

    def __init__(self, workspace: Workspace, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._folder = workspace, folder
        self._annotator = ""
        self._headings: dict[str, str] = {}
        self._source_chosen = False
        self.model, self.against, self.source, self.status = (QComboBox(self) for _ in range(4))
        self._titles = {name: QLabel(self) for name in ("model", "against", "source", "status")}
        self.run, self.message, self.progress = QPushButton(self), QLabel(self), QProgressBar(self)
        self.hint = QLabel(self)
        self.scores = ScoresPanel(self)
        self.errors = ErrorsPanel(self._document, workspace.scheme, self)
        self.evaluating = Evaluating(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- putting together -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.run.setProperty("primary", True)
        self.message.setWordWrap(True)
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setContentsMargins(60, 20, 60, 60)
        self.progress.setTextVisible(False)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.scores)
        parts.addWidget(self.errors)
        parts.setSizes([300, 420])
        parts.setChildrenCollapsible(False)
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._asking())
        self.message.setContentsMargins(20, 0, 20, 0)
        column.addWidget(self.message)
        column.addWidget(self.progress)
        column.addWidget(holder, 1)

    def _asking(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(20, 0, 20, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        boxes = {"model": self.model, "source": self.source, "status": self.status, "against": self.against}
        for at, (name, box) in enumerate(boxes.items()):
            self._titles[name].setBuddy(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            grid.addWidget(self._titles[name], 0, at)
            grid.addWidget(box, 1, at)
            grid.setColumnStretch(at, 2 if name in {"model", "source", "against"} else 1)
        grid.addWidget(self.run, 1, len(boxes))
        return grid

    def _connect(self) -> None:
        self.run.clicked.connect(self.start)
        self.model.activated.connect(self._on_model)
        self.model.currentIndexChanged.connect(lambda _at: self._fill_sources())
        self.source.currentIndexChanged.connect(lambda _at: self._check())
        self.against.currentIndexChanged.connect(lambda _at: self._check())
        self.source.activated.connect(self._on_source)
        self.evaluating.counted.connect(self._on_counted)
        self.evaluating.done.connect(self._on_done)
        self.evaluating.failed.connect(self._on_failed)
        self.scores.label_chosen.connect(self.errors.set_label)
        self.scores.document_chosen.connect(self.errors.set_document)
        self.scores.pair_chosen.connect(self.errors.set_pair)
        self.errors.place_wanted.connect(self.place_wanted)

    # -- choices --------------------------------------------------------------------------------------------------

    def show_folder(self, folder: Path | None = None) -> None:
        """Offer the models of a folder; what is chosen stays."""
        self._folder = folder or self._folder
        runs = past_runs(self._folder)
        for box, first in ((self.model, None), (self.against, self.tr("No comparison"))):
            kept = box.currentData()
            box.blockSignals(True)
            box.clear()
            if first is not None:
                box.addItem(first, None)
            for run in runs:
                box.addItem(run.name, run.path)
            if box is self.model:
                box.addItem(self.tr("Another folder…"), _OTHER)
            box.blockSignals(False)
            self._choose(box, kept)
        if not runs:
            self.model.setCurrentIndex(-1)
        self._fill_sources()

    def _choose(self, box: QComboBox, path: object) -> None:
        if isinstance(path, Path) and box.findData(path) < 0 and past_run(path) is not None:
            box.insertItem(max(0, box.count() - 1), path.name, path)
        if (at := box.findData(path)) >= 0 and path is not None:
            box.setCurrentIndex(at)

    def choose(self, model: Path, against: Path | None = None) -> None:
        """Choose a model, and perhaps one to compare it with."""
        self.show_folder()
        self._choose(self.model, model)
        self.against.setCurrentIndex(0)
        if against is not None:
            self._choose(self.against, against)
        self._fill_sources()

    def _on_model(self, _at: int) -> None:
        if self.model.currentData() != _OTHER:
            return
        self.model.setCurrentIndex(0 if self.model.count() > 1 else -1)
        if folder := QFileDialog.getExistingDirectory(self, self.tr("Folder of a trained model"), str(self._folder)):
            self._choose(self.model, Path(folder))

    def _on_source(self, _at: int) -> None:
        self._source_chosen = True

    def _fill_sources(self) -> None:
        kept, model = self.source.currentData() if self._source_chosen else None, self._model()
        self.source.blockSignals(True)
        self.source.clear()
        if model is not None and (model / "training" / "dev.jsonl").is_file():
            self.source.addItem(self.tr("The part set aside"), _DEV)
        for name in [*([GOLD] if self._workspace.has_gold else []), *self._workspace.annotators]:
            self.source.addItem(name, name)
        self.source.setCurrentIndex(max(0, self.source.findData(kept) if kept else 0))
        self.source.blockSignals(False)
        self._check()

    def _model(self) -> Path | None:
        path = self.model.currentData()
        return path if isinstance(path, Path) else None

    def _check(self) -> None:
        """Say what the user should know before: nothing to evaluate, or documents that were learnt from."""
        model, source = self._model(), self.source.currentData()
        self.status.setEnabled(source != _DEV)
        ready = model is not None and self.source.count() > 0
        self.run.setEnabled(ready)
        if not self.evaluating.is_running:
            question = self.question()
            self._tell(self._warning(question) if question is not None else "")

    def _warning(self, question: Question) -> str:
        """Return which of the models has learnt from the documents in question, or ""."""
        if question.annotator:
            with self._workspace.read(question.annotator) as reader:
                held = frozenset(reader.document_ids)
        else:
            held = documents_of(question.model, "dev")
        told = []
        if learnt := len(documents_of(question.model) & held):
            flatters = self.tr("The model has learnt from {0} of these {1} documents: the scores flatter.")
            told.append(flatters.format(learnt, len(held)))
        if question.against is not None and (learnt := len(documents_of(question.against) & held)):
            told.append(self.tr("The other model has learnt from {0} of these documents.").format(learnt))
        return " ".join(told)

    def question(self) -> Question | None:
        """Return what is asked for, or None where something is missing."""
        model, source = self._model(), self.source.currentData()
        if model is None or source is None:
            return None
        against = self.against.currentData()
        if source == _DEV:
            return Question(model, model / "training" / "dev.jsonl", against=against)
        return Question(model, self._workspace.path, source, self.status.currentData(), against)

    # -- evaluating -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Evaluate, or give up the evaluation that is under way."""
        if self.evaluating.is_running:
            self.evaluating.stop()
            self._rest("")
            return
        if (question := self.question()) is None:
            return
        self.progress.setRange(0, 0)
        self.progress.show()
        self.run.setText(self.tr("Stop"))
        self._tell(self.tr("The model reads the documents…"))
        self.evaluating.start(question)

    def _on_counted(self, number: int) -> None:
        self._tell(self.tr("Documents read: {0}").format(number))

    def _on_done(self, question: Question, report: dict[str, Any], errors: list[ModelError]) -> None:
        self._annotator = self._annotator_of(question)
        told = self.tr("{0} on documents: {1}. Words per second: {2}.").format(
            question.model.name, report["documents"], report["words_per_second"]
        )
        if report["left_out"]:
            told += " " + self.tr("Not finished and left out: {0}.").format(report["left_out"])
        self._rest(f"{told} {self._warning(question)}".strip())
        self.scores.show_report(report)
        self.errors.show_errors(errors, f"model:{question.model.name}")
        self._stack.setCurrentIndex(1)
        self.errors.table.setFocus()
        self.finished.emit()

    def _annotator_of(self, question: Question) -> str:
        """Return whose annotations stand beside the model's in the article."""
        run = past_run(question.model)
        return question.annotator or (run.annotator if run is not None else "")

    def _on_failed(self, problem: str) -> None:
        self._rest(f"{problem[:1].upper()}{problem[1:]}", problem=True)
        self.finished.emit()

    def _rest(self, text: str, *, problem: bool = False) -> None:
        self.progress.hide()
        self.run.setText(self.tr("Evaluate"))
        self._tell(text, problem=problem)

    def _tell(self, text: str, *, problem: bool = False) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.message.setProperty("problem", problem)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)

    def _document(self, document_id: str) -> Document | None:
        if document_id not in set(self._workspace.document_ids):
            return None
        known = {GOLD, *self._workspace.annotators}
        name = self._annotator if self._annotator in known else next(iter(sorted(known)))
        with self._workspace.read(name) as reader:
            return reader.load(document_id)

    def heading(self, document_id: str) -> str:
        """Return what a document is called, its id where it is not in this workspace."""
        if document_id not in self._headings:
            here = document_id in set(self._workspace.document_ids)
            article = self._workspace.article(document_id) if here else None
            self._headings[document_id] = (
                heading_of(article.text, article.meta.get("title")) if article else document_id
            )
        return self._headings[document_id]

    def stop(self) -> None:
        """The view closes."""
        self.evaluating.stop()

    # -- language and theme ---------------------------------------------------------------------------------------

    def dress(self, colors: Colors, style: CanvasStyle, names: Callable[[str], str]) -> None:
        """Follow the theme."""
        self.scores.dress(colors, names, self.heading)
        self.errors.dress(style, names)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        titles = {
            "model": self.tr("&Model"),
            "source": self.tr("On the &annotations of"),
            "status": self.tr("D&ocuments"),
            "against": self.tr("&Compared with"),
        }
        for name, title in titles.items():
            self._titles[name].setText(title)
        at = max(0, self.status.currentIndex())
        self.status.clear()
        self.status.addItem(self.tr("Finished"), "done")
        self.status.addItem(self.tr("Finished and in progress"), "any")
        self.status.setCurrentIndex(at)
        self.run.setText(self.tr("Stop") if self.evaluating.is_running else self.tr("Evaluate"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.hint.setText(
            self.tr(
                "Choose a model and annotations: scores by label, confusions and every error in its sentence follow. "
                "There is no model yet? Train one first."
            )
        )
        self.show_folder()
