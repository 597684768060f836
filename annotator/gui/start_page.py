"""The first thing one sees: recent workspaces, a new one from articles, the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.dropping import dropped_paths
from annotator.gui.guard import guard_events
from annotator.gui.icons import icon, pixmap
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import LIGHT, Colors

_WIDTH = 720


def _place_of(path: Path) -> str:
    """Return where a workspace is, as people know it: its folder, or of a server's copy the server's address."""
    if not (path / "team.json").is_file():
        return str(path)
    from annotator.team.mirror import address_of

    address = address_of(path)
    return address.url if address is not None else str(path)


@guard_events
class DropZone(QFrame):
    """Takes files by drop, and by a click or Enter through the file dialog."""

    dropped = Signal(object)  # list[Path]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setProperty("drop", False)
        self.icon = QLabel(self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.button = QPushButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(16)
        row.addWidget(self.icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)

    def _mark(self, *, on: bool) -> None:
        self.setProperty("drop", on)
        self.style().unpolish(self)
        self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that files may be dropped."""
        if dropped_paths(event.mimeData()):
            self._mark(on=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing will be dropped."""
        self._mark(on=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._mark(on=False)
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))


@guard_events
class StartPage(FollowsLanguage, QWidget):
    """Emits what the user wants; the window does it."""

    open_wanted = Signal(object)  # Path of a workspace
    forget_wanted = Signal(object)  # Path
    browse_wanted = Signal()
    sample_wanted = Signal()
    tour_wanted = Signal()
    team_wanted = Signal()
    articles_wanted = Signal()
    dropped = Signal(object)  # list[Path]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.subtitle, self.recent_title = QLabel(self), QLabel(self), QLabel(self)
        self.logo = QLabel(self)
        self.sample, self.open, self.team = QPushButton(self), QPushButton(self), QPushButton(self)
        self.tour = QPushButton(self)
        self.drop = DropZone(self)
        self.recent = QListWidget(self)
        self.empty = QLabel(self)
        self._colors = LIGHT
        self._paths: list[Path] = []
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.subtitle.setProperty("muted", True)
        self.subtitle.setWordWrap(True)
        self.recent_title.setProperty("heading", True)
        self.empty.setProperty("muted", True)
        self.empty.setWordWrap(True)
        self.sample.setProperty("primary", True)
        self.recent.setFrameShape(QFrame.Shape.NoFrame)
        self.recent.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.recent.setStyleSheet("background: transparent;")
        page = QWidget(self)
        page.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 0, 32, 32)
        column.setSpacing(16)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.logo)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        column.addWidget(self.subtitle)
        column.addSpacing(8)
        column.addWidget(self.drop)
        column.addLayout(self._ways_in())
        column.addSpacing(16)
        column.addWidget(self.recent_title)
        column.addWidget(self.empty)
        column.addWidget(self.recent, 40)  # it takes the rest, up to its last row
        column.addStretch(2)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(page, 20)
        outer.addStretch(1)

    def _ways_in(self) -> QGridLayout:
        """Return the buttons: what to begin with above, what one has already below."""
        grid = QGridLayout()
        grid.setSpacing(8)
        for at, button in enumerate((self.sample, self.tour, self.open, self.team)):
            grid.addWidget(button, at // 2, at % 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _connect(self) -> None:
        self.sample.clicked.connect(self.sample_wanted)
        self.tour.clicked.connect(self.tour_wanted)
        self.open.clicked.connect(self.browse_wanted)
        self.team.clicked.connect(self.team_wanted)
        self.drop.button.clicked.connect(self.articles_wanted)
        self.drop.dropped.connect(self.dropped)
        self.recent.itemActivated.connect(self._on_recent)
        self.recent.itemClicked.connect(self._on_recent)
        self.recent.customContextMenuRequested.connect(self._on_menu)

    # -- recent workspaces ----------------------------------------------------------------------------------------

    def show_recent(self, paths: list[Path]) -> None:
        """List workspaces; those that are gone are named but cannot be opened."""
        self._paths = paths
        self.recent.clear()
        for path in paths:
            gone = not path.is_dir()
            place = self.tr("{0} — not found").format(path) if gone else _place_of(path)
            item = QListWidgetItem(f"{path.name}\n{place}", self.recent)
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setSizeHint(QSize(0, self.fontMetrics().height() * 2 + 16))
            item.setIcon(icon("open", self._colors.faint if gone else self._colors.accent))
            if gone:
                item.setForeground(self.palette().placeholderText())
        self.recent.setMaximumHeight(sum(self.recent.sizeHintForRow(row) for row in range(len(paths))) + 4)
        self.recent.setVisible(bool(paths))
        self.empty.setVisible(not paths)

    def _on_recent(self, item: QListWidgetItem) -> None:
        self.open_wanted.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_menu(self, place: QPoint) -> None:
        item = self.recent.itemAt(place)
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        path = item.data(Qt.ItemDataRole.UserRole)
        menu.addAction(self.tr("Open"), lambda: self.open_wanted.emit(path))
        menu.addAction(self.tr("Remove from the list"), lambda: self.forget_wanted.emit(path))
        menu.popup(self.recent.viewport().mapToGlobal(place))

    # -- language and theme ---------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.title.setText("annotator")
        self.subtitle.setText(
            self.tr("Tag people, organisations, products and how they are related; everything stays on this computer.")
        )
        self.drop.text.setText(self.tr("Drop articles here (.txt, .md, .html, .docx, .pdf) to make a workspace."))
        self.drop.button.setText(self.tr("Choose files…"))
        self.sample.setText(self.tr("Open the sample"))
        self.tour.setText(self.tr("Tour in five steps"))
        self.open.setText(self.tr("Open a workspace…"))
        self.team.setText(self.tr("Connect to a team server…"))
        self.recent_title.setText(self.tr("Recent workspaces"))
        self.empty.setText(self.tr("Nothing yet. The sample shows how it works: it is a copy, try whatever you like."))
        self.recent.setAccessibleName(self.recent_title.text())
        self.show_recent(self._paths)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.logo.setPixmap(pixmap("app", colors.accent, 40, self.devicePixelRatioF()))
        self.drop.icon.setPixmap(pixmap("documents", colors.accent, 32, self.devicePixelRatioF()))
        self.team.setIcon(icon("user", colors.text))
        self.open.setIcon(icon("open", colors.text))
        self.sample.setIcon(icon("sample", colors.on_accent))
        self.tour.setIcon(icon("next", colors.text))
        self.drop.button.setIcon(icon("new", colors.text))
        self.show_recent(self._paths)
