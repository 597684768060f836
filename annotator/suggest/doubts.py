"""Why a mention may be none: the reasons that stand beside an unticked row of the list of mentions."""

from __future__ import annotations

from annotator.messages import Message, msg


def lower_case() -> Message:
    """The word is written without a capital letter."""
    return msg("written in lower case: may be a common word", "со строчной буквы: может быть обычным словом")


def other_case(name: str) -> Message:
    """An acronym is not written in capitals."""
    return msg("written otherwise than “{name}”", "написано иначе, чем «{name}»", name=name)


def sentence_start() -> Message:
    """A common word begins a sentence, so that its capital says nothing."""
    return msg(
        "a common word at the start of a sentence: the capital may mean nothing",
        "обычное слово в начале предложения: прописная буква может ничего не значить",
    )


def adjective() -> Message:
    """The word is an adjective made of the name."""
    return msg("an adjective made from the name", "прилагательное от имени")


def compound(whole: str) -> Message:
    """The name is part of a compound word."""
    return msg("part of the compound word “{whole}”", "часть сложного слова «{whole}»", whole=whole)


def longer_name(whole: str) -> Message:
    """The name stands inside another name."""
    return msg("part of a longer name: “{whole}”", "часть более длинного названия: «{whole}»", whole=whole)


def namesake(other: str) -> Message:
    """Another first name stands beside the surname."""
    return msg("another first name: {other}", "другое имя: {other}", other=other)


def other_surname(other: str) -> Message:
    """The first name belongs to another surname."""
    return msg("another surname: {other}", "другая фамилия: {other}", other=other)


def first_name_only() -> Message:
    """Only the first name, in an article that never gives the full name."""
    return msg(
        "only the first name, and the article never gives the full name",
        "только имя, а полного имени в статье нет",
    )


def several_bearers(names: str) -> Message:
    """The article names several people so."""
    return msg(
        "several people of this name in the article: {names}",
        "в статье несколько людей с таким именем: {names}",
        names=names,
    )


def plural() -> Message:
    """The form is plural: a family rather than the person."""
    return msg("plural: a family rather than the person", "множественное число: скорее семья, чем сам человек")


def singular() -> Message:
    """The form is singular, though the name is plural."""
    return msg("singular, though the name is plural", "единственное число, хотя название множественное")


def other_gender() -> Message:
    """The form belongs to a person of the other sex."""
    return msg("a form of the other gender: perhaps another person", "форма другого рода: возможно, другой человек")


def cuts_token(token: str) -> Message:
    """The tokenizer keeps the name together with something else."""
    return msg(
        "only a part of the token “{token}”",
        "только часть токена «{token}»",
        token=token,
    )


def abbreviation() -> Message:
    """The word is made of the name's first letters, yet the article does not say that it stands for the name."""
    return msg(
        "the first letters of the name: perhaps its abbreviation",
        "первые буквы названия: возможно, сокращение",
    )


def quoted() -> Message:
    """The first name alone stands in quotation marks."""
    return msg(
        "in quotation marks: perhaps the name of something else", "в кавычках: возможно, название чего-то другого"
    )
