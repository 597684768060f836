"""How a file counts the characters of its text: the text that it quotes beside its offsets tells.

Python and brat count code points, JavaScript and Java count UTF-16 units, some tools count what a reader sees as one
character; editors make one character of CR LF; a byte order mark is counted or not. A quoted text settles which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.messages import Message, msg
from annotator.text.offsets import grapheme_starts

Span = tuple[int, int]
Quote = tuple[Sequence[Span], str]
"""The parts of a span in the file's own offsets, and the text that the file says they cover."""

_BLANKS = re.compile(r"\s+")
_REACH = 3  # how far off an offset may be to be put right
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Counting:
    """One way of counting; the plain one counts code points."""

    utf16: bool = False
    graphemes: bool = False
    crlf_as_one: bool = False
    bom: bool = False

    def starts(self, text: str) -> list[int] | None:
        """Return the code point offset of each offset of this counting, or None where they are the same."""
        if self.graphemes:
            starts = grapheme_starts(text)
        elif (self.utf16 and _ASTRAL.search(text)) or (self.crlf_as_one and "\r\n" in text):
            starts = self._unit_starts(text)
        elif self.bom:
            starts = list(range(len(text) + 1))
        else:
            return None
        return [0, *starts] if self.bom else starts

    def _unit_starts(self, text: str) -> list[int]:
        starts: list[int] = []
        for i, character in enumerate(text):
            if self.crlf_as_one and character == "\n" and i and text[i - 1] == "\r":
                continue
            starts.append(i)
            if self.utf16 and character > "\uffff":
                starts.append(i)
        return [*starts, len(text)]

    def __str__(self) -> str:
        return str(self.describe())

    def describe(self) -> Message:
        """Say in words how it counts."""
        unit = msg("code points", "символах (code points)")
        if self.utf16:
            unit = msg("UTF-16 units", "единицах UTF-16")
        elif self.graphemes:
            unit = msg("grapheme clusters", "графемах")
        more_en = (", CR LF as one" if self.crlf_as_one else "") + (", the byte order mark too" if self.bom else "")
        more_ru = (", CR LF как один" if self.crlf_as_one else "") + (", с меткой порядка байтов" if self.bom else "")
        return msg("{unit}{more}", "{unit}{more}", unit=unit, more=msg(more_en, more_ru))


PLAIN = Counting()
GRAPHEMES = Counting(graphemes=True)


def convert(starts: list[int] | None, span: Span, length: int) -> Span | None:
    """Return the span in code points, or None if it does not lie inside the text."""
    start, end = span
    if starts is None:
        return span if 0 <= start <= end <= length else None
    return (starts[start], starts[end]) if 0 <= start <= end < len(starts) else None


def covered(text: str, spans: Sequence[Span]) -> str:
    """Return the text that the parts cover, joined by single blanks."""
    return " ".join(text[start:end] for start, end in spans)


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts are equal but for the kind and number of blanks between words."""
    return one == other or _BLANKS.sub(" ", one) == _BLANKS.sub(" ", other)


def agrees(text: str, starts: list[int] | None, quote: Quote) -> bool:
    """Tell whether the quoted text stands where the offsets say."""
    if starts is None and len(quote[0]) == 1:
        start, end = quote[0][0]
        if 0 <= start <= end <= len(text) and text[start:end] == quote[1]:
            return True
    spans = [convert(starts, span, len(text)) for span in quote[0]]
    return None not in spans and same_text(covered(text, [span for span in spans if span]), quote[1])


def candidates(text: str) -> list[Counting]:
    """Return the ways of counting that differ for this text, the likeliest first."""
    units = [PLAIN]
    if _ASTRAL.search(text):
        units.append(Counting(utf16=True))
    ways = [way for unit in units for way in _with_line_ends(unit, text)]
    if len(grapheme_starts(text)) != len(text) + 1:
        ways.append(GRAPHEMES)
    return ways + [Counting(way.utf16, way.graphemes, way.crlf_as_one, bom=True) for way in ways]


def _with_line_ends(unit: Counting, text: str) -> list[Counting]:
    return [unit, Counting(utf16=unit.utf16, crlf_as_one=True)] if "\r\n" in text else [unit]


def choose(text: str, quotes: Sequence[Quote]) -> Counting:
    """Return the way of counting under which the most quoted texts stand where the offsets say.

    Plain code points win any tie, so a file without a single quoted text counts code points.
    """
    if _all_plain(text, quotes):
        return PLAIN
    best, best_score = PLAIN, -1
    for way in candidates(text):
        starts = way.starts(text)
        score = sum(agrees(text, starts, quote) for quote in quotes)
        if score > best_score:
            best, best_score = way, score
        if score == len(quotes):
            break
    return best


def _all_plain(text: str, quotes: Sequence[Quote]) -> bool:
    """Tell whether every quote stands where its offsets say, in code points, as in nearly every file."""
    length = len(text)
    for quote in quotes:
        start, end = quote[0][0] if len(quote[0]) == 1 else (-1, -1)
        if not (0 <= start <= end <= length and text[start:end] == quote[1]) and not agrees(text, None, quote):
            return False
    return True


def put_right(text: str, near: int, quoted: str) -> Span | None:
    """Return where the quoted text really stands, at most three characters from `near`; None if nowhere or unclear."""
    if not quoted.strip():
        return None
    for distance in range(_REACH + 1):
        places = {near - distance, near + distance}
        found = [place for place in places if place >= 0 and text.startswith(quoted, place)]
        if found:
            return (found[0], found[0] + len(quoted)) if len(found) == 1 else None
    return None
