import itertools
import json

import pytest

from annotator.domain import EntityLabel, LabelScheme
from annotator.messages import AnnotatorError
from annotator.nlp.tokenizer import blank
from annotator.suggest import registry
from annotator.suggest.gazetteer import GazetteerSuggester, tagged_names
from annotator.suggest.labels import LabelMap
from annotator.suggest.patterns import PatternSuggester
from annotator.suggest.slovnet import bio_runs
from annotator.suggest.spacy_model import SpacyModelSuggester
from annotator.workspace import Article


def write_lines(path, *lines):
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def spans(article, suggested):
    return [(article.text[s.start : s.end], s.label) for s in suggested.entities]


def test_labels_of_models_become_the_schemes(scheme):
    """Equal labels stay, those known to mean the same are renamed, others are none; an open scheme takes all."""
    labels = LabelMap(scheme)
    assert [labels.entity(x) for x in ("ORG", "PER", "ORGANIZATION", "LOC")] == ["ORG", "PERSON", "ORG", None]
    assert LabelMap(LabelScheme("open", open=True)).entity("LOC") == "LOC"
    assert LabelMap(LabelScheme("x", entities=(EntityLabel("PER"),))).entity("PERSON") == "PER"


def test_patterns_match_and_unknown_labels_are_counted(tmp_path, scheme):
    """Text, token and lemma patterns match; a label that the scheme lacks is dropped and counted."""
    path = write_lines(
        tmp_path / "p.jsonl",
        {"label": "ORG", "pattern": "OpenAI"},
        {"label": "ORG", "pattern": [{"LEMMA": "яндекс"}]},
        "",
        {"label": "CITY", "pattern": [{"LOWER": "москва"}]},
    )
    article = Article("a", "OpenAI спорит с Яндексом. Москва молчит.")
    (found,) = PatternSuggester(scheme, path, "ru").suggest([article])
    assert spans(article, found) == [("OpenAI", "ORG"), ("Яндексом", "ORG")]
    assert found.dropped == {"CITY": 1}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"label": "ORG"}',
        '{"label": "ORG", "pattern": []}',
        '{"label": "ORG", "pattern": [{"POS": "NOUN"}]}',
        '{"label": "ORG", "pattern": [{"_": {"x": 1}}]}',
        '{"label": "", "pattern": "OpenAI"}',
        '{"label": "ORG", "pattern": [{"TEXT": {"REGEX": "("}}]}',
    ],
)
def test_a_bad_pattern_is_named_by_file_and_line(tmp_path, scheme, line):
    """The second line is at fault, and the error says so."""
    path = write_lines(tmp_path / "p.jsonl", {"label": "ORG", "pattern": "OpenAI"}, line)
    with pytest.raises(AnnotatorError) as caught:
        PatternSuggester(scheme, path, "ru")
    assert str(caught.value).startswith(f"{path}:2: ")


def test_a_file_without_patterns_is_told(tmp_path, scheme):
    """Blank lines alone are no patterns: one line that names the file."""
    path = write_lines(tmp_path / "p.jsonl", "", "")
    with pytest.raises(AnnotatorError, match=r"p\.jsonl: holds no pattern"):
        PatternSuggester(scheme, path, "ru")


def test_a_line_separator_inside_a_pattern_is_text(tmp_path, scheme):
    """U+2028 in a pattern's string does not end its line."""
    path = write_lines(tmp_path / "p.jsonl", '{"label": "ORG", "pattern": "Open\u2028AI"}')
    assert [
        span.label
        for span in next(PatternSuggester(scheme, path, "ru").suggest([Article("a", "Open\u2028AI")])).entities
    ]


def test_a_pattern_that_spacy_refuses_is_named_by_line(tmp_path, scheme):
    """A key that spaCy does not know is refused where it stands."""
    path = write_lines(tmp_path / "p.jsonl", "", {"label": "ORG", "pattern": [{"NONSENSE": "x"}]})
    with pytest.raises(AnnotatorError) as caught:
        PatternSuggester(scheme, path, "ru")
    assert str(caught.value).startswith(f"{path}:2: ")


