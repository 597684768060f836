"""Leads through a first article: each step waits for the real action, Esc ends the tour at any moment."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.domain import Status
from annotator.gui.guard import guard_events
from annotator.gui.tour.callout import Callout

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session

PLACES = (
    ("lavrenyov-roman", "Полынья", "Ксения Аникеева"),
    ("sevmekh-roboty", "Севмех", "Марина Ледовских"),
)
"""Articles of the sample with an organisation and a person who works there."""
_FOLLOW = 120  # milliseconds between two looks at where the place is, since the article scrolls and panels move


class Step(IntEnum):
    """The five steps, and the farewell."""

    SELECT = 1
    TAG = 2
    RELATE = 3
    UNDO = 4
    FINISH = 5
    END = 6


@guard_events
class Tour(QObject):
    """One walk through the steps; `over` when it is finished or skipped."""

    over = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.step = Step.SELECT
        self.callout: Callout | None = None
        self._session: Session | None = None
        self._document, self._organisation, self._person = PLACES[0]
        self._before = (0, 0, 0)
        self._was_done = False
        self._clock = QTimer(self, interval=_FOLLOW)
        self._clock.timeout.connect(self._place)

    # -- beginning and end ----------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Open the sample at an article for the tour; return whether the tour has begun."""
        files = self._window.files
        session = self._open_sample()
        if session is None:
            return False
        if session.read_only:
            self._window.notices.show_info(self.tr("The sample only reads here: close the other window first."))
            return False
        self._session = session
        fresh = (place for place in PLACES if session.status(place[0]) is Status.NOT_STARTED)
        self._document, self._organisation, self._person = next(fresh, PLACES[0])
        files.open_document(self._document)
        self._was_done = session.status(self._document) is Status.DONE
        self._connect(session)
        self._put_caret()
        self._go(Step.SELECT)
        self._clock.start()
        return True

    def _open_sample(self) -> Session | None:
        from annotator.gui import opening

        files = self._window.files
        if files.session is None or files.session.workspace.path != opening.copy_sample():
            files.open_sample()
        return files.session

    def _connect(self, session: Session) -> None:
        self.callout = Callout(self._window)
        self.callout.skipped.connect(self.end)
        self._window.files.about_to_close.connect(self.end)
        for signal in (session.document_changed, session.document_opened, session.status_changed):
            signal.connect(self._look_soon)
        self._window.editor.article.selection_changed.connect(self._look_soon)
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)  # only while the tour lasts

    def end(self) -> None:
        """Leave everything as it is, without the note."""
        if self.callout is None:
            return
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._clock.stop()
        self.callout.hide()
        self.callout.deleteLater()
        self.callout = None
        self._window.editor.article.set_highlights(())
        self.over.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End by Esc, unless it has something nearer to cancel; follow the language."""
        if event.type() is QEvent.Type.LanguageChange and watched is self._window:
            QTimer.singleShot(0, self, self._say)
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape or not isinstance(watched, QWidget):
            return False
        nearer = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if event.type() is not QEvent.Type.KeyPress or nearer or self._window.editor.article.is_relating:
            return False
        self.end()
        return True

    # -- steps ----------------------------------------------------------------------------------------------------

    def _put_caret(self) -> None:
        article = self._window.editor.article
        start, _end = self._span(self._organisation)
        article.select_range(start, start)
        article.setFocus()

    def _span(self, words: str) -> tuple[int, int]:
        document = self._session.document if self._session else None
        start = max(0, document.text.find(words)) if document else 0
        return start, start + len(words)

    def _look_soon(self, *_what: object) -> None:
        QTimer.singleShot(0, self, self._look)  # when everybody has followed the change

    def _look(self) -> None:
        if self.callout is not None and self.step is not Step.END and self._is_done():
            self._go(Step(self.step + 1))

    def _state(self) -> tuple[int, int, int]:
        session = self._session
        document, stack = (session.document, session.stack) if session else (None, None)
        if document is None or stack is None:
            return (0, 0, 0)
        return len(document.entities), len(document.relations), stack.index()

    def _is_done(self) -> bool:
        session = self._session
        if session is None:
            return False
        is_here = self._is_here()
        if self.step is Step.FINISH:
            return session.status(self._document) is Status.DONE and not (self._was_done and is_here)
        entities, relations, index = (now - before for now, before in zip(self._state(), self._before, strict=True))
        done = {
            Step.SELECT: self._window.editor.article.selection() is not None or entities > 0,
            Step.TAG: entities > 0,
            Step.RELATE: relations > 0,
            Step.UNDO: index < 0,
        }
        return is_here and done[self.step]

    def _is_here(self) -> bool:
        document = self._session.document if self._session else None
        return document is not None and document.id == self._document

    def _go(self, step: Step) -> None:
        if step is not Step.TAG:  # a word tagged by a label that sticks is selected and tagged at once
            self._before = self._state()
        self.step = step
        self._say()
        marked = {Step.SELECT: self._organisation, Step.RELATE: self._person}.get(step)
        self._window.editor.article.set_highlights([self._span(marked)] if marked else [])
        self._look_soon()

    # -- showing --------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        if self.callout is None:
            return
        title, text = self._texts()
        is_end = self.step is Step.END
        number = "" if is_end else self.tr("Step {0} of 5").format(int(self.step))
        self.callout.say(number, title, text, self.tr("Close (Esc)") if is_end else self.tr("Skip the tour (Esc)"))
        self._place()

    def _texts(self) -> tuple[str, str]:
        keys = self._window.actions_by_id.keys
        organisation, person = self._label_key("ORG"), self._label_key("PERSON")
        return {
            Step.SELECT: (
                self.tr("Select a name"),
                self.tr("Double-click “{0}”. Or by keys: hold Shift and press →.").format(self._organisation),
            ),
            Step.TAG: (
                self.tr("Tag it with one key"),
                self.tr("Press {0}: the selected name becomes an organisation.").format(organisation),
            ),
            Step.RELATE: (
                self.tr("Relate two names"),
                self.tr(
                    "Select “{0}” (Shift+→ twice) and press {1}. Then press R, choose “{2}” with the arrows "
                    "and press Enter; or drag from name to name."
                ).format(self._person, person, self._organisation),
            ),
            Step.UNDO: (
                self.tr("Take it back"),
                self.tr("Press {0}. Every step can be undone, also tomorrow; {1} brings it again.").format(
                    keys("edit.undo"), keys("edit.redo")
                ),
            ),
            Step.FINISH: (
                self.tr("Finish the article"),
                self.tr("Press Ctrl+Enter: the article is done and the next one opens. Saving goes by itself.")
                if keys("document.done") == "Ctrl+Return"
                else self.tr("Press {0}: the article is done and the next one opens.").format(keys("document.done")),
            ),
            Step.END: (
                self.tr("That is all you need"),
                self.tr("{0} shows all keys, {1} the manual. The sample is yours: try whatever you like.").format(
                    keys("help.keys"), keys("help.manual")
                ),
            ),
        }[self.step]

    def _label_key(self, label: str) -> str:
        kind = self._session.workspace.scheme.entity_label(label) if self._session else None
        return kind.key.upper() if kind else ""

    def _place(self) -> None:
        if self.callout is None:
            return
        if self._is_here() or self.step >= Step.FINISH:
            self.callout.stand(self._target())
        else:
            self.callout.hide()  # it waits until the person comes back to the article

    def _target(self) -> QRect:
        window = self._window
        if self.step is Step.UNDO:
            return self._rect_of(window.tool_bar.widgetForAction(window.actions_by_id["edit.undo"]))
        if self.step >= Step.FINISH:
            return self._rect_of(window.finishing.done)
        start, end = self._span(self._person if self.step is Step.RELATE else self._organisation)
        article = window.editor.article
        rect = article.screen_rect(start).united(article.screen_rect(end - 1))
        line = QRect(window.mapFromGlobal(rect.topLeft()), rect.size())
        return line.adjusted(0, 0, 0, line.height() // 2)  # the label's name stands under the words

    def _rect_of(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
