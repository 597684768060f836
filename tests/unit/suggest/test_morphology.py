import pytest

from annotator.suggest.declension import decline_by_rules
from annotator.suggest.morphology import fold, is_function_word, word_forms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Лев", "льва льву львом льве"),
        ("Павел", "павла павлу павлом"),
        ("Бениофф", "бениоффа бениоффу бениоффом бениоффе"),
        ("Бениоффа", "бениофф бениоффом"),
        ("Песков", "пескова пескову песковым пескове"),
        ("Набиуллина", "набиуллиной набиуллину"),
        ("Достоевский", "достоевского достоевскому достоевским достоевском"),
        ("Порошенко", "порошенко"),
        ("Джей", "джея джею джеем"),
        ("Кравец", "кравца кравцу кравцом"),
    ],
)
def test_people_decline(word, forms):
    """The forms of a person's name hold those that news use."""
    assert set(forms.split()) <= set(word_forms(word, person=True))


@pytest.mark.parametrize("word", ["Меркель", "Черных", "Дюма", "Саакашвили"])
def test_indeclinable_surnames_stand_in_every_case(word):
    """One form serves all six cases."""
    readings = word_forms(word, person=True)[fold(word)]
    assert {reading.case for reading in readings} == {"nomn", "gent", "datv", "accs", "ablt", "loct"}


@pytest.mark.parametrize("word", ["OpenAI", "4o", "Я"])
def test_foreign_words_numbers_and_letters_do_not_decline(word):
    """They have one form, which stands in every case."""
    assert list(word_forms(word, person=False)) == [fold(word)]


def test_rules_keep_the_word_itself():
    """Whatever the ending, a word that fits a paradigm is one of its own forms."""
    for word in ("бениофф", "наделла", "берия", "гайдай", "цзиньпин", "пашинян", "кеосаян", "ляйен"):
        assert word in decline_by_rules(word)


def test_folding():
    """Words are compared without case, stress marks and ё, and with one kind of apostrophe."""
    assert fold("Орёл") == fold("ОРЕЛ") == "орел"
    assert fold("О’Нил") == "о'нил"


def test_function_words():
    """Prepositions and conjunctions are told from names."""
    assert is_function_word("По")
    assert not is_function_word("Песков")
