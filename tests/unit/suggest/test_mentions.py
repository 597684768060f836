import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import Entity
from annotator.nlp.tokenizer import token_offsets
from annotator.suggest.mentions import (
    MentionIndex,
    NameKind,
    find_mentions,
    kind_of_label,
    may_mention,
    mention_edits,
)

PEOPLE = {
    "Бениофф": ["Бениофф"],
    "Мустафа Сулейман": ["Мустафа", "Сулейман"],
    "Сэм Альтман": ["Сэм", "Альтман"],
}
TOKENS = re.compile(r"\b(?:Бениофф|Мустаф|Сулейман|Сэм|Альтман)\w*")


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_hard_names_are_found_with_few_false_ones(hard, half):
    """Of the hard names, at least 97 % are found, and at least 97 % of the certain ones are right."""
    score = hard.score(half)
    assert score.recall >= 0.97, score.missed
    assert score.precision >= 0.97, score.wrong


def test_the_list_of_hard_names_is_long_enough(hard):
    """At least 300 forms that must be found, and as many traps again as a third of them."""
    cases = list(hard.read_cases())
    assert sum(len(case.wanted) for case in cases) >= 300
    assert sum(case.traps for case in cases) >= 100


def test_people_of_the_sample_article(sample_article):
    """All 21 words of the three people's names are found and certain, and nothing else is."""
    wanted = {match.span() for match in TOKENS.finditer(sample_article)}
    assert len(wanted) == 21
    found = set()
    for name in PEOPLE:
        for mention in find_mentions(name, sample_article, token_offsets(sample_article)):
            assert mention.certain, mention
            found |= {
                (mention.start + word.start(), mention.start + word.end())
                for word in re.finditer(r"\w+", mention.surface)
            }
    assert found == wanted


def test_any_case_form_leads_to_all_the_others(sample_article):
    """Starting from a genitive finds the same as starting from the nominative."""
    assert find_mentions("Мустафу Сулеймана", sample_article) == find_mentions("Мустафа Сулейман", sample_article)
    assert find_mentions("Бениоффа", sample_article) == find_mentions("Бениофф", sample_article)


def test_a_surname_takes_in_the_first_name_beside_it():
    """A mention is the whole name, unless only the word itself is asked for."""
    text = "Наняли Мустафу Сулеймана. Сулейман рад."
    assert [m.surface for m in find_mentions("Сулейман", text)] == ["Мустафу Сулеймана", "Сулейман"]
    assert [m.surface for m in find_mentions("Сулейман", text, whole=False)] == ["Сулеймана", "Сулейман"]


@pytest.mark.parametrize(
    ("name", "text", "surface", "reason"),
    [
        ("Лев Толстой", "В клетке сидел лев.", "лев", "lower case"),
        ("Магнит", "Магнит притягивает железо.", "Магнит", "start of a sentence"),
        ("Дмитрий Песков", "Пришла Татьяна Пескова.", "Татьяна Пескова", "another first name: Татьяна"),
        ("Сэм Альтман", "Пришёл Сэм Уолтон.", "Сэм", "another surname: Уолтон"),
        ("Сэм Альтман", "Пришёл Сэм.", "Сэм", "never gives the full name"),
        ("Яндекс", "Это яндексовский сервис.", "яндексовский", "adjective"),
        ("Ломоносов", "Это МГУ имени Ломоносова.", "Ломоносова", "longer name: “имени Ломоносова”"),
        ("Microsoft", "Это Microsoft Azure.", "Microsoft", "longer name: “Microsoft Azure”"),
        ("AI", "Много AI-агентов.", "AI", "compound word “AI-агентов”"),
        ("МИД", "Вышел мид.", "мид", "lower case"),
        ("Иван Макрон", "Приехали Макроны.", "Макроны", "plural"),
    ],
)
def test_doubtful_mentions_say_why(name, text, surface, reason):
    """What may be something else is found, is not certain, and says why in both languages."""
    mention = next(m for m in find_mentions(name, text) if m.surface == surface)
    assert not mention.certain
    assert mention.reason is not None
    assert reason in mention.reason.render("en")
    assert re.search("[а-я]", mention.reason.render("ru"))


