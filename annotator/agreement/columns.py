"""Annotations as columns of numbers: what all measures work on.

Ten thousand articles with three annotators are two million entities. As arrays they take a hundred megabytes and are
compared by sorting; as objects they take a gigabyte and are compared one by one. A `CorpusBuilder` takes documents
one at a time, so that a reader need not hold them all; `build` returns the finished, sorted `Corpus`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from annotator.agreement.errors import TextMismatchError, TooFewAnnotatorsError
from annotator.domain import Document, Status, Tokens

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that one annotator marked: entities sorted by document, start, end, label, each once; relations likewise.

    `span` and `entity` are ids shared by all annotators: equal ids mean the same span, the same labelled span.
    `head` and `tail` are rows of this annotator's entities; the ends of a symmetric relation are sorted.
    """

    done: Bools  # by document
    document: Ints
    start: Ints  # offsets from the start of the corpus, so that spans of two documents never meet
    end: Ints
    label: Ints
    span: Ints
    entity: Ints
    relation_document: Ints
    head: Ints
    tail: Ints
    relation_label: Ints


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents and every annotator's annotations of them. Documents are sorted by id, labels by name.

    `base` is the place of each document's text in the corpus (code points), `order` lists the document numbers in the
    order in which they were given. `tokens` are `[start, end)` rows counted like `base`, white space left out.
    """

    annotators: tuple[str, ...]
    document_ids: tuple[str, ...]
    texts: tuple[str, ...]
    base: Ints
    length: Ints
    order: Ints
    labels: tuple[str, ...]
    relation_labels: tuple[str, ...]
    symmetric: frozenset[str]
    token_document: Ints
    token_start: Ints
    token_end: Ints
    sets: Mapping[str, Annotations] = field(repr=False)

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self.document_ids)

    def place(self, document: int, start: int, end: int) -> tuple[int, int]:
        """Return a span of the corpus as offsets in its document."""
        base = int(self.base[document])
        return start - base, end - base


@dataclass(slots=True)
class _Rows:
    """One annotator's annotations while they come in."""

    documents: array[int] = field(default_factory=lambda: array("q"))
    entity_counts: array[int] = field(default_factory=lambda: array("q"))
    relation_counts: array[int] = field(default_factory=lambda: array("q"))
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    labels: array[int] = field(default_factory=lambda: array("q"))
    heads: array[int] = field(default_factory=lambda: array("q"))
    tails: array[int] = field(default_factory=lambda: array("q"))
    relation_labels: array[int] = field(default_factory=lambda: array("q"))


class _Vocabulary(dict[str, int]):
    """Numbers labels in order of appearance."""

    def __missing__(self, label: str) -> int:
        number = self[label] = len(self)
        return number


def ints(values: Iterable[int], count: int = -1) -> Ints:
    """Return the values as an array of 64-bit integers."""
    return np.fromiter(values, dtype=np.int64, count=count)


