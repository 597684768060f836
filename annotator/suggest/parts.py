"""Sharing the work on a folder among machines: each makes the suggestions of one part of the articles.

A part is written into a file of its own, `suggestions/.slovnet.1-of-4.jsonl`, which nobody reads; a finished part is
moved into the file of its source. So two machines never write one file, and no server is needed to tell who does what.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.messages import AnnotatorError, msg
from annotator.suggest.suggestion_file import SuggestionWriter
from annotator.workspace.errors import WorkspaceLocked
from annotator.workspace.layout import SUFFIX
from annotator.workspace.lock import FileLock
from annotator.workspace.names import source_stem
from annotator.workspace.store import Store

_PATIENCE = 60.0  # seconds to wait for another part that is being moved
_PAUSE = 0.2
_PART = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})\Z")


class PartError(AnnotatorError):
    """What was given is no part; exit status 2."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Every `of`-th article, beginning with the `number`-th, counted from 1."""

    number: int
    of: int

    @property
    def name(self) -> str:
        """The part's name in files."""
        return f"{self.number}-of-{self.of}"

    def of_all(self, identifiers: Sequence[str]) -> list[str]:
        """Return the part's articles; all parts together have each article once."""
        return list(identifiers[self.number - 1 :: self.of])


def read_part(text: str) -> Part:
    """Return the part that `2/4` names.

    Raises:
        PartError: it names none.
    """
    found = _PART.match(text)
    part = Part(int(found[1]), int(found[2])) if found else None
    if part is None or part.number > part.of:
        raise PartError(
            msg(
                "--part takes which of how many, such as 1/4, not {text}",
                "--part принимает номер и число частей, например 1/4, а не {text}",
                text=text,
            )
        )
    return part


def gather(workspace: Store, writer: SuggestionWriter) -> None:
    """Move the suggestions of all parts that nobody works on into their source's file, which `writer` holds open."""
    stem = source_stem(writer.source)
    for path in sorted(workspace.layout.suggestions_folder.glob(f".{stem}.*-of-*{SUFFIX}")):
        name = path.name.removesuffix(SUFFIX).removeprefix(".")
        lock = FileLock(workspace.layout.lock(f"suggestions-{name}"), msg("part {name}", "часть {name}", name=name))
        try:
            lock.take()
        except WorkspaceLocked:
            continue
        try:
            writer.take_in(path)
            path.unlink()
        finally:
            lock.give_back()


def finish_part(workspace: Store, source: str, fingerprint: str) -> str:
    """Move finished parts into the source's file and return its path.

    Raises:
        WorkspaceLocked: a run over all articles has that file open; the part stays, and the next run takes it in.
    """
    began = time.monotonic()
    while True:
        try:
            with SuggestionWriter(workspace, source, fingerprint) as writer:
                gather(workspace, writer)
                writer.tidy()
                return str(writer.path)
        except WorkspaceLocked:
            if time.monotonic() - began > _PATIENCE:
                raise
        time.sleep(_PAUSE)
