"""Learning from the teacher before learning from people: the first of two trainings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain import Document
from annotator.messages import Message, msg
from annotator.nlp.spans import tokens_of
from annotator.training.config import NEWS, Schedule, build_config
from annotator.training.errors import TrainingError
from annotator.training.progress import Listener
from annotator.training.run import run
from annotator.training.teacher import MOST_TEXTS, prepare_lesson, read_texts, worthwhile
from annotator.workspace.jsonl import write_lines

if TYPE_CHECKING:
    from thinc.api import Config

TEACHER = "teacher"  # folder of the first training's output
SILVER_FILE, HUMAN_FILE, TEACHER_CONFIG = "silver.jsonl", "human.jsonl", "teacher.cfg"
_SCHEDULE = Schedule(max_steps=400, every=50, patience=200)
_TAUGHT = ("tok2vec", "ner")


def learn_from_teacher(
    documents: Sequence[Document],
    raw: Sequence[str],
    more_raw: Sequence[Path],
    *,
    wanted: bool | None,
    vectors: str,
    language: str,
    seed: int,
    data: Path,
    work: Path,
    gpu_id: int = -1,
    listener: Listener | None = None,
    say: Callable[[Message], None] = lambda _: None,
) -> int:
    """Train on the teacher's labels and leave the model in `work / "model-best"`; return how many texts it labelled.

    Nothing is done, and 0 returned, if the teacher is not `wanted` (None: if it is likely to help), not installed, or
    knows none of the labels. `data` gets the texts with the teacher's labels and the config of this training. The
    documents of people are among them and choose the best step: the labels they have and the teacher has not must not
    be forgotten.

    Raises:
        TrainingError: stopped before people's documents came to their turn.
    """
    if wanted is False or vectors != NEWS:
        return 0
    if wanted is None and not worthwhile(documents, raw, more=bool(more_raw)):
        return 0
    known = {document.text for document in documents}
    unknown = (text for text in chain(raw, read_texts(more_raw)) if text not in known)
    texts = list(islice(dict.fromkeys(islice(unknown, 2 * MOST_TEXTS)), MOST_TEXTS))
    if not texts or (wanted is None and not worthwhile(documents, texts)):
        return 0
    lesson = prepare_lesson(documents, texts, language)
    if not lesson.documents:
        say(msg("the teacher knows none of these labels", "учитель не знает ни одной из этих меток"))
        return 0
    shown = ", ".join(f"{kind} = {label}" for kind, label in sorted(lesson.labels.items()))
    say(
        msg(
            "the teacher labelled {n} texts ({shown}); the model learns from them first, from people last",
            "учитель разметил тексты: {n} ({shown}); сначала модель учится на них, потом на разметке людей",
            n=len(lesson.documents),
            shown=shown,
        )
    )
    config = _config([*lesson.documents, *documents], documents, language, seed, data)
    if run(config, work, gpu_id=gpu_id, listener=_at_school(listener)).stopped:
        raise TrainingError(
            msg(
                "stopped while learning from the teacher: there is no model yet",
                "остановлено во время обучения у учителя: модели ещё нет",
            )
        )
    return len(lesson.documents)


def _at_school(listener: Listener | None) -> Listener | None:
    """Return a listener that tells the steps of this training apart from those of the second."""
    return None if listener is None else lambda progress: listener(replace(progress, stage=TEACHER))


def _config(both: Sequence[Document], human: Sequence[Document], language: str, seed: int, data: Path) -> Config:
    config = build_config(language, NEWS, _SCHEDULE, relations=None, seed=seed)
    for name, part in ((SILVER_FILE, both), (HUMAN_FILE, human)):
        write_lines(data / name, (d.replacing(tokens=tokens_of(d, language)).to_record() for d in part))
    config["paths"] |= {"train": str(data / SILVER_FILE), "dev": str(data / HUMAN_FILE)}
    config.to_disk(data / TEACHER_CONFIG)
    return config


def start_from(config: Config, model: Path) -> None:
    """Let the pipeline of a config begin with what another model has learnt."""
    for name in _TAUGHT:
        config["components"][name] = {"source": str(model)}


__all__ = ["HUMAN_FILE", "SILVER_FILE", "TEACHER", "TEACHER_CONFIG", "learn_from_teacher", "start_from"]
