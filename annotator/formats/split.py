"""Splitting documents into train, dev and test: whole documents, labels spread evenly, near-duplicates together."""

from __future__ import annotations

import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain import Document
from annotator.formats.base import FormatError
from annotator.messages import msg

PARTS = ("train", "dev", "test")
_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words in a row
_SKETCH = 64  # smallest hashes kept of a document
_ALIKE = 0.5  # share of common shingles from which two documents are near-duplicates


class SplitError(FormatError):
    """The ratios are none; exit status 2."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Profile:
    """What splitting needs to know of a document: its labels' counts and a sketch of its text."""

    id: str
    labels: Mapping[str, int]
    sketch: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> Profile:
        """Return the profile of a document; relation labels are counted beside entity labels."""
        labels = document.label_counts()
        labels.update(f"{r.label}()" for r in document.relations)
        return cls(document.id, labels, sketch(document.text))


def parse_ratios(text: str) -> tuple[float, ...]:
    """Return the shares of "80/10/10" or "80/20", adding up to 1.

    Raises:
        SplitError: it is not two or three positive numbers.
    """
    parts = text.split("/")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) not in {2, 3} or any(not 0 < number < 1e6 for number in numbers):
        raise SplitError(
            msg(
                "--split takes two or three shares, such as 80/10/10, not {text}",
                "--split принимает две или три доли, например 80/10/10, а не {text}",
                text=text,
            )
        )
    return tuple(number / sum(numbers) for number in numbers)


def sketch(text: str) -> frozenset[int]:
    """Return the smallest hashes of the text's word 4-grams (bottom-k sketch; Broder 1997): equal in every run."""
    words = _WORD.findall(text.lower())
    grams = (" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))
    hashes = {zlib.crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams}
    return frozenset(sorted(hashes)[:_SKETCH])


def split(profiles: Sequence[Profile], ratios: Sequence[float], seed: int) -> dict[str, str]:
    """Return the part (train, dev, test) of each document id; the same for the same documents, ratios and seed.

    Iterative stratification (Sechidis, Tsoumakas, Vlahavas 2011) over groups of near-duplicates: the rarest label
    still to be placed goes first, to the part that misses it most.
    """
    groups = _groups(profiles)
    random.Random(seed).shuffle(groups)  # noqa: S311 - a repeatable shuffle, no secret
    balance = _Balance.of(profiles, ratios)
    waiting = {number: _totals(group) for number, group in enumerate(groups)}
    chosen: dict[str, str] = {}
    while waiting:
        label = _rarest(waiting.values())
        ready = [n for n, totals in waiting.items() if label is None or totals[label]]
        for number in sorted(ready, key=lambda n: -len(groups[n])):
            part = balance.take(waiting.pop(number), len(groups[number]), label)
            chosen |= dict.fromkeys((profile.id for profile in groups[number]), PARTS[part])
    return chosen


@dataclass(slots=True)
class _Balance:
    """How many documents and how much of each label every part still wants."""

    documents: list[float]
    labels: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def of(cls, profiles: Sequence[Profile], ratios: Sequence[float]) -> _Balance:
        totals = _totals(profiles)
        wanted = {label: [count * ratio for ratio in ratios] for label, count in totals.items()}
        return cls([len(profiles) * ratio for ratio in ratios], wanted)

    def take(self, labels: Counter[str], documents: int, label: str | None) -> int:
        """Choose the part for a group and count it there."""
        wants = self.labels[label] if label is not None else self.documents
        open_parts = [i for i, room in enumerate(self.documents) if room > 0.5] or list(range(len(self.documents)))
        part = max(open_parts, key=lambda i: (wants[i], self.documents[i], -i))
        self.documents[part] -= documents
        for name, count in labels.items():
            self.labels[name][part] -= count
        return part


def _totals(profiles: Iterable[Profile]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for profile in profiles:
        totals.update(profile.labels)
    return totals


def _rarest(waiting: Iterable[Counter[str]]) -> str | None:
    documents: Counter[str] = Counter()
    for totals in waiting:
        documents.update(label for label, count in totals.items() if count)
    return min(documents, key=lambda label: (documents[label], label)) if documents else None


def _groups(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Return the profiles in groups of near-duplicates, in a fixed order."""
    leader = {profile.id: profile.id for profile in profiles}

    def find(identifier: str) -> str:
        while leader[identifier] != identifier:
            leader[identifier] = leader[leader[identifier]]
            identifier = leader[identifier]
        return identifier

    for one, other in _alike(profiles):
        leader[find(other.id)] = find(one.id)
    groups: dict[str, list[Profile]] = {}
    for profile in sorted(profiles, key=lambda p: p.id):
        groups.setdefault(find(profile.id), []).append(profile)
    return list(groups.values())


def _alike(profiles: Sequence[Profile]) -> Iterable[tuple[Profile, Profile]]:
    """Yield pairs of near-duplicates: documents that share a shingle, and half of all they have."""
    holders: dict[int, list[int]] = {}
    for i, profile in enumerate(profiles):
        shared = Counter(j for value in profile.sketch for j in holders.get(value, ()))
        for j, _ in shared.most_common():
            if similarity(profile.sketch, profiles[j].sketch) >= _ALIKE:
                yield profiles[j], profile
        for value in profile.sketch:
            holders.setdefault(value, []).append(i)


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimate the Jaccard similarity of two texts' shingles from their bottom-k sketches."""
    union = sorted(one | other)[:_SKETCH]
    return sum(value in one and value in other for value in union) / len(union) if union else 0.0
