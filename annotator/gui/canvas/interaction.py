"""The article as something to work on: Qt's events are passed to the keyboard, the mouse and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.domain import Entity
from annotator.gui.canvas.choice import Choice
from annotator.gui.canvas.desk import Desk
from annotator.gui.canvas.hit import Hit, HitKind, hit
from annotator.gui.canvas.input_keys import KeyInput
from annotator.gui.canvas.input_mouse import MouseInput
from annotator.gui.canvas.look import Look, Range
from annotator.gui.canvas.paint_drag import paint_relation_to_be
from annotator.gui.canvas.surface import EMPTY, Surface
from annotator.gui.canvas.tips import mark_tip, relation_tip
from annotator.gui.guard import guard_events
from annotator.gui.looks import ArcMode

_BLINK = 530
_AUTOSCROLL = 30
_FASTEST = 60.0
_WHEEL_STEP = 120
_ROWS_PER_STEP = 2.0
_CURSORS = {
    HitKind.SPAN: Qt.CursorShape.PointingHandCursor,
    HitKind.ARC: Qt.CursorShape.PointingHandCursor,
    HitKind.FOLD: Qt.CursorShape.PointingHandCursor,
    HitKind.START: Qt.CursorShape.SizeHorCursor,
    HitKind.END: Qt.CursorShape.SizeHorCursor,
}


@guard_events
class InteractiveSurface(Surface):
    """A surface with a caret, a choice, gestures and questions."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = EMPTY
        self._highlights: tuple[Range, ...] = ()
        self._wheel_rest = 0.0
        self._double_click: tuple[int, QPointF] | None = None
        self._desk = Desk(self)
        self._keys = KeyInput(self._desk)
        self._mouse = MouseInput(self._desk, self._hit)
        self._blink = QTimer(self)
        self._blink.setInterval(_BLINK)
        self._blink.timeout.connect(self._on_blink)
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(_AUTOSCROLL)
        self._autoscroll.timeout.connect(self._on_autoscroll)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._desk.lines_on_page = lambda: int(self.viewport().height() / self._page.metrics.row())
        self._desk.selection.changed.connect(self._refresh)
        self._desk.moved.connect(self._follow_caret)
        self._desk.question.connect(self._ask)
        self._desk.relating.changed.connect(self._on_relating_changed)

    # -- what is shown of the choice ------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Paint anew after the choice, the aim or a drag changed."""
        self._look = self._make_look()
        if self._look.caret_shown:
            self._blink.start()
        else:
            self._blink.stop()
        self.viewport().update()

    def _refresh_if_changed(self) -> None:
        """Paint anew only if what is chosen looks different now; a blinking caret is no difference."""
        look = self._make_look()
        if replace(look, caret_shown=self._look.caret_shown) != self._look:
            self._refresh()

    def _make_look(self) -> Look:
        selection, marks, relating = self._desk.selection, self._page.marks, self._desk.relating
        lifted = {r.id for r in marks.links_of(selection.entity)} | {selection.relation} - {""}
        aim = relating.aim or self._mouse.target
        return Look(
            caret=selection.caret,
            caret_shown=self.hasFocus() and not selection.entity and not selection.relation,
            selection=self._mouse.preview or selection.range,
            entity=selection.entity,
            relation=selection.relation,
            lifted=frozenset(lifted),
            targets=relating.target_ids if relating.active else None,
            aim=aim.id if aim is not None else "",
            highlights=self._highlights,
            arcs_all=self._page.arc_mode is ArcMode.ALL,
        )

    def _on_relating_changed(self) -> None:
        self._refresh()
        if (aim := self._desk.relating.aim) is not None:
            self.reveal(aim.start, aim.end)

    def _follow_caret(self) -> None:
        mark, caret = self._page.marks.mark(self._desk.selection.entity), self._desk.selection.caret
        self.reveal(*((mark.start, mark.end) if mark is not None else (caret, caret)))

    def _on_blink(self) -> None:
        self._look.caret_shown = not self._look.caret_shown
        number = self._page.index.piece_at(self._look.caret)
        self.viewport().update(0, self._scroller.y_of(number), self.viewport().width(), self._page.heights[number])

    def _ask(self, choices: list[Choice], answer: Callable[[object], None], offset: int) -> None:
        from annotator.gui.canvas.chooser import Chooser

        self.reveal(offset, offset)
        chooser = Chooser(self.viewport(), choices, answer)
        chooser.open_at(self._point_of(offset, below=True), self.viewport().rect().adjusted(4, 4, -4, -4))

    def _hit(self, at: QPointF) -> Hit:
        number, x, y = self._locate(at)
        arcs = self._page.arc_mode is not ArcMode.NONE
        return hit(self._page, number, x, y, chosen=self._desk.selection.entity, arcs=arcs)

    def _has_overlay(self) -> bool:
        return self._mouse.relating or self._desk.relating.active

    def _paint_overlay(self, painter: QPainter) -> None:
        press, relating = self._mouse.press_state, self._desk.relating
        if self._mouse.relating and press is not None and press.entity is not None:
            paint_relation_to_be(painter, self._top_of(press.entity), self._mouse.pointer, self._painter.pens)
        elif relating.source is not None and relating.aim is not None:
            ends = (self._top_of(relating.source), self._top_of(relating.aim))
            paint_relation_to_be(painter, *ends, self._painter.pens)

    def _top_of(self, entity: Entity) -> QPointF:
        """Return the middle of the top of an entity's first line."""
        place = self._page.caret_place(entity.start)
        line = self._page.box(place.piece).lines[place.line]
        fragment = next((f for f in line.fragments if f.id == entity.id), None)
        x = place.x if fragment is None else (fragment.x0 + fragment.x1) / 2
        return QPointF(self._column_x() + x, self._scroller.y_of(place.piece) + line.text_top)

    # -- keyboard -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Tab for walking from span to span while there is one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._walk(event):
            event.accept()
            return True
        return super().event(event)

    def _walk(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.key() == Qt.Key.Key_Backtab:
            return self._desk.step_mark(forward=False)
        forward = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return event.key() == Qt.Key.Key_Tab and self._desk.step_mark(forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the article's keys; others go on to the window."""
        if event.key() == Qt.Key.Key_Escape and self._mouse.cancel():
            self._autoscroll.stop()
            self._desk.selection.clear()
            self._refresh()
        elif not self._keys.press(event):
            event.ignore()
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._refresh()

    # -- mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag; the third click in a row selects the paragraph."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._is_third(event):
            self._mouse.select_around(event.position(), paragraph=True)
        else:
            self._mouse.press(event.position(), event.modifiers())
            self._refresh()

    def _is_third(self, event: QMouseEvent) -> bool:
        last, self._double_click = self._double_click, None
        if last is None:
            return False
        hints = QGuiApplication.styleHints()
        near = (event.position() - last[1]).manhattanLength() <= hints.mouseDoubleClickDistance()
        return near and event.timestamp() - last[0] <= hints.mouseDoubleClickInterval()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.cancel()
            self._double_click = (event.timestamp(), event.position())
            self._mouse.select_around(event.position(), paragraph=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a drag, or show by the cursor what the pointer is over."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            kind = self._hit(event.position()).kind
            self.viewport().setCursor(_CURSORS.get(kind, Qt.CursorShape.IBeamCursor))
        elif self._mouse.move(event.position()):
            self._refresh()
            if 0 <= event.position().y() < self.viewport().height():
                self._autoscroll.stop()
            elif not self._autoscroll.isActive():
                self._autoscroll.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click or a drag."""
        self._autoscroll.stop()
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release(event.modifiers())
            self._refresh()

    def _on_autoscroll(self) -> None:
        y, height = self._mouse.pointer.y(), self.viewport().height()
        beyond = y - height if y >= height else y
        self._scroll_pixels(round(max(-_FASTEST, min(_FASTEST, beyond * 0.7))))
        self._mouse.move(self._mouse.pointer)
        self._refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by what a touchpad gives in pixels, else by rows; with Ctrl ask for another zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_changed.emit(self._style.zoomed(1.1 ** (event.angleDelta().y() / _WHEEL_STEP)).zoom)
        else:
            pixels = float(event.pixelDelta().y())
            if event.pixelDelta().isNull():
                pixels = event.angleDelta().y() / _WHEEL_STEP * _ROWS_PER_STEP * self._page.metrics.row()
            self._wheel_rest += pixels
            whole = int(self._wheel_rest)
            self._wheel_rest -= whole
            self._scroll_pixels(-whole)
        event.accept()

    # -- telling --------------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer hovering with a tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            near = QRect(event.pos(), event.pos()).adjusted(-8, -8, 8, 8)
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self.viewport(), near)
            return True
        return super().viewportEvent(event)

    def tip_at(self, at: QPointF) -> str:
        """Return what hovering over a point of the viewport tells, as rich text, or ""."""
        found = self._hit(at)
        if found.kind is HitKind.ARC and (relation := self._page.marks.link(found.id)) is not None:
            return relation_tip(self._document, self._page.scheme, self._page.marks, relation)
        mark = self._mouse.mark_at(found)
        return mark_tip(self._document, self._page.scheme, mark) if mark is not None else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose what is under the pointer and let the window show a menu for it."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._mouse.choose_at(QPointF(event.pos()))
        selection = self._desk.selection
        kind, identifier = "text", ""
        if selection.suggestion:
            kind, identifier = "suggestion", selection.suggestion
        elif selection.relation:
            kind, identifier = "relation", selection.relation
        elif selection.entity:
            kind, identifier = "entity", selection.entity
        self._offer_menu(event, kind, identifier)
        event.accept()

    def _offer_menu(self, event: QContextMenuEvent, kind: str, identifier: str) -> None:
        """Pass a wish for a menu on."""
