"""Reading annotations for scoring: native files, or a workspace, straight into columns."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson

from annotator.agreement.columns import Corpus, CorpusBuilder
from annotator.agreement.records import RecordColumns, columns_of, document_columns
from annotator.agreement.sources import by_hand
from annotator.domain import Status
from annotator.domain.record import read_record
from annotator.messages import AnnotatorError, msg
from annotator.workspace.jsonl import RawLine, open_regular, parse_object, raw_lines, too_long
from annotator.workspace.problem import Problem

Path = str | os.PathLike[str]
_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([^"\\\x00-\x1f]+)"')


@dataclass(slots=True)
class Loaded:
    """Annotations ready to be scored, and what could not be used.

    `left_out` counts, for each annotator, the documents that were not taken because of their status.
    """

    corpus: Corpus
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A text that all records of its id must have, with the tokens that count; `tokens` may be empty."""

    id: str
    text: str
    tokens: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class RecordFile:
    """One annotator's native file: which line holds each document, and what is wrong with the others.

    The last line of a document wins; where that one is damaged, the line before it stands in. With `tolerate_tail` an
    unfinished last line is passed over in silence: another process may be writing it now. With `only_by_hand` accepted
    suggestions are left out, and `suggested` counts the entities among them.
    """

    path: Path
    tolerate_tail: bool = False
    with_tokens: bool = True
    only_by_hand: bool = False
    suggested: int = 0
    problems: list[Problem] = field(default_factory=list)

    def latest(self) -> Iterator[RecordColumns]:
        """Yield each document's record, in the order in which the documents first appear.

        Raises:
            AnnotatorError: the file cannot be read.
        """
        with open_regular(self.path) as file:
            for identifier, lines in self._index(file).items():
                record = self._last_sound(file, identifier, lines)
                if record is not None:
                    yield record

    def _index(self, file: BinaryIO) -> dict[str, list[RawLine]]:
        lines: dict[str, list[RawLine]] = defaultdict(list)
        for line in raw_lines(file):
            if line.blank:
                continue
            try:
                identifier = _identifier(line)
            except AnnotatorError as error:
                self._note(error, line)
            else:
                lines[identifier].append(RawLine(line.number, line.offset, line.length, None, line.finished))
        return lines

    def _last_sound(self, file: BinaryIO, identifier: str, lines: list[RawLine]) -> RecordColumns | None:
        for line in reversed(lines):
            file.seek(line.offset)
            try:
                return self._record(file.read(line.length), identifier)
            except AnnotatorError as error:
                self._note(error, line)
        return None

    def _record(self, data: bytes, identifier: str) -> RecordColumns:
        record = self._columns(parse(data))
        if record.id != identifier:
            raise AnnotatorError(
                msg('holds two ids: "{one}" and "{two}"', "два id: «{one}» и «{two}»", one=identifier, two=record.id)
            )
        return record

    def _columns(self, data: dict[str, Any]) -> RecordColumns:
        if not self.only_by_hand:
            return columns_of(data, with_tokens=self.with_tokens)
        document = read_record(data, compare_ents=False).document
        kept = by_hand(document)
        self.suggested += len(document.entities) - len(kept.entities)
        return document_columns(kept)

    def _note(self, error: AnnotatorError, line: RawLine) -> None:
        if line.finished or not self.tolerate_tail:
            self.problems.append(Problem.of(error, self.path, line.number))


def _identifier(line: RawLine) -> str:
    """Return the id of a line; it stands first in lines of ours, any other line is parsed."""
    if line.data is None:
        raise too_long(line.length)
    if found := _ID.match(line.data):
        try:
            return found[1].decode()
        except UnicodeDecodeError:
            pass  # the parser says where
    return columns_of(parse(line.data)).id


def parse(data: bytes) -> dict[str, Any]:
    """Return the JSON object of a line; raises AnnotatorError, with the reason, for anything else."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return parse_object(data)
    # A repeated key is gone from the value. Both counts also hold the colons after quotation marks inside texts.
    same_keys = isinstance(value, dict) and orjson.dumps(value).count(b'":') == data.count(b'":')
    return value if same_keys else parse_object(data)


def load(
    files: Mapping[str, Path],
    *,
    statuses: Iterable[Status] = (Status.DONE,),
    symmetric: Iterable[str] = (),
    language: str = "ru",
    articles: Iterable[ArticleText] | None = None,
    tolerate_tail: bool = False,
    only_by_hand: bool = False,
) -> Loaded:
    """Read one native file for each annotator. `articles` bind text, tokens and order where there is a corpus.

    With `only_by_hand` what was suggested and only accepted does not count. Bad lines are listed and the rest is read. A record without status counts as done.

    Raises:
        TextMismatchError: two annotators' texts of one id differ.
        TooFewAnnotatorsError: there are fewer than two files.
        AnnotatorError: a file cannot be read.
    """
    builder = CorpusBuilder(tuple(files), language)
    announced = {a.id: bool(a.tokens) for a in _announce(builder, articles)} if articles is not None else None
    tokens_known = announced is not None and all(announced.values())
    wanted, problems = frozenset(statuses), []
    left_out: dict[str, dict[str, int]] = {}
    for name, path in files.items():
        file = RecordFile(path, tolerate_tail, with_tokens=not tokens_known, only_by_hand=only_by_hand)
        if announced is not None and not os.path.exists(path):  # noqa: PTH110 - nobody has begun, in a workspace
            left_out[name] = {}
            continue
        passed: Counter[str] = Counter()
        for record in file.latest():
            if record.status not in wanted:
                passed[str(record.status)] += 1
            elif announced is not None and record.id not in announced:
                passed["no_article"] += 1
                file.problems.append(Problem(os.fspath(path), None, _no_article(record.id)))
            else:
                _add(builder, name, record)
        problems.extend(file.problems)
        left_out[name] = dict(passed) | ({"suggested": file.suggested} if file.suggested else {})
    return Loaded(builder.build(symmetric), problems, left_out)


def _announce(builder: CorpusBuilder, articles: Iterable[ArticleText]) -> Iterator[ArticleText]:
    owner = str(msg("the corpus", "корпуса"))
    for article in articles:
        builder.add_article(owner, article.id, article.text, article.tokens)
        yield article


def _no_article(identifier: str) -> Any:
    return msg(
        'the corpus has no article "{id}": its record is left out',
        "в корпусе нет статьи «{id}»: запись пропущена",
        id=identifier,
    )


def _add(builder: CorpusBuilder, name: str, record: RecordColumns) -> None:
    builder.add_columns(
        name,
        record.id,
        record.text,
        tokens=record.tokens,
        starts=record.starts,
        ends=record.ends,
        labels=record.labels,
        heads=record.heads,
        tails=record.tails,
        relation_labels=record.relation_labels,
    )
