"""Several machines make suggestions for one server: nothing twice, nothing lost, and none gives up too early."""

import threading
import time
from dataclasses import dataclass

import pytest

from annotator.messages import AnnotatorError
from annotator.suggest import shared
from annotator.suggest.registry import SuggesterSpec
from annotator.suggest.shared import suggest_shared
from annotator.suggest.suggestion import Suggested, Suggestion
from annotator.team.errors import ServerGone
from annotator.team.store import TeamStore
from annotator.team.suggestions import SharedSuggestions
from annotator.workspace import Article, WorkspaceError

TEXT = "Анна Ветрова."
MANY = 100


class FirstWord:
    """Calls the first word a person; slow enough for two to meet."""

    source, fingerprint = "first", "1"

    def __init__(self, pause):
        self.pause = pause

    def suggest(self, articles):
        for article in articles:
            time.sleep(self.pause)
            yield Suggested(article.id, (Suggestion(article.id, 0, 4, "PERSON", "first"),))


@dataclass(frozen=True, slots=True)
class FirstWordSpec(SuggesterSpec):
    """Builds it."""

    pause: float = 0.0

    def build(self):
        return FirstWord(self.pause)


@pytest.fixture
def large(store):
    store.add_articles(Article(f"d{n}", TEXT, ((0, 4), (5, 12), (12, 13))) for n in range(MANY - 3))
    return store


def made(store):
    """Return how many articles have a line, and how many lines there are in all."""
    return tuple(store.server.rows("SELECT count(line), count(*) FROM annotator.suggestions")[0])


def test_two_machines_share_the_articles(large):
    """Both do a part, each article is done once, and both end when all is done."""
    spec = FirstWordSpec("first", large.scheme, pause=0.002)
    other, reports = TeamStore.open(large.server.address), []
    thread = threading.Thread(target=lambda: reports.append(suggest_shared(other, spec, processes=1)))
    thread.start()
    reports.append(suggest_shared(large, spec, processes=1))
    thread.join(20)
    other.close()
    assert sum(report.documents for report in reports) == MANY
    assert all(report.documents for report in reports)
    assert made(large) == (MANY, MANY)


def test_what_a_dead_machine_took_is_made_by_another(store, monkeypatch):
    """The other waits, says so, and takes it when the lease has ended; a late delivery changes nothing."""
    spec = FirstWordSpec("first", store.scheme)
    dead, said = SharedSuggestions(store.server, "first", "1", lease=1.5), []
    monkeypatch.setattr(shared, "_PATIENT_WAITS", 2)
    assert dead.fill() == (3, 3)
    assert sorted(identifier for identifier, _ in dead.take()) == ["alpha", "beta", "gamma"]
    report = suggest_shared(store, spec, processes=1, say=lambda message: said.append(str(message)))
    assert (report.documents, report.skipped, len(said)) == (3, 0, 1)
    dead.deliver([("alpha", b"{}")])
    assert store.server.rows("SELECT count(*) FROM annotator.suggestions WHERE line = '{}'")[0][0] == 0
    assert suggest_shared(store, spec).skipped == 3


def test_a_machine_that_lives_keeps_its_articles(store):
    """A lease that is renewed does not end, and what is given back can be taken at once."""
    slow, other = (SharedSuggestions(store.server, "first", "1", lease=0.5) for _ in range(2))
    slow.fill()
    assert len(slow.take()) == 3
    for _ in range(3):
        time.sleep(0.3)
        slow.renew()
        assert other.take() == []
    slow.release()
    assert len(other.take()) == 3


def test_two_versions_of_a_model_are_told(store):
    """A machine with another version begins its own list; the first hears of it instead of delivering into nothing."""
    old, new = SharedSuggestions(store.server, "first", "1"), SharedSuggestions(store.server, "first", "2")
    old.fill()
    (taken, *_) = old.take()
    assert new.fill() == (3, 3)
    with pytest.raises(WorkspaceError, match="first"):
        old.deliver([(taken[0], b"{}")])


def test_only_the_wanted_articles_are_taken(store):
    """Others that an earlier run has listed are left alone."""
    spec = FirstWordSpec("first", store.scheme)
    SharedSuggestions(store.server, "first", "1").fill()
    report = suggest_shared(store, spec, documents=["beta"])
    assert (report.documents, report.skipped) == (1, 0)
    assert made(store) == (1, 3)


def test_a_run_outlasts_a_server_that_was_started_again(large, server):
    """It says that it waits, goes on, and nothing is missing or doubled."""
    said = []
    again = threading.Timer(0.3, server.start)

    def stop_the_server(done, _total):
        if done == 40:
            server.kill()
            again.start()

    report = suggest_shared(
        large, FirstWordSpec("first", large.scheme), processes=1, on_progress=stop_the_server,
        say=lambda message: said.append(str(message)),
    )  # fmt: skip
    again.join()
    assert (report.documents, made(large)) == (MANY, (MANY, MANY))
    assert any("out of reach" in line or "недоступен" in line for line in said)


def test_patience_ends(store, server):
    """Without the server for too long the run ends with the reason; a later run goes on where it was."""
    spec = FirstWordSpec("first", store.scheme)
    try:
        with pytest.raises(ServerGone):
            suggest_shared(
                store, spec, processes=1, patience=0.5, lease=1, on_progress=lambda done, _: done == 1 and server.kill()
            )
    finally:
        server.start()
    assert suggest_shared(store, spec, processes=1).documents == 3


def test_an_annotator_may_not_make_them(login):
    """The server refuses who is no lead."""
    store = login("anna")
    with pytest.raises(AnnotatorError):
        suggest_shared(store, FirstWordSpec("first", store.scheme))
