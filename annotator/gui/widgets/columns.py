"""Columns that share a table's width by need: short ones get all of theirs, long ones what is left in equal parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QTableView

from annotator.gui.guard import guard_events

_LOOKED_AT = 200  # rows whose widths count and that may be two lines high: a long table must not make anybody wait
_PADDING, _ICON = 24, 18  # pixels of a cell beside its text; what a mark before it takes
_PAUSE = 80  # milliseconds after a change, so that a tag is painted first


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
    """Keeps the columns of a table as wide as `shares` says, and rows that need it two lines high."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._advances: dict[str, int] = {}
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(_PAUSE)
        self._due.timeout.connect(self.share)
        table.setWordWrap(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.viewport().installEventFilter(self)
        model = table.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
            changed.connect(self._share_soon)

    def _share_soon(self) -> None:
        self._due.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width and the font."""
        if event.type() is QEvent.Type.Resize:
            self.share()
        elif event.type() is QEvent.Type.FontChange:
            self._advances.clear()
        return super().eventFilter(watched, event)

    def share(self) -> None:
        """Give each column its part of the width, and two lines to the rows that would be cut, so that names are whole."""
        table, header = self._table, self._table.horizontalHeader()
        rows, columns = self._widths(), range(header.count())
        needs = [max((widths[c] for widths in rows), default=0) for c in columns]
        heads = [self._advance(str(table.model().headerData(c, Qt.Orientation.Horizontal))) + _PADDING for c in columns]
        given = shares([max(pair) for pair in zip(needs, heads, strict=True)], table.viewport().width())
        for column, width in zip(columns, given, strict=True):
            header.resizeSection(column, width)
        one, vertical = table.verticalHeader().defaultSectionSize(), table.verticalHeader()
        two = one + table.fontMetrics().height()
        for row, widths in enumerate(rows):
            height = two if any(widths[c] > given[c] for c in columns) else one
            if vertical.sectionSize(row) != height:
                vertical.resizeSection(row, height)

    def _widths(self) -> list[list[int]]:
        """Return what each cell of the first rows would take on one line."""
        model = self._table.model()
        count, columns = min(_LOOKED_AT, model.rowCount()), range(model.columnCount())
        first = [model.index(0, c) for c in columns] if count else []
        beside = [_PADDING + (_ICON if i.data(Qt.ItemDataRole.DecorationRole) is not None else 0) for i in first]
        return [[self._advance(str(model.index(row, c).data())) + beside[c] for c in columns] for row in range(count)]

    def _advance(self, text: str) -> int:
        if text not in self._advances:
            if len(self._advances) > 10 * _LOOKED_AT:
                self._advances.clear()
            self._advances[text] = self._table.fontMetrics().horizontalAdvance(text)
        return self._advances[text]
