"""From annotations to a model folder: read, check, split, train, keep the best."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.domain import Document
from annotator.formats.targets import keep_workspace
from annotator.messages import Message, msg
from annotator.nlp.spans import tokens_of
from annotator.training.card import versions, write_card
from annotator.training.checks import DataReport, check
from annotator.training.config import (
    AUTO,
    NEWS_LANGUAGE,
    NONE,
    RELATIONS,
    build_config,
    connect,
    read_config,
    resolve_vectors,
    schedule_for,
)
from annotator.training.device import require_device
from annotator.training.errors import TrainingError, UsageProblem
from annotator.training.lesson import HUMAN_FILE, SILVER_FILE, TEACHER, TEACHER_CONFIG, learn_from_teacher, start_from
from annotator.training.progress import Listener
from annotator.training.run import BEST, Run, run
from annotator.training.source import Source, load_source
from annotator.training.split import split
from annotator.training.stored import is_held, picked
from annotator.training.streaming import stream
from annotator.workspace.jsonl import write_lines
from annotator.workspace.layout import Layout

if TYPE_CHECKING:
    from thinc.api import Config

TRAINING_FOLDER = "training"  # inside the model folder: the config and the data that made it


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What the user may choose. `relations` None means: if the data has any; `teacher` None: if it is likely to help.

    `language` is that of data outside a workspace. `raw` are files or folders of texts without annotations, for the teacher.
    `max_steps` shortens or lengthens the training on the human data, 0 leaves that to the data; a config of one's own keeps its steps.
    """

    dev: Path | None = None
    vectors: str = AUTO
    relations: bool | None = None
    config: Path | None = None
    seed: int = 0
    gpu_id: int = -1
    annotator: str = ""
    status: str = "done"
    overwrite: bool = False
    raw: tuple[Path, ...] = ()
    language: str = "ru"
    teacher: bool | None = None
    max_steps: int = 0


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What was trained, on what, and how well it does on the development part (`scores` as spaCy names them)."""

    model: Path
    source: Source
    data: DataReport
    vectors: str
    seed: int
    run: Run
    seconds: float
    components: tuple[str, ...] = ()
    silver: int = 0
    dev_source: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """What was read: the training data, and the development data where it was given."""
        return (self.source,) if self.dev_source is None else (self.source, self.dev_source)

    def to_json(self) -> dict[str, Any]:
        """Return the object that `annotator train --json` prints."""
        return {
            "model": str(self.model),
            "annotator": self.source.annotator,
            "components": list(self.components),
            "documents": {"train": self.data.train, "dev": self.data.dev, "left_out": self.source.left_out},
            "entities": self.data.entities,
            "relations": self.data.relations,
            "cut_tokens": self.data.cut_tokens,
            "nested": self.data.nested,
            "vectors": self.vectors,
            "silver": self.silver,
            "seed": self.seed,
            "best_step": self.run.best_step,
            "steps": self.run.steps,
            "stopped": self.run.stopped,
            "scores": self.run.scores,
            "per_label": self.run.per_label,
            "per_relation": self.run.per_relation,
            "versions": versions(),
            "seconds": round(self.seconds, 1),
            "warnings": [str(finding) for finding in self.data.findings],
            "reading": self.source.reading_json(),
            "dev_reading": self.dev_source.reading_json() if self.dev_source is not None else None,
            "problems": [problem.to_json() for source in self.sources for problem in source.problems],
        }


def train(
    source_path: Path,
    model: Path,
    options: TrainOptions | None = None,
    *,
    listener: Listener | None = None,
    say: Callable[[Message], None] = lambda _: None,
    on_read: Callable[[Source], None] = lambda _: None,
) -> TrainReport:
    """Train a model from a workspace or any readable annotations and leave the best one in `model`.

    `listener` gets every step, `say` the findings about the data before the training begins, and `on_read` what was
    read: the training data, then the development data. The folder appears only
    when the model is complete; an old one is replaced only then.

    Raises:
        UsageProblem: something asked for does not exist; `model` is not empty and `overwrite` is off.
        TrainingError: there is nothing to learn from, or the training was stopped before there was a model.
    """
    options = options or TrainOptions()
    began = time.monotonic()
    require_device(options.gpu_id)
    require_free(model, overwrite=options.overwrite)
    require_apart(model, (source_path, options.dev, options.config, *options.raw))
    if options.config is not None:
        read_config(options.config)  # before any work: a wrong file is told at once
    source = load_source(source_path, annotator=options.annotator, status=options.status, language=options.language)
    on_read(source)
    vectors = resolve_vectors(options.vectors, source.language)
    if vectors == NONE and options.vectors == AUTO and source.language == NEWS_LANGUAGE:
        say(
            msg(
                "natasha is not installed: with it (pip install natasha) models from few articles are far better",
                "natasha не установлена: с ней (pip install natasha) модели по немногим статьям гораздо лучше",
            )
        )
    dev_source = read_dev(source, options, on_read)
    documents, dev, on_train = divide(source, options, dev_source)
    data = _checked(source, documents, dev, on_train=on_train, say=say)
    if options.relations and not data.relations:
        say(msg("no relations in the data: the model will find entities only",
                "в данных нет отношений: модель будет находить только сущности"))  # fmt: skip
    for finding in data.findings:
        say(finding)
    model.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{model.name}-", dir=model.parent) as folder:
        work = Path(folder)
        silver = _be_taught(source, documents, vectors, options, work, listener, say)
        outcome, config = train_documents(source, documents, dev, vectors, options, work, listener)
        seconds = time.monotonic() - began
        components = tuple(config["nlp"]["pipeline"])
        report = TrainReport(
            model, source, data, vectors, options.seed, outcome, seconds, components, silver, dev_source
        )
        _finish(work, report, config)
    return report


def _checked(
    source: Source,
    documents: Sequence[Document],
    dev: Sequence[Document],
    *,
    on_train: bool,
    say: Callable[[Message], None],
) -> DataReport:
    """Check the data; where nothing can be learnt from it, what was wrong with its lines is said first."""
    try:
        return check(documents, dev, language=source.language, on_train=on_train)
    except TrainingError:
        for problem in source.problems:
            say(msg("{problem}", "{problem}", problem=str(problem)))
        raise


def _be_taught(
    source: Source,
    documents: Sequence[Document],
    vectors: str,
    options: TrainOptions,
    work: Path,
    listener: Listener | None,
    say: Callable[[Message], None],
) -> int:
    data, folder = work / TRAINING_FOLDER, work / TEACHER
    data.mkdir()
    folder.mkdir()
    return learn_from_teacher(
        documents, source.raw, options.raw, wanted=False if options.config else options.teacher, vectors=vectors,
        language=source.language, seed=options.seed, data=data, work=folder, gpu_id=options.gpu_id,
        listener=listener, say=say,
    )  # fmt: skip


def train_documents(
    source: Source,
    documents: Sequence[Document],
    dev: Sequence[Document],
    vectors: str,
    options: TrainOptions,
    work: Path,
    listener: Listener | None = None,
) -> tuple[Run, Config]:
    """Train on the documents given, in the folder `work`; returns what came of it and the config used."""
    config = make_config(source, documents, len(dev), vectors, options)
    folder = work / TRAINING_FOLDER
    config["paths"] |= _write_data(folder, documents, dev, source.language)
    if streams(documents, options):
        config["paths"] |= stream(config, documents, source.language, folder)
    if (work / TEACHER / BEST).is_dir():
        start_from(config, work / TEACHER / BEST)
    return run(config, work, gpu_id=options.gpu_id, listener=listener), config


def streams(documents: Sequence[Document], options: TrainOptions) -> bool:
    """Tell whether spaCy is to read the training data anew in every epoch; a config of the user's own says so itself."""
    return options.config is None and not is_held(documents)


