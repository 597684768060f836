"""The computer itself: the window's needs, text encoding, memory, room on the disk, locks that hold."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from annotator.doctor.finding import Finding, State
from annotator.doctor.window import display_problem, library_problem
from annotator.messages import Message, current_language, msg

LOW_DISK = 1 << 30  # bytes: below this saves and backups are at risk
_GIB = 1 << 30


def window_findings() -> Iterator[Finding]:
    """Say which Qt platform a window would open on, and whether it can."""
    platform = os.environ.get("QT_QPA_PLATFORM") or _default_platform()
    problem = library_problem()
    name = msg("Qt's system libraries", "системные библиотеки Qt")
    yield Finding("qt.libraries", name, *_verdict(problem))
    name = msg("display", "экран")
    missing = display_problem()
    if missing:
        yield Finding("qt.display", name, msg("none", "нет"), State.MISSING, missing)
    else:
        shown = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
        yield Finding("qt.display", name, f"{platform} {shown}".strip())


def _default_platform() -> str:
    elsewhere = {"win32": "windows", "darwin": "cocoa"}
    return elsewhere.get(sys.platform) or ("wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb")


def _verdict(problem: Message | None) -> tuple[Message, State, Message | None]:
    if problem is None:
        return msg("all there", "все на месте"), State.FINE, None
    return msg("incomplete", "не все"), State.BROKEN, problem


def font_finding(folder: Path) -> Finding:
    """Say whether the reading fonts that come with the program are where they should be."""
    fonts = sorted(path.stem for path in folder.glob("*.ttf"))
    name = msg("reading fonts", "шрифты для чтения")
    if fonts:
        return Finding("fonts", name, ", ".join(fonts))
    advice = msg("install the program again: its fonts are missing", "установите программу заново: нет её шрифтов")
    return Finding("fonts", name, msg("none", "нет"), State.BROKEN, advice)


def emoji_findings() -> Iterator[Finding]:
    """Say whether a font has emoji, where fontconfig can be asked: without one they are boxes in the article."""
    asked = shutil.which("fc-list")
    if asked is None:
        return
    fonts = subprocess.run(  # noqa: S603 - a fixed command
        [asked, ":lang=und-zsye", "family"], capture_output=True, text=True, check=False, timeout=20
    ).stdout.split("\n")
    name, found = msg("emoji font", "шрифт с эмодзи"), sorted(filter(None, fonts))
    if found:
        yield Finding("fonts.emoji", name, found[0])
    else:
        advice = msg(
            "emoji and flags are drawn as boxes, their offsets are right all the same; install fonts-noto-color-emoji",
            "эмодзи и флаги рисуются квадратами, но смещения верны; поставьте fonts-noto-color-emoji",
        )
        yield Finding("fonts.emoji", name, msg("none", "нет"), State.MISSING, advice)


def locale_finding() -> Finding:
    """Say in which language the program speaks, and whether a pipe or a file name can hold Cyrillic."""
    encoding, names = locale.getencoding(), sys.getfilesystemencoding()
    value = msg(
        "language {language}, text {encoding}, file names {names}",
        "язык {language}, текст {encoding}, имена файлов {names}",
        language=current_language(),
        encoding=encoding,
        names=names,
    )
    name = msg("locale", "локаль")
    if os.name == "nt" or names.lower().replace("-", "") == "utf8":
        return Finding("locale", name, value)
    advice = msg("set LANG to a UTF-8 locale, as C.UTF-8", "задайте в LANG локаль UTF-8, например C.UTF-8")
    return Finding("locale", name, value, State.BROKEN, advice)


def processor_finding() -> Finding:
    """Say how many cores training and suggesting can use."""
    return Finding("processors", msg("processor cores", "ядра процессора"), str(os.cpu_count() or 1))


def disk_finding(folder: Path) -> Finding:
    """Say whether there is room to save in a folder, and whether it can be written at all."""
    name = msg("disk at {folder}", "диск в {folder}", folder=folder)
    free = shutil.disk_usage(folder).free
    value = msg("{free:.1f} GB free", "свободно {free:.1f} ГБ", free=free / _GIB)
    problem = _unwritable(folder)
    if problem:
        return Finding("disk", name, value, State.BROKEN, problem)
    if free < LOW_DISK:
        advice = msg("make room: saves need it", "освободите место: оно нужно для сохранения")
        return Finding("disk", name, value, State.BROKEN, advice)
    return Finding("disk", name, value)


def _unwritable(folder: Path) -> Message | None:
    """Return why nothing can be written into a folder, or None; what is tried leaves nothing behind."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return msg(
            "nothing can be written there ({reason}): choose another folder, or ask for the rights",
            "туда нельзя писать ({reason}): выберите другую папку или попросите права",
            reason=error.strerror or error,
        )
    return None
