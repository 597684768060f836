"""What an earlier export left where a new one is to go: read together, a document would stand in two parts at once.

Nothing of it is deleted: a part that is not written again may as well be somebody's fixed test set.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from annotator.formats.base import Format
from annotator.formats.files import files_in, safe_name
from annotator.formats.split import PARTS
from annotator.formats.targets import TargetError
from annotator.messages import msg

_SHARD = re.compile(r"\d{5,}")


def refuse_other_parts(out: Path, files: Iterable[Path], unwritten: Iterable[Path], target: Format) -> None:
    """Refuse a place that holds a part which this split does not write, or parts in numbered files.

    `files` are those to be written, `unwritten` where the other parts would be.

    Raises:
        TargetError: there is one; the message names it.
    """
    within = not target.folder and any(file.parent == out for file in files)
    folders = [out / part for part in PARTS] if within else []
    for path in (*unwritten, *folders):
        if path.is_file() or (path.is_dir() and files_in(path, target.suffixes)):
            raise _left(path)
    if within:
        refuse_shards(out, target)


def refuse_shards(folder: Path, target: Format) -> None:
    """Refuse a folder with numbered files, which readers of the folder would take together with the new one.

    Raises:
        TargetError: there is one; the message names it.
    """
    if not folder.is_dir():
        return
    found = (path for path in folder.iterdir() if path.suffix == target.suffixes[0] and _SHARD.fullmatch(path.stem))
    if (first := min(found, default=None)) is not None:
        raise _left(first)


def refuse_strangers(folder: Path, ids: Collection[str], target: Format) -> None:
    """Refuse a part's folder that holds files of documents which are not in this part now.

    Raises:
        TargetError: it does; the message names the first.
    """
    if not folder.is_dir():
        return
    names = {safe_name(identifier) for identifier in ids}
    for path in files_in(folder, target.suffixes):
        if path.stem not in names:
            raise _left(path)


def _left(path: Path) -> TargetError:
    return TargetError(
        msg(
            "is left from an earlier export and would repeat documents of the new files: "
            "delete it or choose another place",
            "осталось от прежней выгрузки и повторит документы новых файлов: удалите или выберите другое место",
        ),
        file=path,
    )
