"""What the paths on the command line may be: there, and not what must stay."""

import json
import subprocess
import sys

import pytest

from annotator.cli.main import main
from annotator.formats.workplace import workplace_prefix
from annotator.workspace import Workspace

TEXT = "Анна работает в Яндексе."
ENTS = [{"start": 0, "end": 4, "label": "PERSON"}, {"start": 16, "end": 23, "label": "ORG"}]


def write(path, annotator, count=20):
    records = [
        {"id": f"d{i}", "text": f"{TEXT} {' '.join(f'{i}слово{j}' for j in range(9))}", "ents": ENTS}
        | {"annotator": annotator}
        for i in range(count)
    ]
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture
def run(capsys):
    def _run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        return ended.value.code or 0, capsys.readouterr()

    return _run


@pytest.fixture
def place(tmp_path, monkeypatch, run):
    """A folder to work in, with two annotators' files, a workspace `ws` of them, and what looks like a model."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "meta.json").write_text("{}", encoding="utf-8")
    files = [write(tmp_path / f"{name}.jsonl", name) for name in ("anna", "boris")]
    Workspace.create(tmp_path / "ws", scheme="open")
    assert run("import", "ws", *files)[0] == 0
    return tmp_path


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "words",
    [
        "stats ws --html ws/corpus.jsonl",
        "agreement ws --html ws/scheme.json",
        "agreement ws --csv ws/annotations/tables",
        "agreement anna.jsonl boris.jsonl --html anna.jsonl",
        "agreement anna.jsonl boris.jsonl --html ws/annotations/anna.jsonl",
        "evaluate model anna.jsonl --errors anna.jsonl",
        "evaluate model anna.jsonl --errors model/meta.json",
        "evaluate model ws --html ws/guidelines.md",
        "learning-curve ws --plot ws/annotations/curve.svg",
        "convert anna.jsonl ws/corpus.jsonl --to jsonl",
        "convert ws out.jsonl --to jsonl",
    ],
)
def test_nothing_is_written_over_a_workspace_or_what_is_read(place, run, words):
    """A report, a drawing or a result that would take the place of data is refused as wrong usage; all stays as it was."""
    before = contents(place)
    status, shown = run(*words.split())
    assert status == 2
    assert len(shown.err.splitlines()) == 1
    assert contents(place) == before


@pytest.mark.parametrize(
    "words",
    [
        "stats none",
        "export none out --format jsonl",
        "import ws none --format jsonl",
        "import ws anna.jsonl --label-map none",
        "convert none out --from jsonl --to brat",
        "agreement anna.jsonl none",
        "suggest none --with slovnet",
        "repair none",
        "merge ws none",
    ],
)
def test_a_path_that_is_not_there_is_wrong_usage(place, run, words):
    """Every command says so in one line that names the path, with status 2."""
    status, shown = run(*words.split())
    assert (status, len(shown.err.splitlines())) == (2, 1)
    assert "none" in shown.err


@pytest.mark.parametrize(
    "words",
    [
        "suggest ws --with slovnet --annotator ../x",
        "import ws anna.jsonl --annotator Gold",
        "assign ws --annotators a,,b",
    ],
)
def test_a_name_that_is_none_is_wrong_usage(place, run, words):
    """What cannot be an annotator's name, gold in another case too, ends with status 2."""
    assert run(*words.split())[0] == 2


def test_suggest_with_nothing(place, run):
    """An empty name is no folder of a model."""
    status, shown = run("suggest", place / "ws", "--with", "")
    assert status == 2
    assert "slovnet" in shown.err


EXPORT = ["export", "ws", "out", "--annotator", "anna", "--format"]


@pytest.mark.parametrize(("name", "stale"), [("jsonl", "test.jsonl"), ("brat", "test"), ("hf", "test.jsonl")])
def test_a_part_of_an_earlier_split_is_refused(place, run, name, stale):
    """A test part that would stay beside a new training part is named, and nothing is written over."""
    assert run(*EXPORT, name, "--split", "80/10/10")[0] == 0
    assert run(*EXPORT, name, "--split", "80/10/10")[0] == 0
    before = contents(place / "out")
    status, shown = run(*EXPORT, name, "--split", "80/20")
    assert status == 2
    assert stale in shown.err
    assert contents(place / "out") == before


def test_documents_of_an_earlier_split_are_refused(place, run):
    """With a file for each document another seed would leave documents of the test part in the training part."""
    assert run(*EXPORT, "brat", "--split", "50/50", "--seed", "1")[0] == 0
    before = contents(place / "out")
    assert run(*EXPORT, "brat", "--split", "50/50", "--seed", "2")[0] == 2
    assert contents(place / "out") == before


@pytest.mark.parametrize("further", [["--shard-size", "7"], [], ["--split", "80/20"]])
def test_left_over_shards_are_refused(place, run, further):
    """A folder of numbered files, which is read whole, takes no other export."""
    assert run(*EXPORT, "jsonl", "--shard-size", "5")[0] == 0
    status, shown = run(*EXPORT, "jsonl", *further)
    assert status == 2
    assert "00001.jsonl" in shown.err


def test_what_a_killed_export_left_is_removed(place, run):
    """The next export takes away the folders of dead processes of this machine, never those of a living one."""
    _, machine, number, started, _ = workplace_prefix().split("-")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(timeout=60)
    left, reused = (f".annotator-{machine}-{pid}-1-abc" for pid in (ended.pid, number))
    own, elsewhere = f"{workplace_prefix()}abc", f".annotator-00000000-{ended.pid}-1-abc"
    for name in (left, reused, own, elsewhere):
        (place / name).mkdir()
        (place / name / "part.jsonl").touch()
    assert run(*EXPORT, "jsonl")[0] == 0
    there = {path.name for path in place.glob(".annotator-*")}
    assert there == {own, elsewhere} | (set() if started else {reused})


@pytest.mark.parametrize("unreadable", ["zoe", "gold"])
def test_one_unreadable_file_stops_nobody_else(place, run, unreadable):
    """Statistics and exports of others go on; what cannot be read is told in one line."""
    (place / "ws" / "annotations" / f"{unreadable}.jsonl").mkdir()
    status, shown = run("stats", "ws", "--json")
    assert status == 1
    assert f"{unreadable}.jsonl" in shown.err
    assert set(json.loads(shown.out)["annotators"]) == {"anna", "boris"}
    assert run("export", "ws", "o.jsonl", "--format", "jsonl", "--annotator", "anna")[0] == 0
    assert run("export", "ws", "p.jsonl", "--format", "jsonl")[0] in {1, 2}
    assert not (place / "p.jsonl").exists()


def test_annotators_that_differ_only_in_case_are_told(place, run):
    """On Windows and macOS their files would be one."""
    (place / "ws" / "annotations" / "Anna.jsonl").touch()
    status, shown = run("validate", "ws")
    assert status == 1
    assert "Anna" in shown.err


@pytest.mark.parametrize("command", ["stats ws", "agreement anna.jsonl boris.jsonl --replicates 0"])
def test_a_page_gets_its_folder(place, run, command):
    """A page goes into a folder that is made for it, with the same line ends everywhere; a folder is no page."""
    assert run(*command.split(), "--html", "new/deep/page.html")[0] == 0
    assert b"\r" not in (place / "new" / "deep" / "page.html").read_bytes()
    status, shown = run(*command.split(), "--html", "new")
    assert (status, len(shown.err.splitlines())) == (2, 1)
