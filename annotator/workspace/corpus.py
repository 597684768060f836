"""corpus.jsonl: the articles. A text never changes after its import."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.domain.record import text_hash
from annotator.messages import AnnotatorError, msg
from annotator.text.tokenizing import tokenize
from annotator.workspace.appendlog import AppendLog
from annotator.workspace.article import Article, read_article
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import dump, open_regular, raw_lines
from annotator.workspace.linefile import LineFile, placed
from annotator.workspace.problem import Problem

_KEPT = 64  # parsed articles in memory: the open document and those around it
_TOKENS = b',"tokens":[['
_SOUND = 1  # kept as a line's status: the article was read without fault, is as we write it, and has tokens
_BATCH = 8 << 20  # bytes written between two system calls of an import


@dataclass(slots=True)
class AddReport:
    """What became of articles that were added: ids `added`, ids `known` already with the same text, and refusals."""

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SoundLine:
    """Parts of an article's line: what stands before its tokens, and between the outer brackets of its tokens."""

    head: bytes
    tokens: bytes


class Corpus:
    """Reads articles by id through the byte index and appends new ones."""

    def __init__(self, path: Path, cache: Path, language: str) -> None:
        self.path = path
        self.language = language
        self.lines = LineFile(path, cache, first_wins=True)
        self._recent: OrderedDict[str, Article] = OrderedDict()
        self._ids: tuple[str, ...] | None = None

    def refresh(self) -> None:
        """Take in what other processes have changed."""
        self.lines.reload()
        self._recent.clear()
        self._ids = None

    def catch_up(self) -> None:
        """Take in the lines that other processes wrote since this file was opened; the caller holds the corpus lock.

        Without that, whole lines of theirs would look like the torn end of a write that was cut off.
        """
        if self.lines.replaced:
            self.refresh()
        elif self.lines.grow():
            self._ids = None

    @property
    def ids(self) -> Sequence[str]:
        """Ids of all articles in the order of the file."""
        if self._ids is None:
            self._ids = tuple(self.lines.index.latest)
        return self._ids

    def __contains__(self, identifier: str) -> bool:
        return identifier in self.lines

    def article(self, identifier: str) -> Article:
        """Return an article.

        Raises:
            WorkspaceError: there is none with this id, or its line is damaged; the message names the line.
        """
        known = self._recent.get(identifier)
        if known is not None:
            return known
        position = self.lines.index.latest.get(identifier)
        if position is None:
            raise WorkspaceError(
                msg('the corpus has no article "{id}"', "в корпусе нет статьи «{id}»", id=identifier), file=self.path
            )
        article = self._read(position)
        self._recent[identifier] = article
        if len(self._recent) > _KEPT:
            self._recent.popitem(last=False)
        return article

    def _read(self, position: int) -> Article:
        try:
            return read_article(self.lines.object(position), sound=self.lines.index.status(position) == _SOUND)
        except AnnotatorError as error:
            placed(error, self.lines, position)
            raise WorkspaceError(error.message, file=error.file, line=error.line) from error

    def articles(self) -> Iterator[Article]:
        """Yield all articles in order; a damaged line raises WorkspaceError when it is reached."""
        for position in self.lines.index.latest.values():
            yield self._read(position)

    def heads(self) -> Iterator[bytes | None]:
        """Yield, in order, how a record of each article begins, up to its tokens; None where the article is not sound.

        That is `{"id": …, "text": …` as we write it. An article is looked at closely once: the index remembers that it
        is sound, written as we do and tokenized.
        """
        for position in self.lines.index.latest.values():
            yield self._head(position)

    def head(self, identifier: str) -> bytes | None:
        """Return what `heads` yields for an article of the corpus."""
        return self._head(self.lines.index.latest[identifier])

    def _head(self, position: int) -> bytes | None:
        if self.lines.index.status(position) != _SOUND:
            return self._close_look(position)
        line = self.lines.raw(position)
        return line[: line.find(_TOKENS)]

    def sound_line(self, identifier: str) -> SoundLine | None:
        """Return the parts of the line of a sound article, or None as `heads` does, or where it is written otherwise."""
        position = self.lines.index.latest[identifier]
        if self.lines.index.status(position) != _SOUND:
            self._close_look(position)
            if self.lines.index.status(position) != _SOUND:
                return None
        line = self.lines.raw(position)
        begin = line.find(_TOKENS)
        end = line.find(b"]]", begin)
        return SoundLine(line[:begin], line[begin + len(_TOKENS) : end])

    def _close_look(self, position: int) -> bytes | None:
        try:
            article = self._read(position)
        except WorkspaceError:
            return None
        if not article.tokens:
            return None
        head = dump({"id": article.id, "text": article.text})[:-1]
        if self.lines.raw(position).startswith(head + _TOKENS):
            self.lines.index.set_status(position, _SOUND)
        return head

    # -- changes; the caller holds the corpus lock ----------------------------------------------------------------------

    def add(self, articles: Iterable[Article]) -> AddReport:
        """Append articles that are new; tokenize those without tokens. All are on disk when this returns.

        Raises:
            SaveError: the disk did not take them; the corpus is as it was before.
        """
        report = AddReport()
        self.catch_up()
        log = AppendLog(self.path)
        log.open()
        try:
            log.cut_tail(self.lines.index.end)
            before = log.size
            try:
                self._append_all(log, articles, report)
            except BaseException:
                log.shrink(before)
                raise
        finally:
            log.release()
            self.lines.grow() if self.lines.exists else self.lines.reload()
            self._ids = None
        for identifier in report.added:
            self.lines.index.set_status(self.lines.index.latest[identifier], _SOUND)
        self.lines.keep_index()
        return report

    def _append_all(self, log: AppendLog, articles: Iterable[Article], report: AddReport) -> None:
        fresh: dict[str, str] = {}
        batch: list[bytes] = []
        size = 0
        for article in articles:
            line = self._line(article, fresh, report)
            if line is None:
                continue
            batch.append(line)
            size += len(line)
            if size >= _BATCH:
                log.append(b"".join(batch))
                batch, size = [], 0
        if batch:
            log.append(b"".join(batch))

    def _line(self, article: Article, fresh: dict[str, str], report: AddReport) -> bytes | None:
        known = fresh.get(article.id)
        try:
            if known is None and article.id in self:
                known = text_hash(self.article(article.id).text)
            if known is None:
                return self._new_line(article, fresh, report)
        except (AnnotatorError, ValueError) as error:
            reason = (
                error.message
                if isinstance(error, AnnotatorError)
                else msg("cannot be kept as JSON", "нельзя записать в JSON")
            )
            report.problems.append(
                Problem(str(self.path), None, msg("{id}: {reason}", "{id}: {reason}", id=article.id, reason=reason))
            )
            return None
        if known == text_hash(article.text):
            report.known.append(article.id)
        else:
            text = msg(
                '"{id}" is in the corpus with another text: import it under another id',
                "«{id}» уже есть в корпусе с другим текстом: загрузите под другим именем",
                id=article.id,
            )
            report.problems.append(Problem(str(self.path), None, text))
        return None

    def _new_line(self, article: Article, fresh: dict[str, str], report: AddReport) -> bytes:
        if not article.tokens:
            article = replace(article, tokens=tokenize(article.text, self.language))
        data = article.to_json()
        read_article(data)
        line = dump(data) + b"\n"
        fresh[article.id] = text_hash(article.text)
        report.added.append(article.id)
        return line

    def without_tokens(self) -> list[str]:
        """Return the ids of articles that have not been tokenized yet."""
        mark = b'"tokens":'
        return [i for i, position in self.lines.index.latest.items() if mark not in self.lines.raw(position)]

    def tokenize_missing(self, progress: Callable[[str], None] | None = None) -> int:
        """Tokenize articles that have no tokens and write the corpus anew, beside and swapped in; return how many.

        Every other line, also a bad one, keeps its bytes and its place.
        """
        self.catch_up()
        missing = set(self.without_tokens())
        if not missing:
            return 0
        replace_file(self.path, self._lines_with_tokens(missing, progress))
        self.refresh()
        return len(missing)

    def _lines_with_tokens(self, missing: set[str], progress: Callable[[str], None] | None) -> Iterator[bytes]:
        positions = {self.lines.index.offsets[self.lines.index.latest[i]]: i for i in missing}
        with open_regular(self.path) as file:
            for line in raw_lines(file):
                identifier = positions.get(line.offset)
                if identifier is None or line.data is None:
                    yield self.lines.file.read(line.offset, line.length) + b"\n"
                    continue
                article = self.article(identifier)
                yield dump(replace(article, tokens=tokenize(article.text, self.language)).to_json()) + b"\n"
                if progress is not None:
                    progress(identifier)
