"""A team at work against a real server: annotators that take tasks and save, a saboteur, and the count at the end."""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain import Status
from annotator.domain.edits import AddEntity, SetStatus
from annotator.messages import AnnotatorError
from annotator.team.store import TeamStore
from annotator.workspace import Workspace

THREADS = 5  # annotators in one process
SAVES = 6  # of one task
EDGE = 0.25  # seconds around a fault in which a save counts as hit by it


@dataclass
class Work:
    """What one annotator did: (document, revision, time) of every save that was acknowledged, and (end, seconds)."""

    name: str
    saves: list[tuple[str, int, str]] = field(default_factory=list)
    times: list[tuple[float, float, int]] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    retries: int = 0
    notices: list[str] = field(default_factory=list)
    error: str = ""


def fill(store: TeamStore, samples: Path, number: int) -> None:
    """Add `number` articles, those of the sample over and over."""
    articles = list(Workspace.open(samples).articles())
    store.add_articles(replace(articles[n % len(articles)], id=f"a{n:06}") for n in range(number))


def annotate(url: str, name: str, until: float, pause: float) -> Work:
    """Work as a person does: take the next task, tag, look, tag again, finish; every save is tried until it is kept."""
    work = Work(name)
    chance = random.Random(name)
    store = stubborn(work, lambda: TeamStore.open(url))
    annotations = stubborn(work, lambda: store.annotations(name))
    while time.time() < until:
        tasks = stubborn(work, lambda: store.queue.next(name))
        if not tasks:
            break
        _one_task(work, store, annotations, tasks[0], chance, pause)
    for document_id in stubborn(work, lambda: store.queue.outstanding(name)):
        _one_task(work, store, annotations, document_id, chance, 0)
    work.notices = [str(notice) for notice in annotations.notices]
    annotations.close()
    store.close()
    return work


def _one_task(work, store, annotations, document_id, chance, pause):
    document = stubborn(work, lambda: annotations.load(document_id))
    for number in range(SAVES):
        time.sleep(pause * chance.uniform(0.5, 1.5))
        start, end = document.tokens[(number * 7) % len(document.tokens)]
        if number == SAVES - 1:
            document = SetStatus(Status.DONE).resolve(document, store.scheme).apply(document)
        elif document.text[start:end].strip():
            document = _tagged(document, store.scheme, start, end)
        document = _save(work, annotations, document)
    work.finished.append(document_id)


def _tagged(document, scheme, start, end):
    try:
        return AddEntity(start, end, "ORG").resolve(document, scheme).apply(document)
    except AnnotatorError:
        return document


def _save(work, annotations, document):
    began, before = time.monotonic(), work.retries
    saved = stubborn(work, lambda: annotations.save(document))
    work.times.append((time.time(), time.monotonic() - began, work.retries - before))
    work.saves.append((saved.id, saved.rev, saved.saved_at))
    return saved


def stubborn(work, call):
    """Try until it works, as the window's saver does."""
    while True:
        try:
            return call()
        except AnnotatorError as error:
            work.retries += 1
            if work.retries > 5000:
                raise
            work.error = str(error)
            time.sleep(0.1)


def _process(url, names, until, pause, results):
    works: list[Work] = []
    threads = [threading.Thread(target=lambda n=name: works.append(annotate(url, n, until, pause))) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(works)


@dataclass
class Outcome:
    """The figures of a run, and what went wrong in it: all of the last four must be zero."""

    works: list[Work]
    faults: list[float]
    restarts: int
    seconds: float
    lost_saves: int = 0
    doubled_tasks: int = 0
    lost_tasks: int = 0
    forks: int = 0

    def milliseconds(self, *, undisturbed: bool) -> list[float]:
        """Return the sorted times of saves, of all or only of those that no fault hit."""
        return sorted(
            seconds * 1000
            for work in self.works
            for end, seconds, retries in work.times
            if not undisturbed
            or (not retries and not any(end - seconds - EDGE <= fault <= end + EDGE for fault in self.faults))
        )


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of the sorted values does not exceed."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def run(server, url: str, *, annotators: int, seconds: float, pause: float, overlap: int, faults: bool) -> Outcome:
    """Let the team work, sabotage it meanwhile, and count what the server holds afterwards."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    until = time.time() + seconds
    names = [f"person{n:02}" for n in range(annotators)]
    groups = [names[n : n + THREADS] for n in range(0, annotators, THREADS)]
    processes = [context.Process(target=_process, args=(url, group, until, pause, results)) for group in groups]
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for process in processes:
        process.start()
    times, restarts = _sabotage(server, until) if faults else ([], 0)
    works = [work for _ in processes for work in results.get(timeout=seconds + 120)]
    for process in processes:
        process.join(20)
    outcome = Outcome(works, times, restarts, seconds)
    _count(TeamStore.open(url), outcome, overlap)
    return outcome


def _sabotage(server, until: float) -> tuple[list[float], int]:
    """Cut connections at random about once a second, and twice pull the server's plug."""
    chance, times, restarts = random.Random(1), [], 0
    length = until - time.time()
    plugs = [until - length * 0.6, until - length * 0.25]
    while time.time() < until - 1:
        time.sleep(chance.uniform(0.3, 1.5))
        if plugs and time.time() > plugs[0]:
            plugs.pop(0)
            down = time.time()
            server.kill()
            server.start()
            restarts += 1
            times += [down + 0.2 * n for n in range(int((time.time() - down) / 0.2) + 2)]
            continue
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'annotator' ORDER BY random() LIMIT 2"
        )
        times.append(time.time())
    return times, restarts


def _count(store: TeamStore, outcome: Outcome, overlap: int) -> None:
    sql = 'SELECT annotator, document, rev, substring(line from \'"saved_at":"([^"]*)"\') FROM annotator.revisions'
    kept = {tuple(row) for row in store.server.stream(sql)}
    for work in outcome.works:
        outcome.lost_saves += sum((work.name, *save) not in kept for save in work.saves)
        done = {d for d, status in store.read(work.name).statuses().items() if status is Status.DONE}
        outcome.lost_tasks += len(set(work.finished) - done)
    assigned = store.assignments()
    outcome.doubled_tasks = sum(len(names) > overlap for names in assigned.values())
    heads = {
        tuple(r) for r in store.server.stream("SELECT document, annotator FROM annotator.heads WHERE status='done'")
    }
    outcome.lost_tasks += sum((d, name) not in heads for d, names in assigned.items() for name in names)
    places = store.server.rows("SELECT coalesce(sum(places), 0) FROM annotator.queue")[0][0]
    outcome.lost_tasks += abs(
        len(store.document_ids) * overlap - places - sum(len(names) for names in assigned.values())
    )
    outcome.forks = sum(len(store.read(work.name).forks()) for work in outcome.works)
    store.close()
