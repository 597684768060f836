"""Finding a suggester by what the user gave: a name, a model's folder or a file of patterns.

Suggesters register under the entry point group `annotator.suggesters` as functions that take a SuggesterSpec; those of
the program itself are found without an installation too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from annotator.domain import LabelScheme
from annotator.messages import AnnotatorError, msg, reason_of
from annotator.suggest.suggestion import Suggester

BUILT_IN = {
    "slovnet": "annotator.suggest.registry:make_slovnet",
    "spacy": "annotator.suggest.registry:make_spacy_model",
    "patterns": "annotator.suggest.registry:make_patterns",
    "mentions": "annotator.suggest.registry:make_gazetteer",
}


@dataclass(frozen=True, slots=True)
class SuggesterSpec:
    """All that is needed to build a suggester, in this process or in another: plain data."""

    kind: str
    scheme: LabelScheme
    language: str = "ru"
    path: Path | None = None
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def build(self) -> Suggester:
        """Build the suggester, which may load a model.

        Raises:
            AnnotatorError: it is not installed, or its model or patterns cannot be used.
        """
        return factory(self.kind)(self)


class UnknownSuggesterError(AnnotatorError):
    """There is no suggester of this name, and no such file."""

    exit_status = 2


def names() -> list[str]:
    """Return the names of all suggesters, ours first."""
    return list(dict.fromkeys([*BUILT_IN, *(point.name for point in entry_points(group="annotator.suggesters"))]))


@cache
def factory(kind: str) -> Callable[[SuggesterSpec], Suggester]:
    """Return the function that builds suggesters of a kind.

    Raises:
        UnknownSuggesterError: there is none of this name.
    """
    if kind in BUILT_IN:
        module, _, function = BUILT_IN[kind].partition(":")
        built_in: Callable[[SuggesterSpec], Suggester] = getattr(import_module(module), function)
        return built_in
    for point in entry_points(group="annotator.suggesters", name=kind):
        try:
            found: Callable[[SuggesterSpec], Suggester] = point.load()
        except Exception as error:  # whatever another package's code may raise
            raise AnnotatorError(
                msg(
                    "suggester “{name}” cannot be loaded ({reason}): install its package again",
                    "подсказчик «{name}» не загружается ({reason}): переустановите его пакет",
                    name=kind,
                    reason=reason_of(error),
                )
            ) from error
        return found
    raise UnknownSuggesterError(
        msg(
            "there is no suggester “{name}”: give {names}, a model's folder or a .jsonl file of patterns",
            "нет подсказчика «{name}»: укажите {names}, папку модели или файл шаблонов .jsonl",
            name=kind,
            names=", ".join(names()),
        )
    )


def spec_for(given: str, scheme: LabelScheme, language: str) -> SuggesterSpec:
    """Return the spec for a name, a model's folder or a file of patterns.

    Raises:
        UnknownSuggesterError: it is none of these.
    """
    path = Path(given)
    if given in names() and given not in {"spacy", "patterns"}:
        return SuggesterSpec(given, scheme, language)
    if given and path.is_dir():
        return SuggesterSpec("spacy", scheme, language, path)
    if path.is_file() and path.suffix in {".jsonl", ".json"}:
        return SuggesterSpec("patterns", scheme, language, path)
    factory(given if given not in BUILT_IN else f"{given} …")
    return SuggesterSpec(given, scheme, language)


def make_slovnet(spec: SuggesterSpec) -> Suggester:
    """Build the suggester on slovnet's news model."""
    from annotator.suggest.slovnet import SlovnetSuggester

    return SlovnetSuggester(spec.scheme)


def make_spacy_model(spec: SuggesterSpec) -> Suggester:
    """Build the suggester on a trained spaCy pipeline."""
    from annotator.suggest.spacy_model import SpacyModelSuggester

    return SpacyModelSuggester(spec.scheme, _path(spec))


def make_patterns(spec: SuggesterSpec) -> Suggester:
    """Build the suggester on a file of patterns."""
    from annotator.suggest.patterns import PatternSuggester

    return PatternSuggester(spec.scheme, _path(spec), spec.language)


def make_gazetteer(spec: SuggesterSpec) -> Suggester:
    """Build the suggester on names that were tagged already."""
    from annotator.suggest.gazetteer import GazetteerSuggester

    return GazetteerSuggester(spec.scheme, dict(spec.names))


def _path(spec: SuggesterSpec) -> Path:
    if spec.path is None:
        raise UnknownSuggesterError(
            msg("give the path of the model or patterns", "укажите путь к модели или файлу шаблонов")
        )
    return spec.path
