"""Texts for people, in both of the program's languages.

Below the window every message is a value that holds its English and its Russian wording. It is rendered as late as
possible, so that an error raised in a worker thread or kept in a log still follows the language chosen by the user.
Both wordings stand side by side where the message is raised: none can be forgotten, and none can grow stale.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class _Current:
    language: Language | None = None


def language_of_locale(environ: Mapping[str, str] = os.environ) -> Language:
    """Return "ru" for a Russian locale in LC_ALL, LC_MESSAGES or LANG (the first that is set), else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"


def set_language(language: Language | None) -> None:
    """Choose the language of all messages; None means the locale's."""
    _Current.language = language


def chosen_language() -> Language | None:
    """Return the language that was chosen, or None where it follows the locale."""
    return _Current.language


def current_language() -> Language:
    """Return the language in which messages are shown now."""
    return _Current.language or language_of_locale()


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the Russian form for `number`: 1 сущность, 3 сущности, 11 сущностей."""
    if number % 10 == 1 and number % 100 != 11:
        return one
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return few
    return many


class _Count(int):
    """A number in a message; it brings its noun where the text names the forms."""

    def __format__(self, spec: str) -> str:
        """Return number and noun where the spec names forms, two in English and three in Russian."""
        forms = spec.split("|")
        if len(forms) == 1:
            return super().__format__(spec)
        form = plural(self, *forms) if len(forms) == 3 else forms[self != 1]
        return f"{int(self)} {form}"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence for the user in both languages, with named values that are filled in when it is shown."""

    en: str
    ru: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def render(self, language: Language) -> str:
        """Return the text in `language`; values that are messages themselves follow the same language."""
        values = {name: self._shown(value, language) for name, value in self.values.items()}
        return (self.ru if language == "ru" else self.en).format_map(values)

    @staticmethod
    def _shown(value: object, language: Language) -> object:
        if isinstance(value, Message):
            return value.render(language)
        return _Count(value) if type(value) is int else value

    def __str__(self) -> str:
        return self.render(current_language())


def msg(en: str, ru: str, /, **values: object) -> Message:
    """Build a message: `msg("no label {label}", "нет метки {label}", label="X")`.

    A whole number may bring its noun: `"{n:article|articles}"`, `"{n:статья|статьи|статей}"`.
    """
    return Message(en, ru, values)


def reason_of(error: Exception) -> str:
    """Return what an error of other people's code says in one line, with its kind where that tells more."""
    said = " ".join(str(error).split())
    return (
        said if said and isinstance(error, (ImportError, OSError)) else f"{type(error).__name__}: {said}".rstrip(": ")
    )


class AnnotatorError(Exception):
    """Base of every error that a user may see: carries a message in both languages and, where known, a place.

    `str(error)` is the one line that is printed: `file:line: what is wrong, what to do`.
    """

    def __init__(
        self, message: Message, *, file: str | os.PathLike[str] | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = os.fspath(file) if file is not None else None
        self.line = line

    def at(self, file: str | os.PathLike[str], line: int | None = None) -> AnnotatorError:
        """Return the same error with the place filled in, if it had none yet."""
        if self.file is None:
            self.file, self.line = os.fspath(file), line
        return self

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: " if self.file else ""
        return f"{place}{self.message}"
