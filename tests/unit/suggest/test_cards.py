"""Cards: case forms are gathered under the fullest name; annotators merge, split and identify them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import Document, EditRefusedError, Entity, LabelScheme
from annotator.domain.cards import gather, identify_card, merge_cards, split_card
from annotator.domain.patch_json import document_state, patch_from_json, patch_to_json
from annotator.suggest.cards import canonical, document_cards, join_cards
from annotator.text.tokenizing import tokenize

TEXT = (
    "Глава Microsoft AI Мустафа Сулейман встретил Сэма Альтмана. Сулеймана и Альтмана ждали в «Яндексе». "
    "«Яндекс» молчит, а Мустафа Сулейман рад."
)
OPEN = LabelScheme("open", open=True)


def tagged(text, *marks, identifier="d"):
    """A document with the words tagged one after the other."""
    entities, at = [], 0
    for number, (surface, label) in enumerate(marks, start=1):
        at = text.index(surface, at)
        entities.append(Entity(f"T{number}", at, at + len(surface), label))
        at += len(surface)
    return Document(identifier, text, tokenize(text, "ru"), tuple(entities))


@pytest.fixture
def document():
    return tagged(
        TEXT,
        ("Мустафа Сулейман", "PERSON"),
        ("Сэма Альтмана", "PERSON"),
        ("Сулеймана", "PERSON"),
        ("Альтмана", "PERSON"),
        ("Яндексе", "ORG"),
        ("«Яндекс»", "ORG"),
        ("Мустафа Сулейман", "PERSON"),
    )


def names(document):
    return [(card.name, [e.id for e in card.entities]) for card in document_cards(document)]


def done(document, edit):
    return edit.resolve(document, OPEN).apply(document)


def test_case_forms_are_on_one_card_under_the_fullest_name(document):
    """Surnames alone join the full name, quotation marks make no difference, people and firms stay apart."""
    assert names(document) == [
        ("Мустафа Сулейман", ["T1", "T3", "T7"]),
        ("Сэма Альтмана", ["T2", "T4"]),
        ("«Яндекс»", ["T5", "T6"]),
    ]


def test_the_canonical_name_is_full_and_nominative():
    """More words go before fewer, the nominative before other cases, the commoner before the rarer."""
    assert canonical(["Сулейман", "Мустафу Сулеймана", "Мустафа Сулейман"]) == "Мустафа Сулейман"
    assert canonical(["Google", "Google", "Гугл"]) == "Google"


def test_merged_cards_survive_the_record_and_take_in_what_is_tagged_later(document):
    """Two names of one company become one card with one Wikidata id; one undo step takes it back."""
    cards = document_cards(document)
    identified = done(document, identify_card(cards[2].entities, "q1234"))
    cards = document_cards(identified)
    assert cards[2].kb_id == "Q1234"
    patch = merge_cards([cards[1].entities, cards[2].entities]).resolve(identified, OPEN)
    merged = patch.apply(identified)
    assert len(document_cards(merged)) == 2
    assert {e.kb_id for e in document_cards(merged)[1].entities} == {"Q1234"}
    assert patch.inverse().apply(merged) == identified
    assert patch_from_json(patch_to_json(patch)) == patch
    again = Document.from_record(merged.to_record())
    assert names(again) == names(merged)
    assert document_state(again) == document_state(merged) != document_state(identified)
    start = TEXT.index("Сэма Альтмана") + 5
    later = again.replacing(entities=(*again.entities, Entity("T9", start, start + 8, "PERSON")))
    assert "T9" in names(later)[1][1]


def test_a_mention_that_was_split_off_stays_away_without_the_wikidata_id(document):
    """A namesake gets a card of its own; splitting off all or nothing does nothing."""
    document = done(document, identify_card(document_cards(document)[0].entities, "Q1"))
    card = document_cards(document)[0]
    apart = done(document, split_card(card.entities, ["T3"]))
    assert [ids for _, ids in names(apart)] == [["T1", "T7"], ["T2", "T4"], ["T3"], ["T5", "T6"]]
    assert [e.kb_id for e in apart.entities if e.id in {"T1", "T3", "T7"}] == ["Q1", "", "Q1"]
    assert not split_card(card.entities, ["T1", "T3", "T7"]).resolve(document, OPEN)
    assert not split_card(card.entities, []).resolve(document, OPEN)


@pytest.mark.parametrize("text", ["355", "Q", "Q0", "QX1", "http://www.wikidata.org/entity/Q355"])
def test_what_is_no_wikidata_id_is_refused(document, text):
    """An id is Q and a number; an empty one takes it away."""
    with pytest.raises(EditRefusedError):
        identify_card(document.entities, text)
    assert not identify_card(document.entities, " ").resolve(document, OPEN)


def test_cards_of_another_program_are_left_alone(document):
    """A key of the same name but another shape is neither read nor overwritten."""
    foreign = document.replacing(extra={"cards": ["theirs"]})
    assert names(foreign) == names(document)
    with pytest.raises(EditRefusedError):
        done(foreign, merge_cards([foreign.entities[:1], foreign.entities[1:2]]))


TWELVE = Document("d", "абв " * 12, (), tuple(Entity(f"T{n}", 4 * n, 4 * n + 3, "X") for n in range(12)))


@given(st.data())
def test_merging_and_splitting_change_only_the_cards_concerned(data):
    """After any run of merges and splits the cards are the partition that was asked for, and undo leads back."""
    document = TWELVE
    automatic = {e.id: data.draw(st.sampled_from("abcd")) for e in document.entities}
    for _ in range(data.draw(st.integers(1, 6))):
        cards = gather(document, automatic)
        if data.draw(st.booleans()) and len(cards) > 1:
            one, two = data.draw(st.permutations(range(len(cards))))[:2]
            edit = merge_cards([cards[one], cards[two]])
            expected = [c for i, c in enumerate(cards) if i not in {one, two}] + [cards[one] + cards[two]]
        else:
            card = data.draw(st.sampled_from(cards))
            leaving = data.draw(st.sets(st.sampled_from([e.id for e in card])))
            edit = split_card(card, leaving)
            parts = [tuple(e for e in card if (e.id in leaving) is side) for side in (False, True)]
            expected = [c for c in cards if c is not card] + [part for part in parts if part]
        patch = edit.resolve(document, OPEN)
        after = patch.apply(document)
        assert {frozenset(e.id for e in c) for c in gather(after, automatic)} == {
            frozenset(e.id for e in c) for c in expected
        }
        assert gather(patch.inverse().apply(after), automatic) == cards
        document = after


def test_cards_of_many_articles_are_joined_by_name_and_by_wikidata_id(document):
    """Case forms join across articles; a bare surname does not; different Wikidata ids never do."""
    two = tagged("О Мустафе Сулеймане. Сулейман рад.", ("Мустафе Сулеймане", "PERSON"), identifier="two")
    bare = tagged("Сулейману пора.", ("Сулейману", "PERSON"), identifier="bare")
    other = done(two.replacing(id="other"), identify_card(two.entities, "Q7"))
    known = done(document, identify_card(document_cards(document)[0].entities, "Q1"))
    groups = join_cards(card for d in (known, two, bare, other) for card in document_cards(d))
    found = [sorted({card.document for card in group}) for group in groups if group[0].label == "PERSON"]
    assert sorted(found) == [["bare"], ["d"], ["d"], ["other", "two"]]
