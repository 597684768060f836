"""Our tokenizer remembers more words than spaCy's own and says the same of every text."""

from functools import cache

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.nlp import tokenizer

WORDS = (
    "г.",
    "т.",
    "е.",
    "т.е.",
    "''",
    ":)",
    "(м.",
    "Анна",
    "«Мир»,",
    "2024-й",
    "ООО",
    "d’or",
    "а-б",
    "http://a.ru/,",
    "👩‍💻",
)


@cache
def stock():
    return spacy.blank("ru").make_doc


def offsets(text):
    return tuple((token.idx, token.idx + len(token)) for token in stock()(text))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((" ", "  ", "\n", "\u00a0", ""))), max_size=30))
def test_words_seen_again_are_split_as_stock_spacy_splits_them(parts):
    """Special cases reach over blanks and depend on neighbours, whatever is remembered of the words themselves."""
    text = "".join(word + blank for word, blank in parts)
    assert tokenizer.token_offsets(text) == offsets(text)
    assert tokenizer.token_offsets(text) == offsets(text)


def test_only_so_many_words_are_remembered(monkeypatch):
    """A corpus of any size leaves the memory as it is."""
    monkeypatch.setattr(tokenizer, "REMEMBERED", 50)
    remembering = tokenizer._Remembering(stock(), spacy.blank("ru").vocab)
    for number in range(400):
        remembering(f"слово{number} слово{number // 2}")
    assert len(remembering.known) <= 52
    assert len(remembering.once) <= 52


def test_languages_with_a_tokenizer_of_their_own_keep_it():
    """Chinese is split by characters, not by our remembered words."""
    assert tokenizer.token_offsets("你好 мир", "zh") == ((0, 1), (1, 2), (3, 4), (4, 5), (5, 6))
