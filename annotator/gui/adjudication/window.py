"""The window of the adjudication: the gold article, the item in question, one key for every decision."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.agreement.variants import EntityItem, EntityVariant
from annotator.domain import Document
from annotator.domain.edits import Edit
from annotator.gui.adjudication.choices import choices, difference, span_of, spans_of
from annotator.gui.adjudication.gold_desk import GoldDesk
from annotator.gui.adjudication.item_panel import ItemPanel
from annotator.gui.canvas import ArticleView, CanvasStyle
from annotator.gui.canvas import Suggestion as Shown
from annotator.gui.guard import guard_events
from annotator.gui.icons import icon
from annotator.gui.keys import physical_key
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.documents import heading_of
from annotator.gui.models.swatches import Swatches
from annotator.gui.placing import open_size
from annotator.gui.save_state import SaveKind, SaveState, reason_of
from annotator.gui.status_icons import status_icon
from annotator.gui.theme import LIGHT, Colors
from annotator.messages import AnnotatorError

_ENTER = {int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)}
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@guard_events
class AdjudicationWindow(FollowsLanguage, QWidget):
    """Closing it saves and gives the gold file's lock back. `done` tells that."""

    done = Signal()

    def __init__(self, desk: GoldDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("paper", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk, self._colors = desk, LIGHT
        desk.setParent(self)
        self._told_unsaved, self._unsaved = False, ""
        self._swatches = Swatches()
        self._swatches.use(scheme=desk.workspace.scheme)
        self.documents = QComboBox(self)
        self.documents.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.previous, self.next = QToolButton(self), QToolButton(self)
        self.message = QLabel(self)
        self.message.setProperty("muted", True)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.article = ArticleView(self)
        self.article.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.panel = ItemPanel(desk, self._swatches, self)
        self._lay_out()
        self._connect()
        self._fill_documents()
        self.retranslate()
        open_size(self, 1280, 820)

    # -- putting together -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(8)
        for part in (self.previous, self.next):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(part)
        head.addWidget(self.documents, 1)
        head.addWidget(self.message, 1)
        rule = QFrame(self)
        rule.setProperty("rule", True)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.article)
        parts.addWidget(self.panel)
        parts.setStretchFactor(0, 1)
        parts.setSizes([860, 420])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule)
        column.addWidget(parts, 1)

    def _connect(self) -> None:
        desk, panel, article = self.desk, self.panel, self.article
        article.installEventFilter(self)
        article.edit_requested.connect(self._on_edit)
        article.suggestion_accepted.connect(lambda key: desk.take(int(key.partition(" ")[0])))
        article.suggestion_rejected.connect(lambda _key: desk.neither())
        article.hint.connect(self._tell)
        desk.opened.connect(self._on_opened)
        desk.changed.connect(self._on_changed)
        desk.moved.connect(self._show_item)
        desk.queue.alarmed.connect(lambda alarm: self._tell(str(alarm)))
        desk.refused.connect(self._tell)
        desk.save_state_changed.connect(self._show_save_state)
        panel.take_wanted.connect(desk.take)
        panel.neither_wanted.connect(desk.neither)
        panel.tagging_wanted.connect(desk.start_tagging)
        panel.tagging_done.connect(desk.finish_tagging)
        panel.undo_wanted.connect(desk.undo)
        panel.next_document_wanted.connect(lambda: self.step_document(1))
        panel.anew_wanted.connect(desk.adjudicate_anew)
        self.documents.activated.connect(lambda row: self.open_document(self.documents.itemData(row)))
        self.previous.clicked.connect(lambda: self.step_document(-1))
        self.next.clicked.connect(lambda: self.step_document(1))

    def _fill_documents(self) -> None:
        for identifier in self.desk.document_ids:
            article = self.desk.workspace.article(identifier)
            self.documents.addItem(heading_of(article.text, article.meta.get("title")), identifier)

    # -- documents ------------------------------------------------------------------------------------------------

    def open_document(self, document_id: str) -> None:
        """Show a document where its adjudication stands."""
        try:
            self.desk.open(document_id)
        except AnnotatorError as error:
            self._tell(str(error))
        self.article.setFocus()

    def open_first(self, wanted: str = "") -> None:
        """Show the document wanted, else the first one that is not in the gold set yet."""
        ids = self.desk.document_ids
        unfinished = (i for i in ids if self.desk.status(i) != "done")
        first = wanted if wanted in ids else next(unfinished, ids[0] if ids else "")
        if first:
            self.open_document(first)
            for notice in self.desk.annotations.notices:
                self._tell(str(notice))
        else:
            self._tell(self.tr("No document has been finished by two annotators yet."))

    def step_document(self, by: int) -> None:
        """Go to the next or previous document."""
        row = self.documents.currentIndex() + by
        if 0 <= row < self.documents.count():
            self.open_document(self.documents.itemData(row))
        else:
            self._tell(
                self.tr("This is the last document of the list.")
                if by > 0
                else self.tr("This is the first document of the list.")
            )

    def _on_opened(self) -> None:
        state = self.desk.state
        assert state is not None
        self.documents.setCurrentIndex(self.documents.findData(state.gold.id))
        self._show_status(self.documents.currentIndex())
        self._tell("")
        self.article.set_document(state.gold, self.desk.workspace.scheme, read_only=True)
        self._show_item()

    def _show_statuses(self) -> None:
        for row in range(self.documents.count()):
            self._show_status(row)

    def _show_status(self, row: int) -> None:
        status = self.desk.status(self.documents.itemData(row))
        self.documents.setItemIcon(row, status_icon(status, self._colors))

    def _tell(self, text: str) -> None:
        """Say something above the article; what is not saved is said until it is."""
        shown = text or self._unsaved
        self.message.setText(shown)
        self.message.setToolTip(shown)

    # -- the item -------------------------------------------------------------------------------------------------

    def _on_edit(self, edit: Edit) -> None:
        self.desk.perform(edit)

    def _on_changed(self, before: Document) -> None:
        assert self.desk.state is not None
        self._tell("")
        self.article.apply_patch(self.desk.state.gold, difference(before, self.desk.state.gold))
        self._show_status(self.documents.currentIndex())
        if self.desk.tagging:
            self.panel.show_state()
        else:
            self._show_item()

    def _show_item(self) -> None:
        """Show the current item in the article: its variants dashed, or the words ready for tagging."""
        desk, item, state = self.desk, self.desk.item, self.desk.state
        self.article.set_read_only(not desk.tagging)
        self.panel.show_state()
        if state is None or item is None:
            self.article.set_suggestions(())
            self.article.set_highlights(())
            return
        shown = [] if desk.tagging or not isinstance(item, EntityItem) else self._variants(item)
        self.article.set_suggestions(shown)
        self.article.set_highlights(spans_of(item))
        if desk.tagging and isinstance(item, EntityItem):
            self.article.select_range(*span_of(item))
        else:
            self.article.clear_selection()
            self.article.reveal(*span_of(item))

    def _variants(self, item: EntityItem) -> list[Shown]:
        assert self.desk.state is not None
        offered = choices(item, tuple(self.desk.state.documents))
        standing = {(e.start, e.end, e.label) for e in self.desk.state.gold.entities}
        return [
            Shown(f"{number} {place}", mark.start, mark.end, mark.label, ", ".join(choice.annotators))
            for number, choice in enumerate(offered)
            for place, mark in enumerate(choice.marks)
            if isinstance(mark, EntityVariant) and mark.key not in standing
        ]

    def _show_save_state(self, state: SaveState) -> None:
        if state.kind is SaveKind.FAILED:
            self._unsaved = self.tr("Not saved: {0}").format(state.reason)
            self._tell(self._unsaved)
        elif self._unsaved and state.kind is SaveKind.SAVED:
            self._unsaved = ""
            self._tell("")

    # -- keys -----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decide by one key while the article has the focus; while tagging the article's own keys work."""
        if watched is self.article and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys anywhere in the window; Esc ends the tagging."""
        if event.key() == Qt.Key.Key_Escape and self.desk.tagging:
            self.desk.finish_tagging(even_without=False)
        elif not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & _CONTROL)
        if control:
            return self._press_control(event, physical_key(event))
        return not self.desk.tagging and self._press_plain(event)

    def _press_control(self, event: QKeyEvent, key: str) -> bool:
        desk, shift = self.desk, bool(event.modifiers() & _SHIFT)
        if event.key() in _ENTER:
            if desk.tagging:
                desk.finish_tagging()
            else:
                self.step_document(1)
        elif event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.step_document(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif key == "z" and not shift:
            desk.undo()
        elif key in {"y", "z"}:
            desk.redo()
        elif key == "w":
            self.close()
        else:
            return False
        return True

    def _press_plain(self, event: QKeyEvent) -> bool:
        desk, key = self.desk, event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Right}:
            desk.step(1)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Left}:
            desk.step(-1)
        elif key in _ENTER:
            desk.next_open()
        elif key == Qt.Key.Key_Backspace:
            desk.undo()
        else:
            return self._press_letter(physical_key(event))
        return True

    def _press_letter(self, key: str) -> bool:
        if key in {"0", "n"}:
            self.desk.neither()
        elif key == "t":
            self.desk.start_tagging()
        elif key.isdigit():
            self.desk.take(int(key) - 1)
        else:
            return False
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the item into view once the article has its size."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_item)

    # -- closing, language and theme ------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when everything is on disk."""
        if problem := self.desk.close(all_the_same=self._told_unsaved):
            text = self.tr("Not saved: {0}. Closed once more, the window closes all the same: a copy is kept.")
            self._tell(text.format(reason_of(problem)))
            self._told_unsaved = True
            event.ignore()
            return
        self.done.emit()
        event.accept()

    def set_style(self, style: CanvasStyle) -> None:
        """Draw the article in another style."""
        self._swatches.use(style=style)
        self.article.set_style(style)
        self.panel.show_state()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.previous.setIcon(icon("previous", colors.text))
        self.next.setIcon(icon("next", colors.text))
        self._show_statuses()
        self.panel.set_colors(colors)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Adjudication — annotator"))
        self.documents.setAccessibleName(self.tr("Documents"))
        self.previous.setToolTip(self.tr("Previous document (Ctrl+PgUp)"))
        self.next.setToolTip(self.tr("Next document (Ctrl+PgDown)"))
        for button in (self.previous, self.next):
            button.setAccessibleName(button.toolTip())
