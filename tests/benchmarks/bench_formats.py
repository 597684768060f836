"""Speed of conversions against plain spaCy (tokenizing and writing a DocBin), and the memory of long ones.

Run with `python tests/benchmarks/bench_formats.py [--documents 300] [--data BRAT] [--long 100000]`. Every conversion includes what
it always does: checking each span, reading back what was written, and comparing.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from annotator.domain import Document, Entity, Relation, Status
from annotator.formats import registry
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.convert import ConvertOptions, convert
from annotator.formats.loss import project
from annotator.nlp.tokenizer import blank

WORDS = (Path(__file__).parents[2] / "samples/articles/openai-microsoft.txt").read_text(encoding="utf-8").split()
BUDGET_SPEED, BUDGET_MB = 0.8, 500.0
OTHERS = ("spacy", "brat", "prodigy", "doccano", "labelstudio", "conll", "hf", "gliner")
PAIRS = (
    ("jsonl", "jsonl"),
    *(("jsonl", name) for name in OTHERS),
    *((name, "jsonl") for name in OTHERS),
    *((name, "spacy") for name in OTHERS[1:]),
)
LONG = ("jsonl", *OTHERS, "webanno", "cas")
USUAL = "spacy,prodigy,labelstudio,conll"
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


def corpus(data: Path | None, count: int) -> list[Document]:
    """Return the articles to convert: real ones of a folder, or made-up ones."""
    if data is None:
        return [article(number) for number in range(count)]
    found = registry.get("brat").read(data, ReadOptions())
    return [imported.document for imported in islice(found, count)]


def speed(documents: list[Document], folder: Path) -> None:
    """Print each conversion's speed as a ratio to plain spaCy's, measured in the same run."""
    count = len(documents)
    texts = [document.text for document in documents]
    for name in sorted({name for name, _ in PAIRS}):
        target = registry.get(name)
        held = [project(document, target.holds)[0] for document in documents]
        target.write(held, folder / f"in-{name}{'' if target.folder else target.suffixes[0]}", WriteOptions())
    plain_spacy(texts, folder / "warm.spacy")  # its tokenizer remembers words: all runs find them remembered
    baseline = seconds(lambda: plain_spacy(texts, folder / "plain.spacy"))
    amount = sum(map(len, texts))
    print(f"plain spaCy, {count} articles: {baseline:.2f} s ({amount / baseline / 1e6:.2f} million characters/s)")
    del documents, held
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


def memory(count: int, folder: Path, names: list[str]) -> None:
    """Convert a long file to each format and back, each in a process of its own; print the most memory it held."""
    source = folder / "long.jsonl"
    long_source(count, source)
    for name in names:
        out = folder / f"long-{name}{'' if registry.get(name).folder else registry.get(name).suffixes[0]}"
        for read, write, path, made in (("jsonl", name, source, out), (name, "jsonl", out, folder / "back.jsonl")):
            command = [sys.executable, __file__, "--peak", str(path), str(made), read, write]
            shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            print(f"  {count} documents, {read:>11} → {write:<11} {shown.strip()}", flush=True)
        shutil.rmtree(out) if out.is_dir() else out.unlink()


def peak(source: Path, out: Path, read: str, write: str) -> None:
    """Convert and print time and memory."""
    began = time.perf_counter()
    report = convert(source, out, registry.get(read), registry.get(write), ConvertOptions())
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    above = "" if held <= BUDGET_MB else f"  ABOVE {BUDGET_MB:.0f} MB"
    print(f"{time.perf_counter() - began:5.0f} s, peak {held:4.0f} MB, {report.written.documents} written{above}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--long", type=int, default=100_000)
    parser.add_argument("--formats", help=f"of the long conversions: some of {','.join(LONG)}", default=USUAL)
    parser.add_argument("--data", type=Path, help="a folder of brat files to take instead of made-up articles")
    parser.add_argument("--peak", nargs=4)
    given = parser.parse_args()
    if given.peak:
        source, out, read, write = given.peak
        peak(Path(source), Path(out), read, write)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.documents:
            speed(corpus(given.data, given.documents), Path(folder))
        if given.long:
            memory(given.long, Path(folder), given.formats.split(","))


if __name__ == "__main__":
    main()
