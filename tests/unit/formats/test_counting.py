import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.counting import PLAIN, Counting, choose, convert, put_right

TEXT = "Семья 👩‍💻 едет\r\nв Казань к Анне.\r\nКонец 🎉 пути"


def quotes_in(text, way, words):
    """Offsets as a file that counts this way would hold them."""
    starts = way.starts(text) or list(range(len(text) + 1))
    found = []
    for word in words:
        at = text.index(word)
        found.append(([(starts.index(at), starts.index(at + len(word)))], word))
    return found


@pytest.mark.parametrize(
    "way",
    [
        PLAIN,
        Counting(utf16=True),
        Counting(crlf_as_one=True),
        Counting(utf16=True, crlf_as_one=True),
        Counting(graphemes=True),
        Counting(bom=True),
        Counting(utf16=True, bom=True),
    ],
)
def test_quoted_texts_tell_how_a_file_counts(way):
    """The way of counting is found from a few quoted words, whatever it is."""
    quotes = quotes_in(TEXT, way, ["Казань", "Анне", "пути"])
    chosen = choose(TEXT, quotes)
    for spans, word in quotes:
        start, end = convert(chosen.starts(TEXT), spans[0], len(TEXT))
        assert TEXT[start:end] == word


def test_without_quotes_code_points_are_taken():
    """A file that quotes nothing counts code points."""
    assert choose(TEXT, []) == PLAIN


def test_a_span_slightly_off_is_put_right_only_if_clear():
    """A shift up to three characters is mended; two equally near places are not guessed between."""
    assert put_right("мама мыла раму", 6, "мыла") == (5, 9)
    assert put_right("мама мыла раму", 12, "мыла") is None
    assert put_right("ab ab", 1, "zz") is None
    assert put_right("а.б.а", 2, "а") is None


@given(st.text(alphabet="аб\r\n👩‍💻 é", min_size=1, max_size=40), st.data())
def test_every_way_counts_back_to_code_points(text, data):
    """Offsets of any way of counting point at code points of the text, in order, from its start to its end."""
    way = data.draw(st.sampled_from([Counting(utf16=True), Counting(crlf_as_one=True), Counting(graphemes=True)]))
    starts = way.starts(text)
    if starts is None:  # where an offset means what it means in code points
        starts = list(range(len(text) + 1))
    assert starts == sorted(starts)
    assert (starts[0], starts[-1]) == (0, len(text))
