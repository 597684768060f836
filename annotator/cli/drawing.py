"""Writing a drawing where the user wants it: as SVG, or as PNG through the window's own renderer in a process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from annotator.cli.common import UsageError
from annotator.messages import AnnotatorError, msg


def require_drawing(path: Path | None) -> None:
    """Raise UsageError unless the file's name says that it is to be an SVG or a PNG; None is fine."""
    if path is not None and path.suffix.lower() not in {".svg", ".png"}:
        raise UsageError(msg("--plot writes .svg or .png files", "--plot пишет файлы .svg или .png"), file=path)


def write_drawing(svg: str, path: Path) -> None:
    """Write an SVG drawing to a .svg or .png file, making its folder.

    Raises:
        AnnotatorError: the PNG could not be drawn, because Qt's system libraries are missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".svg":
        path.write_text(svg, encoding="utf-8", newline="\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "drawing.svg"
        source.write_text(svg, encoding="utf-8", newline="\n")
        # A process of its own: nothing below the window imports Qt.
        command = [sys.executable, "-m", "annotator.gui.rasterize", str(source), str(path)]
        if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603 - our own module
            raise AnnotatorError(
                msg(
                    "the PNG could not be drawn without Qt's system libraries: write an .svg instead",
                    "без системных библиотек Qt нельзя нарисовать PNG: запишите .svg",
                ),
                file=path,
            )
