"""`annotator agreement`: what it reads, what it says, how it ends."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.domain import Document, Entity, Relation, Status

TEXT = "Анна Орлова работает в Ромашке"
TOKENS = ((0, 4), (5, 11), (12, 20), (21, 22), (23, 30))
SAMPLE = Path(__file__).parents[3] / "samples" / "news-ru"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        main(["agreement", *map(str, arguments)])
    out, err = capsys.readouterr()
    return caught.value.code, out, err


def made(label="PERSON", document_id="d", status=Status.DONE, text=TEXT):
    entities = (Entity("T1", 0, 11, label), Entity("T2", 23, 30, "ORG"))
    return Document(document_id, text, TOKENS, entities, (Relation("R1", "T1", "T2", "WORKS"),), status=status)


@pytest.fixture
def files(tmp_path):
    def files(**documents):
        paths = []
        for name, docs in documents.items():
            path = tmp_path / f"{name}.jsonl"
            path.write_text("".join(json.dumps(d.to_record()) + "\n" for d in docs), encoding="utf-8")
            paths.append(path)
        return paths

    return files


@pytest.fixture
def workspace(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "ws")
    return tmp_path / "ws"


def test_files(capsys, files):
    """The files' stems name the annotators; the JSON has the public keys and nothing else is on stdout."""
    status, out, err = run(capsys, *files(boris=[made("ORG")], anna=[made()]), "--json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert set(data) >= {"annotators", "documents", "symmetric", "tokenizer", "seed", "replicates", "version"}
    pair = data["entities"]["pairs"]["anna|boris"]
    assert (data["documents"], pair["strict"]["tp"], pair["strict"]["f1"]) == (1, 1, 0.5)
    assert pair["disagreements"] == {"label": 1, "boundary": 0, "boundary+label": 0, "missing": 0, "extra": 0}
    assert data["relations"]["pairs"]["anna|boris"]["boundary"]["f1"] == 1


@pytest.mark.parametrize("language", ["ru", "en"])
def test_table(capsys, workspace, language):
    """The table tells how many documents count, in the language asked for."""
    status, out, _ = run(capsys, workspace, "--lang", language)
    assert status == 0
    assert {"ru": "Документов с двумя и более разметчиками", "en": "Documents with two or more"}[language] in out
    assert "anna" in out


def test_workspace_leaves_gold_out(capsys, workspace):
    """Gold counts only when it is named; the scheme says which relations have no direction."""
    data = json.loads(run(capsys, workspace, "--json")[1])
    assert data["annotators"] == ["anna", "boris"]
    assert "KNOWS" in data["symmetric"]
    named = json.loads(run(capsys, workspace, "--annotators", "gold,anna", "--json", "--symmetric", "X")[1])
    assert list(named["entities"]["pairs"]) == ["anna|gold"]
    assert "X" in named["symmetric"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--annotators", "anna"], "two"),
        (["--annotators", "anna,nobody"], "nobody"),
        (["--status", "most"], "--status"),
    ],
)
def test_wrong_usage(capsys, workspace, arguments, said):
    """Too few annotators, an unknown one or an unknown status: exit 2, one line, JSON where asked for."""
    status, out, err = run(capsys, workspace, *arguments, "--lang", "en", "--json")
    assert status == 2
    assert said in err
    assert err.count("\n") == 1
    assert set(json.loads(out)) == {"error"}


def test_one_file_is_too_few(capsys, files):
    """One file holds one annotator, which is too few."""
    assert run(capsys, *files(anna=[made()]))[0] == 2


def test_bad_line(capsys, files):
    """A bad line is named by file and line, the rest is scored, and the exit status says so."""
    anna, boris = files(anna=[made()], boris=[made()])
    with anna.open("a", encoding="utf-8") as file:
        file.write("{bad\n")
    status, out, err = run(capsys, anna, boris, "--json")
    assert status == 1
    assert f"{anna}:2: " in err
    assert json.loads(out)["documents"] == 1


def test_text_mismatch(capsys, files):
    """Two texts under one id end with one line that names both annotators."""
    status, _, err = run(capsys, *files(anna=[made()], boris=[made(text=TEXT[:-1] + "и")]), "--lang", "en")
    assert status == 1
    assert "anna" in err
    assert "boris" in err
    assert "Traceback" not in err