class CorpusBuilder:
    """Collects annotated documents, one at a time and in any order, into columns; `characters` counts their texts'."""

    def __init__(self, annotators: Sequence[str], language: str = "ru") -> None:
        self._rows = {name: _Rows() for name in annotators}
        self._numbers: dict[str, int] = {}
        self.characters = 0
        self._texts: list[str] = []
        self._tokens: list[Tokens | Ints] = []
        self._retokenize: set[int] = set()
        self._settled: set[int] = set()
        self._owner: list[str] = []
        self._labels = _Vocabulary()
        self._relation_labels = _Vocabulary()
        self._language = language

    def add(self, annotator: str, document: Document) -> None:
        """Add a document as one annotator finished it.

        Raises:
            TextMismatchError: another annotator's record of the same id has another text.
        """
        entities = document.entities
        row_of = {entity.id: row for row, entity in enumerate(entities)}
        self.add_columns(
            annotator,
            document.id,
            document.text,
            tokens=document.tokens,
            starts=[e.start for e in entities],
            ends=[e.end for e in entities],
            labels=[e.label for e in entities],
            heads=[row_of[r.head] for r in document.relations],
            tails=[row_of[r.tail] for r in document.relations],
            relation_labels=[r.label for r in document.relations],
        )

    def add_columns(
        self,
        annotator: str,
        document_id: str,
        text: str,
        *,
        tokens: Tokens | Ints,
        starts: Sequence[int],
        ends: Sequence[int],
        labels: Sequence[str],
        heads: Sequence[int],
        tails: Sequence[int],
        relation_labels: Sequence[str],
    ) -> None:
        """Add a document given as columns; `heads` and `tails` are positions among the entities.

        Raises:
            TextMismatchError: another annotator's record of the same id has another text.
        """
        number = self._document(annotator, document_id, text, tokens)
        rows = self._rows[annotator]
        rows.documents.append(number)
        rows.entity_counts.append(len(starts))
        rows.starts.extend(starts)
        rows.ends.extend(ends)
        rows.labels.extend(map(self._labels.__getitem__, labels))
        rows.relation_counts.append(len(heads))
        rows.heads.extend(heads)
        rows.tails.extend(tails)
        rows.relation_labels.extend(map(self._relation_labels.__getitem__, relation_labels))

    def add_article(self, owner: str, document_id: str, text: str, tokens: Tokens | Ints) -> None:
        """Add an article that nobody need have annotated; its text and tokens are what all records must agree with.

        Raises:
            TextMismatchError: a record of the same id has another text.
        """
        number = self._document(owner, document_id, text, tokens)
        if len(tokens):
            self._tokens[number] = tokens
            self._settled.add(number)

    def _document(self, owner: str, document_id: str, text: str, tokens: Tokens | Ints) -> int:
        number = self._numbers.get(document_id)
        if number is None:
            number = self._numbers[document_id] = len(self._texts)
            self._texts.append(text)
            self.characters += len(text)
            self._tokens.append(tokens)
            self._owner.append(owner)
            return number
        if text != self._texts[number]:
            raise TextMismatchError(document_id, self._owner[number], owner)
        known = self._tokens[number]
        if not len(known):
            self._tokens[number] = tokens
        elif len(tokens) and number not in self._settled and not _same_tokens(known, tokens):
            self._retokenize.add(number)
        return number

    def build(self, symmetric: Iterable[str] = (), *, with_tokens: bool = True) -> Corpus:
        """Return the finished corpus; without tokens nothing can be said about them, and none need be made.

        Raises:
            TooFewAnnotatorsError: fewer than two annotators were announced.
            AnnotatorError: the tokens are missing or differ, and no tokenizer is installed.
        """
        if len(self._rows) < 2:
            raise TooFewAnnotatorsError(tuple(self._rows))
        ids = sorted(self._numbers)
        to_sorted = np.empty(len(ids), dtype=np.int64)
        to_sorted[[self._numbers[i] for i in ids]] = np.arange(len(ids))
        texts = [self._texts[self._numbers[i]] for i in ids]
        length = ints(map(len, texts), len(ids))
        base = np.concatenate([[0], np.cumsum(length)])[:-1].astype(np.int64)
        labels, label_numbers = _sorted_names(self._labels)
        relation_labels, relation_numbers = _sorted_names(self._relation_labels)
        directed = ints((name not in set(symmetric) for name in relation_labels), len(relation_labels)).astype(bool)
        sets = {
            name: _finish(rows, to_sorted, base, label_numbers, relation_numbers, directed)
            for name, rows in self._rows.items()
        }
        tokens = [self._finished_tokens(self._numbers[i]) for i in ids] if with_tokens else []
        token_counts = ints(map(len, tokens), len(ids)) if with_tokens else np.zeros(len(ids), dtype=np.int64)
        flat = np.concatenate(tokens) if tokens else np.empty((0, 2), dtype=np.int64)
        token_document = np.repeat(np.arange(len(ids)), token_counts)
        flat = flat + base[token_document][:, None]
        proper = ~_blank("".join(texts), flat)
        return Corpus(
            annotators=tuple(self._rows),
            document_ids=tuple(ids),
            texts=tuple(texts),
            base=base,
            length=length,
            order=to_sorted,
            labels=labels,
            relation_labels=relation_labels,
            symmetric=frozenset(symmetric),
            token_document=token_document[proper],
            token_start=flat[proper, 0],
            token_end=flat[proper, 1],
            sets=_shared_ids(sets),
        )

    def _finished_tokens(self, number: int) -> Ints:
        text, tokens = self._texts[number], self._tokens[number]
        if not len(tokens) or (number in self._retokenize and number not in self._settled):
            from annotator.text.tokenizing import tokenize

            tokens = tokenize(text, self._language)
        return _as_rows(tokens)


def _same_tokens(known: Tokens | Ints, tokens: Tokens | Ints) -> bool:
    if known is tokens:
        return True
    if isinstance(known, tuple) and isinstance(tokens, tuple):
        return known == tokens
    return np.array_equal(_as_rows(known), _as_rows(tokens))


def _as_rows(tokens: Tokens | Ints) -> Ints:
    if isinstance(tokens, tuple):
        return ints(chain.from_iterable(tokens), 2 * len(tokens)).reshape(-1, 2)
    return tokens


_SPACES = np.zeros(0x3001, dtype=bool)
_SPACES[[code for code in range(0x3001) if chr(code).isspace()]] = True  # there is none beyond U+3000


def _blank(text: str, tokens: Ints) -> Bools:
    """Mark the tokens that are nothing but white space."""
    blank = np.zeros(len(tokens), dtype=bool)
    if len(tokens):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        begins = _SPACES[np.minimum(codes[tokens[:, 0]], len(_SPACES) - 2)]  # U+2FFF, the last but one, is no space
        rows = np.flatnonzero(begins)
        blank[rows] = [text[start:end].isspace() for start, end in tokens[rows].tolist()]
    return blank


