"""One annotator's records, open for writing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator.domain import Document, DomainError, Status
from annotator.messages import AnnotatorError, Message, msg
from annotator.text.tokenizing import tokenize
from annotator.workspace import compaction
from annotator.workspace.appendlog import AppendLog, Outside
from annotator.workspace.backups import Backups
from annotator.workspace.corpus import Corpus
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.errors import SaveError, WorkspaceError
from annotator.workspace.lock import FileLock
from annotator.workspace.problem import Problem
from annotator.workspace.reader import AnnotationReader

TIDY_LIMIT = 200 << 20  # bytes; larger files are not rewritten at every close, only on request


class Annotations(AnnotationReader):
    """The records of one annotator, held under the annotator's lock. A context manager.

    `notices` tells what happened that a person should know: a torn line copied aside, lines of others merged in.
    """

    def __init__(self, corpus: Corpus, path: Path, cache: Path, name: str, *, lock: FileLock, backups: Backups) -> None:
        self._lock = lock
        self._writing = threading.RLock()
        self._backups = backups
        self._encoder = RecordEncoder()
        self._log = AppendLog(path)
        self._log_open = False
        self._closed = False
        self.notices: list[Message] = []
        self._revisions: dict[str, int] = {}
        super().__init__(corpus, path, cache, name)
        if self._lines.exists:
            self._open_log()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open_log(self) -> None:
        self._log.open()
        self._log_open = True
        if not self._lines.exists:
            self._lines.reload()
        copy = self._log.cut_tail(self._lines.index.end)
        if copy is not None:
            self.notices.append(
                msg(
                    "{file}: the last line was cut off in the middle, its bytes are in {copy}",
                    "{file}: последняя строка оборвана, её байты сохранены в {copy}",
                    file=self.path,
                    copy=copy,
                )
            )

    def load(self, document_id: str) -> Document:
        """Return the article with the record, or the bare article; gets ready what its first save needs."""
        document = super().load(document_id)
        self._revisions.setdefault(document_id, document.rev)
        if document.tokens:
            self._encoder.prepare(document)
        return document

    def _discard(self, position: int, reason: Message) -> None:
        problem = Problem(str(self.path), self._lines.line_number(position), reason)
        super()._discard(position, reason)
        self.notices.append(
            msg(
                "{problem}; the version before it is shown, the line is kept",
                "{problem}; показана предыдущая версия, строка сохранена",
                problem=problem,
            )
        )

    # -- saving -------------------------------------------------------------------------------------------------------

    def save(self, document: Document) -> Document:
        """Append the document's record; it is on disk when this returns. Returns it with `rev` and `saved_at`.

        Raises:
            SaveError: it is not on disk; the file is as it was before, and nothing is lost.
        """
        with self._writing:
            if self._closed:
                raise SaveError(msg("is closed already", "уже закрыт"), file=self.path, retry=False)
            stamped = self._stamped(document)
            line = self._encoded(stamped)
            if not self._log_open:
                self._open_log()
            self._follow_others()
            offset = self._log.append(line + b"\n")
            self._lines.index.end = self._log.size
            position = self._lines.index.add(stamped.id, offset, len(line))
            self._statuses[stamped.id] = (position, stamped.status)
            self._revisions[stamped.id] = stamped.rev
            return stamped

    def _revision(self, document_id: str) -> int:
        """Return the number of the newest revision on disk; a caller that kept an older document may not repeat it."""
        if document_id not in self._revisions:
            reading = self._reading(document_id)
            self._revisions[document_id] = reading.document.rev if reading else 0
        return self._revisions[document_id]

    def _stamped(self, document: Document) -> Document:
        """Return the document as it will be written, its text and tokens checked against the corpus."""
        try:
            article = self._corpus.article(document.id)
        except WorkspaceError as error:
            raise SaveError(error.message, file=error.file, line=error.line, retry=False) from error
        if document.text != article.text:
            raise SaveError(
                msg(
                    'not saved: the text of "{id}" is not the corpus\'s: open the document again',
                    "не сохранено: текст «{id}» не совпадает с корпусом: откройте документ заново",
                    id=document.id,
                ),
                file=self.path,
                retry=False,
            )
        tokens = article.tokens or document.tokens or tokenize(article.text, self._corpus.language)
        status = Status.IN_PROGRESS if document.status is Status.NOT_STARTED else document.status
        return document.replacing(
            tokens=tokens,
            annotator=self.name,
            status=status,
            rev=max(document.rev, self._revision(document.id)) + 1,
            saved_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        )

    def _encoded(self, document: Document) -> bytes:
        try:
            return self._encoder.encode(document)
        except (DomainError, ValueError, KeyError) as error:
            reason = error.message if isinstance(error, DomainError) else repr(error)
            raise SaveError(
                msg("not saved: “{id}”: {reason}", "не сохранено: «{id}»: {reason}", id=document.id, reason=reason),
                file=self.path,
                retry=False,
            ) from error

    def _follow_others(self) -> None:
        change = self._log.outside_change()
        if change is Outside.GROWN:
            for identifier in self._lines.grow():
                self._revisions.pop(identifier, None)
            self._log.remember()
        elif change is Outside.REPLACED:
            raise SaveError(
                msg("was replaced by another program", "файл заменила другая программа"), file=self.path, retry=False
            )

    # -- closing ------------------------------------------------------------------------------------------------------

    def close(self, *, tidy: bool | None = None) -> None:
        """Leave one line per document in corpus order, keep the index, give the lock back; twice does nothing.

        `tidy`: True also rewrites a large file, False rewrites none.
        """
        with self._writing:
            if self._closed:
                return
            self._closed = True
            try:
                if tidy is not False and self._log_open:
                    self._tidy(even_large=tidy is True)
                self._lines.keep_index()
            except AnnotatorError as error:
                self.notices.append(msg("{error}", "{error}", error=error))
            finally:
                self._log.close()
                super().close()
                self._lock.give_back()

    def _tidy(self, *, even_large: bool) -> None:
        if self._log.size > TIDY_LIMIT and not even_large:
            return
        if self._log.outside_change() is not Outside.NOTHING:
            return
        if compaction.needs_rewrite(self._lines, self._corpus.ids):
            kept = compaction.rewrite(self._lines, self._corpus.ids, self._backups)
            self._lines.reload()
            if kept is not None:
                self.notices.append(msg("bad lines are kept in {file}", "плохие строки сохранены в {file}", file=kept))
