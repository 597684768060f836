"""Reading native JSONL for training: `annotator.JsonlCorpus.v1`, so that `spacy train` needs no conversion."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain import Document, RecordError, Status
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, msg
from annotator.workspace.jsonl import JsonLineError, objects, open_regular, parse_line, parse_object, raw_lines
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
    corpus = Corpus()
    latest = {document.id: document for document in read_lines(path, corpus.problems)}
    for document in latest.values():
        if document.status not in wanted:
            corpus.left_out += 1
        elif not limit or len(corpus.documents) < limit:
            corpus.documents.append(document)
    return corpus


def read_lines(path: str | Path, problems: list[Problem]) -> Iterator[Document]:
    """Yield the document of every line, older versions too; `problems` gets the lines that could not be read.

    Raises:
        AnnotatorError: the file cannot be read.
    """
    for number, found in objects(path):
        if isinstance(found, JsonLineError):
            problems.append(Problem.of(found, path, number))
            continue
        try:
            yield read_record(found).document
        except RecordError as error:
            problems.append(Problem.of(error, path, number))


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


def jsonl_corpus(
    path: Path, status: str = "done", limit: int = 0, stream: bool = False
) -> Callable[[Language], Iterable[Example]]:
    """Return the corpus reader registered as `annotator.JsonlCorpus.v1`.

    With `stream`, for `[training] max_epochs = -1`, documents are read from the file in every epoch, each time in another
    order by Python's `random`, which spaCy seeds; memory then holds one at a time.

    Every example pairs the pipeline's own tokens with a reference that holds `ents`, `spans["sc"]` and
    `doc._.relations`; its tokens are split where an entity cuts one, so that all entities align.

    Raises:
        AnnotatorError: when the examples are read, for a file or a line that cannot be; the message names it.
    """
    if stream:
        return _Stream(path, status, limit).read
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


@dataclass(slots=True)
class _Stream:
    """The documents of a file by the places of their lines."""

    path: Path
    status: str
    limit: int
    places: list[tuple[int, int]] | None = None

    def read(self, nlp: Language) -> Iterator[Example]:
        """Yield the examples of one epoch."""
        from annotator.nlp.spans import gold_doc

        self.places = self.places if self.places is not None else list(self._found())[: self.limit or None]
        places = random.sample(self.places, len(self.places))
        with open_regular(self.path) as file:
            for offset, length in places:
                file.seek(offset)
                document = read_record(parse_object(file.read(length))).document
                yield from examples_of([gold_doc(document, nlp.vocab, nlp.lang or "")], nlp)

    def _found(self) -> Iterator[tuple[int, int]]:
        wanted = wanted_statuses(self.status)
        latest: dict[str, tuple[Status, int, int]] = {}
        with open_regular(self.path) as file:
            for line in raw_lines(file):
                if line.blank:
                    continue
                try:
                    document = read_record(parse_line(line)).document
                except AnnotatorError as error:
                    raise AnnotatorError(error.message, file=self.path, line=line.number) from error
                latest[document.id] = (document.status, line.offset, line.length)
        return ((offset, length) for status, offset, length in latest.values() if status in wanted)


def examples_of(references: Iterable[Doc], nlp: Language) -> Iterator[Example]:
    """Yield a spaCy example for each reference document, with the pipeline's own tokens to predict on."""
    from spacy.training import Example

    for reference in references:
        text = reference.text
        if len(text) > nlp.max_length:
            nlp.max_length = len(text) + 1  # the limit guards parsers, which this pipeline does not have
        yield Example(nlp.make_doc(text), reference)
