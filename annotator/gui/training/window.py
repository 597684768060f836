"""The window of training, models and evaluation: three pages that know of each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from annotator.gui.canvas import CanvasStyle
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.swatches import Swatches
from annotator.gui.placing import asks_to_close, open_size
from annotator.gui.theme import LIGHT, Colors
from annotator.gui.training.evaluate_page import EvaluatePage
from annotator.gui.training.form import TrainForm
from annotator.gui.training.models_page import ModelsPage
from annotator.gui.training.process import Outcome
from annotator.gui.training.running import TrainRun
from annotator.gui.training.train_page import TrainPage
from annotator.messages import current_language
from annotator.workspace import Workspace

TRAIN, MODELS, EVALUATE = range(3)


@guard_events
class TrainingWindow(FollowsLanguage, QWidget):
    """Closing it ends nothing but the evaluation: a training goes on."""

    suggest_wanted = Signal(object, bool)  # Path of a model; whether in finished articles too
    place_wanted = Signal(object)  # ModelError
    folder_chosen = Signal(object)  # Path
    done = Signal()

    def __init__(
        self, workspace: Workspace, folder: Path, annotator: str, run: TrainRun, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("paper", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._colors, self._swatches = LIGHT, Swatches()
        self._swatches.use(scheme=workspace.scheme)
        self.form = TrainForm(workspace, folder, annotator)
        self.train = TrainPage(self.form, run, self)
        self.models = ModelsPage(folder, self)
        self.evaluation = EvaluatePage(workspace, folder, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for page in (self.train, self.models, self.evaluation):
            self.tabs.addTab(page, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self._connect(run)
        self.retranslate()
        open_size(self, 1280, 860)
        self.form.look_soon()

    def _connect(self, run: TrainRun) -> None:
        for page in (self.train, self.models):
            page.suggest_wanted.connect(lambda path, page=page: self._suggest(path, page))
            page.evaluate_wanted.connect(self.evaluate)
        self.models.compare_wanted.connect(self.evaluate)
        self.models.changed.connect(self._on_models_changed)
        self.evaluation.place_wanted.connect(self.place_wanted)
        self.form.folder_chosen.connect(self._on_folder)
        run.ended.connect(self._on_trained)

    def _suggest(self, path: Path, page: TrainPage | ModelsPage) -> None:
        self.suggest_wanted.emit(path, page.everywhere.isChecked())

    # -- pages ----------------------------------------------------------------------------------------------------

    def show_page(self, page: int) -> None:
        """Go to a page, the caret where it is needed there."""
        self.tabs.setCurrentIndex(page)
        targets = {TRAIN: self.form.name, MODELS: self.models.table, EVALUATE: self.evaluation.model}
        targets[page].setFocus()

    def evaluate(self, model: Path, against: Path | None = None) -> None:
        """Evaluate a model at once, perhaps beside another one."""
        self.evaluation.choose(model, against)
        self.show_page(EVALUATE)
        self.evaluation.stop()  # an earlier one is not wanted any more
        self.evaluation.start()

    def _on_folder(self, folder: Path) -> None:
        self.models.show_folder(folder)
        self.evaluation.show_folder(folder)
        self.folder_chosen.emit(folder)

    def _on_trained(self, outcome: Outcome) -> None:
        model = outcome.order.model
        self.models.show_folder(choose=model if model.is_dir() else None)
        self.evaluation.show_folder()

    def _on_models_changed(self) -> None:
        self.evaluation.show_folder()
        self.form.check()

    # -- keys and closing -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+W close; Ctrl+PgUp and Ctrl+PgDn go from page to page."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        by = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        if asks_to_close(event):
            self.close()
        elif control and by:
            self.show_page((self.tabs.currentIndex() + by) % self.tabs.count())
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what only this window wants to know."""
        self.form.stop()
        self.evaluation.stop()
        self.models.purge()
        self.done.emit()
        event.accept()

    # -- language and theme ---------------------------------------------------------------------------------------

    def name_of(self, label: str) -> str:
        """Return the name of an entity or relation label in the language chosen now."""
        scheme = self._swatches.scheme
        kind = scheme.entity_label(label) or scheme.relation_label(label)
        return kind.name(current_language()) if kind else label

    def dress(self, style: CanvasStyle, colors: Colors) -> None:
        """Follow the theme and the style of the article."""
        self._colors = colors
        self._swatches.use(style=style)
        ink = self._swatches.entity_color
        self.train.dress(colors, ink, self.name_of)
        self.models.dress(colors, ink, self.name_of)
        self.evaluation.dress(colors, style, self.name_of)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Models — annotator"))
        for page, title in enumerate((self.tr("Training"), self.tr("Models"), self.tr("Evaluation"))):
            self.tabs.setTabText(page, title)
