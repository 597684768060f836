"""Time and memory of scoring agreement, against its budgets and against nervaluate on the same annotations.

Run with `python tests/benchmarks/bench_agreement.py [--documents 10000]`.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent))

import orjson
from agreement_data import LABELS, SYMMETRIC, corpus

from annotator.agreement import CorpusBuilder, measure
from annotator.agreement.reading import Reading, Wanted
from annotator.agreement.scoring import score
from annotator.agreement.spans import align_spans
from annotator.domain import Document

Result = TypeVar("Result")

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
    began, busy = time.perf_counter(), time.process_time()
    report = measure(sets, SYMMETRIC)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    marked = sum(p.n_a for p in report.entity_pairs.values())
    print(f"parsed documents: {seconds:.2f} s for {documents} x 3 ({busy:.2f} s of processor, {marked} spans)")
    print(
        f"  ratio to the budget of {BUDGET_PARSED * documents / 10_000:.1f} s: {seconds / (BUDGET_PARSED * documents / 10_000):.2f}"
    )


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
    began, busy = time.perf_counter(), time.process_time()
    reading = Reading({name: folder / f"{name}.jsonl" for name in NAMES}, Wanted(symmetric=frozenset(SYMMETRIC)))
    report = score(reading).report
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    budget = BUDGET_FILES * max(report.documents, 1) / 10_000
    print(f"JSONL files: {seconds:.2f} s for {size:.0f} MB; {busy:.2f} s of processor, peak {peak_mb():.0f} MB")
    print(
        f"  ratio to the budget of {budget:.1f} s: {seconds / budget:.2f}; of {BUDGET_MB} MB: {peak_mb() / BUDGET_MB:.2f}"
    )


def same_counts(sets: dict[str, dict[str, Document]]) -> list[int]:
    """Return the sizes of the alignment's tiers for two annotators: all that the SemEval counts are made of."""
    builder = CorpusBuilder(tuple(sets))
    for name, documents in sets.items():
        for document in documents.values():
            builder.add(name, document)
    corpus_ = builder.build(with_tokens=False)
    a, b = corpus_.sets.values()
    alignment = align_spans(a, b, a.done & b.done)
    return [len(alignment.tier(tier)[0]) for tier in (1, 2, 3, 4)]


def timed(call: Callable[[], Result], repeats: int = 5) -> tuple[float, Result]:
    """Return the median seconds of a call, and its result."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        result = call()
        times.append(time.perf_counter() - began)
    return statistics.median(times), result


def against_nervaluate(documents: int = 300) -> None:
    """Score two annotators' entities with nervaluate, with the same counts of ours, and with all of our measures."""
    try:
        from nervaluate import Evaluator
    except ImportError:
        print("nervaluate is not installed: no comparison")
        return
    sets: dict[str, dict[str, Document]] = {name: {} for name in NAMES[:2]}
    for article in corpus(documents, NAMES[:2]):
        for document in article:
            sets[document.annotator][document.id] = document
    sides = [
        [[{"label": e.label, "start": e.start, "end": e.end - 1} for e in d.entities] for d in docs.values()]
        for docs in sets.values()
    ]
    their_time, theirs = timed(lambda: Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate(), 3)
    our_time, tiers = timed(lambda: same_counts(sets))
    assert tiers[0] == theirs["overall"]["strict"].correct, (tiers, theirs["overall"]["strict"])
    full_time, _ = timed(lambda: measure(sets, SYMMETRIC, replicates=0))
    print(f"nervaluate, entities of {documents} documents: {their_time:.3f} s")
    print(f"  the same counts: {our_time:.3f} s, ratio {their_time / our_time:.1f}")
    print(
        f"  all our measures of entities, tokens and relations: {full_time:.3f} s, ratio {their_time / full_time:.1f}"
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
