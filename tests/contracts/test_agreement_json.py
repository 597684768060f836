"""The JSON of `annotator agreement --json`: its keys, and figures that were worked out by hand.

Three annotators, two articles. "Анна Орлова из Ромашки звонила Борису." has three names; "Тишина." has none, and vera
has not done it. In the first, boris marks a shorter name and takes the firm for a product; vera misses the last name.
"""

import json
from pathlib import Path

import pytest

from annotator.cli.main import main

FOLDER = Path(__file__).parent / "agreement"
FILES = [FOLDER / f"{name}.jsonl" for name in ("anna", "boris", "vera")]


def ci(name):
    return name, f"{name}_ci", f"{name}_ci_dropped"


SCORE = {"tp", "n_a", "n_b", "precision", "recall", *ci("f1")}
ENTITY_PAIR = {
    *("documents", "n_a", "n_b", "strict", "exact", "lenient", "average", "disagreements", "semeval", "token"),
    *("per_label", "confusion"),
}
RELATION_PAIR = {
    *("documents", "n_a", "n_b", "strict", "boundary", "link", "given_entities", "pairs", "per_label"),
    "disagreements",
}
SEMEVAL = {"correct", "incorrect", "partial", "missed", "spurious", "precision", "recall", "f1"}
TOKEN = {"n", "percent", *ci("kappa"), "n_annotated", *ci("kappa_annotated"), *ci("ac1"), *ci("f1")}
TOP = {
    "annotators",
    "documents",
    "document_ids",
    "done",
    "left_out",
    "symmetric",
    "tokenizer",
    "seed",
    "replicates",
    "version",
    "entities",
    "relations",
    "undefined",
    "problems",
}


@pytest.fixture
def data(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["agreement", *map(str, FILES), "--symmetric", "KNOWS", "--json"])
    assert caught.value.code == 0
    return json.loads(capsys.readouterr().out)


def at(tree, name):
    for key in name.split("/"):
        tree = tree[key]
    return tree


def test_keys(data):
    """All keys are there, and no others: scripts rely on them."""
    assert set(data) == TOP
    entities = at(data, "entities/pairs/anna|boris")
    assert set(entities) == ENTITY_PAIR
    assert set(entities["strict"]) == SCORE | {*ci("f1_doc_mean")}
    assert set(entities["exact"]) == set(entities["lenient"]) == SCORE
    assert set(entities["average"]) == {*ci("f1")}
    assert set(entities["disagreements"]) == {"label", "boundary", "boundary+label", "missing", "extra"}
    assert set(entities["semeval"]) == {"strict", "exact", "partial", "ent_type"}
    assert set(entities["semeval"]["partial"]) == SEMEVAL
    assert set(entities["token"]) == TOKEN
    assert set(at(entities, "per_label/PERSON")) == {"strict", "lenient", "token"}
    assert set(at(data, "entities/overall")) == {"strict", "complete_documents", "token", "alpha_u", "per_label"}
    assert set(at(data, "entities/overall/token")) == {*ci("fleiss_kappa"), *ci("ac1"), *ci("alpha")}
    assert set(at(data, "entities/overall/per_label/ORG")) == {"strict", "token", "alpha_u"}
    relations = at(data, "relations/pairs/anna|boris")
    assert set(relations) == RELATION_PAIR
    assert set(relations["pairs"]) == {"n", *ci("kappa"), "n_linked", *ci("kappa_linked")}
    assert set(relations["disagreements"]) == {"entity", "direction", "label", "direction+label", "missing", "extra"}
    assert set(at(data, "relations/overall")) == {"strict", "per_label"}


FIGURES = {
    "documents": 2,
    "annotators": ["anna", "boris", "vera"],
    "symmetric": ["KNOWS"],
    "entities/overall/complete_documents": 1,
    "entities/pairs/anna|boris/documents": 2,
    "entities/pairs/anna|vera/documents": 1,
    # anna: Анна Орлова PERSON, Ромашки ORG, Борису PERSON; boris: Анна PERSON, Ромашки PRODUCT, Борису PERSON
    "entities/pairs/anna|boris/strict/tp": 1,
    "entities/pairs/anna|boris/strict/f1": 1 / 3,
    "entities/pairs/anna|boris/strict/f1_doc_mean": 1 / 3,  # nobody marked anything in the second article
    "entities/pairs/anna|boris/exact/f1": 2 / 3,
    "entities/pairs/anna|boris/lenient/f1": 2 / 3,
    "entities/pairs/anna|boris/average/f1": 1 / 2,
    "entities/pairs/anna|boris/disagreements": {
        "label": 1,
        "boundary": 1,
        "boundary+label": 0,
        "missing": 0,
        "extra": 0,
    },
    "entities/pairs/anna|boris/semeval/partial/f1": 5 / 6,
    "entities/pairs/anna|boris/per_label/PERSON/strict/f1": 1 / 2,
    "entities/pairs/anna|boris/per_label/PERSON/lenient/f1": 1,
    "entities/pairs/anna|boris/per_label/ORG/strict/f1": 0,
    # tokens: Анна Орлова из Ромашки звонила Борису . | Тишина .
    "entities/pairs/anna|boris/token/n": 9,
    "entities/pairs/anna|boris/token/percent": 7 / 9,
    "entities/pairs/anna|boris/token/n_annotated": 4,
    "entities/pairs/anna|boris/token/kappa": (7 / 9 - 36 / 81)
    / (1 - 36 / 81),  # O 5·6, PERSON 3·2, ORG 1·0, PRODUCT 0·1
    "entities/pairs/anna|boris/token/f1": 2 * 2 / (4 + 3),
    # vera: Анна Орлова PERSON, Ромашки ORG
    "entities/pairs/anna|vera/strict/f1": 4 / 5,
    "entities/pairs/anna|vera/strict/precision": 1,
    "entities/pairs/anna|vera/strict/recall": 2 / 3,
    "entities/pairs/anna|vera/strict/f1_ci": None,  # one document
    "entities/overall/strict/f1_mean": (1 / 3 + 4 / 5 + 0) / 3,
    "entities/overall/strict/f1_micro": 2 * (1 + 2 + 0) / (6 + 5 + 5),
    # anna: works at, knows; boris: works at (the same words, other entities), knows, the other way round
    "relations/pairs/anna|boris/strict/f1": 0,
    "relations/pairs/anna|boris/boundary/tp": 0,
    "relations/pairs/anna|boris/disagreements": {
        "entity": 2,
        "direction": 0,
        "label": 0,
        "direction+label": 0,
        "missing": 0,
        "extra": 0,
    },
    "relations/pairs/anna|vera/strict/f1": 2 / 3,
    "relations/pairs/anna|vera/given_entities/f1": 1,
    "relations/pairs/anna|vera/pairs/n": 1,
    "relations/pairs/anna|vera/pairs/n_linked": 1,
    "relations/pairs/anna|vera/pairs/kappa": None,
    "relations/overall/strict/f1_micro": 2 * 1 / (4 + 3 + 3),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures(data, name):
    """Each figure is the one worked out by hand."""
    expected = FIGURES[name]
    found = at(data, name)
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_reasons(data):
    """Every null has its reason, by dotted name."""
    assert data["undefined"]["relations.pairs.anna|vera.pairs.kappa"] == "chance_is_certain"
    assert all(at(data, name.replace(".", "/")) is None for name in data["undefined"])
