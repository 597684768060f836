"""Ctrl+M: every mention of a name in the article, in all its case forms, to be ticked and tagged in one step."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from annotator.domain import Document
from annotator.gui.workbench import Workbench
from annotator.messages import current_language

if TYPE_CHECKING:
    from annotator.suggest.mentions import Mention

_AROUND = 34  # characters of context on each side


class MentionsDialog(QDialog):
    """The list. `accepted_mentions` brings the ticked ones and the label; `looked_at` the place to show."""

    accepted_mentions = Signal(object, str)
    looked_at = Signal(int, int)

    def __init__(self, workbench: Workbench, document: Document, mentions: Sequence[Mention], label: str) -> None:
        super().__init__(workbench.editor.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document, self._mentions = document, list(mentions)
        self.title, self.label = QLabel(self), QComboBox(self)
        self.title.setWordWrap(True)
        for kind in workbench.swatches.scheme.entities:
            self.label.addItem(workbench.swatches.entity(kind.label), kind.name(current_language()), kind.label)
        self.label.setCurrentIndex(max(0, self.label.findData(label)))
        self.list = QListWidget(self)
        self.tag, self.cancel = QPushButton(self), QPushButton(self)
        self.tag.setProperty("primary", True)
        self.tag.setDefault(True)
        self._lay_out()
        self._fill()
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemChanged.connect(self._show_count)
        self.list.installEventFilter(self)
        self.tag.clicked.connect(self._on_tag)
        self.cancel.clicked.connect(self.close)
        self.retranslate()
        self.list.setFocus()

    def _lay_out(self) -> None:
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.label)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.resize(680, 460)

    def _fill(self) -> None:
        for mention in self._mentions:
            text = self._document.text
            before = " ".join(text[max(0, mention.start - _AROUND) : mention.start].split(" "))
            after = text[mention.end : mention.end + _AROUND]
            line = " ".join(f"…{before}[{mention.surface}]{after}…".split())
            item = QListWidgetItem(f"{line}\n{mention.reason}" if mention.reason else line, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if mention.certain else Qt.CheckState.Unchecked)

    def chosen(self) -> list[Mention]:
        """Return the ticked mentions."""
        ticked = (self.list.item(row).checkState() is Qt.CheckState.Checked for row in range(self.list.count()))
        return [mention for mention, on in zip(self._mentions, ticked, strict=True) if on]

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self._mentions):
            self.looked_at.emit(self._mentions[row].start, self._mentions[row].end)

    def _show_count(self) -> None:
        count = len(self.chosen())
        self.tag.setText(self.tr("Tag {0}").format(count))
        self.tag.setEnabled(count > 0)

    def _on_tag(self) -> None:
        self.accepted_mentions.emit(self.chosen(), self.label.currentData())
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list tags; the space bar ticks, as everywhere."""
        enter = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in enter:
            self.tag.click()
            return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("All mentions"))
        self.title.setText(self.tr("Space ticks a mention, Enter tags all that are ticked, in one step."))
        self.list.setAccessibleName(self.tr("All mentions"))
        self.label.setAccessibleName(self.tr("Label"))
        self.cancel.setText(self.tr("Cancel"))
        self._show_count()


class MentionSearch(QObject):
    """Looks for mentions on a worker thread, since morphology loads a dictionary the first time."""

    nothing_found = Signal(str)
    _found = Signal(object)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._pool = ThreadPoolExecutor(1, "mentions")
        self._found.connect(self._on_found)

    def start(self) -> None:
        """Look for the selected entity's words, or for the selected words."""
        session, article = self._workbench.session, self._workbench.article
        document = session.document if session else None
        if session is None or document is None or session.read_only:
            return
        entity = document.entity(article.selected_entity)
        span = entity.span if entity else article.selection()
        if span is None:
            self.nothing_found.emit(self.tr("Select a name, or an entity, to find all its mentions."))
            return
        label = entity.label if entity else (article.active_label or "")
        future = self._pool.submit(_search, document, document.text[slice(*span)], label)
        future.add_done_callback(lambda done: self._found.emit((done, document.id, label)))

    def _on_found(self, answer: tuple[Future[list[Mention]], str, str]) -> None:
        done, document_id, label = answer
        session = self._workbench.session
        document = session.document if session else None
        if document is None or document.id != document_id:
            return
        mentions = [m for m in done.result() if not _is_tagged(document, m, label)]
        if not mentions:
            self.nothing_found.emit(self.tr("All mentions of this name are tagged already."))
            return
        dialog = MentionsDialog(self._workbench, document, mentions, label)
        dialog.accepted_mentions.connect(self._on_accepted)
        dialog.looked_at.connect(self._workbench.article.reveal)
        dialog.looked_at.connect(lambda start, end: self._workbench.article.set_highlights([(start, end)]))
        dialog.destroyed.connect(self._return_to_article)
        dialog.show()

    def _return_to_article(self) -> None:
        article = self._workbench.article
        article.set_highlights([])
        article.activateWindow()
        article.setFocus()

    def _on_accepted(self, mentions: list[Mention], label: str) -> None:
        from annotator.suggest.mentions import mention_edits

        session = self._workbench.session
        if session is not None and session.document is not None:
            self._workbench.perform(mention_edits(session.document, session.workspace.scheme, mentions, label))


def _search(document: Document, name: str, label: str) -> list[Mention]:
    from annotator.suggest.mentions import find_mentions, kind_of_label

    return find_mentions(name, document.text, document.tokens, kind=kind_of_label(label) if label else None)


def _is_tagged(document: Document, mention: Mention, label: str) -> bool:
    """Tell whether the place holds an entity of this label already (of any label, where none is chosen)."""
    return any(not label or e.label == label for e in document.entities_in(mention.start, mention.end))
