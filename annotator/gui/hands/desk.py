"""What helps the hands, put together for the window: actions, the panel of suggestions, one session at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.hands.queue import WorkQueue
from annotator.gui.hands.suggesting import Suggesting
from annotator.gui.panels.panel import Panel
from annotator.gui.theme import Colors
from annotator.gui.widgets.message_bar import Kind

if TYPE_CHECKING:
    from annotator.gui.hands.cards import Cards
    from annotator.gui.hands.corpus import CorpusEditor
    from annotator.gui.hands.mentions import MentionSearch
    from annotator.gui.hands.running import SuggestRun
    from annotator.gui.hands.search import CorpusSearch
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session
    from annotator.gui.workbench import Workbench


class HandsDesk(QObject):
    """Owns mentions, suggestions and the search; tells the window's notices what they have to say.

    What only an action needs is made when the action is used: the article is there sooner.
    """

    def __init__(self, window: MainWindow, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._window, self._workbench = window, workbench
        self.suggesting = Suggesting(workbench, window.appearance)
        self.suggesting.told.connect(window.notices.show_info)
        self.suggesting.counted.connect(workbench.editor.header.show_suggestions)
        self.queue = WorkQueue(workbench, window.settings)
        self.queue.failed.connect(window.notices.show_error)
        self._session: Session | None = None
        self._mentions: MentionSearch | None = None
        self._run: SuggestRun | None = None
        self._search: CorpusSearch | None = None
        self._cards: Cards | None = None

    @property
    def mentions(self) -> MentionSearch:
        """Tags all mentions of a name."""
        if self._mentions is None:
            from annotator.gui.hands.mentions import MentionSearch

            self._mentions = MentionSearch(self._workbench)
            self._mentions.nothing_found.connect(self._window.notices.show_info)
            self._mentions.tagged_elsewhere.connect(self._tell_done)
            self._mentions.set_colors(self._window.theme.colors)
        return self._mentions

    @property
    def run(self) -> SuggestRun:
        """Makes suggestions for the whole workspace."""
        if self._run is None:
            from annotator.gui.hands.running import SuggestRun

            self._run = SuggestRun(self._workbench, self._window.notices, self._window.settings)
            self._run.made.connect(self.suggesting.read_again)
            self._run.made.connect(self.queue.renew)
        return self._run

    @property
    def search(self) -> CorpusSearch:
        """Searches all articles."""
        if self._search is None:
            from annotator.gui.hands.search import CorpusSearch

            self._search = CorpusSearch(self._workbench)
            self._search.changed.connect(self._tell_done)
            self._search.document_wanted.connect(self._window.files.open_document)
            self._search.set_colors(self._window.theme.colors)
        return self._search

    @property
    def cards(self) -> Cards:
        """Gathers the mentions of one person or company."""
        if self._cards is None:
            from annotator.gui.hands.cards import Cards

            self._cards = Cards(self._workbench)
            self._cards.refused.connect(self._window.notices.show_error)
            self._cards.changed.connect(self._tell_done)
            self._cards.document_wanted.connect(self._window.files.open_document)
            if self._session is not None:
                self._cards.attach(self._session)
        return self._cards

    @property
    def panels(self) -> dict[str, Callable[[], Panel]]:
        """What gives the panels, by the names of their docks."""
        return {"suggestions": lambda: self.suggesting.panel, "cards": lambda: self.cards.panel}

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        decide, decide_all = self.suggesting.decide_selected, self.suggesting.decide_all
        return {
            "edit.mentions": self._tag_mentions,
            "edit.find_everywhere": self._open_search,
            "suggest.accept": partial(decide, accept=True),
            "suggest.reject": partial(decide, accept=False),
            "suggest.accept_all": partial(decide_all, accept=True),
            "suggest.reject_all": partial(decide_all, accept=False),
            "suggest.make": self._ask_for_suggestions,
        }

    def _tag_mentions(self) -> None:
        self.mentions.start()

    def _open_search(self) -> None:
        self.search.open()

    def _ask_for_suggestions(self) -> None:
        self.run.ask()

    def _tell_done(self, said: str, editor: CorpusEditor) -> None:
        message = self._window.notices.bar.show_message("bulk", Kind.INFO, said)
        if editor.can_take_back:
            message.add_button(self.tr("Take back everywhere"), editor.take_back)

    def attach(self, session: Session) -> None:
        """Follow a session."""
        self.suggesting.attach(session)
        self.queue.attach(session)
        self._session = session
        if self._cards is not None:
            self._cards.attach(session)

    def detach(self) -> None:
        """The session is closed."""
        self.suggesting.detach()
        self._session = None
        self.queue.detach()
        if self._mentions is not None:
            self._mentions.close()
        if self._cards is not None:
            self._cards.detach()
        if self._run is not None:
            self._run.stop()
        if self._search is not None:
            self._search.close()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        for made in (self._mentions, self._search, self.queue):
            if made is not None:
                made.set_colors(colors)
