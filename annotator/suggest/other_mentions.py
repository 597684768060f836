"""Mentions of an organisation, a product or a place: the whole name, with or without its quotation marks."""

from __future__ import annotations

import re

from annotator.messages import Message
from annotator.suggest import doubts, morphology
from annotator.suggest.matching import Found, Hit, compound_before, is_blank, unit_hits
from annotator.suggest.morphology import ANY_CASE, fold, is_cyrillic
from annotator.suggest.names import Name
from annotator.suggest.words import QUOTES, Words

_UNITS_OF_COUNT = [
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
    "млн",
    "млрд",
    "трлн",
    "тыс",
    "миллион",
    "миллиард",
    "триллион",
    "тысяч",
    "процент",
    "год",
    "лет",
    "раз",
    "доллар",
    "руб",
    "евро",
    "штук",
    "ден",
    "дня",
    "дней",
    "час",
    "минут",
    "человек",
    "сотруд",
    "пользовател",
    "стран",
    "компани",
    "новы",
]

_LONG = 7  # letters: a rare word as long as this is hardly a common one
# Names put together from shortened words are names at the start of a sentence too.
_SYLLABIC = re.compile(
    r".{3}(?:банк|пром|нефт|газ|флот|строй|маш|хим|атом|ком|надзор|дум|завод|энерго|экспорт|космос|телеком)[а-я]{0,3}\Z"
)


