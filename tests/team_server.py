"""A PostgreSQL server for tests: in a temporary folder, on loopback, run by a user who may (its programs refuse root)."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

_FOLDERS = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def server_programs() -> Path | None:
    """Return the folder with initdb and postgres, the newest version's, or None."""
    found = [path for folder in _FOLDERS for path in Path(folder).glob("**/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path))
    return max(found, key=lambda path: path.parent.parent.name).parent if found else None


def can_serve() -> bool:
    """Tell whether a server can be started here."""
    drivers = all(find_spec(name) is not None for name in ("psycopg", "sqlalchemy"))
    return drivers and server_programs() is not None and (os.getuid() != 0 or _unprivileged() is not None)


def _unprivileged() -> str | None:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


class TestServer:
    """A running server. `owner` logs in with a password; so does every login that `make_login` makes."""

    __test__ = False
    password = "s3cret-password"
    addresses = "127.0.0.1"  # where it listens

    def __init__(self, *, sync: bool = True) -> None:
        programs = server_programs()
        assert programs is not None
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="annotator-pg-", dir="/tmp"))
        self.port = _free_port()
        self._sync = sync
        self._free: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        if os.getuid() == 0:
            shutil.chown(self.folder, _unprivileged())
        secret = self.folder / "pw"
        secret.write_text(self.password)
        secret.chmod(0o644)
        options = ["-D", str(self.folder / "data"), "-U", "owner", "-A", "scram-sha-256", "--pwfile", str(secret)]
        self._call("initdb", *options, "-E", "UTF8", "--locale=C", "--no-instructions", "--no-sync")
        self.start()

    def _words(self, program: str, *words: str) -> list[str]:
        prefix = ["runuser", "-u", str(_unprivileged()), "--"] if os.getuid() == 0 else []
        return [*prefix, str(self._programs / program), *words]

    def _call(self, program: str, *words: str) -> None:
        subprocess.run(self._words(program, *words), check=True, capture_output=True, cwd="/tmp")

    def start(self) -> None:
        """Start the server on its port and wait until it answers."""
        data = str(self.folder / "data")
        settings = [
            f"listen_addresses={self.addresses}",
            f"unix_socket_directories={self.folder}",
            "max_connections=150",
        ]
        settings.append("recovery_init_sync_method=syncfs")  # many small databases come back in no time
        if not self._sync:  # a killed server loses nothing that the system has: enough for tests, not for timings
            settings.append("fsync=off")
        words = [part for setting in settings for part in ("-c", setting)]
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                self._words("postgres", "-D", data, "-p", str(self.port), *words), stdout=log, stderr=log, cwd="/tmp"
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(Exception):
                self.run("SELECT 1")
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    @property
    def pid(self) -> int:
        """The process id of the server's own first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """End the server as a power cut would: SIGKILL to it, its children follow; `start` recovers from its log."""
        os.kill(self.pid, signal.SIGKILL)
        self._reap()
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(0.3)  # the children notice and end; shared memory is let go of

    def stop(self) -> None:
        """Stop the server in order."""
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                os.kill(self.pid, signal.SIGINT)
            self._reap()

    def _reap(self) -> None:
        if self._process is not None:
            self._process.wait(20)
            self._process = None

    def close(self) -> None:
        """End the server at once and delete its folder."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, login: str = "owner", *, password: bool = True) -> str:
        """Return the address of a database."""
        secret = f":{self.password}" if password else ""
        return f"postgresql://{login}{secret}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "postgres") -> list[tuple]:
        """Run SQL as the owner."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=3) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def make_login(self, name: str) -> None:
        """Make a login with the password of all, if there is none yet."""
        if not self.run(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
            self.run(f"CREATE ROLE {name} LOGIN PASSWORD '{self.password}'")

    def give_back(self, name: str) -> None:
        """Empty a database, for the next that wants one: cheaper than making another.

        One that somebody comes back to meanwhile, as a program that connects again by itself does, is left alone.
        """
        import psycopg

        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            self.run("DROP SCHEMA IF EXISTS annotator CASCADE", name)
        except psycopg.errors.DeadlockDetected:
            return
        self._free.append(name)

    def new_database(self) -> str:
        """Return the name of an empty database, one that was given back or a new one."""
        if self._free:
            return self._free.pop()
        name = f"news_{time.monotonic_ns()}"
        self.run(f"CREATE DATABASE {name}")
        return name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
