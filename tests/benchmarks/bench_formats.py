"""Speed of conversions against plain spaCy (tokenizing and writing a DocBin), and the memory of a long one.

Run with `python tests/benchmarks/bench_formats.py [--documents 1000] [--long 100000]`. Every conversion includes what
it always does: checking each span, reading back what was written, and comparing.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator.domain import Document, Entity, Relation, Status
from annotator.formats import registry
from annotator.formats.base import WriteOptions
from annotator.formats.convert import ConvertOptions, convert
from annotator.nlp.tokenizer import blank

WORDS = (Path(__file__).parents[2] / "samples/articles/openai-microsoft.txt").read_text(encoding="utf-8").split()
BUDGET_SPEED, BUDGET_MB = 0.8, 500.0
PAIRS = (("brat", "spacy"), ("brat", "jsonl"), ("jsonl", "spacy"), ("jsonl", "brat"), ("jsonl", "prodigy"))
PAIRS += (("jsonl", "doccano"), ("jsonl", "labelstudio"), ("jsonl", "conll"), ("jsonl", "gliner"), ("prodigy", "spacy"))
RUNS = 3


def article(number: int, words: int = 220) -> Document:
    """Make an article of news-like words with an entity on every eighth one and a relation for every third entity."""
    chance = random.Random(number)
    start = chance.randrange(len(WORDS))
    chosen = [WORDS[(start + i * 7) % len(WORDS)] for i in range(words)]
    offsets, position = [], 0
    for word in chosen:
        offsets.append(position)
        position += len(word) + 1
    places = [i for i in range(0, words, 8) if chosen[i].strip()]
    labels = ("PERSON", "ORG", "PRODUCT")
    entities = tuple(
        Entity(f"T{n}", offsets[i], offsets[i] + len(chosen[i]), labels[n % 3]) for n, i in enumerate(places, 1)
    )
    pairs = zip(entities[::3], entities[1::3], strict=False)
    relations = tuple(Relation(f"R{n}", a.id, b.id, "WORKPLACE") for n, (a, b) in enumerate(pairs, 1))
    text = " ".join(chosen)
    return Document(f"doc{number}", text, entities=entities, relations=relations, annotator="anna", status=Status.DONE)


def seconds(work: Callable[[], object]) -> float:
    """Return the median processor time of a few runs, which other programs on the machine disturb least."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def plain_spacy(texts: list[str], out: Path) -> None:
    """Do what nobody can do without: tokenize, and write spaCy's training file."""
    from spacy.tokens import DocBin

    pipeline = blank("ru")
    box = DocBin(store_user_data=True)
    for text in texts:
        box.add(pipeline.make_doc(text))
    box.to_disk(out)


def speed(count: int, folder: Path) -> None:
    """Print each conversion's speed as a ratio to plain spaCy's, measured in the same run."""
    documents = [article(number) for number in range(count)]
    texts = [document.text for document in documents]
    for name in ("brat", "jsonl", "prodigy"):
        target = registry.get(name)
        target.write(documents, folder / f"in-{name}{'' if target.folder else target.suffixes[0]}", WriteOptions())
    plain_spacy(texts[:10], folder / "warm.spacy")
    baseline = seconds(lambda: plain_spacy(texts, folder / "plain.spacy"))
    print(
        f"plain spaCy, {count} articles: {baseline:.2f} s ({sum(map(len, texts)) / baseline / 1e6:.2f} million characters/s)"
    )
    for read, write in PAIRS:
        reader, writer = registry.get(read), registry.get(write)
        source = folder / f"in-{read}{'' if reader.folder else reader.suffixes[0]}"
        out = folder / f"out-{read}-{write}{'' if writer.folder else writer.suffixes[0]}"
        taken = seconds(lambda s=source, o=out, r=reader, w=writer: convert(s, o, r, w, ConvertOptions()))
        ratio = baseline / taken
        print(
            f"  {read:>8} → {write:<12} {taken:6.2f} s   speed ratio {ratio:5.2f} {'' if ratio >= BUDGET_SPEED else '  BELOW 0.8'}"
        )


def long_source(count: int, path: Path) -> None:
    """Write a long native file without tokens, line by line."""
    import orjson

    with path.open("wb") as file:
        for number in range(count):
            document = article(number, 60)
            index = {e.id: i for i, e in enumerate(document.entities)}
            spans = [
                {"start": e.start, "end": e.end, "label": e.label, "kb_id": "", "id": e.id} for e in document.entities
            ]
            links = [{"head": index[r.head], "tail": index[r.tail], "label": r.label} for r in document.relations]
            record = {"id": document.id, "text": document.text, "spans": {"sc": spans}, "relations": links}
            file.write(orjson.dumps(record) + b"\n")


def memory(count: int, folder: Path) -> None:
    """Convert a long file in a process of its own and print the most memory that it held."""
    source = folder / "long.jsonl"
    long_source(count, source)
    for name in ("prodigy", "conll", "jsonl"):
        command = [sys.executable, __file__, "--peak", str(source), name]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        print(f"  {count} documents, jsonl → {name}: {shown.strip()}")


def peak(source: Path, name: str) -> None:
    """Convert and print time and memory."""
    began = time.perf_counter()
    writer = registry.get(name)
    out = source.with_name(f"long-out{writer.suffixes[0]}")
    report = convert(source, out, registry.get("jsonl"), writer, ConvertOptions())
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{time.perf_counter() - began:.0f} s, peak {held:.0f} MB of {BUDGET_MB:.0f} MB, {report.written.documents} written"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--long", type=int, default=100_000)
    parser.add_argument("--peak", nargs=2)
    given = parser.parse_args()
    if given.peak:
        peak(Path(given.peak[0]), given.peak[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        speed(given.documents, Path(folder))
        if given.long:
            memory(given.long, Path(folder))


if __name__ == "__main__":
    main()
