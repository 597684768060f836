"""Moving between documents, and ending the work on one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from annotator.domain import Status
from annotator.gui.files import Files
from annotator.gui.notices import Notices
from annotator.gui.widgets.finishing import Finishing
from annotator.gui.workbench import Workbench


class Navigation(QObject):
    """Next, previous, done and next, skip and next, next not started."""

    def __init__(self, files: Files, workbench: Workbench, notices: Notices, finishing: Finishing) -> None:
        super().__init__(files)
        self._files, self._workbench, self._notices = files, workbench, notices
        finishing.done_wanted.connect(self.done_and_next)
        finishing.status_wanted.connect(self.set_status)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {
            "document.next": lambda: self.step(1),
            "document.previous": lambda: self.step(-1),
            "document.next_new": self.next_not_started,
            "document.my_next": self.my_next,
            "document.done": self.done_and_next,
            "document.skip": lambda: self.finish(Status.SKIPPED),
            "document.reopen": lambda: self.set_status(Status.IN_PROGRESS),
        }

    @property
    def _current(self) -> str:
        document = self._files.session.document if self._files.session else None
        return document.id if document else ""

    def step(self, by: int) -> bool:
        """Open the next or previous document of the list; return False at its end."""
        target = self._workbench.model.neighbour(self._current, by)
        if not target:
            self._notices.show_info(
                self.tr("This is the last document of the list.")
                if by > 0
                else self.tr("This is the first document of the list.")
            )
            return False
        self._files.open_document(target)
        return True

    def set_status(self, status: Status) -> bool:
        """Say how far the open document is."""
        self._workbench.commit()
        return bool(self._files.session and self._files.session.set_status(status))

    def done_and_next(self) -> None:
        """The document is done; go on with the next one."""
        self.finish(Status.DONE)

    def finish(self, status: Status) -> None:
        """Set a status and open the next document; at the end of the list say how much is left."""
        if not self.set_status(status):
            return
        model = self._workbench.model
        dealt = self._files.shared is not None and model.has_mine
        if (model.in_queue or model.only_mine or dealt) and not model.is_filtered:
            self.my_next()
        elif self._workbench.model.neighbour(self._current, 1):
            self.step(1)
        else:
            self._tell_end()

    def _tell_end(self) -> None:
        counts = self._workbench.model.counts()
        left = counts[Status.NOT_STARTED] + counts[Status.IN_PROGRESS]
        if left:
            text = self.tr("This was the last document of the list; documents not finished yet: {0}.").format(left)
        else:
            text = self.tr("All documents are done. Well done!")
        self._notices.show_info(text)

    def my_next(self) -> None:
        """Open the next document in the order of work that is for this annotator and not finished.

        Where a team's annotator has none of those, the team's queue is asked first.
        """
        model, shared = self._workbench.model, self._files.shared
        target = model.next_open(self._current)
        if shared is not None and not (target and model.has_mine):
            shared.take_next(partial(self._open_or_tell, target))
        else:
            self._open_or_tell(target)

    def _open_or_tell(self, target: str) -> None:
        if target:
            self._files.open_document(target)
        else:
            self._tell_none_left()

    def _tell_none_left(self) -> None:
        if self._workbench.model.has_mine:
            self._notices.show_info(self.tr("All documents assigned to you are done. Well done!"))
        else:
            self._tell_end()

    def next_not_started(self) -> None:
        """Open the next document that nobody has begun under this name."""
        target = self._workbench.model.next_with(Status.NOT_STARTED, self._current)
        if target:
            self._files.open_document(target)
        else:
            self._notices.show_info(self.tr("Every document has been started."))
