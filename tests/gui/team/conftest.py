"""A server, and a workspace on it with a lead and two annotators who work blind."""

from pathlib import Path

import pytest

ARTICLE = "lavrenyov-roman"


@pytest.fixture
def enter(team, make, qtbot):  # the windows close before the database goes
    """Opens a window on the server, as `annotator open postgresql://…` does."""

    def opened(url, language="en"):
        window = make(language)
        assert window.files.open_path(Path(url))
        qtbot.waitUntil(lambda: window.files.session is not None, timeout=10000)
        window.files.open_document(ARTICLE)
        return window

    return opened


@pytest.fixture
def team(server, root, tmp_path, monkeypatch):
    """Returns the address of a login; the articles are two of the sample."""
    from annotator.team.members import Members
    from annotator.team.store import TeamStore
    from annotator.workspace import Workspace

    monkeypatch.setenv("ANNOTATOR_TEAM", str(tmp_path / "team"))
    database = server.new_database()
    store = TeamStore.create(server.url(database), name="Новости команды")
    articles = list(Workspace.open(root / "samples" / "news-ru").articles())
    store.add_articles(a for a in articles if a.id in {"lavrenyov-roman", "kedr-taiga"})
    members = Members(store.server)
    members.add("lead", "lead", lead=True)
    members.add("anna", "anna")
    members.add("boris", "boris")
    store.set("blind", "true")
    store.set("guidelines", "# Правила\nРазмечайте людей.")
    store.close()
    yield lambda login: server.url(database, login)
    server.give_back(database)
