"""Saving when the program is ended from outside: by a signal, by the end of the session, by another window in front."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication

from annotator.gui.main_window import MainWindow


class Ending(QObject):
    """Listens for the signals of the system in Qt's own loop; keeps both ends of the wake-up socket alive."""

    def __init__(self, app: QGuiApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        signal.set_wakeup_fd(self._writing.fileno())
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _let_the_loop_do_it)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        app.applicationStateChanged.connect(self._on_state)
        app.commitDataRequest.connect(self._on_session_end)

    def _on_signal(self) -> None:
        if self._reading.recv(16):
            self._window.close()
            self._app.exit(0)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            self._window.save_soon()

    def _on_session_end(self) -> None:
        self._window.save_soon()

    def stop(self) -> None:
        """Let the signals go their usual way again."""
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()


def _let_the_loop_do_it(_number: int, _frame: object) -> None:
    """The wake-up socket tells Qt's loop; a handler must be there, or the process would just end."""
