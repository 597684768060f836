"""What UIMA files of INCEpTION and WebAnno call our things: layer names, features, Wikidata addresses."""

from __future__ import annotations

from collections.abc import Mapping

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


def kb_id_of(identifier: str) -> str:
    """Return the knowledge base id of an address: Q42 for Wikidata's, the address itself for any other."""
    return identifier.removeprefix(WIKIDATA).removeprefix(WIKIDATA.replace("http:", "https:"))


def identifier_of(kb_id: str) -> str:
    """Return the address of a knowledge base id."""
    return f"{WIKIDATA}{kb_id}" if kb_id[:1] == "Q" and kb_id[1:].isdigit() else kb_id
