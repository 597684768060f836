"""`annotator doctor` and `annotator completion`."""

import json
import shutil
import subprocess

import pytest

from annotator.cli.completion import SHELLS, described
from annotator.cli.main import COMMANDS, main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        main(list(map(str, arguments)))
    out, err = capsys.readouterr()
    return caught.value.code, out, err


def test_doctor_prints_one_json_object(capsys, tmp_path):
    """`--json` gives one object with a state for every finding."""
    code, out, _ = run(capsys, "doctor", tmp_path, "--json")
    report = json.loads(out)
    assert code == 0
    assert report["ok"] is True
    assert {finding["state"] for finding in report["findings"]} <= {"fine", "missing"}


def test_doctor_speaks_russian_to_people(capsys, tmp_path):
    """The table names the disk that was asked about, in the chosen language."""
    code, out, _ = run(capsys, "doctor", tmp_path, "--lang", "ru")
    assert code == 0
    assert "шрифты для чтения" in out
    assert tmp_path.name in "".join(out.split())


def test_doctor_refuses_a_folder_that_is_not_there(capsys, tmp_path):
    """A folder that does not exist is wrong usage."""
    assert run(capsys, "doctor", tmp_path / "nowhere")[0] == 2


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_knows_every_command_and_option(capsys, shell):
    """All commands and all their options stand in the script, and the shell can read it where it is installed."""
    code, out, _ = run(capsys, "completion", shell)
    assert code == 0
    for name, options in described().items():
        assert name in out
        assert all(word.removeprefix("--") in out for option in options for word in option.words)
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=out, text=True, check=True, timeout=30)


def test_completion_for_another_shell_is_refused(capsys):
    """A shell that is not known is wrong usage, and the known ones are named."""
    code, _, err = run(capsys, "completion", "tcsh")
    assert code == 2
    assert "bash" in err


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [("annotator tra", "train"), ("annotator export x --format bra", "brat"), ("annotator train w --see", "--seed")],
)
def test_bash_completes(capsys, words, offered):
    """Tab completes commands, options and the values of options."""
    script = run(capsys, "completion", "bash")[1]
    tab = f"{script}\nCOMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _annotator; echo ${{COMPREPLY[@]}}"
    result = subprocess.run(["bash"], input=tab, capture_output=True, text=True, check=True, timeout=30)
    assert result.stdout.split() == [offered]


def test_every_command_is_described():
    """The description that scripts and the manual are made from leaves no command out."""
    assert list(described()) == list(COMMANDS)
