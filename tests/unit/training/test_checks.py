"""What is told about the data before a training."""

import pytest
from unit.training.stories import story

from annotator.domain import Document, Entity
from annotator.nlp.tokenizer import token_offsets
from annotator.training.checks import check
from annotator.training.errors import TrainingError

TEXT = "Новости-Грузия пишут о Яндексе."


def texts(report):
    return " | ".join(str(finding) for finding in report.findings)


def test_healthy_data_has_no_findings():
    """Enough of everything, nothing cut, nothing repeated."""
    documents = [story(i) for i in range(30)]
    report = check(documents[:24], documents[24:], language="ru")
    assert report.findings == ()
    assert report.entities == {"PERSON": 144, "ORG": 144}
    assert set(report.relations) == {"WORKPLACE"}


def test_what_is_wrong_is_said():
    """Rare labels, labels only in the development part, leaks, cut tokens, nested entities."""
    odd = Document("odd", TEXT, token_offsets(TEXT), (Entity("T1", 0, 14, "ORG"), Entity("T2", 8, 14, "PLACE")))
    report = check(
        [story(1), odd], [story(1), story(2).replacing(entities=(Entity("T1", 0, 4, "NEW"),))], language="ru"
    )
    said = texts(report)
    assert "few examples, hardly learnable: PLACE (1)" in said
    assert "only in the development part, so never learnt: NEW" in said
    assert "repeat training texts, the scores flatter: story-1 = story-1" in said
    assert report.cut_tokens == 1
    assert report.nested == 1


def test_nothing_to_learn_is_an_error():
    """No entity at all cannot train a model."""
    with pytest.raises(TrainingError, match="no entities in 1 document:"):
        check([Document("d", "Текст.")], [], language="ru")
