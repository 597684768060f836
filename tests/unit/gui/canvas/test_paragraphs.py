from __future__ import annotations

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.gui.canvas.paragraphs import PIECE_LIMIT, TextIndex

AWKWARD = st.text(st.sampled_from(list("аб \n\r\u2029\u2028\ufeff\u00ad\u0306и🇷🇺👨\u200d👩é\t")), max_size=80)


def paragraphs_of(text: str) -> list[str]:
    return regex.split("\r\n|[\n\r\u2029]", text)


@given(AWKWARD)
def test_pieces_are_the_paragraphs_exactly_as_they_stand(text):
    """Short paragraphs come out unchanged, whatever separates them."""
    index = TextIndex(text)
    assert [index.piece_text(i) for i in range(len(index.pieces))] == paragraphs_of(text)


@given(AWKWARD, st.integers(0, 80))
def test_every_offset_has_the_last_piece_that_starts_at_or_before_it(text, offset):
    """A caret inside a separator belongs to the paragraph before it."""
    index = TextIndex(text)
    piece = index.piece_at(min(offset, len(text)))
    assert index.pieces[piece].start <= min(offset, len(text))
    assert piece == len(index.pieces) - 1 or index.pieces[piece + 1].start > min(offset, len(text))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["а", "слово ", "👨\u200d👩\u200d👧", "🇷🇺", "и\u0306", "\u05d0"]), st.integers(1, 9000))
def test_long_paragraphs_are_cut_between_graphemes(unit, count):
    """No part is longer than the limit, none cuts a grapheme cluster, and together they are the paragraph."""
    text = unit * count
    index = TextIndex(text)
    parts = [index.piece_text(i) for i in range(len(index.pieces))]
    assert "".join(parts) == text
    assert all(len(part) <= PIECE_LIMIT for part in parts)
    whole = regex.findall(r"\X", text)
    assert [cluster for part in parts for cluster in regex.findall(r"\X", part)] == whole


def test_a_long_paragraph_is_cut_behind_blanks():
    """Words stay whole where there are blanks."""
    text = "слово " * 2000
    index = TextIndex(text)
    assert len(index.pieces) > 5
    assert all(index.piece_text(i).endswith(" ") for i in range(len(index.pieces) - 1))
    assert [p.first for p in index.pieces] == [True] + [False] * (len(index.pieces) - 1)
    assert [p.last for p in index.pieces] == [False] * (len(index.pieces) - 1) + [True]


def test_an_empty_text_is_one_empty_piece():
    """There is a line for the caret even where there is nothing."""
    assert [tuple(p) for p in TextIndex("").pieces] == [(0, 0, 1, True, True)]


def test_a_megabyte_without_a_blank_falls_into_pieces():
    """Unbroken text is cut as well."""
    index = TextIndex("абвгд" * 100_000)
    assert len(index.pieces) == 250
    assert index.pieces[-1].end == 500_000
