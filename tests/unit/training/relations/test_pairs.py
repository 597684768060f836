"""Mentions, candidate pairs and features of a document."""

import numpy as np
import pytest
import spacy
from unit.training.stories import story

from annotator.nlp.spans import gold_doc
from annotator.training.relations.answers import Answers, learn_answers, oriented
from annotator.training.relations.features import read_features
from annotator.training.relations.mentions import read_mentions
from annotator.training.relations.names import Likeness
from annotator.training.relations.pairs import read_pairs

VOCAB = spacy.blank("ru").vocab
LABELS = ("ORG", "PERSON")


def mentions_of(doc):
    spans = list(doc.spans["sc"])
    return read_mentions(doc, spans, [LABELS.index(span.label_) for span in spans], 2)


def doc_of(text, *entities):
    doc = spacy.blank("ru")(text)
    spans = []
    position = 0
    for name, label in entities:
        position = text.index(name, position)
        spans.append(doc.char_span(position, position + len(name), label=label))
        position += 1
    doc.spans["sc"] = spans
    return doc


@pytest.fixture
def meeting():
    return doc_of(
        "Мустафа Сулейман пришёл в Microsoft. Сулеймана ждали в Microsoft. Сулейман рад.",
        ("Мустафа Сулейман", "PERSON"),
        ("Microsoft", "ORG"),
        ("Сулеймана", "PERSON"),
        ("Microsoft", "ORG"),
        ("Сулейман", "PERSON"),
    )


def test_mentions_know_their_names_and_places(meeting):
    """Case forms share a form, parts of a name share a cluster, sentences are counted."""
    mentions = mentions_of(meeting)
    assert mentions.form[2] == mentions.form[4] != mentions.form[0]
    assert mentions.cluster[0] == mentions.cluster[2] == mentions.cluster[4] != mentions.cluster[1]
    assert mentions.sentence.tolist() == [0, 0, 1, 1, 2]
    assert mentions.occurrence.tolist() == [0, 0, 0, 1, 1]
    assert mentions.likeness[0, 2] == Likeness.SHORTER


def test_each_pair_comes_once_with_the_labels_in_fixed_roles(meeting):
    """ORG is A and PERSON is B wherever they stand; equal labels are in reading order."""
    mentions = mentions_of(meeting)
    pairs = read_pairs(mentions, np.full(4, 100), 2)
    assert len(pairs) == 10
    assert all(mentions.label[a] <= mentions.label[b] for a, b in zip(pairs.a, pairs.b, strict=True))
    same = mentions.label[pairs.a] == mentions.label[pairs.b]
    assert (mentions.start[pairs.a[same]] < mentions.start[pairs.b[same]]).all()


def test_reach_leaves_far_pairs_and_unrelated_types_out(meeting):
    """Only PERSON–ORG pairs within three tokens."""
    mentions = mentions_of(meeting)
    reach = np.full(4, -1)
    reach[LABELS.index("ORG") * 2 + LABELS.index("PERSON")] = 3
    pairs = read_pairs(mentions, reach, 2)
    found = {(int(a), int(b)) for a, b in zip(pairs.a, pairs.b, strict=True)}
    assert found == {(1, 0), (1, 2), (3, 2), (3, 4)}


def test_columns_tell_repeats_and_nearest_pairs(meeting):
    """Between the full name and its second short form stands the first short form."""
    mentions = mentions_of(meeting)
    pairs = read_pairs(mentions, np.full(4, 100), 2)
    column = {(int(a), int(b)): i for i, (a, b) in enumerate(zip(pairs.a, pairs.b, strict=True))}
    first, second = column[0, 2], column[0, 4]
    assert (pairs.columns["right_again"][first], pairs.columns["right_again"][second]) == (0, 1)
    assert pairs.columns["nearest"][column[1, 0]] == 0
    assert pairs.columns["nearest"][column[1, 2]] == 1


def test_an_own_copy_of_the_document_gives_the_same_features(meeting):
    """Features depend on the text and the entities alone, not on the objects."""
    keys = np.array([11, 22], dtype=np.uint64)
    rows = []
    for doc in (meeting, meeting.copy()):
        mentions = mentions_of(doc)
        pairs = read_pairs(mentions, np.full(4, 100), 2)
        rows.append(read_features(mentions, pairs, keys, 2, 12))
    assert np.array_equal(rows[0].pair_rows, rows[1].pair_rows)
    assert np.array_equal(rows[0].mention_rows, rows[1].mention_rows)
    assert rows[0].pair_rows.max() < 2**12


@pytest.mark.parametrize("count", [0, 1])
def test_documents_with_fewer_than_two_entities_have_no_pairs(count):
    """Nothing breaks where there is nothing to pair."""
    doc = doc_of("Анна пришла.", *[("Анна", "PERSON")][:count])
    mentions = mentions_of(doc)
    pairs = read_pairs(mentions, np.full(4, 100), 2)
    features = read_features(mentions, pairs, np.array([1, 2], dtype=np.uint64), 2, 10)
    assert len(pairs) == len(features.pair_starts) == 0


def test_answers_are_learnt_from_what_was_seen():
    """Labels, directions, types and distances of the training relations, and JSON and back."""
    docs = [gold_doc(story(i), VOCAB, "ru") for i in range(10)]
    answers = learn_answers(((doc, mentions_of(doc)) for doc in docs), LABELS, frozenset())
    assert answers.classes == (("WORKPLACE", 1),)
    assert answers.mask.tolist() == [[0], [1], [0], [0]]
    assert answers.reach.tolist() == [-1, 30, -1, -1]
    assert Answers.from_json(answers.to_json()) == answers


def test_symmetric_labels_have_one_answer(meeting):
    """Whichever way a symmetric relation was written, it is one class."""
    meeting._.relations = [{"head": 4, "tail": 0, "label": "SAME"}, {"head": 0, "tail": 2, "label": "SAME"}]
    mentions = mentions_of(meeting)
    assert [oriented(4, 0, mentions)[2], oriented(0, 2, mentions)[2]] == [1, 0]
    assert learn_answers([(meeting, mentions)], LABELS, frozenset({"SAME"})).classes == (("SAME", 0),)
    assert learn_answers([(meeting, mentions)], LABELS, frozenset()).classes == (("SAME", 0), ("SAME", 1))
