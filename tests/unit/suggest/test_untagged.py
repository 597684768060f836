"""A name tagged in one place is missed in another, whatever its case form there."""

import pytest

from annotator.agreement.consistency import FindingKind, findings
from annotator.domain import Document, Entity
from annotator.suggest.mentions import MentionIndex
from annotator.suggest.names import kind_of_label
from annotator.suggest.untagged import untagged_forms

FIRST = "Мустафа Сулейман работает в Яндексе."
SECOND = "О Сулеймане и Яндекс.Маркете говорили в «Яндексе»; Сулеймана Керимова там не было."


def documents():
    entities = (Entity("T1", 0, 16, "PERSON"), Entity("T2", 28, 35, "ORG"))
    return [Document("a", FIRST, entities=entities), Document("b", SECOND)]


def test_other_case_forms_are_found_and_what_is_tagged_is_not():
    """Сулеймане and Яндексе are told at their places; the tagged ones and a namesake are left alone."""
    found = {(f.document_id, f.surface) for f in untagged_forms(documents())}
    assert ("b", "Сулеймане") in found
    assert ("b", "Яндексе") in found
    assert all(document == "b" for document, _ in found)
    assert not any("Керимов" in surface for _, surface in found)


def test_findings_overlap_nowhere_and_cover_their_surface():
    """Each finding stands on its own characters."""
    found = [f for f in findings(documents(), search=untagged_forms) if f.kind is FindingKind.UNTAGGED]
    assert all(SECOND[f.start : f.end] == f.surface for f in found)
    taken = [offset for f in found for offset in range(f.start, f.end)]
    assert len(taken) == len(set(taken)) > 0


def test_only_articles_with_free_words_are_searched_and_nothing_is_missed():
    """What is found is what a search of every article for every name finds; progress is told, and may end it."""
    made = [*documents(), Document("c", "В Яндексе рассказали о «Яндексе» и о Мустафе Сулеймане.")]
    index = MentionIndex((d.id, d.text, d.tokens) for d in made)
    everywhere = {
        (identifier, mention.start)
        for name, kind in (("Мустафа Сулейман", "PERSON"), ("Яндексе", "ORG"))
        for identifier, mentions in index.search(name, kind=kind_of_label(kind))
        for mention in mentions
        if mention.certain and not (identifier == "a" and mention.start in {0, 28})
    }
    told = []
    found = {(f.document_id, f.start) for f in untagged_forms(made, lambda done, total: told.append((done, total)))}
    assert found == everywhere
    assert told == [(0, 2), (1, 2)]

    def stop(_done, _total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        list(untagged_forms(made, stop))
