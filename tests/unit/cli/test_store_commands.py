"""init, validate, repair and stats from the command line."""

import json
import shutil

import pytest

from annotator.cli.main import main
from annotator.resources import samples_folder
from annotator.workspace import Workspace


def run(capsys, *arguments, language="en"):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", language, *map(str, arguments)])
    return ended.value.code, capsys.readouterr()


@pytest.fixture
def sample(tmp_path):
    return shutil.copytree(samples_folder() / "news-ru", tmp_path / "sample")


@pytest.mark.parametrize("command", ["init", "validate", "repair", "stats"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_help_has_an_example(capsys, command, language):
    """Each command shows how it is used."""
    status, output = run(capsys, command, "--help", language=language)
    assert status == 0 and f"annotator {command} my-dataset" in output.out


def test_init_makes_a_workspace_that_opens(tmp_path, capsys):
    """The scheme, language and name asked for are there, and validate is content."""
    status, _ = run(capsys, "init", tmp_path / "a", "--scheme", "open", "--language", "en", "--name", "Проба")
    workspace = Workspace.open(tmp_path / "a")
    assert (status, workspace.language, workspace.name, workspace.scheme.open) == (0, "en", "Проба", True)
    assert run(capsys, "validate", tmp_path / "a")[0] == 0
    assert run(capsys, "init", tmp_path / "b")[0] == 0
    assert Workspace.open(tmp_path / "b").scheme.name == "news-ru"
    scheme = tmp_path / "b" / "scheme.json"
    assert run(capsys, "init", tmp_path / "c", "--scheme", scheme)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(["--scheme", "nope"], 2), (["--language", "zz"], 2), (["--language", "../ru"], 2), (["--wrong"], 2)],
)
def test_init_refuses_what_does_not_exist(tmp_path, capsys, arguments, expected):
    """Wrong words make nothing."""
    status, output = run(capsys, "init", tmp_path / "new", *arguments)
    assert status == expected and len(output.err.splitlines()) == 1 and not (tmp_path / "new").exists()


def test_init_never_touches_a_workspace_that_is_there(sample, capsys):
    """A second init is refused with one line."""
    before = {p: p.read_bytes() for p in sample.rglob("*") if p.is_file()}
    status, output = run(capsys, "init", sample)
    assert status == 1 and output.err.startswith(f"{sample}/annotator.toml: ")
    assert {p: p.read_bytes() for p in sample.rglob("*") if p.is_file()} == before


def test_validate_counts_the_sample(sample, capsys):
    """The counts of the sample are those of its files, and nothing is written."""
    names = sorted(p for p in sample.rglob("*"))
    status, output = run(capsys, "validate", sample, "--json")
    report = json.loads(output.out)
    lines = [json.loads(t) for p in sample.glob("annotations/*.jsonl") for t in p.read_text().splitlines()]
    assert status == 0 and report["ok"] and report["problems"] == []
    assert report["documents"] == len((sample / "corpus.jsonl").read_text().splitlines())
    assert report["records"] == len(lines)
    assert report["entities"] == sum(len(r["spans"]["sc"]) for r in lines)
    assert report["relations"] == sum(len(r["relations"]) for r in lines)
    assert sorted(p for p in sample.rglob("*")) == names
    status, output = run(capsys, "validate", sample / "annotations" / "anna.jsonl", sample / "scheme.json")
    assert status == 0 and output.err == ""


def test_validate_lists_what_may_be_a_slip(sample, capsys):
    """With --consistency an untagged mention is listed with its file and place; it is no problem."""
    status, output = run(capsys, "validate", sample, "--consistency")
    assert status == 0
    assert "boris.jsonl: openai-microsoft 2447–2453: “OpenAI” is not tagged here" in output.out
    status, output = run(capsys, "validate", sample / "annotations" / "boris.jsonl", "--consistency", "--json")
    found = {
        (item["kind"], item["document"], item["text"], item["start"]) for item in json.loads(output.out)["consistency"]
    }
    assert status == 0
    assert found == {("untagged", "openai-microsoft", "OpenAI", 2447), ("untagged", "polyarnik-trener", "Олегом", 293)}
    assert "consistency" not in json.loads(run(capsys, "validate", sample, "--json")[1].out)