def test_a_spacy_model_suggests_what_it_finds(tmp_path, scheme):
    """Entities of a saved pipeline come in the scheme's labels, with the model's name as source."""
    nlp = blank("ru").__class__()
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORGANIZATION", "pattern": "OpenAI"}])
    nlp.to_disk(tmp_path / "news")
    article = Article("a", "Это OpenAI.")
    suggester = SpacyModelSuggester(scheme, tmp_path / "news")
    (found,) = suggester.suggest([article])
    assert spans(article, found) == [("OpenAI", "ORG")]
    assert found.entities[0].source == suggester.source == "model:news"
    assert found.entities[0].score is None


def test_span_groups_and_relations_of_a_model(tmp_path, scheme):
    """Nested spans keep their scores, relations point at them, and what the scheme lacks is counted."""
    from spacy.tokens import Doc, Span

    blank("ru").__class__().to_disk(tmp_path / "m")
    suggester = SpacyModelSuggester(scheme, tmp_path / "m")
    doc = blank("ru").make_doc("Сулейман ушёл в Microsoft AI")
    group = [Span(doc, 0, 1, "PERSON"), Span(doc, 3, 5, "ORG"), Span(doc, 4, 5, "IDEA")]
    doc.spans["sc"] = group
    doc.spans["sc"].attrs["scores"] = [0.9, 0.8, 0.7]
    doc.set_ents(group[:2])
    if not Doc.has_extension("relations"):
        Doc.set_extension("relations", default=[])
    doc._.relations = [
        {"head": 0, "tail": 1, "label": "WORKPLACE", "score": 0.6},
        {"head": 0, "tail": 2, "label": "WORKPLACE", "score": 0.6},
    ]
    found = suggester._suggested("a", doc, {})
    assert [(s.start, s.end, s.label, s.score) for s in found.entities] == [(0, 8, "PERSON", 0.9), (16, 28, "ORG", 0.8)]
    assert [(r.head.start, r.tail.start, r.label, r.score) for r in found.relations] == [(0, 16, "WORKPLACE", 0.6)]
    assert found.dropped == {"IDEA": 1, "WORKPLACE": 1}


@pytest.fixture(scope="module")
def trained():
    """A pipeline that has learnt one sentence by heart."""
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(1)
    nlp = blank("ru").__class__()
    nlp.add_pipe("ner")
    gold = {"entities": [(0, 8, "PERSON"), (16, 22, "ORG")]}
    example = Example.from_dict(nlp.make_doc("Сулейман ушёл в OpenAI ."), gold)
    nlp.initialize(lambda: [example])
    for _ in range(40):
        nlp.update([example])
    return nlp


def test_entities_of_a_model_have_scores(trained, tmp_path, scheme):
    """Every entity has a score; in a text like the one learnt it is higher than in another."""
    trained.to_disk(tmp_path / "m")
    known = Article("a", "Сулейман ушёл в OpenAI .")
    other = Article("b", "Вчера Мустафа долго говорил про OpenAI и Google , ушёл Сулейман .")
    found = list(SpacyModelSuggester(scheme, tmp_path / "m").suggest([known, other]))
    assert spans(known, found[0]) == [("Сулейман", "PERSON"), ("OpenAI", "ORG")]
    scores = [[s.score for s in result.entities] for result in found]
    assert all(0 < score <= 1 for row in scores for score in row)
    assert min(scores[0]) > 0.9
    assert min(scores[1], default=0) < min(scores[0])


def test_scores_are_the_softmax_of_the_greedy_parse(trained):
    """At each token the certainty is that of the action that the greedy parser takes there."""
    import numpy as np

    from annotator.suggest.confidence import _token_certainty

    docs = list(trained.pipe(["Сулейман ушёл .", "", "OpenAI"]))
    together = _token_certainty(trained.get_pipe("ner"), docs)
    alone = [_token_certainty(trained.get_pipe("ner"), [doc])[0] for doc in docs]
    assert [len(sure) for sure in together] == [3, 0, 1]
    assert all(np.allclose(a, b, atol=1e-5) for a, b in zip(together, alone, strict=True))
    assert all((sure > 1 / 20).all() for sure in together)


