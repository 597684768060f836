"""The clock in the status bar: runs while the annotator works on a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QMainWindow
from shiboken6 import isValid

from annotator.gui.guard import guard_events
from annotator.gui.timing import WorkClock
from annotator.gui.widgets.status import StatusLine

if TYPE_CHECKING:
    from annotator.gui.session import Session

_ACTIONS = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}


@guard_events
class WorkTime(QObject):
    """Feeds the clock with what the user does and shows what it says."""

    def __init__(self, line: StatusLine, window: QMainWindow) -> None:
        super().__init__(window)
        self._line, self._window = line, window
        self._clock: WorkClock | None = None
        self._handle: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_tick)

    def attach(self, session: Session) -> None:
        """Measure the work in a session."""
        folder = session.workspace.layout.own / "time"
        self._clock = WorkClock(folder / f"{session.annotator}.json")
        session.document_opened.connect(lambda document: self._on_document(document.id))
        self._window.winId()  # makes the system's window, if it is not shown yet
        self._watch(self._window.windowHandle())
        self._timer.start()

    def detach(self) -> None:
        """Keep the times."""
        self._timer.stop()
        self._watch(None)
        if self._clock:
            self._clock.tick(active=self._window.isActiveWindow())
            self._clock.save()
        self._clock = None

    def _watch(self, handle: QWindow | None) -> None:
        """Listen at the system's window, where each key and click comes by once: at the application all events would."""
        if self._handle is not None and isValid(self._handle):
            self._handle.removeEventFilter(self)
        self._handle = handle
        if handle is not None:
            handle.installEventFilter(self)

    def _on_document(self, document_id: str) -> None:
        if self._clock:
            self._clock.open(document_id)
            self._clock.act()
            self._line.usual_seconds = self._clock.usual()
            self._on_tick()

    def _on_tick(self) -> None:
        if self._clock:
            self._line.show_time(self._clock.tick(active=self._window.isActiveWindow()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """A key, a click or the wheel: the annotator is at work."""
        if event.type() in _ACTIONS and self._clock:
            self._clock.act()
        return False
