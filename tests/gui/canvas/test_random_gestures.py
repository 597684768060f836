"""Random sessions: whatever is pressed, dragged, undone and resized, nothing breaks and the picture stays true."""

from __future__ import annotations

import random
import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from annotator.gui.canvas import ArcMode, ArticleView, CanvasStyle, Suggestion

from .conftest import ALT, CONTROL, NO, SHIFT

K = Qt.Key
KEYS = [
    *(K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Home, K.Key_End, K.Key_PageUp, K.Key_PageDown),
    *(K.Key_Tab, K.Key_Backtab, K.Key_Return, K.Key_Escape, K.Key_Delete, K.Key_Space),
    *(K.Key_1, K.Key_2, K.Key_3, K.Key_R, K.Key_A, K.Key_X, K.Key_P, K.Key_O, K.Key_BracketLeft, K.Key_BracketRight),
]
MODIFIERS = [NO, NO, NO, SHIFT, SHIFT, ALT, CONTROL, ALT | SHIFT, CONTROL | ALT | SHIFT]
SENTENCES = "Мустафа Сулейман работает в Microsoft. OpenAI выпустила ChatGPT, и Сэм Альтман рад этому. "
TEXTS = [
    "\n".join([SENTENCES * 3] * 6),
    "\ufeff🇷🇺 ידיעות אחרונות היא Yedioth 12\u2028и\u0306 👨‍👩‍👧‍👦\r\n\r\n\t" + SENTENCES * 4,
    "абв" * 2500,
]


class Session:
    """One random user."""

    def __init__(self, table, seed: int) -> None:
        self.table, self.view, self.random = table, table.view, random.Random(seed)
        self.patches: list = []
        self.held = False

    def step(self) -> None:
        kinds = [self.key] * 50 + [self.mouse] * 35 + [self.wheel] * 5 + [self.change] * 10
        self.random.choice(kinds)()
        if self.random.random() < 0.3:
            QApplication.processEvents()

    def key(self) -> None:
        code = self.random.choice(KEYS)
        text = chr(code).lower() if 32 < code < 127 else ""
        event = QKeyEvent(QEvent.Type.KeyPress, code, self.random.choice(MODIFIERS), text)
        QApplication.sendEvent(QApplication.focusWidget() or self.view, event)

    def point(self) -> QPointF:
        size = self.view.viewport().size()
        return QPointF(self.random.uniform(-20, size.width() + 20), self.random.uniform(-20, size.height() + 20))

    def mouse(self) -> None:
        press, move, release = (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseMove,
            QEvent.Type.MouseButtonRelease,
        )
        kind = self.random.choice([press, move, move, release, QEvent.Type.MouseButtonDblClick])
        self.held = kind is press or (self.held and kind is not release)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        at, viewport = self.point(), self.view.viewport()
        button, buttons = (none if kind is move else left), (left if self.held else none)
        modifiers = self.random.choice(MODIFIERS)
        QApplication.sendEvent(viewport, QMouseEvent(kind, at, viewport.mapToGlobal(at), button, buttons, modifiers))

    def wheel(self) -> None:
        at, viewport = self.point(), self.view.viewport()
        pixels = QPoint(0, self.random.randint(-400, 400))
        phase = Qt.ScrollPhase.NoScrollPhase
        nothing = Qt.MouseButton.NoButton
        event = QWheelEvent(at, viewport.mapToGlobal(at), pixels, QPoint(), nothing, NO, phase, False)
        QApplication.sendEvent(viewport, event)

    def change(self) -> None:
        pick, view = self.random.randrange(6), self.view
        if pick == 0:
            view.resize(self.random.randint(120, 1000), self.random.randint(60, 700))
        elif pick == 1:
            styles = [CanvasStyle.light(), CanvasStyle.dark(), CanvasStyle.high_contrast()]
            view.set_style(self.random.choice(styles).zoomed(self.random.uniform(0.6, 2)))
        elif pick == 2 and self.patches:
            back = self.patches.pop().inverse()
            self.table.document = back.apply(self.table.document)
            view.apply_patch(self.table.document, back)
        elif pick == 3:
            view.verticalScrollBar().setValue(self.random.randint(0, 3000))
        elif pick == 4:
            view.set_arc_mode(self.random.choice(list(ArcMode)))
        else:
            start = self.random.randrange(len(self.table.document.text) - 5)
            view.set_suggestions([Suggestion("s", start, start + 4, "ORG", "m", 0.5)])
            view.tip_at(self.point())


def picture(view: ArticleView):
    view.clearFocus()
    view.set_arc_mode(ArcMode.ALL)
    view.set_suggestions([])
    view._mouse.cancel()
    while view._desk.cancel():
        pass
    view._desk.selection.reset()
    view.verticalScrollBar().setValue(0)
    QApplication.processEvents()
    view._look.caret_shown = False
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("seed", range(6))
def test_random_sessions_end_in_a_true_picture(table, qtbot, monkeypatch, seed):
    """No exception on the way; at the end every offset is right and the view shows what a fresh one would."""
    failures = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: failures.append(error))
    table.show(TEXTS[seed % len(TEXTS)])
    session = Session(table, seed)
    table.view.edit_requested.disconnect(table.on_edit)

    def on_edit(edit) -> None:
        before = table.document
        table.on_edit(edit)
        if table.document is not before:
            session.patches.append(edit.resolve(before, table.view._page.scheme))

    table.view.edit_requested.connect(on_edit)
    for _ in range(200):
        session.step()
    assert failures == []
    document = table.document
    assert all(document.surface(e).strip() == document.surface(e) != "" for e in document.entities)
    fresh = ArticleView()
    qtbot.addWidget(fresh)
    fresh.resize(table.view.size())
    fresh.set_style(table.view.canvas_style)
    fresh.set_document(document, table.view._page.scheme)
    if (chooser := table.chooser()) is not None:
        chooser.close_quietly()
    table.view._page.unfolded.clear()
    table.view._page._boxes.clear()
    fresh.show()
    assert picture(table.view) == picture(fresh)
