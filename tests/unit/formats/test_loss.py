from annotator.domain import Document, Entity, Status
from annotator.formats import registry
from annotator.formats.labelmap import LabelMap
from annotator.formats.loss import Loss, loss_report, project
from annotator.formats.report import Kind
from annotator.messages import set_language


def test_losses_are_counted_before_anything_is_written(build):
    """Nested entities with their relations, and all relations, are named and counted for CoNLL."""
    report = loss_report([build.sample()], registry.get("conll"))
    assert report.losses[Loss.OVERLAPPING] == 1
    assert report.losses[Loss.RELATIONS] == 1
    assert str(report.lines()[0]) == "conll cannot hold 1 overlapping entity: left out"
    set_language("ru")
    assert str(report.lines()[0]) == "conll не может хранить 1 пересекающуюся сущность: не записано"


def test_nothing_is_lost_in_native_records(build):
    """The native form and spaCy's files of ours hold everything."""
    document = build.sample().replacing(notes={"T1": "?"})
    assert not loss_report([document], registry.get("jsonl"))
    assert not loss_report([document], registry.get("spacy"))


def test_entities_that_gaps_alone_tell_apart_are_counted(build):
    """Two discontinuous entities of one hull become one where a format knows no gaps."""
    first, second = Entity("T1", 0, 25, "ORG", fragments=((0, 3), (21, 25))), Entity("T2", 0, 25, "ORG")
    report = loss_report([build.document().replacing(entities=(first, second))], registry.get("doccano"))
    assert (report.losses[Loss.FRAGMENTS], report.losses[Loss.MERGED]) == (1, 1)


def test_a_label_map_merges_and_moves_relations(build):
    """Two entities that get one label on one span become one, relations move to it."""
    document = build.document(
        entities=[("Анну Петрову", "PERSON"), ("Анну Петрову", "HERO"), ("Москве", "CITY")],
        relations=[("T1", "T3", "IN"), ("T2", "T3", "IN")],
    )
    mapped, problems = LabelMap({"HERO": "PERSON"}).apply(document, "f")
    assert [(e.id, e.label) for e in mapped.entities] == [("T1", "PERSON"), ("T3", "CITY")]
    assert len(mapped.relations) == 1
    (problem,) = problems
    assert (problem.kind, problem.entities, problem.relations) == (Kind.COLLAPSED, 1, 1)


def test_notes_of_entities_that_become_one_stay():
    """Of two that a format cannot tell apart one is kept, with the notes of both."""
    text = "Анна Ким"
    entities = (Entity("T1", 0, 8, "PER", fragments=((0, 4), (5, 8))), Entity("T2", 0, 8, "PER"))
    document = Document("d", text, entities=entities, status=Status.DONE, notes={"T1": "раз", "T2": "два", "": "всё"})
    (kept,) = (held := project(document, registry.get("labelstudio").holds)[0]).entities
    assert set(held.notes[kept.id].split("\n")) == {"раз", "два"}
    assert set(held.notes) == {kept.id, ""}
