"""Section 3: help, languages, exit statuses, one-line errors and JSON of every command."""

import json
import re
import subprocess
import sys
import time

import pytest
from e2e.contract.kit import TEXTS, ent, environment, fine, one_line, record, run, workspace, write_lines

COMMANDS = [
    "open",
    "init",
    "import",
    "export",
    "convert",
    "validate",
    "stats",
    "agreement",
    "suggest",
    "train",
    "evaluate",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_in_both_languages(command):
    """`annotator COMMAND --help` exits 0 and shows a call of the command as an example, in the interface language."""
    english, russian = fine(command, "--help", COLUMNS="120"), fine("--lang", "ru", command, "--help", COLUMNS="120")
    assert english.err == russian.err == ""
    assert "example" in english.out.lower()
    assert "пример" in russian.out.lower()
    for said in (english, russian):
        assert re.search(rf"(?i)(example|пример).*annotator {command}\s+\S", said.out, re.DOTALL)
    assert not re.search("[а-яё]{4,}", re.sub("example.*", "", english.out, flags=re.IGNORECASE))
    assert len(re.findall("[а-яё]{3,}", russian.out)) > 10


def test_overview_names_every_command():
    """`annotator --help` lists the commands; Russian where asked, wherever --lang stands."""
    english, russian = fine("--help").out, fine("--help", "--lang", "ru").out
    for command in COMMANDS:
        assert command in english
        assert command in russian
    assert not re.search("[а-яё]", english)
    assert len(re.findall("[а-яё]{3,}", russian)) > 10


def test_the_locale_chooses_the_language():
    """Without --lang the locale decides; --lang comes first."""
    assert len(re.findall("[а-яё]{3,}", fine("validate", "--help", LC_ALL="ru_RU.UTF-8").out)) > 10
    assert not re.search("[а-яё]{4,}", fine("validate", "--help", "--lang=en", LC_ALL="ru_RU.UTF-8").out)


def test_errors_speak_the_interface_language(tmp_path):
    """One error line, in English or Russian as --lang says, with the same exit status."""
    english, russian = run("stats", tmp_path / "no", "--lang", "en"), run("stats", tmp_path / "no", "--lang", "ru")
    assert english.status == russian.status != 0
    assert not re.search("[а-яё]{3,}", one_line(english))
    assert re.search("[а-яё]{3,}", one_line(russian))
    assert run("stats", tmp_path, "--lang", "de").status == 2


def test_wrong_usage_is_exit_2_in_one_line(tmp_path):
    """Unknown commands and options, missing and contradicting arguments exit 2 with one line on stderr."""
    ws = workspace(tmp_path / "ws")
    for command in (
        ["nosuchcommand"],
        ["stats"],
        ["stats", ws, "--nosuchoption"],
        ["export", ws, tmp_path / "o"],
        ["export", ws, tmp_path / "o", "--format", "nosuchformat"],
        ["export", ws, tmp_path / "o", "--format", "jsonl", "--status", "nonsense"],
        ["export", ws, tmp_path / "o", "--format", "jsonl", "--annotator", "anna", "--split", "80/10"],
        ["export", ws, tmp_path / "o", "--format", "jsonl", "--annotator", "anna", "--split", "80/30/10"],
        ["convert", tmp_path / "a", tmp_path / "b", "--from", "jsonl"],
        ["convert", tmp_path / "a", tmp_path / "b", "--from", "jsonl", "--to", "nosuchformat"],
        ["agreement", ws, "--replicates", "many"],
        ["init"],
        ["validate"],
    ):
        said = run(*command)
        assert said.status == 2, said
        one_line(said)
        assert said.out == ""


def test_json_errors_are_one_object(tmp_path):
    """Exit 2 with --json prints exactly `{error}` on stdout."""
    ws = workspace(tmp_path / "ws")
    for command in (
        ["stats", ws, "--nosuchoption"],
        ["agreement", ws, "--annotators", "nobody,else"],
        ["import", ws, write_lines(tmp_path / "r.jsonl", [record("cut", TEXTS["cut"], annotator=None)])],
    ):
        said = run(*command, "--json")
        assert said.status == 2, said
        assert list(said.json) == ["error"]
        assert isinstance(said.json["error"], str)


def test_json_is_the_only_thing_on_stdout(tmp_path, imported, rich_file):
    """Each reporting command prints one JSON object and nothing else, without NaN and with readable Cyrillic."""
    for command in (
        ["validate", imported],
        ["stats", imported],
        ["import", imported, rich_file],
        ["convert", rich_file, tmp_path / "o.jsonl", "--from", "jsonl", "--to", "jsonl"],
        ["agreement", rich_file, write_lines(tmp_path / "boris.jsonl", [])],
    ):
        said = run(*command, "--json")
        assert isinstance(json.loads(said.out, parse_constant=pytest.fail), dict)
        assert "\\u04" not in said.out


def test_stats_counts_each_status_and_label(tmp_path):
    """`stats --json` has documents and, per annotator, the four statuses and the labels of entities and relations."""
    t = TEXTS
    records = {
        "anna": [
            record(
                "emoji",
                t["emoji"],
                [ent(t["emoji"], "Илон Маск", "PERSON"), ent(t["emoji"], "Tesla", "ORG")],
                [(0, 1, "WORKPLACE")],
            ),
            record("cut", t["cut"], [ent(t["cut"], "OpenAI", "ORG")], status="in_progress"),
            record("nested", t["nested"], status="skipped"),
            record("empty", t["empty"], status=None),
        ],
        "boris": [record("empty", t["empty"], annotator="boris")],
    }
    counted = fine("stats", workspace(tmp_path / "ws", records=records), "--json").json
    assert counted["documents"] == len(t)
    anna, boris = counted["annotators"]["anna"], counted["annotators"]["boris"]
    assert {k: anna[k] for k in ("not_started", "in_progress", "done", "skipped")} == {
        "not_started": 2,
        "in_progress": 1,
        "done": 2,
        "skipped": 1,
    }
    assert anna["entities"] == {"PERSON": 1, "ORG": 2}
    assert anna["relations"] == {"WORKPLACE": 1}
    assert (boris["done"], boris["not_started"], boris["entities"], boris["relations"]) == (1, 5, {}, {})


def test_open_of_nothing_is_one_line(tmp_path):
    """`annotator PATH` is `open PATH`: a path that is not there gives one line, as `open` does."""
    for command in ([tmp_path / "нет"], ["open", tmp_path / "нет"]):
        said = run(*command)
        assert said.status in {1, 2}
        assert "нет" in one_line(said)


@pytest.mark.parametrize("words", [["open"], []])
def test_a_workspace_path_opens_the_window(tmp_path, words):
    """`annotator PATH` and `annotator open PATH` start the window on a workspace and write nothing on stdout."""
    ws = workspace(tmp_path / "ws")
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", *words, str(ws)],
        env=environment(XDG_CONFIG_HOME=str(tmp_path / "c"), XDG_DATA_HOME=str(tmp_path / "d"), HOME=str(tmp_path)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
    )
    deadline = time.monotonic() + 10
    while process.poll() is None and not any((tmp_path / "c").glob("*/*.ini")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)  # the settings are written while the window opens: what follows must not end it
    alive = process.poll() is None
    process.terminate()
    out, err = process.communicate(timeout=30)
    assert alive, err.decode()
    assert b"Traceback" not in err
    assert out == b""


def test_below_the_window_no_qt_is_loaded(tmp_path):
    """Commands and the Python interface work with PySide6 out of reach."""
    code = (
        "import sys\nclass No:\n    def find_spec(self, name, *rest):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\nsys.argv = ['annotator', *sys.argv[1:]]\n"
        "from annotator.cli.main import main\nmain()\n"
    )
    ws = workspace(tmp_path / "ws")
    done = subprocess.run(
        [sys.executable, "-c", code, "stats", str(ws), "--json"],
        env=environment(),
        cwd="/",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["documents"] == len(TEXTS)
