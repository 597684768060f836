"""Malformed input: one clear line with file and line, the right exit status, in bounded time and memory, nothing touched."""

import json
import os
import subprocess
import sys

import pytest
from contracts.malformed import GOOD, RECORDS, SCHEMES, SETTINGS, digest, line, write_big_line

from annotator.cli.main import main
from annotator.domain import LabelScheme, Overlap
from annotator.workspace import Article, Workspace


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "en", *map(str, arguments)])
    return ended.value.code, capsys.readouterr()


def test_there_are_enough_of_them():
    """The suite is what it claims to be."""
    assert len(RECORDS) + len(SCHEMES) + len(SETTINGS) >= 60


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_file(name, tmp_path, capsys):
    """A wrong line is named, the good ones around it count, the file stays as it is."""
    case = RECORDS[name]
    path = tmp_path / "records.jsonl"
    path.write_bytes(case.content)
    before = digest(path)
    status, output = run(capsys, "validate", path)
    assert status == 1
    assert [text for text in output.err.splitlines() if not text.startswith(f"{path}:{case.line}: ")] == []
    assert output.err.strip() and "Traceback" not in output.err
    assert digest(path) == before and path.read_bytes() == case.content
    status, output = run(capsys, "validate", path, "--json")
    report = json.loads(output.out)
    assert status == 1 and not report["ok"] and output.err == ""
    assert {problem["line"] for problem in report["problems"]} == {case.line}
    expected = case.content.count(b'"id": "good"') + case.content.count(b'"id": "after"')
    assert report["records"] >= min(1, expected)


@pytest.mark.parametrize("name", RECORDS)
def test_an_annotator_file_in_a_workspace(name, tmp_path, capsys):
    """In a workspace the same file is told by `validate` and `stats`, and never keeps good records from being read."""
    case = RECORDS[name]
    workspace = Workspace.create(tmp_path / "ws", scheme=LabelScheme("x", overlap=Overlap.ANY, open=True))
    workspace.add_articles(
        [Article(i, GOOD["text"], ((0, 7), (8, 16), (17, 26), (27, 36), (37, 39))) for i in ("good", "after")]
    )
    path = workspace.layout.annotations("anna")
    path.write_bytes(case.content)
    status, output = run(capsys, "validate", workspace.path, "--json")
    assert status == 1
    assert case.line in {problem["line"] for problem in json.loads(output.out)["problems"]}
    status, output = run(capsys, "stats", workspace.path, "--json")
    assert "Traceback" not in output.err
    assert path.read_bytes() == case.content
    if b'"id": "after"' in case.content:
        assert json.loads(output.out)["annotators"]["anna"]["done"] == 2


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme(name, tmp_path, capsys):
    """A wrong scheme is one line, alone and in a workspace."""
    workspace = Workspace.create(tmp_path / "ws", scheme="open")
    path = workspace.layout.scheme
    path.write_bytes(SCHEMES[name])
    for target in (path, workspace.path):
        status, output = run(capsys, "validate", target)
        (text,) = output.err.splitlines()
        assert status == 1 and text.startswith(f"{path}:")
    status, output = run(capsys, "stats", workspace.path)
    assert status == 1 and output.err.startswith(f"{path}:") and len(output.err.splitlines()) == 1
    status, output = run(capsys, "init", tmp_path / "new", "--scheme", path)
    assert status == 1 and not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", SETTINGS)
def test_settings(name, tmp_path, capsys):
    """A wrong annotator.toml is one line with its place."""
    content, number = SETTINGS[name]
    workspace = Workspace.create(tmp_path / "ws", scheme="open")
    path = workspace.layout.settings
    path.write_bytes(content)
    for command in ("validate", "stats"):
        status, output = run(capsys, command, workspace.path)
        (text,) = output.err.splitlines()
        assert status == 1 and text.startswith(f"{path}:{number}: " if number else f"{path}: ")


