"""The order of work: chosen in the documents panel, worked out on a thread, and what is assigned to the annotator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from annotator.gui.guard import guard_events
from annotator.gui.hands.stream import Stream
from annotator.gui.icons import icon
from annotator.gui.language import FollowsLanguage
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.gui.theme import Colors
from annotator.gui.workbench import Workbench
from annotator.workspace import Workspace

ORDERS = ("corpus", "doubt", "oldest", "newest", "random", "missing")
_CORPUS = ORDERS[0]
_FROM_SUGGESTIONS = {"doubt", "missing"}


@guard_events
class OrderButton(FollowsLanguage, QToolButton):
    """A menu of orders, and whether to show only what is assigned; the tool tip says what is chosen."""

    chosen = Signal(str)
    only_mine = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("quiet", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setIconSize(QSize(18, 18))
        self.setCheckable(True)
        menu = QMenu(self)
        group = QActionGroup(menu)
        self.orders: dict[str, QAction] = {}
        for order in ORDERS:
            action = self.orders[order] = menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(partial(self.chosen.emit, order))
        self._rule = menu.addSeparator()
        self.mine = menu.addAction("")
        self.mine.setCheckable(True)
        self.mine.triggered.connect(self.only_mine)
        self.setMenu(menu)
        self.retranslate()

    def show_choice(self, order: str, *, mine: bool, assigned: bool) -> None:
        """Show what is chosen; `assigned` tells whether anything is assigned to the annotator."""
        self.orders[order].setChecked(True)
        self.mine.setChecked(mine)
        self.mine.setVisible(assigned)
        self._rule.setVisible(assigned)
        self.setChecked(order != _CORPUS or mine)
        self._tell()

    def _tell(self) -> None:
        order = next((action.text() for action in self.orders.values() if action.isChecked()), "")
        text = self.tr("Order of work: {0}").format(order[:1].lower() + order[1:])
        if self.mine.isChecked():
            text += " · " + self.mine.text()
        self.setToolTip(text)
        self.setAccessibleName(text)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        names = (
            self.tr("As in the corpus"),
            self.tr("Where suggestions are least sure"),
            self.tr("Oldest articles first"),
            self.tr("Newest articles first"),
            self.tr("By chance, my own order"),
            self.tr("Where rare labels are promised"),
        )
        for order, name in zip(ORDERS, names, strict=True):
            self.orders[order].setText(name)
        self.mine.setText(self.tr("Only documents assigned to me"))
        self._tell()


class WorkQueue(QObject):
    """Brings the list of documents into the chosen order, and remembers the choice for the workspace and annotator."""

    failed = Signal(str)

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench)
        self._workbench, self._settings = workbench, settings
        self._session: Session | None = None
        self._stream = Stream(self)
        self._stream.came.connect(self._on_came)
        self._stream.ended.connect(self._on_ended)
        self.destroyed.connect(self._stream.stop)
        self.order, self.only_mine = _CORPUS, False
        self._mine: tuple[str, ...] = ()
        self.button = OrderButton()
        self.button.chosen.connect(self.choose)
        self.button.only_mine.connect(self.show_only_mine)
        workbench.documents.choices.addWidget(self.button)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.button.setIcon(icon("order", colors.text))

    def attach(self, session: Session) -> None:
        """Come back to the order of the last time."""
        self._session = session
        kept = self._settings.work_order(session.workspace.path, session.annotator)
        self.only_mine = kept.startswith("!")
        self.order = kept.lstrip("!") if kept.lstrip("!") in ORDERS else _CORPUS
        self._mine = ()
        self._show()
        self.renew()

    def detach(self) -> None:
        """The session is closed."""
        self._stream.stop()
        self._session = None

    def choose(self, order: str) -> None:
        """Work in another order."""
        self.order = order
        self._remember()
        if order == _CORPUS:
            self._stream.stop()
            self._take(None)
        else:
            self.renew()

    def show_only_mine(self, on: bool) -> None:
        """Show only what is assigned to the annotator, or everything."""
        self.only_mine = on
        self._remember()
        self._take_mine()

    def _remember(self) -> None:
        if self._session is not None:
            kept = f"{'!' if self.only_mine else ''}{self.order}"
            self._settings.remember_work_order(self._session.workspace.path, self._session.annotator, kept)
        self._show()

    def _show(self) -> None:
        self.button.show_choice(self.order, mine=self.only_mine, assigned=bool(self._mine))

    def renew(self) -> None:
        """Work the order out anew, as suggestions and annotations are now."""
        session = self._session
        if session is None:
            return
        has_assignments = session.workspace.layout.assignments.exists()
        if self.order == _CORPUS and not has_assignments:
            return
        session.flush_soon()
        self._stream.start(partial(_look, session.workspace.path, session.annotator, self.order))

    def _on_came(self, results: list[tuple[str, list[str]]]) -> None:
        for kind, ids in results:
            if kind == "mine":
                self._mine = tuple(ids)
                self._take_mine()
                self._show()
            elif kind == "order" and self.order != _CORPUS:
                self._take(ids)

    def _on_ended(self, problem: str) -> None:
        if problem:
            self.failed.emit(problem)

    def _take(self, ids: list[str] | None) -> None:
        documents, session = self._workbench.documents, self._session
        self._workbench.model.set_order(ids)
        if session is not None and session.document is not None:
            documents.show_current(session.document.id)
            self._workbench.document_shown.emit(session.document)

    def _take_mine(self) -> None:
        self._workbench.model.set_mine(self._mine, only=self.only_mine and bool(self._mine))
        self._workbench.documents.refilter()


def _look(path: Path, annotator: str, order: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the order, if it is not the corpus's, then what is assigned to the annotator."""
    from annotator.suggest.queue import Order, ordered

    workspace = Workspace.open(path)
    if order != _CORPUS:
        yield "order", ordered(workspace, annotator, Order(order))
    yield "mine", [i for i, names in workspace.assignments().items() if annotator in names]
