"""The order of work as it is read from a workspace."""

import pytest

from annotator.domain import Document, Entity, LabelScheme
from annotator.suggest.queue import Order, label_counts, ordered
from annotator.suggest.suggestion import Suggested, Suggestion
from annotator.suggest.suggestion_file import SuggestionReader, SuggestionWriter, outlines
from annotator.text.tokenizing import tokenize
from annotator.workspace import Article, Workspace


@pytest.fixture
def four(tmp_path):
    """Four articles with dates; two models have looked at some of them."""
    workspace = Workspace.create(tmp_path / "four", scheme=LabelScheme("open", open=True))
    text = "Анна и Google."
    dates = {"a": "2026-03-01", "b": "2026-01-01", "c": "", "d": "2026-02-01"}
    workspace.add_articles(Article(i, text, tokenize(text, "ru"), {"date": d}) for i, d in dates.items())
    for source, scores in (("model:x", {"a": 0.9, "b": 0.3, "d": 0.8}), ("model:y", {"a": 0.9, "d": 0.8})):
        with SuggestionWriter(workspace, source, "1") as writer:
            for identifier, score in scores.items():
                found = [Suggestion(identifier, 7, 13, "ORG", source, score)]
                if (identifier, source) == ("d", "model:y"):
                    found.append(Suggestion(identifier, 0, 4, "PERSON", source, 0.9))
                writer.write(Suggested(identifier, tuple(found)), workspace.article(identifier))
    return workspace


def test_each_order(four):
    """Doubt puts low scores and disagreement first, dates run either way, chance differs by annotator."""
    assert ordered(four, "anna", Order.CORPUS) == ["a", "b", "c", "d"]
    assert ordered(four, "anna", Order.DOUBT) == ["b", "d", "a", "c"]
    assert ordered(four, "anna", Order.OLDEST) == ["b", "d", "a", "c"]
    assert ordered(four, "anna", Order.NEWEST) == ["a", "d", "b", "c"]
    by_chance = {tuple(ordered(four, name, Order.RANDOM)) for name in ("anna", "boris", "vera", "zoe")}
    assert len(by_chance) > 1
    assert ordered(four, "anna", Order.RANDOM) == ordered(four, "anna", Order.RANDOM)


def test_missing_labels_follow_what_this_annotator_has_tagged(four):
    """While nobody is tagged the article that promises two labels leads; organisations are plenty in the end."""
    article = four.article("a")
    with four.annotations("anna") as annotations:
        annotations.save(Document("a", article.text, article.tokens, (Entity("T1", 7, 13, "ORG"),)))
        annotations.save(Document("a", article.text, article.tokens, (Entity("T1", 7, 13, "ORG"),)))
    assert label_counts(four, "anna") == {"ORG": 1}
    assert label_counts(four, "boris") == {}
    assert ordered(four, "anna", Order.MISSING)[0] == "d"


def test_a_quick_look_over_the_corpus_sees_what_a_careful_one_sees(four):
    """Labels, lowest scores and how many entities there are, of every source; a broken line is passed over."""
    with SuggestionReader(four) as reader:
        careful = {i: reader.load(i) for i in four.document_ids if reader.load(i)}
    path = four.layout.suggestions_folder / "broken.jsonl"
    path.write_bytes(b'{"id": "a", "spans": []}\nno json\n')
    quick = outlines(four)
    assert {i: [len(o.spans) for o in found] for i, found in quick.items() if found} == {
        i: [len(made.entities) for made in found] for i, found in careful.items()
    }
    assert quick["d"][1].labels == {"PERSON", "ORG"}
    assert quick["b"][0].lowest == 0.3
