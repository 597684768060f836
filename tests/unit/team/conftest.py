"""A server for the tests of what only a server has."""

import pytest
from small_articles import SCHEME, TEXTS, article


@pytest.fixture
def url(server, tmp_path, monkeypatch):
    """The address of a workspace with three articles, as its owner."""
    from annotator.team.store import TeamStore

    monkeypatch.setenv("ANNOTATOR_TEAM", str(tmp_path / "team"))
    database = server.new_database()
    address = server.url(database)
    store = TeamStore.create(address, scheme=SCHEME, name="news")
    store.add_articles(article(identifier, text) for identifier, text in TEXTS.items())
    store.close()
    yield address
    server.give_back(database)


@pytest.fixture
def store(url):
    from annotator.team.store import TeamStore

    opened = TeamStore.open(url)
    yield opened
    opened.close()


@pytest.fixture
def login(server, url, store):
    """Opens the workspace as another login, after making it a member."""
    from annotator.team.members import Members
    from annotator.team.store import TeamStore

    opened = []

    def enter(name, *, lead=False):
        Members(store.server).add(name, name, lead=lead)
        opened.append(TeamStore.open(server.url(url.rpartition("/")[2], name)))
        return opened[-1]

    yield enter
    for each in opened:
        each.close()
