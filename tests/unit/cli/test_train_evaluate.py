"""`annotator train`, `evaluate` and `learning-curve` as commands: exit statuses, JSON, one-line errors."""

import json
import shutil
import signal
import subprocess
import sys

import pytest


def annotator(*words, **options):
    command = [sys.executable, "-m", "annotator", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def workspace(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("w") / "news"
    shutil.copytree(root / "samples" / "news-ru", folder)
    return folder


@pytest.fixture(scope="module")
def model(workspace):
    """A model of the sample workspace, trained by the command."""
    folder = workspace.parent / "models" / "first"
    done = annotator("train", workspace, folder, "--vectors", "none", "--max-steps", "150", "--json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout), done.stderr


def test_train_reports_as_json_and_shows_plain_progress_lines(model):
    """stdout is one JSON object, stderr has a line for each evaluation."""
    folder, report, stderr = model
    assert report["model"] == str(folder)
    assert report["annotator"] == "gold"
    assert report["documents"]["train"] + report["documents"]["dev"] == 13
    assert report["components"] == ["tok2vec", "ner", "relation_extractor"]
    assert "step 0 of at most 150: score" in stderr
    assert "\x1b" not in stderr


def test_evaluate_reports_as_json(model, workspace):
    """The keys that scripts rely on, null where undefined."""
    done = annotator("evaluate", model[0], workspace, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["layer"] == "ents"
    assert report["entities"]["strict"]["f1"] > 0.3
    assert "f1" in report["entities"]["per_label"]["PERSON"]["strict"]
    assert "f1" in report["relations"]["gold"]["strict"]
    assert "f1" in report["relations"]["end_to_end"]["strict"]


def test_evaluate_prints_a_table_and_compares_and_explains(model, workspace, tmp_path):
    """Without --json there is a table; --against and --html add to it."""
    done = annotator(
        "evaluate", model[0], workspace, "--against", model[0], "--html", tmp_path / "e.html", "--replicates", "50"
    )
    assert done.returncode == 0, done.stderr
    assert "Relations between gold entities" in done.stdout
    assert "p = 1.0000" in done.stdout
    assert (tmp_path / "e.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["train", "nowhere", "m"], 2, "nowhere: there is no such workspace or file"),
        (["train", "{w}", "{m}"], 2, "is not empty"),
        (["train", "{w}", "new", "--status", "skipped"], 2, "--status takes done or any"),
        (["train", "{w}", "new", "--annotator", "carl"], 2, "no annotator carl"),
        (["train", "{w}", "new", "--config", "{w}/scheme.json"], 2, "no spaCy config"),
        (["evaluate", "{w}", "{w}"], 2, "is no spaCy model"),
        (["evaluate", "nowhere", "{w}"], 2, "no such model folder"),
        (["learning-curve", "{w}", "--shares", "many"], 2, "--shares takes percents"),
        (["learning-curve", "{w}", "--plot", "a.pdf"], 2, "--plot writes .svg or .png"),
    ],
)
def test_what_is_wrong_is_one_line(model, workspace, tmp_path, words, status, said):
    """Exit status 2, one clear line, the same in the JSON error object, no traceback."""
    filled = [word.format(w=workspace, m=model[0]) for word in words]
    done = annotator(*filled, "--json", cwd=tmp_path)
    assert done.returncode == status
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert said in json.loads(done.stdout)["error"]


def test_a_bad_line_is_told_and_the_rest_is_trained_on(workspace, tmp_path):
    """Exit status 1 with the line, and a model all the same."""
    path = tmp_path / "some.jsonl"
    text = (workspace / "annotations" / "gold.jsonl").read_text(encoding="utf-8")
    path.write_text("".join(text.splitlines(keepends=True)[:2]) + "{broken\n", encoding="utf-8")
    done = annotator("train", path, tmp_path / "m", "--vectors", "none", "--no-relations", "--max-steps", "8")
    assert done.returncode == 1
    assert f"{path}:3: " in done.stderr
    assert (tmp_path / "m" / "config.cfg").is_file()


def test_messages_follow_the_language(workspace, tmp_path):
    """--lang ru speaks Russian."""
    done = annotator("train", "nowhere", tmp_path / "m", "--lang", "ru")
    assert "нет такого проекта или файла" in done.stderr


@pytest.mark.parametrize("command", ["train", "evaluate", "learning-curve"])
def test_help_has_an_example(command):
    """--help shows how it is used."""
    done = annotator(command, "--help")
    assert done.returncode == 0
    assert f"Example: annotator {command}" in " ".join(done.stdout.split())


def test_progress_for_programs_is_json_a_line_and_ctrl_c_keeps_the_best_model(workspace, tmp_path):
    """With --progress json stderr holds objects only; SIGINT in mid-training leaves the best model and says so."""
    words = ["train", str(workspace), str(tmp_path / "m"), "--vectors", "none", "--progress", "json", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    told = []
    for line in process.stderr:
        told.append(json.loads(line))
        if told[-1].get("score") is not None and told[-1]["step"] >= 50:
            process.send_signal(signal.SIGINT)
            break
    rest, _ = process.stderr.read(), process.stderr.close()
    report = json.loads(process.stdout.read())
    process.stdout.close()
    assert process.wait() == 0
    assert all(json.loads(line) for line in rest.splitlines())
    last = [item for item in told if item["event"] == "progress"][-1]
    assert {"stage", "step", "total", "loss", "score", "best", "per_label", "seconds", "remaining"} <= set(last)
    assert last["total"] == 300
    assert last["loss"] > 0
    assert last["remaining"] > 0
    assert "PERSON" in last["per_label"]
    assert report["stopped"]
    assert report["steps"] < 300
    assert (tmp_path / "m" / "config.cfg").is_file()


def test_progress_takes_three_words(workspace, tmp_path):
    """Another word is wrong usage, told in a line."""
    done = annotator("train", workspace, tmp_path / "m", "--progress", "xml")
    assert done.returncode == 2
    assert "auto, json or none" in done.stderr


def test_export_writes_a_spacy_project(workspace, tmp_path):
    """`--format spacy-project` is reachable by the command and refuses a folder that holds something."""
    done = annotator("export", workspace, tmp_path / "p", "--format", "spacy-project", "--split", "60/20/20", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"] == 13
    assert "spacy train configs/config.cfg" in (tmp_path / "p" / "project.yml").read_text(encoding="utf-8")
    assert (tmp_path / "p" / "corpus" / "test.jsonl").is_file()
    again = annotator("export", workspace, tmp_path / "p", "--format", "spacy-project")
    assert again.returncode == 2
    assert "not empty" in again.stderr
