"""Making a workspace ready for git: which files are merged by document, and which are nobody else's business."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from annotator.messages import msg
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.files import replace_file

# No line-end conversion: offsets and hashes count every character.
ATTRIBUTES = (
    "annotations/*.jsonl -text merge=annotator",
    "suggestions/*.jsonl -text merge=annotator",
    "corpus.jsonl -text merge=annotator",
    "assignments.jsonl -text merge=annotator",
    "scheme.json merge=annotator",
)
IGNORED = (".annotator/", ".*.tmp")


def set_up_git(folder: Path, program: list[str] | None = None) -> list[Path]:
    """Write .gitattributes and .gitignore, start a repository where there is none, and tell git of the merge driver.

    Lines that stand in the files already are kept; a second run changes nothing. `program` is the command that git is
    to run, by default this Python with this program. The driver is set for this clone: every clone needs it once.

    Returns:
        The files that were written or changed.

    Raises:
        WorkspaceError: git is missing or refuses.
    """
    if not _git(folder, "rev-parse", "--git-dir", check=False):
        _git(folder, "init", "--quiet")
    written = [
        path
        for path, lines in ((folder / ".gitattributes", ATTRIBUTES), (folder / ".gitignore", IGNORED))
        if _add_lines(path, lines)
    ]
    command = shlex.join(program or [sys.executable.replace("\\", "/"), "-m", "annotator"])
    _git(folder, "config", "merge.annotator.name", "annotator: merge by document")
    _git(folder, "config", "merge.annotator.driver", f"{command} merge-driver %O %A %B %P")
    return written


def _add_lines(path: Path, lines: tuple[str, ...]) -> bool:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = [line for line in lines if line not in text.splitlines()]
    if missing:
        before = text if not text or text.endswith("\n") else f"{text}\n"
        replace_file(path, [(before + "\n".join(missing) + "\n").encode()])
    return bool(missing)


def _git(folder: Path, *arguments: str, check: bool = True) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program and arguments of ours
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the user's shell finds
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise WorkspaceError(msg("git is not installed here", "git здесь не установлен"), file=folder) from error
    if check and done.returncode:
        reason = done.stderr.strip().splitlines()
        raise WorkspaceError(
            msg("git refused: {reason}", "git отказал: {reason}", reason=reason[0] if reason else done.returncode),
            file=folder,
        )
    return done.stdout.strip()