def _sorted_names(vocabulary: Mapping[str, int]) -> tuple[tuple[str, ...], Ints]:
    """Return the names in alphabetical order, and the new number of each old one."""
    names = sorted(vocabulary)
    numbers = np.empty(len(names), dtype=np.int64)
    numbers[[vocabulary[name] for name in names]] = np.arange(len(names))
    return tuple(names), numbers


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _numbers(values: array[int]) -> Ints:
    return np.frombuffer(values, dtype=np.int64) if values else np.empty(0, dtype=np.int64)


def _finish(
    rows: _Rows, to_sorted: Ints, base: Ints, label_numbers: Ints, relation_numbers: Ints, directed: Bools
) -> Annotations:
    """Sort one annotator's entities and relations and let exact duplicates collapse."""
    documents = to_sorted[_numbers(rows.documents)]
    entity_counts, relation_counts = _numbers(rows.entity_counts), _numbers(rows.relation_counts)
    done = np.zeros(len(base), dtype=bool)
    done[documents] = True
    document = np.repeat(documents, entity_counts)
    start, end = _numbers(rows.starts) + base[document], _numbers(rows.ends) + base[document]
    label = label_numbers[_numbers(rows.labels)]
    order = np.lexsort((label, end, start))
    start, end, label, document = start[order], end[order], label[order], document[order]
    fresh = _first_of_run(start, end, label)
    new_row = np.empty(len(order), dtype=np.int64)
    new_row[order] = np.cumsum(fresh) - 1

    relation_document = np.repeat(documents, relation_counts)
    first_row = np.concatenate([[0], np.cumsum(entity_counts)])[:-1].astype(np.int64)
    shift = np.repeat(first_row, relation_counts)
    head, tail = new_row[_numbers(rows.heads) + shift], new_row[_numbers(rows.tails) + shift]
    relation_label = relation_numbers[_numbers(rows.relation_labels)]
    swap = (head > tail) & ~directed[relation_label]
    head, tail = np.where(swap, tail, head), np.where(swap, head, tail)
    order = np.lexsort((relation_label, tail, head))
    order = order[_first_of_run(head[order], tail[order], relation_label[order])]
    return Annotations(
        done=done,
        document=document[fresh],
        start=start[fresh],
        end=end[fresh],
        label=label[fresh],
        span=np.empty(0, dtype=np.int64),
        entity=np.empty(0, dtype=np.int64),
        relation_document=relation_document[order],
        head=head[order],
        tail=tail[order],
        relation_label=relation_label[order],
    )


def _first_of_run(*columns: Ints) -> Bools:
    """Mark the rows of a sorted table that differ from the row before."""
    fresh = np.ones(len(columns[0]), dtype=bool)
    if len(fresh) > 1:
        fresh[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return fresh


def _shared_ids(sets: dict[str, Annotations]) -> dict[str, Annotations]:
    """Give equal spans, and equal labelled spans, the same ids for all annotators; ids grow with the position."""
    from dataclasses import replace

    starts, ends = (_joined([getattr(s, name) for s in sets.values()]) for name in ("start", "end"))
    labels = _joined([s.label for s in sets.values()])
    longest = int((ends - starts).max()) + 1 if len(starts) else 1
    _, spans = np.unique(starts * longest + (ends - starts), return_inverse=True)
    kinds = int(labels.max()) + 1 if len(labels) else 1
    _, entities = np.unique(spans * kinds + labels, return_inverse=True)
    cuts = np.cumsum([len(s.start) for s in sets.values()])[:-1]
    return {
        name: replace(s, span=span.astype(np.int64), entity=entity.astype(np.int64))
        for (name, s), span, entity in zip(sets.items(), np.split(spans, cuts), np.split(entities, cuts), strict=True)
    }


def corpus_of(
    sets: Mapping[str, Mapping[str, Document]], symmetric: Iterable[str] = (), language: str = "ru"
) -> Corpus:
    """Return the columns of parsed documents: annotator → document id → document.

    Skipped documents, and documents that were never begun, are not done and are left out.

    Raises:
        TextMismatchError: two annotators' texts of one id differ.
        TooFewAnnotatorsError: there are fewer than two annotators.
    """
    builder = CorpusBuilder(tuple(sets), language)
    for name, documents in sets.items():
        for document in documents.values():
            if is_done(document):
                builder.add(name, document)
    return builder.build(symmetric)


def is_done(document: Document) -> bool:
    """Tell whether the document says what its annotator found: neither skipped nor untouched."""
    if document.status is Status.NOT_STARTED:
        return bool(document.entities)
    return document.status is not Status.SKIPPED
