"""What a training is asked for: a name, the annotations, and options that explain themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.process import Answer, JsonProcess
from annotator.gui.guard import guard_events
from annotator.gui.training.process import Order
from annotator.messages import current_language
from annotator.workspace import Workspace
from annotator.workspace.names import GOLD

_PAUSE = 200  # milliseconds after the last change before the data is looked at
_UNSAFE = frozenset('/\\:*?"<>|')


def extra_is_there() -> bool:
    """Tell whether the Russian news vectors and the teacher are installed."""
    return all(find_spec(name) for name in ("slovnet", "navec", "natasha"))


@guard_events
class TrainForm(QWidget):
    """The choices. `start_wanted` brings an Order that can be carried out."""

    start_wanted = Signal(object)  # Order
    folder_chosen = Signal(object)  # Path
    looked = Signal()

    def __init__(self, workspace: Workspace, folder: Path, annotator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self.folder = workspace, folder
        self._looking: JsonProcess | None = None
        self._found: Answer | None = None
        self._teacher_there = extra_is_there()
        self.name, self.place, self.browse = QLineEdit(self), QLabel(self), QPushButton(self)
        self.annotator, self.status = QComboBox(self), QComboBox(self)
        self.data, self.findings = QLabel(self), QLabel(self)
        self.relations = QCheckBox(self)
        self.teacher, self.teacher_note, self.vectors = QComboBox(self), QLabel(self), QComboBox(self)
        self.steps, self.minutes, self.seed = QSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.start, self.obstacle = QPushButton(self), QLabel(self)
        self._titles = {
            name: QLabel(self)
            for name in ("name", "annotator", "status", "teacher", "vectors", "steps", "minutes", "seed")
        }
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)
        self._lay_out()
        self._fill(annotator)
        self.retranslate()
        self.name.setText(self.free_name())
        self._connect()

    # -- putting together -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.data, self.findings, self.teacher_note, self.obstacle, self.place):
            label.setWordWrap(True)
        for label in (self.place, self.teacher_note, self.obstacle):
            label.setProperty("muted", True)
        self.findings.setProperty("warning", True)
        self.start.setProperty("primary", True)
        for spin in (self.steps, self.minutes, self.seed):
            spin.setProperty("quiet", True)
            spin.lineEdit().setTextMargins(6, 0, 6, 0)
        self.steps.setRange(0, 100_000)
        self.steps.setSingleStep(100)
        self.minutes.setRange(0, 24 * 60)
        self.seed.setRange(0, 999_999)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        folder = QHBoxLayout()
        folder.addWidget(self.place, 1)
        folder.addWidget(self.browse)
        self._add(column, "name", self.name)
        column.addLayout(folder)
        self._add(column, "annotator", self.annotator)
        self._add(column, "status", self.status)
        column.addWidget(self.data)
        column.addWidget(self.findings)
        column.addWidget(self.relations)
        self._add(column, "teacher", self.teacher)
        column.addWidget(self.teacher_note)
        self._add(column, "vectors", self.vectors)
        column.addLayout(self._numbers())
        column.addStretch(1)

    def _add(self, column: QVBoxLayout, title: str, field: QWidget) -> None:
        pair = QVBoxLayout()
        pair.setSpacing(3)
        pair.addWidget(self._titles[title])
        pair.addWidget(field)
        self._titles[title].setBuddy(field)
        column.addLayout(pair)

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, (title, spin) in enumerate({"steps": self.steps, "minutes": self.minutes, "seed": self.seed}.items()):
            self._titles[title].setBuddy(spin)
            self._titles[title].setWordWrap(True)
            grid.addWidget(self._titles[title], row, 0)
            grid.addWidget(spin, row, 1)
            spin.setMinimumWidth(130)
        return grid

    def _fill(self, annotator: str) -> None:
        names = [*([GOLD] if self._workspace.has_gold else []), *self._workspace.annotators]
        for name in names:
            self.annotator.addItem(name, name)
        self.annotator.setCurrentText(GOLD if GOLD in names else annotator)
        self.relations.setChecked(True)

    def _connect(self) -> None:
        self.browse.clicked.connect(self._browse)
        self.start.clicked.connect(self._on_start)
        self.name.textChanged.connect(self.check)
        self.name.returnPressed.connect(self._on_start)
        for field in (self.annotator, self.status):
            field.currentIndexChanged.connect(self.look_soon)
        self.seed.valueChanged.connect(self.look_soon)

    # -- names and places -----------------------------------------------------------------------------------------

    def free_name(self) -> str:
        """Return a name that no model in the folder has."""
        base = f"{self._workspace.path.name}-{date.today().isoformat()}"  # noqa: DTZ011 - the user's own day
        names: Iterable[str] = (base if n == 1 else f"{base}-{n}" for n in range(1, 10_000))
        return next(name for name in names if not (self.folder / name).exists())

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.tr("Folder for models"), str(self.folder.parent)):
            self.folder = Path(chosen)
            self._show_place()
            self.check()
            self.folder_chosen.emit(self.folder)

    def _show_place(self) -> None:
        try:
            shown = str(Path(self._workspace.path.name) / self.folder.relative_to(self._workspace.path))
        except ValueError:
            shown = str(self.folder)
        self.place.setText(self.tr("Kept in {0}").format(shown.replace("/", "/\u200b")))
        self.place.setToolTip(str(self.folder))

    # -- the data -------------------------------------------------------------------------------------------------

    def look_soon(self) -> None:
        """Look at the data once the user has stopped changing things."""
        self._stop_looking()
        self._found = None
        self.data.setText(self.tr("Looking at the data…"))
        self.findings.hide()
        self._timer.start()
        self.check()

    def _look(self) -> None:
        if self.annotator.count() == 0:
            self._on_looked(Answer({"error": ""}))
            return
        request = {
            "path": str(self._workspace.path), "annotator": self.annotator.currentData(),
            "status": self.status.currentData(), "seed": self.seed.value(), "interface": current_language(),
        }  # fmt: skip
        self._looking = JsonProcess(["-m", "annotator.gui.training.look"], self, request)
        self._looking.finished.connect(self._on_looked)
        self._looking.start()

    def _on_looked(self, answer: Answer) -> None:
        self._looking, self._found = None, answer
        found = answer.result
        self._show_data()
        self.relations.setEnabled(bool(found.get("relations")))
        self.check()
        self.looked.emit()

    def _show_data(self) -> None:
        if self._found is None:
            return
        found = self._found.result
        if not found:
            self.data.setText(self._nothing())
            self._show_teacher(None)
            self.findings.hide()
            return
        counted = self.tr("Documents: {0}, of these to check on: {1}. Entities: {2}. Relations: {3}.")
        text = counted.format(found["documents"], found["dev"], found["entities"], found["relations"])
        if found["left_out"]:
            text += " " + self.tr("Not finished and left out: {0}.").format(found["left_out"])
        self.data.setText(text)
        findings = [*found["findings"], *found["problems"]]
        self.findings.setText("\n".join(f"• {line[:1].upper()}{line[1:]}." for line in findings))
        self.findings.setVisible(bool(findings))
        self._show_teacher(found["raw"])

    def _nothing(self) -> str:
        if self.annotator.count() == 0:
            return self.tr("Nobody has annotated anything yet. Tag some articles and finish them with Ctrl+Enter.")
        if self.status.currentData() == "done":
            return self.tr(
                "No finished documents with entities yet: finish some with Ctrl+Enter, or take those in progress too."
            )
        return self.tr("There are no entities to learn from yet: tag some articles first.")

    def _show_teacher(self, raw: int | None) -> None:
        """Say what the teacher would do; `raw` None is not known yet."""
        if not self._teacher_there:
            note = self.tr("Not installed: pip install natasha slovnet navec")
        elif raw is None:
            note = self.tr("First learns from articles not annotated yet, labelled by the news model slovnet.")
        elif raw:
            note = self.tr(
                "First learns from the articles not annotated yet ({0}), labelled by the news model slovnet."
            ).format(raw)
        else:
            note = self.tr("Needs articles that are not annotated yet; here all are.")
        self.teacher_note.setText(note)

    def _stop_looking(self) -> None:
        self._timer.stop()
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.stop()

    def stop(self) -> None:
        """The view closes."""
        self._stop_looking()

    # -- starting -------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Say what keeps it from starting."""
        problem = self._problem()
        self.obstacle.setText(problem)
        self.obstacle.setVisible(bool(problem))
        self.start.setEnabled(not problem and self._found is not None and bool(self._found.result))

    def _problem(self) -> str:
        name = self.name.text().strip()
        if not name:
            return self.tr("Give the model a name.")
        if name.startswith(".") or _UNSAFE & set(name):
            return self.tr("A name without dots in front, slashes and other signs that folders may not have.")
        if (self.folder / name).exists():
            return self.tr("There is a model of this name: choose another one.")
        return ""

    def order(self) -> Order:
        """Return what is chosen."""
        return Order(
            workspace=self._workspace.path,
            model=self.folder / self.name.text().strip(),
            annotator=self.annotator.currentData() or "",
            status=self.status.currentData(),
            relations=None if self.relations.isChecked() else False,
            teacher=self.teacher.currentData() if self._teacher_there else False,
            vectors=self.vectors.currentData(),
            max_steps=self.steps.value(),
            minutes=self.minutes.value(),
            seed=self.seed.value(),
        )

    def _on_start(self) -> None:
        if self.start.isEnabled():
            self.start_wanted.emit(self.order())

    # -- language -------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        titles = {
            "name": self.tr("&Name of the model"),
            "annotator": self.tr("&Annotations"),
            "status": self.tr("D&ocuments"),
            "teacher": self.tr("&Teacher"),
            "vectors": self.tr("Word &vectors"),
            "steps": self.tr("At most so many steps"),
            "minutes": self.tr("At most so many minutes"),
            "seed": self.tr("Random seed"),
        }
        for key, title in titles.items():
            self._titles[key].setText(title)
        self.browse.setText(self.tr("Choose…"))
        self.browse.setAccessibleName(self.tr("Choose a folder for models"))
        self.relations.setText(self.tr("Learn &relations too"))
        self.start.setText(self.tr("&Start the training"))
        self.steps.setSpecialValueText(self.tr("as the data needs"))
        self.minutes.setSpecialValueText(self.tr("no limit"))
        self._refill(self.status, {"done": self.tr("Finished"), "any": self.tr("Finished and in progress")})
        self._refill(
            self.teacher, {None: self.tr("If little is annotated"), True: self.tr("Yes"), False: self.tr("No")}
        )
        vectors = {"auto": self.tr("Russian news (Navec)")} if self._teacher_there else {}
        self._refill(self.vectors, {**vectors, "none": self.tr("None")})
        self.teacher.setEnabled(self._teacher_there)
        self._show_teacher(self._found.result.get("raw") if self._found is not None else None)
        self._show_place()
        self._show_data()
        self.check()

    def _refill(self, box: QComboBox, items: Mapping[Any, str]) -> None:
        at = max(0, box.currentIndex())
        box.blockSignals(True)
        box.clear()
        for value, text in items.items():
            box.addItem(text, value)
        box.setCurrentIndex(at)
        box.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.look_soon()  # the findings come in the language of the window
        super().changeEvent(event)
