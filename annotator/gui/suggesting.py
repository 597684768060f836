"""Suggestions of models in the article: dashed, accepted with A or rejected with X, one by one or all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.domain import Document, Patch
from annotator.domain.edits import Edit
from annotator.gui.canvas import Suggestion as Shown
from annotator.gui.jobs import CommandJob
from annotator.gui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.gui.session import Session
    from annotator.suggest.suggestion import Suggestion


class Suggesting(QObject):
    """Keeps the article's suggestions in step with the document. `counted` tells how many are open."""

    counted = Signal(int)
    told = Signal(str)
    failed = Signal(str)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._all: list[Suggestion] = []
        self._open: dict[str, Suggestion] = {}
        self._job: CommandJob | None = None
        article = workbench.article
        article.suggestion_accepted.connect(partial(self._decide, accept=True))
        article.suggestion_rejected.connect(partial(self._decide, accept=False))

    def attach(self, session: Session) -> None:
        """Follow a session."""
        session.document_opened.connect(self._on_opened)
        session.document_changed.connect(self._on_changed)

    def _on_opened(self, document: Document) -> None:
        self._all = self._read(document)
        self._show(document)

    def _read(self, document: Document) -> list[Suggestion]:
        """Read what all sources suggest; nothing heavy is loaded where there are no suggestion files."""
        session = self._workbench.session
        if session is None or not session.workspace.layout.suggestions_folder.is_dir():
            return []
        from annotator.suggest.suggestion_file import SuggestionReader

        with SuggestionReader(session.workspace) as reader:
            return [item for suggested in reader.load(document.id) for item in suggested.entities]

    def _on_changed(self, document: Document, _patch: Patch) -> None:
        if self._all:
            self._show(document)

    def _show(self, document: Document) -> None:
        session = self._workbench.session
        self._open = {}
        if self._all and session is not None and not session.read_only:
            from annotator.suggest.offers import offers

            self._open = {item.key: item for item in offers(document, self._all, session.workspace.scheme)}
        shown = [Shown(key, s.start, s.end, s.label, s.source, s.score) for key, s in self._open.items()]
        self._workbench.article.set_suggestions(shown)
        self.counted.emit(len(shown))

    # -- deciding -------------------------------------------------------------------------------------------------

    def _decide(self, key: str, *, accept: bool) -> None:
        from annotator.suggest import offers

        item = self._open.get(key)
        if item is None:
            return
        following = self._following(key)
        self._workbench.perform(offers.accept(item) if accept else offers.reject(item))
        if following in self._open:
            self._workbench.article.select_suggestion(following)

    def _following(self, key: str) -> str:
        keys = list(self._open)
        at = keys.index(key) + 1
        return keys[at] if at < len(keys) else ""

    def decide_selected(self, *, accept: bool) -> None:
        """Accept or reject the suggestion that is chosen in the article."""
        if key := self._workbench.article.selected_suggestion:
            self._decide(key, accept=accept)
        else:
            self.told.emit(self.tr("No suggestion is chosen: Tab goes to the next one."))

    def decide_all(self, *, accept: bool) -> None:
        """Accept or reject every open suggestion of the document in one step."""
        from annotator.suggest import offers

        if not self._open:
            self.told.emit(self.tr("This document has no open suggestions."))
            return
        items = list(self._open.values())
        edit: Edit = offers.accept_all(items) if accept else offers.reject_all(items)
        self._workbench.perform(edit)

    # -- making them ----------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Let the news model suggest for every article, in a process of its own."""
        session = self._workbench.session
        if session is None or self._job is not None:
            return
        self.told.emit(self.tr("Suggestions are being made; you can go on working."))
        self._job = CommandJob([["suggest", str(session.workspace.path), "--with", "slovnet"]], self)
        self._job.finished.connect(self._on_made)
        self._job.start()

    def _on_made(self, fine: bool, said: str) -> None:
        self._job = None
        if not fine:
            self.failed.emit(said)
            return
        self.told.emit(said or self.tr("The suggestions are there."))
        if self._workbench.session and self._workbench.session.document:
            self._on_opened(self._workbench.session.document)

    def stop(self) -> None:
        """End what is running."""
        if self._job is not None:
            self._job.blockSignals(True)
            self._job.cancel()
            self._job = None
