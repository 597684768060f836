"""The survey behind the overview: right counts, agreement, and reading only what changed."""

import pytest
from small_articles import TEXTS

from annotator.domain import Entity, Status
from annotator.workspace.linefile import LineFile
from annotator.workspace.statistics import workspace_statistics
from annotator.workspace.survey import Surveyor, strict_f1

IDS = list(TEXTS)
FIRST, SECOND = Entity("T1", 0, 7, "PERSON"), Entity("T2", 8, 16, "ORG")
WORD = Entity("T1", 0, 6, "ORG")


def annotate(workspace, name, identifier, *entities, status=Status.DONE):
    with workspace.annotations(name) as annotations:
        annotations.save(annotations.load(identifier).replacing(entities=entities, status=status))


def test_the_survey_counts_as_the_command_line_does(workspace):
    """Same numbers as `annotator stats`; headings, lengths and notes of each document."""
    annotate(workspace, "anna", IDS[0], FIRST, SECOND)
    annotate(workspace, "boris", IDS[0], FIRST, status=Status.IN_PROGRESS)
    annotate(workspace, "boris", IDS[1], status=Status.SKIPPED)
    survey = Surveyor(workspace).look()
    assert survey.statistics().to_json() == workspace_statistics(workspace).to_json()
    assert [(row.id, row.length) for row in survey.articles] == [(i, len(t)) for i, t in TEXTS.items()]


def test_agreement_counts_finished_documents_only(workspace):
    """Two of three spans shared gives 2·1/(2+1); a document that one of two is still at gives none."""
    annotate(workspace, "anna", IDS[0], FIRST, SECOND)
    annotate(workspace, "boris", IDS[0], FIRST)
    annotate(workspace, "anna", IDS[1])
    annotate(workspace, "boris", IDS[1], status=Status.IN_PROGRESS)
    survey = Surveyor(workspace).look()
    assert survey.agreement(IDS[0]) == pytest.approx(2 / 3)
    assert survey.agreement(IDS[1]) is None


def test_empty_sets_agree():
    """Both read it and found nothing: that is agreement."""
    from array import array

    assert strict_f1(array("L"), array("L")) == 1.0


def test_only_what_changed_is_read_again(workspace, monkeypatch):
    """After one save one record is read, of all others the marks are taken over."""
    for identifier in IDS:
        annotate(workspace, "anna", identifier, WORD)
    surveyor = Surveyor(workspace)
    before = surveyor.look().marks["anna"]
    read = []
    light = LineFile.light
    monkeypatch.setattr(LineFile, "light", lambda lines, position: read.append(position) or light(lines, position))
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load(IDS[2]).replacing(entities=(WORD,), status=Status.SKIPPED))
        after = surveyor.look().marks["anna"]
    assert len(read) == 1
    assert [after[i] == before[i] for i in IDS] == [True, True, False]
    assert after[IDS[2]].status is Status.SKIPPED


def test_a_bad_line_hides_only_itself(workspace):
    """What cannot be read is left out; the rest is counted."""
    annotate(workspace, "anna", IDS[0], FIRST)
    path = workspace.layout.annotations("anna")
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "beta", "text": 5, "spans": {"sc": 7}, "status": "lost"}\n{"id": \n')
    assert set(Surveyor(workspace).look().marks["anna"]) == {IDS[0]}
