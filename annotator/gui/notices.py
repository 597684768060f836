"""What the message bar says about the session: refusals, failed saves, read-only, a new annotator's name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox

from annotator.gui.save_state import SaveKind, SaveState
from annotator.gui.widgets.message_bar import BarMessage, Kind, MessageBar, Toasts
from annotator.messages import Message

if TYPE_CHECKING:
    from annotator.domain.edits import Edit
    from annotator.gui.session import Session

_POLL = 3000  # milliseconds between looks at another window's lock


class Notices(QObject):
    """Shows and takes away the session's messages; `renew` shows the standing ones in another language."""

    take_over_wanted = Signal(bool)  # also from another computer
    annotator_wanted = Signal(str)
    edit_wanted = Signal(object)  # Edit
    save_wanted = Signal()

    def __init__(self, bar: MessageBar, toasts: Toasts, parent: QObject) -> None:
        super().__init__(parent)
        self.bar, self.toasts = bar, toasts
        self._session: Session | None = None
        self._locked: Message | None = None
        self._free = False
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL)
        self._timer.timeout.connect(self._look_at_lock)

    def attach(self, session: Session, locked: Message | None, *, asks_name: bool) -> None:
        """Follow a session."""
        self._session, self._locked, self._asking, self._free = session, locked, asks_name, False
        session.refused.connect(self.show_refusal)
        session.save_state_changed.connect(self.show_save_state)
        session.warned.connect(self.show_warning)
        for notice in session.annotations.notices if session.annotations else []:
            self.show_warning(notice)
        self.renew()
        if locked:
            self._timer.start()

    def detach(self) -> None:
        """Forget the session and its messages."""
        self._timer.stop()
        self._session, self._locked, self._asking = None, None, False
        self.bar.dismiss_all()
        self.toasts.dismiss_all()

    def renew(self) -> None:
        """Show the standing messages in the language chosen now."""
        self.toasts.dismiss_all()
        if self._session is None:
            return
        if self._locked:
            self._show_locked()
        if self._asking:
            self._show_name()
        self.show_save_state(self._session.save_state)

    # -- one by one -----------------------------------------------------------------------------------------------

    def show_refusal(self, reason: Message, instead: Edit | None) -> None:
        """Say why an edit was refused, and offer what would be legal."""
        text = str(reason)
        message = self.toasts.show_message("refused", Kind.WARNING, f"{text[:1].upper()}{text[1:]}.")
        if instead is not None:
            from annotator.domain.edits import AddRelation

            reverse = isinstance(instead, AddRelation)
            button = self.tr("Add it the other way round") if reverse else self.tr("Relabel and delete those relations")
            message.add_button(button, lambda: self.edit_wanted.emit(instead))

    def show_error(self, text: str) -> BarMessage:
        """Say what went wrong; stays until it is closed."""
        return self.bar.show_message("error", Kind.ERROR, text)

    def show_unsaved(self, text: str) -> BarMessage:
        """Say that the window stays open for what is not saved; goes away when it is."""
        return self.bar.show_message("unsaved", Kind.ERROR, text)

    def show_warning(self, message: Message) -> None:
        """Say what the user should know; stays until it is closed."""
        self.bar.show_message(f"warning {message}", Kind.WARNING, str(message))

    def show_info(self, text: str) -> None:
        """Say something in passing."""
        self.toasts.show_message("info", Kind.INFO, text)

    def show_report(self, text: str) -> None:
        """Say what a job did; stays until it is closed."""
        self.bar.show_message("report", Kind.INFO, text)

    def show_save_state(self, state: SaveState) -> None:
        """A failed save stands in red until it has worked."""
        if state.kind is SaveKind.SAVED:
            self.bar.dismiss("unsaved")
        if state.kind is not SaveKind.FAILED:
            self.bar.dismiss("save")  # offline has a standing message of its own, and the status line says so
            return
        if state.kept_at:
            text = self.tr("Not saved: {0}. It is tried again; meanwhile your work is in {1}.")
        else:
            text = self.tr("Not saved: {0}. Your work is kept in memory and tried again.")
        text = text.format(state.reason, state.kept_at)
        message = self.bar.show_message("save", Kind.ERROR, text, closable=False)
        message.add_button(self.tr("Try now"), self.save_wanted.emit, closes=False)

    def _show_locked(self) -> None:
        if self._free:
            text = self.tr("The other window is closed: you can go on here.")
            button = self.tr("Edit here")
        else:
            text = self.tr("Read-only: {0}.").format(self._locked)
            button = self.tr("Try to edit here")
        message = self.bar.show_message("locked", Kind.INFO, text)
        message.add_button(button, partial(self.take_over_wanted.emit, False), primary=self._free)
        if self._session is not None and not self._free and (host := self._session.other_computer()):
            text = self.tr("Nobody works on {0}: take over").format(host)
            message.add_button(text, partial(self.take_over_wanted.emit, True))

    def _look_at_lock(self) -> None:
        if self._session is not None and not self._free and self._session.lock_is_free():
            self._free = True
            self._timer.stop()
            self._show_locked()

    def _show_name(self) -> None:
        assert self._session is not None
        text = self.tr("Who annotates? Your name keeps your work apart from that of others.")
        message = self.bar.show_message("name", Kind.INFO, text)
        field = QComboBox(message)
        field.setEditable(True)
        field.setMinimumWidth(180)
        field.addItems([self._session.annotator, *self._session.workspace.annotators])
        field.setAccessibleName(self.tr("Annotator's name"))
        message.add_widget(field)
        message.add_button(self.tr("Use this name"), lambda: self._answer(field.currentText()), primary=True)
        message.close_button.clicked.connect(self._stop_asking)

    def ask_name(self) -> None:
        """Ask for a name in the message bar."""
        if self._session is not None:
            self._asking = True
            self._show_name()

    def _answer(self, name: str) -> None:
        self._stop_asking()
        self.annotator_wanted.emit(name.strip())

    def _stop_asking(self) -> None:
        self._asking = False
