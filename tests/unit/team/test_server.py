"""What only a server has: roles, blindness, the queue, versions saved at once, cut connections, words from others."""

import threading
import time

import pytest
from small_articles import TEXTS

from annotator.domain import Status
from annotator.team.errors import ServerGone
from annotator.team.listening import Listener
from annotator.team.members import Members
from annotator.team.store import TeamStore
from annotator.workspace import SaveError, WorkspaceError


def finish(store, name, document_id):
    with store.annotations(name) as annotations:
        return annotations.save(annotations.load(document_id).replacing(status=Status.DONE))


def test_blind_annotators_see_nothing_of_others_before_adjudication(store, login):
    """By the server's own rules, in every table: records, statuses, names and tasks; afterwards they may."""
    anna, boris = login("anna"), login("boris")
    store.set("blind", "true")
    finish(anna, "anna", "alpha")
    finish(anna, "anna", "beta")
    store.write_assignments({"alpha": ("anna", "boris"), "beta": ("anna",)})
    for table in ("revisions", "heads", "tasks"):
        rows = boris.server.rows(f"SELECT annotator FROM annotator.{table}")
        assert {row[0] for row in rows} <= {"boris"}
    assert boris.read("anna").statuses() == {} and boris.read("anna").history("alpha") == []
    assert boris.read("anna").load("alpha").status is Status.NOT_STARTED
    finish(store, "gold", "alpha")
    assert list(boris.read("anna").statuses()) == ["alpha"]
    assert [d.id for d in boris.read("gold").documents()] == ["alpha"]
    store.set("blind", "false")
    assert list(boris.read("anna").statuses()) == ["alpha", "beta"]


def test_a_lead_reads_and_adjudicates(store, login):
    """Whoever was made a lead sees everybody's work in a blind workspace and writes the gold set and the scheme."""
    anna, lead = login("anna"), login("lead", lead=True)
    store.set("blind", "true")
    finish(anna, "anna", "alpha")
    assert list(lead.read("anna").statuses()) == ["alpha"]
    finish(lead, "gold", "alpha")
    lead.extend_scheme(["PLACE"])
    lead.queue.fill(2)
    assert Members(lead.server).is_lead() and not Members(anna.server).is_lead()


@pytest.mark.parametrize(
    "act",
    [
        lambda s: finish(s, "anna", "alpha"),
        lambda s: finish(s, "gold", "alpha"),
        lambda s: s.set("blind", "false"),
        lambda s: s.extend_scheme(["PLACE"]),
        lambda s: s.add_articles([s.article("alpha").__class__("new", "Новый.", ((0, 5), (5, 6)))]),
        lambda s: s.queue.fill(5),
        lambda s: s.queue.take("anna", 1),
        lambda s: s.write_assignments({}),
        lambda s: Members(s.server).add("boris", "boris", lead=True),
        lambda s: s.server.run("UPDATE annotator.revisions SET line = '{}'"),
        lambda s: s.server.run("DELETE FROM annotator.revisions"),
        lambda s: s.server.run("UPDATE annotator.tasks SET annotator = 'boris'"),
    ],
)
def test_what_an_annotator_may_not_do(store, login, act):
    """Writing as somebody else, changing the workspace, or touching a version that is kept: refused by the server."""
    boris = login("boris")
    with pytest.raises(WorkspaceError, match="may not do this"):
        act(boris)


def test_two_windows_of_one_annotator_keep_both_versions(store):
    """The later save wins, the earlier is kept, both are told and shown until somebody settles it."""
    with store.annotations("anna") as first, store.annotations("anna", take_over=True) as second:
        theirs, mine = second.load("alpha"), first.load("alpha")
        second.save(theirs)
        saved = first.save(mine.replacing(status=Status.DONE))
        assert saved.rev == 2 and "both are kept" in str(first.notices[0])
        (fork,) = first.forks()
        assert (fork.mine.rev, fork.theirs.rev) == (2, 1)
        assert [v.number for v in first.history("alpha")] == [1, 2]
        assert first.save(saved).rev == 3
        assert len(first.forks()) == 1
        first.settle("alpha")
        assert first.forks() == []


def test_a_save_whose_answer_was_lost_is_kept_once(store, server, monkeypatch):
    """Sent again after the connection broke, it is the same version and no conflict with itself."""
    with store.annotations("anna") as annotations:
        document = annotations.load("alpha")
        send = type(annotations)._send

        def lossy(self, values):
            monkeypatch.setattr(type(annotations), "_send", send)
            send(self, values)
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'annotator'")
            return send(self, values)

        monkeypatch.setattr(type(annotations), "_send", lossy)
        assert annotations.save(document).rev == 1
        assert annotations.save(document).rev == 2
        assert annotations.forks() == [] and len(annotations.history("alpha")) == 2


def test_a_server_that_is_gone_fails_the_save_and_nothing_else(store, server):
    """The error says that trying again can help; after the restart the same call works."""
    with store.annotations("anna") as annotations:
        document = annotations.load("alpha")
        server.kill()
        try:
            with pytest.raises(SaveError, match="cannot be reached") as told:
                annotations.save(document)
            assert told.value.retry
            with pytest.raises(ServerGone):
                TeamStore.open(store.server.address)
        finally:
            server.start()
        assert annotations.save(document).rev == 1
        assert annotations.forks() == []


def test_the_queue_gives_everything_once(store):
    """Six annotators take at once: an article goes to as many as the overlap says, and never twice to one."""
    store.queue.fill(2)
    taken = {f"a{n}": [] for n in range(6)}

    def take(name):
        while got := store.queue.take(name):
            taken[name] += got

    threads = [threading.Thread(target=take, args=(name,)) for name in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    all_taken = [document for documents in taken.values() for document in documents]
    assert sorted(all_taken) == sorted([*TEXTS, *TEXTS])
    assert all(len(set(documents)) == len(documents) for documents in taken.values())
    assert store.queue.waiting() == 0


def test_tasks_come_back_until_they_are_finished(store):
    """What is taken and not finished is next; filling again counts those who have an article already."""
    store.queue.fill(1)
    assert store.queue.next("anna") == ["alpha"] == store.queue.next("anna")
    finish(store, "anna", "alpha")
    assert store.queue.next("anna") == ["beta"]
    store.queue.fill(1)
    assert store.queue.next("boris") == ["gamma"]
    assert store.queue.next("vera") == []


def test_others_hear_of_a_save(store):
    """A listener is told who saved what within a moment."""
    words = []
    listener = Listener(store.server, words.append)
    try:
        _until(lambda: words)
        finish(store, "anna", "alpha")
        _until(lambda: any(word.kind == "saved" for word in words))
    finally:
        listener.close()
    word = next(word for word in words if word.kind == "saved")
    assert (word.annotator, word.document, word.rev) == ("anna", "alpha", 1)


def test_errors_name_the_place_and_never_the_password(server, store):
    """A wrong password, no such database, an empty database: one line each, with what to do."""
    for url, reason in (
        (store.place.replace("owner@", "owner:wrong-password@"), "password is missing or wrong"),
        (server.url("no_such_base"), "no such database"),
        (server.url("postgres"), "holds no workspace"),
        ("postgresql://owner:s3cret-password@127.0.0.1:1/news", "cannot be reached"),
    ):
        with pytest.raises(WorkspaceError, match=reason) as told:
            TeamStore.open(url)
        line = str(told.value)
        assert "password@" not in line and "wrong-password" not in line and "\n" not in line


def _until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
