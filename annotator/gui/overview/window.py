"""The window of the overview: documents, team, statistics."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QProgressBar, QTabWidget, QVBoxLayout, QWidget

from annotator.domain import Status
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.overview.assign_dialog import AssignDialog
from annotator.gui.overview.bulk import BulkStatus
from annotator.gui.overview.documents_tab import DocumentsTab
from annotator.gui.overview.statistics_tab import StatisticsTab
from annotator.gui.overview.surveying import Surveying
from annotator.gui.overview.team_tab import TeamTab
from annotator.gui.overview.words import status_name
from annotator.gui.placing import asks_to_close, open_size
from annotator.gui.session import Session
from annotator.gui.storage.background import Background
from annotator.gui.theme import Colors
from annotator.messages import AnnotatorError
from annotator.workspace.survey import Survey

_ASK_FROM = 2  # documents; one alone is marked without a question


@guard_events
class OverviewWindow(FollowsLanguage, QWidget):
    """Surveys beside the main window and follows what everybody saves."""

    open_wanted = Signal(str)
    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self.survey: Survey | None = None
        self._assigning: Background | None = None
        self.surveying = Surveying(session.workspace, self)
        self.bulk = BulkStatus(session, self)
        self.progress, self.message = QProgressBar(self), QLabel(self)
        self.progress.setTextVisible(False)
        self.message.setWordWrap(True)
        self.message.setContentsMargins(16, 10, 16, 10)
        self.message.hide()
        self.documents = DocumentsTab(session.annotator, self)
        self.team, self.statistics = TeamTab(self), StatisticsTab(session.workspace.scheme, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for tab in (self.documents, self.team, self.statistics):
            self.tabs.addTab(tab, "")
        self._lay_out()
        self._connect()
        self.retranslate()
        open_size(self, 1280, 820)

    def _lay_out(self) -> None:
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.progress, self.message, self.tabs):
            column.addWidget(part)

    def _connect(self) -> None:
        self.surveying.surveyed.connect(self._on_surveyed)
        self.surveying.failed.connect(self._tell_problem)
        self.surveying.progressed.connect(self._on_progress)
        self.statistics.failed.connect(lambda path: self._tell_problem(self.tr("{0}: not written").format(path)))
        self.documents.open_wanted.connect(self.open_wanted)
        self.documents.status_wanted.connect(self.mark)
        self.documents.assign_wanted.connect(self.assign)
        self.documents.undo_wanted.connect(self.undo)
        self.bulk.progressed.connect(self._on_progress)
        self.bulk.finished.connect(self._on_marked)

    def start(self) -> None:
        """Survey now, and again whenever somebody saves."""
        self.documents.set_editable(editable=not self._session.read_only)
        self.surveying.start()
        self.documents.table.setFocus()

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.show()
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _on_surveyed(self, survey: Survey) -> None:
        self.survey = survey
        if not self.bulk.busy:
            self.progress.hide()
        self._tell_problem("")
        for tab in (self.documents, self.team, self.statistics):
            tab.show_survey(survey)

    def _tell_problem(self, problem: str) -> None:
        self.message.setText(problem)
        self.message.setVisible(bool(problem))

    # -- many at once -------------------------------------------------------------------------------------------------

    def mark(self, document_ids: list[str], status: Status) -> None:
        """Give one's own documents a status, after a question where they are several."""
        if self.bulk.busy or not document_ids:
            return
        if len(document_ids) >= _ASK_FROM and not self._agreed(len(document_ids), status):
            return
        self.bulk.start(document_ids, status)

    def _agreed(self, count: int, status: Status) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Mark documents"), "", parent=self)
        box.setText(
            self.tr("Mark {0} documents as “{1}” for {2}?").format(count, status_name(status), self._session.annotator)
        )
        box.setInformativeText(self.tr("Other people's documents stay as they are. Undo takes it back."))
        yes = box.addButton(self.tr("Mark"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is yes

    def _on_marked(self, changed: int) -> None:
        self.progress.hide()
        self.documents.say(self.tr("Marked: {0}").format(changed), undo=changed > 0)

    def undo(self) -> None:
        """Take the last marking back."""
        self.documents.say(self.tr("Taken back: {0}").format(self.bulk.undo()), undo=False)

    def assign(self, document_ids: list[str]) -> None:
        """Deal the selected documents out, or all where none is selected."""
        if self.survey is None or self._assigning is not None:
            return
        chosen = document_ids or [row.id for row in self.survey.articles]
        dialog = AssignDialog(self.survey.annotators, len(chosen), self)
        dialog.accepted.connect(lambda: self._deal(chosen, dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _deal(self, chosen: list[str], dialog: AssignDialog) -> None:
        names, overlap, again = dialog.chosen_names(), dialog.overlap.value(), dialog.again.isChecked()
        workspace = self._session.workspace

        def work(_stops: object) -> object:
            from annotator.suggest.assignment import assign

            before = workspace.assignments()
            kept = {key: value for key, value in before.items() if not (again and key in set_of_chosen)}
            dealt = assign(chosen, names, overlap, 0, kept)
            workspace.write_assignments(before | dealt)
            return sum(before.get(key) != value for key, value in dealt.items())

        set_of_chosen = set(chosen)
        self._assigning = Background(work, self)
        self._assigning.finished.connect(self._on_assigned)
        self._assigning.failed.connect(self._on_assign_failed)
        self._assigning.start()

    def _on_assigned(self, count: int) -> None:
        self._assigning = None
        self.documents.say(self.tr("Assigned: {0}").format(count), undo=False)
        self.surveying.look()

    def _on_assign_failed(self, error: AnnotatorError) -> None:
        self._assigning = None
        self._tell_problem(str(error))

    # -- events -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+W close."""
        if asks_to_close(event):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop looking."""
        self.surveying.stop()
        self.bulk.stop()
        if self._assigning is not None:
            self._assigning.stop()
        self.done.emit()
        event.accept()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        for tab in (self.documents, self.team, self.statistics):
            tab.set_colors(colors)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Overview — annotator"))
        self.progress.setAccessibleName(self.tr("Documents are being read"))
        for number, text in enumerate((self.tr("Documents"), self.tr("Team"), self.tr("Statistics"))):
            self.tabs.setTabText(number, text)
