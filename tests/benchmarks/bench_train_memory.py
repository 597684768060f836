"""Peak memory and time of `annotator train` on large files, before the first step and in all.

Run with `python tests/benchmarks/bench_train_memory.py [--documents 5000,10000,20000] [--steps 40] [--vectors auto]`.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.domain import Document, Entity, Status
from annotator.workspace import Workspace
from annotator.workspace.encode import RecordEncoder

ROOT = Path(__file__).parents[2]
WORDS = 140  # of a document, about 900 code points
ENTITIES = 10
BUDGET = 1024  # MB


def records(number: int) -> Iterator[bytes]:
    """Yield records of random words of the sample's articles: no two texts are alike."""
    encoder, choose = RecordEncoder(), random.Random(0)
    text = " ".join(article.text for article in Workspace.open(ROOT / "samples" / "news-ru").articles())
    words = sorted({word for word in text.split() if word.isalpha()})
    for n in range(number):
        chosen = choose.choices(words, k=WORDS)
        tokens, place = [], 0
        for word in chosen:
            tokens.append((place, place + len(word)))
            place += len(word) + 1
        marked = sorted(choose.sample(range(WORDS), ENTITIES))
        entities = tuple(Entity(f"T{i + 1}", *tokens[at], ("PERSON", "ORG")[i % 2]) for i, at in enumerate(marked))
        yield encoder.encode(
            Document(f"d{n}", " ".join(chosen), tuple(tokens), entities, annotator="anna", status=Status.DONE)
        )


def run(source: Path, model: Path, steps: int, vectors: str) -> tuple[float, float, int, int]:
    """Train; return seconds by the clock, processor seconds, peak memory in MB, and the peak at the first step told."""
    words = ["train", str(source), str(model), "--max-steps", str(steps), "--vectors", vectors, "--progress", "json"]
    began, before = time.monotonic(), 0
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", "--lang", "en", *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        text=True, cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    for line in process.stderr:
        if not before and '"step"' in line:
            before = _peak(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, before


def _peak(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) >> 10


def main() -> int:
    """Print a row for each size; return 1 if the largest takes more than the budget."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--documents", default="5000,10000,20000")
    words.add_argument("--steps", type=int, default=40)
    words.add_argument("--vectors", default="auto")
    options = words.parse_args()
    peak = 0
    with tempfile.TemporaryDirectory(prefix="annotator-train-") as name:
        for number in map(int, options.documents.split(",")):
            source = Path(name) / f"{number}.jsonl"
            with source.open("wb") as file:
                file.writelines(line + b"\n" for line in records(number))
            seconds, cpu, peak, before = run(source, Path(name) / f"model{number}", options.steps, options.vectors)
            print(
                f"{number:>7,} documents, {options.steps} steps: {seconds:.0f} s ({cpu:.0f} s of processor time), peak {peak} MB ({before} MB at the first step)",
                flush=True,
            )
    return int(peak > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
