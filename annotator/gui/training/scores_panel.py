"""The figures of an evaluation: scores by label, what was taken for what, the worst documents, the other model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QSplitter, QStyledItemDelegate, QStyleOptionViewItem, QTabWidget, QVBoxLayout, QWidget

from annotator.gui.agreement.text_rows import TextRows, stretch, text_table
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.training.evaluation import confusion_table, score_rows
from annotator.gui.training.models_page import difference, percent

_DASH = "–"
_INDENT = "    "
_SURE = 0.05  # p below which a difference is called one


@guard_events
class ScoreRows(TextRows):
    """Sums stand out, labels are indented under them."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell, sums in bold."""
        if role == Qt.ItemDataRole.FontRole and not self.rows[index.row()][0].startswith(_INDENT):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return super().data(index, role)


@guard_events
class ConfusionRows(TextRows):
    """Counts on a ground that is the stronger, the larger their share of the row; right ones green, wrong ones red."""

    colors: Colors = LIGHT
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell, and its ground."""
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(index.row(), index.column() - 1)
        return super().data(index, role)

    def _ground(self, row: int, column: int) -> QColor | None:
        counts = [int(cell) if cell.isdigit() else 0 for cell in self.rows[row][1:]]
        if column < 0 or not counts[column]:
            return None
        ground = QColor(self.colors.ok if self.labels[row] == self.columns[column] else self.colors.danger)
        ground.setAlpha(round(20 + 80 * counts[column] / sum(counts)))
        return ground


@guard_events
class _GroundDelegate(QStyledItemDelegate):
    """Paints a cell's ground, which a style sheet for items leaves out."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground, then the cell."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(option.rect.adjusted(1, 1, -1, -1), ground)
        super().paint(painter, option, index)


