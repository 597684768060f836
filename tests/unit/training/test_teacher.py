"""The teacher: what slovnet sees, which label it means, and how a model learns from it first."""

import json

import numpy as np
import pytest
import spacy
from unit.training.stories import story, write_jsonl

from annotator.training.errors import UsageProblem
from annotator.training.news_encoder import news_features
from annotator.training.news_weights import data_folder
from annotator.training.teacher import Tagged, match_labels, prepare_lesson, read_texts, tag, worthwhile
from annotator.training.train import TrainOptions, train

needs_natasha = pytest.mark.skipif(data_folder() is None, reason="the natasha extra is not installed")
TEXT = "Илон Маск из компании Tesla прилетел в Москву. Премьер Михаил Мишустин и «Газпром» подписали договор."


@needs_natasha
def test_the_teacher_is_slovnet():
    """The same entities as slovnet's own tagger."""
    navec, slovnet = pytest.importorskip("navec"), pytest.importorskip("slovnet")
    vectors = navec.Navec.load(data_folder() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")
    tagger = slovnet.NER.load(data_folder() / "model" / "slovnet_ner_news_v1.tar").navec(vectors)
    model = news_features()
    model.initialize()
    found = tag(model, spacy.blank("ru")(TEXT))
    assert list(found.entities) == [(s.start, s.stop, s.type) for s in tagger(TEXT).spans]
    assert found.entities


def test_types_are_matched_by_what_people_annotated():
    """PER means HERO here, ORG coincides with nothing often enough."""
    people = [story(i) for i in range(3)]
    heroes = [d.replacing(entities=tuple(e for e in d.entities if e.label == "PERSON")) for d in people]
    none = np.zeros(0, dtype=np.float32)
    tagged = [
        Tagged(tuple((*e.span, "PER" if e.label == "PERSON" else "ORG") for e in d.entities), (), none) for d in people
    ]
    assert match_labels(heroes, tagged) == {"PER": "PERSON"}


@needs_natasha
def test_a_lesson_has_offsets_that_fit():
    """Paragraphs that are left out move the offsets of those behind them."""
    people = [story(i) for i in range(6)]
    texts = [f"{story(i).text}\n{TEXT}" for i in range(100, 112)]
    lesson = prepare_lesson(people, texts, "ru")
    assert lesson.labels["PER"] == "PERSON"
    surfaces = {d.surface(e) for d in lesson.documents for e in d.entities}
    assert surfaces
    assert all(surface == surface.strip() and "\n" not in surface for surface in surfaces)


def test_a_teacher_is_for_little_data_and_enough_text():
    """Neither without raw texts nor with hundreds of annotated documents."""
    assert worthwhile([story(1)], ["a"] * 10)
    assert not worthwhile([story(1)], ["a"] * 9)
    assert not worthwhile([story(1)] * 201, ["a"] * 10)


def test_raw_texts_come_from_files_and_folders(tmp_path):
    """.txt and .jsonl, blank texts left out; a path that is not there is told."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Один.", encoding="utf-8")
    (tmp_path / "in" / "b.jsonl").write_text(
        json.dumps({"id": "1", "text": "Два."}) + "\n" + '{"id": "2", "text": " "}\n'
    )
    (tmp_path / "in" / "c.pdf").write_bytes(b"x")
    assert read_texts([tmp_path / "in"]) == ["Один.", "Два."]
    with pytest.raises(UsageProblem, match="no such file or folder"):
        read_texts([tmp_path / "nowhere"])


@needs_natasha
def test_people_have_the_last_word(tmp_path):
    """Silver texts are learnt first; the model says so, keeps them for a repetition, and forgets no label of people's."""
    source = write_jsonl(tmp_path / "s.jsonl", [story(i) for i in range(8)])
    raw = tmp_path / "raw.jsonl"
    raw.write_text("".join(json.dumps({"id": str(i), "text": story(i).text}) + "\n" for i in range(100, 115)))
    said = []
    options = TrainOptions(raw=(raw,), relations=False, max_steps=60)
    report = train(source, tmp_path / "m", options, say=lambda m: said.append(str(m)))
    assert 0 < report.silver <= 15
    assert any("the teacher labelled" in line for line in said)
    assert report.run.scores["ents_f"] > 0.9
    training = tmp_path / "m" / "training"
    assert {p.name for p in training.iterdir()} >= {"silver.jsonl", "human.jsonl", "teacher.cfg", "config.cfg"}
    assert "teacher.cfg" in (tmp_path / "m" / "README.md").read_text(encoding="utf-8")
