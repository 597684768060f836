"""Fixtures for all tests: Qt without a display, English messages, real data only where somebody points to it."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["ANNOTATOR_DEBUG"] = "1"  # an unexpected error shows its traceback

from annotator.messages import set_language

settings.register_profile("any machine", deadline=None)  # properties are proved here; time is measured in benchmarks
settings.load_profile("any machine")


def pytest_addoption(parser):
    parser.addoption(
        "--data", default=os.environ.get("ANNOTATOR_DATA", ""), help="folder with the NEREL and factRuEval corpora"
    )


@pytest.fixture(autouse=True)
def english():
    """Messages are compared in English; a test that wants Russian asks for it."""
    set_language("en")
    yield
    set_language(None)


@pytest.fixture(scope="session")
def corpora(request) -> Path:
    """The folder with real annotated corpora; tests that need it are left out where nobody gave one."""
    folder = request.config.getoption("--data")
    if not folder:
        pytest.skip("no --data folder with real corpora")
    return Path(folder)


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server on loopback, with three logins; tests that need it are left out where none can be started."""
    from team_server import TestServer, can_serve

    if not can_serve():
        pytest.skip("no PostgreSQL here: make test-team installs it")
    running = TestServer(sync=False)
    for name in ("lead", "anna", "boris"):
        running.make_login(name)
    yield running
    running.close()


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent
