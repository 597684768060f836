"""Cutting documents into a training and a development part."""

import pytest
from unit.training.stories import story

from annotator.domain import Document, Entity
from annotator.training.split import development_size, leaks, near_duplicates, split


def words(number: int) -> Document:
    text = " ".join(f"слово{number}x{i}" for i in range(40))
    label = "RARE" if number % 5 == 0 else "COMMON"
    return Document(f"d{number}", text, entities=(Entity("T1", 0, 5, label),))


def test_every_document_is_on_exactly_one_side():
    """Nothing is lost and nothing stands on both sides."""
    documents = [words(i) for i in range(40)]
    train, dev = split(documents)
    assert sorted(train + dev) == list(range(40))
    assert len(dev) == development_size(40)


def test_the_seed_decides():
    """The same seed gives the same split, another seed another one."""
    documents = [words(i) for i in range(60)]
    assert split(documents, seed=3) == split(documents, seed=3)
    assert split(documents, seed=3) != split(documents, seed=4)


def test_rare_labels_are_on_both_sides():
    """The part set aside has about the share of every label that it has of the documents."""
    documents = [words(i) for i in range(50)]
    train, dev = split(documents)
    rare = [sum(documents[i].entities[0].label == "RARE" for i in part) for part in (train, dev)]
    assert rare == [8, 2]


def test_near_duplicates_stay_together():
    """A reprint with another ending goes where the original goes."""
    documents = [words(i) for i in range(10)]
    reprint = documents[0].replacing(id="reprint", text=documents[0].text + " и ещё немного.")
    for seed in range(10):
        train, _ = split([*documents, reprint], seed=seed)
        assert (0 in train) == (10 in train)


def test_near_duplicates_are_found_by_their_text_alone():
    """Equal short texts are one group, different articles are not."""
    texts = ["Коротко.", "Коротко!", words(1).text, words(2).text, words(1).text + " Дополнено."]
    assert near_duplicates(texts) == [[0, 1], [2, 4], [3]]


def test_leaks_are_named():
    """A development text that repeats a training text is told by both ids."""
    train, dev = [words(1), words(2)], [words(3), words(2).replacing(id="again")]
    assert leaks(train, dev) == [("d2", "again")]


def test_one_document_cannot_be_split():
    """Everything is for training then."""
    assert split([words(1)]) == ([0], [])


@pytest.mark.parametrize("count", [2, 3, 5, 9])
def test_few_documents_leave_at_least_one_on_each_side(count):
    """Also three documents can be trained on."""
    train, dev = split([story(i) for i in range(count)])
    assert train
    assert dev
