"""The one door from the command line into the window. Loads neither typer nor Qt before it is passed."""

from __future__ import annotations

from pathlib import Path


def open_window(path: Path | None, annotator: str, language: str, *, sample: bool) -> int:
    """Open the window and return its exit status when it is closed."""
    from annotator.gui.app import run

    return run(path, annotator, language=language, sample=sample)
