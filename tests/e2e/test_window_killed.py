"""The real window in a process of its own, ended in the middle of the work."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from annotator.workspace import Workspace

# Selects word after word and presses 1, ten times a second, as a person would; tells when each tag was made.
DRIVER = """
import sys, time
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from annotator.gui.app import execute, make_application, make_window
app = make_application()
window = make_window(app)
window.show()
window.files.open_path(Path(sys.argv[1]), "vera")
article, session = window.editor.article, window.files.session
words = [t for t in session.document.tokens if session.document.text[t[0]:t[1]].isalpha()]

def work():
    start, end = words.pop(0)
    article.setFocus()
    article.select_range(start, end)
    QTest.keyClick(article, Qt.Key.Key_1)
    print(len(session.document.entities), time.time(), flush=True)

timer = QTimer()
timer.timeout.connect(work)
timer.start(100)
sys.exit(execute(app, window))
"""


@pytest.fixture
def workspace(tmp_path):
    path = Workspace.create(tmp_path / "work").path
    text = " ".join(f"слово{chr(1072 + n % 32)}{'а' * (n // 32)}" for n in range(400))
    tokens, at = [], 0
    for word in text.split():
        tokens.append([at, at + len(word)])
        at += len(word) + 1
    line = {"id": "one", "text": text, "tokens": tokens, "meta": {}}
    (path / "corpus.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def start(workspace, root, tmp_path):
    environ = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(root),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(workspace)], env=environ, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline()
    return process


def end(process, number, after):
    """Let it work, send the signal; return how many tags were made, by the time at which each was."""
    time.sleep(after)
    sent = time.time()
    process.send_signal(number)
    rest = process.communicate(timeout=30)[0]
    return sent, [tuple(map(float, line.split())) for line in rest.splitlines() if line.count(" ") == 1]


def on_disk(workspace):
    return len(Workspace.open(workspace).read("vera").load("one").entities)


@pytest.mark.parametrize("after", [1.3, 2.1, 2.9])
def test_killed_window_loses_at_most_a_second(workspace, root, tmp_path, after):
    """What was tagged more than a second before SIGKILL is on disk, and the next window opens it for writing."""
    sent, made = end(start(workspace, root, tmp_path), signal.SIGKILL, after)
    due = max((int(count) for count, moment in made if moment < sent - 1.0), default=0)
    assert on_disk(workspace) >= max(1, due)
    with Workspace.open(workspace).annotations("vera") as annotations:
        assert annotations.load("one").entities


def test_terminated_window_loses_nothing(workspace, root, tmp_path):
    """SIGTERM saves all, closes and ends with status 0, leaving one line for the document."""
    process = start(workspace, root, tmp_path)
    _, made = end(process, signal.SIGTERM, 1.05)
    assert process.returncode == 0
    assert on_disk(workspace) >= made[-1][0]
    assert len((workspace / "annotations" / "vera.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_command_opens_the_workspace_and_ends_quietly(workspace, root, tmp_path):
    """`annotator open PATH --annotator NAME` takes the annotator's lock, and SIGTERM ends it with status 0."""
    environ = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-m", "annotator", "open", str(workspace), "--annotator", "vera"]
    process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
    lock = Workspace.open(workspace).layout.lock("annotations-vera")
    end_of_patience = time.monotonic() + 30
    while not (lock.exists() and lock.read_text(encoding="utf-8")) and time.monotonic() < end_of_patience:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)
    time.sleep(1.0)  # until the window's loop runs
    process.send_signal(signal.SIGTERM)
    told = process.communicate(timeout=30)[1]
    assert process.returncode == 0, told
    assert "Traceback" not in told
