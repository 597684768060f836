"""Russian for the fixed words that the option parser writes itself: headings of a help text, errors of usage.

The parser has no catalogue for them. What a command says of itself is in both languages where it is declared.
"""

from __future__ import annotations

import re

from annotator.messages import current_language

_HELP = (
    (r"^Usage: ", "Использование: "),
    (r"^(\s*)Options:$", r"\1Параметры:"),
    (r"^(\s*)Arguments:$", r"\1Аргументы:"),
    (r"Show this message and exit\.", "Показать эту справку и выйти."),
    (r"\[OPTIONS\]", "[ПАРАМЕТРЫ]"),
    (r"\[required\]", "[обязательно]"),
    (r"\[default:", "[по умолчанию:"),
    (r"; required\]", "; обязательно]"),
    (r"\bINTEGER RANGE\b|\bINTEGER\b", "ЧИСЛО"),
    (r"\bFLOAT RANGE\b|\bFLOAT\b", "ЧИСЛО"),
    (r"\bTEXT\b", "ТЕКСТ"),
    (r"\bDIRECTORY\b", "ПАПКА"),
    (r"\bFILE\b(?! FILE)", "ФАЙЛ"),
    (r"\bPATH\b", "ПУТЬ"),
)
_ERRORS = (
    (r"^Missing argument (.+?)\.?$", r"не указан аргумент \1"),
    (r"^Missing option (.+?)\.?$", r"не указан параметр \1"),
    (r"^Missing parameter: (.+)$", r"не указан параметр \1"),
    (r"^No such option: (.+?)(?:\.? Did you mean (.+)\?)?$", r"нет такого параметра: \1"),
    (r"^Option (.+) requires an argument\.?$", r"параметру \1 нужно значение"),
    (r"^Option (.+) does not take a value\.?$", r"параметр \1 не принимает значения"),
    (r"^Got unexpected extra arguments? ?(?:\(s\))? ?\((.+)\)$", r"лишние аргументы: \1"),
    (r"^Invalid value for (.+): (.+) is not a valid (?:integer|int|float)(?: range)?\.?$", r"\1: \2 — не число"),
    (r"^Invalid value for (.+): (.+) is not one of (.+)\.?$", r"\1: \2 — не одно из \3"),
    (r"^Invalid value for (.+): (.+) is not in the range (.+)\.?$", r"\1: \2 вне пределов \3"),
    (r"^Invalid value for (.+): (?:File|Path|Directory) (.+) does not exist\.?$", r"\1: \2 не существует"),
    (r"^Invalid value for (.+): Input should be a valid (?:integer|number).*$", r"\1: нужно число"),
    (r"^Invalid value for (.+): Input should be greater than or equal to (.+)$", r"\1: нужно число не меньше \2"),
    (r"^Invalid value for (.+): Input should be less than or equal to (.+)$", r"\1: нужно число не больше \2"),
    (r"^Invalid value for (.+): path (.+) is not readable\.?$", r"\1: нет прав на чтение \2"),
    (r"^Invalid value for (.+): (.+)$", r"неверное значение \1: \2"),
)


def help_in_language(text: str) -> str:
    """Return a command's help with the parser's own words in the interface language."""
    if current_language() != "ru":
        return text
    for pattern, russian in _HELP:
        text = re.sub(pattern, russian, text, flags=re.MULTILINE)
    return text


def error_in_language(text: str) -> str:
    """Return the parser's error in the interface language; one that is not known stays as it is."""
    if current_language() != "ru":
        return text
    return next((re.sub(pattern, russian, text) for pattern, russian in _ERRORS if re.match(pattern, text)), text)