def test_a_folder_without_a_model_is_refused(tmp_path, scheme):
    """The error names the folder and says what to give."""
    with pytest.raises(AnnotatorError) as caught:
        SpacyModelSuggester(scheme, tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: ")


def test_tagged_names_are_found_in_other_articles(make_document, scheme):
    """Names tagged in one article are suggested in another in all their case forms, with their usual label."""
    from annotator.domain import Entity

    text = "Сэм Альтман из OpenAI."
    tagged = make_document(text, entities=(Entity("T1", 0, 11, "PERSON"), Entity("T2", 15, 21, "ORG")))
    names = tagged_names([tagged, tagged])
    assert names == {"Сэм Альтман": "PERSON", "OpenAI": "ORG"}
    articles = [Article("b", "О Сэме Альтмане и OpenAI-шном чате."), Article("c", "Пусто.")]
    found = list(GazetteerSuggester(scheme, names).suggest(articles))
    assert spans(articles[0], found[0]) == [("Сэме Альтмане", "PERSON")]
    assert found[0].entities[0].source == "mentions"
    assert (found[1].document, found[1].entities) == ("c", ())


def test_what_the_user_gave_is_recognised(tmp_path, scheme):
    """A name, a folder and a file of patterns each lead to their suggester; anything else is refused with the names."""
    patterns = write_lines(tmp_path / "p.jsonl", {"label": "ORG", "pattern": "OpenAI"})
    assert registry.spec_for("slovnet", scheme, "ru").kind == "slovnet"
    assert registry.spec_for(str(tmp_path), scheme, "ru").kind == "spacy"
    assert registry.spec_for(str(patterns), scheme, "ru").build().source == "patterns"
    for wrong in ("nonsense", "patterns", str(tmp_path / "none.jsonl")):
        with pytest.raises(registry.UnknownSuggesterError, match="slovnet"):
            registry.spec_for(wrong, scheme, "ru")


def test_bio_tags_become_runs():
    """Entities begin at B-, go on at I-, and an I- of another kind begins its own."""
    tags = ["O", "B-PER", "I-PER", "B-PER", "I-ORG", "O", "I-ORG"]
    assert list(bio_runs(tags)) == [(1, 2, "PER"), (3, 3, "PER"), (4, 4, "ORG"), (6, 6, "ORG")]


def test_marginals_are_those_of_all_paths():
    """Forward-backward gives what summing over every sequence of tags gives, padding left aside."""
    np = pytest.importorskip("numpy")
    from annotator.suggest.slovnet import token_marginals

    random = np.random.default_rng(1)
    emissions, transitions = random.normal(size=(2, 4, 3)), random.normal(size=(3, 3))
    mask = np.array([[True, True, True, True], [True, True, False, False]])
    found = token_marginals(emissions, transitions, mask)
    for row, length in ((0, 4), (1, 2)):
        wanted = np.zeros((length, 3))
        for path in itertools.product(range(3), repeat=length):
            score = sum(emissions[row, t, tag] for t, tag in enumerate(path))
            weight = np.exp(score + sum(transitions[a, b] for a, b in itertools.pairwise(path)))
            wanted[range(length), path] += weight
        assert np.allclose(found[row, :length], wanted / wanted.sum(-1, keepdims=True))


@pytest.fixture(scope="module")
def slovnet():
    try:
        from annotator.suggest.slovnet import natasha_folder

        return natasha_folder()
    except AnnotatorError:
        pytest.skip("natasha is not installed")


def test_slovnet_finds_what_slovnet_finds_and_says_how_surely(slovnet, scheme, sample_article):
    """The spans are slovnet's own, in the given order of articles; places are dropped and counted."""
    import sys

    from navec import Navec
    from slovnet import NER

    from annotator.suggest.slovnet import MODEL_FILE, VECTORS_FILE, SlovnetSuggester

    texts = [sample_article, "", "Сэм живёт в Москве. " * 3, " \n"]
    own = NER.load(str(slovnet / MODEL_FILE)).navec(Navec.load(str(slovnet / VECTORS_FILE)))
    names = {"PER": "PERSON", "ORG": "ORG"}
    wanted = [
        [(s.start, s.stop, names[s.type]) for s in own(text).spans if s.type in names] if text.strip() else []
        for text in texts
    ]
    found = list(SlovnetSuggester(scheme).suggest([Article(str(i), text) for i, text in enumerate(texts)]))
    assert [[(s.start, s.end, s.label) for s in result.entities] for result in found] == wanted
    assert found[2].dropped == {"LOC": 3}
    assert all(0 < s.score <= 1 for result in found for s in result.entities)
    assert "natasha" not in sys.modules
