import codecs

import pytest

from annotator.formats.encoding import FormatError, decode

ARTICLE = "Компания «Север» открыла в Казани завод. Директор Иван Петров рассказал о планах на следующий год."


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "utf-16-le", "utf-16-be"])
def test_russian_encodings_are_found_out(encoding):
    """An article comes back letter for letter from every encoding that Russian texts use, without a hint."""
    text = ARTICLE.replace("«", '"').replace("»", '"')
    assert decode(text.encode(encoding)).text == text


def test_short_single_byte_texts_are_windows_1251():
    """Even a few letters in Windows-1251 are read as such."""
    assert decode("Привет, мир".encode("cp1251")).text == "Привет, мир"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_is_dropped(mark, encoding):
    """The mark says the encoding and is no part of the text."""
    assert decode(mark + ARTICLE.encode(encoding)).text == ARTICLE


def test_line_ends_and_blanks_stay():
    """CR LF and no-break spaces are kept exactly."""
    text = "Раз\r\nдва\u00a0три\u2028четыре"
    assert decode(text.encode()).text == text


def test_a_named_encoding_is_taken_at_its_word():
    """What the user names is used, and refused with the byte's position where it does not fit."""
    assert decode(ARTICLE.encode("cp1251"), "cp1251").text == ARTICLE
    with pytest.raises(FormatError, match="utf-8"):
        decode(ARTICLE.encode("cp1251"), "utf-8")
    with pytest.raises(FormatError, match="no encoding"):
        decode(b"a", "klingon")
