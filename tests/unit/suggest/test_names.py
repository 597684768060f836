import pytest

from annotator.suggest.mentions import find_mentions
from annotator.suggest.names import NameKind, compile_name
from annotator.suggest.words import Words


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Мустафа Сулейман", NameKind.PERSON),
        ("Бениоффа", NameKind.PERSON),
        ("И. И. Иванов", NameKind.PERSON),
        ("Урсула фон дер Ляйен", NameKind.PERSON),
        ("ОАО «Яндекс»", NameKind.OTHER),
        ("«Лада Веста»", NameKind.OTHER),
        ("OpenAI", NameKind.OTHER),
        ("МИД", NameKind.OTHER),
        ("Министерство обороны", NameKind.OTHER),
        ("Windows 11", NameKind.OTHER),
    ],
)
def test_kinds_are_guessed_from_the_words(name, kind):
    """Without a label, a name's words say whether it is a person's."""
    assert compile_name(name).kind is kind


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("Мустафа Сулейман", "Сулейман", "Мустафа"),
        ("Иванов Иван Иванович", "Иванов", "Иван"),
        ("Иванов Пётр", "Иванов", "Пётр"),
        ("Салтыков-Щедрин", "Салтыков-Щедрин", None),
        ("А.С.Пушкин", "Пушкин", None),
    ],
)
def test_people_are_taken_apart(name, surname, given):
    """Surname and first name are told apart in either order."""
    compiled = compile_name(name, NameKind.PERSON)
    assert "-".join(part.word for part in compiled.surname.parts) == surname
    assert (compiled.given.word if compiled.given else None) == given


def test_legal_form_and_quotation_marks_lead_the_name():
    """They are no part of what is searched for."""
    compiled = compile_name("ОАО «Яндекс»")
    assert [unit.word for unit in compiled.units] == ["Яндекс"]
    assert [part.word for part in compiled.lead] == ["ОАО"]


def test_an_abbreviation_is_certain_once_it_is_introduced():
    """First letters count as the name where the article sets them in brackets after it."""
    name = "Движение против нелегальной иммиграции"
    text = "Это ДПНИ. Рядом ДПНИ."
    assert [m.certain for m in find_mentions(name, text)] == [False, False]
    text = f"Это {name} (ДПНИ). Рядом ДПНИ."
    assert [(m.surface, m.certain) for m in find_mentions(name, text)] == [(name, True), ("ДПНИ", True), ("ДПНИ", True)]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Слово", True),
        ("Вот. Слово", True),
        ("Сказал: «Слово", True),
        ("Вот\nСлово", True),
        ("— Слово", True),
        ("им. Слово", False),
        ("А. Слово", False),
        ("вот Слово", False),
        ("вот «Слово", False),
    ],
)
def test_where_a_capital_letter_says_nothing(text, begins):
    """Sentences, lines and direct speech begin with a capital; abbreviations and initials end no sentence."""
    words = Words(text)
    assert words.begins_sentence(len(words) - 1) is begins


def test_words_with_endings_are_keyed_by_the_name():
    """Russian endings of Latin names and English genitives do not hide the name."""
    words = Words("Google'ом OpenAI’s Googleом О'Нил")
    assert words.keys == ["google", "openai", "google", "о'нил"]
    assert [words.surface(i) for i in range(4)] == ["Google'ом", "OpenAI", "Googleом", "О'Нил"]


def test_short_quotations_are_names():
    """A quoted phrase of a few words that begins with a capital letter is a longer name; speech is not."""
    words = Words("Это «Газпром нефть» и «Газпром, как известно, молчит» тут.")
    assert words.quoted_phrase(1, 1) == (1, 2)
    assert words.quoted_phrase(4, 4) is None
