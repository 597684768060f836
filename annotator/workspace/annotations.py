"""One annotator's records, open for writing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.domain import Document
from annotator.domain.record import Reading, read_record
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace import compaction
from annotator.workspace.alarm import Alarm, sudden_loss
from annotator.workspace.appendlog import AppendLog, Outside, keep_beside
from annotator.workspace.article import Article
from annotator.workspace.backups import Backups
from annotator.workspace.corpus import Corpus
from annotator.workspace.emergency import EmergencyCopy
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.errors import SaveError, WorkspaceError, save_error
from annotator.workspace.jsonl import parse_object
from annotator.workspace.linefile import LineFile
from annotator.workspace.lock import FileLock
from annotator.workspace.merge import MergeReport, merge_documents, merge_file
from annotator.workspace.outside import Rescue, SavedLines
from annotator.workspace.places import Place, daily_copy, place_of
from annotator.workspace.problem import Problem
from annotator.workspace.reader import STATUSES, AnnotationReader
from annotator.workspace.stamping import encoded, stamped

TIDY_LIMIT = 200 << 20  # bytes; larger files are not rewritten at every close, only on request


@dataclass(frozen=True, slots=True)
class News:
    """What other programs did to the file. `changed`: ids of documents that may have another record now.

    `replaced`: the file lacks work of ours, so nothing is written to it until `resume`.
    """

    changed: tuple[str, ...] = ()
    replaced: bool = False


class Annotations(AnnotationReader):
    """The records of one annotator, held under the annotator's lock. A context manager.

    `notices` tells what happened that a person should know: a torn line copied aside, lines of others merged in.
    """

    def __init__(self, corpus: Corpus, path: Path, cache: Path, name: str, *, lock: FileLock, backups: Backups) -> None:
        self._lock = lock
        self._writing = threading.RLock()
        self._swapping = threading.RLock()  # file and index change together
        self._encoder = RecordEncoder()
        self._log = AppendLog(path)
        self._log_open = False
        self._closed = False
        self.untidy = False  # whether a closed file is worth tidying although it is too large to do so at once
        self.notices: list[Message] = []
        self.on_alarm: Callable[[Alarm], None] = lambda alarm: self.notices.append(alarm.message)
        self.emergency = EmergencyCopy(path.parent.parent, name)
        self._known: dict[str, tuple[int, int]] = {}  # revision and number of entities on disk
        self._saved = SavedLines()
        self._rescue = Rescue(self._log, self._saved, self.emergency)
        super().__init__(corpus, path, cache, name, backups)
        if self._lines.exists:
            self._open_log()
        self._tell_forks()
        self._recover()

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
        """Return the article with the record, or the bare article; gets ready what its first save needs.

        Raises:
            WorkspaceError: the corpus has no such article, or these annotations are closed.
        """
        if self._closed:
            raise WorkspaceError(msg("is closed already", "уже закрыт"), file=self.path)
        document = super().load(document_id)
        self._known[document_id] = (document.rev, len(document.entities))
        if document.tokens:
            self._encoder.prepare(document)
        return document

    def _reading(self, document_id: str, article: Article | None = None) -> Reading | None:
        with self._swapping:
            return super()._reading(document_id, article)

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

    def save(self, document: Document, *, balance: int = 0) -> Document:
        """Append the document's record; it is on disk when this returns. Returns it with `rev` and `saved_at`.

        `balance` is how many entities the steps since the last save add (or, negative, delete): a loss that they do
        not account for calls `on_alarm`. The save itself goes through, and the history has the version before.

        Raises:
            SaveError: it is not on disk; the file is as it was before, and nothing is lost.
        """
        with self._writing:
            if self._closed:
                raise SaveError(msg("is closed already", "уже закрыт"), file=self.path, retry=False)
            if not self._log_open:
                self._open_log()
            still_ours = self._follow_others(document.id)
            stamped = self._stamped(document)
            line = self._encoded(stamped)
            if not still_ours:
                raise self._rescue.keep(stamped.id, line)
            offset = self._log.append(line + b"\n")
            self._lines.index.end = self._log.size
            position = self._lines.index.add(stamped.id, offset, len(line))
            self._lines.index.set_status(position, STATUSES.index(stamped.status) + 1)
            self._saved.add(stamped.id, line)
            before = self._known_on_disk(stamped.id)[1]
            self._known[stamped.id] = (stamped.rev, len(stamped.entities))
            alarm = sudden_loss(stamped.id, before, len(stamped.entities), balance)
        if alarm is not None:
            self.on_alarm(alarm)
        return stamped

    def line_of(self, document: Document) -> bytes:
        """Return the line that `save` would write, for a copy elsewhere; raises SaveError if there is none."""
        return self._encoded(self._stamped(document))

    def _known_on_disk(self, document_id: str) -> tuple[int, int]:
        """Return revision and number of entities on disk; a caller that kept an older document may not repeat either."""
        if document_id not in self._known:
            reading = self._reading(document_id)
            document = reading.document if reading else None
            self._known[document_id] = (document.rev, len(document.entities)) if document else (0, 0)
        return self._known[document_id]

    def _stamped(self, document: Document) -> Document:
        """Return the document as it will be written, its text and tokens checked against the corpus."""
        try:
            article = self._corpus.article(document.id)
        except WorkspaceError as error:
            raise SaveError(error.message, file=error.file, line=error.line, retry=False) from error
        return stamped(
            document,
            article,
            annotator=self.name,
            language=self._corpus.language,
            known=self._known_on_disk(document.id)[0],
            place=str(self.path),
        )

    def _encoded(self, document: Document) -> bytes:
        return encoded(self._encoder, document, str(self.path))

    # -- others -------------------------------------------------------------------------------------------------------

    def _follow_others(self, document_id: str) -> bool:
        """Take in what other programs changed; return False where going on would hide or overwrite it."""
        change = self._log.outside_change()
        if change is Outside.GROWN:
            self._take_in(self._lines.grow(), document_id)
            self._log.remember()
        return change is not Outside.REPLACED or self._read_anew()

    def _take_in(self, identifiers: list[str], document_id: str) -> None:
        """Tell of lines that another program added; one of the very document that is being saved is kept beside."""
        for identifier in identifiers:
            self._known.pop(identifier, None)
        if document_id not in identifiers:
            return
        theirs = self._lines.raw(self._lines.index.latest[document_id])
        try:
            kept = keep_beside(self.path, "conflict", [theirs + b"\n"])
        except OSError as error:
            raise save_error(error, self.path) from error
        self.notices.append(
            msg(
                '"{id}" was saved by another program meanwhile: yours is the newest, theirs is in {file}',
                "«{id}» тем временем сохранила другая программа: ваша версия новее, та — в {file}",
                id=document_id,
                file=kept,
            )
        )

    def _read_anew(self) -> bool:
        """Follow a file that was replaced or shortened, if it holds all that we saved; return whether it does."""
        try:
            fresh = LineFile(self.path, self._cache)
        except AnnotatorError:
            return False
        if not fresh.exists or self._saved.missing_from(fresh):
            return False
        self._reopen()
        self.notices.append(
            msg(
                "{file} was changed by another program and read anew",
                "{file}: изменён другой программой, прочитан заново",
                file=self.path,
            )
        )
        return True

    def _reopen(self) -> None:
        with self._swapping:
            self._log.reopen()
            self._lines.reload()
            self._known.clear()
            self._log.cut_tail(self._lines.index.end)

    def look(self) -> News:
        """Take in what other programs wrote. Waits for nothing: while a save runs, which looks itself, there is no news."""
        if not self._writing.acquire(blocking=False):
            return News()
        try:
            if self._closed or not self._log_open:
                return News()
            change = self._log.outside_change()
            if change is Outside.NOTHING:
                return News()
            if change is Outside.REPLACED:
                read = self._read_anew()
                return News(tuple(self._lines.index.latest)) if read else News(replaced=True)
            with self._swapping:
                found = self._lines.grow()
            self._take_in(found, "")
            self._log.remember()
            return News(tuple(dict.fromkeys(found)))
        finally:
            self._writing.release()

    @property
    def rescued(self) -> Path | None:
        """The file that holds our work while another program's file stands in its place."""
        return self._rescue.path

    def resume(self) -> MergeReport:
        """Go on with our version after another program replaced the file: a person's decision.

        What we saved and the file lacks is appended again. The other program's versions stay in a file beside.

        Raises:
            SaveError: the disk does not take it; nothing changes.
        """
        with self._writing:
            rescued = self._rescue.path
            own = [read_record(parse_object(line)).document for line in self._saved.lines.values()]
            self._reopen()
            self._rescue = Rescue(self._log, self._saved, self.emergency)
            report = merge_documents(self, own, self.path, given_win=True)
            if rescued is not None:
                rest = merge_file(self, rescued)
                report.taken += rest.taken
                report.conflicts += rest.conflicts
                report.problems += rest.problems
            return report

    def _tell_forks(self) -> None:
        """Keep versions that contradict another one of the same revision, as a merge of two branches leaves them."""
        if not self._log_open or not self._lines.index.superseded:
            return
        positions = compaction.forks(self._lines)
        if not positions:
            return
        try:
            kept = keep_beside(self.path, "conflict", (self._lines.raw(position) + b"\n" for position in positions))
        except OSError as error:
            raise save_error(error, self.path) from error
        self.notices.append(
            msg(
                "{count:document was|documents were} changed in two places: the last version counts, the others are in {file}",
                "документов изменено в двух местах: {count}; действует последняя версия, остальные — в {file}",
                count=len({self._lines.index.ids[position] for position in positions}),
                file=kept,
            )
        )

    def _recover(self) -> None:
        """Bring back what an earlier run could only keep in its emergency copy."""
        documents = self.emergency.read()
        if not documents:
            return
        report = merge_documents(self, documents, self.emergency.files()[0])
        if not report.problems:
            self.emergency.clear()
        self.notices.append(
            msg(
                "unsaved work was brought back: {count:document|documents}{problems}",
                "несохранённая работа возвращена: документов {count}{problems}",
                count=len(report.taken),
                problems="".join(f"; {problem}" for problem in report.problems),
            )
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
                    self.untidy = self._log.size > TIDY_LIMIT and self._mostly_old()
                self._lines.keep_index()
                if self._saved.lines and place_of(self.path.parent.parent) is not Place.LOCAL:
                    daily_copy(self.path.parent.parent, self.name)
            except AnnotatorError as error:
                self.notices.append(msg("{error}", "{error}", error=error))
            finally:
                self._log.release()
                super().close()
                self._lock.give_back()

    def tidy(self) -> int:
        """Leave one line per document now, whatever the file's size; return how many bytes that freed. Saves wait.

        Raises:
            SaveError: the disk does not take it; the file is as it was.
        """
        with self._writing:
            if self._closed or not self._log_open:
                return 0
            before = self._log.size
            if self._tidy(even_large=True):
                self._log.reopen()
            return before - self._log.size

    def _mostly_old(self) -> bool:
        """Tell whether over half of the file are versions that newer ones superseded."""
        index = self._lines.index
        current = sum(index.lengths[position] for position in index.latest.values())
        return current * 2 < index.end

    def _tidy(self, *, even_large: bool) -> bool:
        """Rewrite the file where it needs it; return whether that was done."""
        if self._log.size > TIDY_LIMIT and not even_large:
            return False
        if self._log.outside_change() is not Outside.NOTHING:
            return False
        if compaction.needs_rewrite(self._lines, self._corpus.ids):
            kept = compaction.rewrite(self._lines, self._corpus.ids, self._backups)
            with self._swapping:
                self._lines.reload()
            if kept is not None:
                self.notices.append(msg("bad lines are kept in {file}", "плохие строки сохранены в {file}", file=kept))
            return True
        return False
