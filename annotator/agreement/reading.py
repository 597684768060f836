"""Reading annotations for scoring, native files or a workspace, straight into columns, some documents at a time.

All files are read side by side: a document's records are taken from where they lie in each file, so that never more
than some documents have to be in memory.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.agreement.articles import ArticleText, WorkspaceArticles
from annotator.agreement.columns import Corpus, CorpusBuilder
from annotator.agreement.record_file import FollowLines, RecordFile
from annotator.agreement.records import RecordColumns
from annotator.domain import Status
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.problem import Problem

__all__ = ["ArticleText", "Loaded", "Reading", "Wanted", "WorkspaceArticles", "load"]

Path = str | os.PathLike[str]
Follow = Callable[[Iterable[str], int], Iterable[str]]
"""Passes on the ids of documents that are read, and may show how far it is; the number is how many there can be."""
_REASONS = (*map(str, Status), "no_article", "suggested")  # why documents, or parts of them, do not count
TOGETHER = 2_000_000  # characters of text that are scored together


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which annotations count. With `only_by_hand` what was suggested and only accepted does not.

    `symmetric` names the relation labels without direction, `language` is the tokenizer's. With `tolerate_tail` an
    unfinished last line is no problem.
    """

    statuses: frozenset[Status] = frozenset({Status.DONE})
    symmetric: frozenset[str] = frozenset()
    language: str = "ru"
    tolerate_tail: bool = False
    only_by_hand: bool = False


def unfollowed(ids: Iterable[str], _most: int) -> Iterable[str]:
    """Show nothing."""
    return ids


