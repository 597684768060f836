"""Conversions between code points, UTF-16 units and grapheme clusters, proved on texts that break other tools."""

from hypothesis import given
from hypothesis import strategies as st
from random_documents import any_texts

from annotator.text.offsets import GraphemeMap, Utf16Map, grapheme_starts


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(any_texts)
def test_utf16_offsets_are_what_the_encoding_says(text):
    """Every code point offset maps to the length of the encoded prefix, and back."""
    mapping = Utf16Map(text)
    for offset in range(len(text) + 1):
        assert mapping.to_utf16(offset) == units(text[:offset])
        assert mapping.to_codepoint(mapping.to_utf16(offset)) == offset
    assert (mapping.length, mapping.units) == (len(text), units(text))


@given(any_texts)
def test_the_inside_of_a_surrogate_pair_belongs_to_its_start(text):
    """A UTF-16 offset that no code point has goes to the character around it."""
    mapping = Utf16Map(text)
    starts = {mapping.to_utf16(offset): offset for offset in range(len(text) + 1)}
    for unit in range(mapping.units + 1):
        expected = starts[unit] if unit in starts else starts[unit - 1]
        assert mapping.to_codepoint(unit) == expected


@given(any_texts)
def test_graphemes_partition_the_text(text):
    """Boundaries are sorted, begin at 0 and end at the end; conversion there and back is the identity."""
    starts = grapheme_starts(text)
    assert starts == sorted(set(starts))
    assert (starts[0], starts[-1]) == (0, len(text))
    mapping = GraphemeMap(text)
    for index, offset in enumerate(starts):
        assert mapping.to_codepoint(index) == offset
        assert mapping.to_grapheme(offset) == index
    assert mapping.count == len(starts) - 1


@given(any_texts, st.data())
def test_floor_and_ceil_enclose_an_offset_by_whole_clusters(text, data):
    """Snapping goes outwards to the nearest boundary and leaves boundaries alone; stepping always moves."""
    mapping, starts = GraphemeMap(text), grapheme_starts(text)
    offset = data.draw(st.integers(0, len(text)))
    low, high = mapping.floor(offset), mapping.ceil(offset)
    assert low <= offset <= high
    assert {low, high} <= set(starts)
    assert (low == high == offset) == (offset in starts)
    assert mapping.next(offset) > offset or offset == len(text)
    assert mapping.previous(offset) < offset or offset == 0


def test_what_a_reader_sees_as_one_character_is_one():
    """Combining й, a stress mark, a flag, a family and CRLF are one cluster each."""
    for cluster in ("и\u0306", "а\u0301", "🇷🇺", "👨‍👩‍👧‍👦", "\r\n", "👍🏽"):
        assert GraphemeMap(cluster).count == 1, cluster
    assert GraphemeMap("🇷🇺🇺🇸").count == 2
