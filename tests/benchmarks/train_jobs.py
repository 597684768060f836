"""What the training benchmark measures: each job is one training, or one pair of them, in a process of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.train_data import FOLDS, drawn, factrueval, nerel, write

from annotator.domain import Document
from annotator.training.config import connect, schedule_for
from annotator.training.evaluate import evaluate
from annotator.training.train import TrainOptions, train

Result = dict[str, Any]
COLUMNS = ("PERSON", "ORG", "PRODUCT")


def jobs(sizes: Sequence[int], seeds: int) -> list[str]:
    """Return the names of all jobs, cheap ones first."""
    names = [f"factrueval/{who}/{fold}" for fold in range(FOLDS) for who in ("slovnet", "annotator", "spacy")]
    names += [f"cost/{run}" for run in range(3)]
    for size in sizes:
        names += [f"nerel-{size}/{who}/{seed}" for seed in range(seeds) for who in ("annotator", "entities", "spacy")]
    return [*names, "nerel-all-types/annotator/0"]


def do(name: str, data: Path) -> Result:
    """Do one job and return its figures; the name says what: part / who / seed or fold."""
    part, who, *number = name.split("/")
    if part == "cost":
        return step_cost(data)
    seed = int(number[0])
    if part == "factrueval":
        documents, held_out = factrueval(data, seed)
        return slovnet(held_out) if who == "slovnet" else training(documents, held_out, who, 0, relations=False)
    size = part.removeprefix("nerel-")
    documents, held_out = nerel(data, all_types=size == "all-types")
    chosen = drawn(documents, int(size) if size.isdigit() else 0, seed)
    return training(chosen, held_out, who, seed, relations=who == "annotator")


def training(
    documents: Sequence[Document], held_out: Sequence[Document], who: str, seed: int, *, relations: bool
) -> Result:
    """Train on documents alone (the part that chooses the step is cut from them) and score on those held out."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        config = plain_config(work / "plain.cfg", len(documents)) if who == "spacy" else None
        options = TrainOptions(relations=relations, config=config, seed=seed)
        before, began = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        report = train(write(work / "train.jsonl", documents), work / "model", options)
        after, seconds = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - began
        scores = evaluate(work / "model", write(work / "held-out.jsonl", held_out)).to_json(replicates=10)
        speed = words_per_cpu_second(work / "model", held_out)
        size = sum(f.stat().st_size for f in (work / "model").rglob("*") if f.is_file() and "training" not in f.parts)
    labels = scores["entities"]["per_label"]
    f1s = {label: labels.get(label, {}).get("strict", {}).get("f1") for label in COLUMNS}
    between = {kind: scores["relations"][kind]["strict"]["f1"] for kind in ("gold", "end_to_end")}
    return {
        "documents": len(documents), "F1": scores["entities"]["strict"]["f1"], **f1s, **between,
        "steps": report.run.steps, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "wall": seconds, "words": speed, "megabytes": size / 2**20,
    }  # fmt: skip


def words_per_cpu_second(model: Path, documents: Sequence[Document]) -> float:
    """Return the speed of the whole pipeline on plain texts; processor time, so that a busy machine does not count."""
    import spacy

    nlp = spacy.load(model)
    began = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe((d.text for d in documents), batch_size=16))
    return words / (time.process_time() - began)


def plain_config(path: Path, documents: int) -> Path:
    """Write spaCy's generated config as it is, but with our cap on the steps, so that the costs compare."""
    from spacy.cli.init_config import init_config

    config = connect(init_config(lang="ru", pipeline=["ner"], optimize="efficiency", gpu=False), seed=0)
    schedule = schedule_for(documents, documents // 8)
    config["training"] |= {"max_steps": schedule.max_steps, "eval_frequency": schedule.every}
    config.to_disk(path)
    return path


def slovnet(documents: Sequence[Document]) -> Result:
    """Score slovnet's own tags against persons and organisations."""
    import spacy

    from annotator.training.matching import layer_of
    from annotator.training.news_encoder import news_features
    from annotator.training.scores import Counts, count
    from annotator.training.teacher import tag

    model, nlp = news_features(), spacy.blank("ru")
    model.initialize()
    kinds = {"PER": "PERSON", "ORG": "ORG"}
    sums = {label: Counts() for label in kinds.values()}
    for document in documents:
        found = tag(model, nlp(document.text)).entities
        for kind, label in kinds.items():
            wanted = frozenset(e.span for e in layer_of(document, "ents", "ru") if e.label == label)
            sums[label] += count(frozenset((a, b) for a, b, k in found if k == kind), wanted)
    both = sums["PERSON"] + sums["ORG"]
    return {"documents": 0, "F1": both.f1, "PERSON": sums["PERSON"].f1, "ORG": sums["ORG"].f1}


def step_cost(data: Path) -> Result:
    """Run `annotator train`, `spacy train` on the config it wrote, and `spacy train` on spaCy's own; CPU seconds of each.

    All three do the same number of steps on the same 100 documents; each is a process of its own, start included.
    """
    from spacy.util import load_config

    documents, held_out = nerel(data, all_types=False)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source, dev = write(work / "train.jsonl", documents[:100]), write(work / "dev.jsonl", held_out[:25])
        entities = _fixed(work / "ours.cfg", documents[:100])
        first = _cpu("annotator", "train", source, work / "model", "--dev", dev, "--config", entities)
        exported = work / "model" / "training" / "config.cfg"
        again = _cpu("spacy", "train", exported, "-o", work / "again")
        plain = load_config(plain_config(work / "plain.cfg", 100), interpolate=False)
        plain["training"] |= {"max_steps": STEPS, "eval_frequency": STEPS // 4, "patience": 0}
        plain["paths"] |= load_config(exported)["paths"]
        plain.to_disk(work / "plain.cfg")
        default = _cpu("spacy", "train", work / "plain.cfg", "-o", work / "default")
    return {"annotator train": first, "spacy train, same config": again, "spacy train, spaCy's config": default}


STEPS = 400


def _fixed(path: Path, documents: Sequence[Document]) -> Path:
    """Write our own config with relations, made to do a fixed number of steps."""
    from annotator.training.config import Schedule, build_config, resolve_vectors
    from annotator.training.source import Source
    from annotator.training.train import relation_settings

    source = Source(path, tuple(documents))
    settings = relation_settings(source, documents, TrainOptions())
    schedule = Schedule(STEPS, STEPS // 4, 0)
    build_config("ru", resolve_vectors("auto", "ru"), schedule, relations=settings, seed=0).to_disk(path)
    return path


def _cpu(*words: object) -> float:
    """Run a module's command and return its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        check=True,
        capture_output=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
