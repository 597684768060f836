"""Reading native JSONL for training: `annotator.JsonlCorpus.v1`, so that `spacy train` needs no conversion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain import Document, RecordError, Status
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, msg
from annotator.workspace.jsonl import JsonLineError, objects
from annotator.workspace.problem import Problem

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example


@dataclass(slots=True)
class Corpus:
    """The documents of one source, in their order, with what was left out of it.

    `left_out` counts documents whose status was not asked for; `problems` are lines that could not be read.
    """

    documents: list[Document] = field(default_factory=list)
    left_out: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_jsonl(path: str | Path, status: str = "done", limit: int = 0) -> Corpus:
    """Read a file of native records: the last line of a document wins, the first one's place is kept.

    `status` is "done" or "any" (done and in progress, never skipped; a record without one counts as done); `limit`
    keeps the first so many documents, 0 all of them.

    Raises:
        AnnotatorError: the file cannot be read, or `status` is neither of the two.
    """
    wanted = wanted_statuses(status)
    latest: dict[str, Document] = {}
    corpus = Corpus()
    for number, found in objects(path):
        if isinstance(found, JsonLineError):
            corpus.problems.append(Problem.of(found, path, number))
            continue
        try:
            document = read_record(found).document
        except RecordError as error:
            corpus.problems.append(Problem.of(error, path, number))
            continue
        latest[document.id] = document
    for document in latest.values():
        if document.status not in wanted:
            corpus.left_out += 1
        elif not limit or len(corpus.documents) < limit:
            corpus.documents.append(document)
    return corpus


def wanted_statuses(status: str) -> frozenset[Status]:
    """Return the statuses that "done" or "any" stands for.

    Raises:
        AnnotatorError: another word was given.
    """
    known = {"done": frozenset({Status.DONE}), "any": frozenset({Status.DONE, Status.IN_PROGRESS})}
    if status not in known:
        raise AnnotatorError(
            msg("status is done or any, not {status}", "status — done или any, а не {status}", status=status)
        )
    return known[status]


def jsonl_corpus(path: Path, status: str = "done", limit: int = 0) -> Callable[[Language], Iterable[Example]]:
    """Return the corpus reader registered as `annotator.JsonlCorpus.v1`.

    Every example pairs the pipeline's own tokens with a reference that holds `ents`, `spans["sc"]` and
    `doc._.relations`; its tokens are split where an entity cuts one, so that all entities align.

    Raises:
        AnnotatorError: when the examples are read, for a file or a line that cannot be; the message names it.
    """
    known: dict[int, list[Doc]] = {}  # references by vocabulary: development data is asked for at every evaluation

    def read(nlp: Language) -> Iterable[Example]:
        key = id(nlp.vocab)
        if key not in known:
            known.clear()
            known[key] = _references(path, status, limit, nlp)
        return examples_of(known[key], nlp)

    return read


def _references(path: Path, status: str, limit: int, nlp: Language) -> list[Doc]:
    from annotator.nlp.spans import gold_doc

    corpus = read_jsonl(path, status, limit)
    if corpus.problems:
        first = corpus.problems[0]
        raise AnnotatorError(first.message, file=first.file, line=first.line)
    return [gold_doc(document, nlp.vocab, nlp.lang or "") for document in corpus.documents]


def examples_of(references: Iterable[Doc], nlp: Language) -> Iterator[Example]:
    """Yield a spaCy example for each reference document, with the pipeline's own tokens to predict on."""
    from spacy.training import Example

    for reference in references:
        text = reference.text
        if len(text) > nlp.max_length:
            nlp.max_length = len(text) + 1  # the limit guards parsers, which this pipeline does not have
        yield Example(nlp.make_doc(text), reference)
