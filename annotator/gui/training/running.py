"""The training that is under way, kept apart from the view: closing the view does not end it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.training.process import Order, Outcome, Step, TrainProcess


class TrainRun(QObject):
    """One training at a time: its evaluations, what it said, how it ended."""

    started = Signal()
    stepped = Signal(object)  # Step
    told = Signal(str)
    ended = Signal(object)  # Outcome

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: TrainProcess | None = None
        self.order: Order | None = None
        self.outcome: Outcome | None = None
        self.steps: list[Step] = []  # evaluations only
        self.last: Step = {}
        self.log: list[str] = []

    @property
    def is_running(self) -> bool:
        """Whether a training is under way."""
        return self._process is not None

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to stop and has not ended yet."""
        return self._process is not None and self._process.is_stopping

    def start(self, order: Order) -> None:
        """Begin; does nothing while another training is under way."""
        if self._process is not None:
            return
        self.order, self.outcome, self.last = order, None, {}
        self.steps, self.log = [], []
        process = self._process = TrainProcess(order, self)
        process.stepped.connect(self._on_stepped)
        process.told.connect(self._on_told)
        process.finished.connect(self._on_finished)
        self.started.emit()
        process.start()

    def stop(self) -> None:
        """End it and keep the best model; asked twice, end it at once."""
        if self._process is not None:
            self._process.stop()

    def leave(self) -> None:
        """The program ends."""
        process, self._process = self._process, None
        if process is not None:
            process.leave()

    def _on_stepped(self, step: Step) -> None:
        if self.last.get("stage") not in {None, step.get("stage")}:
            self.steps = []
        self.last = step
        if step.get("score") is not None:
            self.steps.append(step)
        self.stepped.emit(step)

    def _on_told(self, text: str) -> None:
        said = f"{text[:1].upper()}{text[1:]}"
        self.log.append(said)
        self.told.emit(said)

    def _on_finished(self, outcome: Outcome) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self.outcome = outcome
        self.ended.emit(outcome)
