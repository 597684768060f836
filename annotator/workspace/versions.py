"""Two versions of the same document side by side: ours, and the one that another program left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.domain import Document, Status
from annotator.messages import AnnotatorError, msg
from annotator.workspace.merge import same_state
from annotator.workspace.problem import Problem


@dataclass(frozen=True, slots=True)
class Pair:
    """A document as it is here, and as it is elsewhere."""

    mine: Document
    theirs: Document

    @property
    def document_id(self) -> str:
        """The document's id."""
        return self.mine.id

    @property
    def theirs_is_newer(self) -> bool:
        """Whether the other version counts as newer: by revision, then by time; any version is newer than none."""
        if self.mine.status is Status.NOT_STARTED:
            return True
        return (self.theirs.rev, self.theirs.saved_at) > (self.mine.rev, self.mine.saved_at)


def differing(
    mine: Callable[[str], Document], theirs: Iterable[Document], source: Path
) -> tuple[list[Pair], list[Problem]]:
    """Return the documents of which both versions say different things, and those that cannot be compared.

    `mine` returns the version here, and raises AnnotatorError where there is no such article.
    """
    pairs: list[Pair] = []
    problems: list[Problem] = []
    for other in theirs:
        try:
            here = mine(other.id)
        except AnnotatorError as error:
            problems.append(Problem.of(error, source))
            continue
        if here.text != other.text:
            reason = msg('"{id}" has another text there', "у «{id}» там другой текст", id=other.id)
            problems.append(Problem(str(source), None, reason))
        elif not same_state(here, other):
            pairs.append(Pair(here, other.replacing(tokens=here.tokens)))
    return pairs, problems
