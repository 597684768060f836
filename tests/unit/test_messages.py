"""Messages in two languages."""

import pytest

from annotator.messages import AnnotatorError, language_of_locale, msg, plural, set_language

ARTICLES = ("{n:article|articles}", "{n:статья|статьи|статей}")


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (0, "0 articles", "0 статей"),
        (1, "1 article", "1 статья"),
        (3, "3 articles", "3 статьи"),
        (11, "11 articles", "11 статей"),
    ],
)
def test_a_number_brings_its_noun(number, english, russian):
    """The noun has the form that the number asks for, in both languages."""
    message = msg(*ARTICLES, n=number)
    assert (message.render("en"), message.render("ru")) == (english, russian)


def test_numbers_keep_their_own_formats():
    """A format for numbers goes on meaning what it always meant, and a truth value is no number."""
    assert msg("{n:04d} {x:.1f} {b}", "", n=7, x=0.25, b=True).render("en") == "0007 0.2 True"


def test_a_message_inside_a_message_follows_the_same_language():
    """Values that are messages are rendered in the language of the whole."""
    whole = msg("{what} is gone", "{what}: пропало", what=msg("the file", "файл"))
    assert whole.render("ru") == "файл: пропало"


def test_an_error_tells_its_place_once():
    """The place is filled in where it is known first and never replaced."""
    error = AnnotatorError(msg("bad", "плохо")).at("a.jsonl", 3).at("b.jsonl", 4)
    assert str(error) == "a.jsonl:3: bad"
    set_language("ru")
    assert str(error) == "a.jsonl:3: плохо"


@pytest.mark.parametrize(("number", "form"), [(21, "one"), (22, "few"), (25, "many"), (112, "many"), (101, "one")])
def test_russian_forms(number, form):
    """Endings in 1 and 2 to 4 have forms of their own, 11 to 14 do not."""
    assert plural(number, "one", "few", "many") == form


def test_the_locale_decides_where_nothing_is_chosen():
    """The first variable that is set says the language."""
    assert language_of_locale({"LC_ALL": "", "LANG": "ru_RU.UTF-8"}) == "ru"
    assert language_of_locale({"LC_ALL": "C.UTF-8", "LANG": "ru_RU.UTF-8"}) == "en"
