"""Writing guidelines.md beside its preview."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.placing import open_size
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace

_PREVIEW = 200  # milliseconds after the last key


class GuidelinesEditor(QDialog):
    """Saves under the workspace's lock; what somebody else wrote meanwhile is told and kept beside, never lost."""

    saved = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Edit the guidelines"))
        self._workspace, self._before, self._keep_theirs = workspace, workspace.guidelines, False
        self.text, self.preview, self.problem = QPlainTextEdit(self), QTextBrowser(self), QLabel(self)
        self.text.setPlainText(self._before)
        self.text.setAccessibleName(self.tr("Text in Markdown"))
        self.text.setPlaceholderText(self.tr("# What to tag\n\nRules in Markdown: headings, lists, **bold**."))
        self.preview.setAccessibleName(self.tr("Preview"))
        self.problem.setWordWrap(True)
        self.problem.setProperty("problem", True)
        self.problem.hide()
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.text)
        parts.addWidget(self.preview)
        parts.setSizes([480, 480])
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.save_button = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save_button.setAutoDefault(False)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(parts, 1)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(_PREVIEW)
        self._due.timeout.connect(self._show_preview)
        self.text.textChanged.connect(self._due.start)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self._show_preview()
        open_size(self, 980, 640)

    def _show_preview(self) -> None:
        self.preview.setMarkdown(self.text.toPlainText())

    def save(self) -> None:
        """Write, or say why not; a second press writes although somebody else did meanwhile, and keeps theirs beside."""
        now = self._workspace.guidelines
        if now != self._before:
            self._before = now
            self._tell(
                self.tr(
                    "Somebody else has changed guidelines.md meanwhile. Save once more to write yours: theirs is then "
                    "kept in a file beside."
                )
            )
            self._keep_theirs = True
            return
        self.write(self.text.toPlainText(), keep=self._keep_theirs)

    def write(self, text: str, *, keep: bool) -> None:
        """Keep the text, and close once it is kept."""
        try:
            self._workspace.set_guidelines(text, keep=keep)
        except AnnotatorError as error:
            self._tell(str(error))
            return
        self._on_kept(text)

    def _on_kept(self, text: str) -> None:
        self._before = text
        self.saved.emit()
        self.accept()

    def _tell(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
