"""A corpus of many articles in both stores: time and peak memory of each step, each in a process of its own.

python tests/benchmarks/bench_scale.py [--articles 25000,50000,100000] [--stores files,postgresql] [--steps import,records,agreement]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from team_server import TestServer, can_serve

from annotator.domain import Status
from annotator.domain.entity import Entity
from annotator.workspace import Article, Workspace
from annotator.workspace.encode import RecordEncoder

ROOT = Path(__file__).parent.parent.parent
LENGTH = 900  # code points of an article, cut at a token
STEPS = ("import", "queue", "records", "statuses", "stats", "export", "agreement")
BUDGET = 1024  # MB


def articles(number: int) -> Iterator[Article]:
    """Yield short articles with tokens, made of the sample's."""
    models = []
    for article in Workspace.open(ROOT / "samples" / "news-ru").articles():
        tokens = tuple(token for token in article.tokens if token[1] <= LENGTH)
        models.append(replace(article, text=article.text[: tokens[-1][1]], tokens=tokens))
    for n in range(number):
        yield replace(models[n % len(models)], id=f"a{n:07}")


def records(number: int, name: str) -> Iterator[tuple[str, str]]:
    """Yield (id, line) of a finished record for every article; the two annotators differ in one entity of ten."""
    encoder = RecordEncoder()
    from annotator.domain import Document

    for n, article in enumerate(articles(number)):
        words = [t for t in article.tokens if article.text[t[0] : t[1]].isalpha()][:40:4]
        if name == "boris":
            words = words[: len(words) - n % 2]
        entities = tuple(Entity(f"T{i + 1}", *word, "PERSON") for i, word in enumerate(words))
        document = Document(
            article.id, article.text, article.tokens, entities, annotator=name, status=Status.DONE, rev=1,
            saved_at="2026-01-01T00:00:00.000000Z", last_ids=(len(entities), 0),
        )  # fmt: skip
        yield article.id, encoder.encode(document).decode()


def step(name: str, place: str, number: int) -> None:
    """Do one step and print its seconds and the peak memory of this process."""
    began = time.monotonic()
    note = {"import": _import, "queue": _queue, "records": _records, "statuses": _statuses, "stats": _stats,
            "export": _export, "agreement": _agreement}[name](place, number)  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.monotonic() - began:.1f}\t{peak:.0f}\t{note or ''}", flush=True)


def _open(place: str):
    from annotator.team.opening import open_workspace

    return open_workspace(place)


def _import(place: str, number: int) -> None:
    from annotator.team.address import is_address
    from annotator.team.store import TeamStore

    made = TeamStore.create(place, name="big") if is_address(place) else Workspace.create(place, name="big")
    assert len(made.add_articles(articles(number)).added) == number


def _queue(place: str, number: int) -> str:
    store = _open(place)
    if isinstance(store, Workspace):
        from annotator.suggest.assignment import assign

        store.write_assignments(assign(store.document_ids, ["anna", "boris", "vera"], 2, 1))
        return "dealt out to three"
    store.queue.fill(2)
    began = time.monotonic()
    for _ in range(200):
        assert store.queue.take("anna")
    return f"{(time.monotonic() - began) * 5:.1f} ms a task"


def _records(place: str, number: int) -> str:
    """Not a step of the program: the records are put there in bulk, so that there is something to measure."""
    store = _open(place)
    for name in ("anna", "boris"):
        if isinstance(store, Workspace):
            with store.layout.annotations(name).open("w", encoding="utf-8") as file:
                file.writelines(line + "\n" for _, line in records(number, name))
            continue
        with store.server.work() as connection, connection.connection.driver_connection.cursor() as cursor:
            columns = "(document, annotator, rev, base, status, line, key)"
            with cursor.copy(f"COPY annotator.revisions {columns} FROM STDIN") as copy:
                for n, (document, line) in enumerate(records(number, name)):
                    copy.write_row((document, name, 1, 0, "done", line, f"{name.encode().hex():0>20}{n:012x}"))
            cursor.execute(
                "INSERT INTO annotator.heads SELECT document, annotator, 1, 'done' FROM annotator.revisions "
                "WHERE annotator = %s", (name,),
            )  # fmt: skip
    return "(set-up)"


def _statuses(place: str, number: int) -> None:
    assert len(_open(place).read("anna").statuses()) == number


def _stats(place: str, number: int) -> None:
    from annotator.workspace.statistics import workspace_statistics

    assert workspace_statistics(_open(place)).annotators["anna"].statuses[Status.DONE] == number


def _export(place: str, number: int) -> str:
    from annotator.formats import registry
    from annotator.formats.exporting import ExportOptions, export

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        report = export(_open(place), out, registry.get("jsonl"), ExportOptions(annotator="anna"))
        assert report.written.documents == number
        return f"{out.stat().st_size >> 20} MB"


def _agreement(place: str, number: int) -> str:
    from annotator.cli.agreement import Options, score_annotations

    scored = score_annotations([Path(place.replace("://", ":%2F%2F"))], Options(), 1000, 1)
    assert scored.report.documents == number
    return f"{len(scored.report.to_json()['annotators'])} annotators, {time.process_time():.1f} s of processor"


def main() -> int:
    """Print a table for each store; return 1 where a step takes more memory than it may."""
    words = argparse.ArgumentParser()
    words.add_argument("--articles", default="25000,50000,100000")
    words.add_argument("--stores", default="files,postgresql")
    words.add_argument("--steps", default=",".join(STEPS), help="those that come later need import and records")
    words.add_argument("--step", nargs=3)
    given = words.parse_args()
    if given.step:
        step(given.step[0], given.step[1], int(given.step[2]))
        return 0
    steps = [name for name in STEPS if name in given.steps.split(",")]
    server = TestServer() if can_serve() and "postgresql" in given.stores else None
    worst = 0
    try:
        with tempfile.TemporaryDirectory(prefix="annotator-scale-") as folder:
            os.environ["ANNOTATOR_TEAM"] = folder
            for number in map(int, given.articles.split(",")):
                for store in given.stores.split(","):
                    if store == "files":
                        worst = max(worst, _table(store, f"{folder}/files{number}", number, steps))
                    elif server is not None:
                        worst = max(worst, _table(store, server.url(server.new_database()), number, steps))
    finally:
        if server is not None:
            server.close()
    return int(worst > BUDGET)


def _table(store: str, place: str, number: int, steps: list[str]) -> int:
    worst = 0
    for name in steps:
        done = subprocess.run(
            [sys.executable, __file__, "--step", name, place, str(number)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{store:<12}{number:>8}  {name:<10} FAILED {done.stderr.strip().splitlines()[-1:]}", flush=True)
            return BUDGET + 1
        seconds, peak, note = done.stdout.rstrip("\n").split("\t")
        worst = max(worst, int(peak))
        print(f"{store:<12}{number:>8}  {name:<10}{seconds:>8} s{peak:>7} MB  {note}", flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
