"""A corpus of many articles in both stores: time and peak memory of each step, each in a process of its own.

python tests/benchmarks/bench_scale.py [--articles 25000,50000,100000] [--stores files,postgresql] [--steps all]

`seconds` are those of the clock, `processor` those that the step's process and its children worked, which other work on
the machine disturbs less. `floor` is what reading the step's files once and `orjson.loads` of each of their lines takes
of the processor (for the opening without an index: finding each line's end), measured in the same run; `ratio` is
processor over floor. BENCH_LENGTH is how many code points an article has at most (900).
"""

from __future__ import annotations

import argparse
import json
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

from annotator.domain import Document, Status
from annotator.domain.entity import Entity
from annotator.workspace import Article, Workspace
from annotator.workspace.encode import RecordEncoder

ROOT = Path(__file__).parent.parent.parent
LENGTH = int(os.environ.get("BENCH_LENGTH", "900"))  # code points of an article at most, cut at a token
MODELS = len(Workspace.open(ROOT / "samples" / "news-ru").document_ids)
FLOORS = {
    "statuses": "anna", "statuses again": "", "stats": "corpus anna boris", "stats again": "", "export": "corpus anna",
    "export spacy": "corpus anna", "validate": "corpus anna boris", "agreement": "corpus anna boris", "scan": "scan",
    "open": "",
}  # fmt: skip
"""What the steps read once the files are there."""
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
    """Yield (id, line) of a finished record for every article; the two annotators differ in one entity of ten.

    The articles repeat after a while: so do the lines, but for their ids.
    """
    encoder = RecordEncoder()
    made: dict[tuple[int, int], str] = {}
    models = list(articles(min(MODELS, number)))
    for n in range(number):
        key = n % len(models), n % 2
        if key not in made:
            made[key] = encoder.encode(finished(models[key[0]], name, n % 2)).decode().split(",", 1)[1]
        yield f"a{n:07}", f'{{"id":"a{n:07}",{made[key]}'


def finished(article: Article, name: str, fewer: int) -> Document:
    """Return an annotator's document; Boris has one entity fewer where asked."""
    words = [t for t in article.tokens if article.text[t[0] : t[1]].isalpha()][:40:4]
    if name == "boris":
        words = words[: len(words) - fewer]
    entities = tuple(Entity(f"T{i + 1}", *word, "PERSON") for i, word in enumerate(words))
    return Document(
        article.id, article.text, article.tokens, entities, annotator=name, status=Status.DONE, rev=1,
        saved_at="2026-01-01T00:00:00.000000Z", last_ids=(len(entities), 0),
    )  # fmt: skip


def step(name: str, place: str, number: int) -> None:
    """Do one step and print its seconds, its processor seconds, its peak memory and a note."""
    began = time.monotonic()
    work = {
        "import": _import, "queue": _queue, "records": _records, "floor": _floor, "scan": _scan, "open": _look,
        "statuses": _statuses, "statuses again": _statuses, "stats": _stats, "stats again": _stats, "export": _export,
        "export spacy": _export_spacy, "validate": _validate, "agreement": _agreement,
    }  # fmt: skip
    note = work[name](place, number)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = max(one.ru_maxrss for one in used) / 1024
    processor = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"{time.monotonic() - began:.1f}\t{processor:.2f}\t{peak:.0f}\t{note or ''}", flush=True)


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


def _floor(place: str, number: int) -> str:
    """Measure the processor seconds of reading and parsing each file, and of finding the ends of the corpus' lines."""
    import orjson

    layout, taken = Workspace.open(place).layout, {}
    for name, path in (("corpus", layout.corpus), *((n, layout.annotations(n)) for n in ("anna", "boris"))):
        began = time.process_time()
        with path.open("rb") as file:
            for line in file:
                orjson.loads(line)
        taken[name] = time.process_time() - began
    began = time.process_time()
    with layout.corpus.open("rb") as file:
        assert sum(1 for _ in file) == number
    return json.dumps(taken | {"scan": time.process_time() - began})


def _scan(place: str, number: int) -> None:
    """Open without an index; throws away what is kept of all files."""
    if isinstance(_open(place), Workspace):
        for file in Workspace.open(place).layout.index("corpus").parent.iterdir():
            file.unlink()
    _look(place, number)


def _look(place: str, number: int) -> None:
    assert len(_open(place).document_ids) == number


def _statuses(place: str, number: int) -> None:
    assert len(_open(place).read("anna").statuses()) == number


def _stats(place: str, number: int) -> None:
    from annotator.workspace.statistics import workspace_statistics

    assert workspace_statistics(_open(place)).annotators["anna"].statuses[Status.DONE] == number


def _export(place: str, number: int, form: str = "jsonl") -> str:
    from annotator.formats import registry
    from annotator.formats.exporting import ExportOptions, export

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        report = export(_open(place), out, registry.get(form), ExportOptions(annotator="anna"))
        assert report.written.documents == number
        return f"{out.stat().st_size >> 20} MB"


def _export_spacy(place: str, number: int) -> str:
    return _export(place, number, "spacy")


def _validate(place: str, number: int) -> str:
    from annotator.cli.validate import check_paths

    if not isinstance(_open(place), Workspace):
        return "(of files)"
    report = check_paths([Path(place)])
    assert report.documents == number and report.ok
    return f"{report.entities} entities"


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
    words.add_argument("--steps", default="all", help="names of steps, with commas; what they need is made first")
    words.add_argument("--step", nargs=3)
    given = words.parse_args()
    if given.step:
        step(given.step[0], given.step[1], int(given.step[2]))
        return 0
    server = TestServer() if can_serve() and "postgresql" in given.stores else None
    worst = 0
    try:
        with tempfile.TemporaryDirectory(prefix="annotator-scale-") as folder:
            os.environ["ANNOTATOR_TEAM"] = folder
            for number in map(int, given.articles.split(",")):
                for store in given.stores.split(","):
                    if store == "files":
                        worst = max(worst, _table(store, f"{folder}/files{number}", number, given.steps))
                    elif server is not None:
                        place = server.url(server.new_database())
                        worst = max(worst, _table(store, place, number, given.steps))
    finally:
        if server is not None:
            server.close()
    return int(worst > BUDGET)


def _table(store: str, place: str, number: int, steps: str) -> int:
    print(
        f"{'store':<12}{'articles':>9}  {'step':<16}{'seconds':>9}{'processor':>11}{'floor':>9}{'ratio':>7}{'peak':>10}"
    )
    wanted = [name for name in FLOORS if steps == "all" or name in steps.split(",")]
    worst, floors = 0, {}
    for name in ["import", "queue", "records", *(["floor"] if store == "files" else []), *wanted]:
        done = subprocess.run(
            [sys.executable, __file__, "--step", name, place, str(number)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{store:<12}{number:>9}  {name:<16} FAILED {done.stderr.strip().splitlines()[-1:]}", flush=True)
            worst = BUDGET + 1
            continue
        seconds, processor, peak, note = done.stdout.rstrip("\n").split("\t")
        if name == "floor":
            floors, note = json.loads(note), ""
        worst = max(worst, int(peak))
        floor = sum(floors.get(file, 0.0) for file in FLOORS.get(name, "").split())
        beside = f"{floor:>7.1f} s{float(processor) / floor:>7.2f}" if floor else " " * 16
        print(
            f"{store:<12}{number:>9}  {name:<16}{seconds:>7} s{float(processor):>9.1f} s{beside}{peak:>7} MB  {note}",
            flush=True,
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
