"""Places in articles as a list to be ticked: grouped by article, each place in the middle of its context."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.domain import Document
from annotator.gui.guard import guard_events

Index = QModelIndex | QPersistentModelIndex
PLACE_ROLE = int(Qt.ItemDataRole.UserRole) + 20
_NO_INDEX = QModelIndex()
_AROUND = 120  # code points of context on each side: more than a row shows, so that the cut is seen


@dataclass(frozen=True, slots=True)
class Place:
    """`[start, end)` of a document in code points, what stands around it, and why it may be wrong."""

    document: str
    start: int
    end: int
    before: str
    surface: str
    after: str
    reason: str = ""
    ticked: bool = True
    payload: object = field(default=None, compare=False)

    @property
    def line(self) -> str:
        """The place in its context, for a screen reader."""
        return f"{self.before}{self.surface}{self.after}".strip()


def place_in(document: Document, start: int, end: int, reason: str = "", payload: object = None) -> Place:
    """Return the place with its context on one line; one that has a reason to be doubted is not ticked."""
    text = document.text
    parts = (text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND])
    before, surface, after = (" ".join(part.splitlines()) for part in parts)
    return Place(document.id, start, end, before, surface, after, reason, not reason, payload)


@dataclass(slots=True)
class Group:
    """The heading above the places of one article."""

    document: str
    title: str
    rows: list[int]


@guard_events
class PlacesModel(QAbstractListModel):
    """Headings and places. A heading's check box ticks all places of its article."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Place | Group] = []
        self._ticked: list[bool] = []
        self._count = self._ticks = 0

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.rows, self._ticked, self._count, self._ticks = [], [], 0, 0
        self.endResetModel()
        self.ticks_changed.emit()

    def append(self, places: Iterable[Place], titles: dict[str, str]) -> None:
        """Show more places; those of one article come one after the other. An article without a title has no heading."""
        rows, ticked = self._grouped(list(places), titles)
        if not rows:
            return
        first = len(self.rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self.rows += rows
        self._ticked += ticked
        self.endInsertRows()
        self.ticks_changed.emit()

    def _grouped(self, places: list[Place], titles: dict[str, str]) -> tuple[list[Place | Group], list[bool]]:
        rows: list[Place | Group] = []
        ticked: list[bool] = []
        group = self._last_group()
        for place in places:
            if place.document in titles and (group is None or group.document != place.document):
                group = Group(place.document, titles[place.document], [])
                rows.append(group)
                ticked.append(False)
            if group is not None and group.document == place.document:
                group.rows.append(len(self.rows) + len(rows))
            rows.append(place)
            ticked.append(place.ticked)
            self._count += 1
            self._ticks += place.ticked
        return rows, ticked

    def _last_group(self) -> Group | None:
        return next((row for row in reversed(self.rows) if isinstance(row, Group)), None)

    @property
    def count(self) -> int:
        """How many places there are."""
        return self._count

    @property
    def ticks(self) -> int:
        """How many places are ticked."""
        return self._ticks

    def ticked(self) -> list[Place]:
        """Return the ticked places."""
        pairs = zip(self.rows, self._ticked, strict=True)
        return [row for row, on in pairs if on and isinstance(row, Place)]

    def tick_all(self, *, on: bool) -> None:
        """Tick every place, or none."""
        self._tick(range(len(self.rows)), on=on)

    def _tick(self, rows: Iterable[int], *, on: bool) -> None:
        for row in rows:
            if isinstance(self.rows[row], Place) and self._ticked[row] is not on:
                self._ticked[row] = on
                self._ticks += 1 if on else -1
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1), [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Headings and places."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == PLACE_ROLE:
            return row
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._state(row, index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.line if isinstance(row, Place) else row.title
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Place):
            return row.reason or None
        return None

    def _state(self, row: Place | Group, number: int) -> Qt.CheckState:
        if isinstance(row, Place):
            return Qt.CheckState.Checked if self._ticked[number] else Qt.CheckState.Unchecked
        on = sum(self._ticked[i] for i in row.rows)
        if on in {0, len(row.rows)}:
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return Qt.CheckState.PartiallyChecked

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a place, or all places under a heading."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        row = self.rows[index.row()]
        on = Qt.CheckState(value) is Qt.CheckState.Checked
        self._tick([index.row()] if isinstance(row, Place) else row.rows, on=on)
        return True
