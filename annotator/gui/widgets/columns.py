"""Columns that share a table's width by need: short ones get all of theirs, long ones what is left in equal parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QTableView

from annotator.gui.guard import guard_events

_LOOKED_AT = 50  # rows whose widths count
_FITTED = 500  # rows that may be two lines high; in a longer table all are one, so that it never waits
_PADDING, _ICON = 24, 18  # pixels of a cell beside its text; what a mark before it takes


def shares(needs: Sequence[int], room: int) -> list[int]:
    """Return widths that fill `room`: none is cut while a wider one could give, and what is over goes to all alike."""
    widths, left, open_ones = [0] * len(needs), room, len(needs)
    for column in sorted(range(len(needs)), key=lambda c: needs[c]):
        widths[column] = min(needs[column], left // open_ones)
        left -= widths[column]
        open_ones -= 1
    for column in range(len(needs)):
        part = left // (len(needs) - column)
        widths[column] += part
        left -= part
    return widths


@guard_events
class SharedColumns(QObject):
    """Keeps the columns of a table as wide as `shares` says, whatever it shows and however wide it is."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.share)
        header = table.horizontalHeader()
        header.setResizeContentsPrecision(_LOOKED_AT)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.setWordWrap(True)
        table.viewport().installEventFilter(self)
        model = table.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
            changed.connect(self._share_soon)

    def _share_soon(self) -> None:
        self._due.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width."""
        if event.type() is QEvent.Type.Resize:
            self.share()
        return super().eventFilter(watched, event)

    def share(self) -> None:
        """Give each column its part of the width."""
        table, header = self._table, self._table.horizontalHeader()
        columns = range(header.count())
        needs = [max(table.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in columns]
        for column, width in zip(columns, shares(needs, table.viewport().width()), strict=True):
            header.resizeSection(column, width)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Give two lines to the rows that need them, so that names are read whole."""
        model, rows = self._table.model(), self._table.verticalHeader()
        one = rows.defaultSectionSize()
        two = one + self._table.fontMetrics().height()
        for row in range(min(_FITTED, model.rowCount())):
            height = two if any(self._is_cut(row, column) for column in range(model.columnCount())) else one
            if rows.sectionSize(row) != height:
                rows.resizeSection(row, height)

    def _is_cut(self, row: int, column: int) -> bool:
        index = self._table.model().index(row, column)
        beside = _PADDING + (_ICON if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0)
        width = self._table.fontMetrics().horizontalAdvance(str(index.data()))
        return width + beside > self._table.horizontalHeader().sectionSize(column)