def test_validate_counts_entities_that_cut_a_token(sample, capsys):
    """An entity inside a word is counted, and is no problem."""
    with Workspace.open(sample).annotations("carl") as annotations:
        workspace = Workspace.open(sample)
        document = annotations.load(workspace.document_ids[0])
        from annotator.domain.edits import AddEntity

        start = next(a for a, b in document.tokens if b - a > 3)
        annotations.save(AddEntity(start + 1, start + 3, "ORG").resolve(document, workspace.scheme).apply(document))
    status, output = run(capsys, "validate", sample, "--json")
    report = json.loads(output.out)
    assert (status, report["cut_tokens"]) == (0, 1)


def test_what_the_scheme_forbids_is_named_by_file_and_line(sample, capsys):
    """A label that the scheme does not have is a problem on its line."""
    path = sample / "annotations" / "anna.jsonl"
    path.write_text(
        path.read_text()
        .replace('"label":"PRODUCT"', '"label":"GADGET"')
        .replace('"label": "PRODUCT"', '"label": "GADGET"')
    )
    status, output = run(capsys, "validate", sample)
    assert status == 1 and f"{path}:1: " in output.err and "GADGET" in output.err


def test_validate_names_what_the_corpus_does_not_have(sample, capsys):
    """Records of unknown articles, assignments of unknown documents and repeated articles are problems."""
    corpus = sample / "corpus.jsonl"
    lines = corpus.read_text().splitlines(keepends=True)
    corpus.write_text("".join(lines[1:] + lines[-1:]))
    (sample / "assignments.jsonl").write_text('{"document": "nowhere", "annotators": ["anna"]}\n{"document": 1}\n')
    status, output = run(capsys, "validate", sample, "--json")
    places = {(p["file"].removeprefix(f"{sample}/"), p["line"]) for p in json.loads(output.out)["problems"]}
    assert status == 1
    assert places >= {
        ("annotations/anna.jsonl", 1),
        ("corpus.jsonl", len(lines)),
        ("assignments.jsonl", 1),
        ("assignments.jsonl", 2),
    }


def test_stats_count_everybody(sample, capsys):
    """Documents by status add up to the corpus, for every annotator and gold."""
    status, output = run(capsys, "stats", sample, "--json")
    result = json.loads(output.out)
    assert status == 0 and set(result["annotators"]) == {"anna", "boris", "gold"}
    for counts in result["annotators"].values():
        assert sum(counts[s] for s in ("not_started", "in_progress", "done", "skipped")) == result["documents"]
        assert counts["entities"]["PERSON"] > 0 and counts["relations"]["WORKPLACE"] > 0
    status, output = run(capsys, "stats", sample, language="ru")
    assert status == 0 and "готово" in output.out


def test_repair_tells_what_it_did(sample, capsys):
    """A torn line is moved aside; the second run has nothing to do; a held workspace gives exit status 3."""
    path = sample / "annotations" / "anna.jsonl"
    with path.open("ab") as file:
        file.write(b'{"id":"torn')
    status, output = run(capsys, "repair", sample, "--json")
    report = json.loads(output.out)
    assert status == 0 and len(report["repaired"]) == 1 and report["problems"] == [] and report["copy"]
    status, output = run(capsys, "repair", sample)
    assert status == 0 and output.out == "nothing to mend\n"
    with Workspace.open(sample).annotations("anna"):
        status, output = run(capsys, "repair", sample, "--json")
    assert status == 3 and set(json.loads(output.out)) == {"error"}
    assert run(capsys, "repair", sample / "annotations")[0] == 1


@pytest.mark.parametrize("command", ["stats", "repair"])
def test_a_folder_that_is_no_workspace(tmp_path, capsys, command):
    """One line says what is missing."""
    status, output = run(capsys, command, tmp_path)
    assert status == 1 and output.err.startswith(f"{tmp_path}: ") and len(output.err.splitlines()) == 1


def test_stats_draw_a_page(sample, capsys, tmp_path):
    """The page stands alone, names everybody, escapes what it shows and speaks the language asked for."""
    (sample / "annotations" / "anna.jsonl").rename(sample / "annotations" / "Анна & Co.jsonl")
    page = tmp_path / "stats.html"
    assert run(capsys, "stats", sample, "--html", page, language="ru")[0] == 0
    text = page.read_text(encoding="utf-8")
    assert "Анна &amp; Co" in text and "Сущности: 3" in text and "готово" in text
    assert "http" not in text and "<script" not in text
    assert text.count("<svg") == text.count("</svg>") == 1 + 2 * 3
    status, output = run(capsys, "stats", sample, "--html", tmp_path)
    assert status == 2 and output.err.startswith(f"{tmp_path}: ")
