"""Joining two versions of a document, and files line by line, without git."""

import json

import pytest

from annotator.domain import Document, Entity, Relation, Status
from annotator.workspace.merge_driver import merge_files
from annotator.workspace.three_way import merge_document

TEXT = "Анна работает в Газпроме, Борис — в Лукойле."
TOKENS = tuple(
    (TEXT.index(word), TEXT.index(word) + len(word))
    for word in ("Анна", "работает", "в", "Газпроме", ",", "Борис", "—", "в Лукойле", ".")
)
ANNA, GAZ = Entity("T1", 0, 4, "PERSON"), Entity("T2", 16, 24, "ORG")
BORIS, LUK = Entity("T3", 26, 31, "PERSON"), Entity("T3", 36, 43, "ORG")


def document(*entities, relations=(), **more):
    return Document("a", TEXT, (), entities, relations, "anna", Status.IN_PROGRESS, **more)


BASE = document(ANNA, GAZ, rev=3)


def identities(merged):
    return {entity.identity for entity in merged.entities}


def test_additions_of_both_sides_are_joined_and_ids_stay_unique():
    """Two entities that took the same id get two, and a relation follows the one that moved."""
    relation = Relation("R1", "T3", "T2", "WORKPLACE")
    ours, theirs = document(ANNA, GAZ, BORIS, rev=4), document(ANNA, GAZ, LUK, relations=(relation,), rev=5)
    merged = merge_document(BASE, ours, theirs)
    assert identities(merged) == {e.identity for e in (ANNA, GAZ, BORIS, LUK)}
    assert len({entity.id for entity in merged.entities}) == 4
    head = merged.entity(merged.relations[0].head)
    assert head.identity == LUK.identity
    assert merged.rev == 6


def test_a_removal_on_one_side_holds():
    """What one side deleted and the other left alone is gone."""
    assert identities(merge_document(BASE, document(ANNA), document(ANNA, GAZ, BORIS))) == {
        ANNA.identity,
        BORIS.identity,
    }
    assert identities(merge_document(BASE, document(ANNA, GAZ, BORIS), document(GAZ))) == {
        GAZ.identity,
        BORIS.identity,
    }


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (document(ANNA, Entity("T2", 16, 24, "PRODUCT")), document(ANNA, Entity("T2", 16, 24, "PERSON"))),
        (document(ANNA), document(ANNA, GAZ, relations=(Relation("R1", "T1", "T2", "WORKPLACE"),))),
        (document(ANNA, GAZ, BORIS), document(ANNA, GAZ, Entity("T4", 26, 43, "ORG"))),
        (document(ANNA, GAZ, notes={"": "раз"}), document(ANNA, GAZ, notes={"": "два"})),
    ],
    ids=["relabelled twice", "end of a relation removed", "crossing", "two notes"],
)
def test_the_same_place_changed_differently_is_a_conflict(ours, theirs):
    """Nothing is guessed where both sides touched the same characters, relation or note."""
    assert merge_document(BASE, ours, theirs) is None
    assert merge_document(BASE, theirs, ours) is None


def test_the_same_change_on_both_sides_is_one_change():
    """Both tagged the same words alike: one entity, whatever ids they gave."""
    merged = merge_document(BASE, document(ANNA, GAZ, BORIS), document(ANNA, GAZ, Entity("T7", 26, 31, "PERSON")))
    assert identities(merged) == {e.identity for e in (ANNA, GAZ, BORIS)}


def test_status_follows_the_side_that_changed_it():
    """Done on one side, more entities on the other: both hold."""
    done = BASE.replacing(status=Status.DONE)
    merged = merge_document(BASE, done, document(ANNA, GAZ, BORIS))
    assert merged.status is Status.DONE
    assert len(merged.entities) == 3


def write(path, *objects):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects), encoding="utf-8")
    return path


def test_a_line_nobody_can_read_is_never_lost(tmp_path, monkeypatch):
    """Torn lines of this branch stay, those of the other one go into the conflict copy."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "annotations").mkdir()
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_bytes(b"")
    ours.write_bytes('{"id": "a", "text": "обор\n'.encode())
    theirs.write_bytes(b"garbage\n")
    report = merge_files(base, ours, theirs, "annotations/anna.jsonl")
    assert "обор" in ours.read_text(encoding="utf-8")
    assert report.kept.read_bytes() == b"garbage\n"
    assert len(report.problems) == 1


def test_assignments_are_united(tmp_path):
    """A document dealt to different people on both sides is dealt to all of them."""
    base = write(tmp_path / "base", {"document": "a", "annotators": ["anna"]})
    ours = write(tmp_path / "ours", {"document": "a", "annotators": ["anna", "boris"]})
    theirs = write(tmp_path / "theirs", {"document": "a", "annotators": ["anna", "vera"]})
    report = merge_files(base, ours, theirs, "assignments.jsonl")
    assert json.loads(ours.read_text(encoding="utf-8"))["annotators"] == ["anna", "boris", "vera"]
    assert not report.problems


def test_one_article_with_two_texts_is_a_conflict(tmp_path, monkeypatch):
    """The text of this branch stays, since offsets hang on it."""
    monkeypatch.chdir(tmp_path)
    base = write(tmp_path / "base")
    ours, theirs = (write(tmp_path / side, {"id": "a", "text": side, "meta": {}}) for side in ("ours", "theirs"))
    report = merge_files(base, ours, theirs, "corpus.jsonl")
    assert report.conflicts == ["a"]
    assert json.loads(ours.read_text(encoding="utf-8"))["text"] == "ours"
