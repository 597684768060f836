"""Names of annotators and of sources of suggestions: they become file names, on every system and in every shared folder."""

from __future__ import annotations

import os
import re
import unicodedata

from annotator.messages import Message, msg
from annotator.workspace.errors import WorkspaceError

GOLD = "gold"
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_UNSAFE = re.compile(r"[^\w.-]+")
_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)
_KEPT_BESIDE = re.compile(r"\.(bad|torn|theirs|conflict)-\d{8}-\d{6}(-\d+)?\Z")  # see appendlog.keep_beside
_CONFLICT = re.compile(
    r"conflicted copy|\.sync-conflict-|\(conflict|конфликтующая копия|_conflict-\d{8}-", re.IGNORECASE
)


def annotator_name_problem(name: str) -> Message | None:
    """Return why a name cannot be an annotator's, or None."""
    if not name.strip() or name != name.strip():
        return msg(
            "an annotator's name has no blanks at its ends and is not empty",
            "имя разметчика не пустое и без пробелов по краям",
        )
    if _FORBIDDEN.search(name) or name.startswith(".") or name.endswith(".") or _WINDOWS.match(name):
        return msg(
            "“{name}” cannot be an annotator's name, since it cannot be a file's: use letters, digits, - and _",
            "«{name}» не может быть именем разметчика, так как не годится для файла: буквы, цифры, - и _",
            name=name if name.isprintable() else repr(name),
        )
    if name != GOLD and same_file_name(name) == GOLD:
        return msg(
            "“{name}” cannot be an annotator's name: on systems that ignore case it is the file of gold",
            "«{name}» не может быть именем разметчика: там, где регистр не различается, это файл gold",
            name=name,
        )
    if len(name.encode("utf-8", "replace")) > 200:
        return msg("the annotator's name is too long", "слишком длинное имя разметчика")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return msg("the annotator's name holds half a character", "в имени разметчика половина символа")
    return None


def same_file_name(name: str) -> str:
    """Return what two names share that are one file on some system: Windows and macOS ignore case, macOS composes."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def check_annotator_name(name: str) -> str:
    """Return the name; raises WorkspaceError if it cannot be an annotator's."""
    if problem := annotator_name_problem(name):
        raise WorkspaceError(problem)
    return name


def name_of_file(name: str) -> str:
    """Return a file's name as text that can be written: bytes of it that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def source_stem(source: str) -> str:
    """Return the name under which a source's suggestions are kept: `model:news` → `model-news`."""
    return _UNSAFE.sub("-", source).strip(".") or "suggestions"


def is_conflict_copy(file_name: str) -> bool:
    """Tell whether a sync program made the file because two machines changed the same one.

    What was moved aside from such a copy is none: it has been told, and nothing is left to merge.
    """
    return bool(_CONFLICT.search(file_name)) and not _KEPT_BESIDE.search(file_name)
