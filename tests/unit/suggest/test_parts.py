"""Several machines make suggestions in one shared folder, each a part."""

import json
import threading
from pathlib import Path

import pytest

from annotator.cli.main import main
from annotator.domain import LabelScheme
from annotator.suggest.bulk import suggest_all
from annotator.suggest.parts import Part, PartError, read_part
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.suggestion_file import SuggestionReader, SuggestionWriter
from annotator.workspace import Article, Workspace, WorkspaceLocked

MANY = 25
IDS = [f"d{number}" for number in range(MANY)]


@pytest.fixture
def many(tmp_path):
    workspace = Workspace.create(tmp_path / "many", scheme=LabelScheme("open", open=True))
    workspace.add_articles(Article(identifier, "Анна в компании «Полынья».") for identifier in IDS)
    return workspace


@pytest.fixture
def spec(tmp_path, many):
    path = tmp_path / "p.jsonl"
    path.write_text('{"label": "ORG", "pattern": "Полынья"}\n', encoding="utf-8")
    return SuggesterSpec("patterns", many.scheme, "ru", path)


def lines(workspace):
    (path,) = workspace.layout.suggestions_folder.glob("*.jsonl")
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_parts_at_the_same_time_make_all_articles_once(many, spec):
    """Three parts together: one line an article, in corpus order, no file of a part stays behind."""
    reports = {}

    def run(number):
        reports[number] = suggest_all(Workspace.open(many.path), spec, processes=1, part=Part(number, 3))

    threads = [threading.Thread(target=run, args=(number,)) for number in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.documents for report in reports.values()) == MANY
    assert lines(many) == IDS
    assert [path.name for path in many.layout.suggestions_folder.iterdir()] == ["patterns.jsonl"]


def test_a_stopped_part_goes_on_and_a_whole_run_takes_it_in(many, spec):
    """What a part has made is not made again, by itself or by a run over all articles, and is not shown before."""
    stopped = suggest_all(many, spec, part=Part(2, 2), is_cancelled=lambda: True)
    assert (stopped.documents, stopped.stopped) == (1, True)
    with SuggestionReader(many) as reader:
        assert reader.sources == []
    suggest_all(many, spec, part=Part(1, 2))
    assert lines(many) == [*IDS[:3], *IDS[4::2]]  # the stopped part's article was moved too
    again = suggest_all(many, spec, part=Part(2, 2))
    assert (again.skipped, again.documents) == (1, 11)
    stopped = suggest_all(many, spec, part=Part(1, 2), again=True, is_cancelled=lambda: True)
    whole = suggest_all(many, spec)
    assert (whole.skipped, whole.documents, lines(many)) == (MANY, 0, IDS)


def test_a_part_of_another_version_is_not_taken_in(many, spec):
    """Suggestions of older patterns never replace newer ones."""
    suggest_all(many, spec, part=Part(1, 2), is_cancelled=lambda: True)
    spec.path.write_text('{"label": "PERSON", "pattern": "Анна"}\n', encoding="utf-8")
    report = suggest_all(many, spec)
    assert (report.skipped, report.documents, report.entities) == (0, MANY, {"PERSON": MANY})
    assert not list(many.layout.suggestions_folder.glob(".*"))


def test_one_part_is_one_machines(many, spec):
    """The same part twice at a time is refused; another one is not."""
    with SuggestionWriter(many, "patterns", "x", part="1-of-2"):
        with pytest.raises(WorkspaceLocked):
            suggest_all(many, spec, part=Part(1, 2))
        assert suggest_all(many, spec, part=Part(2, 2)).documents == 12


def test_parts_are_of_the_corpus(many, spec):
    """Which part an article is in does not hang on which others are wanted."""
    report = suggest_all(many, spec, documents=[IDS[3], IDS[4], IDS[6]], part=Part(1, 2))
    assert (report.documents, lines(many)) == (2, [IDS[4], IDS[6]])


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "-1/2"])
def test_what_is_no_part(text):
    """It is refused in one line."""
    with pytest.raises(PartError):
        read_part(text)


def test_the_command_takes_a_part(many, spec, capsys):
    """`--part 1/2` and `--part 2/2` make all; the report counts the part."""
    for part, documents in (("1/2", 13), ("2/2", 12)):
        with pytest.raises(SystemExit):
            main(["suggest", str(many.path), "--with", str(spec.path), "--part", part, "--json"])
        report = json.loads(capsys.readouterr().out)
        assert (report["documents"], Path(report["path"]).name) == (documents, "patterns.jsonl")
    assert lines(many) == IDS
