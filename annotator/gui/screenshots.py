"""Takes the pictures of the documentation from the real window: python -m annotator.gui.screenshots [FOLDER].

The sample is copied, settings are thrown away, the screen is the offscreen one: the same pictures on every machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

from annotator.messages import Language
from annotator.resources import samples_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from annotator.gui.main_window import MainWindow
    from annotator.gui.settings import ThemeName

PICTURES = Path(__file__).parent.parent / "docs" / "images"
ARTICLE = "openai-microsoft"
WIDTH, HEIGHT = 1360, 860
WINDOWS: dict[str, tuple[Language, str]] = {
    "window-ru": ("ru", "light"),
    "window-en": ("en", "light"),
    "window-dark": ("ru", "dark"),
    "window-contrast": ("en", "high_contrast"),
}
COMPARISON, TRAINING, OVERVIEW, SETTINGS, SHOWCASE = "comparison", "training", "overview", "settings", "showcase"
TRAINING_SECONDS = 600  # the longest that a small training may take on a slow machine


@contextmanager
def window_on_sample(app: QApplication, language: Language, theme: ThemeName, annotator: str) -> Iterator[MainWindow]:
    """Give a window on a fresh copy of the sample, at its first article; close it afterwards."""
    from PySide6.QtCore import QSettings

    from annotator.gui.app import make_window
    from annotator.gui.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        workspace = copytree(samples_folder() / "news-ru", Path(folder) / "news-ru")
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme = theme
        window = make_window(app, settings, language)
        window.resize(WIDTH, HEIGHT)
        window.show()
        window.files.open_path(workspace, annotator)
        window.files.open_document(ARTICLE)
        try:
            yield window
        finally:
            window.close()
            app.processEvents()


def settle(app: QApplication, seconds: float = 0.2) -> None:
    """Let layouts, queued paints and background work come to rest."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def take_window(app: QApplication, folder: Path, name: str) -> None:
    """Take one picture of the main window."""
    from annotator.gui.settings import ThemeName

    language, theme = WINDOWS[name]
    with window_on_sample(app, language, ThemeName(theme), "anna") as window:
        settle(app)
        window.grab().save(str(folder / f"{name}.png"))


def take_comparison(app: QApplication, folder: Path) -> None:
    """Take the pictures of agreement and adjudication, with gold not begun yet."""
    from annotator.gui.settings import ThemeName

    files = [folder / "agreement.png", folder / "adjudication.png"]
    with window_on_sample(app, "en", ThemeName.LIGHT, "lead") as window:
        assert window.files.session is not None
        window.files.session.workspace.layout.annotations("gold").unlink()
        comparing = window.desk.comparing
        comparing.show_agreement()
        comparing.adjudicate(ARTICLE)
        settle(app, seconds=8)  # scoring runs in a thread
        for file, view in zip(files, (comparing.agreement, comparing.adjudication), strict=True):
            assert view is not None
            view.resize(WIDTH, HEIGHT)
            settle(app)
            view.grab().save(str(file))
        comparing.close_all()


def take_overview(app: QApplication, folder: Path) -> None:
    """Take the pictures of the overview's three tabs."""
    from annotator.gui.settings import ThemeName

    with window_on_sample(app, "en", ThemeName.LIGHT, "anna") as window:
        window.desk.overview.show(0)
        view = window.desk.overview.shown
        assert view is not None
        view.resize(WIDTH, HEIGHT)
        settle(app, seconds=3)  # the survey runs in a thread
        for number, name in enumerate(("overview", "team", "statistics")):
            view.tabs.setCurrentIndex(number)
            view.statistics.which.setCurrentIndex(1)
            settle(app)
            view.grab().save(str(folder / f"{name}.png"))
        view.close()


def take_settings(app: QApplication, folder: Path) -> None:
    """Take the pictures of the settings' two pages."""
    from annotator.gui.preferences.dialog import SettingsDialog
    from annotator.gui.settings import ThemeName

    with window_on_sample(app, "en", ThemeName.LIGHT, "anna") as window:
        view = SettingsDialog(window.settings, window.appearance, window, window.actions_by_id)
        view.show()
        for number, name in enumerate(("settings", "keys")):
            view.tabs.setCurrentIndex(number)
            settle(app)
            view.grab().save(str(folder / f"{name}.png"))
        view.close()


def take_training(app: QApplication, folder: Path) -> None:
    """Take the pictures of a training and of an evaluation: a small model is really trained for them."""
    from annotator.gui.settings import ThemeName

    with window_on_sample(app, "en", ThemeName.LIGHT, "anna") as window:
        training = window.desk.training
        window.desk.handlers["training.train"]()
        view = training.view
        assert view is not None
        view.resize(WIDTH, HEIGHT)
        wait(app, view.form.start.isEnabled)
        view.form.name.setText("first-model")
        view.form.start.click()
        wait(app, lambda: not training.run.is_running)
        view.grab().save(str(folder / "training.png"))
        view.train.evaluate.click()
        wait(app, lambda: not view.evaluation.evaluating.is_running)
        view.evaluation.errors.kind.setCurrentIndex(view.evaluation.errors.kind.findData("boundaries"))
        settle(app)
        view.grab().save(str(folder / "evaluation.png"))
        view.close()


def take_showcase(app: QApplication, folder: Path) -> None:
    """Take the pictures of the article view with all that it has to stand."""
    from annotator.gui.i18n import Translations
    from annotator.gui.showcase import picture, showpieces

    Translations(app).install("ru")
    for name, piece in showpieces().items():
        picture(piece).save(str(folder / f"{name}.png"))


def wait(app: QApplication, ready: Callable[[], bool]) -> None:
    """Let a process beside the window work until something is there."""
    end = time.monotonic() + TRAINING_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError
        settle(app, 0.05)
    settle(app)


def main() -> None:
    """Take the pictures, each in a process of its own: a window keeps the language that it was made in."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) <= 2:
        for name in (*WINDOWS, COMPARISON, TRAINING, OVERVIEW, SETTINGS, SHOWCASE):
            command = [sys.executable, "-m", "annotator.gui.screenshots", str(folder), name]
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own module
        return
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from annotator.gui.app import make_application

    app = make_application()
    if sys.argv[2] == COMPARISON:
        take_comparison(app, folder)
    elif sys.argv[2] == TRAINING:
        take_training(app, folder)
    elif sys.argv[2] == SETTINGS:
        take_settings(app, folder)
    elif sys.argv[2] == OVERVIEW:
        take_overview(app, folder)
    elif sys.argv[2] == SHOWCASE:
        take_showcase(app, folder)
    else:
        take_window(app, folder, sys.argv[2])


if __name__ == "__main__":
    main()
