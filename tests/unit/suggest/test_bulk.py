import json
from pathlib import Path

import pytest

from annotator.suggest.bulk import suggest_all
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.suggestion import RelationSuggestion, Suggested, Suggestion
from annotator.suggest.suggestion_file import (
    SuggestionReader,
    SuggestionWriter,
    from_document,
    to_document,
)
from annotator.workspace import Workspace, WorkspaceLocked


@pytest.fixture
def spec(tmp_path, scheme):
    path = tmp_path / "p.jsonl"
    path.write_text(
        '{"label": "ORG", "pattern": [{"LEMMA": "яндекс"}]}\n{"label": "CITY", "pattern": "молчат"}\n', encoding="utf-8"
    )
    return SuggesterSpec("patterns", scheme, "ru", path)


def lines(report):
    return [json.loads(line) for line in Path(report.path).read_text(encoding="utf-8").splitlines()]


def test_suggestions_are_kept_in_native_shape(workspace, spec):
    """One record an article, in corpus order, which stock spaCy loads and no annotation file knows of."""
    import spacy
    from spacy.tokens import Doc

    report = suggest_all(workspace, spec)
    records = lines(report)
    assert [record["id"] for record in records] == ["a", "b", "c"]
    assert report.to_json()["entities"] == {"ORG": 2}
    assert report.dropped == {"CITY": 1}
    doc = Doc(spacy.blank("ru").vocab).from_json(records[0], validate=True)
    assert [span.text for span in doc.spans["sc"]] == ["Яндекса"]
    assert Workspace.open(workspace.path).annotators == ()


def test_a_second_run_has_nothing_to_do(workspace, spec):
    """Articles whose suggestions are up to date are skipped, unless asked for again."""
    suggest_all(workspace, spec)
    assert (suggest_all(workspace, spec).documents, suggest_all(workspace, spec).skipped) == (0, 3)
    report = suggest_all(workspace, spec, again=True)
    assert report.documents == 3
    assert len(lines(report)) == 3


def test_every_line_carries_scores(workspace, spec):
    """Patterns give none, and the key is there for those who read it."""
    assert [record["scores"] for record in lines(suggest_all(workspace, spec))] == [{}, {}, {}]


def test_changed_patterns_make_all_suggestions_anew(workspace, spec):
    """Suggestions of an older file of patterns are replaced."""
    suggest_all(workspace, spec)
    spec.path.write_text('{"label": "PERSON", "pattern": "Иван"}\n', encoding="utf-8")
    report = suggest_all(workspace, spec)
    assert (report.documents, report.entities) == (3, {"PERSON": 1})
    assert [record["id"] for record in lines(report)] == ["a", "b", "c"]


def test_a_stopped_run_goes_on_where_it_was(workspace, spec):
    """What was done before a stop is kept; a torn last line is made again."""
    stopped = suggest_all(workspace, spec, is_cancelled=lambda: True)
    assert (stopped.documents, stopped.stopped) == (1, True)
    with Path(stopped.path).open("ab") as file:
        file.write(b'{"id": "b", "text": "\xd0')
    seen = []
    report = suggest_all(workspace, spec, on_progress=lambda done, total: seen.append((done, total)))
    assert (report.skipped, report.documents, seen) == (1, 2, [(1, 2), (2, 2)])
    assert [record["id"] for record in lines(report)] == ["a", "b", "c"]


def test_several_processes_give_what_one_gives(workspace, spec):
    """The order and the result do not depend on the number of processes."""
    one = lines(suggest_all(workspace, spec))
    two = lines(suggest_all(workspace, spec, processes=2, again=True))
    assert one == two


def test_only_the_given_documents(workspace, spec):
    """Other articles' suggestions stay as they are."""
    suggest_all(workspace, spec, documents=["b"])
    report = suggest_all(workspace, spec, documents=["a"])
    assert [record["id"] for record in lines(report)] == ["a", "b"]


def test_two_runs_of_one_source_do_not_meet(workspace, spec):
    """The second is refused while the first runs."""
    with SuggestionWriter(workspace, "patterns", "x"), pytest.raises(WorkspaceLocked):
        suggest_all(workspace, spec)


def test_all_sources_are_read_for_a_document(workspace, spec):
    """The reader gives what each source suggests; damaged lines are left out."""
    suggest_all(workspace, spec)
    (workspace.layout.suggestions_folder / "odd.jsonl").write_text('{"id": "a", "text": 1}\n', encoding="utf-8")
    with SuggestionReader(workspace) as reader:
        assert reader.sources == ["odd", "patterns"]
        (found,) = reader.load("a")
        assert [(s.start, s.end, s.label, s.source) for s in found.entities] == [(7, 14, "ORG", "patterns")]
        assert reader.load("unknown") == []
        assert reader.document_ids("patterns") == ["a", "b", "c"]


def test_scores_and_relations_come_back(workspace):
    """Writing and reading suggestions loses nothing."""
    article = workspace.article("a")
    head = Suggestion("a", 16, 27, "PERSON", "model:x", 0.5)
    tail = Suggestion("a", 7, 14, "ORG", "model:x")
    relation = RelationSuggestion("a", head, tail, "WORKPLACE", "model:x", 0.25)
    suggested = Suggested("a", (tail, head), (relation,), {"LOC": 2})
    document = to_document(suggested, article, "model:x", "f")
    assert from_document(document.from_record(document.to_record())) == suggested
