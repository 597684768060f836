"""Suggestions for many articles: in several processes, with progress, stoppable at any moment and resumed later."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from annotator.domain import Tokens
from annotator.suggest.parts import Part, finish_part, gather
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.suggestion import Suggested, Suggester
from annotator.suggest.suggestion_file import SuggestionWriter, made_already
from annotator.workspace import Article
from annotator.workspace.store import Store

_CHUNK = 32  # articles that a process takes at a time
_WORTH_A_PROCESS = 64  # fewer articles are done before a second process has loaded the model
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(slots=True)
class RunReport:
    """What a run did. `skipped` documents had their suggestions already; `dropped` counts labels the scheme lacks."""

    source: str
    path: str = ""
    documents: int = 0
    skipped: int = 0
    stopped: bool = False
    entities: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, suggested: Suggested) -> None:
        """Count one document's suggestions."""
        self.documents += 1
        self.entities.update(s.label for s in suggested.entities)
        self.relations.update(s.label for s in suggested.relations)
        self.dropped.update(suggested.dropped)

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON object."""
        counts = {"entities": self.entities, "relations": self.relations, "dropped": self.dropped}
        return {
            "source": self.source,
            "path": self.path,
            "documents": self.documents,
            "skipped": self.skipped,
            "stopped": self.stopped,
        } | {key: dict(sorted(value.items())) for key, value in counts.items()}


def suggest_all(
    workspace: Store,
    spec: SuggesterSpec,
    *,
    documents: Sequence[str] | None = None,
    processes: int | None = None,
    again: bool = False,
    part: Part | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> RunReport:
    """Make suggestions for articles of a workspace and keep them in `suggestions/<source>.jsonl`.

    Args:
        workspace: where the articles are.
        spec: what makes the suggestions.
        documents: ids of the articles; None means all.
        processes: how many work at once; None chooses by the number of articles and of processor cores.
        again: also for articles whose suggestions are up to date.
        part: only this part of them; other machines that share the folder make the others at the same time.
        on_progress: is told (documents done, documents to do) after each.
        is_cancelled: asked after each document; what is done by then is kept, and the next run goes on from there.

    Raises:
        AnnotatorError: the suggester cannot be built, or another process writes the same suggestions.
    """
    suggester = spec.build()
    with SuggestionWriter(workspace, suggester.source, suggester.fingerprint, part=part.name if part else "") as writer:
        if part is None:
            gather(workspace, writer)
        wanted = list(workspace.document_ids if documents is None else documents)
        if part is not None:  # of the corpus, not of `documents`: those may be others on another machine by now
            mine = set(part.of_all(workspace.document_ids))
            wanted = [identifier for identifier in wanted if identifier in mine]
        ready = set() if again else writer.up_to_date()
        if part and not again:
            ready |= made_already(workspace, suggester.source, suggester.fingerprint)
        todo = [identifier for identifier in wanted if identifier not in ready]
        report = RunReport(suggester.source, str(writer.path), skipped=len(wanted) - len(todo))
        del wanted, ready
        with workers(spec, suggester, processes or processes_for(len(todo))) as run:
            for article, suggested in run(articles_of(workspace, todo)):
                writer.write(suggested, article)
                report.add(suggested)
                on_progress(report.documents, len(todo))
                if is_cancelled():
                    report.stopped = report.documents < len(todo)
                    break
        if not report.stopped and part is None:
            writer.tidy()
    if not report.stopped and part is not None:
        report.path = finish_part(workspace, suggester.source, suggester.fingerprint)
    return report


def processes_for(documents: int) -> int:
    """Return how many processes are worth their start for so many articles."""
    return max(1, min(os.cpu_count() or 1, documents // _WORTH_A_PROCESS))


def articles_of(workspace: Store, identifiers: Iterable[str]) -> Iterator[Article]:
    """Yield the articles, tokenized, since a record needs tokens."""
    from annotator.text.tokenizing import tokenize

    for identifier in identifiers:
        article = workspace.article(identifier)
        yield article if article.tokens else replace(article, tokens=tokenize(article.text, workspace.language))


_Run = Callable[[Iterator[Article]], Iterator[tuple[Article, Suggested]]]


@contextmanager
def workers(spec: SuggesterSpec, suggester: Suggester, processes: int) -> Iterator[_Run]:
    """Give a function that makes suggestions, in this process or in several."""
    if processes == 1:
        yield lambda articles: _here(suggester, articles)
        return
    with _single_threaded(), multiprocessing.get_context("spawn").Pool(processes, _begin, (spec,)) as pool:
        yield lambda articles: _there(pool, articles, 2 * processes)


def _here(suggester: Suggester, articles: Iterator[Article]) -> Iterator[tuple[Article, Suggested]]:
    for chunk in _chunks(articles):
        yield from zip(chunk, suggester.suggest(chunk), strict=True)


def _there(pool: Any, articles: Iterator[Article], ahead: int) -> Iterator[tuple[Article, Suggested]]:
    """Keep every process busy, yet read no more articles than are worked on."""
    chunks = _chunks(articles)
    waiting = [(chunk, pool.apply_async(_work, (_plain(chunk),))) for chunk in islice(chunks, ahead)]
    while waiting:
        chunk, pending = waiting.pop(0)
        done = pending.get()
        waiting += [(c, pool.apply_async(_work, (_plain(c),))) for c in islice(chunks, 1)]
        yield from zip(chunk, done, strict=True)


def _chunks(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while chunk := list(islice(articles, _CHUNK)):
        yield chunk


_Plain = tuple[str, str, Tokens]


def _plain(articles: Sequence[Article]) -> list[_Plain]:
    """Leave out what a suggester does not need: metadata may be large, and may not fit into another process."""
    return [(article.id, article.text, article.tokens) for article in articles]


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Let each process compute on one core: together they use all of them already."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


class _Worker:
    suggester: Suggester | None = None


def _begin(spec: SuggesterSpec) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process decides when to stop
    _Worker.suggester = spec.build()


def _work(articles: Sequence[_Plain]) -> list[Suggested]:
    assert _Worker.suggester is not None
    return list(_Worker.suggester.suggest([Article(*fields) for fields in articles]))
