"""Everything that the window tells about files, for one open session after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.domain.versions import RestoreVersion
from annotator.gui.session import Session
from annotator.gui.storage.background import Background
from annotator.gui.storage.outside import OutsideBars
from annotator.gui.storage.watch import Watch
from annotator.gui.widgets.message_bar import Kind
from annotator.messages import msg
from annotator.workspace.alarm import Alarm
from annotator.workspace.history import Revision
from annotator.workspace.places import place_of

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.storage.scheme import SchemeBars

BACK = msg("bring back entities", "возврат сущностей")


class Storage(QObject):
    """Watches the files of the open session and offers what can be done about them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session: Session | None = None
        self.watch: Watch | None = None
        self.outside: OutsideBars | None = None
        self._scheme: SchemeBars | None = None
        self._tidying: Background | None = None

    @property
    def scheme(self) -> SchemeBars | None:
        """What tells of the scheme of the open session, made when there is something to tell."""
        if self._scheme is None and self._session is not None and self.watch is not None:
            from annotator.gui.storage.scheme import SchemeBars

            self._scheme = SchemeBars(self._window, self._session, self.watch)
        return self._scheme

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        return {"file.tidy": self.tidy}

    # -- sessions -----------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Follow a session."""
        self.detach()
        self._session = session
        self.watch = Watch(session, self)
        self.outside = OutsideBars(self._window, session, self.watch)
        self.watch.scheme_changed.connect(self._on_scheme_changed)
        session.alarmed.connect(self.show_alarm)
        for signal in (self.watch.changed, self.watch.followed):
            signal.connect(lambda _news: self._window.workbench.renew_versions())
        self._tell_place(session)
        self._compare_scheme(session)
        QTimer.singleShot(0, self.watch, self.watch.look)

    def detach(self) -> None:
        """The session is closed."""
        if self._tidying is not None:
            self._tidying.stop()
            self._tidying = None
        if self._scheme is not None:
            self._scheme.stop()
        if self.watch is not None:
            self.watch.stop()
            self.watch.deleteLater()
        self.watch = self.outside = self._scheme = self._session = None

    def _tell_place(self, session: Session) -> None:
        """Say once for each workspace what a network or cloud folder means."""
        message, settings = place_of(session.workspace.path).message, self._window.settings
        if message is None or settings.is_place_told(session.workspace.path):
            return
        text = str(message)
        shown = self._window.message_bar.show_message("place", Kind.INFO, f"{text[:1].upper()}{text[1:]}.")
        shown.close_button.clicked.connect(lambda: settings.remember_place_told(session.workspace.path))

    # -- the scheme -----------------------------------------------------------------------------------------------------

    def _compare_scheme(self, session: Session) -> None:
        """A scheme that was changed since the last time is checked against what is there."""
        mark = hashlib.blake2b(repr(session.workspace.scheme).encode(), digest_size=8).hexdigest()
        before = self._window.settings.exchange_scheme(session.workspace.path, mark)
        if before not in {"", mark} and self.scheme is not None:
            self.scheme.check()

    def _on_scheme_changed(self) -> None:
        if self._session is not None and self.scheme is not None:
            mark = hashlib.blake2b(repr(self._session.workspace.scheme).encode(), digest_size=8).hexdigest()
            self._window.settings.exchange_scheme(self._session.workspace.path, mark)
            self.scheme.follow()

    # -- the alarm ------------------------------------------------------------------------------------------------------

    def show_alarm(self, alarm: Alarm) -> None:
        """Entities are gone that nobody deleted: offer the version that had them."""
        text = str(alarm.message)
        shown = f"{text[:1].upper()}{text[1:]}."
        message = self._window.message_bar.show_message(f"alarm {alarm.document_id}", Kind.ERROR, shown)
        message.add_button(self.tr("Show the history"), lambda: self._show_history(alarm))
        message.add_button(self.tr("Bring them back"), lambda: self.bring_back(alarm), primary=True)

    def _show_history(self, alarm: Alarm) -> None:
        self._window.files.open_document(alarm.document_id)
        self._window.docks.show("history")

    def bring_back(self, alarm: Alarm) -> None:
        """Go back to the version before the loss, as a step that can be undone."""
        if self._session is None:
            return
        version = version_before(self._session.reader.history(alarm.document_id), alarm)
        if version is None:
            self._window.notices.show_error(self.tr("No saved version has these entities any more."))
            return
        self._window.files.open_document(alarm.document_id)
        self._session.perform(RestoreVersion(version.document, BACK))

    # -- tidying --------------------------------------------------------------------------------------------------------

    def tidy(self) -> None:
        """Leave one line per document in the file, beside the window; the versions before stay in the backups."""
        session = self._session
        annotations = session.annotations if session else None
        if session is None or annotations is None or self._tidying is not None:
            return
        session.flush_soon()
        self._tidying = Background(lambda _stops: annotations.tidy(), self)
        self._tidying.finished.connect(self._on_tidied)
        self._tidying.failed.connect(self._on_not_tidied)
        self._window.notices.show_info(self.tr("The files are being tidied; you can go on working."))
        self._tidying.start()

    def _on_tidied(self, freed: int) -> None:
        self._tidying = None
        text = self.tr("The files are tidy: {0} MB freed. Earlier versions are in the backups.")
        self._window.notices.show_info(text.format(f"{freed / (1 << 20):.1f}"))

    def _on_not_tidied(self, error: object) -> None:
        self._tidying = None
        self._window.notices.show_error(str(error))


def version_before(revisions: list[Revision], alarm: Alarm) -> Revision | None:
    """Return the newest version with as many entities as before the loss, else the fullest, or None if all lack some."""
    fitting = [revision for revision in revisions if len(revision.document.entities) == alarm.before]
    if fitting:
        return fitting[-1]
    fullest = max(revisions, key=lambda revision: len(revision.document.entities), default=None)
    return fullest if fullest is not None and len(fullest.document.entities) > alarm.after else None
