"""Learning curve, error report, figures, exported project, and sources."""

import json
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from unit.training.stories import story, write_jsonl

from annotator.domain import Entity
from annotator.training.error_report import entity_errors, write_error_report
from annotator.training.errors import TrainingError, UsageProblem
from annotator.training.evaluate import Judged, evaluate
from annotator.training.figures import bars, curve
from annotator.training.learning_curve import Curve, Point, learning_curve, usual_sizes
from annotator.training.project import export_project
from annotator.training.source import load_source
from annotator.training.train import TrainOptions


def test_a_learning_curve_grows_on_one_development_part(stories_file):
    """Each point has more documents than the one before, all are scored on the same part."""
    result = learning_curve(
        stories_file, TrainOptions(vectors="none", relations=False, max_steps=120), shares=(0.1, 1.0)
    )
    assert [p.documents for p in result.points] == [2, 19]
    assert result.dev == 5
    assert result.points[1].score("ents_f") > 0.9
    assert result.points[0].score("rel_micro_f") is None
    drawn = ET.fromstring(result.svg())
    assert len(drawn.findall(".//{*}circle")) == 2


def test_a_rising_curve_advises_to_go_on():
    """A last step that still brought a lot."""
    rising = Curve((Point(10, {"ents_f": 0.5}), Point(20, {"ents_f": 0.6})), 5)
    assert str(rising.advice()) == "the last 10 documents changed F1 by +10.0: more annotation should help"


def test_a_flat_curve_advises_to_look_at_the_errors():
    """More of the same does not help where the last step brought nothing."""
    flat = Curve((Point(10, {"ents_f": 0.8}), Point(20, {"ents_f": 0.803})), 5)
    assert "look at the errors" in str(flat.advice())
    assert flat.to_json()["points"][1] == {"documents": 20, "entities_f1": 0.803, "relations_f1": None}


def test_three_points_forecast_the_next_hundred_documents():
    """Errors that fall as a power of the number of documents are continued; two points forecast nothing."""
    points = tuple(Point(n, {"ents_f": 1 - n**-0.5}) for n in (25, 100, 400))
    forecast = Curve(points, 5).forecast()
    assert forecast is not None
    assert forecast == (500, pytest.approx(1 - 500**-0.5))
    assert "with 500" in str(Curve(points, 5).advice())
    assert Curve(points[:2], 5).forecast() is None
    falling = tuple(Point(n, {"ents_f": 0.9 - n / 1000}) for n in (25, 100, 400))
    assert Curve(falling, 5).forecast() is None


def test_the_sizes_of_a_curve_grow_by_usual_steps():
    """10, 25, 50, 100 and so on, and all there are."""
    assert usual_sizes(8) == [4, 8]
    assert usual_sizes(19) == [10, 19]
    assert usual_sizes(120) == [10, 25, 50, 100, 120]
    assert usual_sizes(646) == [10, 25, 50, 100, 200, 400, 646]


def test_too_few_documents_make_no_curve(tmp_path):
    """One document cannot be split, let alone shared out."""
    with pytest.raises(TrainingError, match="too few documents"):
        learning_curve(write_jsonl(tmp_path / "one.jsonl", [story(1)]), TrainOptions())


def test_every_error_stands_in_its_sentence(trained, tmp_path):
    """The page names missed and changed entities and turned relations, with the text marked and escaped."""
    document = story(300)
    first, second, *rest = document.entities
    spoilt = document.replacing(
        entities=(
            first,
            Entity(second.id, second.start, second.end, "PERSON" if second.label == "ORG" else "ORG"),
            *rest,
        )
    )
    path = write_jsonl(tmp_path / "spoilt.jsonl", [spoilt])
    evaluation = evaluate(trained[0], path)
    write_error_report(evaluation, tmp_path / "deep" / "errors.html", evaluation.to_json())
    page = (tmp_path / "deep" / "errors.html").read_text(encoding="utf-8")
    assert f"<mark>{document.surface(second)}</mark>" in page
    assert 'class="error changed"' in page
    assert not re.search(r"(src|href)=", page)


def test_errors_pair_up_where_spans_overlap():
    """Another boundary is one error, not two."""
    wanted = story(1).replacing(entities=(Entity("T1", 0, 4, "PERSON"), Entity("T2", 20, 25, "ORG")))
    found = story(1).replacing(entities=(Entity("T1", 0, 8, "PERSON"), Entity("T2", 30, 35, "ORG")))
    errors = entity_errors(Judged(wanted, found, wanted, None))
    assert [e.kind for e in errors] == ["changed", "missed", "extra"]


