"""Past trainings are read from the folders of their models, without spaCy."""

import json
import os

import pytest

from annotator.training.config import schedule_for
from annotator.training.error_lines import error_lines
from annotator.training.evaluate import evaluate
from annotator.training.history import StepsRecorder, documents_of, past_run, past_runs, rename_model
from annotator.training.progress import Progress


def fake_model(folder, name, **training):
    """What a model's folder holds, as far as its history is concerned."""
    model = folder / name
    (model / "training").mkdir(parents=True)
    meta = {
        "name": name, "training": {"documents": {"train": 10}, **training},
        "performance": {"ents_f": 0.5, "rel_micro_f": 0.25, "ents_per_type": {"ORG": {"f": 0.75}}},
    }  # fmt: skip
    (model / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (model / "config.cfg").write_text(f"train = {model}/training/train.jsonl\n", encoding="utf-8")
    (model / "training" / "train.jsonl").write_text('{"id": "one"}\n{"id": "two"}\n', encoding="utf-8")
    return model


def test_a_real_model_tells_its_training(trained):
    """Date, data, scores per label, relations and time of a training come from the model's own folder."""
    model, report = trained
    run = past_run(model)
    assert run is not None
    assert run.documents == report.data.train
    assert run.entities == pytest.approx(report.run.scores["ents_f"])
    assert set(run.per_label) == {"PERSON", "ORG"}
    assert run.relations is not None
    assert run.seconds == pytest.approx(report.seconds, abs=0.1)
    assert len(documents_of(model)) == report.data.train
    assert not documents_of(model) & documents_of(model, "dev")


def test_runs_are_listed_latest_first_and_other_folders_passed_over(tmp_path):
    """What is no model, hidden or broken does not disturb the list."""
    fake_model(tmp_path, "old", date="2026-01-01T10:00:00+00:00")
    fake_model(tmp_path, "new", date="2026-02-01T10:00:00+00:00", seconds=3.5, annotator="anna", stopped=True)
    fake_model(tmp_path, ".deleted-gone")
    (tmp_path / "notes").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "meta.json").write_text("{", encoding="utf-8")
    runs = past_runs(tmp_path)
    assert [run.name for run in runs] == ["new", "old"]
    assert (runs[0].seconds, runs[0].annotator, runs[0].stopped) == (3.5, "anna", True)
    assert (runs[0].entities, runs[0].relations, runs[0].per_label) == (0.5, 0.25, {"ORG": 0.75})
    assert past_runs(tmp_path / "nowhere") == []


def test_a_model_of_somebody_elses_has_the_date_of_its_file(tmp_path):
    """A plain spaCy model is listed too, with what it tells."""
    model = fake_model(tmp_path, "plain")
    os.utime(model / "meta.json", (1_700_000_000, 1_700_000_000))
    run = past_run(model)
    assert run is not None
    assert run.date.timestamp() == 1_700_000_000
    assert (run.seconds, run.seed, run.steps()) == (0.0, None, [])


def test_a_renamed_model_still_finds_its_data(tmp_path):
    """The configs of a renamed model name its new folder; a taken name is refused."""
    model = fake_model(tmp_path, "first")
    fake_model(tmp_path, "taken")
    with pytest.raises(FileExistsError):
        rename_model(model, "taken")
    renamed = rename_model(model, "better")
    assert not model.exists()
    assert str(renamed) in (renamed / "config.cfg").read_text(encoding="utf-8")
    assert json.loads((renamed / "meta.json").read_text(encoding="utf-8"))["name"] == "better"
    assert documents_of(renamed) == {"one", "two"}


def test_a_step_limit_leaves_time_for_evaluations():
    """A limited training is still evaluated several times, so that there is a best model to keep."""
    schedule = schedule_for(100, 10).lasting(40)
    assert (schedule.max_steps, schedule.every) == (40, 10)
    assert schedule_for(100, 10).lasting(1).every == 1


def test_evaluations_are_kept_beside_the_model(tmp_path):
    """Steps without an evaluation are passed on but not kept."""
    heard = []
    recorder = StepsRecorder(heard.append)
    recorder(Progress(1, 100))
    recorder(Progress(25, 100, score=0.5, losses={"ner": 2.0}))
    model = fake_model(tmp_path, "first")
    recorder.write(model)
    run = past_run(model)
    assert run is not None
    assert [step["step"] for step in run.steps()] == [25]
    assert len(heard) == 2


def test_every_error_is_a_line(trained, tmp_path):
    """Missed and made-up entities and relations, each with its place, both sides and its sentence."""
    from unit.training.stories import story, write_jsonl

    document = story(200)
    lied = document.replacing(entities=document.entities[1:], relations=())
    lines = list(error_lines(evaluate(trained[0], write_jsonl(tmp_path / "lied.jsonl", [lied]))))
    assert {line["kind"] for line in lines} <= {"missed", "extra", "label", "boundaries", "both"}
    gone = document.entities[0]
    extra = [line for line in lines if line["layer"] == "entity" and line["kind"] == "extra"]
    assert [line["found"]["text"] for line in extra] == [document.surface(gone)]
    for line in lines:
        start, end = line["place"]
        sentence = line["sentence"]
        assert document.text[sentence["start"] : sentence["end"]] == sentence["text"]
        assert sentence["start"] <= start < end
    assert any(line["layer"] == "relation" and line["kind"] == "extra" for line in lines)
