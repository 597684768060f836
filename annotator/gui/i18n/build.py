"""Brings the Russian catalogue up to date with the sources: `python -m annotator.gui.i18n.build [--check]`.

Without options it collects new texts into annotator_ru.ts and compiles annotator_ru.qm. With --check it changes
nothing and fails where the catalogue is stale, a text has no translation, or the compiled file is older.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

_FOLDER = Path(__file__).parent
_GUI = _FOLDER.parent
CATALOGUE = _FOLDER / "annotator_ru.ts"
COMPILED = _FOLDER / "annotator_ru.qm"


def _tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        sys.exit(f"{name} is missing: it comes with PySide6-Essentials")
    return found


def collect(catalogue: Path) -> None:
    """Merge the texts of the sources into a catalogue; texts that are gone are dropped."""
    sources = sorted(str(path) for path in _GUI.rglob("*.py"))
    command = [_tool("pyside6-lupdate"), *sources, "-no-obsolete", "-locations", "none", "-ts", str(catalogue)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own tool and files


def compile_catalogue(catalogue: Path, compiled: Path) -> None:
    """Make the file that the window loads."""
    command = [_tool("pyside6-lrelease"), str(catalogue), "-qm", str(compiled)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own tool and files


def untranslated(catalogue: Path) -> list[str]:
    """Return the source texts that have no finished translation."""
    messages = ET.parse(catalogue).getroot().iter("message")  # noqa: S314 - our own file
    return [
        message.findtext("source") or ""
        for message in messages
        if (translation := message.find("translation")) is None
        or translation.get("type") == "unfinished"
        or not "".join(translation.itertext()).strip()
    ]


def problems() -> list[str]:
    """Return what is stale or missing, one line each."""
    with tempfile.TemporaryDirectory() as folder:
        fresh, compiled = Path(folder) / CATALOGUE.name, Path(folder) / COMPILED.name
        shutil.copyfile(CATALOGUE, fresh)
        collect(fresh)
        compile_catalogue(fresh, compiled)
        found = [f"no translation: {text}" for text in untranslated(fresh)]
        if fresh.read_bytes() != CATALOGUE.read_bytes():
            found.append(f"{CATALOGUE.name} is stale: run python -m annotator.gui.i18n.build")
        elif not COMPILED.exists() or compiled.read_bytes() != COMPILED.read_bytes():
            found.append(f"{COMPILED.name} is stale: run python -m annotator.gui.i18n.build")
    return found


def main() -> None:
    """Build, or check."""
    if "--check" not in sys.argv[1:]:
        collect(CATALOGUE)
        compile_catalogue(CATALOGUE, COMPILED)
    if found := problems():
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