def test_a_link_in_a_circle_a_pipe_and_a_folder(tmp_path, capsys):
    """What is no file is one line at once, wherever it stands."""
    circle = tmp_path / "circle.jsonl"
    circle.symlink_to(circle)
    folder = tmp_path / "folder.jsonl"
    folder.mkdir()
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    for path in (circle, pipe):
        status, output = run(capsys, "validate", path)
        assert status == 1 and output.err.startswith(f"{path}: ") and len(output.err.splitlines()) == 1
    assert run(capsys, "validate", folder)[0] == 1
    assert run(capsys, "validate", tmp_path / "missing.jsonl")[0] == 2
    workspace = Workspace.create(tmp_path / "ws", scheme="open")
    for name in ("corpus.jsonl", "scheme.json", "annotations/anna.jsonl", "assignments.jsonl"):
        path = workspace.path / name
        kept = path.read_bytes() if path.exists() else None
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        status, output = run(capsys, "validate", workspace.path)
        assert status == 1 and str(path) in output.err
        path.unlink()
        if kept is not None:
            path.write_bytes(kept)


def test_a_link_to_a_file_is_followed_and_never_replaced(tmp_path):
    """An annotator's file may be a link; saving and tidying write to what it points at."""
    workspace = Workspace.create(tmp_path / "ws", scheme="open")
    workspace.add_articles([Article(i, "Один два", ((0, 4), (5, 8))) for i in ("a", "b")])
    real = tmp_path / "elsewhere.jsonl"
    real.touch()
    workspace.layout.annotations("anna").symlink_to(real)
    with workspace.annotations("anna") as annotations:
        for identifier in ("b", "a", "b"):
            annotations.save(annotations.load(identifier))
    assert workspace.layout.annotations("anna").is_symlink()
    assert [json.loads(text)["id"] for text in real.read_text().splitlines()] == ["a", "b"]


@pytest.mark.parametrize("name", ["../escape", "..", "a/../b", "/etc/passwd"])
def test_names_that_lead_out_of_the_folder(name, tmp_path):
    """Document ids may be anything; they never become paths."""
    workspace = Workspace.create(tmp_path / "ws", scheme="open")
    workspace.add_articles([Article(name, "Один два", ((0, 4), (5, 8)))])
    outside = sorted(p.name for p in tmp_path.iterdir())
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load(name))
    workspace.undo("anna").save(workspace.read("anna").load(name), [], 0)
    assert sorted(p.name for p in tmp_path.iterdir()) == outside
    assert workspace.read("anna").load(name).rev == 1


MEASURED = (
    "import resource, sys\n"
    "from annotator.cli.main import main\n"
    "try:\n    main(sys.argv[1:])\n"
    "except SystemExit as ended:\n"
    "    used = resource.getrusage(resource.RUSAGE_SELF)\n"
    "    sys.stderr.write(f'{used.ru_utime + used.ru_stime} {used.ru_maxrss}\\n')\n    sys.exit(ended.code)\n"
)


@pytest.mark.parametrize("kind", ["100 MB line", "30 MB of lists", "30 MB of objects", "100,000 bad lines"])
def test_large_files_stay_within_ten_seconds_and_500_megabytes(kind, tmp_path):
    """The worst files are refused in bounded time and memory."""
    path = tmp_path / "big.jsonl"
    if kind == "100 MB line":
        write_big_line(path, 100 << 20)
    elif kind == "30 MB of lists":
        path.write_bytes(line(GOOD) + b'{"id":"a","text":"x","e":[' + b"[]," * (10 << 20) + b"[]]}\n")
    elif kind == "30 MB of objects":
        path.write_bytes(line(GOOD) + b'{"id":"a","text":"x","e":[' + b'{"a":1},' * (30 << 17) + b"1]}\n" + b"x\n")
    else:
        path.write_bytes(b"x\n" * 100_000)
    before = digest(path)
    result = subprocess.run(
        [sys.executable, "-c", MEASURED, "validate", path, "--json"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1, result.stderr
    seconds, kilobytes = map(float, result.stderr.splitlines()[-1].split())  # of the processor, whoever else uses it
    assert seconds < 10
    assert kilobytes < 500 * 1024
    assert json.loads(result.stdout)["problems"][0]["line"] in {1, 2, 3}
    assert digest(path) == before
