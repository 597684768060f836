"""What a second `ner` for the entities inside others would bring: the flat model beside the stacked pair, same run.

python tests/benchmarks/bench_nested.py [--data FOLDER] [--sizes 25,100] [--seed 0]

FOLDER holds `nerel/train` (brat); by default $ANNOTATOR_DATA. The outer model learns the flat layer, the inner one only
what that layer leaves out; both are scored on 100 documents set aside. --sizes are numbers of training documents, 0 all.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.train_data import drawn, nerel, write

from annotator.domain import Document
from annotator.training.matching import EntityKey, entity_keys, layer_of
from annotator.training.scores import count, total
from annotator.training.train import TrainOptions, train

Found = list[frozenset[EntityKey]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.environ.get("ANNOTATOR_DATA", ""))
    parser.add_argument("--sizes", default="25,100")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if not options.data:
        sys.exit("bench_nested needs real annotated news: --data FOLDER with nerel/train, or ANNOTATOR_DATA")
    documents, held_out = nerel(Path(options.data), all_types=False)
    for size in map(int, options.sizes.split(",")):
        measure(drawn(documents, size, options.seed), held_out, options.seed)


def measure(documents: Sequence[Document], held_out: Sequence[Document], seed: int) -> None:
    """Train both models and print their scores: on the flat layer, on what lies inside, and on all entities."""
    whole = [entity_keys(d.entities) for d in held_out]
    within = [entity_keys(inner(d).entities) for d in held_out]
    outer, outer_cpu = found_by([d.replacing(relations=()) for d in documents], held_out, seed)
    inside, inner_cpu = found_by([inner(d) for d in documents], held_out, seed)
    stacked = [a | b for a, b in zip(outer, inside, strict=True)]
    nested = sum(len(inner(d).entities) for d in documents)
    print(f"\n{len(documents)} documents, {nested} entities inside others; CPU s: {outer_cpu:.0f} + {inner_cpu:.0f}")
    show("outer on the flat layer", outer, [a - b for a, b in zip(whole, within, strict=True)])
    show("outer on all entities", outer, whole)
    show("inner on entities inside", inside, within)
    show("stacked on all entities", stacked, whole)


def inner(document: Document) -> Document:
    """Return the document with the entities that its flat layer leaves out, and no others."""
    flat = set(layer_of(document, "ents", "ru"))
    return document.replacing(entities=tuple(e for e in document.entities if e not in flat), relations=())


def found_by(documents: Sequence[Document], held_out: Sequence[Document], seed: int) -> tuple[Found, float]:
    """Train on the documents; return what the model finds in those set aside, and the training's CPU seconds."""
    import spacy

    with tempfile.TemporaryDirectory() as folder:
        source, model = write(Path(folder) / "train.jsonl", documents), Path(folder) / "model"
        began = time.process_time()
        train(source, model, TrainOptions(relations=False, seed=seed))
        seconds = time.process_time() - began
        docs = spacy.load(model).pipe(d.text for d in held_out)
        return [frozenset(((e.start_char, e.end_char), e.label_) for e in doc.ents) for doc in docs], seconds


def show(name: str, found: Found, wanted: Found) -> None:
    score = total(count(a, b) for a, b in zip(found, wanted, strict=True))
    shown = [
        f"{100 * value:5.1f}" if value is not None else "    –" for value in (score.precision, score.recall, score.f1)
    ]
    print(f"{name:<28} P {shown[0]}  R {shown[1]}  F {shown[2]}   {score.tp}/{score.found}/{score.wanted}", flush=True)


if __name__ == "__main__":
    main()
