"""All mentions: how many of the hard names are found, and how long a search through many articles takes.

Run with `python tests/benchmarks/bench_mentions.py [--size 1000] [--articles DIR] [--factrueval DIR] [--nerel DIR]`. The
first DIR holds .txt files; without it, the sample articles are repeated. `--factrueval` is factRuEval's devset, whose coreference marks all
mentions of each person and organisation: from the longest one the others are to be found. `--nerel` is a folder of
NEREL (brat), which does not say who is who: it tells whether what is found is a person or an organisation at all.
"""

from __future__ import annotations

import argparse
import runpy
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from annotator.suggest.mentions import MentionIndex, NameKind, find_mentions

ROOT = Path(__file__).parents[2]
NAMES = (
    "Мустафа Сулейман",
    "Сэм Альтман",
    "Путин",
    "OpenAI",
    "ОАО «Яндекс»",
    "Министерство обороны",
    "Газпром",
    "И. И. Иванов",
)
LIMITS = {"hard names": 0.97, "search": 1.0}


def hard_names() -> bool:
    """Print recall and precision of certain mentions on both halves of the list; tell whether they are good enough."""
    hard = runpy.run_path(str(ROOT / "tests" / "unit" / "suggest" / "hard_mentions.py"))
    good = True
    for half in ("dev", "heldout"):
        score = hard["score"](half)
        print(f"hard names, {half}: {score.right} right, recall {score.recall:.4f}, precision {score.precision:.4f}")
        print(*(f"  missed {line}" for line in score.missed), *(f"  wrong {line}" for line in score.wrong), sep="\n")
        good &= min(score.recall, score.precision) >= LIMITS["hard names"]
    return good


def speed(folder: Path, size: int) -> bool:
    """Print the time of indexing and of the slowest of several searches; tell whether a search is fast enough."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    began = time.perf_counter()
    index = MentionIndex((str(number), texts[number % len(texts)], ()) for number in range(size))
    list(index.search("Проба"))  # the vocabulary is sorted at the first search
    print(
        f"{size} articles, {sum(map(len, texts)) * size // len(texts):,} characters: indexed in {time.perf_counter() - began:.2f} s"
    )
    worst = 0.0
    for name in NAMES:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            found = [mention for _, mentions in index.search(name) for mention in mentions]
            times.append(time.perf_counter() - began)
        worst = max(worst, statistics.median(times))
        print(f"  {name}: {len(found)} mentions in {statistics.median(times) * 1000:.1f} ms")
    return worst <= LIMITS["search"]


Chain = tuple[NameKind, str, set[tuple[int, int]]]
_KINDS = (
    (NameKind.PERSON, "Person", {"name", "surname", "patronymic", "nickname"}),
    (NameKind.OTHER, "Org", {"org_name"}),
)


def chains(stem: Path) -> Iterator[Chain]:
    """Yield (kind, text, spans of all mentions) of each person and organisation of one factRuEval article."""
    text = stem.with_suffix(".txt").read_bytes().decode("utf-8")
    spans = {row[0]: (row[1], int(row[2]), int(row[2]) + int(row[3])) for row in _rows(stem.with_suffix(".spans"))}
    objects = {
        row[0]: (row[1], [spans[i] for i in row[2:] if i in spans]) for row in _rows(stem.with_suffix(".objects"))
    }
    for block in stem.with_suffix(".coref").read_text(encoding="utf-8").split("\n\n"):
        members = [objects[i] for i in (block.splitlines() or [""])[0].split()[1:] if i in objects]
        for kind, label, types in _KINDS:
            parts = [[s for s in own if s[0] in types] for name, own in members if name == label]
            mentions = {(min(s[1] for s in p), max(s[2] for s in p)) for p in parts if p}
            if mentions:
                yield kind, text, mentions


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row for line in lines if (row := line.split("#")[0].split())]


def factrueval(folder: Path) -> None:
    """Print, for people and organisations, how many mentions the longest one leads to, and how many found are wrong."""
    counts: dict[NameKind, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path in sorted(folder.glob("*.coref")):
        for kind, text, wanted in chains(path.with_suffix("")):
            start, end = max(wanted, key=lambda span: (span[1] - span[0], -span[0]))
            certain = {(m.start, m.end) for m in find_mentions(text[start:end], text, kind=kind) if m.certain}
            count = counts[kind]
            count["mentions"] += len(wanted)
            count["found"] += sum(any(a < d and c < b for c, d in certain) for a, b in wanted)
            count["same string"] += sum(text[a:b] == text[start:end] for a, b in wanted)
            count["certain"] += len(certain)
            count["wrong"] += sum(not any(a < d and c < b for c, d in wanted) for a, b in certain)
    for kind, count in counts.items():
        print(
            f"factRuEval, {kind}: {count['mentions']} mentions, recall {count['found'] / count['mentions']:.3f} "
            f"(same string alone {count['same string'] / count['mentions']:.3f}), "
            f"precision {1 - count['wrong'] / count['certain']:.3f}"
        )


_NEREL = {"PERSON": NameKind.PERSON, "ORGANIZATION": NameKind.OTHER, "PRODUCT": NameKind.OTHER}


def nerel(folder: Path) -> None:
    """Print, by label, how many names are certain where they were tagged, and how much else found is tagged too."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        for label, spans in brat_spans(path).items():
            count = counts[label]
            for start, end in {text[a:b]: (a, b) for a, b in sorted(spans, reverse=True)}.values():
                found = [m for m in find_mentions(text[start:end], text, kind=_NEREL[label]) if m.certain]
                count["names"] += 1
                count["itself"] += any(m.start < end and start < m.end for m in found)
                count["certain"] += len(found)
                count["tagged"] += sum(any(m.start < b and a < m.end for a, b in spans) for m in found)
                count["exactly"] += sum((m.start, m.end) in spans for m in found)
    for label, count in counts.items():
        print(
            f"NEREL, {label}: {count['names']} names, {count['itself'] / count['names']:.3f} certain where tagged; "
            f"{count['certain']} certain mentions, {count['tagged'] / count['certain']:.3f} touch an entity of the label, "
            f"{count['exactly'] / count['certain']:.3f} are one"
        )


def brat_spans(path: Path) -> dict[str, set[tuple[int, int]]]:
    """Return the continuous spans of the labels that are looked at."""
    spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("T") and ";" not in line.split("\t")[1]:
            label, start, end = line.split("\t")[1].split()
            if label in _NEREL:
                spans[label].add((int(start), int(end)))
    return spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--articles", type=Path, default=ROOT / "samples" / "articles")
    parser.add_argument("--factrueval", type=Path)
    parser.add_argument("--nerel", type=Path)
    options = parser.parse_args()
    good = hard_names()
    good &= speed(options.articles, options.size)
    if options.factrueval:
        factrueval(options.factrueval)
    if options.nerel:
        nerel(options.nerel)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
