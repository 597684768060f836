"""Suggestions for a team's workspace: the machines that run the same command share the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.suggest.bulk import RunReport, articles_of, processes_for, workers
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.suggestion_file import line_of
from annotator.team.store import TeamStore
from annotator.team.suggestions import SharedSuggestions
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.names import source_stem

_BATCH = 50  # articles delivered at a time


def suggest_shared(
    store: TeamStore,
    spec: SuggesterSpec,
    *,
    documents: Sequence[str] | None = None,
    processes: int | None = None,
    again: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> RunReport:
    """Make suggestions for articles until none is left that nobody works at; see `suggest_all` for the arguments.

    Raises:
        AnnotatorError: the suggester cannot be built, the server is out of reach, or the login is no lead's.
    """
    suggester, encoder = spec.build(), RecordEncoder()
    shared = SharedSuggestions(store.server, source_stem(suggester.source), suggester.fingerprint)
    todo = shared.fill(documents, again=again)
    wanted = len(store.document_ids if documents is None else documents)
    report = RunReport(suggester.source, store.place, skipped=wanted - todo)
    ready: list[tuple[str, bytes]] = []
    try:
        with workers(spec, suggester, processes or processes_for(todo)) as run:
            for article, suggested in run(articles_of(store, shared.take())):
                ready.append(
                    (article.id, line_of(suggested, article, suggester.source, suggester.fingerprint, encoder))
                )
                report.add(suggested)
                on_progress(report.documents, todo)
                if len(ready) >= _BATCH:
                    shared.deliver(ready)
                    ready = []
        shared.deliver(ready)
    finally:
        shared.release()
    return report
