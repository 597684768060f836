"""A ready spaCy project: data, config and `project.yml`, so that `spacy project run all` trains without this program's command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator import __version__
from annotator.domain import Document
from annotator.messages import msg
from annotator.nlp.spans import tokens_of
from annotator.training.config import resolve_vectors
from annotator.training.errors import UsageProblem
from annotator.training.source import Source
from annotator.training.split import split
from annotator.training.stored import picked
from annotator.training.streaming import stream
from annotator.training.train import TrainOptions, divide, make_config, streams
from annotator.workspace.jsonl import write_lines

_PROJECT = """\
title: "{title}"
description: "{description}"
vars:
  gpu_id: -1
directories: ["corpus", "configs", "training"]
workflows:
  all: [train, evaluate]
commands:
  - name: train
    help: "{train}"
    script:
      - >-
        python -m spacy train configs/config.cfg --output training --gpu-id ${{vars.gpu_id}}
        --paths.train corpus/train.jsonl --paths.dev corpus/dev.jsonl
    deps: [configs/config.cfg, corpus/train.jsonl, corpus/dev.jsonl]
    outputs: [training/model-best]
  - name: evaluate
    help: "{evaluate}"
    script:
      - "annotator evaluate training/model-best corpus/{test}.jsonl"
    deps: [training/model-best, corpus/{test}.jsonl]
"""


def export_project(
    source: Source, folder: Path, options: TrainOptions | None = None, *, shares: Sequence[float] = ()
) -> list[Path]:
    """Write a spaCy project into an empty or new folder and return its files.

    Without `shares` the documents are split as `annotator train` would split them, so that the project comes to the
    same scores. With shares of training, development and, if wanted, test part, those parts are cut, near-duplicates
    together; the project then evaluates on the test part.

    Raises:
        UsageProblem: the folder holds something already.
    """
    options = options or TrainOptions()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageProblem(msg("is not empty: choose another folder", "не пусто: выберите другую папку"), file=folder)
    documents, dev, test = _parts(source, options, shares)
    config = make_config(source, documents, len(dev), resolve_vectors(options.vectors, source.language), options)
    config["paths"] |= {"train": "corpus/train.jsonl", "dev": "corpus/dev.jsonl"}
    parts = {"train": documents, "dev": dev} | ({"test": test} if test else {})
    for name in ("corpus", "configs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    if streams(documents, options):
        labels = stream(config, documents, source.language, folder / "corpus")
        config["paths"] |= {name: f"corpus/{Path(file).name}" for name, file in labels.items()}
    files = [folder / "corpus" / f"{name}.jsonl" for name in parts]
    for path, part in zip(files, parts.values(), strict=True):
        write_lines(path, (d.replacing(tokens=tokens_of(d, source.language)).to_record() for d in part))
    config.to_disk(folder / "configs" / "config.cfg")
    project = _PROJECT.format(
        title=source.path.stem.replace('"', "'"),
        description=f"{len(documents)} + {len(dev)} documents, annotator {__version__}",
        train=msg("train the pipeline", "обучить модель"),
        evaluate=msg("score the best model", "оценить лучшую модель"),
        test="test" if test else "dev",
    )
    (folder / "project.yml").write_text(project, encoding="utf-8", newline="\n")
    (folder / "requirements.txt").write_text(f"annotator>={__version__}\n", encoding="utf-8", newline="\n")
    return [*files, folder / "configs" / "config.cfg", folder / "project.yml", folder / "requirements.txt"]


def _parts(
    source: Source, options: TrainOptions, shares: Sequence[float]
) -> tuple[Sequence[Document], Sequence[Document], Sequence[Document]]:
    """Return training, development and test documents."""
    if not shares:
        documents, dev, _ = divide(source, options)
        return documents, dev, ()
    whole = sum(shares)
    test_share = shares[2] / whole if len(shares) > 2 else 0.0
    rest, test = _cut(source.documents, test_share, options.seed)
    documents, dev = _cut(rest, shares[1] / whole / (1 - test_share), options.seed)
    return documents, dev or documents, test


def _cut(documents: Sequence[Document], share: float, seed: int) -> tuple[Sequence[Document], Sequence[Document]]:
    if not share:
        return documents, ()
    kept, taken = split(documents, share=share, seed=seed)
    return picked(documents, kept), picked(documents, taken)
