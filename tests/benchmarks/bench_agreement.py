"""Time and memory of scoring agreement, against its budgets and against nervaluate on the same annotations.

Run with `python tests/benchmarks/bench_agreement.py [--documents 10000]`.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import orjson
from agreement_data import LABELS, SYMMETRIC, corpus

from annotator.agreement import measure, measure_corpus
from annotator.agreement.reading import load

NAMES = ("anna", "boris", "vera")
BUDGET_PARSED, BUDGET_FILES, BUDGET_MB = 8.0, 20.0, 2048  # seconds, seconds, megabytes, for 10,000 documents


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def parsed(documents: int) -> None:
    """Score documents that are in memory already: all measures, 1,000 replicates."""
    sets = {name: {} for name in NAMES}
    for article in corpus(documents, NAMES):
        for document in article:
            sets[document.annotator][document.id] = document
    gc.freeze()
    began = time.perf_counter()
    report = measure(sets, SYMMETRIC)
    seconds = time.perf_counter() - began
    pair = report.entity_pairs["anna|boris"]
    marked = sum(p.n_a for p in report.entity_pairs.values())
    print(f"parsed documents: {seconds:.2f} s for {documents} x 3 (strict F1 {pair.strict.f1.value:.3f}, {marked} spans)")
    print(f"  ratio to the budget of {BUDGET_PARSED * documents / 10_000:.1f} s: {seconds / (BUDGET_PARSED * documents / 10_000):.2f}")


def write_files(documents: int, folder: Path) -> None:
    """Write one native file for each annotator."""
    files = {name: (folder / f"{name}.jsonl").open("wb") for name in NAMES}
    for article in corpus(documents, NAMES):
        for document in article:
            files[document.annotator].write(orjson.dumps(document.to_record()) + b"\n")
    for file in files.values():
        file.close()


def from_files(folder: Path) -> None:
    """Read and score the files, in a process that has held nothing else."""
    began = time.perf_counter()
    loaded = load({name: folder / f"{name}.jsonl" for name in NAMES}, symmetric=SYMMETRIC)
    read = time.perf_counter() - began
    report = measure_corpus(loaded.corpus)
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    budget = BUDGET_FILES * max(report.documents, 1) / 10_000
    print(f"JSONL files: {seconds:.2f} s for {size:.0f} MB, of which {read:.2f} s reading; peak {peak_mb():.0f} MB")
    print(f"  ratio to the budget of {budget:.1f} s: {seconds / budget:.2f}; of {BUDGET_MB} MB: {peak_mb() / BUDGET_MB:.2f}")


def against_nervaluate(documents: int = 300) -> None:
    """Score two annotators' entities with nervaluate and with all of our measures."""
    try:
        from nervaluate import Evaluator
    except ImportError:
        print("nervaluate is not installed: no comparison")
        return
    sets = {name: {} for name in NAMES[:2]}
    for article in corpus(documents, NAMES[:2]):
        for document in article:
            sets[document.annotator][document.id] = document
    sides = [
        [[{"label": e.label, "start": e.start, "end": e.end - 1} for e in d.entities] for d in docs.values()]
        for docs in sets.values()
    ]
    began = time.perf_counter()
    theirs = Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()["overall"]["strict"]
    their_time = time.perf_counter() - began
    for replicates in (0, 1000):
        began = time.perf_counter()
        report = measure(sets, SYMMETRIC, replicates=replicates)
        our_time = time.perf_counter() - began
        ours = report.entity_pairs["anna|boris"].semeval["strict"]
        assert ours.correct == theirs.correct, (ours, theirs)
        print(
            f"nervaluate: {their_time:.2f} s for {documents} documents; all our measures with {replicates} replicates: "
            f"{our_time:.3f} s; ratio {their_time / our_time:.1f}"
        )


def main() -> None:
    """Run everything, or one part in this process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--part", choices=["parsed", "files"])
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.part == "files":
        from_files(given.folder)
    elif given.part == "parsed":
        parsed(given.documents)
    else:
        again = [sys.executable, __file__, "--documents", str(given.documents)]
        subprocess.run([*again, "--part", "parsed"], check=True)
        with tempfile.TemporaryDirectory() as folder:
            write_files(given.documents, Path(folder))
            subprocess.run([*again, "--part", "files", "--folder", folder], check=True)
        against_nervaluate()


if __name__ == "__main__":
    main()
