"""Cost of opening and saving, as ratios to what the disk itself costs in the same run.

Run with `python tests/benchmarks/bench_store.py [--sizes 100,10000,100000] [--folder DIR]`.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from annotator.domain import Document, EntityLabel, LabelScheme, RelationLabel
from annotator.domain.edits import AddEntity, AddRelation, DeleteEntity
from annotator.workspace import Article, Workspace
from annotator.workspace.jsonl import dump

SCHEME = LabelScheme(
    "bench", (EntityLabel("PERSON"), EntityLabel("ORG")), (RelationLabel("WORKPLACE", ("PERSON",), ("ORG",)),)
)
SENTENCE = "Мустафа Сулейман возглавил подразделение Microsoft AI , сообщила газета Ведомости . "
REPEATS = 50  # 600 tokens: the record of such an article has about 27 KB, as that of the sample article


def article(number: int) -> Article:
    """Return an article of realistic size with tokens."""
    text = (f"Статья {number} . " + SENTENCE * REPEATS).strip()
    tokens, position = [], 0
    for word in text.split(" "):
        tokens.append((position, position + len(word)))
        position += len(word) + 1
    return Article(f"doc-{number:06d}", text, tuple(tokens), {"source": "bench"})


def annotated(source: Article, annotator: str = "anna") -> Document:
    """Return the article with 40 entities and 20 relations."""
    document = Document(source.id, source.text, source.tokens, annotator=annotator)
    position = 0
    for _ in range(20):
        for word, label in (("Сулейман", "PERSON"), ("Microsoft", "ORG")):
            position = source.text.index(word, position)
            document = AddEntity(position, position + len(word), label).resolve(document, SCHEME).apply(document)
            position += len(word)
    for number in range(20):
        edit = AddRelation(f"T{2 * number + 1}", f"T{2 * number + 2}", "WORKPLACE")
        document = edit.resolve(document, SCHEME).apply(document)
    return document


def make_workspace(folder: Path, size: int) -> Workspace:
    """Write a workspace with `size` articles, all annotated by anna; lines are written straight to the files."""
    workspace = Workspace.create(folder, scheme=SCHEME)
    template = annotated(article(0)).replacing(rev=1, saved_at="2026-01-01T00:00:00Z", status="done")
    record = dump(template.to_record())
    head = dump({"id": template.id, "text": template.text})[:-1]
    body = record[len(head) :]
    with workspace.layout.corpus.open("wb") as corpus, workspace.layout.annotations("anna").open("wb") as annotations:
        for number in range(size):
            made = article(0)
            made = Article(f"doc-{number:06d}", made.text, made.tokens, made.meta)
            corpus.write(dump(made.to_json()) + b"\n")
            annotations.write(head.replace(b"doc-000000", made.id.encode(), 1) + body + b"\n")
    return Workspace.open(folder)


def milliseconds(call) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def bench_save(workspace: Workspace, rounds: int = 200) -> tuple[float, float]:
    """Return the medians in ms of a bare append and fsync of the same bytes, and of our save.

    Each document is loaded, then edited and saved three times; bare and ours take turns in going first.
    """
    bare_times, our_times = [], []
    step = max(1, len(workspace.document_ids) // rounds)
    with workspace.annotations("anna") as annotations:
        path = workspace.layout.annotations("anna")
        copy = path.with_suffix(".bare")
        shutil.copyfile(path, copy)
        bare = os.open(copy, os.O_WRONLY | os.O_APPEND)
        os.fsync(bare)
        for number, identifier in enumerate(list(workspace.document_ids)[::step][:rounds]):
            document = annotations.load(identifier)
            for _ in range(3):
                edit = DeleteEntity(document.entities[-1].id)
                document = edit.resolve(document, SCHEME).apply(document)
                line = annotations.line_of(document) + b"\n"
                turns = [
                    lambda document=document: our_times.append(milliseconds(lambda: annotations.save(document))),
                    lambda line=line: bare_times.append(milliseconds(lambda: (os.write(bare, line), os.fsync(bare)))),
                ]
                for turn in turns if number % 2 else reversed(turns):
                    turn()
        os.close(bare)
        copy.unlink()
        annotations.close(tidy=False)
    return statistics.median(bare_times), statistics.median(our_times)


def bench_open(folder: Path) -> dict[str, float]:
    """Return ms: a bare scan of the corpus for line ends, opening without and with the kept index."""
    corpus = folder / "corpus.jsonl"

    def bare() -> None:
        with corpus.open("rb") as file:
            while chunk := file.read(1 << 22):
                position = 0
                while (position := chunk.find(b"\n", position) + 1) > 0:
                    pass

    bare()
    result = {"bare scan": min(milliseconds(bare) for _ in range(3))}
    shutil.rmtree(folder / ".annotator" / "index", ignore_errors=True)
    result["cold open"] = milliseconds(lambda: Workspace.open(folder))
    shutil.rmtree(folder / ".annotator" / "index", ignore_errors=True)
    result["cold open"] = min(result["cold open"], milliseconds(lambda: Workspace.open(folder)))
    result["warm open"] = min(milliseconds(lambda: Workspace.open(folder)) for _ in range(3))
    result["statuses"] = milliseconds(lambda: Workspace.open(folder).read("anna").statuses())
    return result


def memory_of_open(folder: Path) -> float:
    """Return the peak memory in MB of a process that opens the workspace and reads all statuses."""
    code = (
        "import sys, resource; from annotator.workspace import Workspace; w = Workspace.open(sys.argv[1]);"
        "w.read('anna').statuses(); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,10000")
    parser.add_argument("--folder", default=None)
    options = parser.parse_args()
    print(
        f"{'documents':>9} {'MB':>6} {'bare ms':>8} {'save':>6} {'scan ms':>8} {'cold':>6} {'warm ms':>8} "
        f"{'statuses ms':>11} {'peak MB':>8}"
    )
    for size in map(int, options.sizes.split(",")):
        folder = Path(tempfile.mkdtemp(dir=options.folder)) / "ws"
        try:
            workspace = make_workspace(folder, size)
            opened = bench_open(folder)
            bare, ours = bench_save(workspace)
            megabytes = workspace.layout.annotations("anna").stat().st_size >> 20
            print(
                f"{size:>9} {megabytes:>6} {bare:>8.3f} {ours / bare:>5.2f}x "
                f"{opened['bare scan']:>8.1f} {opened['cold open'] / opened['bare scan']:>5.2f}x "
                f"{opened['warm open']:>8.1f} {opened['statuses']:>11.1f} {memory_of_open(folder):>8.0f}",
                flush=True,
            )
        finally:
            shutil.rmtree(folder.parent)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main()
