"""Standard output that is full, closed or missing ends in one line or quietly, never in a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli.common import begin, say

ROOT = Path(__file__).parents[3]


def shell(words, folder):
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    environ |= {"PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-c", words], cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_output_is_one_line(tmp_path):
    """What could not be written is told in one line with exit status 1, also where it was an error in JSON."""
    done = shell('"$PYTHON" -m annotator --version > /dev/full', tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    done = shell('"$PYTHON" -m annotator stats nothing --json > /dev/full', tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "nothing" in done.stderr


def test_a_closed_reader_is_quiet(tmp_path):
    """A pipe that nobody reads ends the command without a word of the interpreter's."""
    done = shell('"$PYTHON" -m annotator stats nothing --json | true; "$PYTHON" -m annotator --help | true', tmp_path)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_missing_streams_change_no_exit_status(tmp_path):
    """Started without standard output or error, a command does its work all the same."""
    done = shell(
        '"$PYTHON" -m annotator init a >&- 2>&-; echo $?; "$PYTHON" -m annotator stats a --json 2>&-', tmp_path
    )
    status, _, report = done.stdout.partition("\n")
    assert (status, done.returncode) == ("0", 0)
    assert json.loads(report)["documents"] == 0


def test_a_told_line_is_one_line(capsys):
    """Line ends and escape sequences in what is told, as an id may hold them, are shown and not acted on."""
    begin()
    say("a\nb\x1b[2J\u2028.jsonl:1: кириллица\tостаётся")
    assert capsys.readouterr().err == "a\\nb\\x1b[2J\\u2028.jsonl:1: кириллица\tостаётся\n"
