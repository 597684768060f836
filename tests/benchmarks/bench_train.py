"""What training buys: this program's defaults beside spaCy's own generated config, same data, same run.

python tests/benchmarks/bench_train.py [--data FOLDER] [--sizes 25,100,0] [--seeds 3] [--only TEXT] [--cache FILE]

FOLDER holds `nerel/train` (brat) and `factrueval/devset`; by default $ANNOTATOR_DATA. 100 of NEREL's documents are set
aside and touched only by the scores; the part that chooses the step is cut from the training documents. --sizes are
numbers of training documents, 0 all others; each seed draws its own. factRuEval is cross-validated in three folds.
The run takes hours: with --cache each figure is kept as it comes, a second run goes on from there, and --only does the
jobs whose name holds TEXT. Without --cache every figure is measured in this run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])  # for the processes of the jobs

from benchmarks.train_jobs import COLUMNS, Result, do, jobs

from annotator.training.news_weights import data_folder

NAMES = {
    "annotator": "annotator", "entities": "annotator, entities", "spacy": "spaCy's config", "slovnet": "slovnet as it is",
}  # fmt: skip
SCORES = ("F1", *COLUMNS, "gold", "end_to_end")
COSTS = ("steps", "cpu", "wall", "words", "megabytes")
HEAD = ["docs", "runs", "F1", *COLUMNS, "rel gold", "rel e2e", "steps", "CPU s", "wall s", "words/s", "MB"]


def main() -> None:
    options = arguments()
    if not options.data:
        sys.exit("bench_train needs real annotated news: --data FOLDER with nerel/train, or ANNOTATOR_DATA")
    print(f"pretrained news encoder: {'installed' if data_folder() else 'not installed (pip install natasha)'}")
    names = [n for n in jobs([int(n) for n in options.sizes.split(",")], options.seeds) if options.only in n]
    results = remembered(options.cache)
    for name in names:
        if name not in results:
            print(f"  {name} …", file=sys.stderr, flush=True)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                results[name] = pool.submit(do, name, Path(options.data)).result()
            remember(options.cache, name, results[name])
    for part in dict.fromkeys(name.split("/")[0] for name in names):
        show(part, {name: results[name] for name in names if name.split("/")[0] == part})


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.environ.get("ANNOTATOR_DATA", ""))
    parser.add_argument("--sizes", default="25,100,0")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="", help="jobs whose name holds this text, such as nerel-25/ or cost")
    parser.add_argument("--cache", type=Path, help="file that keeps the figures of finished jobs")
    return parser.parse_args()


def remembered(cache: Path | None) -> dict[str, Result]:
    """Return the results in a cache file; a torn last line of a killed run is left out."""
    results: dict[str, Result] = {}
    for line in cache.read_text(encoding="utf-8").splitlines() if cache is not None and cache.is_file() else ():
        try:
            results |= json.loads(line)
        except ValueError:
            continue
    return results


def remember(cache: Path | None, name: str, result: Result) -> None:
    if cache is not None:
        with cache.open("a", encoding="utf-8") as file:
            file.write(json.dumps({name: result}) + "\n")


def show(part: str, results: dict[str, Result]) -> None:
    print(f"\n{'NEREL, all others' if part == 'nerel-0' else part}\n")
    if part == "cost":
        show_cost(list(results.values()))
        return
    print(f"{'':<20}" + "".join(f"{cell:>10}" for cell in HEAD))
    for who in dict.fromkeys(name.split("/")[1] for name in results):
        rows = [result for name, result in results.items() if name.split("/")[1] == who]
        cells = [str(rows[0]["documents"]), str(len(rows)), *(score(rows, key) for key in SCORES)]
        cells += [cost(rows, key) for key in COSTS]
        print(f"{NAMES[who]:<20}" + "".join(f"{cell:>10}" for cell in cells), flush=True)


def score(rows: Sequence[Result], key: str) -> str:
    """Return mean and standard deviation over runs, as percents; a dash where a run has none."""
    values = [100 * row[key] for row in rows if row.get(key) is not None]
    if not values:
        return "–"
    spread = f"±{statistics.stdev(values):.1f}" if len(values) > 1 else ""
    return f"{statistics.fmean(values):.1f}{spread}"


def cost(rows: Sequence[Result], key: str) -> str:
    values = [row[key] for row in rows if row.get(key) is not None]
    return f"{statistics.fmean(values):.0f}" if values else "–"


def show_cost(rows: Sequence[Result]) -> None:
    """Print CPU seconds of whole processes with the same number of steps, medians, as multiples of the same config's."""
    medians = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    base = medians["spacy train, same config"]
    for name, seconds in medians.items():
        print(f"{name:<30}{seconds:8.1f} CPU s{seconds / base:8.2f} × of the same config (median of {len(rows)})")


if __name__ == "__main__":
    main()
