"""The desktop program: `annotator-gui`, or `annotator open` from the command line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.gui.startup import require_window
from annotator.messages import AnnotatorError, current_language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from annotator.gui.main_window import MainWindow
    from annotator.gui.settings import Settings

_START = 1000  # milliseconds in the event loop after which the start is over


def main(arguments: Sequence[str] | None = None) -> None:
    """Open the window on the path given, if any, and end with its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    path = Path(given[0]) if given and not given[0].startswith("-") else None
    try:
        status = run(path)
    except AnnotatorError as error:
        sys.stderr.write(f"{error}\n")
        status = 1
    sys.exit(status)


def run(path: Path | None = None, annotator: str = "", language: str = "", *, sample: bool = False) -> int:
    """Open the window and return its exit status when it is closed. `language` overrides the remembered one.

    Raises:
        StartupError: no window can be opened here; the message says what to do.
    """
    if path is not None or sample:
        load_what_needs_no_qt()
    require_window()
    app = make_application()
    window = make_window(app, language=language)
    window.show()
    if sample:
        window.files.open_sample(annotator)
    elif path is not None:
        window.files.open_path(path, annotator)
    return execute(app, window)


def load_what_needs_no_qt() -> None:
    """PySide reads the source of every module that is imported after it: a workspace opens sooner if these come first.

    From here on nothing is collected until the window stands: see `make_application`.
    """
    gc.disable()
    import annotator.domain.edits
    import annotator.domain.versions
    import annotator.text.offsets
    import annotator.text.snap
    import annotator.workspace.merge
    import annotator.workspace.outside
    import annotator.workspace.scheme_change
    import annotator.workspace.undo  # noqa: F401


def execute(app: QApplication, window: MainWindow) -> int:
    """Run until the window is closed or the system ends the program; return the exit status."""
    from annotator.gui.ending import Ending
    from annotator.gui.mishaps import Mishaps

    ending, mishaps = Ending(app, window), Mishaps(window.save_soon, window)
    mishaps.told.connect(window.notices.show_error)
    try:
        return app.exec()
    finally:
        mishaps.stop()
        ending.stop()


def make_application() -> QApplication:
    """Return the application object with the style that our themes build on."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication

    from annotator.gui.fonts import load_fonts

    QCoreApplication.setApplicationName("annotator")
    QCoreApplication.setOrganizationName("annotator")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    _start_without_collecting(app)
    app.setStyle("Fusion")
    load_fonts()
    app.setDesktopFileName("annotator")
    return app


def _start_without_collecting(app: QApplication) -> None:
    """Let the garbage collector rest until the window stands: what is made until then is there to stay."""
    from PySide6.QtCore import QTimer

    gc.disable()
    QTimer.singleShot(_START, app, _collect_from_now_on)


def _collect_from_now_on() -> None:
    gc.freeze()
    gc.enable()


def make_window(app: QApplication, settings: Settings | None = None, language: str = "") -> MainWindow:
    """Return the main window, not shown yet, in the remembered language and theme."""
    from annotator.gui.i18n import Translations
    from annotator.gui.main_window import MainWindow
    from annotator.gui.settings import Settings
    from annotator.gui.theme import Theme, interface_font
    from annotator.messages import LANGUAGES

    settings = settings or Settings()
    wanted = next((known for known in LANGUAGES if known == language), None)
    translations = Translations(app)
    translations.install(wanted or settings.language or current_language())
    app.setFont(interface_font())
    return MainWindow(settings, Theme(app, settings.theme), translations)


if __name__ == "__main__":
    main()
