"""What UIMA files of INCEpTION and WebAnno call our things: layer names, features, Wikidata addresses."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.messages import Message, msg

ENTITY_LAYER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
RELATION_LAYER = "webanno.custom.EntityRelation"
WIKIDATA = "http://www.wikidata.org/entity/"

# Layers of words and sentences, which say nothing about entities.
LINGUISTIC = (
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
    "de.tudarmstadt.ukp.dkpro.core.api.transform.",
    "uima.",
)
_LABEL_FEATURES = ("value", "label", "Label", "type")


def label_of(values: Mapping[str, str], layer: str) -> str:
    """Return the label of an annotation: its value, else its first other feature, else the layer's own short name."""
    for feature in _LABEL_FEATURES:
        if values.get(feature):
            return values[feature]
    others = (value for feature, value in values.items() if feature != "identifier" and value)
    return next(others, layer.rpartition(".")[2])


def unread_features(values: Mapping[str, str]) -> list[str]:
    """Return the features with a value that say more than the label and the knowledge base id."""
    said = [feature for feature, value in values.items() if value and feature != "identifier"]
    taken = next((feature for feature in _LABEL_FEATURES if values.get(feature)), said[0] if said else "")
    return [feature for feature in said if feature != taken]


def features_left_out(counts: Mapping[str, int]) -> Message:
    """Return the sentence that lists features of annotations which are not taken over."""
    return msg(
        "features of annotations left out, only a label and an identifier are taken over: {list}",
        "пропущены признаки аннотаций, загружаются только метка и идентификатор: {list}",
        list=", ".join(f"{name} ({count})" for name, count in sorted(counts.items())),
    )


def kb_id_of(identifier: str) -> str:
    """Return the knowledge base id of an address: Q42 for Wikidata's, the address itself for any other."""
    return identifier.removeprefix(WIKIDATA).removeprefix(WIKIDATA.replace("http:", "https:"))


def identifier_of(kb_id: str) -> str:
    """Return the address of a knowledge base id."""
    return f"{WIKIDATA}{kb_id}" if kb_id[:1] == "Q" and kb_id[1:].isdigit() else kb_id
