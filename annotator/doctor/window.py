"""Whether a window can be opened here: the binding, the display, the system libraries. Loads no Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from annotator.messages import Message, msg


def check_binding(binding: str, python: tuple[int, int]) -> Message | None:
    """Return why this PySide6 must not run on this Python, or None.

    PySide6 6.12 on CPython 3.11 loses one reference to None with every void Qt call, and the process dies within a
    screenful of painting. From 3.12 on None is immortal.
    """
    if binding.startswith("6.12.") and python < (3, 12):
        return msg(
            "PySide6 {version} crashes on Python {python}: install PySide6-Essentials below 6.12, or use Python 3.12",
            "PySide6 {version} аварийно завершается на Python {python}: установите PySide6-Essentials ниже 6.12 "
            "или возьмите Python 3.12",
            version=binding,
            python=f"{python[0]}.{python[1]}",
        )
    return None


def display_problem(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Message | None:
    """Return why no window can be shown, or None. Asks the display server's socket, so that Qt need not abort."""
    if not platform.startswith("linux"):
        return None
    chosen = environ.get("QT_QPA_PLATFORM", "")
    if chosen and not chosen.startswith(("xcb", "wayland")):
        return None
    if environ.get("WAYLAND_DISPLAY") and not chosen.startswith("xcb"):
        return None
    display = environ.get("DISPLAY", "")
    if display and _answers(display):
        return None
    return msg(
        "there is no display to open a window on: log in to a desktop, connect with ssh -X, "
        "or run xvfb-run annotator; all else works without one, see annotator --help",
        "нет экрана, на котором можно открыть окно: войдите в графический сеанс, подключитесь через ssh -X "
        "или запустите xvfb-run annotator; всё остальное работает без экрана, см. annotator --help",
    )


def _answers(display: str) -> bool:
    """Tell whether an X server listens at DISPLAY."""
    import socket

    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdecimal():
        return False
    try:
        if host in {"", "unix"}:
            return _connects_locally(f"/tmp/.X11-unix/X{number}")  # noqa: S108 - where X servers listen
        with socket.create_connection((host, 6000 + int(number)), timeout=3):
            return True
    except OSError:
        return False


def _connects_locally(path: str) -> bool:
    import socket

    family: int = getattr(socket, "AF_UNIX", 0)  # where there are X servers there is such a family
    for address in (path, f"\0{path}"):  # the file, or the abstract socket of the same name
        with socket.socket(family) as connection:
            try:
                connection.connect(address)
            except OSError:
                continue
            return True
    return False


def library_problem(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Message | None:
    """Return which system library Qt's X11 plugin lacks, or None."""
    if not platform.startswith("linux") or environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return None
    spec = find_spec("PySide6")
    plugin = Path(spec.origin).parent / "Qt/plugins/platforms/libqxcb.so" if spec and spec.origin else None
    if plugin is None or not plugin.exists():
        return None
    import ctypes

    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return missing_library(str(error).partition(":")[0])
    return None


def missing_library(library: str) -> Message:
    """Return what to say, and what to install, where a system library of Qt is missing."""
    return msg(
        "the window needs the system library {library}: on Debian and Ubuntu install libegl1 libxkbcommon-x11-0 "
        "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
        "окну нужна системная библиотека {library}: в Debian и Ubuntu установите libegl1 libxkbcommon-x11-0 "
        "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
        library=library,
    )
