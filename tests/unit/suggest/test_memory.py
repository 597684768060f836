"""Suggesters over a large corpus: rare words are forgotten again, and the suggestions stay the same."""

from itertools import pairwise

import pytest
import spacy

from annotator.domain import LabelScheme
from annotator.nlp import tokenizer, vocabulary
from annotator.suggest.registry import SuggesterSpec
from annotator.workspace import Article

SCHEME = LabelScheme("open", open=True)
LETTERS = "бвгджзклмн"


def articles(first):
    """Return articles with words that no other article has."""
    words = ["".join(LETTERS[int(digit)] + "а" for digit in str(number)) for number in range(first, first + 200)]
    return [Article(f"d{n}", f"Компания «{a}» и {b} у Яндекса.", ()) for n, (a, b) in enumerate(pairwise(words))]


def patterns(folder):
    path = folder / "p.jsonl"
    path.write_text('{"label": "ORG", "pattern": [{"LEMMA": "яндекс"}]}\n', encoding="utf-8")
    return SuggesterSpec("patterns", SCHEME, "ru", path)


def model(folder):
    nlp = spacy.blank("ru")
    nlp.add_pipe("ner").add_label("ORG")
    nlp.initialize()
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Яндекса"}])
    nlp.to_disk(folder / "model")
    return SuggesterSpec("spacy", SCHEME, "ru", folder / "model")


@pytest.mark.parametrize("make", [patterns, model])
def test_forgetting_changes_nothing_but_the_vocabulary(make, tmp_path, monkeypatch):
    """With no room for new words all suggestions are as before, and the vocabulary is as large after as before."""
    spec, given = make(tmp_path), articles(100_000)
    remembering = spec.build()
    wanted = list(remembering.suggest(given))
    assert len(remembering._nlp.vocab.strings) > 200
    monkeypatch.setattr(vocabulary, "KEPT", 0)
    forgetful = spec.build()
    size = len(forgetful._nlp.vocab.strings)
    assert list(forgetful.suggest(given)) == wanted
    assert len(forgetful._nlp.vocab.strings) - size < 50  # lemmas and labels that the pipeline itself adds
    assert any(suggested.entities for suggested in wanted)


def test_the_tokenizer_begins_anew_when_it_knows_too_many_words(monkeypatch):
    """Tokens are the same before and after."""
    text = "Анна в «Полынье», а не в Москве."
    before = tokenizer.token_offsets(text)
    monkeypatch.setattr(tokenizer, "_WORDS", 10)
    first = tokenizer._tokenizer("ru")
    assert tokenizer.token_offsets(text) == before
    assert tokenizer._tokenizer("ru") is not first
