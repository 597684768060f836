"""The figures' side of the agreement view: the matrix of pairs and the tables."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from annotator.agreement.bootstrap import Estimate
from annotator.agreement.report import AgreementReport
from annotator.agreement.tables import Table, tables
from annotator.agreement.wording import HELP, coverage_lines, figure, reason_of
from annotator.gui.agreement.heat_map import Cell, HeatMap
from annotator.gui.agreement.text_rows import TextRows, text_table
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import Colors

_BY_LABEL = 3  # place of the entities' table by label among the tables

_MEASURES: tuple[Callable[[AgreementReport, str], tuple[Estimate, int]], ...] = (
    lambda r, k: (r.entity_pairs[k].strict.f1, r.entity_pairs[k].documents),
    lambda r, k: (r.entity_pairs[k].lenient.f1, r.entity_pairs[k].documents),
    lambda r, k: (r.entity_pairs[k].token.kappa, r.entity_pairs[k].documents),
    lambda r, k: (r.relation_pairs[k].strict.f1, r.relation_pairs[k].documents),
    lambda r, k: (r.relation_pairs[k].given_entities.f1, r.relation_pairs[k].documents),
)


@guard_events
class FiguresPanel(FollowsLanguage, QWidget):
    """What the report says in numbers. `pair_chosen` narrows the list down to a pair."""

    pair_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: AgreementReport | None = None
        self._tables: list[Table] = []
        self.measure, self.which = QComboBox(self), QComboBox(self)
        self.heat_map = HeatMap(self)
        self.heat_map.pair_chosen.connect(self.pair_chosen)
        self.model = TextRows(self, numbers=True)
        self.table = text_table(self.model, self)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setMinimumHeight(150)
        self.coverage = QLabel(self)
        self.coverage.setProperty("muted", True)
        self.coverage.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(10)
        for part in (self.measure, self.heat_map, self.coverage, self.which):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        self.measure.currentIndexChanged.connect(self._show_matrix)
        self.which.currentIndexChanged.connect(self._show_table)
        self.retranslate()

    def show_report(self, report: AgreementReport) -> None:
        """Show a report; measure and table stay the chosen ones."""
        self._report = report
        self._tables = list(tables(report))
        chosen = self.which.currentIndex()
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems([table.title for table in self._tables])
        self.which.setCurrentIndex(chosen if 0 <= chosen < len(self._tables) else _BY_LABEL)
        self.which.blockSignals(False)
        self.coverage.setText(" ".join(coverage_lines(report)))
        self._show_matrix()
        self._show_table()

    def _show_matrix(self) -> None:
        report, number = self._report, self.measure.currentIndex()
        if report is None or number < 0:
            return
        cells = {}
        for pair in report.pairs:
            estimate, documents = _MEASURES[number](report, pair)
            words = figure(estimate) if estimate.value is not None else reason_of(estimate)
            told = self.tr("{0}: {1}; documents: {2}").format(pair.replace("|", " – "), words, documents)
            cells[pair] = Cell(estimate.value, told)
        self.heat_map.show_figures(report.annotators, cells)

    def _show_table(self) -> None:
        number = self.which.currentIndex()
        if 0 <= number < len(self._tables):
            table = self._tables[number]
            self.model.show_table(table.heads, table.rows)
            self.table.setAccessibleName(table.title)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.heat_map.set_colors(colors)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        chosen = max(0, self.measure.currentIndex())
        names = (
            self.tr("Entities: strict F1"),
            self.tr("Entities: lenient F1"),
            self.tr("Entities: kappa by token"),
            self.tr("Relations: strict F1"),
            self.tr("Relations: F1 given the same entities"),
        )
        self.measure.clear()
        self.measure.addItems(list(names))
        self.measure.setCurrentIndex(chosen)
        self.measure.setAccessibleName(self.tr("Measure of the matrix"))
        self.which.setAccessibleName(self.tr("Table"))
        self.table.setAccessibleName(self.which.accessibleName())
        self.heat_map.setAccessibleName(self.tr("Agreement of each pair"))
        self.coverage.setToolTip("\n\n".join(map(str, HELP)))
        if self._report is not None:
            self.show_report(self._report)
