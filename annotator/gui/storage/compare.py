"""Two versions of documents side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Document, LabelScheme
from annotator.gui.canvas import ArticleView, CanvasStyle
from annotator.gui.guard import guard_events
from annotator.workspace.history import describe_change
from annotator.workspace.versions import Pair


def local_time(saved_at: str) -> str:
    """Return a time of a record (UTC, ISO 8601) as a clock on this computer's wall shows it."""
    moment = QDateTime.fromString(saved_at[:19] + "Z", Qt.DateFormat.ISODate).toLocalTime()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat) if moment.isValid() else ""


class _Side(QWidget):
    """One version: who made it and when, and the article with its marks."""

    def __init__(self, style: CanvasStyle, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = QRadioButton(self)
        self.choice.setAutoExclusive(False)
        self.article = ArticleView(self)
        self.article.set_style(style)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice)
        column.addWidget(self.article, 1)

    def show_version(self, title: str, document: Document, scheme: LabelScheme) -> None:
        """Show a version; it can only be read."""
        parts = [title, local_time(document.saved_at), document.annotator]
        counts = self.tr("entities: {0}, relations: {1}").format(len(document.entities), len(document.relations))
        self.choice.setText(" · ".join([part for part in parts if part] + [counts]))
        self.article.setAccessibleName(title)
        self.article.set_document(document, scheme, read_only=True)


@guard_events
class CompareVersions(QDialog):
    """Emits the pairs of which the other version is wanted, and those of which ours stays."""

    chosen = Signal(object, object)  # theirs: list of Pair, mine: list of Pair

    def __init__(self, pairs: Sequence[Pair], scheme: LabelScheme, style: CanvasStyle, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Two versions"))
        self._pairs, self._scheme = list(pairs), scheme
        self._takes_theirs = {pair.document_id: pair.theirs_is_newer for pair in pairs}
        self.documents = QListWidget(self)
        self.documents.setAccessibleName(self.tr("Documents"))
        self.mine, self.theirs = _Side(style, self), _Side(style, self)
        self._lay_out()
        self._connect()
        for pair in pairs:
            item = QListWidgetItem(pair.document_id, self.documents)
            item.setToolTip(str(describe_change(pair.mine, pair.theirs)))
        self.documents.setVisible(len(self._pairs) > 1)
        self.documents.setCurrentRow(0)
        self.resize(min(1160, parent.width() - 40), min(720, parent.height() - 40))

    def _lay_out(self) -> None:
        sides = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (self.documents, self.mine, self.theirs):
            sides.addWidget(part)
        sides.setSizes([180, 480, 480])
        sides.setChildrenCollapsible(False)
        self.difference = QLabel(self)
        self.difference.setWordWrap(True)
        self.all_mine = QPushButton(self.tr("Keep mine everywhere"), self)
        self.all_theirs = QPushButton(self.tr("Take the other everywhere"), self)
        self.buttons = QDialogButtonBox(self)
        self.apply = QPushButton(self.tr("Use this choice"), self)
        self.apply.setProperty("primary", True)
        self.apply.setDefault(True)
        self.buttons.addButton(self.apply, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.tr("Decide later"), QDialogButtonBox.ButtonRole.RejectRole)
        row = QHBoxLayout()
        if len(self._pairs) > 1:
            row.addWidget(self.all_mine)
            row.addWidget(self.all_theirs)
        else:
            self.all_mine.hide()
            self.all_theirs.hide()
        row.addStretch(1)
        row.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self.difference)
        column.addWidget(sides, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.documents.currentRowChanged.connect(self._show_pair)
        self.mine.choice.clicked.connect(lambda: self._choose(theirs=False))
        self.theirs.choice.clicked.connect(lambda: self._choose(theirs=True))
        self.all_mine.clicked.connect(lambda: self._choose_all(theirs=False))
        self.all_theirs.clicked.connect(lambda: self._choose_all(theirs=True))
        self.buttons.accepted.connect(self._finish)
        self.buttons.rejected.connect(self.reject)
        left, right = self.mine.article.verticalScrollBar(), self.theirs.article.verticalScrollBar()
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)

    def _show_pair(self, row: int) -> None:
        if not 0 <= row < len(self._pairs):
            return
        pair = self._pairs[row]
        self.mine.show_version(self.tr("Mine"), pair.mine, self._scheme)
        self.theirs.show_version(self.tr("The other"), pair.theirs, self._scheme)
        change = describe_change(pair.mine, pair.theirs)
        self.difference.setText(self.tr("The other version against mine: {0}.").format(change))
        self._show_choice(pair.document_id)

    def _show_choice(self, document_id: str) -> None:
        theirs = self._takes_theirs[document_id]
        self.mine.choice.setChecked(not theirs)
        self.theirs.choice.setChecked(theirs)

    def _choose(self, *, theirs: bool) -> None:
        document_id = self._pairs[self.documents.currentRow()].document_id
        self._takes_theirs[document_id] = theirs
        self._show_choice(document_id)

    def _choose_all(self, *, theirs: bool) -> None:
        self._takes_theirs = dict.fromkeys(self._takes_theirs, theirs)
        self._show_choice(self._pairs[self.documents.currentRow()].document_id)

    def _finish(self) -> None:
        taken = [pair for pair in self._pairs if self._takes_theirs[pair.document_id]]
        kept = [pair for pair in self._pairs if not self._takes_theirs[pair.document_id]]
        self.accept()
        self.chosen.emit(taken, kept)
