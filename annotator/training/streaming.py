"""Training on a corpus larger than memory: spaCy reads it anew in every epoch (`max_epochs = -1`).

spaCy then looks at a hundred documents only before it begins, so that all labels have to be told it: they are gathered
here and lie beside the data, where the config has them read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import srsly

from annotator.domain import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from thinc.api import Config

RELATIONS = "relation_extractor"


def stream(config: Config, documents: Sequence[Document], language: str, folder: Path) -> dict[str, str]:
    """Change a config so that the training data is streamed; write the labels into `folder`.

    Returns:
        What the config's `paths` lack: the name of each file of labels.
    """
    config["training"]["max_epochs"] = -1
    config["corpora"]["train"]["stream"] = True
    components = config.setdefault("initialize", {}).setdefault("components", {})
    paths = {}
    for name, labels in _labels(config, documents, language).items():
        key = f"{name}_labels"
        file = folder / f"{key}.json"
        srsly.write_json(file, labels)
        components[name] = {
            "labels": {"@readers": "spacy.read_labels.v1", "path": f"${{paths.{key}}}", "require": True}
        }
        paths[key] = str(file)
    return paths


def _labels(config: Config, documents: Sequence[Document], language: str) -> dict[str, Any]:
    """Return what each component that learns labels has to know of them."""
    import spacy

    from annotator.nlp.spans import gold_doc
    from annotator.nlp.vocabulary import BoundedVocabulary

    nlp = spacy.blank(language)
    vocabulary = BoundedVocabulary(nlp)

    def docs() -> Iterator[Doc]:
        for document in documents:
            with vocabulary.batch():
                yield gold_doc(document, nlp.vocab, language)

    found = {"ner": _entities(docs)}
    if RELATIONS in config["nlp"]["pipeline"]:
        settings = {key: value for key, value in config["components"][RELATIONS].items() if key != "factory"}
        component: Any = nlp.add_pipe(RELATIONS, config=settings)
        found[RELATIONS] = component.learn_labels(docs)
    return found


def _entities(docs: Callable[[], Iterator[Doc]]) -> Any:
    import spacy

    component: Any = spacy.blank("xx").add_pipe("ner")
    labels = sorted({span.label_ for doc in docs() for span in doc.ents})
    return {str(action): dict(known) for action, known in component.moves.get_actions(entity_types=labels).items()}
