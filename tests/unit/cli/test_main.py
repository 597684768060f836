"""The dispatcher: languages, default command, exit statuses, one-line errors."""

import json
import os
import subprocess
import sys

import pytest

from annotator.cli.common import begin, fail, print_json
from annotator.cli.main import COMMANDS, main, overview, take_language, with_default_command
from annotator.messages import set_language


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    out, err = capsys.readouterr()
    return caught.value.code, out, err


def test_help_lists_every_command_in_both_languages(capsys):
    """`annotator --help` names all commands, in the language asked for."""
    status, out, _ = run(capsys, "--help", "--lang", "ru")
    assert status == 0
    assert all(f"  {name} " in out for name in COMMANDS)
    assert "создать проект" in out
    set_language("en")
    assert "make a new workspace" in overview()


def test_an_unknown_command_is_wrong_usage(capsys):
    """Exit status 2 and one line."""
    status, out, err = run(capsys, "frobnicate")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "frobnicate" in err


def test_wrong_usage_with_json_is_a_json_object(capsys):
    """Scripts that asked for JSON get JSON, also for wrong usage."""
    status, out, _ = run(capsys, "frobnicate", "--json")
    assert status == 2
    assert "frobnicate" in json.loads(out)["error"]


def test_a_hard_error_with_json_is_a_json_object(capsys, tmp_path):
    """Also where the data is to blame: a folder that is no workspace is told on both streams, once."""
    status, out, err = run(capsys, "stats", str(tmp_path), "--json")
    assert status == 1
    assert json.loads(out)["error"] == err.strip()


def test_an_error_after_the_json_prints_no_second_object(capsys):
    """Standard output holds one object, whatever happens later."""
    begin()
    print_json({"ok": True})
    fail("the disk is full", as_json=True)
    out, err = capsys.readouterr()
    assert json.loads(out) == {"ok": True}
    assert err == "the disk is full\n"


@pytest.mark.parametrize("arguments", [["stats", "--lang", "ru", "x"], ["--lang=ru", "stats", "x"]])
def test_the_language_may_stand_anywhere(arguments):
    """--lang works before and after the command."""
    assert take_language(arguments) == (["stats", "x"], "ru")


def test_what_follows_two_dashes_is_left_alone():
    """A file may be called --lang."""
    assert take_language(["open", "--", "--lang", "x"]) == (["open", "--", "--lang", "x"], None)


def test_no_command_opens_the_window(tmp_path):
    """`annotator` and `annotator PATH` mean `open`, unless the name is a command's."""
    assert with_default_command([]) == ["open"]
    assert with_default_command([str(tmp_path)]) == ["open", str(tmp_path)]
    assert with_default_command(["stats", "x"]) == ["stats", "x"]
    assert with_default_command(["frobnicate"]) == ["frobnicate"]


def test_the_module_runs_as_a_program():
    """`python -m annotator --version` works and is quick to start: no spaCy, no Qt."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "annotator", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("annotator ")
    assert " spacy" not in result.stderr
    assert "PySide6" not in result.stderr


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_of_every_command_speaks_the_language_asked_for(command):
    """`--help` has an example, and the parser's own words follow the language."""
    english, russian = help_of(command, "en"), help_of(command, "ru")
    assert english.startswith("Usage: ")
    assert "Example" in english
    assert russian.startswith("Использование: ")
    assert "Пример" in russian
    assert "Show this message" not in russian


def help_of(command, language):
    arguments = [sys.executable, "-m", "annotator", command, "--help", "--lang", language]
    return subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def test_errors_of_usage_speak_russian(capsys):
    """What the parser finds wrong is said in the interface language, in one line."""
    status, _, err = run(capsys, "stats", "--lang", "ru")
    assert (status, err.count("\n")) == (2, 1)
    assert "не указан аргумент" in err


def test_a_narrow_console_does_not_break_the_program(tmp_path):
    """Names that a console cannot encode are escaped there, and JSON that is piped is always UTF-8."""
    path = tmp_path / "плохой.jsonl"
    path.write_text("{", encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "annotator", "validate", str(path), "--json"]
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert result.returncode == 1
    assert "плохой" in json.loads(result.stdout.decode("utf-8"))["problems"][0]["file"]
    assert b"Traceback" not in result.stderr


def test_an_unexpected_error_is_one_line(capsys, monkeypatch):
    """A fault of the program's own is one line with exit status 1, also in JSON; its place is shown on demand."""

    def fault(_):
        raise ValueError("of\nours")

    monkeypatch.setattr("annotator.cli.main.importlib.import_module", fault)
    with pytest.raises(ValueError, match="ours"):
        main(["stats", "x"])
    monkeypatch.delenv("ANNOTATOR_DEBUG")
    status, out, err = run(capsys, "stats", "x", "--json")
    assert (status, len(err.splitlines()), json.loads(out)["error"]) == (1, 1, err.strip())
    assert "ValueError: of ours" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--replicates", "x"), "'--replicates': нужно число ("),
        (("--replicates", "-1"), "'--replicates': нужно число не меньше 0 ("),
    ],
)
def test_wrong_numbers_are_told_in_russian(capsys, words, said):
    """The parser's own words about numbers are Russian too."""
    status, _, err = run(capsys, "agreement", "a", *words, "--lang", "ru")
    assert status == 2
    assert said in err
