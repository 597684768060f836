"""Selections snap outwards to whole tokens."""

from hypothesis import given
from hypothesis import strategies as st
from random_documents import any_texts, simple_tokens

from annotator.text.snap import TokenIndex

TEXT = "Глава  «Сбера» ушёл."
TOKENS = ((0, 5), (6, 7), (7, 8), (8, 13), (13, 14), (15, 19), (19, 20))


def test_half_a_word_becomes_the_word():
    """A drag from inside one word into another takes both."""
    assert TokenIndex(TEXT, TOKENS).snap(2, 9) == (0, 13)


def test_blanks_alone_select_nothing():
    """White-space tokens cannot be tagged."""
    assert TokenIndex(TEXT, TOKENS).snap(5, 7) is None


def test_stepping_by_token():
    """Ends and starts walk over the tokens in both directions and stop at the ends of the text."""
    index = TokenIndex(TEXT, TOKENS)
    assert (index.next_end(5), index.next_end(20), index.previous_start(7), index.previous_start(0)) == (
        8,
        None,
        0,
        None,
    )
    assert (index.next_start(0), index.previous_end(15), index.at(9), index.at(14)) == (7, 14, (8, 13), None)


@given(any_texts, st.data())
def test_snapping_is_idempotent_and_covers_what_was_selected(text, data):
    """The snapped span holds every token character selected, and snapping it again changes nothing."""
    index = TokenIndex(text, simple_tokens(text))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    snapped = index.snap(start, end)
    if snapped is None:
        assert not text[start:end].strip()
        return
    assert index.snap(*snapped) == snapped
    inside = {i for i in range(start, end) if index.at(i)}
    assert inside <= set(range(*snapped))
