"""What the import and the export dialog share: choices, then a process with progress, then its report."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.process import Answer, JsonProcess
from annotator.gui.bridge.report_view import ReportView
from annotator.gui.guard import guard_events
from annotator.gui.theme import Colors

_PAUSE = 250  # milliseconds after the last change before the files are looked at anew


@guard_events
class TransferDialog(QDialog):
    """Two pages, choices and report, over one row of buttons. Subclasses fill the first and say what runs."""

    def __init__(self, colors: Colors, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._looking: JsonProcess | None = None
        self._running: JsonProcess | None = None
        self.pages, self.form = QStackedWidget(self), QFormLayout()
        self.choices, self.report = QWidget(self), ReportView(colors, self)
        self.problem, self.progress = QLabel(self), QProgressBar(self)
        self.problem.setWordWrap(True)
        self.progress.setTextVisible(False)
        self.run_button, self.close_button = QPushButton(self), QPushButton(self)
        self.run_button.setProperty("primary", True)
        self.run_button.setDefault(True)
        self.close_button.setAutoDefault(False)
        self.run_button.clicked.connect(self.run)
        self.close_button.clicked.connect(self.reject)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)
        self._lay_out_pages()

    def _lay_out_pages(self) -> None:
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(10)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.run_button)
        self.pages.addWidget(self.choices)
        self.pages.addWidget(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(self.pages, 1)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self._keep_place(self.progress)

    @staticmethod
    def _keep_place(widget: QWidget) -> None:
        """Hide a widget without the others moving when it comes."""
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
        widget.hide()

    def add_row(self, field: QWidget | QHBoxLayout | QVBoxLayout, buddy: QWidget) -> QLabel:
        """Add a field with a label, which is returned to be given its text."""
        label = QLabel(self)
        label.setBuddy(buddy)
        label.setMinimumHeight(buddy.sizeHint().height())
        self.form.addRow(label, field)
        return label

    # -- looking before the run -----------------------------------------------------------------------------------

    def look_soon(self) -> None:
        """Look at what would happen, once the user has stopped changing things."""
        self._stop_looking()
        self.progress.setRange(0, 0)
        self.progress.show()
        self._timer.start()
        self.check()

    @property
    def is_looking(self) -> bool:
        """Whether what would happen is not known yet."""
        return self._timer.isActive() or self._looking is not None

    def _look(self) -> None:
        self._looking = self.make_scan()
        if self._looking is None:
            self.progress.hide()
            self.check()
            return
        self._looking.finished.connect(self._on_looked)
        self._looking.start()

    def _on_looked(self, answer: Answer) -> None:
        self._looking = None
        self.progress.hide()
        self.show_scan(answer)
        self.check()

    def _stop_looking(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.stop()

    # -- running --------------------------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether the import or export is under way."""
        return self._running is not None

    def run(self) -> None:
        """Start it; the report follows."""
        if self._running is not None or (made := self.make_run()) is None:
            return
        self._timer.stop()
        self._stop_looking()
        self._running = made
        total = self.expected()
        self.progress.setRange(0, total)
        self.progress.setValue(0)
        self.progress.show()
        self.choices.setEnabled(False)
        made.counted.connect(self._on_counted)
        made.finished.connect(self._on_ran)
        self.check()
        made.start()

    def _on_counted(self, number: int) -> None:
        total = self.progress.maximum()
        self.progress.setValue(min(number, total))
        if total:
            self.problem.setText(self.tr("{0} of {1}").format(min(number, total), total))

    def _on_ran(self, answer: Answer) -> None:
        self._running = None
        self.progress.hide()
        self.choices.setEnabled(True)
        self.after_run(answer)
        if answer.result or answer.cancelled:
            self.report.show_report(self.heading_of(answer), answer.result)
            self.pages.setCurrentWidget(self.report)
        self.check()
        if answer.error and not answer.cancelled:
            self.problem.setText(answer.error)

    def check(self) -> None:
        """Say what keeps it from running, and what the buttons do now."""
        shown, running = self.pages.currentWidget() is self.report, self._running is not None
        problem = "" if shown or running else self.obstacle()
        self.problem.setText(problem)
        self.run_button.setVisible(not shown)
        self.run_button.setEnabled(not problem and not running and not self.is_looking)
        self.close_button.setText(self.tr("Close") if shown else self.tr("Stop") if running else self.tr("Cancel"))

    # -- what subclasses say --------------------------------------------------------------------------------------

    def obstacle(self) -> str:
        """Return what keeps it from running, or ""."""
        raise NotImplementedError

    def make_scan(self) -> JsonProcess | None:
        """Return the process that looks beforehand, not started, or None where there is nothing to look at."""
        raise NotImplementedError

    def show_scan(self, answer: Answer) -> None:
        """Show what would happen."""
        raise NotImplementedError

    def make_run(self) -> JsonProcess | None:
        """Return the process that does it, not started, or None where it cannot be done now."""
        raise NotImplementedError

    def expected(self) -> int:
        """Return how many documents will pass."""
        raise NotImplementedError

    def heading_of(self, answer: Answer) -> str:
        """Return the sentence above the report."""
        raise NotImplementedError

    def after_run(self, answer: Answer) -> None:
        """Tidy up, and tell the others."""

    # -- closing and language -------------------------------------------------------------------------------------

    def reject(self) -> None:
        """While it runs, stop it and stay to show what was done; else close."""
        if self._running is not None:
            self._running.cancel()
            return
        self._timer.stop()
        self._stop_looking()
        super().reject()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.progress.setAccessibleName(self.tr("Progress"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.check()
        super().changeEvent(event)
