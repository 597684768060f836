"""The models trained so far: their scores side by side, two of them compared, their curves, and what can be done."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QItemSelectionModel, QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.agreement.text_rows import TextRows, stretch, text_table
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.panels.panel import EmptyOr
from annotator.gui.theme import Colors
from annotator.gui.training.chart import Chart
from annotator.gui.training.train_page import clock
from annotator.messages import current_language
from annotator.training.history import PastRun, past_runs, rename_model

_MOST_LABELS = 8  # columns of single labels
_DELETED = ".deleted-"  # in front of the folder of a model that can still be taken back
_DASH = "–"


@guard_events
class ModelsPage(FollowsLanguage, QWidget):
    """One row a model, the latest first; Ctrl+click chooses a second one to compare."""

    suggest_wanted = Signal(object)  # Path
    evaluate_wanted = Signal(object)  # Path
    compare_wanted = Signal(object, object)  # two Paths
    changed = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.runs: list[PastRun] = []
        self._labels: list[str] = []
        self._deleted: Path | None = None
        self._name: Callable[[str], str] = str
        self.model = TextRows(self, numbers=True)
        self.table = text_table(self.model, self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.empty = EmptyOr(self.table, self)
        self.compared = TextRows(self, numbers=True)
        self.comparison = text_table(self.compared, self)
        self.chart, self.told = Chart(self), QLabel(self)
        self.everywhere = QCheckBox(self)
        self.told.setWordWrap(True)
        self.told.setProperty("muted", True)
        self.buttons = {
            name: QPushButton(self) for name in ("take_back", "delete", "rename", "open", "evaluate", "suggest")
        }
        self.buttons["suggest"].setProperty("primary", True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 16)
        foot.addWidget(self.told, 1)
        for name, button in self.buttons.items():
            if name == "suggest":
                foot.addWidget(self.everywhere)
            foot.addWidget(button)
        self.below = QSplitter(Qt.Orientation.Horizontal, self)
        self._chart_holder = QWidget(self)
        inside = QVBoxLayout(self._chart_holder)
        inside.setContentsMargins(12, 6, 12, 0)
        inside.addWidget(self.chart)
        self.below.addWidget(self._chart_holder)
        self.below.addWidget(self.comparison)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.empty)
        parts.addWidget(self.below)
        parts.setSizes([380, 320])
        for splitter in (parts, self.below):
            splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(parts, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.table.doubleClicked.connect(lambda _index: self._evaluate())
        self.buttons["suggest"].clicked.connect(lambda: self._with_one(lambda run: self.suggest_wanted.emit(run.path)))
        self.buttons["evaluate"].clicked.connect(self._evaluate)
        self.buttons["open"].clicked.connect(self._open_folder)
        self.buttons["rename"].clicked.connect(self._ask_name)
        self.buttons["delete"].clicked.connect(self.delete)
        self.buttons["take_back"].clicked.connect(self.take_back)

    # -- showing --------------------------------------------------------------------------------------------------

    def show_folder(self, folder: Path | None = None, choose: Path | None = None) -> None:
        """List the models of a folder; `choose` selects one."""
        self.folder = folder or self.folder
        chosen = {choose} if choose else {run.path for run in self.chosen()}
        self.runs = past_runs(self.folder)
        labels = {label for run in self.runs for label in run.per_label}
        self._labels = sorted(labels)[:_MOST_LABELS]
        heads = (
            self.tr("Model"), self.tr("Trained"), self.tr("Data"), self.tr("Documents"), self.tr("Entities"),
            *map(self._name, self._labels), self.tr("Relations"), self.tr("Time"),
        )  # fmt: skip
        self.model.show_table(heads, [self._row(run) for run in self.runs])
        stretch(self.table, 0)
        self.empty.show_empty(empty=not self.runs)
        self._select([row for row, run in enumerate(self.runs) if run.path in chosen] or [0])

    def _row(self, run: PastRun) -> tuple[str, ...]:
        locale = QLocale(current_language())
        when = locale.toString(QDateTime.fromSecsSinceEpoch(int(run.date.timestamp())), QLocale.FormatType.ShortFormat)
        labels = [percent(run.per_label.get(label)) for label in self._labels]
        time = clock(run.seconds) if run.seconds else _DASH
        data, count = run.annotator or _DASH, str(run.documents or _DASH)
        return (run.name, when, data, count, percent(run.entities), *labels, percent(run.relations), time)

    def _select(self, rows: Sequence[int]) -> None:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.table.clearSelection()
        for row in rows:
            if row < len(self.runs):
                self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)
        self._show_chosen()

    def chosen(self) -> list[PastRun]:
        """Return the models of the selected rows, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.runs[row] for row in rows if row < len(self.runs)]

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        one, two = len(chosen) == 1, len(chosen) == 2
        self._chart_holder.setVisible(one)
        self.comparison.setVisible(two)
        self.below.setVisible(one or two)
        for name in ("suggest", "open", "rename"):
            self.buttons[name].setEnabled(one)
        self.everywhere.setEnabled(one)
        self.buttons["evaluate"].setEnabled(one or two)
        self.buttons["evaluate"].setText(self.tr("Compare on annotations…") if two else self.tr("Evaluate…"))
        self.buttons["delete"].setEnabled(bool(chosen))
        self.buttons["take_back"].setVisible(self._deleted is not None)
        if one:
            self.chart.show_steps(chosen[0].steps())
            self.told.setText(self._about(chosen[0]))
        elif two:
            self._show_comparison(*chosen)
        elif self._deleted is None:
            self.told.setText("")

    def _about(self, run: PastRun) -> str:
        parts = [str(run.path)]
        if run.vectors and run.vectors != "none":
            parts.append(self.tr("vectors: {0}").format(Path(run.vectors).name))
        if run.silver:
            parts.append(self.tr("texts from the teacher: {0}").format(run.silver))
        if run.seed is not None:
            parts.append(self.tr("seed {0}").format(run.seed))
        if run.stopped:
            parts.append(self.tr("stopped before its end"))
        return " · ".join(parts)

    def _show_comparison(self, first: PastRun, second: PastRun) -> None:
        names = {**first.per_label, **second.per_label}
        rows = [(self.tr("Entities"), first.entities, second.entities)]
        rows += [
            (self._name(label), first.per_label.get(label), second.per_label.get(label)) for label in sorted(names)
        ]
        rows.append((self.tr("Relations"), first.relations, second.relations))
        kinds = sorted({**first.per_relation, **second.per_relation})
        rows += [(self._name(kind), first.per_relation.get(kind), second.per_relation.get(kind)) for kind in kinds]
        shown = [(name, percent(a), percent(b), difference(a, b)) for name, a, b in rows]
        self.compared.show_table(("", first.name, second.name, self.tr("Difference")), shown)
        self.told.setText(
            self.tr(
                "Each on its own part set aside. Only the same annotations tell which is better: compare on annotations."
            )
        )

    # -- doing ----------------------------------------------------------------------------------------------------

    def _with_one(self, action: Callable[[PastRun], object]) -> None:
        if len(chosen := self.chosen()) == 1:
            action(chosen[0])

    def _evaluate(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 2:
            self.compare_wanted.emit(chosen[0].path, chosen[1].path)
        elif chosen:
            self.evaluate_wanted.emit(chosen[0].path)

    def _open_folder(self) -> None:
        self._with_one(lambda run: QDesktopServices.openUrl(QUrl.fromLocalFile(str(run.path))))

    def _ask_name(self) -> None:
        if len(chosen := self.chosen()) != 1:
            return
        run = chosen[0]
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the model"))
        dialog.setLabelText(self.tr("New name of {0}").format(run.name))
        dialog.setTextValue(run.name)
        dialog.textValueSelected.connect(lambda name: self.rename(run, name.strip()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def rename(self, run: PastRun, name: str) -> None:
        """Give a model another name."""
        if not name or name == run.name or name.startswith(".") or "/" in name or "\\" in name:
            return
        try:
            renamed = rename_model(run.path, name)
        except FileExistsError:
            self.told.setText(self.tr("There is a model of this name: choose another one."))
            return
        except OSError as error:
            self.told.setText(self.tr("The folder could not be renamed: {0}").format(error.strerror or error))
            return
        self.show_folder(choose=renamed)
        self.changed.emit()

    def delete(self) -> None:
        """Take the chosen models off the list; the last one can be taken back until the view closes."""
        for run in self.chosen():
            self.purge()
            hidden = run.path.with_name(_DELETED + run.name)
            shutil.rmtree(hidden, ignore_errors=True)  # left by a program that ended without its closing
            try:
                run.path.rename(hidden)
            except OSError as error:
                self.told.setText(self.tr("The folder could not be deleted: {0}").format(error.strerror or error))
                return
            self._deleted = hidden
        self.show_folder()
        if self._deleted is not None:
            self.told.setText(self.tr("{0} is deleted.").format(self._deleted.name.removeprefix(_DELETED)))
        self.changed.emit()

    def take_back(self) -> None:
        """Undo the last deletion."""
        hidden, self._deleted = self._deleted, None
        if hidden is not None and hidden.is_dir():
            back = hidden.with_name(hidden.name.removeprefix(_DELETED))
            hidden.rename(back)
            self.show_folder(choose=back)
            self.changed.emit()

    def purge(self) -> None:
        """Delete for good what could still be taken back."""
        hidden, self._deleted = self._deleted, None
        if hidden is not None:
            shutil.rmtree(hidden, ignore_errors=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter evaluates, F2 renames, Delete deletes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._evaluate()
        elif event.key() == Qt.Key.Key_F2:
            self._ask_name()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete()
        else:
            super().keyPressEvent(event)

    # -- language and theme ---------------------------------------------------------------------------------------

    def dress(self, colors: Colors, ink: Callable[[str], str], name: Callable[[str], str]) -> None:
        """Follow the theme."""
        self._name = name
        self.chart.dress(colors, ink, name)
        self.show_folder()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.table.setAccessibleName(self.tr("Models"))
        self.comparison.setAccessibleName(self.tr("Comparison of two models"))
        self.chart.setAccessibleName(self.tr("Chart of the training"))
        self.chart.hint = self.tr("The steps of this training were not kept.")
        self.empty.hint.setText(
            self.tr("No models yet. Go to “Training” and press Start: the model then stands here with its scores.")
        )
        self.buttons["take_back"].setText(self.tr("Take back"))
        self.buttons["delete"].setText(self.tr("Delete"))
        self.buttons["rename"].setText(self.tr("Rename…"))
        self.buttons["open"].setText(self.tr("Open folder"))
        self.buttons["suggest"].setText(self.tr("Suggest with this model"))
        self.everywhere.setText(self.tr("in finished articles too"))
        self.everywhere.setToolTip(self.tr("Suggestions for all articles, not only for yours that are not finished"))
        self.everywhere.setAccessibleName(self.tr("Suggest in finished articles too"))
        self.show_folder()


def percent(value: float | None) -> str:
    """Return a score between 0 and 1 as it is written in tables."""
    return _DASH if value is None else f"{100 * value:.1f}"


def difference(first: float | None, second: float | None) -> str:
    """Return first minus second, in points, with its sign."""
    return _DASH if first is None or second is None else f"{100 * (first - second):+.1f}"