def test_figures_are_well_formed_for_odd_names():
    """Labels may hold anything, values may be undefined."""
    drawn = ET.fromstring(bars([("<A&B>", 0.5), ("C", None)], "T"))
    texts = ["".join(t.itertext()) for t in drawn.findall(".//{*}text")]
    assert texts == ["T", "<A&B>", "50.0", "C", "–"]
    assert ET.fromstring(curve([("x", [(1, None)])], "T", "n")) is not None


def test_the_exported_project_comes_to_the_same_scores_by_spacys_own_command(trained, stories_file, tmp_path):
    """`spacy train` inside the project folder equals `annotator train` on the same data; project.yml lists the steps."""
    _, report = trained
    source, folder = load_source(stories_file), tmp_path / "project"
    files = export_project(source, folder, TrainOptions(vectors="none"))
    assert all(file.is_file() for file in files)
    listed = subprocess.run(
        [sys.executable, "-m", "weasel", "run", "all", ".", "--dry"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.returncode == 0, listed.stdout + listed.stderr
    command = [sys.executable, "-m", "spacy", "train", "configs/config.cfg", "--output", "training"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    meta = json.loads((folder / "training" / "model-best" / "meta.json").read_text(encoding="utf-8"))
    for key in ("ents_f", "ents_p", "ents_r", "rel_micro_f"):
        assert meta["performance"][key] == pytest.approx(report.run.scores[key], abs=1e-9)
    with pytest.raises(UsageProblem, match="not empty"):
        export_project(source, folder)


def test_a_project_with_shares_cuts_a_test_part_that_is_not_trained_on(stories_file, tmp_path):
    """Three parts, no document twice, and the project evaluates on the third."""
    folder = tmp_path / "project"
    export_project(load_source(stories_file), folder, TrainOptions(vectors="none"), shares=(0.5, 0.25, 0.25))
    parts = {
        name: [json.loads(line)["id"] for line in (folder / "corpus" / f"{name}.jsonl").read_text().splitlines()]
        for name in ("train", "dev", "test")
    }
    assert [len(part) for part in parts.values()] == [12, 6, 6]
    assert len({identifier for part in parts.values() for identifier in part}) == 24
    assert "corpus/test.jsonl" in (folder / "project.yml").read_text()


@pytest.fixture
def workspace(root, tmp_path):
    """A copy of the sample workspace."""
    folder = tmp_path / "news"
    shutil.copytree(root / "samples" / "news-ru", folder)
    return folder


def test_a_workspace_gives_gold_its_scheme_and_its_raw_texts(workspace):
    """Gold comes first, symmetric labels from the scheme, unannotated articles as raw text."""
    source = load_source(workspace)
    lines = (workspace / "annotations" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert source.annotator == "gold"
    assert len(source.documents) == len({json.loads(line)["id"] for line in lines})
    assert "KNOWS" in source.symmetric
    corpus = (workspace / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(source.raw) == len(corpus) - len(source.documents)


def test_without_gold_the_annotator_has_to_be_named(workspace):
    """Two annotators and no gold: exit status 2 and the names."""
    (workspace / "annotations" / "gold.jsonl").unlink()
    with pytest.raises(UsageProblem, match=r"anna\|boris") as caught:
        load_source(workspace)
    assert caught.value.exit_status == 2
    assert load_source(workspace, annotator="boris").annotator == "boris"
    with pytest.raises(UsageProblem, match="no annotator carl; there are: anna, boris"):
        load_source(workspace, annotator="carl")


def test_an_annotators_file_in_a_workspace_knows_its_scheme(workspace):
    """Given as a file, it is still read with the symmetric labels of the workspace."""
    source = load_source(workspace / "annotations" / "anna.jsonl")
    assert "KNOWS" in source.symmetric
    assert source.annotator == "anna"


def test_documents_of_another_status_are_counted(workspace, tmp_path):
    """What is in progress is left out and told."""
    path = workspace / "annotations" / "gold.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    records[0]["status"] = "in_progress"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    assert load_source(workspace).left_out == 1
    assert load_source(workspace, status="any").left_out == 0


def test_names_without_a_record_are_no_annotators_to_choose_from(workspace):
    """Who is only named in the settings, or has an empty file, does not stop the default: the only one who annotated."""
    (workspace / "annotations" / "gold.jsonl").unlink()
    (workspace / "annotations" / "boris.jsonl").write_bytes(b"")
    assert load_source(workspace).annotator == "anna"
    (workspace / "annotations" / "anna.jsonl").unlink()
    with pytest.raises(UsageProblem, match="nobody has annotated"):
        load_source(workspace)
