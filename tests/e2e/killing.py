"""Runs the driver, kills it with SIGKILL at a random moment, and checks that nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from annotator.workspace import Workspace
from annotator.workspace.check import CheckReport
from annotator.workspace.check_workspace import check_workspace

DRIVER = Path(__file__).with_name("kill_driver.py")


def killed_run(folder: Path, what: str, seconds: float) -> list[str]:
    """Let the driver work, kill it `seconds` after its first sign, and return what it acknowledged."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(DRIVER), str(folder), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        first = process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        rest, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors.decode()
    return (first + rest).decode().split("\n")[:-1]  # the last one may be cut off, and was then not read by anybody


def check_after(folder: Path, acknowledged: list[str], seen: dict[str, int]) -> None:
    """Open without help and compare with everything that was ever acknowledged."""
    workspace = Workspace.open(folder)
    for line in acknowledged:
        name, value = line.split(" ")
        if name == "article":
            assert value in workspace, f"acknowledged article {value} is lost"
        else:
            seen[name] = max(seen.get(name, 0), int(value))
    reader = workspace.read("anna")
    for name, revision in seen.items():
        assert reader.load(name).rev >= revision, f"acknowledged revision {revision} of {name} is lost"
    reader.close()
    with workspace.annotations("anna"):  # no stale lock, and the torn line, if any, moves aside
        pass
    workspace.add_articles(())  # the next import moves an article that was cut off in the middle aside
    report = CheckReport()
    check_workspace(folder, report)
    assert report.ok, [str(problem) for problem in report.problems]
    lines = [json.loads(line)["id"] for line in workspace.layout.annotations("anna").read_bytes().split(b"\n") if line]
    assert len(lines) == len(set(lines)), "a clean close leaves one line per document"


def kill_rounds(folder: Path, rounds: int, seed: int = 1, longest: float = 0.5) -> int:
    """Kill the driver so many times, in turn while saving, tidying and importing; return the steps acknowledged."""
    chance = random.Random(seed)
    seen: dict[str, int] = {}
    steps = 0
    for number in range(rounds):
        what = ("save", "tidy", "save", "import")[number % 4]
        acknowledged = killed_run(folder, what, chance.uniform(0, longest))
        steps += len(acknowledged)
        check_after(folder, acknowledged, seen)
    return steps
