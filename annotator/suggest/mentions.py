"""All mentions of a name across its case forms, in one article or in a whole corpus.

From a name that was selected or tagged once («Мустафа Сулейман», ОАО «Яндекс», OpenAI) every mention is found, in any
case: Сулеймана, Мустафой Сулейманом, «Яндексом», DeepMind'а. What may be something else is found too, but is not
certain and says why, so that a list of mentions can leave it unticked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain import Document, Entity, LabelScheme, Tokens
from annotator.domain.edits import AddEntity, Several, several
from annotator.messages import Message, msg
from annotator.suggest import doubts
from annotator.suggest.matching import ADJECTIVE_SUFFIX, Found, adjectives
from annotator.suggest.morphology import fold, is_cyrillic
from annotator.suggest.names import Name, NameKind, Unit, compile_name, kind_of_label
from annotator.suggest.other_mentions import OtherMatcher
from annotator.suggest.person_mentions import PersonMatcher
from annotator.suggest.words import Words

SOURCE = "mentions"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a name stands, `[start, end)` in code points; `reason` says why it is not certain."""

    start: int
    end: int
    surface: str
    certain: bool
    reason: Message | None = None


def find_mentions(
    name: str, text: str, tokens: Tokens = (), *, kind: NameKind | None = None, whole: bool = True
) -> list[Mention]:
    """Find every mention of `name` in `text`, in reading order; none overlaps another.

    Args:
        name: as selected, in any case form, with or without quotation marks, legal form or initials.
        text: the article.
        tokens: the tokenizer's boundaries; a mention that cuts one is not certain. Empty: not looked at.
        kind: person or other; None guesses it. `kind_of_label` gives it for an entity label.
        whole: take in a first name, patronymic or initials beside a surname that was selected alone, and the surname
            beside a first name, so that the mention is the whole name.
    """
    index = MentionIndex()
    index.add("", text, tokens)
    return next((mentions for _, mentions in index.search(name, kind=kind, whole=whole)), [])


def warm_up() -> None:
    """Load the dictionary, which the first search would else wait for (about 0.1 s); for a thread after start-up."""
    compile_name("Иван Иванов")


class MentionIndex:
    """The words of many articles, ready to be searched for any name."""

    def __init__(self, documents: Iterable[tuple[str, str, Tokens]] = ()) -> None:
        self._words: dict[str, Words] = {}
        self._tokens: dict[str, Tokens] = {}
        self._holders: dict[str, list[str]] = defaultdict(list)
        self._vocabulary: list[str] | None = None
        for identifier, text, tokens in documents:
            self.add(identifier, text, tokens)

    def __len__(self) -> int:
        return len(self._words)

    def add(self, identifier: str, text: str, tokens: Tokens = ()) -> None:
        """Add an article; one that is there already is left as it is, since texts do not change."""
        if identifier in self._words:
            return
        self._words[identifier] = words = Words(text)
        self._tokens[identifier] = tokens
        for key in words.places:
            self._holders[key].append(identifier)
        self._vocabulary = None

    def search(
        self,
        name: str,
        *,
        kind: NameKind | None = None,
        whole: bool = True,
        holders: Mapping[str, Collection[str]] | None = None,
    ) -> Iterator[tuple[str, list[Mention]]]:
        """Yield (article id, its mentions) for every article that has any, in the order in which they were added.

        `holders` tells where a folded word counts, if not wherever it stands: articles in which no word of the name
        counts are passed over.
        """
        compiled = compile_name(name, kind)
        if compiled is None:
            return
        derived = self._derived(compiled)
        known = self._holders if holders is None else holders
        held = _holding(compiled, derived, known)
        for identifier in self._words if len(held) > 1 else held:
            if identifier in held and (mentions := self._in_article(compiled, identifier, derived, whole=whole)):
                yield identifier, mentions

    def words(self, identifier: str) -> Words:
        """Return the words of an article."""
        return self._words[identifier]

    def _derived(self, name: Name) -> list[str]:
        """Return the keys that are adjectives made of the name's chief word."""
        unit, stem = _chief(name)
        if not stem:
            return []
        keys = self._sorted_vocabulary()
        first, last = bisect_left(keys, stem), bisect_right(keys, stem + "\U0010ffff")
        forms = unit.parts[-1].forms
        return [k for k in keys[first:last] if k not in forms and ADJECTIVE_SUFFIX.match(k[len(stem) :])]

    def _sorted_vocabulary(self) -> list[str]:
        if self._vocabulary is None:
            self._vocabulary = sorted(self._holders)
        return self._vocabulary

    def _in_article(self, name: Name, identifier: str, derived: Sequence[str], *, whole: bool) -> list[Mention]:
        words = self._words[identifier]
        person = name.kind is NameKind.PERSON
        found = PersonMatcher(name, words, whole=whole).find() if person else OtherMatcher(name, words).find()
        found += adjectives(words, derived)
        return _mentions(found, words.text, self._tokens[identifier])


