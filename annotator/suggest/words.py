"""The words of an article as names are searched in them: folded, with their places and what stands between them."""

from __future__ import annotations

import re
from collections import defaultdict

from annotator.suggest.morphology import fold

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:['’ʼ`´‘](?:[^\W\d_][\u0300-\u036f]*)+)*")
_LATIN_WITH_ENDING = re.compile(r"([A-Za-z0-9][A-Za-z0-9]*[A-Za-z])(['’ʼ`´‘]?)([а-яё]+)\Z")
_ENGLISH_GENITIVE = re.compile(r"([A-Za-z0-9]+)['’](?:s|S)?\Z")
_ACRONYM_WITH_ENDING = re.compile(r"([А-ЯЁ]{2,})['’]([а-яё]+)\Z")
QUOTES = '«»“”„"'
_ENDS_SENTENCE = ".!?…:\n\r\u2029"
_ABBREVIATIONS = frozenset(
    [
        "г",
        "ул",
        "им",
        "св",
        "акад",
        "проф",
        "тов",
        "гр",
        "т",
        "д",
        "др",
        "см",
        "стр",
        "напр",
        "пр",
        "пл",
        "корп",
        "обл",
        "респ",
        "кн",
        "гн",
        "мр",
        "ген",
        "полк",
        "лейт",
        "доц",
        "канд",
    ]
)


class Words:
    """The words of one text. A word is a run of letters and digits; hyphens and points stand between words.

    `keys` holds the folded words. A Latin name with a Russian ending (Google'ом) is keyed by the name alone, and the
    ending is kept in `endings`; `ends` is the end of the whole word, save for an English genitive's, which is left out.
    All offsets are code points.
    """

    __slots__ = ("endings", "ends", "keys", "places", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.keys: list[str] = []
        self.endings: dict[int, str] = {}
        self.places: dict[str, list[int]] = defaultdict(list)
        for match in _WORD.finditer(text):
            self._add(match.group(), match.start())
        self.places.default_factory = None

    def _add(self, word: str, start: int) -> None:
        index, end, key = len(self.keys), start + len(word), word
        if not word.isalpha():
            if genitive := _ENGLISH_GENITIVE.match(word):
                key, end = genitive[1], start + len(genitive[1])
            elif acronym := _ACRONYM_WITH_ENDING.match(word):
                key = acronym[1]
                self.endings[index] = acronym[2]
        if word[0].isascii() and not word.isascii() and (ended := _LATIN_WITH_ENDING.match(word)):
            key = ended[1]
            self.endings[index] = ended[3]
        self.starts.append(start)
        self.ends.append(end)
        self.keys.append(fold(key))
        self.places[self.keys[-1]].append(index)

    def __len__(self) -> int:
        return len(self.keys)

    def surface(self, index: int) -> str:
        """Return the word as it is written."""
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        """Return what stands between the word and the next one, "" beyond either end of the text."""
        if index < 0 or index + 1 >= len(self.keys):
            return ""
        return self.text[self.ends[index] : self.starts[index + 1]]

    def is_capital(self, index: int) -> bool:
        """Tell whether the word begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def is_initial(self, index: int) -> bool:
        """Tell whether the word is one capital letter with a point behind it."""
        start, end = self.starts[index], self.ends[index]
        return end - start == 1 and self.text[start].isupper() and self.text[end : end + 1] == "."

    def begins_sentence(self, index: int) -> bool:
        """Tell whether a capital letter here may be owed to the place alone: a sentence, a line or direct speech begins."""
        before = self.text[max(0, self.starts[index] - 12) : self.starts[index]]
        if index and self.ends[index - 1] > self.starts[index] - 12:
            before = self.gap(index - 1)
        if "\n" in before or "\r" in before or index == 0:
            return True
        last = before.strip(" \u00a0\t«»“”„\"'()[]—–-")[-1:]
        if last == "." and (self.is_initial(index - 1) or self.keys[index - 1] in _ABBREVIATIONS):
            return False
        return bool(last) and last in _ENDS_SENTENCE

    def is_quoted(self, first: int, last: int) -> bool:
        """Tell whether quotation marks enclose exactly these words."""
        before, after = self.starts[first] - 1, self.ends[last]
        return before >= 0 and self.text[before] in '«“„"' and self.text[after : after + 1] in tuple('»”“"')

    def quoted_phrase(self, first: int, last: int) -> tuple[int, int] | None:
        """Return first and last word of a short quoted name that holds these words and more, or None.

        A quotation of more than five words, or with sentence punctuation in it, is speech and no name.
        """
        left = first
        while left > 0 and first - left < 4 and not set(self.gap(left - 1)) & set(QUOTES + ".!?,:;\n"):
            left -= 1
        right = last
        while right + 1 < len(self.keys) and right - last < 4 and not set(self.gap(right)) & set(QUOTES + ".!?,:;\n"):
            right += 1
        longer = (left, right) != (first, last) and self.is_capital(left)
        return (left, right) if longer and self.is_quoted(left, right) else None
