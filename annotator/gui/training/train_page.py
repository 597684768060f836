"""The page of a training: choices on the left, the curve as it grows on the right, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import Colors
from annotator.gui.training.chart import Chart
from annotator.gui.training.form import TrainForm
from annotator.gui.training.process import Order, Outcome, Step
from annotator.gui.training.running import TrainRun

_FORM_WIDTH = 340


@guard_events
class TrainPage(FollowsLanguage, QWidget):
    """Follows the run, which goes on without it."""

    suggest_wanted = Signal(object)  # Path of a model
    evaluate_wanted = Signal(object)  # Path of a model

    def __init__(self, form: TrainForm, run: TrainRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.run = form, run
        self.chart, self.log = Chart(self), QPlainTextEdit(self)
        self.heading, self.state, self.result = QLabel(self), QLabel(self), QLabel(self)
        self.progress = QProgressBar(self)
        self.stop, self.picture = QPushButton(self), QPushButton(self)
        self.suggest, self.evaluate, self.everywhere = QPushButton(self), QPushButton(self), QCheckBox(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_run()

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(max(_FORM_WIDTH, self.fontMetrics().averageCharWidth() * 46))
        left, foot = QWidget(self), QVBoxLayout()
        for ground in (self.form, left):
            ground.setProperty("panel", True)
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setContentsMargins(20, 8, 20, 16)
        foot.addWidget(self.form.obstacle)
        foot.addWidget(self.form.start)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(self._right(), 1)

    def _right(self) -> QVBoxLayout:
        for label in (self.heading, self.state, self.result):
            label.setWordWrap(True)
        self.heading.setProperty("heading", True)
        self.state.setProperty("muted", True)
        self.progress.setTextVisible(False)
        self.log.setReadOnly(True)
        self.log.setProperty("field", True)
        self.log.setFixedHeight(self.fontMetrics().height() * 6)
        self.suggest.setProperty("primary", True)
        head, foot = QHBoxLayout(), QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.state)
        head.addLayout(words, 1)
        head.addWidget(self.picture)
        head.addWidget(self.stop)
        foot.addWidget(self.result, 1)
        foot.addWidget(self.evaluate)
        foot.addWidget(self.everywhere)
        foot.addWidget(self.suggest)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self.chart, 1)
        column.addLayout(foot)
        column.addWidget(self.log)
        return column

    def _connect(self) -> None:
        self.form.start_wanted.connect(self._on_start_wanted)
        self.stop.clicked.connect(self._on_stop)
        self.picture.clicked.connect(self._save_picture)
        self.suggest.clicked.connect(lambda: self.suggest_wanted.emit(self._model()))
        self.evaluate.clicked.connect(lambda: self.evaluate_wanted.emit(self._model()))
        self.run.started.connect(self.show_run)
        self.run.stepped.connect(self._on_step)
        self.run.told.connect(self.log.appendPlainText)
        self.run.ended.connect(self._on_ended)

    def _model(self) -> Path:
        assert self.run.order is not None
        return self.run.order.model

    def _on_start_wanted(self, order: Order) -> None:
        self.run.start(order)
        if self.run.is_running:
            self.stop.setFocus()

    def _on_stop(self) -> None:
        self.run.stop()
        self._show_state()

    # -- following ------------------------------------------------------------------------------------------------

    def show_run(self) -> None:
        """Show the run from its beginning."""
        self.chart.show_steps(self.run.steps)
        self.log.setPlainText("\n".join(self.run.log))
        self._show_state()

    def _on_step(self, step: Step) -> None:
        if step.get("score") is not None:
            self.chart.show_steps(self.run.steps)
        self._show_state()

    def _on_ended(self, outcome: Outcome) -> None:
        self._show_state()
        if outcome.report:
            self.form.name.setText(self.form.free_name())
        self.form.check()

    def _show_state(self) -> None:
        run = self.run
        running, outcome, last = run.is_running, run.outcome, run.last
        self.form.setEnabled(not running)
        self.form.start.setVisible(not running)
        self.stop.setVisible(running)
        self.stop.setText(self.tr("End at once") if run.is_stopping else self.tr("Stop, keep the best"))
        self.picture.setVisible(bool(run.steps))
        self.progress.setVisible(running)
        self.progress.setRange(0, int(last.get("total") or 0))
        self.progress.setValue(int(last.get("step") or 0))
        self.log.setVisible(running or outcome is not None)
        self.heading.setText(run.order.model.name if run.order else self.tr("No training yet"))
        self.state.setText(self._state())
        made = outcome is not None and bool(outcome.report)
        for part in (self.everywhere, self.evaluate, self.suggest):
            part.setVisible(made)
        self.result.setText(self._result(outcome))
        self.result.setVisible(made)
        failed = outcome is not None and not made
        self.state.setProperty("problem", failed)
        self.state.setProperty("muted", not failed)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def _state(self) -> str:
        run, last = self.run, self.run.last
        if run.order is None:
            return self.tr("Choose what to learn from and press Start. Nothing of your work is changed by it.")
        if not run.is_running:
            return self._ending(run.outcome)
        if run.is_stopping:
            return self.tr("Stopping after this step; the best model so far is kept.")
        if not last:
            return self.tr("Preparing: the data is read and the model is made ready…")
        stage = self.tr("The teacher's lesson") if last.get("stage") == "teacher" else self.tr("Training")
        text = self.tr("{0}: step {1}").format(stage, last["step"])
        if last.get("total"):
            text = self.tr("{0}: step {1} of at most {2}").format(stage, last["step"], last["total"])
        if isinstance(last.get("remaining"), int | float):
            text += " · " + self.tr("at most {0} left").format(clock(last["remaining"]))
        if isinstance(last.get("best"), int | float):
            text += " · " + self.tr("best score {0}").format(f"{100 * last['best']:.1f}")
        return text

    def _ending(self, outcome: Outcome | None) -> str:
        if outcome is None:
            return ""
        if outcome.error:
            return self.tr("No model was made: {0}").format(outcome.error)
        report = outcome.report
        text = self.tr("Best step {0} of {1}, in {2}").format(
            report["best_step"], report["steps"], clock(report["seconds"])
        )
        return text + (" · " + self.tr("stopped before its end") if outcome.stopped else "")

    def _result(self, outcome: Outcome | None) -> str:
        if outcome is None or outcome.error:
            return ""
        scores = outcome.report.get("scores", {})
        parts = [
            f"{title} {100 * value:.1f}"
            for title, value in (
                (self.tr("entities"), scores.get("ents_f")),
                (self.tr("relations"), scores.get("rel_micro_f")),
            )
            if isinstance(value, int | float)
        ]
        return self.tr("The model is ready. F1 on the part set aside: {0}.").format(", ".join(parts) or "–")

    def _save_picture(self) -> None:
        name = f"{self._model().name}.svg"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the chart"), name, "SVG (*.svg);;PNG (*.png)")
        if path and not self.chart.save_picture(Path(path)):
            self.result.setText(self.tr("The picture could not be written: {0}").format(path))
            self.result.show()

    # -- language and theme ---------------------------------------------------------------------------------------

    def dress(self, colors: Colors, ink: Callable[[str], str], name: Callable[[str], str]) -> None:
        """Follow the theme."""
        self.chart.dress(colors, ink, name)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.chart.hint = self.tr("Here the scores of the training are drawn, step by step, while it goes on.")
        self.chart.setAccessibleName(self.tr("Chart of the training"))
        self.log.setAccessibleName(self.tr("What the training says"))
        self.progress.setAccessibleName(self.tr("Progress of the training"))
        self.picture.setText(self.tr("Save the chart…"))
        self.suggest.setText(self.tr("Suggest with this model"))
        self.evaluate.setText(self.tr("Evaluate…"))
        self.everywhere.setText(self.tr("in finished articles too"))
        self.everywhere.setToolTip(self.tr("Suggestions for all articles, not only for yours that are not finished"))
        self.everywhere.setAccessibleName(self.tr("Suggest in finished articles too"))
        self._show_state()


def clock(seconds: float) -> str:
    """Return a duration as minutes and seconds, with hours where there are any: 0:34, 12:05, 1:02:09."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
