"""What happens when another program changes a file that is open here: a sync tool, git, an editor, a second writer.

Nothing is overwritten silently. Lines that were added are read and kept. A file that was replaced or shortened but
still holds all that we saved is simply read anew. Otherwise saving stops, all of our work is kept in a new file beside,
and a person decides.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from annotator.messages import msg
from annotator.workspace.appendlog import AppendLog, keep_beside
from annotator.workspace.emergency import EmergencyCopy
from annotator.workspace.errors import SaveError
from annotator.workspace.files import write_whole
from annotator.workspace.linefile import LineFile
from annotator.workspace.sharing import open_shared

_MEMORY = 64 << 20  # bytes of saved lines kept; beyond it the oldest are only on disk


class SavedLines:
    """The lines that this program saved since it opened the file, newest of each document."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    def add(self, document_id: str, line: bytes) -> None:
        """Remember a line that is on disk now."""
        old = self._lines.pop(document_id, b"")
        self._lines[document_id] = line
        self._size += len(line) - len(old)
        while self._size > _MEMORY and len(self._lines) > 1:
            _, dropped = self._lines.popitem(last=False)
            self._size -= len(dropped)

    @property
    def lines(self) -> dict[str, bytes]:
        """The newest line of each document saved here."""
        return dict(self._lines)

    def missing_from(self, lines: LineFile) -> list[str]:
        """Return the documents whose line of ours is nowhere in the file."""
        return [
            identifier
            for identifier, line in self._lines.items()
            if all(lines.raw(position) != line for position in lines.index.positions(identifier))
        ]


class Rescue:
    """The file beside in which our work is kept while the real one is somebody else's."""

    def __init__(self, log: AppendLog, saved: SavedLines, emergency: EmergencyCopy) -> None:
        self._log = log
        self._saved = saved
        self._emergency = emergency
        self._path: Path | None = None

    def keep(self, document_id: str, line: bytes) -> SaveError:
        """Keep a line that could not be saved, with all that we saved before; return the error that says where."""
        try:
            if self._path is None:
                self._path = keep_beside(self._log.path, "ours", self._everything(line))
            else:
                append_line(self._path, line)
        except OSError:
            self._path = None
            kept = self._emergency.write([*self._saved.lines.values(), line])
        else:
            kept = self._path
        self._saved.add(document_id, line)
        place: object = kept if kept is not None else msg("memory only", "только в памяти")
        return SaveError(
            msg(
                "another program replaced or shortened this file, so nothing more is written to it; all of your work is "
                "in {place}: choose “go on with mine” in the window, or close it and run “annotator repair”",
                "другая программа заменила или обрезала этот файл, запись остановлена; вся ваша работа — в {place}: "
                "выберите в окне «продолжить с моей версией» или закройте его и выполните «annotator repair»",
                place=place,
            ),
            file=self._log.path,
            kept_at=kept,
            retry=False,
        )

    def _everything(self, line: bytes) -> Iterator[bytes]:
        """Yield the whole file as we knew it, or where that is gone all lines that we saved, and the new line."""
        reached = False
        for part in self._log.old_content():
            reached = True
            yield part
        if not reached:
            yield from (saved + b"\n" for saved in self._saved.lines.values())
        yield line + b"\n"

    @property
    def path(self) -> Path | None:
        """The file that holds our work, while there is one."""
        return self._path


def append_line(path: Path, line: bytes) -> None:
    """Append one line to a file of ours that exists, durably; raises OSError."""
    descriptor = open_shared(path, os.O_WRONLY | os.O_APPEND)
    try:
        write_whole(descriptor, line + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
