"""What happens before a window can be shown."""

import os
import socket
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject

from annotator.doctor.window import check_binding, display_problem
from annotator.messages import current_language

BARE = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}


@pytest.mark.parametrize(
    ("binding", "python", "refused"),
    [("6.12.0", (3, 11), True), ("6.12.0", (3, 12), False), ("6.11.3", (3, 11), False), ("6.8.0", (3, 11), False)],
)
def test_the_binding_that_crashes_is_refused(binding, python, refused):
    """PySide6 6.12 on CPython 3.11 is refused before it can take the process down; all others run."""
    assert bool(check_binding(binding, python)) is refused


def test_none_is_not_lost():
    """A thousand void Qt calls leave the reference count of None where it was."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100


@pytest.mark.parametrize(
    ("environ", "fine"),
    [
        ({}, False),
        ({"DISPLAY": ":987"}, False),
        ({"DISPLAY": "nonsense"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_display_is_asked_before_qt(environ, fine):
    """Without a display that answers the reason is told; Wayland and off-screen need none."""
    assert (display_problem(environ, "linux") is None) is fine
    assert display_problem(environ, "win32") is None


def test_display_that_listens_is_fine():
    """An X server's abstract socket counts as a display."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X986")
        server.listen()
        assert display_problem({"DISPLAY": ":986"}, "linux") is None


@pytest.mark.parametrize(("language", "word"), [("en", "no display"), ("ru", "нет экрана")])
def test_without_a_display_one_line_tells_what_to_do(root, language, word):
    """The command ends with status 1 and one line in the chosen language, not with a core dump."""
    command = [sys.executable, "-m", "annotator", "open", "--lang", language]
    result = subprocess.run(command, cwd=root, env=BARE, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert word in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_path_that_is_not_there_is_wrong_usage(root):
    """A path that does not exist gives status 2 and names the path."""
    command = [sys.executable, "-m", "annotator", "open", "nowhere/at-all"]
    result = subprocess.run(command, cwd=root, env=BARE, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 2
    assert "nowhere/at-all" in result.stderr
    assert current_language() == "en"


LATER = (
    "annotator.team.address",
    *(
        "spacy",
        "thinc",
        "numpy",
        "typer",
        "pymorphy3",
        "getpass",
        "statistics",
        "PySide6.QtPrintSupport",
        "PySide6.QtNetwork",
    ),
    *(f"annotator.{name}" for name in ("agreement", "formats", "nlp", "suggest", "training")),
    *(f"annotator.gui.{name}" for name in ("jobs", "canvas.chooser", "canvas.picture", "manual.window")),
    *(f"annotator.gui.panels.{name}" for name in ("guidelines", "history")),
    *(f"annotator.gui.hands.{name}" for name in ("cards", "mentions", "offers_panel", "running", "search")),
    *(f"annotator.gui.storage.{name}" for name in ("compare", "scheme")),
    *(f"annotator.gui.{name}.window" for name in ("adjudication", "agreement", "overview", "training")),
    *(f"annotator.gui.bridge.{name}" for name in ("dialog", "export_dialog", "import_dialog", "printing")),
)


def test_article_is_there_before_what_is_seldom_needed(root, sample, tmp_path):
    """The sample stands in the window, and neither spaCy nor what only an action needs has been imported."""
    code = (
        "import sys; from pathlib import Path; from annotator.gui.app import make_application, make_window\n"
        "app = make_application(); window = make_window(app); window.show()\n"
        f"window.files.open_path(Path({str(sample)!r}), 'anna'); app.processEvents()\n"
        "assert window.files.session.document.tokens\n"
        f"print([name for name in {LATER} if name in sys.modules])\n"
    )
    environ = BARE | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(root)}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.stdout.strip() == "[]", result.stderr
