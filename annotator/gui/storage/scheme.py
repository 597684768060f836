"""A scheme that changed on disk: what no longer fits, and renaming a label everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import LabelScheme
from annotator.domain.versions import RestoreVersion
from annotator.gui.guard import guard_events
from annotator.gui.session import Session
from annotator.gui.storage.background import Background
from annotator.gui.widgets.message_bar import Kind
from annotator.messages import AnnotatorError, msg
from annotator.workspace import Workspace
from annotator.workspace.scheme_change import Unfitting, rename_label, renamed_document, unfitting

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_SHOWN = 5000  # rows; more help nobody, the counts beside the labels are of all


@guard_events
class Misfits(QDialog):
    """Lists what does not fit the scheme."""

    rename_wanted = Signal(str, str, str)  # "entity" or "relation", old label, new label
    document_wanted = Signal(str)

    def __init__(self, found: Sequence[Unfitting], scheme: LabelScheme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What no longer fits the scheme"))
        self._scheme, self._found = scheme, list(found)
        self.old, self.new = QComboBox(self), QComboBox(self)
        self.rename = QPushButton(self.tr("Rename everywhere"), self)
        self.rename.setProperty("primary", True)
        self.table = QTableWidget(0, 5, self)
        self._lay_out()
        self._fill_table()
        self.old.currentIndexChanged.connect(self._offer_new)
        self.rename.clicked.connect(self._on_rename)
        self.table.itemActivated.connect(lambda item: self.document_wanted.emit(self._found[item.row()].document_id))
        self._fill_labels()
        self.resize(min(920, parent.width() - 40), min(560, parent.height() - 40))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for title, field in ((self.tr("Label"), self.old), (self.tr("New name"), self.new)):
            label = QLabel(title, self)
            label.setBuddy(field)
            field.setAccessibleName(title)
            field.setMinimumWidth(180)
            row.addWidget(label)
            row.addWidget(field)
        row.addWidget(self.rename)
        row.addStretch(1)
        note = QLabel(self.tr("Nothing has been deleted. Rename a label here, or open a document and mend it."), self)
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(note)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.table.setHorizontalHeaderLabels(
            [self.tr("Annotator"), self.tr("Document"), self.tr("Label"), self.tr("Text"), self.tr("Why")]
        )
        self.table.setAccessibleName(self.windowTitle())
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)

    def _fill_table(self) -> None:
        shown = self._found[:_SHOWN]
        self.table.setRowCount(len(shown))
        for number, item in enumerate(shown):
            texts = (item.annotator, item.document_id, item.label, item.surface, str(item.reason))
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(number, column, cell)
        self.table.resizeColumnsToContents()

    def _fill_labels(self) -> None:
        counts = Counter((_kind(item), item.label) for item in self._found if item.label)
        known = {"entity": self._scheme.entity_label, "relation": self._scheme.relation_label}
        for (kind, label), number in counts.most_common():
            if known[kind](label) is None:
                self.old.addItem(f"{label} ({number})", (kind, label))
        for part in (self.old, self.new, self.rename):
            part.setEnabled(self.old.count() > 0)
        self._offer_new()

    def _offer_new(self) -> None:
        self.new.clear()
        kind, _ = self.old.currentData() or ("", "")
        labels = self._scheme.relations if kind == "relation" else self._scheme.entities
        self.new.addItems([label.label for label in labels])

    def _on_rename(self) -> None:
        kind, old = self.old.currentData()
        self.accept()
        self.rename_wanted.emit(kind, old, self.new.currentText())


def _kind(item: Unfitting) -> str:
    return "entity" if item.surface else "relation"


class SchemeBars(QObject):
    """Shows the new labels at once, looks beside the window for what no longer fits, and offers to mend it."""

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        self._search: Background | None = None

    def stop(self) -> None:
        """End the search."""
        if self._search is not None:
            self._search.stop()
            self._search = None

    def follow(self) -> None:
        """Show the labels as they are now."""
        self._window.workbench.use_scheme()
        if self._window.files.shared is not None:
            text = self.tr("A lead of the team has changed the label scheme; the new one is shown.")
        else:
            text = self.tr("The label scheme was changed on disk; the new one is shown.")
        self._window.notices.show_info(text)
        self.check()

    def check(self) -> None:
        """Look for what no longer fits, everybody's work included."""
        self.stop()
        path = self._session.workspace.path

        def look(stops: Callable[[], bool]) -> list[Unfitting]:
            def go_on(_document_id: str) -> None:
                if stops():
                    raise AnnotatorError(msg("stopped", "остановлено"), file=path)

            return list(unfitting(Workspace.open(path), progress=go_on))

        self._session.flush_soon()
        self._search = Background(look, self)
        self._search.finished.connect(self.show_found)
        self._search.failed.connect(lambda error: self._window.notices.show_error(str(error)))
        self._search.start()

    def show_found(self, found: Sequence[Unfitting]) -> None:
        """Tell how much does not fit."""
        bar = self._window.message_bar
        bar.dismiss("scheme")
        if not found:
            return
        text = self.tr("Entities and relations that no longer fit the scheme: {0}. They are kept.").format(len(found))
        message = bar.show_message("scheme", Kind.WARNING, text)
        message.add_button(self.tr("Show and mend…"), lambda: self.open_list(found), primary=True, closes=False)

    def open_list(self, found: Sequence[Unfitting]) -> Misfits:
        """Open the list."""
        dialog = Misfits(found, self._session.workspace.scheme, self._window)
        dialog.rename_wanted.connect(self.rename)
        dialog.document_wanted.connect(self._window.files.open_document)
        dialog.open()
        return dialog

    def rename(self, kind: str, old: str, new: str) -> None:
        """Rename a label in everybody's work; our own renames can be undone document by document."""
        if (shared := self._window.files.shared) is not None:
            shared.rename("relation" if kind == "relation" else "entity", old, new)
            return
        session, which = self._session, "relation" if kind == "relation" else "entity"
        try:
            report = rename_label(
                session.workspace,
                "relation" if which == "relation" else "entity",
                old,
                new,
                without=(session.annotator,),
            )
        except AnnotatorError as error:
            self._window.notices.show_error(str(error))
            return
        title = msg("rename {old} to {new}", "переименование {old} в {new}", old=old, new=new)
        own = 0
        for document_id in session.statuses:
            document = session.version(document_id)
            changed, _ = renamed_document(document, "relation" if which == "relation" else "entity", old, new)
            if changed is not document and session.perform(RestoreVersion(changed, title), document_id):
                own += 1
        text = self.tr("Renamed in {0} documents of yours and {1} of others.")
        self._window.notices.show_info(text.format(own, sum(report.documents.values())))
        for problem in report.problems[:3]:
            self._window.notices.show_error(str(problem))
        if session.queue is None or session.queue.flush(10):
            self.check()