def test_a_mention_that_cuts_a_token_is_not_certain():
    """Where the tokenizer keeps the name together with something else, the mention is doubtful."""
    text = "Смотри Amazon*2"
    (mention,) = find_mentions("Amazon", text, ((0, 6), (7, 15)))
    assert not mention.certain
    assert "Amazon*2" in str(mention.reason.render("en"))


def test_unsplit_letters_and_stress_marks_are_the_same_name():
    """й written as two code points and stress marks do not hide a name; offsets count code points."""
    text = "Здесь Чаи\u0306ковский и Чайко\u0301вский."
    assert [m.surface for m in find_mentions("Чайковский", text)] == ["Чаи\u0306ковский", "Чайко\u0301вский"]


@pytest.mark.parametrize("name", ["", " ", "«»", "…", "-"])
def test_a_name_without_letters_has_no_mentions(name):
    """Nothing is found for what is no name."""
    assert find_mentions(name, "Любой текст.") == []


ALPHABET = "Иванов СэмАльтма.-«»\"' \nаеуGoogle1ё\u0301👍"


@given(st.text(ALPHABET, max_size=20), st.text(ALPHABET, max_size=80), st.sampled_from([None, *NameKind]))
def test_mentions_are_ranges_of_the_text(name, text, kind):
    """Whatever is given, mentions lie in the text, in order, apart from each other, and doubts have reasons."""
    position = 0
    for mention in find_mentions(name, text, kind=kind):
        assert position <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end] == mention.surface.strip()
        assert mention.certain == (mention.reason is None)
        position = mention.end


def test_an_index_finds_what_a_search_of_each_article_finds(sample_article):
    """Searching many articles at once gives the same mentions as searching them one by one, in the order added."""
    articles = [("one", sample_article), ("two", "Ничего."), ("three", "Пришёл Альтман.")]
    index = MentionIndex((identifier, text, ()) for identifier, text in articles)
    found = dict(index.search("Альтман"))
    assert list(found) == ["one", "three"]
    assert all(
        mentions == find_mentions("Альтман", dict(articles)[identifier]) for identifier, mentions in found.items()
    )


def test_edits_are_one_step_and_leave_out_what_is_tagged(make_document, scheme):
    """All mentions are tagged in one step with the source mentions; undoing it gives the document back."""
    document = make_document("Пришёл Сэм Альтман. Альтмана ждали.", entities=(Entity("T1", 7, 18, "PERSON"),))
    mentions = find_mentions("Альтман", document.text, document.tokens)
    patch = mention_edits(document, scheme, mentions, "PERSON").resolve(document, scheme)
    after = patch.apply(document)
    assert [(after.surface(e), e.source) for e in after.entities] == [
        ("Сэм Альтман", "manual"),
        ("Альтмана", "mentions"),
    ]
    assert patch.inverse().apply(after).entities == document.entities


def test_kinds_of_labels():
    """People's labels ask for people's names, those of organisations and products for whole names."""
    assert kind_of_label("PERSON") is NameKind.PERSON
    assert kind_of_label("PRODUCT") is NameKind.OTHER
    assert kind_of_label("IDEA") is None


def test_the_quick_test_never_passes_over_an_article_with_a_mention(hard):
    """It says yes to every article of the list that holds the name, and no to one that does not."""
    for case in hard.read_cases():
        if find_mentions(case.name, case.text, kind=case.kind):
            assert may_mention(case.name, case.kind)(case.text), case.name
    assert not may_mention("Мустафа Сулейман", NameKind.PERSON)("Дождь идёт третий день.")
    assert not may_mention("…")("Дождь идёт третий день.")
