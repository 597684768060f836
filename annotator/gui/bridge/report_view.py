"""What came of an import or an export: the counts, and every problem with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.rows import AnyIndex, RowsModel
from annotator.gui.theme import Colors

_NO_INDEX = QModelIndex()
_WRAPPED = 500  # rows that are as high as their text; in a longer list each has one line, and the whole as a tip
_RANKS = {kind: rank for rank, kind in enumerate(("refused", "dropped", "changed", "unmapped", "collapsed", "trimmed"))}
_LOST = frozenset({"refused", "dropped", "changed"})


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One line of a report."""

    id: int
    kind: str
    file: str
    line: int | None
    message: str

    @property
    def place(self) -> str:
        """The file's own name and the line."""
        name = Path(self.file).name
        return f"{name}:{self.line}" if self.line is not None else name

    @property
    def whole(self) -> str:
        """The problem as one line, with the whole path."""
        place = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: " if self.file else ""
        return f"{place}{self.message}"


@guard_events
class ProblemModel(RowsModel[ProblemRow]):
    """What happened, where, why."""

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = colors

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Kind, place, message."""
        return 0 if parent.isValid() else 3

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.kind_name(row.kind), row.place, row.message)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.whole
        if role == Qt.ItemDataRole.ForegroundRole:
            if index.column() == 0 and row.kind in _LOST:
                return QColor(self._colors.warning)
            return QColor(self._colors.text if index.column() == 2 else self._colors.muted)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("What happened"), self.tr("Where"), self.tr("Why"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def kind_name(self, kind: str) -> str:
        """Return what a kind of problem is called."""
        names = {
            "refused": self.tr("refused"),
            "dropped": self.tr("not written"),
            "changed": self.tr("made simpler"),
            "unmapped": self.tr("left out by choice"),
            "trimmed": self.tr("blanks cut"),
            "collapsed": self.tr("repeated, one kept"),
            "note": self.tr("for information"),
        }
        return names.get(kind, kind)


@guard_events
class ReportView(FollowsLanguage, QWidget):
    """Counts above, problems below."""

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Mapping[str, Any] = {}
        self.heading = QLabel(self)
        self.heading.setProperty("heading", True)
        self.heading.setWordWrap(True)
        self._grid_holder = QWidget(self)
        self.model = ProblemModel(colors, self)
        self.list = QTableView(self)
        self.list.setModel(self.model)
        self.fine = QLabel(self)
        self.fine.setProperty("muted", True)
        self.copy = QPushButton(self)
        self.copy.setProperty("flat", True)
        self.copy.clicked.connect(self._on_copy)
        self._lay_out()

    def _lay_out(self) -> None:
        table = self.list
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 170)
        header.resizeSection(1, 190)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self._grid_holder)
        column.addWidget(self.list, 1)
        column.addWidget(self.fine)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)

    def show_report(self, heading: str, report: Mapping[str, Any]) -> None:
        """Show a report as `--json` gives it, losses first; an empty one shows the heading alone."""
        self._report = report
        self.heading.setText(heading)
        rows = [
            ProblemRow(number, p.get("kind", "note"), p.get("file") or "", p.get("line"), p.get("message", ""))
            for number, p in enumerate(report.get("problems", ()))
        ]
        self.model.replace_rows(sorted(rows, key=lambda row: _RANKS.get(row.kind, len(_RANKS))))
        self.retranslate()
        self.list.setVisible(bool(self.model.rows))
        self.copy.setVisible(bool(self.model.rows))
        self.fine.setVisible(bool(report) and not self.model.rows)
        if len(self.model.rows) <= _WRAPPED:
            QTimer.singleShot(0, self.list, self.list.resizeRowsToContents)  # when the columns have their widths

    def _fill_grid(self) -> None:
        old = self._grid_holder
        self._grid_holder = QWidget(self)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(old, self._grid_holder)
        old.deleteLater()
        grid = QGridLayout(self._grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        for row, cells in enumerate(self.counts()):
            for column, text in enumerate(cells):
                label = QLabel(text, self._grid_holder)
                label.setProperty("muted", row == 0 or column == 0)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                grid.addWidget(label, row, column, side)
        grid.setColumnStretch(4, 1)
        self._grid_holder.setVisible(bool(self._report))

    def counts(self) -> list[list[str]]:
        """Return the table of counts: a head, then one row per thing that happened."""
        details: Mapping[str, Mapping[str, int]] = self._report.get("details", {})
        names = {
            "read": self.tr("Read"),
            "written": self.tr("Written"),
            "refused": self.tr("Refused"),
            "dropped": self.tr("Left out"),
            "trimmed": self.tr("Blanks cut"),
            "collapsed": self.tr("Repeated"),
        }
        rows = [["", self.tr("articles"), self.tr("entities"), self.tr("relations")]]
        for key, name in names.items():
            tally = details.get(key, {})
            numbers = [int(tally.get(part, 0)) for part in ("documents", "entities", "relations")]
            if any(numbers) or key in {"read", "written"}:
                rows.append([name, *(f"{number:,}".replace(",", "\u202f") for number in numbers)])
        return rows

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(row.whole for row in self.model.rows))

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self._fill_grid()
        self.model.refresh()
        self.fine.setText(self.tr("Nothing was lost and nothing was refused."))
        self.copy.setText(self.tr("Copy the list"))
        self.list.setAccessibleName(self.tr("Problems"))
