"""What must hold before Qt is loaded; each failure is one clear line instead of a crash. Imports no Qt itself."""

from __future__ import annotations

import sys

from annotator.doctor.window import check_binding, display_problem, library_problem, missing_library
from annotator.messages import AnnotatorError, msg


class StartupError(AnnotatorError):
    """The window cannot be opened on this computer as it is."""


def require_window() -> None:
    """Raise StartupError, with what to do, unless a window can be opened."""
    try:
        import PySide6
    except ImportError:
        raise StartupError(
            msg("PySide6 is not installed: pip install annotator", "PySide6 не установлен: pip install annotator")
        ) from None
    problem = check_binding(PySide6.__version__, sys.version_info[:2]) or display_problem() or library_problem()
    if problem:
        raise StartupError(problem)
    try:
        import PySide6.QtWidgets  # loads the system libraries that it needs
    except ImportError as error:
        raise StartupError(missing_library(str(error).partition(":")[0])) from error
