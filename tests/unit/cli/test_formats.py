import json
import subprocess
import sys

import pytest

from annotator.cli.main import main
from annotator.workspace import Workspace

TEXT = "Анна работает в Яндексе."


@pytest.fixture
def native(tmp_path):
    ents = [{"start": 0, "end": 4, "label": "PERSON"}, {"start": 16, "end": 23, "label": "ORG"}]
    record = {"id": "a", "text": TEXT, "ents": ents, "relations": [{"head": 0, "tail": 1, "label": "WORKPLACE"}]}
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(record | {"annotator": "anna"}, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def run(capsys):
    def _run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return _run


def test_convert_says_what_is_lost_and_exits_with_1(run, native, tmp_path):
    """Relations that CoNLL cannot hold are named, counted in the JSON, and give status 1."""
    status, out, _ = run("convert", native, tmp_path / "out.conll", "--to", "conll", "--json")
    report = json.loads(out)
    assert (status, report["read"], report["written"], report["dropped"]) == (1, 1, 1, 1)
    assert (tmp_path / "out.conll").read_text(encoding="utf-8").startswith("-DOCSTART-\tO\n\nАнна\tB-PERSON\n")


def test_strict_writes_nothing_when_anything_is_lost(run, native, tmp_path):
    """With --strict a lossy conversion leaves no file behind."""
    status, _, _ = run("convert", native, tmp_path / "out.conll", "--to", "conll", "--strict")
    assert status == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


def test_a_lossless_conversion_is_fine(run, native, tmp_path):
    """Nothing lost: status 0, and the folder holds both files of the pair."""
    status, _, _ = run("convert", native, tmp_path / "brat", "--from", "jsonl", "--to", "brat")
    assert status == 0
    assert (tmp_path / "brat" / "a.txt").read_text(encoding="utf-8") == TEXT


def test_documents_go_to_standard_output(native):
    """OUT may be -: then nothing but the documents stands on standard output, the report goes to stderr."""
    command = [sys.executable, "-m", "annotator", "convert", str(native), "-", "--to", "prodigy", "--json"]
    ended = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(ended.stdout)["text"] == TEXT
    assert b"read: 1" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "IN", "out", "--to", "klingon"),
        ("convert", "missing.jsonl", "out", "--to", "brat"),
        ("import", "WS", "IN", "--format", "nothing"),
        ("export", "WS", "out", "--format", "jsonl", "--status", "some"),
        ("export", "WS", "out", "--format", "jsonl", "--split", "1/2/3/4"),
        ("export", "WS", "out", "--format", "jsonl", "--annotator", "nobody"),
    ],
)
def test_wrong_words_are_one_line_and_status_2(run, native, tmp_path, arguments):
    """Whatever is misspelt is answered by one line, and as JSON where asked for."""
    Workspace.create(tmp_path / "ws")
    given = {"IN": native, "WS": tmp_path / "ws", "out": tmp_path / "out"}
    status, out, err = run(*(given.get(argument, argument) for argument in arguments), "--json")
    assert status == 2
    assert err.strip()
    assert len(err.strip().splitlines()) == 1
    assert json.loads(out)["error"]


def test_import_and_export_meet(run, native, tmp_path):
    """What was imported is exported; a second import of the same is no problem; a locked file is status 3."""
    workspace = Workspace.create(tmp_path / "ws")
    assert run("import", workspace.path, native)[0] == 0
    status, out, _ = run("import", workspace.path, native, "--json")
    assert (status, json.loads(out)["written"]) == (0, 0)
    status, _, _ = run("export", workspace.path, tmp_path / "out.jsonl", "--format", "jsonl")
    assert status == 0
    record = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert (record["id"], record["annotator"], len(record["relations"])) == ("a", "anna", 1)
    with workspace.annotations("anna"):
        status, out, _ = run("import", workspace.path, native, "--json")
    assert (status, "error" in json.loads(out)) == (3, True)


def test_predictions_become_suggestions(run, tmp_path):
    """Label Studio's predictions land in the workspace's suggestions, not in anybody's annotations."""
    region = {"id": "x", "type": "labels", "value": {"start": 0, "end": 4, "text": "Анна", "labels": ["PERSON"]}}
    task = {
        "id": 1,
        "data": {"text": TEXT},
        "annotations": [],
        "predictions": [{"model_version": "m", "result": [region]}],
    }
    (tmp_path / "ls.json").write_text(json.dumps([task], ensure_ascii=False), encoding="utf-8")
    workspace = Workspace.create(tmp_path / "ws")
    for _ in range(2):
        assert run("import", workspace.path, tmp_path / "ls.json")[0] == 0
    assert Workspace.open(workspace.path).annotators == ()
    (line,) = (workspace.path / "suggestions" / "m.jsonl").read_text(encoding="utf-8").splitlines()
    assert [e["label"] for e in json.loads(line)["spans"]["sc"]] == ["PERSON"]


def test_export_counts_the_tokens_that_entities_cut(run, tmp_path):
    """A model trained on whole tokens cannot learn such entities, so the export says how many there are."""
    text = "Вышла ChatGPT-4o."
    record = {"id": "a", "text": text, "ents": [{"start": 6, "end": 13, "label": "PRODUCT"}], "annotator": "anna"}
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    Workspace.create(tmp_path / "ws")
    assert run("import", tmp_path / "ws", source)[0] == 0
    status, out, _ = run("export", tmp_path / "ws", tmp_path / "out.jsonl", "--format", "jsonl", "--json")
    assert status == 0
    (problem,) = json.loads(out)["problems"]
    assert "cut a token of the tokenizer: 1 " in problem["message"]


def test_a_broken_pdf_is_one_line(run, tmp_path):
    """The library's own log lines do not stand beside ours."""
    pytest.importorskip("pypdf")
    Workspace.create(tmp_path / "ws")
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"\x00\x01garbage")
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "import", tmp_path / "ws", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
