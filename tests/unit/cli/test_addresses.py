"""Every command at every place where somebody may write a server's address: it is taken, or refused with what to do."""

import inspect

import pytest

from annotator.cli.addresses import TAKES
from annotator.cli.main import COMMANDS, main, module_of

URL = "postgresql://lead:s3cret@127.0.0.1:1/news"  # nobody listens there
SHOWN = "postgresql://lead@127.0.0.1:1/news"

REFUSED = [  # words, and what the one line says
    (["init", URL, "--git"], "--git is for folders"),
    (["import", "folder", URL], "no server's address"),
    (["import", URL, URL], "no server's address"),
    (["export", "folder", URL, "--format", "jsonl"], "no server's address"),
    (["export", URL, URL, "--format", "jsonl"], "no server's address"),
    (["convert", URL, "out.jsonl", "--to", "jsonl"], f"annotator export {SHOWN} OUT"),
    (["convert", "in.jsonl", URL, "--to", "jsonl"], f"annotator import {SHOWN} FILE"),
    (["repair", URL], "PostgreSQL keeps its own data whole"),
    (["merge", URL], f"annotator import {SHOWN} FILES"),
    (["git-setup", URL], "keeps every version itself"),
    (["merge-driver", URL, "ours", "theirs", "name"], "nothing to merge"),
    (["stats", "folder", "--html", URL], "no server's address"),
    (["agreement", URL, URL], "give one workspace"),
    (["agreement", URL, "anna.jsonl"], "give one workspace"),
    (["agreement", "folder", "--html", URL], "no server's address"),
    (["train", "folder", URL], "no server's address"),
    (["train", URL, "model", "--dev", URL], "no server's address"),
    (["evaluate", URL, "folder"], "no server's address"),
    (["evaluate", URL, URL], "no server's address"),
    (["learning-curve", "folder", "--plot", URL], "no server's address"),
    (["team", "folder"], "give an address"),
    (["team", URL, "--lead"], "--add or --make"),
    (["open", URL, "--sample"], "either a path or --sample"),
    (["completion", URL], "no server's address"),
]
TAKEN = [  # words that go on to the server
    ["init", URL],
    ["import", URL, "{file}"],
    ["export", URL, "out.jsonl", "--format", "jsonl"],
    ["export", URL, "project", "--format", "spacy-project"],
    ["validate", URL],
    ["stats", URL],
    ["agreement", URL],
    ["suggest", URL, "--with", "mentions"],
    ["assign", URL, "--annotators", "anna"],
    ["team", URL],
    ["train", URL, "model"],
    ["learning-curve", URL],
    ["merge", "{folder}", URL],
]


def call(words, capfd):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "en", *words])
    out, err = capfd.readouterr()
    assert "s3cret" not in out + err and "%2F" not in out + err
    return ended.value.code, err.strip()


@pytest.mark.parametrize(
    ("words", "said"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_an_address_where_none_is_taken_is_refused_in_one_line(words, said, capfd, tmp_path, monkeypatch):
    """Exit status 2, what to do instead, nothing written, no password, nobody asked."""
    monkeypatch.chdir(tmp_path)
    status, line = call([word.format(folder="folder") for word in words], capfd)
    assert status == 2 and said in line and "\n" not in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", TAKEN, ids=" ".join)
def test_an_address_that_is_taken_is_asked_for(words, capfd, tmp_path, monkeypatch, sample_folder):
    """With nobody there the one line says so; nothing else was wrong with the words."""
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("psycopg")
    monkeypatch.setenv("ANNOTATOR_TEAM", str(tmp_path / "team"))
    file = sample_folder / "annotations" / "anna.jsonl"
    status, line = call([word.format(file=file, folder=sample_folder) for word in words], capfd)
    assert status == 1 and line.startswith(f"{SHOWN}: the server cannot be reached") and "\n" not in line


def test_no_command_is_forgotten():
    """A command that is added later says where it takes addresses, or is tried above for refusing them."""
    import importlib

    tried = {words[0] for words, _ in REFUSED}
    assert set(COMMANDS) <= tried | set(TAKES)
    for command, parameter in TAKES.items():
        module = importlib.import_module(module_of(command))
        (registered,) = module.app.registered_commands
        assert parameter in inspect.signature(registered.callback).parameters, command


@pytest.fixture
def sample_folder(root):
    return root / "samples" / "news-ru"
