"""`annotator suggest` in several processes, killed in the middle: what is done is kept and not done again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.domain import LabelScheme
from annotator.workspace import Article, Workspace

MANY = 500
COMMAND = [sys.executable, "-m", "annotator", "--lang", "en", "suggest"]


@pytest.fixture
def many(tmp_path):
    """Many short articles and a file of patterns that finds a name in each."""
    workspace = Workspace.create(tmp_path / "many", scheme=LabelScheme("open", open=True))
    text = "Анна Ветрова вчера была в компании «Полынья». " * 4
    workspace.add_articles(Article(f"d{number}", text) for number in range(MANY))
    patterns = tmp_path / "patterns.jsonl"
    patterns.write_text('{"label": "ORG", "pattern": "Полынья"}\n', encoding="utf-8")
    return [str(workspace.path), "--with", str(patterns), "--processes", "2"]


def killed(arguments, after):
    """Start the command and kill it once it has done some articles; return the id of its group of processes."""
    process = subprocess.Popen(
        [*COMMAND, *arguments, "--report-progress"], stdout=subprocess.PIPE, start_new_session=True
    )
    for line in process.stdout:
        if line.startswith(b"progress ") and int(line.split()[1].split(b"/")[0]) >= after:
            process.kill()
            break
    process.stdout.close()
    assert process.wait(30) == -signal.SIGKILL
    return process.pid


def left_of(group):
    """Return whether any process of a group is still alive, after a moment for those that saw their parent end."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def test_a_killed_run_leaves_no_process_and_goes_on_where_it_was(many):
    """Nothing that was done is done again, no worker stays behind, and the file is whole in the end."""
    assert not left_of(killed(many, after=40))
    again = subprocess.run([*COMMAND, *many, "--json"], capture_output=True, check=True)
    report = json.loads(again.stdout)
    assert report["skipped"] >= 39
    assert report["skipped"] + report["documents"] == MANY
    with Path(report["path"]).open(encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in file]
    assert ids == [f"d{number}" for number in range(MANY)]