def require_free(model: Path, *, overwrite: bool) -> None:
    """Refuse a model folder that holds something, unless it may be overwritten.

    Raises:
        UsageProblem: it is a file, or a folder that is not empty.
    """
    if model.exists() and not model.is_dir():
        raise UsageProblem(
            msg("is a file: name a folder for the model", "это файл: укажите папку для модели"), file=model
        )
    if model.is_dir() and any(model.iterdir()) and not overwrite:
        raise UsageProblem(
            msg(
                "is not empty: choose another folder, or add --overwrite",
                "папка не пуста: выберите другую или добавьте --overwrite",
            ),
            file=model,
        )


def require_apart(model: Path, read: Iterable[Path | None]) -> None:
    """Refuse a model folder that holds what the training reads, or anything of a workspace: both would be replaced.

    Raises:
        UsageProblem: it does.
        TargetError: it lies among a workspace's own files, or is the workspace.
    """
    place = model.resolve()
    if any(path is not None and path.resolve().is_relative_to(place) for path in read):
        raise UsageProblem(
            msg("holds what the model is to learn from: choose another folder",
                "здесь лежит то, на чём учится модель: выберите другую папку"),
            file=model,
        )  # fmt: skip
    for folder in (place, *place.parents):
        if Layout(folder).settings.is_file():
            keep_workspace(Layout(folder), model, folder=True)