def test_status_any(capsys, files):
    """Documents in progress count with --status any, skipped ones never; what was left out is told."""
    docs = [made(), made(document_id="p", status=Status.IN_PROGRESS), made(document_id="s", status=Status.SKIPPED)]
    paths = files(anna=docs, boris=docs)
    data = json.loads(run(capsys, *paths, "--json")[1])
    assert (data["documents"], data["left_out"]["anna"]) == (1, {"in_progress": 1, "skipped": 1})
    assert json.loads(run(capsys, *paths, "--json", "--status", "any")[1])["documents"] == 2
    assert "skipped 1" in run(capsys, *paths, "--lang", "en")[1]


def test_by_hand(capsys, files):
    """With --by-hand accepted suggestions and their relations do not count, and their number is told."""
    whole = made()
    entities = (whole.entities[0], replace(whole.entities[1], source="model:ner"))
    paths = files(anna=[whole.replacing(entities=entities)], boris=[made()])
    assert json.loads(run(capsys, *paths, "--json")[1])["entities"]["pairs"]["anna|boris"]["n_a"] == 2
    data = json.loads(run(capsys, *paths, "--json", "--by-hand")[1])
    assert data["entities"]["pairs"]["anna|boris"]["n_a"] == 1
    assert data["relations"]["pairs"]["anna|boris"]["n_a"] == 0
    assert data["left_out"]["anna"] == {"suggested": 1}


def test_annotator_who_has_not_begun(capsys, workspace):
    """Somebody named in the workspace without a record is scored with nothing in common when asked for."""
    settings = workspace / "annotator.toml"
    settings.write_text(settings.read_text("utf-8").replace('"boris"]', '"boris", "vera"]'), encoding="utf-8")
    assert json.loads(run(capsys, workspace, "--json")[1])["annotators"] == ["anna", "boris"]
    data = json.loads(run(capsys, workspace, "--annotators", "anna,vera", "--json")[1])
    assert data["entities"]["pairs"]["anna|vera"]["documents"] == 0
    assert data["undefined"]["entities.pairs.anna|vera.strict.f1"] == "no_documents"


def test_who_has_no_record_is_no_annotator(capsys, workspace):
    """An empty file does not make a third annotator, by whom no document would be done."""
    _, before, _ = run(capsys, workspace, "--json", "--replicates", 0)
    (workspace / "annotations" / "vera.jsonl").write_bytes(b"")
    status, out, _ = run(capsys, workspace, "--json", "--replicates", 0)
    assert (status, out) == (0, before)


def test_html_and_csv(capsys, files, tmp_path):
    """The page and the tables are written where asked."""
    page, tables = tmp_path / "report.html", tmp_path / "tables"
    status, _, _ = run(capsys, *files(anna=[made()], boris=[made("ORG")]), "--html", page, "--csv", tables)
    assert status == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(list(tables.iterdir())) == 5


def test_seed_and_replicates(capsys, files):
    """The seed and the number of draws are kept in the output, and decide on the intervals."""
    docs = [made("PERSON" if i % 3 else "ORG", document_id=f"d{i}") for i in range(6)]
    paths = files(anna=docs, boris=[made(document_id=d.id) for d in docs])
    one, again, other = (
        json.loads(run(capsys, *paths, "--json", "--seed", seed, "--replicates", 50)[1]) for seed in (1, 1, 2)
    )
    assert one == again
    assert (one["seed"], one["replicates"]) == (1, 50)
    assert one["entities"]["pairs"]["anna|boris"]["strict"]["f1_ci"] != [None, None]
    assert other["seed"] == 2


def test_missing_file(capsys, tmp_path, files):
    """A file that is not there is wrong usage and one line, not a traceback."""
    status, _, err = run(capsys, *files(anna=[made()]), tmp_path / "boris.jsonl")
    assert status == 2
    assert "boris.jsonl" in err
    assert err.count("\n") == 1


def test_a_single_path_that_is_not_there_is_told_as_such(capsys, tmp_path):
    """One path that does not exist is no annotator: wrong usage in one line that names it."""
    status, _, err = run(capsys, tmp_path / "none")
    assert (status, err.count("\n")) == (2, 1)
    assert "none: there is no such file or folder" in err