@guard_events
class ScoresPanel(FollowsLanguage, QWidget):
    """Shows a report. A label or a document that is chosen narrows the list of errors down."""

    label_chosen = Signal(str)
    pair_chosen = Signal(str, str)  # labels of data and model, "" for nothing
    document_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: dict[str, Any] = {}
        self._names: Callable[[str], str] = str
        self._heading: Callable[[str], str] = str
        self._rows: list[tuple[str, str]] = []
        self._documents: list[str] = []
        self.scores = ScoreRows(self, numbers=True)
        self.confusion = ConfusionRows(self, numbers=True)
        self.worst, self.other = TextRows(self, numbers=True), TextRows(self, numbers=True)
        models = (self.scores, self.confusion, self.worst, self.other)
        self.score_table, self.confusion_table, self.worst_table, self.other_table = (
            text_table(m, self) for m in models
        )
        self.confusion_table.setItemDelegate(_GroundDelegate(self.confusion_table))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for table in (self.confusion_table, self.worst_table, self.other_table):
            self.tabs.addTab(table, "")
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.score_table)
        parts.addWidget(self.tabs)
        parts.setSizes([700, 560])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 0)
        column.addWidget(parts)
        self.score_table.selectionModel().selectionChanged.connect(self._on_score)
        self.worst_table.selectionModel().selectionChanged.connect(self._on_worst)
        self.confusion_table.clicked.connect(self._on_confusion)
        self.confusion_table.activated.connect(self._on_confusion)
        self.retranslate()

    # -- showing --------------------------------------------------------------------------------------------------

    def show_report(self, report: dict[str, Any]) -> None:
        """Show another report."""
        self._report = report
        self._show_scores()
        self._show_confusion()
        self._show_worst()
        self._show_other()

    def _show_scores(self) -> None:
        heads = (
            "", self.tr("Precision"), self.tr("Recall"), self.tr("F1"), self.tr("95 %"), self.tr("Partial F1"),
            self.tr("In the data"),
        )  # fmt: skip
        rows = score_rows(self._report)
        self._rows = [(kind, label) for kind, label, _, _ in rows]
        shown = []
        for kind, label, strict, partial in rows:
            ci = strict.get("f1_ci")
            interval = f"{100 * ci[0]:.0f}–{100 * ci[1]:.0f}" if ci else _DASH
            cells = [percent(strict.get(part)) for part in ("precision", "recall", "f1")]
            part = percent(partial.get("f1")) if partial else ""
            shown.append((self._title(kind, label), *cells, interval, part, str(strict.get("wanted"))))
        self.scores.show_table(heads, shown)

    def _title(self, kind: str, label: str) -> str:
        sums = {
            "entities": self.tr("Entities"),
            "gold": self.tr("Relations, entities given"),
            "end_to_end": self.tr("Relations, from the text"),
        }
        return sums.get(kind) or _INDENT + self._names(label)

    def _show_confusion(self) -> None:
        rows, columns, counts = confusion_table(self._report["entities"]["confusion"])
        nothing = self.tr("nothing")
        self.confusion.labels, self.confusion.columns = tuple(rows), tuple(columns)
        heads = [self.tr("Data \\ model"), *(self._names(label) if label else nothing for label in columns)]
        cells = [
            (self._names(data) if data else nothing, *(str(counts.get((data, model), "")) for model in columns))
            for data in rows
        ]
        self.confusion.show_table(heads, cells)
        stretch(self.confusion_table, 0)

    def _show_worst(self) -> None:
        rows = self._report["worst_documents"]
        self._documents = [row["id"] for row in rows]
        heads = (self.tr("Document"), self.tr("Errors"), self.tr("F1"))
        self.worst.show_table(heads, [(self._heading(r["id"]), str(r["errors"]), percent(r["f1"])) for r in rows])
        stretch(self.worst_table, 0)

    def _show_other(self) -> None:
        against = self._report.get("against")
        self.tabs.setTabVisible(2, against is not None)
        if against is None:
            return
        titles = {"entities": "entities", "relations.gold": "gold", "relations.end_to_end": "end_to_end"}
        rows = []
        for key, kind in titles.items():
            if isinstance(found := against.get(key), dict):
                first, second = found["f1"]
                rows.append(
                    (
                        self._title(kind, ""),
                        percent(first),
                        percent(second),
                        difference(first, second),
                        self._verdict(found["p"]),
                    )
                )
        heads = ("", self.tr("This model"), self.tr("The other"), self.tr("Difference"), self.tr("Paired test"))
        self.other.show_table(heads, rows)
        self.tabs.setCurrentIndex(2)

    def _verdict(self, p: float | None) -> str:
        if p is None:
            return _DASH
        shown = f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
        return self.tr("{0}, sure").format(shown) if p < _SURE else self.tr("{0}, may be chance").format(shown)

    # -- choosing -------------------------------------------------------------------------------------------------

    def _on_score(self, chosen: QItemSelection, _gone: QItemSelection) -> None:
        rows = {index.row() for index in chosen.indexes()}
        if rows:
            self.label_chosen.emit(self._rows[rows.pop()][1])

    def _on_worst(self, chosen: QItemSelection, _gone: QItemSelection) -> None:
        rows = {index.row() for index in chosen.indexes()}
        self.document_chosen.emit(self._documents[rows.pop()] if rows else "")

    def _on_confusion(self, index: QModelIndex) -> None:
        if index.column():
            self.pair_chosen.emit(self.confusion.labels[index.row()], self.confusion.columns[index.column() - 1])

    # -- language and theme ---------------------------------------------------------------------------------------

    def dress(self, colors: Colors, names: Callable[[str], str], heading: Callable[[str], str]) -> None:
        """Follow the theme; `names` gives the name of a label, `heading` that of a document."""
        self.confusion.colors, self._names, self._heading = colors, names, heading
        self._renew()

    def _renew(self) -> None:
        if self._report:
            at = self.tabs.currentIndex()
            self.show_report(self._report)
            self.tabs.setCurrentIndex(at)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        for at, title in enumerate((self.tr("Confusion"), self.tr("Worst documents"), self.tr("Comparison"))):
            self.tabs.setTabText(at, title)
        self.score_table.setAccessibleName(self.tr("Scores by label"))
        self.confusion_table.setAccessibleName(self.tr("Confusion"))
        self.worst_table.setAccessibleName(self.tr("Worst documents"))
        self.other_table.setAccessibleName(self.tr("Comparison"))
        self._renew()
