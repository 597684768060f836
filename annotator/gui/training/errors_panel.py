"""Every error of an evaluation in its sentence, filtered; the article beside it with both sides marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from annotator.domain import Document, LabelScheme
from annotator.gui.agreement.text_rows import TextRows, stretch, text_table
from annotator.gui.canvas import ArticleView, CanvasStyle
from annotator.gui.editor import ElidedLabel
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.documents import heading_of
from annotator.gui.panels.panel import EmptyOr
from annotator.gui.training.evaluation import ModelError, words_of

_KINDS = ("missed", "extra", "label", "boundaries", "both")
_MOST = 2000  # rows of the list; filters lead to the rest


@guard_events
class ErrorsPanel(FollowsLanguage, QWidget):
    """A row that is chosen is shown beside; Enter or a double click opens it in the window."""

    place_wanted = Signal(object)  # ModelError

    def __init__(
        self, document_of: Callable[[str], Document | None], scheme: LabelScheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document_of, self._scheme = document_of, scheme
        self._names: Callable[[str], str] = str
        self._all: list[ModelError] = []
        self.shown: list[ModelError] = []
        self._document, self._pair, self._source = "", ("", ""), ""
        self._in_view = ""
        self.kind, self.layer, self.label = QComboBox(self), QComboBox(self), QComboBox(self)
        self.count, self.all = QLabel(self), QPushButton(self)
        self.count.setProperty("muted", True)
        self.all.setProperty("flat", True)
        self.model = TextRows(self, numbers=False)
        self.table = text_table(self.model, self)
        self.empty = EmptyOr(self.table, self)
        self.heading, self.legend = ElidedLabel(self), QLabel(self)
        self.heading.setProperty("heading", True)
        self.legend.setProperty("muted", True)
        self.legend.setWordWrap(True)
        self.article = ArticleView(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for box in (self.layer, self.kind, self.label):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumContentsLength(10)
            filters.addWidget(box)
        filters.addWidget(self.count, 1)
        filters.addWidget(self.all)
        listed, beside = QWidget(self), QWidget(self)
        left, right = QVBoxLayout(listed), QVBoxLayout(beside)
        left.setContentsMargins(12, 6, 0, 12)
        left.addLayout(filters)
        left.addWidget(self.empty, 1)
        right.setContentsMargins(0, 6, 0, 0)
        right.setSpacing(2)
        for label in (self.heading, self.legend):
            label.setContentsMargins(16, 0, 16, 0)
            right.addWidget(label)
        right.addWidget(self.article, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(listed)
        parts.addWidget(beside)
        parts.setSizes([720, 540])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(parts)

    def _connect(self) -> None:
        for box in (self.kind, self.layer, self.label):
            box.currentIndexChanged.connect(self._on_filter)
        self.all.clicked.connect(self.show_all)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_place())
        self.table.activated.connect(self._on_activated)

    # -- showing --------------------------------------------------------------------------------------------------

    def show_errors(self, errors: Sequence[ModelError], source: str) -> None:
        """List other errors; `source` is how the model's entities are called in the article."""
        self._all, self._source, self._in_view = list(errors), source, ""
        self._document, self._pair = "", ("", "")
        self._fill_labels()
        self._fill()

    def _fill_labels(self) -> None:
        kept = self.label.currentData()
        self.label.blockSignals(True)
        self.label.clear()
        self.label.addItem(self.tr("All labels"), "")
        for label in sorted({label for error in self._all for label in error.labels}):
            self.label.addItem(self._names(label), label)
        self.label.setCurrentIndex(max(0, self.label.findData(kept)))
        self.label.blockSignals(False)

    def _wanted(self, error: ModelError) -> bool:
        label, pair = self.label.currentData(), self._pair
        sides = tuple(side["label"] if side else "" for side in (error.wanted, error.found))
        return (
            (not self._document or error.document == self._document)
            and pair in {("", ""), sides}
            and self.layer.currentData() in {"", error.layer}
            and self.kind.currentData() in {"", error.kind}
            and (not label or label in error.labels)
        )

    def _fill(self) -> None:
        found = [error for error in self._all if self._wanted(error)]
        self.shown = found[:_MOST]
        heads = (self.tr("Error"), self.tr("Data"), self.tr("Model"), self.tr("Sentence"))
        self.model.show_table(heads, [self._row(error) for error in self.shown])
        stretch(self.table, 3)
        self._share_width()
        self.count.setText(self.tr("Errors: {0} of {1}").format(len(found), len(self._all)))
        self.all.setVisible(len(found) < len(self._all))
        self.empty.show_empty(empty=not self.shown)
        if self.shown:
            self.table.selectRow(0)
        else:
            self._show_place()

    def _share_width(self) -> None:
        """Give both sides what they need, but never more than a quarter of the list each."""
        header, most = self.table.horizontalHeader(), self.fontMetrics().averageCharWidth() * 26
        for column in (1, 2):
            header.setSectionResizeMode(column, header.ResizeMode.Interactive)
            self.table.setColumnWidth(column, min(most, max(90, self.table.viewport().width() // 4)))

    def _row(self, error: ModelError) -> tuple[str, ...]:
        return (self._kind_name(error.kind), self._side(error.wanted), self._side(error.found), error.sentence)

    def _side(self, side: dict[str, object] | None) -> str:
        return f"{words_of(side)} · {self._names(str(side['label']))}" if side else "–"

    def _kind_name(self, kind: str) -> str:
        return {
            "missed": self.tr("missed"),
            "extra": self.tr("made up"),
            "label": self.tr("label"),
            "boundaries": self.tr("boundaries"),
            "both": self.tr("label and boundaries"),
        }[kind]

    # -- filters --------------------------------------------------------------------------------------------------

    def _on_filter(self) -> None:
        self._pair = ("", "")
        self._fill()

    def set_label(self, label: str) -> None:
        """Narrow the list down to a label, "" for all."""
        self._pair = ("", "")
        self.label.setCurrentIndex(max(0, self.label.findData(label)))
        self._fill()

    def set_document(self, document_id: str) -> None:
        """Narrow the list down to a document, "" for all."""
        self._document = document_id
        self._fill()

    def set_pair(self, wanted: str, found: str) -> None:
        """Narrow the list down to what was taken for what; "" for nothing there."""
        self._pair = (wanted, found)
        self._fill()

    def show_all(self) -> None:
        """Take all filters away."""
        for box in (self.kind, self.layer, self.label):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._document, self._pair = "", ("", "")
        self._fill()

    # -- the article ----------------------------------------------------------------------------------------------

    def chosen(self) -> ModelError | None:
        """Return the error of the selected row."""
        rows = self.table.selectionModel().selectedRows()
        return self.shown[rows[0].row()] if rows and rows[0].row() < len(self.shown) else None

    def _show_place(self) -> None:
        error = self.chosen()
        document = self._document_of(error.document) if error is not None else None
        if error is None or document is None:
            self.article.set_document(None, self._scheme)
            self.heading.set_whole("")
            self.legend.setText("")
            self._in_view = ""
            return
        if self._in_view != document.id:
            self.article.set_document(document, self._scheme, read_only=True)
            self.heading.set_whole(heading_of(document.text, document.meta.get("title")))
            self._in_view = document.id
        self.legend.setText(self.tr("Solid: the data. Dashed: the model. Enter opens the article in the window."))
        self.article.set_suggestions(error.dashed(self._source))
        self.article.set_highlights(error.spans)
        self.article.reveal(*error.spans[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Once list and article have their size, share the width anew and bring the place into view."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        if self.shown:
            self._share_width()
        if error := self.chosen():
            self.article.reveal(*error.spans[0])

    def _on_activated(self, index: QModelIndex) -> None:
        if index.row() < len(self.shown):
            self.place_wanted.emit(self.shown[index.row()])

    # -- language and theme ---------------------------------------------------------------------------------------

    def dress(self, style: CanvasStyle, names: Callable[[str], str]) -> None:
        """Follow the theme; `names` gives the name of a label."""
        self._names = names
        self.article.set_style(style)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        kinds = {"": self.tr("All errors"), **{kind: self._kind_name(kind) for kind in _KINDS}}
        layers = {
            "": self.tr("Everything"),
            "entity": self.tr("Entities"),
            "relation": self.tr("Relations"),
        }
        for box, items in ((self.kind, kinds), (self.layer, layers)):
            at = max(0, box.currentIndex())
            box.blockSignals(True)
            box.clear()
            for value, text in items.items():
                box.addItem(text[:1].upper() + text[1:], value)
            box.setCurrentIndex(at)
            box.blockSignals(False)
        self.kind.setAccessibleName(self.tr("Kind of error"))
        self.layer.setAccessibleName(self.tr("Entities or relations"))
        self.label.setAccessibleName(self.tr("Label"))
        self.table.setAccessibleName(self.tr("Errors of the model"))
        self.article.setAccessibleName(self.tr("The article with both sides"))
        self.all.setText(self.tr("Show all"))
        self.empty.hint.setText(self.tr("No errors here."))
        self._fill_labels()
        self._fill()