class Reading:
    """Reads one native file for each annotator. `articles` bind text, tokens and order where there is a corpus.

    The files are looked through at once, which `follow` may show; their records are read when `parts` asks for them.

    `problems` and `left_out` (for each annotator, how many documents were not taken, by status) are complete when the
    last documents have been read.

    Raises:
        AnnotatorError: a file cannot be read.
    """

    def __init__(
        self,
        files: Mapping[str, Path],
        wanted: Wanted = Wanted(),
        articles: Mapping[str, ArticleText] | None = None,
        follow: FollowLines = iter,
    ) -> None:
        self.wanted = wanted
        self._articles = articles
        self.annotators = tuple(files)
        self._numbers: dict[str, int] = {}
        self._files: dict[str, RecordFile] = {}
        self._passed: dict[str, Counter[str]] = {name: Counter() for name in files}
        for name, path in files.items():
            if articles is None or os.path.exists(path):  # noqa: PTH110 - in a workspace: nobody has begun
                self._files[name] = RecordFile(
                    path,
                    self._numbers,
                    tolerate_tail=wanted.tolerate_tail,
                    only_by_hand=wanted.only_by_hand,
                    follow=follow,
                )
        self._builder = self._new_builder()

    def _new_builder(self) -> CorpusBuilder:
        return CorpusBuilder(self.annotators, self.wanted.language)

    def parts(self, together: int = TOGETHER, follow: Follow = unfollowed) -> Iterator[Corpus]:
        """Yield some documents at a time, those of about `together` characters, at least one part.

        Raises:
            TextMismatchError: two annotators' texts of one id differ.
            TooFewAnnotatorsError: there are fewer than two files.
            AnnotatorError: a file cannot be read.
        """
        given = self._articles
        documents = self._documents() if given is None else self._documents_of(given)
        for _ in follow(documents, len(self._numbers) if given is None else len(given)):
            if self._builder.characters >= together:
                yield self._builder.build(self.wanted.symmetric)
                self._builder = self._new_builder()
        if given is not None:  # whose texts are those that somebody may still want to see
            for file in self._files.values():
                file.close()
        yield self._builder.build(self.wanted.symmetric)

    @property
    def problems(self) -> list[Problem]:
        """What could not be used, file by file."""
        return [problem for file in self._files.values() for problem in file.problems]

    @property
    def left_out(self) -> dict[str, dict[str, int]]:
        """For each annotator, the documents that were not taken because of their status, and accepted suggestions."""
        for name, file in self._files.items():
            self._passed[name]["suggested"] = file.suggested
        return {
            name: {reason: passed[reason] for reason in _REASONS if passed[reason]}
            for name, passed in self._passed.items()
        }

    def text_of(self, identifier: str) -> str:
        """Return the text of a document that was read.

        Raises:
            AnnotatorError: it is no longer there.
        """
        if self._articles is not None:
            return self._articles[identifier].text
        number = self._numbers[identifier]
        for file in self._files.values():
            record = file.record(number, identifier, with_tokens=False)
            if record is not None:
                return record.text
        raise AnnotatorError(msg("the file was changed meanwhile: open it again", "файл изменён: откройте заново"))

    def _documents_of(self, articles: Mapping[str, ArticleText]) -> Iterator[str]:
        """Read the records of each article of a corpus; then those without one, which are told and left out."""
        owner = str(msg("the corpus", "корпуса"))
        known = bytearray(len(self._numbers))
        for identifier in articles:
            number = self._numbers.get(identifier)
            if number is not None:
                known[number] = 1
                article = articles[identifier]
                self._builder.add_article(owner, article.id, article.text, article.tokens)
                for name in self._files:
                    record = self._take(name, number, identifier, with_tokens=not len(article.tokens))
                    if record is not None:
                        self._add(name, record)
            yield identifier
        strays = {number: identifier for identifier, number in self._numbers.items() if not known[number]}
        for name, file in self._files.items():
            for number, identifier in strays.items():
                if self._take(name, number, identifier) is not None:
                    self._passed[name]["no_article"] += 1
                    file.refuse(number, _no_article(identifier))

    def _documents(self) -> Iterator[str]:
        """Read the records of each document, in the order in which the files have them done."""
        read = bytearray(len(self._numbers))
        ids = list(self._numbers)
        names = list(self._files)
        for at, (name, file) in enumerate(self._files.items()):
            for number in file.documents():
                record = None if read[number] else self._take(name, number, ids[number])
                if record is None:
                    continue
                read[number] = 1
                self._add(name, record)
                for other in names[at + 1 :]:
                    record = self._take(other, number, ids[number])
                    if record is not None:
                        self._add(other, record)
                yield ids[number]

    def _take(self, name: str, number: int, identifier: str, *, with_tokens: bool = True) -> RecordColumns | None:
        """Return a record if it counts; if only its status forbids that, it is counted as left out."""
        record = self._files[name].record(number, identifier, with_tokens=with_tokens)
        if record is not None and record.status not in self.wanted.statuses:
            self._passed[name][str(record.status)] += 1
            return None
        return record

    def _add(self, name: str, record: RecordColumns) -> None:
        self._builder.add_columns(
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


@dataclass(slots=True)
class Loaded:
    """Annotations ready to be scored, and what could not be used.

    `left_out` counts, for each annotator, the documents that were not taken because of their status.
    """

    corpus: Corpus
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, dict[str, int]] = field(default_factory=dict)


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
    """Read one native file for each annotator, all documents that somebody has done, into memory.

    Bad lines are listed and the rest is read. A record without status counts as done. `Reading` does the same for
    corpora of any size.

    Raises:
        TextMismatchError: two annotators' texts of one id differ.
        TooFewAnnotatorsError: there are fewer than two files.
        AnnotatorError: a file cannot be read.
    """
    wanted = Wanted(frozenset(statuses), frozenset(symmetric), language, tolerate_tail, only_by_hand)
    reading = Reading(files, wanted, None if articles is None else {article.id: article for article in articles})
    (corpus,) = reading.parts(1 << 62)
    return Loaded(corpus, reading.problems, reading.left_out)


def _no_article(identifier: str) -> Message:
    return msg(
        'the corpus has no article "{id}": its record is left out',
        "в корпусе нет статьи «{id}»: запись пропущена",
        id=identifier,
    )