def read_dev(source: Source, options: TrainOptions, on_read: Callable[[Source], None]) -> Source | None:
    """Return the development data that the user gave, told to `on_read`; None where there is none."""
    if options.dev is None:
        return None
    found = load_source(options.dev, status=options.status, language=source.language)
    on_read(found)
    return found


def divide(
    source: Source, options: TrainOptions, dev_source: Source | None = None
) -> tuple[Sequence[Document], Sequence[Document], bool]:
    """Return training documents, development documents, and whether the latter are only the former again.

    `dev_source` is what `options.dev` holds, where it was read already.
    """
    if options.dev is not None:
        dev = dev_source or load_source(options.dev, status=options.status, language=source.language)
        return source.documents, dev.documents, False
    train_at, dev_at = split(source.documents, seed=options.seed)
    chosen = picked(source.documents, train_at)
    return chosen, [source.documents[i] for i in dev_at] or chosen, not dev_at


def make_config(source: Source, documents: Sequence[Document], dev: int, vectors: str, options: TrainOptions) -> Config:
    """Return the training config: the user's own, or the one that suits the data."""
    if options.config is not None:
        return connect(read_config(options.config), seed=options.seed)
    schedule = schedule_for(len(documents), dev)
    if options.max_steps:
        schedule = schedule.lasting(options.max_steps)
    return build_config(
        source.language, vectors, schedule, relations=relation_settings(source, documents, options), seed=options.seed
    )


def relation_settings(source: Source, documents: Sequence[Document], options: TrainOptions) -> dict[str, Any] | None:
    """Return the settings of the relation component, or None if there is nothing to learn or it is not wanted."""
    labels = {r.label for d in documents for r in d.relations}
    wanted = bool(labels) if options.relations is None else options.relations
    if not wanted or not labels:
        return None
    return {"symmetric": sorted(source.symmetric & labels), "seed": options.seed}


def _write_data(folder: Path, documents: Sequence[Document], dev: Sequence[Document], language: str) -> dict[str, str]:
    """Write what the training reads as native JSONL, tokens included; returns the config's `paths`."""
    folder.mkdir(exist_ok=True)
    paths: dict[str, str] = {}
    for name, part in (("train", documents), ("dev", dev)):
        path = folder / f"{name}.jsonl"
        write_lines(path, (d.replacing(tokens=tokens_of(d, language)).to_record() for d in part))
        paths[name] = str(path)
    return paths


def _finish(work: Path, report: TrainReport, config: Config) -> None:
    """Put the best model, its data, its config and its card together, then into place in one step."""
    best, final = work / BEST, report.model.resolve()
    shutil.move(work / TRAINING_FOLDER, best / TRAINING_FOLDER)
    made = {name: Path(path) for name, path in config["paths"].items() if path is not None}
    places = {
        name: str(final / TRAINING_FOLDER / path.name)
        for name, path in made.items()
        if path.parent == work / TRAINING_FOLDER
    }
    _repoint(best / "config.cfg", places)
    config["paths"] |= places
    if report.silver:
        start_from(config, final / TRAINING_FOLDER / TEACHER / BEST)
        silver = {"train": str(final / TRAINING_FOLDER / SILVER_FILE), "dev": str(final / TRAINING_FOLDER / HUMAN_FILE)}
        _repoint(best / TRAINING_FOLDER / TEACHER_CONFIG, silver)
    config.to_disk(best / TRAINING_FOLDER / "config.cfg")
    write_card(best, report.model.name, report.to_json(), language=report.source.language)
    if final.is_dir():
        old = work / "replaced"
        final.rename(old)
    best.rename(final)


def _repoint(path: Path, places: dict[str, str]) -> None:
    from spacy.util import load_config

    config = load_config(path, interpolate=False)
    config["paths"] |= places
    config.to_disk(path)


__all__ = ["RELATIONS", "TrainOptions", "TrainReport", "divide", "make_config", "train"]
