"""Suggestions for a workspace with slovnet, as a ratio to slovnet alone on the same texts in the same run.

Run with `python tests/benchmarks/bench_suggest.py [--size 300] [--articles DIR] [--processes 1,2]`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator.domain import EntityLabel, LabelScheme
from annotator.messages import AnnotatorError
from annotator.suggest.bulk import suggest_all
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.slovnet import MODEL_FILE, VECTORS_FILE, natasha_folder
from annotator.workspace import Article, Workspace

ROOT = Path(__file__).parents[2]
SCHEME = LabelScheme("bench", (EntityLabel("PERSON"), EntityLabel("ORG")))
LIMIT = 0.8


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def alone(texts: list[str]) -> float:
    """Return slovnet's own time, model loading included, as a run of ours loads it too."""
    folder = natasha_folder()

    def work() -> None:
        from navec import Navec
        from slovnet import NER

        model = NER.load(str(folder / MODEL_FILE)).navec(Navec.load(str(folder / VECTORS_FILE)))
        for _ in model.map(texts):
            pass

    return seconds(work)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--articles", type=Path, default=ROOT / "samples" / "articles")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    try:
        natasha_folder()
    except AnnotatorError as error:
        print(error)
        return
    sources = [path.read_bytes().decode("utf-8") for path in sorted(options.articles.glob("*.txt"))]
    texts = [sources[i % len(sources)] for i in range(options.size)]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "ws", scheme=SCHEME)
        workspace.add_articles(Article(f"d{i}", text) for i, text in enumerate(texts))
        good = compare(workspace, texts, [int(n) for n in options.processes.split(",")], options.repeats)
    sys.exit(0 if good else 1)


def compare(workspace: Workspace, texts: list[str], processes: list[int], repeats: int) -> bool:
    """Print articles per second of both, alternately measured; tell whether one process keeps the limit."""
    spec = SuggesterSpec("slovnet", SCHEME)
    own: list[float] = []
    ours: dict[int, list[float]] = {number: [] for number in processes}
    for _ in range(repeats):
        own.append(alone(texts))
        for number in processes:
            ours[number].append(seconds(lambda n=number: suggest_all(workspace, spec, processes=n, again=True)))
    base = statistics.median(own)
    print(f"slovnet alone: {len(texts) / base:.1f} articles/s")
    ratios = {number: base / statistics.median(times) for number, times in ours.items()}
    for number, ratio in ratios.items():
        print(f"suggest, {number} process(es): {ratio * len(texts) / base:.1f} articles/s, ratio {ratio:.2f}")
    return ratios[processes[0]] >= LIMIT


if __name__ == "__main__":
    main()