class OtherMatcher:
    """Finds one name that stands whole in one article."""

    def __init__(self, name: Name, words: Words) -> None:
        self.name, self.words = name, words

    def find(self) -> list[Found]:
        """Return the mentions, doubtful ones with the reason."""
        hits = unit_hits(self.name.units[0], self.words)
        for unit in self.name.units[1:]:
            later = {hit.first: hit for hit in unit_hits(unit, self.words)}
            hits = [joined for hit in hits if (joined := self._join(hit, later)) is not None]
        return [self._found(compound_before(hit, self.words)) for hit in hits] + self._abbreviations(hits)

    def _join(self, hit: Hit, later: dict[int, Hit]) -> Hit | None:
        following, gap = later.get(hit.last + 1), self.words.gap(hit.last)
        if following is None or not self._may_stand_inside(gap):
            return None
        # A hyphen or point inside the name makes no compound of its first word.
        reason = following.reason or (hit.reason if is_blank(gap) else None)
        return Hit(hit.first, following.last, following.readings | hit.readings, reason)

    def _may_stand_inside(self, gap: str) -> bool:
        """Tell whether the gap may part two words of the name: blanks, a point, a hyphen, quotation marks."""
        mark = gap.strip(" \u00a0\t" + QUOTES)
        if mark in {"", ".", "-", "‑"}:
            return bool(gap) and gap.count("\n") < 2
        return mark in self.name.text

    def _abbreviations(self, hits: list[Hit]) -> list[Found]:
        """Find the name's initial letters as a word (ДПНИ); certain once the article sets them after the full name."""
        words = self.words
        found = [i for form in self.name.abbreviation for i in words.places.get(form, ())]
        short = [i for i in found if words.surface(i)[: len(self.name.units)].isupper() and not self._inside(i, hits)]
        explained = any(hit.last + 1 in short and words.gap(hit.last).strip(' »”"') == "(" for hit in hits)
        reason = None if explained else doubts.abbreviation()
        return [Found(words.starts[i], words.ends[i], reason) for i in sorted(short)]

    @staticmethod
    def _inside(index: int, hits: list[Hit]) -> bool:
        return any(hit.first <= index <= hit.last for hit in hits)

    def _found(self, hit: Hit) -> Found:
        start, end = self._with_lead(hit)
        return Found(start, end, hit.reason or self._reason(hit))

    def _with_lead(self, hit: Hit) -> tuple[int, int]:
        """Take in the legal form or common noun, and the quotation marks, if the selected name had them too."""
        words, lead = self.words, self.name.lead
        start, end = words.starts[hit.first], words.ends[hit.last]
        first = hit.first - len(lead)
        if not lead or first < 0:
            return start, end
        if any(words.keys[first + k] not in part.forms for k, part in enumerate(lead)):
            return start, end
        if any(not is_blank(words.gap(first + k)) for k in range(len(lead) - 1)):
            return start, end
        gap = words.gap(hit.first - 1)
        quoted = words.is_quoted(hit.first, hit.last)
        if gap.strip("\u00a0 " + (QUOTES if quoted else "")):
            return start, end
        return words.starts[first], end + quoted

    def _reason(self, hit: Hit) -> Message | None:
        return self._longer(hit) or self._reason_in_form(hit) or self._doubt_of_common(hit)

    # -- part of a longer name ------------------------------------------------------------------------------------

    def _longer(self, hit: Hit) -> Message | None:
        words = self.words
        if (phrase := words.quoted_phrase(hit.first, hit.last)) is not None and not self._opens_speech(phrase[0]):
            return self._whole(*phrase)
        if hit.last + 1 < len(words) and self._continues(hit):
            return self._whole(hit.first, hit.last + 1)
        if self._is_preceded(hit):
            return self._whole(hit.first - 1, hit.last)
        return None

    def _whole(self, first: int, last: int) -> Message:
        return doubts.longer_name(self.words.text[self.words.starts[first] : self.words.ends[last]])

    def _opens_speech(self, first: int) -> bool:
        return ":" in self.words.gap(first - 1) or (first == 0)

    def _continues(self, hit: Hit) -> bool:
        words, after = self.words, hit.last + 1
        gap, word = words.gap(hit.last), words.surface(after)
        if gap in {".", "/", "&", "@", "+"} or gap.strip(" ") == "&":
            return gap != "/" and (word[0].isupper() or word[0].isascii())
        if not is_blank(gap) or "\n" in gap:
            return False
        if words.keys[after] in {"имени", "им"}:
            return True
        if word[0].isdigit():
            return self._is_version(hit, after)
        return self._both_latin(hit.last, after) and words.is_capital(after)

    def _both_latin(self, first: int, second: int) -> bool:
        words = self.words
        return all(words.surface(i)[0].isascii() and words.surface(i)[0].isalnum() for i in (first, second))

    def _is_version(self, hit: Hit, index: int) -> bool:
        """Tell whether a number after the name belongs to it: Windows 11, but not «в Газпроме 11 директоров»."""
        latin = self._both_latin(hit.last, hit.last)
        if self.name.units[-1].word.isdigit() or (
            not latin and (len(self.name.units) > 1 or self.words.gap(index) == "-")
        ):
            return False
        return not self._is_count(index)

    def _is_count(self, index: int) -> bool:
        """Tell whether the number counts something or is a date, so that it is no version."""
        words = self.words
        if len(words.surface(index)) > 4 or words.text[words.ends[index] : words.ends[index] + 2].strip()[:1] == "%":
            return True
        return is_blank(words.gap(index)) and words.keys[index + 1].startswith(tuple(_UNITS_OF_COUNT))

    def _is_preceded(self, hit: Hit) -> bool:
        words, before = self.words, hit.first - 1
        if before < 0:
            return False
        if words.gap(before) in {".", "&", "@"}:
            return not words.is_initial(before) and self._both_latin(before, hit.first)
        latin = is_blank(words.gap(before)) and "\n" not in words.gap(before) and self._both_latin(before, hit.first)
        return latin and words.is_capital(before) and before not in words.endings and words.surface(before)[0].isalpha()

    # -- form and place -------------------------------------------------------------------------------------------

    def _reason_in_form(self, hit: Hit) -> Message | None:
        part = self.name.units[-1].parts[-1]
        readings = part.forms.get(fold(part.word), ANY_CASE)
        if all(r.plural for r in readings) and not any(r.plural for r in hit.readings):
            return doubts.singular()
        return None

    def _doubt_of_common(self, hit: Hit) -> Message | None:
        words = self.words
        if hit.first != hit.last or not words.begins_sentence(hit.first) or words.is_quoted(hit.first, hit.last):
            return None
        word = words.surface(hit.first)
        common = is_cyrillic(word) and not (word.isupper() and len(word) > 1) and morphology.is_common_word(word)
        if self.name.units[0].word.islower() or (morphology.is_rare(word) and len(word) >= _LONG):
            return None
        common = common and not _SYLLABIC.search(words.keys[hit.first])
        return doubts.sentence_start() if common else None
