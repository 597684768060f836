"""The window of the agreement: figures, disputes and the text itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QScrollArea, QSplitter, QVBoxLayout, QWidget

from annotator.agreement.report import AgreementReport
from annotator.gui.agreement.disputes import DisputesPanel
from annotator.gui.agreement.figures import FiguresPanel
from annotator.gui.agreement.layers import Layers
from annotator.gui.agreement.scoring import Scoring
from annotator.gui.canvas import CanvasStyle
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.placing import asks_to_close, open_size
from annotator.gui.theme import Colors
from annotator.workspace import Workspace


@guard_events
class AgreementWindow(FollowsLanguage, QWidget):
    """Scores beside the window and follows what is saved. Nothing is ever written."""

    adjudication_wanted = Signal(str, int)  # document id; where in its text, -1 for nowhere
    done = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.report: AgreementReport | None = None
        self.busy = QProgressBar(self)
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that nothing moves when it comes and goes
        self.busy.setSizePolicy(policy)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setContentsMargins(16, 10, 16, 10)
        self.figures, self.disputes = FiguresPanel(self), DisputesPanel(workspace, self)
        self.layers = Layers(workspace, self)
        self.scoring = Scoring(workspace, self)
        self._lay_out()
        self._connect()
        self.retranslate()
        open_size(self, 1360, 900)

    def _lay_out(self) -> None:
        above = QSplitter(Qt.Orientation.Horizontal, self)
        above.addWidget(self._scrolled(self.figures))
        above.addWidget(self.disputes)
        above.setSizes([500, 860])
        above.setStretchFactor(1, 1)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.addWidget(above)
        self.parts.addWidget(self.layers)
        self.parts.setSizes([460, 440])
        for parts in (above, self.parts):
            parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.busy)
        column.addWidget(self.message)
        column.addWidget(self.parts, 1)
        self.message.hide()

    def _scrolled(self, panel: QWidget) -> QScrollArea:
        """Let a panel be scrolled where a low screen has no room for all of it."""
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(panel)
        return area

    def _connect(self) -> None:
        self.scoring.started.connect(self._on_started)
        self.scoring.scored.connect(self._on_scored)
        self.scoring.failed.connect(self._on_failed)
        self.figures.pair_chosen.connect(self.disputes.set_pair)
        self.disputes.place_wanted.connect(self.layers.show_place)
        self.disputes.document_wanted.connect(self.layers.show_document)
        self.layers.adjudication_wanted.connect(self.adjudication_wanted)

    def start(self) -> None:
        """Score now, and again whenever somebody saves."""
        self.scoring.start()

    def _on_started(self) -> None:
        self.busy.show()

    def _on_scored(self, report: AgreementReport) -> None:
        self.report = report
        self._rest("")
        self.figures.show_report(report)
        self.disputes.show_report(report)
        if self.layers.document_id:
            self.layers.show_document(self.layers.document_id)

    def _on_failed(self, problem: str) -> None:
        self._rest(f"{problem[:1].upper()}{problem[1:]}.")

    def _rest(self, problem: str) -> None:
        self.busy.hide()
        self.message.setText(problem)
        self.message.setVisible(bool(problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+W close."""
        if asks_to_close(event):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop looking. While figures are being made it goes out of sight at once and is closed when they are done."""
        if self.isVisible() and self.scoring.is_scoring:
            self.scoring.rested.connect(self._close_unless_seen, Qt.ConnectionType.SingleShotConnection)
            self.hide()
            event.ignore()
            return
        self.scoring.stop()
        self.done.emit()
        event.accept()

    def _close_unless_seen(self) -> None:
        if not self.isVisible():  # else it was opened again meanwhile
            self.close()

    def set_style(self, style: CanvasStyle) -> None:
        """Draw the articles in another style."""
        self.layers.set_style(style)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.figures.set_colors(colors)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Agreement — annotator"))
        self.busy.setAccessibleName(self.tr("Figures are being made"))
