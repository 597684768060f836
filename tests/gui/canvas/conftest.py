from __future__ import annotations

import os
from dataclasses import dataclass, field

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.domain import (
    Document,
    EditRefusedError,
    EntityLabel,
    LabelScheme,
    RelationLabel,
)
from annotator.gui.canvas import ArticleView, CanvasStyle
from annotator.gui.canvas.chooser import Chooser

NO = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

RUSSIAN = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,", "йцукенгшщзхъфывапролджэячсмитьб", strict=True))

SCHEME = LabelScheme(
    "test",
    entities=(
        EntityLabel("PERSON", "PER", "p", color="#2148c4"),
        EntityLabel("ORG", "ORG", "o", color="#a85c19"),
        EntityLabel("PRODUCT", "PROD", "d", color="#1a7a50"),
    ),
    relations=(
        RelationLabel("WORKPLACE", ("PERSON",), ("ORG",), key="w", names={"en": "works at", "ru": "работает в"}),
        RelationLabel("HEADS", ("PERSON",), ("ORG",), key="h", names={"en": "heads", "ru": "возглавляет"}),
        RelationLabel("PRODUCES", ("ORG",), ("PRODUCT",), key="u", names={"en": "produces", "ru": "производит"}),
        RelationLabel("KNOWS", ("PERSON",), ("PERSON",), symmetric=True, names={"en": "knows", "ru": "знает"}),
    ),
)


@dataclass
class Table:
    """The view with a document behind it, as the window will hold them: edits are resolved, refused or applied."""

    view: ArticleView
    document: Document
    edits: list[object] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def on_edit(self, edit: object) -> None:
        self.edits.append(edit)
        try:
            patch = edit.resolve(self.document, self.view._page.scheme)
        except EditRefusedError as error:
            self.refused.append(str(error))
            return
        self.document = patch.apply(self.document)
        self.view.apply_patch(self.document, patch)

    def show(self, text: str, scheme: LabelScheme = SCHEME, *, read_only: bool = False, **fields: object) -> None:
        self.document = Document("d", text, **fields)
        self.view.set_document(self.document, scheme, read_only=read_only)
        self.view.setFocus()

    # -- keys

    def key(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NO, *, layout: str = "us") -> None:
        """Press a key by its Qt name, or a character key by what a US keyboard has there."""
        if isinstance(key, str):
            typed = RUSSIAN.get(key, key) if layout == "ru" else key
            code, text = ord(typed.upper()), typed
        else:
            code, text = int(key), ""
        target = QApplication.focusWidget() or self.view
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, code, modifiers, text))

    def scan(self, code: int, typed: str) -> None:
        """Press the key with a native scan code that types `typed`."""
        target = QApplication.focusWidget() or self.view
        event = QKeyEvent(QEvent.Type.KeyPress, ord(typed.upper()), NO, code, 0, 0, typed)
        QApplication.sendEvent(target, event)

    # -- mouse

    def at(self, offset: int) -> QPointF:
        """Return the middle of the character at a code point."""
        view = self.view
        words = view._desk.words
        left, right = view._point_of(offset), view._point_of(words.next_grapheme(offset))
        x = (left.x() + right.x()) / 2 if right.y() == left.y() else left.x() + 3
        return QPointF(x, left.y() + view._page.metrics.text_height / 2)

    def caption(self, identifier: str) -> QPointF:
        """Return a point on the caption of an entity."""
        entity = self.document.entity(identifier)
        place = self.view._page.caret_place(entity.start)
        line = self.view._page.box(place.piece).lines[place.line]
        level = next(f.level for f in line.fragments if f.id == identifier)
        x, lane = self.view._point_of(entity.start), self.view._page.metrics.lane
        y = self.view._scroller.y_of(place.piece) + line.text_bottom + level * lane
        return QPointF(x.x() + 4, y + lane / 2)

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        modifiers: Qt.KeyboardModifier = NO,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        move = kind is QEvent.Type.MouseMove
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
        pressed = Qt.MouseButton.NoButton if move else button
        viewport = self.view.viewport()
        event = QMouseEvent(kind, at, viewport.mapToGlobal(at), pressed, held, modifiers)
        QApplication.sendEvent(viewport, event)

    def click(self, at: QPointF, modifiers: Qt.KeyboardModifier = NO) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at, modifiers)
        self.mouse(QEvent.Type.MouseButtonRelease, at, modifiers)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self.mouse(QEvent.Type.MouseButtonDblClick, at)
        self.mouse(QEvent.Type.MouseButtonRelease, at)

    def drag(self, start: QPointF, *through: QPointF, modifiers: Qt.KeyboardModifier = NO) -> None:
        self.press_and_move(start, *through, modifiers=modifiers)
        self.mouse(QEvent.Type.MouseButtonRelease, through[-1], modifiers)

    def press_and_move(self, start: QPointF, *through: QPointF, modifiers: Qt.KeyboardModifier = NO) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, start, modifiers)
        for point in (start + QPointF(5, 0), *through):
            self.mouse(QEvent.Type.MouseMove, point, modifiers)

    # -- asking

    def span(self, words: str, occurrence: int = 0) -> tuple[int, int]:
        start = -1
        for _ in range(occurrence + 1):
            start = self.document.text.index(words, start + 1)
        return start, start + len(words)

    def entities(self) -> list[tuple[str, str]]:
        return [(self.document.surface(e), e.label) for e in self.document.entities]

    def relations(self) -> list[tuple[str, str, str]]:
        surface = {e.id: self.document.surface(e) for e in self.document.entities}
        return [(surface[r.head], r.label, surface[r.tail]) for r in self.document.relations]

    def chooser(self) -> Chooser | None:
        found = [c for c in self.view.viewport().findChildren(Chooser) if c.isVisible()]
        return found[0] if found else None


@pytest.fixture
def table(qtbot) -> Table:
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.set_style(CanvasStyle.light())
    made = Table(view, Document("", ""))
    view.edit_requested.connect(made.on_edit)
    view.hint.connect(made.hints.append)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    QApplication.setCursorFlashTime(0)
    return made


def point(x: float, y: float) -> QPoint:
    return QPoint(round(x), round(y))
