"""Addresses: what is kept of them, and what never is."""

import pytest

from annotator.team.address import as_word, is_address, read_address, remember_password, scrubbed
from annotator.workspace import WorkspaceError


@pytest.fixture(autouse=True)
def no_password(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgresql://anna:s3cret@host:5433/news?sslmode=verify-full", "postgresql://anna@host:5433/news?sslmode=verify-full"),
        ("postgres://anna@host/news?password=s3cret", "postgresql://anna@host/news"),
        ("postgresql:///?service=team", "postgresql:///?service=team"),
        ("postgresql://%D0%B0%D0%BD%D0%BD%D0%B0:p%40ss@[::1]/news", "postgresql://%D0%B0%D0%BD%D0%BD%D0%B0@[::1]/news"),
    ],
)  # fmt: skip
def test_the_address_keeps_everything_but_the_password(given, kept):
    """TLS, service, host and port are libpq's to read; the password is in memory only."""
    address = read_address(given)
    assert address.url == kept
    assert "s3cret" not in repr(address) and "s3cret" not in str(address.folder)
    assert address.password in {"s3cret", "p@ss", None}


def test_an_address_survives_being_a_path():
    """What the command line makes of it is one word without slashes to lose, and reads as the same address."""
    from pathlib import Path

    for given in ("postgresql:///?service=team", "postgresql://anna:s3cret@host/news"):
        word = as_word(given)
        assert "s3cret" not in word and is_address(Path(word))
        assert read_address(str(Path(word))) == read_address(given)


def test_folders_and_files_are_no_addresses():
    """A path is a path, also one that begins like an address."""
    assert not is_address("postgresql-notes") and not is_address("/srv/postgresql") and not is_address("news")


def test_a_port_that_is_none_is_told_without_the_password():
    """The line names the place and what to write."""
    with pytest.raises(WorkspaceError, match="is no address") as told:
        read_address("postgresql://anna:s3cret@host:port/news")
    assert "s3cret" not in str(told.value)


def test_messages_are_scrubbed():
    """Passwords in addresses, in key=value pairs and by themselves are taken out."""
    remember_password(read_address("postgresql://anna@scrub/news"), "hush-hush")
    text = scrubbed("postgresql://u:pw@h/d failed; password=abc host=h; hush-hush; postgresql://u@h/d")
    assert text == "postgresql://u@h/d failed; password=*** host=h; ***; postgresql://u@h/d"


def test_nothing_is_imported_before_an_address_is_opened():
    """Neither SQLAlchemy nor psycopg is loaded by the command line or a workspace in a folder."""
    import subprocess
    import sys

    code = (
        "import sys, annotator.cli.stats, annotator.cli.common, annotator.team.opening, annotator.team.store\n"
        "import annotator.team.mirrored\n"
        "print({'sqlalchemy', 'psycopg'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
