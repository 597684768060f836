"""A note on the selected entity or relation, or on the document."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from annotator.domain import Document
from annotator.gui.guard import guard_events
from annotator.gui.panels.panel import Panel
from annotator.text.display import one_line

_PAUSE = 800  # milliseconds of silence after which typing counts as one step


@guard_events
class NoteField(QPlainTextEdit):
    """Tells when it is left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field writes the note."""
        super().focusOutEvent(event)
        self.left.emit()


class NotePanel(Panel):
    """Emits `written` (target id, text) when typing pauses or the field is left."""

    written = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._target = ""
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setProperty("muted", True)
        self.field = NoteField(self)
        self.field.setProperty("field", True)
        self.field.setTabChangesFocus(True)
        self.column.setContentsMargins(12, 8, 12, 12)
        self.column.addWidget(self.title)
        self.column.addWidget(self.field, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.commit)
        self.field.textChanged.connect(self._timer.start)
        self.field.left.connect(self.commit)
        self.retranslate()

    def show_note(self, document: Document | None, target: str) -> None:
        """Show the note on an entity, a relation or (with an empty id) the document."""
        if document is None or self._document is None or document.id != self._document.id or target != self._target:
            self.commit()
        self._document, self._target = document, target
        text = document.notes.get(target, "") if document else ""
        if text != self.field.toPlainText().strip():
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(False)
        self.field.setEnabled(document is not None)
        self.title.setText(self._title())

    def set_read_only(self, read_only: bool) -> None:
        """Only show notes."""
        self.field.setReadOnly(read_only)

    def commit(self) -> None:
        """Write the note now, if it changed."""
        self._timer.stop()
        if self._document is None or self.field.isReadOnly():
            return
        text = self.field.toPlainText().strip()
        if text != self._document.notes.get(self._target, ""):
            self.written.emit(self._target, text)

    def _title(self) -> str:
        document = self._document
        if document is None:
            return ""
        if entity := document.entity(self._target):
            return self.tr("On “{0}”").format(one_line(document.surface(entity)))
        if relation := document.relation(self._target):
            ends = [document.entity(end) for end in (relation.head, relation.tail)]
            words = [one_line(document.surface(end)) if end else "?" for end in ends]
            return self.tr("On the relation {0} → {1}").format(*words)
        return self.tr("On the whole document")

    def focus_target(self) -> QWidget:
        """The field itself."""
        return self.field

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.field.setPlaceholderText(self.tr("Doubts, questions, reasons…"))
        self.field.setAccessibleName(self.tr("Note"))
        self.title.setText(self._title())
