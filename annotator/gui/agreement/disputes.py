"""Where annotators disagree: the documents, the most disputed first, and every single disagreement, filtered."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import QItemSelection, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from annotator.agreement import Disagreement, disagreements, documents_by_disagreement
from annotator.agreement.drilldown import Layer, Marked, MarkedSpan
from annotator.agreement.report import AgreementReport
from annotator.agreement.wording import DASH, KINDS, LAYERS, kind_message, split_pair
from annotator.gui.agreement.text_rows import TextRows, stretch, text_table
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.documents import heading_of
from annotator.messages import current_language
from annotator.text.display import one_line
from annotator.workspace import Workspace

_DOCUMENTS = 290  # pixels: two counts, and a title on two lines
_MOST = 2000  # rows of the list; filters lead to the rest
_KINDS: tuple[tuple[Layer, tuple[str, ...]], ...] = (
    ("entity", ("label", "boundary", "boundary+label", "missing", "extra")),
    ("relation", ("label", "direction", "direction+label", "entity", "missing", "extra")),
)


@guard_events
class DisputesPanel(FollowsLanguage, QWidget):
    """Lists what a report disagrees about. A row that is chosen is asked to be shown in the text."""

    place_wanted = Signal(object)  # Disagreement
    document_wanted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._report: AgreementReport | None = None
        self._headings: dict[str, str] = {}
        self._rows: list[Disagreement] = []
        self._document_ids: list[str] = []
        self._pair = self._document = ""
        self.documents_model = TextRows(self, numbers=True, first=self._heading)
        self.documents = text_table(self.documents_model, self)
        self.documents.setWordWrap(True)  # a title may take two lines: at 1280 pixels there is little room beside it
        self.documents.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().height() + 12)
        self.list_model = TextRows(self, numbers=False)
        self.list = text_table(self.list_model, self)
        self.kind, self.label = QComboBox(self), QComboBox(self)
        self.count, self.all_documents = QLabel(self), QPushButton(self)
        self.count.setProperty("muted", True)
        self.all_documents.setProperty("flat", True)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._fill_list)
        self.label.currentIndexChanged.connect(self._fill_list)
        self.all_documents.clicked.connect(self.documents.clearSelection)
        self.documents.selectionModel().selectionChanged.connect(self._on_document)
        self.list.selectionModel().selectionChanged.connect(self._on_row)
        self.retranslate()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(8)
        for part in (self.kind, self.label):
            part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            part.setMinimumContentsLength(10)
            filters.addWidget(part)
        filters.addStretch(1)
        told = QHBoxLayout()
        told.setContentsMargins(0, 0, 0, 0)
        told.addWidget(self.count, 1)
        told.addWidget(self.all_documents)
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(filters)
        column.addLayout(told)
        column.addWidget(self.list, 1)
        parts = QSplitter(self)
        parts.addWidget(self.documents)
        parts.addWidget(listed)
        parts.setSizes([420, 480])
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        parts.setChildrenCollapsible(False)
        self.documents.setMinimumWidth(_DOCUMENTS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 16, 12)
        outer.addWidget(parts)

    def _heading(self, document_id: str) -> str:
        if document_id not in self._headings:
            article = self._workspace.article(document_id)
            self._headings[document_id] = heading_of(article.text, article.meta.get("title"))
        return self._headings[document_id]

    # -- showing --------------------------------------------------------------------------------------------------

    def show_report(self, report: AgreementReport) -> None:
        """Show a report; filters and the chosen document stay."""
        self._report = report
        ranked = list(documents_by_disagreement(report))
        self._document_ids = [document_id for document_id, _ in ranked]
        kept = self._document
        rows = [(document_id, str(counts["entity"]), str(counts["relation"])) for document_id, counts in ranked]
        heads = (self.tr("Document"), *(str(LAYERS[layer]).capitalize() for layer in ("entity", "relation")))
        self.documents_model.show_table(heads, rows)
        stretch(self.documents, 0)
        self._fill_labels()
        if kept in self._document_ids:
            self.documents.selectRow(self._document_ids.index(kept))
        else:
            self._document = ""
            self._fill_list()

    def set_pair(self, pair: str) -> None:
        """Narrow the list down to a pair of annotators, "" for all."""
        self._pair = pair
        self._fill_list()

    def _fill_labels(self) -> None:
        assert self._report is not None
        report, kept = self._report, self.label.currentData()
        scheme, language = self._workspace.scheme, current_language()
        self.label.blockSignals(True)
        self.label.clear()
        self.label.addItem(self.tr("All labels"), "")
        for label in report.labels:
            known = scheme.entity_label(label)
            self.label.addItem(known.name(language) if known else label, label)
        for label in report.relation_labels:
            kind = scheme.relation_label(label)
            self.label.addItem(kind.name(language) if kind else label, label)
        self.label.setCurrentIndex(max(0, self.label.findData(kept)))
        self.label.blockSignals(False)

    def _fill_kinds(self) -> None:
        kept = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(self.tr("All kinds"), "")
        for layer, kinds in _KINDS:
            self.kind.addItem(str(LAYERS[layer]).capitalize(), layer)
            for kind in kinds:
                self.kind.addItem(f"    {KINDS[kind]}", f"{layer} {kind}")
        self.kind.setCurrentIndex(max(0, self.kind.findData(kept)))
        self.kind.blockSignals(False)

    def _fill_list(self) -> None:
        report = self._report
        if report is None or self.kind.currentData() is None:
            return
        layer, _, kind = self.kind.currentData().partition(" ")
        found = disagreements(
            report,
            pair=self._pair or None,
            layer=layer or None,
            kind=kind or None,
            label=self.label.currentData() or None,
            document_id=self._document or None,
        )
        self._rows = list(islice(found, _MOST + 1))
        more = len(self._rows) > _MOST
        self._rows = self._rows[:_MOST]
        self.list_model.show_table(self._heads(report), [self._cells(row) for row in self._rows])
        stretch(self.list, 1, 2)
        shown = self.tr("the first {0} are shown") if more else self.tr("shown: {0}")
        self.count.setText(shown.format(len(self._rows)))
        self.all_documents.setEnabled(bool(self._document))

    def _heads(self, report: AgreementReport) -> tuple[str, str, str]:
        pair = self._pair or (report.pairs[0] if len(report.pairs) == 1 else "")
        names = split_pair(pair) if pair else (self.tr("First annotator"), self.tr("Second annotator"))
        return (self.tr("Kind"), *names)

    def _cells(self, row: Disagreement) -> tuple[str, str, str]:
        named = self._report is not None and len(self._report.pairs) > 1 and not self._pair
        first, second = self._mark(row.a), self._mark(row.b)
        if named:
            first, second = f"{row.first}: {first}", f"{row.second}: {second}"
        text = str(kind_message(row.kind, row.first, row.second))
        return text, first, second

    def _mark(self, mark: Marked | None) -> str:
        if mark is None:
            return DASH
        if isinstance(mark, MarkedSpan):
            return f"{_words(mark)} · {mark.label}"
        return f"{_words(mark.head)} → {_words(mark.tail)} · {mark.label}"

    # -- choosing -------------------------------------------------------------------------------------------------

    def _on_document(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        rows = self.documents.selectionModel().selectedRows()
        self._document = self._document_ids[rows[0].row()] if rows else ""
        self._fill_list()
        if self._document:
            self.document_wanted.emit(self._document)

    def _on_row(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        if rows := self.list.selectionModel().selectedRows():
            self.place_wanted.emit(self._rows[rows[0].row()])

    # -- language -------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self._fill_kinds()
        self.all_documents.setText(self.tr("All documents"))
        self.documents.setAccessibleName(self.tr("Documents by disagreement"))
        self.list.setAccessibleName(self.tr("Disagreements"))
        self.kind.setAccessibleName(self.tr("Kind of disagreement"))
        self.label.setAccessibleName(self.tr("Label"))
        if self._report is not None:
            self.show_report(self._report)


def _words(span: MarkedSpan) -> str:
    return one_line(span.text)
