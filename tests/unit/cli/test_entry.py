"""Where the command line begins: what opens the window at once, and what goes through the commands."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.cli.entry import Opening, plain_opening


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "news").mkdir()
    (tmp_path / "stats").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "opening"),
    [
        ("", Opening()),
        ("open", Opening()),
        ("open news", Opening(Path("news"))),
        ("./news", Opening(Path("news"))),
        ("open news --annotator anna --lang ru", Opening(Path("news"), "anna", "ru")),
        ("--lang en open --sample", None),
        ("open --sample --lang en", Opening(language="en", sample=True)),
    ],
)
def test_plain_wishes_open_the_window_at_once(here, words, opening):
    """Paths, annotator, language and sample are understood without the machinery of the commands."""
    assert plain_opening(words.split()) == opening


@pytest.mark.parametrize(
    "words",
    ["stats", "stats news", "open nowhere", "open --help", "open news stats", "open news --sample", "--version", "open --lang xx",
     "open --annotator", "--help", "open news --annotator a --annotator b"],
)  # fmt: skip
def test_all_else_goes_through_the_commands(here, words):
    """Commands, help, and whatever is wrong or strange is left to those who say so in words."""
    assert plain_opening(words.split()) is None


def test_the_way_to_the_window_loads_no_typer(root):
    """Neither the way to the window nor the window itself loads typer or rich."""
    code = (
        "import sys, annotator.cli.entry, annotator.cli.open, annotator.gui.app\n"
        "print([name for name in ('typer', 'rich', 'spacy', 'numpy') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_ended_conversion_leaves_nothing_behind(tmp_path):
    """SIGTERM in the middle of the writing takes the unfinished file away, and no traceback is seen."""
    line = '{"id": "%d", "text": "Илон Маск основал SpaceX.", "ents": []}\n'
    source = tmp_path / "in.jsonl"
    source.write_text("".join(line % i for i in range(20_000)), encoding="utf-8")
    words = [sys.executable, "-m", "annotator", "convert", source, tmp_path / "out.conll", "--to", "conll"]
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    running = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environ)
    while running.poll() is None and not list(tmp_path.glob(".annotator-*")):
        time.sleep(0.02)
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (143, "")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
