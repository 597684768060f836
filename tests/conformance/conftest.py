"""The same tests over every store: files in a folder, and PostgreSQL where a server can be started."""

import pytest


class Place:
    """Makes a workspace, and opens it again as another process would."""

    def __init__(self, make, again):
        self.make, self._again = make, again

    def again(self):
        return self._again()


@pytest.fixture(params=["files", "postgresql"])
def place(request, tmp_path, monkeypatch):
    from annotator.workspace import Workspace

    if request.param == "files":
        yield Place(
            lambda **given: Workspace.create(tmp_path / "news", **given), lambda: Workspace.open(tmp_path / "news")
        )
        return
    server = request.getfixturevalue("server")
    monkeypatch.setenv("ANNOTATOR_TEAM", str(tmp_path / "team"))
    from annotator.team.store import TeamStore

    database = server.new_database()
    url = server.url(database)
    opened = []

    def kept(store):
        opened.append(store)
        return store

    yield Place(lambda **given: kept(TeamStore.create(url, **given)), lambda: kept(TeamStore.open(url)))
    for store in opened:
        store.close()
    server.give_back(database)


@pytest.fixture
def workspace(place):
    from small_articles import SCHEME, TEXTS, article

    made = place.make(name="news", scheme=SCHEME)
    made.add_articles(article(identifier, text) for identifier, text in TEXTS.items())
    return made
