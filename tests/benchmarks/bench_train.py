"""What training buys: this program's defaults beside spaCy's own generated config, same data, same run.

python tests/benchmarks/bench_train.py [--data FOLDER] [--sizes 25,100,0] [--all-types]

FOLDER holds `nerel/train` (brat) and `factrueval/devset`; by default $ANNOTATOR_DATA. 100 documents are set aside by
seed and never trained on; --sizes are numbers of training documents, 0 all others. Every figure is measured here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

from annotator.domain import Document, Status
from annotator.formats import registry
from annotator.formats.base import ReadOptions
from annotator.formats.labelmap import LabelMap
from annotator.nlp.spans import tokens_of
from annotator.training.config import connect
from annotator.training.evaluate import Evaluation, evaluate
from annotator.training.news_weights import data_folder
from annotator.training.train import TrainOptions, train

HELD_OUT, SEED = 100, 7
OUR_LABELS = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "PRODUCT": "PRODUCT"}
ENTITY_TYPES_OF_NEREL = (
    "AGE AWARD CITY COUNTRY CRIME DATE DISEASE DISTRICT EVENT FACILITY FAMILY IDEOLOGY LANGUAGE LAW "
)
ENTITY_TYPES_OF_NEREL += "LOCATION MONEY NATIONALITY NUMBER ORDINAL PENALTY PERCENT PROFESSION RELIGION "
ENTITY_TYPES_OF_NEREL += "STATE_OR_PROVINCE TIME WORK_OF_ART"


@dataclass(frozen=True)
class Row:
    """One training: who, on how many documents, what it scored on the documents set aside, what it cost."""

    name: str
    documents: int
    evaluation: Evaluation
    steps: int
    cpu: float
    megabytes: float

    def cells(self) -> list[str]:
        report = self.evaluation.to_json(replicates=200)
        labels = report["entities"]["per_label"]
        f1s = [report["entities"]["strict"]["f1"], *(labels.get(x, {}).get("strict", {}).get("f1") for x in COLUMNS)]
        f1s += [report["relations"][kind]["strict"]["f1"] for kind in ("gold", "end_to_end")]
        shown = ["–" if f1 is None else f"{100 * f1:.1f}" for f1 in f1s]
        cost = [f"{self.steps}", f"{self.cpu:.0f}", f"{1000 * self.cpu / max(1, self.steps):.0f}"]
        return [self.name, str(self.documents), *shown, *cost, f"{report['words_per_second']}", f"{self.megabytes:.0f}"]


COLUMNS = ("PERSON", "ORG", "PRODUCT")
HEAD = ["model", "docs", "F1", *COLUMNS, "rel gold", "rel e2e", "steps", "CPU s", "ms/step", "words/s", "MB"]


def main() -> None:
    options = arguments()
    if not options.data:
        sys.exit("bench_train needs real annotated news: --data FOLDER with nerel/train, or ANNOTATOR_DATA")
    print(f"pretrained news encoder: {'installed' if data_folder() else 'not installed (pip install natasha)'}")
    nerel(
        Path(options.data) / "nerel" / "train", [int(n) for n in options.sizes.split(",")], all_types=options.all_types
    )
    folder = Path(options.data) / "factrueval" / "devset"
    if folder.is_dir() and not options.all_types:
        factrueval(folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.environ.get("ANNOTATOR_DATA", ""))
    parser.add_argument("--sizes", default="25,100,0")
    parser.add_argument("--all-types", action="store_true", help="all of NEREL's types instead of our three")
    return parser.parse_args()


def nerel(folder: Path, sizes: Sequence[int], *, all_types: bool) -> None:
    documents = read("brat", folder, {} if all_types else OUR_LABELS | dict.fromkeys(ENTITY_TYPES_OF_NEREL.split()))
    held_out, rest = cut(documents, HELD_OUT)
    print(f"\nNEREL: {len(rest)} documents to train on, {len(held_out)} set aside\n")
    show(HEAD)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        dev = write(work / "held-out.jsonl", held_out)
        for size in sizes:
            data = write(work / f"train-{size}.jsonl", rest[:size] if size else rest)
            show(trained("annotator", data, dev, TrainOptions(dev=dev)).cells())
            if not all_types:
                show(trained("annotator, entities", data, dev, TrainOptions(dev=dev, relations=False)).cells())
                show(
                    trained("spaCy's config", data, dev, TrainOptions(dev=dev, config=plain_config(work, size))).cells()
                )


def factrueval(folder: Path) -> None:
    """Print slovnet as it is beside models trained on the rest of the same documents."""
    documents = read("factrueval", folder, {"Person": "PERSON", "Org": "ORG", "Location": None, "LocOrg": None})
    held_out, rest = cut(documents, len(documents) // 3)
    print(f"\nfactRuEval: {len(rest)} documents to train on, {len(held_out)} set aside\n")
    show(HEAD)
    if data_folder():
        show(["slovnet as it is", "0", *slovnet_scores(held_out)])
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        dev, data = write(work / "held-out.jsonl", held_out), write(work / "train.jsonl", rest)
        show(trained("annotator", data, dev, TrainOptions(dev=dev, relations=False)).cells())
        show(trained("spaCy's config", data, dev, TrainOptions(dev=dev, config=plain_config(work, len(rest)))).cells())


def slovnet_scores(documents: Sequence[Document]) -> list[str]:
    """Return F1 over persons and organisations together, of persons, and of organisations."""
    import spacy

    from annotator.training.matching import layer_of
    from annotator.training.news_encoder import news_features
    from annotator.training.scores import Counts, count
    from annotator.training.teacher import tag

    model = news_features()
    model.initialize()
    kinds = {"PER": "PERSON", "ORG": "ORG"}
    sums = {label: Counts() for label in kinds.values()}
    for document in documents:
        found = tag(model, spacy.blank("ru")(document.text)).entities
        for kind, label in kinds.items():
            wanted = frozenset(e.span for e in layer_of(document, "ents", "ru") if e.label == label)
            sums[label] += count(frozenset((a, b) for a, b, k in found if k == kind), wanted)
    both = [sums["PERSON"] + sums["ORG"], sums["PERSON"], sums["ORG"]]
    return ["–" if counts.f1 is None else f"{100 * counts.f1:.1f}" for counts in both]


def read(format_name: str, folder: Path, labels: dict[str, str | None]) -> list[Document]:
    mapping = LabelMap(labels)
    found = [item.document for item in registry.get(format_name).read(folder, ReadOptions())]
    mapped = [mapping.apply(d, d.id)[0] for d in sorted(found, key=lambda d: d.id)]
    return [d.replacing(status=Status.DONE, tokens=tokens_of(d, "ru")) for d in mapped]


def cut(documents: list[Document], count: int) -> tuple[list[Document], list[Document]]:
    shuffled = random.Random(SEED).sample(documents, len(documents))
    return shuffled[:count], shuffled[count:]


def write(path: Path, documents: Sequence[Document]) -> Path:
    path.write_text("".join(json.dumps(d.to_record(), ensure_ascii=False) + "\n" for d in documents), encoding="utf-8")
    return path


def plain_config(work: Path, size: int) -> Path:
    """Write spaCy's generated config as it is, but with our cap on the steps, so that the costs compare."""
    from spacy.cli.init_config import init_config

    from annotator.training.config import schedule_for

    config = connect(init_config(lang="ru", pipeline=["ner"], optimize="efficiency", gpu=False), seed=0)
    schedule = schedule_for(size or 10_000, HELD_OUT)
    config["training"] |= {"max_steps": schedule.max_steps, "eval_frequency": schedule.every}
    path = work / f"plain-{size}.cfg"
    config.to_disk(path)
    return path


def trained(name: str, data: Path, dev: Path, options: TrainOptions) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model"
        before = resource.getrusage(resource.RUSAGE_SELF)
        report = train(data, model, options)
        after = resource.getrusage(resource.RUSAGE_SELF)
        size = sum(f.stat().st_size for f in model.rglob("*") if f.is_file() and "training" not in f.parts)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Row(name, report.data.train, evaluate(model, dev), report.run.steps, cpu, size / 2**20)


def show(cells: Sequence[str]) -> None:
    first, *rest = cells
    print(f"{first:<20}" + "".join(f"{cell:>9}" for cell in rest), flush=True)


if __name__ == "__main__":
    main()
