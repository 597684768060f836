"""Names in Russian text and how they relate."""

import pytest

from annotator.training.relations.names import Likeness, form, likeness, stem


@pytest.mark.parametrize(
    ("left", "right"),
    [("Сулейман", "Сулеймана"), ("Громова", "Громовой"), ("Москва", "Москве"), ("Фёдоров", "Федорову"), ("ЕС", "ес")],
)
def test_case_endings_do_not_matter(left, right):
    """Two case forms of one word have one stem."""
    assert stem(left) == stem(right)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Мустафа Сулейман", "Мустафу Сулеймана", Likeness.SAME),
        ("Мустафа Сулейман", "Сулейману", Likeness.SHORTER),
        ("Сулейман", "Мустафой Сулейманом", Likeness.LONGER),
        ("Анна Громова", "Анна Котова", Likeness.COMMON),
        ("Исламского государства", "ИГ", Likeness.INITIALS),
        ("ООН", "Организация Объединённых Наций", Likeness.SPELT_OUT),
        ("Зубия Шахназ", "Zoobia Shahnaz", Likeness.OTHER_SCRIPT),
        ("Анна", "Борис", Likeness.NONE),
    ],
)
def test_likeness(left, right, expected):
    """The kinds of likeness that alternative names have."""
    assert likeness(left, right) is expected


def test_a_name_without_letters_has_a_form():
    """Signs alone are compared as they are."""
    assert form("№") == ("№",)
    assert likeness("№", "№") is Likeness.SAME
