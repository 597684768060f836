"""Suggestions in the article: dashed, accepted with A or rejected with X, one by one or all that are shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.domain import Document, Patch
from annotator.domain.edits import Edit
from annotator.gui.canvas import SuggestedRelation
from annotator.gui.canvas import Suggestion as Shown
from annotator.gui.guard import guard_events
from annotator.gui.keys import physical_key
from annotator.gui.workbench import Workbench

if TYPE_CHECKING:
    from annotator.gui.appearance import Appearance
    from annotator.gui.hands.offers_panel import OffersPanel
    from annotator.gui.session import Session
    from annotator.suggest.suggestion import RelationSuggestion, Suggested, Suggestion


@guard_events
class Suggesting(QObject):
    """Keeps article and panel in step with what is still to be decided. `counted` tells how many suggestions are shown."""

    counted = Signal(int)
    told = Signal(str)

    def __init__(self, workbench: Workbench, appearance: Appearance) -> None:
        super().__init__(workbench)
        self._workbench, self._appearance = workbench, appearance
        appearance.least_score_changed.connect(self._on_least_score)
        self._all: list[Suggested] = []
        self._open: dict[str, Suggestion] = {}
        self._relations: dict[str, RelationSuggestion] = {}
        self._panel: OffersPanel | None = None
        article = workbench.article
        article.suggestion_accepted.connect(partial(self._decide, accept=True))
        article.suggestion_rejected.connect(partial(self._decide, accept=False))
        article.installEventFilter(self)

    @property
    def panel(self) -> OffersPanel:
        """The list of what is to be decided, made when it is first asked for."""
        if self._panel is None:
            from annotator.gui.hands.offers_panel import OffersPanel

            self._panel = OffersPanel(self._workbench.swatches)
            self._connect_panel(self._panel)
            self._fill_panel()
        return self._panel

    def _connect_panel(self, panel: OffersPanel) -> None:
        panel.table.chosen.connect(self._on_chosen)
        panel.table.accept_wanted.connect(partial(self._decide, accept=True))
        panel.table.delete_wanted.connect(partial(self._decide, accept=False))
        panel.threshold.setValue(self._appearance.least_score)
        panel.threshold.valueChanged.connect(self._appearance.set_least_score)
        panel.accept_all.clicked.connect(lambda: self.decide_all(accept=True))
        panel.reject_all.clicked.connect(lambda: self.decide_all(accept=False))

    # -- sessions -------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Follow a session."""
        session.document_opened.connect(self._on_opened)
        session.document_changed.connect(self._on_changed)

    def detach(self) -> None:
        """The session is closed."""
        self._all, self._open, self._relations = [], {}, {}
        self._fill_panel()

    def read_again(self) -> None:
        """Show what has been made in the meantime."""
        if self._workbench.session and self._workbench.session.document:
            self._on_opened(self._workbench.session.document)

    def _on_opened(self, document: Document) -> None:
        self._all = self._read(document)
        self._show(document)

    def _read(self, document: Document) -> list[Suggested]:
        """Read what all sources suggest; nothing heavy is loaded where there are no suggestion files."""
        session = self._workbench.session
        if session is None or not session.workspace.layout.suggestions_folder.is_dir():
            return []
        from annotator.suggest.suggestion_file import SuggestionReader

        with SuggestionReader(session.workspace) as reader:
            return reader.load(document.id)

    # -- showing --------------------------------------------------------------------------------------------------

    def _on_changed(self, document: Document, _patch: Patch) -> None:
        if self._all:
            self._show(document)

    def _on_least_score(self, percent: int) -> None:
        if self._panel is not None:
            self._panel.threshold.setValue(percent)
        if self._workbench.session and self._workbench.session.document:
            self._show(self._workbench.session.document)

    def _show(self, document: Document) -> None:
        session = self._workbench.session
        self._open, self._relations = {}, {}
        if self._all and session is not None and not session.read_only:
            self._find_open(document)
        shown = [Shown(key, s.start, s.end, s.label, s.source, s.score) for key, s in self._open.items()]
        self._workbench.article.set_suggestions(shown, self._shown_relations(document))
        self._fill_panel()
        self.counted.emit(len(self._open) + len(self._relations))

    def _fill_panel(self) -> None:
        document = self._workbench.session.document if self._workbench.session else None
        if self._panel is None:
            return
        from annotator.gui.hands.offers_panel import entity_row, relation_row

        rows = [entity_row(document, s) for s in self._open.values()] if document else []
        rows += [relation_row(document, s) for s in self._relations.values()] if document else []
        self._panel.show_offers(rows, any_known=bool(self._all))

    def _find_open(self, document: Document) -> None:
        """Find what reaches the least score; an end of a relation is shown with it, whatever its own score."""
        from annotator.suggest.offers import offers, relation_offers

        scheme = self._workbench.swatches.scheme
        least = self._appearance.least_score / 100
        entities = offers(document, [s for made in self._all for s in made.entities], scheme)
        relations = relation_offers(document, [r for made in self._all for r in made.relations], scheme, entities)
        self._relations = {item.key: item for item in relations if (item.score or 0.0) >= least}
        needed = {(*end.span, end.label) for item in self._relations.values() for end in (item.head, item.tail)}
        self._open = {
            item.key: item for item in entities if (item.score or 0.0) >= least or (*item.span, item.label) in needed
        }

    def _shown_relations(self, document: Document) -> list[SuggestedRelation]:
        """Return the relations as the article draws them, between entities and suggestions."""
        marks = {(*s.span, s.label): f"?{key}" for key, s in self._open.items()}
        marks |= {(*e.span, e.label): e.id for e in document.entities} if self._relations else {}
        shown = []
        for key, relation in self._relations.items():
            head, tail = (marks[(*end.span, end.label)] for end in (relation.head, relation.tail))
            shown.append(SuggestedRelation(key, head, tail, relation.label, relation.source, relation.score))
        return shown

    def _on_chosen(self, key: str) -> None:
        article = self._workbench.article
        if item := self._open.get(key):
            article.select_suggestion(key)
            article.reveal(item.start, item.end)
        elif key in self._relations:
            article.select_suggestion(key)

    # -- deciding -------------------------------------------------------------------------------------------------

    def _decide(self, key: str, *, accept: bool) -> None:
        edit = self._edit(key, accept=accept)
        if edit is None:
            return
        nearest, focused = self._nearest(key), self._focused_panel()
        self._workbench.perform(edit)
        following = next((k for k in nearest if k in self._open or k in self._relations), "")
        if focused is not None:
            focused.table.go_to(following)
        elif following:
            self._workbench.article.select_suggestion(following)

    def _edit(self, key: str, *, accept: bool) -> Edit | None:
        from annotator.suggest import offers

        if item := self._open.get(key):
            return offers.accept(item) if accept else offers.reject(item)
        if relation := self._relations.get(key):
            return offers.AcceptRelation(relation) if accept else offers.reject_relation(relation)
        return None

    def _nearest(self, key: str) -> list[str]:
        """Return the other keys, the next one first, at the end those before: deciding goes on where the eyes are."""
        keys = [*self._open, *self._relations]
        at = keys.index(key)
        return keys[at + 1 :] + keys[:at][::-1]

    def _focused_panel(self) -> OffersPanel | None:
        return self._panel if self._panel is not None and self._panel.table.hasFocus() else None

    def decide_selected(self, *, accept: bool) -> None:
        """Accept or reject the suggestion that is chosen in the panel, if the focus is there, else in the article."""
        focused = self._focused_panel()
        key = focused.table.selected_id() if focused else self._workbench.article.selected_suggestion
        if key:
            self._decide(key, accept=accept)
        else:
            self.told.emit(self.tr("No suggestion is chosen: Tab goes to the next one, ] to the next relation."))

    def decide_all(self, *, accept: bool) -> None:
        """Accept or reject all suggestions that are shown, in one step."""
        if not self._open and not self._relations:
            self.told.emit(self.tr("This document has no open suggestions."))
            return
        self._workbench.perform(self._edit_all(accept=accept))

    def _edit_all(self, *, accept: bool) -> Edit:
        from annotator.suggest import offers

        return (offers.accept_all if accept else offers.reject_all)(self._open.values(), self._relations.values())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Shift+A in the article accepts all that are shown, whatever the layout."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if shift and physical_key(event) == "a" and not self._workbench.article.is_relating:
            self.decide_all(accept=True)
            return True
        return False
