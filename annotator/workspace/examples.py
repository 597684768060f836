"""Examples of each label for the guidelines: real spans in their sentences, varied, from gold or from finished work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.domain import Document, Status
from annotator.text.sentences import sentence_ranges
from annotator.workspace.names import GOLD
from annotator.workspace.workspace import Workspace

_PER_LABEL = 4
_DOCUMENTS = 300  # that are looked through at most, spread over the corpus
_LONGEST = 260  # code points of a sentence
_STEM = 4  # letters by which two spans count as the same name


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence `[start, end)` of a document with what is marked in it, in code points of the document's text."""

    document_id: str
    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


def label_examples(workspace: Workspace, annotator: str, stops: Callable[[], bool] = bool) -> dict[str, list[Example]]:
    """Return up to four examples of each entity and relation label, each of another name and another article.

    They come from gold; where there is none, from the annotator's own finished documents, so that nobody sees what
    colleagues think of an article before having read it.

    Raises:
        AnnotatorError: a file cannot be read.
    """
    found: dict[str, list[Example]] = {}
    seen: dict[str, set[str]] = {}
    scheme = workspace.scheme
    wanted = {kind.label for kind in scheme.entities} | {kind.label for kind in scheme.relations}
    for document in _documents(workspace, annotator):
        if stops() or all(len(found.get(label, ())) >= _PER_LABEL for label in wanted):
            break
        taken: set[str] = set()  # one example of a label from each article
        for label, marks in _candidates(document):
            stem = document.text[slice(*marks[0])].lower()[:_STEM]
            known = seen.setdefault(label, set())
            if label in taken or stem in known or len(found.get(label, ())) >= _PER_LABEL:
                continue
            if example := _example(document, marks):
                found.setdefault(label, []).append(example)
                taken.add(label)
                known.add(stem)
    return found


def _documents(workspace: Workspace, annotator: str) -> Iterator[Document]:
    reader = workspace.read(GOLD if workspace.has_gold else annotator)
    identifiers = reader.document_ids
    step = max(1, len(identifiers) // _DOCUMENTS)
    try:
        for identifier in identifiers[::step]:
            document = reader.load(identifier)
            if document.status is Status.DONE:
                yield document
    finally:
        reader.close()


def _candidates(document: Document) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    for entity in document.entities:
        yield entity.label, (entity.fragments or (entity.span,))
    spans = {entity.id: entity.span for entity in document.entities}
    for relation in document.relations:
        yield relation.label, (spans[relation.head], spans[relation.tail])


def _example(document: Document, marks: tuple[tuple[int, int], ...]) -> Example | None:
    """Return the sentence that holds all marks, or None where they lie apart or it is too long."""
    low, high = min(start for start, _ in marks), max(end for _, end in marks)
    start = document.text.rfind("\n", 0, low) + 1
    end = document.text.find("\n", high)
    paragraph = document.text[start : end if end >= 0 else len(document.text)]
    for first, last in sentence_ranges(paragraph):
        if start + first <= low and high <= start + last and last - first <= _LONGEST:
            return Example(document.id, paragraph[first:last], start + first, tuple(sorted(marks)))
    return None
