"""The documents of the workspace, filtered and searched; headings are read only when they are shown or searched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.domain import Status
from annotator.gui.guard import guard_events
from annotator.gui.models.rows import ID_ROLE, AnyIndex
from annotator.gui.widgets.find_bar import folded
from annotator.text.display import one_line

STATUS_ROLE = ID_ROLE + 1
MINE_ROLE = ID_ROLE + 2
_NO_INDEX = QModelIndex()
_HEADING_LENGTH = 120
_AT_ONCE = 500  # documents whose headings are read in one go for a search


def heading_of(text: str, title: object = "") -> str:
    """Return what an article is called in a list: its title, else its first line."""
    line = title if isinstance(title, str) and title.strip() else next((s for s in text.splitlines() if s.strip()), "")
    return one_line(line[: 4 * _HEADING_LENGTH])[:_HEADING_LENGTH]


@guard_events
class DocumentsModel(QAbstractListModel):
    """A list of documents. A document that changes its status stays where it is until the filter is set anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corpus: Sequence[str] = ()
        self._ids: list[str] = []  # in the order of work
        self._mine: frozenset[str] = frozenset()
        self.only_mine = False
        self.in_queue = False  # whether an order of work was chosen
        self._status: Callable[[str], Status] = lambda _: Status.NOT_STARTED
        self._read_heading: Callable[[str], str] = str
        self._headings: dict[str, str] = {}
        self._unread: list[str] = []
        self._counts: dict[Status, int] = dict.fromkeys(Status, 0)
        self._counted: dict[str, Status] = {}
        self.shown: list[str] = []
        self._row_of: dict[str, int] = {}
        self.wanted_status: Status | None = None
        self.wanted_text = ""

    def set_source(self, ids: Sequence[str], status: Callable[[str], Status], heading: Callable[[str], str]) -> None:
        """Show another workspace: its documents, and where status and heading of one are found."""
        self._status, self._read_heading = status, heading
        self._headings.clear()
        self._mine, self.only_mine, self.in_queue = frozenset(), False, False
        self.set_ids(ids)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """How many documents are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def heading(self, document_id: str) -> str:
        """Return a document's heading, read once."""
        if document_id not in self._headings:
            self._headings[document_id] = self._read_heading(document_id)
        return self._headings[document_id]

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows."""
        if not index.isValid():
            return None
        document_id = self.shown[index.row()]
        if role == ID_ROLE:
            return document_id
        if role == STATUS_ROLE:
            return self._status(document_id)
        if role == MINE_ROLE:
            return document_id in self._mine
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(document_id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.heading(document_id)}\n{document_id} · {self._state_words(document_id)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heading(document_id)}, {self._state_words(document_id)}"
        return None

    def _state_words(self, document_id: str) -> str:
        name, mine = self.status_name(self._status(document_id)), self.tr("assigned to you")
        return f"{name}, {mine}" if document_id in self._mine else name

    def status_name(self, status: Status) -> str:
        """Return a status in words."""
        return {
            Status.NOT_STARTED: self.tr("not started"),
            Status.IN_PROGRESS: self.tr("in progress"),
            Status.DONE: self.tr("done"),
            Status.SKIPPED: self.tr("skipped"),
        }[status]

    # -- what is shown --------------------------------------------------------------------------------------------

    def set_ids(self, ids: Sequence[str]) -> None:
        """Show another corpus, after articles were added."""
        self._corpus = ids
        self._ids = list(ids)
        self._unread = [i for i in reversed(self._ids) if i not in self._headings]
        self._count()
        self.set_filter(self.wanted_status, self.wanted_text)

    def set_order(self, ids: Sequence[str] | None) -> None:
        """Show the documents in an order of work; None goes back to the order of the corpus."""
        self.in_queue = ids is not None
        known = dict.fromkeys(self._corpus)
        self._ids = list(dict.fromkeys([*(i for i in ids or () if i in known), *known]))
        self.set_filter(self.wanted_status, self.wanted_text)

    def set_mine(self, ids: Iterable[str], *, only: bool) -> None:
        """Mark the documents that are assigned to the annotator; `only` hides and leaves out of the count all others."""
        self._mine, self.only_mine = frozenset(ids), only
        self._count()
        self.set_filter(self.wanted_status, self.wanted_text)
        self.refresh()

    @property
    def is_filtered(self) -> bool:
        """Whether the annotator looks for documents of one status or with some words."""
        return self.wanted_status is not None or bool(self.wanted_text.strip())

    @property
    def has_mine(self) -> bool:
        """Whether any document is assigned to the annotator."""
        return bool(self._mine)

    def set_filter(self, status: Status | None, text: str = "") -> None:
        """Show the documents of one status (None: all) whose heading or id holds all words of `text`."""
        self.wanted_status, self.wanted_text = status, text
        words = folded(text).split()
        shown = self._ids.copy()
        if status is not None or words or self.only_mine:
            shown = [
                i
                for i in shown
                if (status is None or self._status(i) is status) and self._is_counted(i) and self._matches(i, words)
            ]
        if shown == self.shown:
            return
        self.beginResetModel()
        self.shown = shown
        self._row_of = {document_id: row for row, document_id in enumerate(self.shown)}
        self.endResetModel()

    def _is_counted(self, document_id: str) -> bool:
        return not self.only_mine or document_id in self._mine

    def _matches(self, document_id: str, words: list[str]) -> bool:
        if not words:
            return True
        target = folded(f"{document_id} {self.known_heading(document_id)}")
        return all(word in target for word in words)

    def known_heading(self, document_id: str) -> str:
        """Return a heading that has been read; of a small corpus any, of a large one "" while it is not read yet."""
        if len(self._ids) <= _AT_ONCE:
            return self.heading(document_id)
        return self._headings.get(document_id, "")

    def read_headings(self, seconds: float) -> bool:
        """Read headings for the search, for at most this time; return whether all are read."""
        end = time.monotonic() + seconds
        while self._unread and time.monotonic() < end:
            self.heading(self._unread.pop())
        return not self._unread

    def row_of(self, document_id: str) -> int:
        """Return the row of a document, or -1 where the filter hides it."""
        return self._row_of.get(document_id, -1)

    def neighbour(self, document_id: str, by: int) -> str:
        """Return the document `by` rows further, or an empty string at the end of the list.

        From a document that the filter hides the way goes to the nearest one shown, in the corpus's order.
        """
        row = self.row_of(document_id)
        if row < 0:
            order = {i: place for place, i in enumerate(self._ids)}
            here = order.get(document_id, -1)
            passed = sum(order[i] < here for i in self.shown)
            row = passed - (1 if by > 0 else 0)
        row += by
        return self.shown[row] if 0 <= row < len(self.shown) else ""

    def next_with(self, status: Status, after: str) -> str:
        """Return the next document of a status in the order of work, round the end, or an empty string."""
        return next((i for i in self._following(after) if self._status(i) is status), "")

    def next_open(self, after: str) -> str:
        """Return the next document in the order of work that is not finished, round the end, or an empty string.

        Where documents are assigned to the annotator, only those.
        """
        unfinished = {Status.NOT_STARTED, Status.IN_PROGRESS}
        mine = self._mine or frozenset(self._ids)
        return next((i for i in self._following(after) if i in mine and self._status(i) in unfinished), "")

    def _following(self, document_id: str) -> list[str]:
        at = self._ids.index(document_id) if document_id in self._ids else len(self._ids)
        return self._ids[at + 1 :] + self._ids[:at]

    def counts(self) -> dict[Status, int]:
        """Return how many documents of the workspace, or of those assigned to the annotator, have each status."""
        return dict(self._counts)

    def _count(self) -> None:
        self._counts = dict.fromkeys(Status, 0)
        self._counted = {
            document_id: self._status(document_id) for document_id in self._ids if self._is_counted(document_id)
        }
        for status in self._counted.values():
            self._counts[status] += 1

    def status_changed(self, document_id: str) -> None:
        """Count a document's new status and draw its row anew."""
        status = self._status(document_id)
        if document_id in self._counted:
            self._counts[self._counted[document_id]] -= 1
            self._counts[status] += 1
            self._counted[document_id] = status
        if (row := self.row_of(document_id)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def refresh(self) -> None:
        """Draw all rows anew, after a change of language."""
        if self.shown:
            self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))
