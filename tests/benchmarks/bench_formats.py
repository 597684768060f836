"""Speed of conversions against plain spaCy (tokenizing and writing a DocBin), and the memory of long ones.

Run with `python tests/benchmarks/bench_formats.py [--documents 300] [--data BRAT] [--fresh] [--long 100000]`. Every conversion
includes what it always does: checking each span, reading back what was written, and comparing. Plain spaCy is stock, as it comes:
its tokenizer and ours have both seen all words before, or with `--fresh` neither has seen any.
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
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import cassis
import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from annotator.domain import Document, Entity, Relation, Status
from annotator.formats import registry
from annotator.formats.base import Format, ReadOptions, WriteOptions
from annotator.formats.convert import ConvertOptions, convert
from annotator.formats.loss import project
from annotator.nlp import tokenizer

WORDS = (Path(__file__).parents[2] / "samples/articles/openai-microsoft.txt").read_text(encoding="utf-8").split()
BUDGET_SPEED, BUDGET_MB = 0.8, 500.0
OTHERS = ("spacy", "brat", "prodigy", "doccano", "labelstudio", "conll", "hf", "gliner", "webanno", "cas")
PARQUET = "parquet"
"""Hugging Face's other form: the same format with another ending."""
PAIRS = (
    ("jsonl", "jsonl"),
    *(("jsonl", name) for name in OTHERS),
    *((name, "jsonl") for name in OTHERS),
    *((name, "spacy") for name in OTHERS[1:]),
    ("jsonl", PARQUET),
    (PARQUET, "jsonl"),
    (PARQUET, "spacy"),
)
LONG = ("jsonl", *OTHERS, PARQUET)
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


def seconds(work: Callable[[], object], before: Callable[[], object]) -> float:
    """Return the median processor time of a few runs, which other programs on the machine disturb least."""
    times = []
    for _ in range(RUNS):
        before()
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


@dataclass(slots=True)
class Tokenizers:
    """Stock spaCy's pipeline, and the tokenizer of conversions: both have seen the texts, or both have seen nothing."""

    texts: list[str]
    fresh: bool
    stock: Language = field(init=False)

    def __post_init__(self) -> None:
        self.make()
        for _ in range(0 if self.fresh else 2):
            for text in self.texts:
                self.stock.make_doc(text)
                tokenizer.token_offsets(text)

    def make(self) -> None:
        """Load both anew."""
        self.stock = spacy.blank("ru")
        tokenizer._tokenizer.cache_clear()
        tokenizer.token_offsets("", "ru")

    def ready(self) -> None:
        """Make them as they should be before a run."""
        if self.fresh:
            self.make()


def plain_spacy(pipeline: Language, texts: list[str], out: Path) -> None:
    """Do what nobody can do without: tokenize, and write spaCy's training file."""
    box = DocBin(store_user_data=True)
    for text in texts:
        box.add(pipeline.make_doc(text))
    box.to_disk(out)


def plain_cassis(folder: Path, out: Path | None) -> None:
    """Do what any program has to do with CAS files: read them with dkpro-cassis, and write them again to `out`."""
    types = cassis.load_typesystem((folder / "TypeSystem.xml").read_text(encoding="utf-8"))
    for file in sorted(folder.glob("*.xmi")):
        cas = cassis.load_cas_from_xmi(file.read_text(encoding="utf-8"), typesystem=types)
        if out is not None:
            cas.to_xmi(out / file.name)


def corpus(data: Path | None, count: int) -> list[Document]:
    """Return the articles to convert: real ones of a folder, or made-up ones."""
    if data is None:
        return [article(number) for number in range(count)]
    found = registry.get("brat").read(data, ReadOptions())
    return [imported.document for imported in islice(found, count)]


def place(folder: Path, start: str, name: str) -> Path:
    """Return the file or folder of a format."""
    if name == PARQUET:
        return folder / f"{start}.parquet"
    target = registry.get(name)
    return folder / f"{start}-{name}{'' if target.folder else target.suffixes[0]}"


def of(name: str) -> Format:
    """Return the format of a name."""
    return registry.get("hf" if name == PARQUET else name)


def cassis_floors(folder: Path) -> tuple[float, float]:
    """Return what dkpro-cassis alone takes to read the files and write them, and to read them."""
    source, out = place(folder, "in", "cas"), folder / "plain-cas"
    out.mkdir()
    both = seconds(lambda: plain_cassis(source, out), lambda: None)
    return both, seconds(lambda: plain_cassis(source, None), lambda: None)


def speed(documents: list[Document], folder: Path, *, fresh: bool) -> None:
    """Print each conversion's speed as a ratio to plain spaCy's, measured in the same run."""
    count = len(documents)
    texts = [document.text for document in documents]
    for name in sorted({name for name, _ in PAIRS}):
        target = of(name)
        held = [project(document, target.holds)[0] for document in documents]
        target.write(held, place(folder, "in", name), WriteOptions())
    both = Tokenizers(texts, fresh)
    baseline = seconds(lambda: plain_spacy(both.stock, texts, folder / "plain.spacy"), both.ready)
    amount = sum(map(len, texts))
    print(f"plain spaCy, {count} articles: {baseline:.2f} s ({amount / baseline / 1e6:.2f} million characters/s)")
    del documents, held
    floors = cassis_floors(folder)
    for read, write in PAIRS:
        source, out = place(folder, "in", read), place(folder, f"out-{read}", write)
        reader, writer = of(read), of(write)
        taken = seconds(lambda s=source, o=out, r=reader, w=writer: convert(s, o, r, w, ConvertOptions()), both.ready)
        ratio = baseline / taken
        shown = f"   of plain cassis {floors[read == 'cas'] / taken:.2f}" if "cas" in {read, write} else ""
        below = "" if ratio >= BUDGET_SPEED else f"   BELOW {BUDGET_SPEED}"
        print(f"  {read:>11} → {write:<11} {taken:6.2f} s   speed ratio {ratio:5.2f} {below}{shown}", flush=True)


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
        out = place(folder, "long", name)
        for read, write, path, made in (("jsonl", name, source, out), (name, "jsonl", out, folder / "back.jsonl")):
            command = [sys.executable, __file__, "--peak", str(path), str(made), read, write]
            shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            print(f"  {count} documents, {read:>11} → {write:<11} {shown.strip()}", flush=True)
        shutil.rmtree(out) if out.is_dir() else out.unlink()


def peak(source: Path, out: Path, read: str, write: str) -> None:
    """Convert and print time and memory."""
    began = time.perf_counter()
    report = convert(source, out, of(read), of(write), ConvertOptions())
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    above = "" if held <= BUDGET_MB else f"  ABOVE {BUDGET_MB:.0f} MB"
    print(f"{time.perf_counter() - began:5.0f} s, peak {held:4.0f} MB, {report.written.documents} written{above}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--long", type=int, default=100_000)
    parser.add_argument("--formats", help=f"of the long conversions: some of {','.join(LONG)}", default=USUAL)
    parser.add_argument("--data", type=Path, help="a folder of brat files to take instead of made-up articles")
    parser.add_argument("--fresh", action="store_true", help="tokenizers that have seen none of the words")
    parser.add_argument("--peak", nargs=4)
    given = parser.parse_args()
    if given.peak:
        source, out, read, write = given.peak
        peak(Path(source), Path(out), read, write)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.documents:
            speed(corpus(given.data, given.documents), Path(folder), fresh=given.fresh)
        if given.long:
            memory(given.long, Path(folder), given.formats.split(","))


if __name__ == "__main__":
    main()
