"""Suggestions for a large folder of files: articles a second, memory, a run killed at 30 % and taken up again.

Run with `python tests/benchmarks/bench_suggest_scale.py [--articles 10000,100000] [--with patterns] [--processes 1]`.
Every article has words of its own, as news have, so that a vocabulary which grows with the corpus would be seen.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain import EntityLabel, LabelScheme
from annotator.workspace import Article, Workspace

ROOT = Path(__file__).parents[2]
SCHEME = LabelScheme("bench", (EntityLabel("PERSON"), EntityLabel("ORG")))
LENGTH = 900  # code points of an article
NEW_WORDS = 2  # words in each article that no other has
BUDGET = 1024  # MB
LETTERS = "бвгджзклмнпрстфх"


def articles(number: int) -> Iterator[Article]:
    """Yield short articles made of the sample's, each with new words in front."""
    models = []
    for article in Workspace.open(ROOT / "samples" / "news-ru").articles():
        tokens = tuple(token for token in article.tokens if token[1] <= LENGTH)
        models.append(replace(article, text=article.text[: tokens[-1][1]], tokens=tokens))
    for n in range(number):
        yield with_new_words(models[n % len(models)], n)


def with_new_words(model: Article, number: int) -> Article:
    """Return a model's text with new words in front, under an id of its own."""
    words = [word(number * NEW_WORDS + i) for i in range(NEW_WORDS)]
    shift = sum(len(w) + 1 for w in words)
    tokens, place = [], 0
    for w in words:
        tokens.append((place, place + len(w)))
        place += len(w) + 1
    moved = ((start + shift, end + shift) for start, end in model.tokens)
    return replace(model, id=f"a{number:07}", text=" ".join([*words, model.text]), tokens=(*tokens, *moved))


def word(number: int) -> str:
    """Return a word that no other number has."""
    return "у".join(LETTERS[int(digit, 16)] for digit in f"{number:06x}") + "ов"


@dataclass(slots=True)
class Ran:
    """What one run of the command came to: seconds, peak memory in MB of all its processes and of the first one."""

    seconds: float
    peak: int
    first: int
    report: dict = field(default_factory=dict)


def run(command: list[str], *, kill_at: int = 0) -> Ran:
    """Run `annotator suggest`; `kill_at` ends all its processes with SIGKILL once so many articles are done."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT)
    peaks = [0, 0]
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    last = ""
    for line in process.stdout:
        if not line.startswith("progress "):
            last += line
        elif kill_at and int(line.split()[1].split("/")[0]) >= kill_at:
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.stdout.close()
    process.wait()
    watcher.join()
    return Ran(time.monotonic() - began, *peaks, json.loads(last) if last and not kill_at else {})


def _watch(process: subprocess.Popen[str], peaks: list[int]) -> None:
    while process.poll() is None:
        peaks[0] = max(peaks[0], sum(_memory(pid) for pid in _session(process.pid)) >> 10)
        peaks[1] = max(peaks[1], _memory(process.pid) >> 10)
        time.sleep(0.2)


def _session(leader: int) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[3]) == leader:
                yield int(path.parent.name)
        except (OSError, ValueError, IndexError):
            continue


def _memory(pid: int) -> int:
    """Return the resident memory of a process in KB; shared pages are counted for each."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def measure(folder: Path, number: int, given: str, processes: int) -> int:
    """Print a row; return the peak memory in MB."""
    workspace = Workspace.create(folder / f"ws{number}", scheme=SCHEME)
    workspace.add_articles(articles(number))
    command = [sys.executable, "-m", "annotator", "--lang", "en", "suggest", str(workspace.path), "--with", given]
    command += ["--processes", str(processes), "--report-progress", "--json"]
    killed = run(command, kill_at=number * 3 // 10)
    kept = sum(1 for line in _lines(workspace) if line.endswith(b"\n"))
    again = run(command)
    check(workspace, number, kept, again.report)
    idle = run(command)
    assert idle.report["skipped"] == number
    rate = again.report["documents"] / again.seconds
    peak = max(killed.peak, again.peak, idle.peak)
    size = Path(again.report["path"]).stat().st_size >> 20
    print(
        f"{number:>9,} articles, {processes} process(es): killed with {kept:,} done, {killed.seconds:.1f} s; the rest "
        f"{again.seconds:.1f} s ({rate:.0f}/s); nothing to do {idle.seconds:.1f} s; peak {peak} MB, "
        f"first process {max(killed.first, again.first, idle.first)} MB; file {size} MB",
        flush=True,
    )
    return peak


def _lines(workspace: Workspace) -> Iterator[bytes]:
    (path,) = workspace.layout.suggestions_folder.glob("*.jsonl")
    with path.open("rb") as file:
        yield from file


def check(workspace: Workspace, number: int, kept: int, report: dict) -> None:
    """Every article has one line, in corpus order, and what was on disk at the kill was not made again."""
    ids = [json.loads(line)["id"] for line in _lines(workspace)]
    assert ids == [f"a{n:07}" for n in range(number)]
    assert report["skipped"] == kept, (report["skipped"], kept)
    assert report["skipped"] + report["documents"] == number


def main() -> int:
    """Print a row for each size, and what a million would need by the growth between the last two."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--articles", default="10000,100000")
    words.add_argument("--with", dest="given", default="patterns", help="patterns (one rule), or what suggest takes")
    words.add_argument("--processes", type=int, default=1)
    words.add_argument("--folder", type=Path, help="where the workspaces are made; several GB for 100,000")
    options = words.parse_args()
    sizes = [int(n) for n in options.articles.split(",")]
    with tempfile.TemporaryDirectory(prefix="annotator-suggest-", dir=options.folder) as name:
        folder, given = Path(name), options.given
        if given == "patterns":
            given = str(folder / "patterns.jsonl")
            Path(given).write_text('{"label": "ORG", "pattern": "OpenAI"}\n', encoding="utf-8")
        peaks = [measure(folder, number, given, options.processes) for number in sizes]
    if len(sizes) > 1:
        slope = max(0, peaks[-1] - peaks[-2]) / (sizes[-1] - sizes[-2])
        million = peaks[-1] + slope * (1_000_000 - sizes[-1])
        print(f"growth {1024 * slope:.2f} KB an article: 1,000,000 articles would need {million:.0f} MB")
    return int(max(peaks) > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
