"""The training config: a plain spaCy config that `spacy train` runs as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.messages import msg
from annotator.training.errors import UsageProblem
from annotator.training.news_weights import data_folder

if TYPE_CHECKING:
    from thinc.api import Config

READER = "annotator.JsonlCorpus.v1"
LOGGER = "annotator.ProgressLogger.v1"
RELATIONS = "relation_extractor"
NEWS, NONE, AUTO = "navec", "none", "auto"
NEWS_LANGUAGE = "ru"
_DROPOUT = 0.3  # with averaged weights, steadier than spaCy's 0.1 on few documents: see the decision record


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long a training lasts, in optimizer steps: evaluated every `every`, given up after `patience` without gain."""

    max_steps: int
    every: int
    patience: int

    def lasting(self, steps: int) -> Schedule:
        """Return the schedule for at most so many steps; a short training is looked at often enough to have a best."""
        every = max(1, min(self.every, steps // 4))
        return Schedule(steps, every, 5 * every)


def schedule_for(documents: int, dev: int) -> Schedule:
    """Return the schedule for so many training and development documents: seconds for a handful, minutes for hundreds.

    A development part larger than the training part is looked at less often, since looking then costs most of the time.
    """
    max_steps = min(5000, max(300, 20 * documents))
    looks = 16 if dev <= documents else 8
    every = min(250, max(25, max_steps // looks))
    return Schedule(max_steps, every, 5 * every)


def resolve_vectors(choice: str, language: str) -> str:
    """Return "navec", "none" or the path of a folder with vectors for what `--vectors` says.

    "auto" takes the Russian news vectors where they are installed and the language is Russian.

    Raises:
        UsageProblem: the vectors are not installed, or there is no such folder.
    """
    if choice == AUTO:
        return NEWS if language == NEWS_LANGUAGE and data_folder() is not None else NONE
    if choice == NEWS and data_folder() is None:
        raise UsageProblem(
            msg(
                "the Russian news vectors are not installed: pip install natasha, or train with --vectors none",
                "русские новостные векторы не установлены: pip install natasha, или обучайте с --vectors none",
            )
        )
    if choice not in {NEWS, NONE} and not Path(choice).is_dir():
        raise UsageProblem(
            msg(
                "--vectors takes auto, navec, none or a spaCy model folder; there is no folder {choice}",
                "--vectors принимает auto, navec, none или папку модели spaCy; папки {choice} нет",
                choice=choice,
            )
        )
    return choice


def build_config(
    language: str, vectors: str, schedule: Schedule, *, relations: dict[str, Any] | None, seed: int
) -> Config:
    """Return the config for the given vectors; `relations` are the settings of the relation component, None without.

    It starts from the config that spaCy itself generates for this language, so that nothing surprises who knows it.
    """
    config = _generated(language)
    if vectors == NEWS:
        _use_news_encoder(config)
    elif vectors != NONE:
        _use_static_vectors(config, vectors)
    training = config["training"]
    training["seed"] = seed
    training["max_steps"], training["eval_frequency"] = schedule.max_steps, schedule.every
    training["patience"] = schedule.patience
    training["dropout"] = _DROPOUT
    training["optimizer"]["use_averages"] = True
    training["score_weights"] = {"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None}
    if relations is not None:
        _add_relations(config, relations)
    return connect(config, seed=seed)


def _generated(language: str) -> Config:
    from spacy.cli.init_config import init_config
    from spacy.util import get_lang_class

    try:
        get_lang_class(language)
    except ImportError as error:
        raise UsageProblem(
            msg('spaCy knows no language "{language}"', "spaCy не знает языка «{language}»", language=language)
        ) from error
    return init_config(lang=language, pipeline=["ner"], optimize="efficiency", gpu=False)


def _use_news_encoder(config: Config) -> None:
    model = config["components"]["tok2vec"]["model"]
    width = model["encode"]["width"]
    words = dict(model["embed"]) | {"width": width, "include_static_vectors": False}
    model["embed"] = {"@architectures": "annotator.NewsEmbed.v1", "width": width, "words": words}


def _use_static_vectors(config: Config, folder: str) -> None:
    config["components"]["tok2vec"]["model"]["embed"]["include_static_vectors"] = True
    config["paths"]["vectors"] = folder
    config["initialize"]["vectors"] = "${paths.vectors}"


def _add_relations(config: Config, settings: dict[str, Any]) -> None:
    config["nlp"]["pipeline"] = [*config["nlp"]["pipeline"], RELATIONS]
    config["components"][RELATIONS] = {"factory": RELATIONS} | settings
    weights = config["training"]["score_weights"]
    weights |= {"ents_f": 0.5, "rel_micro_f": 0.5, "rel_micro_p": 0.0, "rel_micro_r": 0.0}


def connect(config: Config, *, seed: int | None = None) -> Config:
    """Return a config whose corpora are native JSONL at `paths.train` and `paths.dev`, whoever made it."""
    from thinc.api import Config as ThincConfig

    result = ThincConfig(config)
    result.setdefault("paths", {})
    result["corpora"] = {
        part: {"@readers": READER, "path": f"${{paths.{part}}}", "status": "any", "limit": 0}
        for part in ("train", "dev")
    }
    training = result.setdefault("training", {})
    if training.get("max_epochs") == -1:
        result["corpora"]["train"]["stream"] = True
    training |= {"train_corpus": "corpora.train", "dev_corpus": "corpora.dev", "logger": {"@loggers": LOGGER}}
    if seed is not None:
        training["seed"] = seed
        result.setdefault("system", {})["seed"] = seed
    return result


def read_config(path: Path) -> Config:
    """Return a config file of the user's, its corpora replaced by ours.

    Raises:
        UsageProblem: the file is not there or is no spaCy config.
    """
    from spacy.util import load_config

    try:
        config = load_config(path, interpolate=False)
    except (OSError, ValueError, AttributeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UsageProblem(
            msg("is no spaCy config: {reason}", "не конфигурация spaCy: {reason}", reason=reason), file=path
        ) from error
    if not config.get("components") or "nlp" not in config:
        raise UsageProblem(
            msg(
                "is no complete spaCy config: make one with spacy init config",
                "неполная конфигурация spaCy: создайте её командой spacy init config",
            ),
            file=path,
        )
    return connect(config)
