"""Training in the main window: opens the view, keeps the run, brings suggestions and errors into the article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QProgressBar

from annotator.domain import Status
from annotator.gui.widgets.message_bar import Kind

if TYPE_CHECKING:
    from annotator.gui.desk import Desk
    from annotator.gui.main_window import MainWindow
    from annotator.gui.training.evaluation import ModelError
    from annotator.gui.training.process import Outcome, Step
    from annotator.gui.training.running import TrainRun
    from annotator.gui.training.window import TrainingWindow

_KEY = "training"  # of its message in the bar
_IGNORE = "# Models can be trained again; the annotations are what git keeps.\n*\n"


class Training(QObject):
    """One view and one run of the open workspace. A run outlives the view, not the workspace."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(desk)
        self._window, self._desk = window, desk
        self.view: TrainingWindow | None = None
        self._run: TrainRun | None = None
        self._bar: QProgressBar | None = None
        window.files.before_closing.append(self._may_close)
        window.files.about_to_close.connect(self.close_view)
        window.files.closed.connect(self.close_view)
        window.files.opened.connect(self._on_opened)
        window.appearance.style_changed.connect(lambda _style: self._dress())
        window.theme.changed.connect(lambda _colors: self._dress())
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self._leave)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions do."""
        from_page = self._show_page
        return {
            "training.train": lambda: from_page(0),
            "training.models": lambda: from_page(1),
            "training.evaluate": lambda: from_page(2),
        }

    @property
    def run(self) -> TrainRun:
        """The run, made at the first use."""
        if self._run is None:
            from annotator.gui.training.running import TrainRun

            self._run = TrainRun(self)
            self._run.started.connect(self._on_started)
            self._run.stepped.connect(self._on_step)
            self._run.ended.connect(self._on_ended)
        return self._run

    # -- the view -------------------------------------------------------------------------------------------------

    def _show_page(self, page: int) -> None:
        session = self._window.files.session
        if session is None:
            return
        self._flush()
        view = self.view or self._make_view()
        self._window.notices.bar.dismiss(_KEY)
        view.show()
        view.raise_()
        view.activateWindow()
        view.show_page(page)

    def _flush(self) -> None:
        """Bring everything to disk: that is where training and evaluation read."""
        session = self._window.files.session
        self._window.save_soon()
        if session is not None and session.queue is not None:
            session.queue.flush(5.0)

    def _make_view(self) -> TrainingWindow:
        from annotator.gui.training.window import TrainingWindow

        session = self._window.files.session
        assert session is not None
        workspace = session.workspace
        folder = self._window.settings.models_folder(workspace.path)
        view = self.view = TrainingWindow(workspace, folder, session.annotator, self.run, self._window)
        view.suggest_wanted.connect(self.suggest)
        view.place_wanted.connect(self.show_place)
        view.folder_chosen.connect(lambda chosen: self._window.settings.remember_models_folder(workspace.path, chosen))
        view.done.connect(self._on_view_closed)
        self._dress()
        return view

    def _on_view_closed(self) -> None:
        self.view = None
        if self._run is not None and self._run.is_running:
            self._tell_running()

    def close_view(self) -> None:
        """Close the view with the workspace."""
        if self.view is not None:
            self.view.close()
        self._window.notices.bar.dismiss(_KEY)
        if self._window.files.is_reopening:
            return
        run, self._run = self._run, None
        if run is not None:
            run.leave()
            run.deleteLater()

    def _on_opened(self) -> None:
        if self._run is not None and self._run.is_running:
            self._tell_running()

    def _dress(self) -> None:
        if self.view is not None:
            self.view.dress(self._window.appearance.canvas_style, self._window.theme.colors)

    # -- the run --------------------------------------------------------------------------------------------------

    def _on_started(self) -> None:
        """Models are for this computer: in the workspace's own folder git is told to pass them over."""
        self._flush()
        order = self.run.order
        assert order is not None
        folder = order.model.parent
        if folder == order.workspace / "models" and not folder.exists():
            try:
                folder.mkdir()
                (folder / ".gitignore").write_text(_IGNORE, encoding="utf-8", newline="\n")
            except OSError as error:
                self._window.notices.show_error(str(error))

    def _tell_running(self) -> None:
        """While the view is closed, the message bar tells how far the training is."""
        order = self.run.order
        assert order is not None
        text = self.tr("“{0}” is being trained; you can go on working.").format(order.model.name)
        message = self._window.notices.bar.show_message(_KEY, Kind.INFO, text, closable=False)
        bar = self._bar = QProgressBar(message)
        bar.setTextVisible(False)
        bar.setFixedWidth(120)
        bar.setAccessibleName(self.tr("Progress of the training"))
        bar.destroyed.connect(self._forget_bar)
        message.add_widget(bar)
        message.add_button(self.tr("Show"), lambda: self._show_page(0), closes=False)
        self._on_step(self.run.last)

    def _forget_bar(self) -> None:
        self._bar = None

    def _on_step(self, step: Step) -> None:
        if self._bar is not None:
            self._bar.setRange(0, int(step.get("total") or 0))
            self._bar.setValue(int(step.get("step") or 0))

    def _on_ended(self, outcome: Outcome) -> None:
        bar, model = self._window.notices.bar, outcome.order.model
        bar.dismiss(_KEY)
        if self.view is not None:
            return
        if outcome.error:
            self._window.notices.show_error(outcome.error)
            return
        text = self.tr("The model “{0}” is ready.").format(model.name)
        message = bar.show_message(_KEY, Kind.INFO, text)
        message.add_button(self.tr("Show"), lambda: self._show_page(0))
        message.add_button(self.tr("Suggest with this model"), lambda: self.suggest(model), primary=True)

    def _may_close(self) -> bool:
        """Ask before a training is ended by closing its workspace."""
        run = self._run
        if run is None or not run.is_running or self._window.files.is_reopening:
            return True
        retry: Callable[[], object] = self._window.files.close_workspace
        if self._window.is_closing:
            retry = self._window.close
        text = self.tr("A training is under way. Closing ends it; the best model so far is kept.")
        message = self._window.notices.bar.show_message("closing", Kind.WARNING, text)
        message.add_button(self.tr("Stop the training and close"), lambda: self._stop_and(retry), primary=True)
        message.add_button(self.tr("Go on training"), lambda: None)
        self._window.raise_()
        return False

    def _stop_and(self, then: Callable[[], object]) -> None:
        run = self._run
        if run is None or not run.is_running:
            then()
            return
        run.ended.connect(lambda _outcome: then())
        if not run.is_stopping:
            run.stop()

    def _leave(self) -> None:
        if self._run is not None:
            self._run.leave()

    # -- into the article -----------------------------------------------------------------------------------------

    def suggest(self, model: Path, everywhere: bool = False) -> None:
        """Make suggestions with a model: in the annotator's articles that are not finished, or in all."""
        session = self._window.files.session
        if session is None:
            return
        closed = {Status.DONE, Status.SKIPPED}
        is_open = any(session.status(identifier) not in closed for identifier in session.workspace.document_ids)
        self._desk.docks.show("suggestions")
        self._window.raise_()
        self._window.activateWindow()
        self._desk.hands.run.start(str(model), "" if everywhere or not is_open else session.annotator)

    def show_place(self, error: ModelError) -> None:
        """Open the article of an error, its words lit up, and say what the data and the model say."""
        from annotator.gui.training.evaluation import words_of

        session, article = self._window.files.session, self._desk.editor.article
        if session is None:
            return
        if error.document not in set(session.workspace.document_ids):
            self._window.notices.show_error(self.tr("The article {0} is not in this workspace.").format(error.document))
            return
        if session.document is None or session.document.id != error.document:
            self._window.files.open_document(error.document)
        self._window.raise_()
        self._window.activateWindow()
        article.setFocus()
        article.clear_selection()
        article.set_highlights(error.spans)
        article.reveal(*error.spans[0])
        wanted, found = (
            f"{words_of(side)} · {side['label']}" if side else self.tr("nothing")
            for side in (error.wanted, error.found)
        )
        self._window.notices.show_info(self.tr("Data: {0}. Model: {1}.").format(wanted, found))
