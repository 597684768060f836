"""What helps the hands, put together for the window: actions, the panel of suggestions, one session at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.hands.cards import Cards
from annotator.gui.hands.corpus import CorpusEditor
from annotator.gui.hands.mentions import MentionSearch
from annotator.gui.hands.queue import WorkQueue
from annotator.gui.hands.running import SuggestRun
from annotator.gui.hands.search import CorpusSearch
from annotator.gui.hands.suggesting import Suggesting
from annotator.gui.panels.panel import Panel
from annotator.gui.theme import Colors
from annotator.gui.widgets.message_bar import Kind

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session
    from annotator.gui.workbench import Workbench


class HandsDesk(QObject):
    """Owns mentions, suggestions and the search; tells the window's notices what they have to say."""

    def __init__(self, window: MainWindow, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._window, self._workbench = window, workbench
        self.mentions = MentionSearch(workbench)
        self.suggesting = Suggesting(workbench)
        self.run = SuggestRun(workbench, window.notices, window.settings)
        self.search = CorpusSearch(workbench)
        self.queue = WorkQueue(workbench, window.settings)
        self.cards = Cards(workbench)
        notices = window.notices
        self.mentions.nothing_found.connect(notices.show_info)
        self.mentions.tagged_elsewhere.connect(self._tell_done)
        self.suggesting.told.connect(notices.show_info)
        self.suggesting.counted.connect(workbench.editor.header.show_suggestions)
        self.run.made.connect(self.suggesting.read_again)
        self.run.made.connect(self.queue.renew)
        self.queue.failed.connect(notices.show_error)
        self.cards.refused.connect(notices.show_error)
        self.cards.changed.connect(self._tell_done)
        self.cards.document_wanted.connect(window.files.open_document)
        self.search.changed.connect(self._tell_done)
        self.search.document_wanted.connect(window.files.open_document)

    @property
    def panels(self) -> dict[str, Callable[[], Panel]]:
        """What gives the panels, by the names of their docks."""
        return {"suggestions": lambda: self.suggesting.panel, "cards": lambda: self.cards.panel}

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        decide, decide_all = self.suggesting.decide_selected, self.suggesting.decide_all
        return {
            "edit.mentions": self.mentions.start,
            "edit.find_everywhere": self.search.open,
            "suggest.accept": partial(decide, accept=True),
            "suggest.reject": partial(decide, accept=False),
            "suggest.accept_all": partial(decide_all, accept=True),
            "suggest.reject_all": partial(decide_all, accept=False),
            "suggest.make": self.run.ask,
        }

    def _tell_done(self, said: str, editor: CorpusEditor) -> None:
        message = self._window.notices.bar.show_message("bulk", Kind.INFO, said)
        if editor.can_take_back:
            message.add_button(self.tr("Take back everywhere"), editor.take_back)

    def attach(self, session: Session) -> None:
        """Follow a session."""
        self.suggesting.attach(session)
        self.queue.attach(session)
        self.cards.attach(session)

    def detach(self) -> None:
        """The session is closed."""
        self.mentions.close()
        self.suggesting.detach()
        self.queue.detach()
        self.cards.detach()
        self.run.stop()
        self.search.close()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.mentions.set_colors(colors)
        self.search.set_colors(colors)
        self.queue.set_colors(colors)
