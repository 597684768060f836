"""Takes the pictures of the documentation from the real window: python -m annotator.gui.screenshots [FOLDER].

The sample is copied, settings are thrown away, the screen is the offscreen one: the same pictures on every machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
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


def settle(app: QApplication) -> None:
    """Let layouts and queued paints come to rest."""
    for _ in range(20):
        app.processEvents()


def take(app: QApplication, folder: Path) -> list[Path]:
    """Take all pictures; return their files."""
    from annotator.gui.settings import ThemeName

    folder.mkdir(parents=True, exist_ok=True)
    wanted: list[tuple[str, Language, ThemeName, str]] = [
        ("window-ru", "ru", ThemeName.LIGHT, "anna"),
        ("window-en", "en", ThemeName.LIGHT, "anna"),
        ("window-dark", "ru", ThemeName.DARK, "anna"),
        ("window-contrast", "en", ThemeName.HIGH_CONTRAST, "anna"),
    ]
    files: list[Path] = []
    for name, language, theme, annotator in wanted:
        with window_on_sample(app, language, theme, annotator) as window:
            settle(app)
            files.append(folder / f"{name}.png")
            window.grab().save(str(files[-1]))
    return files


def main() -> None:
    """Take the pictures and say where they are."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from annotator.gui.app import make_application

    app = make_application()
    for file in take(app, Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES):
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