def _holding(name: Name, derived: Sequence[str], known: Mapping[str, Collection[str]]) -> set[str]:
    """Return the articles that may hold a mention: names that stand whole need each of their words somewhere."""
    if name.kind is NameKind.PERSON:
        return _any_of((*name.needles, *derived), known)
    whole: set[str] | None = None
    for unit in name.units:
        here = _any_of(unit.parts[-1].forms, known)
        whole = here if whole is None else whole & here
        if not whole:
            break
    return (whole or set()) | _any_of((*name.abbreviation, *derived), known)


def _any_of(keys: Iterable[str], known: Mapping[str, Collection[str]]) -> set[str]:
    return {identifier for key in keys for identifier in known.get(key, ())}


def may_mention(name: str, kind: NameKind | None = None) -> Callable[[str], bool]:
    """Return a quick test of articles: where it says no, a search for the name finds nothing."""
    compiled = compile_name(name, kind)
    if compiled is None:
        return lambda _text: False
    needles = tuple(compiled.needles)
    _, stem = _chief(compiled)
    sought = (stem, *needles) if stem else needles

    def test(text: str) -> bool:
        folded = fold(text)
        return any(part in folded for part in sought)

    return test


def _chief(name: Name) -> tuple[Unit, str]:
    """Return the unit that identifies, and the stem of adjectives made of it, "" where none are looked for."""
    unit = name.surname if name.surname is not None else name.units[0]
    word = unit.parts[-1].word
    if len(unit.parts) > 1 or (name.kind is NameKind.OTHER and len(name.units) > 1):
        return unit, ""
    return unit, _stem(fold(word)) if is_cyrillic(word) and len(word) >= 4 else ""


def _stem(word: str) -> str:
    return word.rstrip("аеиоуыэюяйь") if len(word) > 4 else word


def _mentions(found: Iterable[Found], text: str, tokens: Tokens) -> list[Mention]:
    """Return the mentions in reading order; where two overlap, the certain and then the longer one stays."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.reason is not None, f.start - f.end, f.start)):
        if not any(other.start < item.end and item.start < other.end for other in kept):
            kept.append(item)
    mentions = []
    for item in sorted(kept, key=lambda f: f.start):
        reason = item.reason or _cut(item, text, starts, ends)
        mentions.append(Mention(item.start, item.end, text[item.start : item.end], reason is None, reason))
    return mentions


def _cut(item: Found, text: str, starts: Sequence[int], ends: Sequence[int]) -> Message | None:
    for offset in (item.start, item.end):
        index = bisect_right(starts, offset) - 1
        if index >= 0 and starts[index] < offset < ends[index]:
            return doubts.cuts_token(text[starts[index] : ends[index]])
    return None


def mention_edits(document: Document, scheme: LabelScheme, mentions: Iterable[Mention], label: str) -> Several:
    """Build one undoable step that tags the mentions with `label`.

    Mentions that touch an entity of the same label are left out, as are those that the scheme refuses.
    """
    edits = [
        AddEntity(m.start, m.end, label, source=SOURCE)
        for m in mentions
        if not any(e.label == label for e in document.entities_in(m.start, m.end))
        and scheme.entity_problem(document, Entity("", m.start, m.end, label)) is None
    ]
    title = msg("tag all mentions as {label}", "все упоминания — {label}", label=label)
    return several(edits, title, skip_refused=True)


__all__ = [
    "SOURCE",
    "Mention",
    "MentionIndex",
    "NameKind",
    "find_mentions",
    "kind_of_label",
    "may_mention",
    "mention_edits",
    "warm_up",
]
