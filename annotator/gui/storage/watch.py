"""Looks every few seconds at what other programs did to the files that are open here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.save_state import SaveKind, SaveState
from annotator.gui.session import Session
from annotator.messages import AnnotatorError
from annotator.workspace.conflicts import copies_of, rescued_files
from annotator.workspace.merge import same_state
from annotator.workspace.versions import Pair

_PAUSE = 2000  # milliseconds


class Watch(QObject):
    """Reports each thing once. Documents without steps of ours follow the disk by themselves."""

    stopped = Signal()  # another program's file lacks work of ours: nothing is written until a person decides
    changed = Signal(object)  # list of Pair: documents with steps of ours that are different on disk now
    followed = Signal(int)  # how many open documents were read anew
    copies_found = Signal(object)  # list of Path
    scheme_changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._told = len(session.annotations.notices) if session.annotations else 0
        self._seen: set[Path] = set()
        self._is_stopped = False
        self._trouble = ""
        self._scheme_mark = self._mark_of_scheme()
        session.save_state_changed.connect(self._on_save_state)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def go_on(self) -> None:
        """The person has decided: the file is ours again."""
        self._is_stopped = False

    def ignore(self, path: Path) -> None:
        """Report a copy no more."""
        self._seen.add(path)

    def look(self) -> None:
        """Look once."""
        try:
            self._look_at_annotations()
            self._look_for_copies()
            self._trouble = ""
        except (AnnotatorError, OSError) as error:
            if self._trouble != str(error):  # told once, not every two seconds
                self._trouble = str(error)
                self._session.warned.emit(error)
        self._look_at_scheme()

    def _on_save_state(self, state: SaveState) -> None:
        if state.kind is SaveKind.FAILED:
            QTimer.singleShot(0, self, self.look)

    def _look_at_annotations(self) -> None:
        annotations = self._session.annotations
        if annotations is None or self._is_stopped:
            return
        news = annotations.look()
        self._tell_notices()
        if news.replaced:
            self._is_stopped = True
            self.stopped.emit()
        elif news.changed:
            self.follow(news.changed)

    def _tell_notices(self) -> None:
        annotations = self._session.annotations
        notices = annotations.notices if annotations else []
        while self._told < len(notices):
            self._session.warned.emit(notices[self._told])
            self._told += 1

    def follow(self, changed: tuple[str, ...]) -> None:
        """Compare the open ones of these documents with the disk."""
        session, pairs, followed = self._session, [], 0
        for document_id, mine in session.held.items():
            if document_id not in changed:
                continue
            theirs = session.reader.load(document_id)
            if same_state(mine, theirs):
                continue
            if session.has_steps(document_id):
                pairs.append(Pair(mine, theirs))
            else:
                session.read_again(document_id)
                followed += 1
        session.renew_statuses()
        if pairs:
            self.changed.emit(pairs)
        if followed:
            self.followed.emit(followed)

    def _look_for_copies(self) -> None:
        session = self._session
        if session.annotations is None or self._is_stopped:
            return
        layout = session.workspace.layout
        if not layout.annotations_folder.is_dir():
            return
        found = [*copies_of(layout, session.annotator), *rescued_files(layout, session.annotator)]
        if new := [path for path in found if path not in self._seen]:
            self._seen.update(new)
            self.copies_found.emit(new)

    def _mark_of_scheme(self) -> tuple[int, int, int]:
        try:
            status = self._session.workspace.layout.scheme.stat()
        except OSError:  # being replaced just now: the next look sees it
            return (0, 0, 0)
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _look_at_scheme(self) -> None:
        mark = self._mark_of_scheme()
        if mark in {self._scheme_mark, (0, 0, 0)}:
            return
        self._scheme_mark = mark
        before = self._session.workspace.scheme
        try:
            self._session.workspace.refresh()
        except AnnotatorError as error:
            self._session.warned.emit(error)
            return
        if self._session.workspace.scheme != before:
            self.scheme_changed.emit()
