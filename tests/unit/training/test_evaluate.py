"""Scoring a model: keys, layers, undefined values, comparisons."""

import json

import pytest
import spacy
from unit.training.stories import story, write_jsonl

from annotator.domain import Relation
from annotator.training.errors import TrainingError, UsageProblem
from annotator.training.evaluate import compare, evaluate, evaluate_pipeline, layer_of_pipeline
from annotator.training.source import load_source


@pytest.fixture(scope="module")
def held_out(tmp_path_factory):
    return write_jsonl(tmp_path_factory.mktemp("held") / "held.jsonl", [story(i) for i in range(100, 106)])


def ruler(*patterns):
    nlp = spacy.blank("ru")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": text} for text, label in patterns])
    return nlp


def test_the_keys_of_the_report(trained, held_out):
    """Strict scores overall and per label, for entities and for both kinds of relation scores."""
    report = evaluate(trained[0], held_out).to_json()
    assert report["layer"] == "ents"
    assert set(report["entities"]["strict"]) >= {"precision", "recall", "f1"}
    assert set(report["entities"]["per_label"]) == {"PERSON", "ORG"}
    assert report["entities"]["per_label"]["ORG"]["strict"]["f1"] > 0.8
    for kind in ("gold", "end_to_end"):
        assert report["relations"][kind]["strict"]["f1"] > 0.8
        assert report["relations"][kind]["per_label"]["WORKPLACE"]["strict"]["f1"] > 0.8
    low, high = report["entities"]["strict"]["f1_ci"]
    assert low <= report["entities"]["strict"]["f1"] <= high
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_several_processes_give_the_scores_of_one(trained, held_out):
    """Entities and relations come back from the other processes as they are."""
    one, two = (evaluate(trained[0], held_out, n_process=n).to_json() for n in (1, 2))
    for report in (one, two):
        del report["words_per_second"]
    assert one == two
    assert two["relations"]["end_to_end"]["strict"]["tp"] > 0


def test_scores_against_a_count_by_hand(held_out):
    """A ruler that knows two companies: what it finds is right as often as it should be."""
    source = load_source(held_out)
    known = {"Заря", "Титан"}
    wanted = [d.surface(e) for d in source.documents for e in d.entities]
    right = sum(surface in known for surface in wanted)
    report = evaluate_pipeline(ruler(*((name, "ORG") for name in known)), "ruler", source).to_json()
    strict = report["entities"]["strict"]
    assert strict["tp"] == strict["found"] == right
    assert strict["wanted"] == len(wanted)
    assert strict["precision"] == 1.0
    assert report["entities"]["per_label"]["PERSON"]["strict"] == {
        "tp": 0, "found": 0, "wanted": 36, "precision": None, "recall": 0.0, "f1": 0.0, "f1_ci": [0.0, 0.0],
    }  # fmt: skip


def test_a_model_without_relations_has_no_relation_scores(held_out):
    """What the model does not do is null, not 0."""
    report = evaluate_pipeline(ruler(("Заря", "ORG")), "ruler", load_source(held_out)).to_json()
    for kind in ("gold", "end_to_end"):
        assert report["relations"][kind]["strict"]["f1"] is None


def test_confusion_and_worst_documents(held_out):
    """A company taken for a person shows up, and so does the document with the most errors."""
    report = evaluate_pipeline(ruler(("Заря", "PERSON")), "ruler", load_source(held_out)).to_json()
    rows = {(row["data"], row["model"]): row["count"] for row in report["entities"]["confusion"]}
    assert rows["ORG", "PERSON"] > 0
    assert rows["PERSON", ""] == 36
    errors = [row["errors"] for row in report["worst_documents"]]
    assert errors == sorted(errors, reverse=True)


def test_gold_relations_are_scored_between_the_datas_own_entities(trained, tmp_path):
    """A direction turned round in the data is an error of both kinds for a directed label."""
    document = story(200)
    turned = document.replacing(relations=tuple(Relation(r.id, r.tail, r.head, r.label) for r in document.relations))
    assert document.relations
    right = evaluate(trained[0], write_jsonl(tmp_path / "a.jsonl", [document])).to_json()
    wrong = evaluate(trained[0], write_jsonl(tmp_path / "b.jsonl", [turned])).to_json()
    assert right["relations"]["gold"]["strict"]["f1"] == 1.0
    assert wrong["relations"]["gold"]["strict"]["f1"] == 0.0


def test_the_layer_follows_the_pipeline():
    """A pipeline with only a span ruler is scored on spans.sc."""
    nlp = spacy.blank("ru")
    nlp.add_pipe("span_ruler", config={"spans_key": "sc"})
    assert layer_of_pipeline(nlp) == "spans.sc"
    assert layer_of_pipeline(ruler(("Заря", "ORG"))) == "ents"


def test_nested_entities_count_in_the_layer_of_all_spans(tmp_path):
    """spans.sc wants the nested entity too, ents does not."""
    from annotator.domain import Document, Entity
    from annotator.nlp.tokenizer import token_offsets

    text = "ЦБ РФ решил."
    document = Document("d", text, token_offsets(text), (Entity("T1", 0, 5, "ORG"), Entity("T2", 3, 5, "COUNTRY")))
    source = load_source(write_jsonl(tmp_path / "n.jsonl", [document.replacing(status="done")]))
    flat = evaluate_pipeline(ruler(("ЦБ РФ", "ORG")), "flat", source).to_json()
    assert flat["entities"]["strict"]["f1"] == 1.0
    nlp = spacy.blank("ru")
    nlp.add_pipe("span_ruler", config={"spans_key": "sc"}).add_patterns([{"label": "COUNTRY", "pattern": "РФ"}])
    nested = evaluate_pipeline(nlp, "nested", source).to_json()
    assert (nested["layer"], nested["entities"]["strict"]["wanted"], nested["entities"]["strict"]["tp"]) == (
        "spans.sc", 2, 1,
    )  # fmt: skip


def test_two_models_are_compared_on_the_same_documents(held_out, trained):
    """The trained model beats a ruler, and a comparison with itself finds no difference."""
    source = load_source(held_out)
    weak = evaluate_pipeline(ruler(("Заря", "ORG")), "ruler", source)
    strong = evaluate(trained[0], held_out)
    assert compare(strong, weak)["entities"]["difference"] > 0.5
    assert compare(strong, weak)["entities"]["p"] < 0.05
    assert compare(weak, weak)["entities"] == {
        "f1": [compare(weak, weak)["entities"]["f1"][0]] * 2,
        "difference": 0,
        "p": 1,
    }


def test_what_is_no_model_is_said_in_one_line(tmp_path, held_out):
    """A folder without a model and a path that is not there."""
    with pytest.raises(UsageProblem, match="is no spaCy model"):
        evaluate(tmp_path, held_out)
    with pytest.raises(UsageProblem, match="no such model folder"):
        evaluate(tmp_path / "nowhere", held_out)


def test_nothing_to_score_against_is_an_error(trained, tmp_path):
    """An empty file has no scores."""
    with pytest.raises(TrainingError, match="no documents"):
        evaluate(trained[0], write_jsonl(tmp_path / "e.jsonl", []))
