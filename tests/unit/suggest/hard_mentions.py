"""Reads the list of hard names and scores the mentions found in it.

Each line: half, kind, name as selected, sentences. [[…]] is a mention that must be found and certain; everything else,
{{…}} above all, must not be certain.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.suggest.mentions import Mention, NameKind, find_mentions

PATH = Path(__file__).parent / "data" / "mentions_hard.tsv"
_MARK = re.compile(r"\[\[|\]\]|\{\{|\}\}")


@dataclass
class Score:
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    traps: int = 0

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed))

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.wrong))


@dataclass(frozen=True)
class Case:
    half: str
    kind: NameKind
    name: str
    text: str
    wanted: frozenset[tuple[int, int]]
    traps: int


def read_cases() -> Iterator[Case]:
    for line in PATH.read_text(encoding="utf-8").splitlines()[1:]:
        half, kind, name, marked = line.split("\t")
        text, starts, wanted, position = "", [], set(), 0
        for mark in _MARK.finditer(marked):
            text += marked[position : mark.start()]
            position = mark.end()
            if mark.group() == "[[":
                starts.append(len(text))
            elif mark.group() == "]]":
                wanted.add((starts.pop(), len(text)))
        text += marked[position:]
        yield Case(half, NameKind(kind), name, text, frozenset(wanted), marked.count("{{"))


def score(half: str, find: Callable[..., list[Mention]] = find_mentions) -> Score:
    result = Score()
    for case in read_cases():
        if case.half != half:
            continue
        found = {(m.start, m.end) for m in find(case.name, case.text, kind=case.kind) if m.certain}
        result.right += len(found & case.wanted)
        result.missed += [f"{case.name}: {case.text[a:b]} | {case.text}" for a, b in sorted(case.wanted - found)]
        result.wrong += [f"{case.name}: {case.text[a:b]} | {case.text}" for a, b in sorted(found - case.wanted)]
        result.traps += case.traps
    return result
