"""Where the `annotator` command begins: the window is opened at once, all else goes through the commands.

Typer takes as long to load as a third of a bare window: whoever starts the window does not wait for it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.messages import LANGUAGES, AnnotatorError, Language, set_language


@dataclass(frozen=True, slots=True)
class Opening:
    """The window that is asked for."""

    path: Path | None = None
    annotator: str = ""
    language: Language | None = None
    sample: bool = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    opening = plain_opening(given)
    if opening is None:
        _command(given)
    else:
        sys.exit(_open(opening))


def _command(given: list[str]) -> None:
    """Run a command; interrupted while it still loads, it ends without a traceback too."""
    try:
        from annotator.cli.main import main as run_command

        _clean_up_when_ended()
        run_command(given)
    except KeyboardInterrupt:
        sys.exit(130)


def _clean_up_when_ended() -> None:
    """Let SIGTERM end the command as an interrupt does: locks are released, half-written files are taken away."""
    owner = os.getpid()

    def end(*_: object) -> None:
        if os.getpid() != owner:
            os._exit(143)  # a child process that inherited this
        sys.exit(143)

    signal.signal(signal.SIGTERM, end)


def _open(opening: Opening) -> int:
    from annotator.cli.open import open_window

    set_language(opening.language)
    try:
        return open_window(opening.path, opening.annotator, opening.language or "", sample=opening.sample)
    except AnnotatorError as error:
        sys.stderr.write(f"{error}\n")
        return int(getattr(error, "exit_status", 1))
    except KeyboardInterrupt:
        return 130


def plain_opening(arguments: Sequence[str]) -> Opening | None:
    """Return what to open, where the words say nothing but that and are right; None leaves them to the commands."""
    rest = list(arguments[1:]) if arguments and arguments[0] == "open" else list(arguments)
    paths: list[Path] = []
    values: dict[str, str] = {}
    sample = False
    while rest:
        word = rest.pop(0)
        if word in {"--annotator", "--lang"} and rest and word not in values:
            values[word] = rest.pop(0)
        elif word == "--sample":
            sample = True
        elif word.startswith("-") or not Path(word).exists():
            return None
        else:
            paths.append(Path(word))
    named = arguments and (arguments[0] == "open" or "/" in arguments[0] or arguments[0].startswith("--"))
    language = next((known for known in LANGUAGES if known == values.get("--lang")), None)
    if len(paths) + sample > 1 or ("--lang" in values and language is None) or (paths and not named):
        return None
    return Opening(paths[0] if paths else None, values.get("--annotator", ""), language, sample)
