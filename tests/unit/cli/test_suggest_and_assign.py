import json
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.domain import EntityLabel, LabelScheme, Status
from annotator.domain.edits import AddEntity, SetStatus
from annotator.messages import set_language
from annotator.workspace import Article, Workspace


@pytest.fixture(autouse=True)
def _language():
    yield
    set_language(None)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    scheme = LabelScheme("test", entities=(EntityLabel("PERSON"), EntityLabel("ORG")))
    made = Workspace.create(tmp_path / "ws", scheme=scheme)
    made.add_articles([Article("a", "Сэм Альтман ушёл."), Article("b", "У Сэма Альтмана выходной.")])
    return made


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments), "--lang", "en"])
    out, err = capsys.readouterr()
    return ended.value.code, out, err


def tag(workspace, name, status):
    with workspace.annotations(name) as annotations:
        document = annotations.load("a")
        for edit in (AddEntity(0, 11, "PERSON"), SetStatus(status)):
            document = edit.resolve(document, workspace.scheme).apply(document)
        annotations.save(document)


def test_tagged_names_are_suggested(workspace, capsys):
    """Names that were tagged are suggested in all their forms, and the result is told as JSON."""
    tag(workspace, "anna", Status.DONE)
    code, out, _ = run(capsys, "suggest", workspace.path, "--with", "mentions", "--json")
    report = json.loads(out)
    assert (code, report["documents"], report["entities"]) == (0, 2, {"PERSON": 2})
    assert (workspace.path / "suggestions" / "mentions.jsonl").exists()


def test_only_what_an_annotator_has_still_to_do(workspace, capsys):
    """Done articles are left alone."""
    tag(workspace, "anna", Status.DONE)
    _, out, _ = run(capsys, "suggest", workspace.path, "--with", "mentions", "--annotator", "anna", "--json")
    assert json.loads(out)["documents"] == 1


def test_labels_that_the_scheme_lacks_are_told(workspace, tmp_path, capsys):
    """What is dropped is counted on stderr."""
    patterns = tmp_path / "p.jsonl"
    patterns.write_text('{"label": "CITY", "pattern": "выходной"}\n', encoding="utf-8")
    code, out, err = run(capsys, "suggest", workspace.path, "--with", patterns)
    assert (code, err.strip()) == (0, "left out, the scheme has no such label: CITY 1")
    assert out.startswith("2 articles done")


@pytest.mark.parametrize("given", ["nonsense", "spacy"])
def test_an_unknown_suggester_is_wrong_usage(workspace, capsys, given):
    """Exit status 2, with the names that there are."""
    code, out, err = run(capsys, "suggest", workspace.path, "--with", given, "--json")
    assert code == 2
    assert "slovnet" in err
    assert "slovnet" in json.loads(out)["error"]


def test_documents_are_dealt_out(workspace, capsys):
    """Each document goes to two of three annotators; a second run changes nothing."""
    arguments = ("assign", workspace.path, "--annotators", "anna, boris,vera", "--overlap", 2, "--seed", 3, "--json")
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert json.loads(out)["new"] == 2
    before = (workspace.path / "assignments.jsonl").read_bytes()
    assert all(len(names) == 2 for names in workspace.assignments().values())
    _, out, _ = run(capsys, *arguments)
    assert json.loads(out)["new"] == 0
    assert (workspace.path / "assignments.jsonl").read_bytes() == before


def test_too_few_annotators_are_wrong_usage(workspace, capsys):
    """Nothing is written."""
    code, _, err = run(capsys, "assign", workspace.path, "--annotators", "anna", "--overlap", 2)
    assert (code, err.count("\n")) == (2, 1)
    assert not (workspace.path / "assignments.jsonl").exists()
