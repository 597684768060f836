"""Addresses of team servers. A password never stays in one: libpq finds it in .pgpass, a service file, or PGPASSWORD."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from annotator.messages import msg
from annotator.workspace.errors import WorkspaceError

_SCHEME = re.compile(r"postgres(?:ql)?:(//|%2F%2F|/)", re.IGNORECASE)
_SECRET = re.compile(r"(://[^/@\s:]*):[^@\s]*@|(password=)[^&\s]+", re.IGNORECASE)
_UNFIT = re.compile(r"[^\w.-]")  # in names of folders
_passwords: dict[str, str] = {}  # by address, in memory only
_SECRET_KEYS = {"password", "sslpassword"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a team workspace is. `url` holds no password; the rest is libpq's to read: TLS, service, host, port."""

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The database's name or the service's, for titles."""
        parts = urlsplit(self.url)
        service = dict(parse_qsl(parts.query)).get("service", "")
        return unquote(parts.path.strip("/")) or service or parts.hostname or "team"

    @property
    def user(self) -> str:
        """The login that the address names, or "" where libpq chooses it."""
        return unquote(urlsplit(self.url).username or "")

    @property
    def folder(self) -> Path:
        """The local folder of this server: its mirror, undo steps and unsent work."""
        digest = hashlib.blake2b(self.url.encode(), digest_size=6).hexdigest()
        return team_folder() / "-".join((_UNFIT.sub("_", self.name), digest))

    @property
    def password(self) -> str | None:
        """The password that this process was given for it; None leaves it to libpq to find one."""
        return _passwords.get(self.url)


def team_folder() -> Path:
    """Return the folder in which team workspaces keep their local copies; ANNOTATOR_TEAM sets another one."""
    if chosen := os.environ.get("ANNOTATOR_TEAM"):
        return Path(chosen)
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "annotator" / "team"


def is_address(text: str | os.PathLike[str]) -> bool:
    """Tell whether a command's PATH is the address of a server."""
    return _SCHEME.match(os.fspath(text)) is not None


def as_word(text: str) -> str:
    """Return an address as a word that survives being taken for a path, its password left out of it."""
    return "postgresql:%2F%2F" + read_address(text).url.removeprefix("postgresql://")


def read_address(text: str | os.PathLike[str]) -> Address:
    """Read an address; a password in it stays in this process, see `remember_password`.

    Raises:
        WorkspaceError: it is none.
    """
    written = _SCHEME.sub("postgresql://", os.fspath(text), count=1)
    try:
        parts = urlsplit(written)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError as error:
        raise WorkspaceError(
            msg(
                "is no address: write postgresql://USER@HOST/DATABASE",
                "это не адрес: нужно postgresql://ПОЛЬЗОВАТЕЛЬ@СЕРВЕР/БАЗА",
            ),
            file=scrubbed(written),
        ) from error
    query = parse_qsl(parts.query, keep_blank_values=True)
    secret = parts.password or dict(query).get("password")
    place = parts.netloc.rpartition("@")
    user = quote(unquote(parts.username), safe="") + "@" if parts.username else ""
    kept = urlencode([(key, value) for key, value in query if key.lower() not in _SECRET_KEYS], safe="/:")
    address = Address(f"postgresql://{user}{place[2]}{parts.path}" + (f"?{kept}" if kept else ""))
    if secret:
        remember_password(address, unquote(secret) if parts.password else secret)
    return address


def remember_password(address: Address, password: str) -> None:
    """Keep a password for as long as this process runs, for this address alone."""
    _passwords[address.url] = password


def forget_password(address: Address) -> None:
    """Forget a password that the server did not take, so that libpq looks for one again."""
    _passwords.pop(address.url, None)


def password_for(words: Iterable[str]) -> str | None:
    """Return the password of the address among a command's words, for the environment of a child process."""
    return next((read_address(word).password for word in words if is_address(word)), None)


def scrubbed(text: str) -> str:
    """Return a text without the passwords that it may hold: of addresses, and the one in PGPASSWORD."""
    clean = _SECRET.sub(lambda found: (found[1] + "@") if found[1] else found[2] + "***", text)
    for secret in {*_passwords.values(), os.environ.get("PGPASSWORD", "")}:
        clean = clean.replace(secret, "***") if len(secret) > 2 else clean
    return clean
