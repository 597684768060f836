"""What is wrong with one place of a file: the unit of every report."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from annotator.messages import AnnotatorError, Message


@dataclass(frozen=True, slots=True)
class Problem:
    """A place and what is wrong there; `str()` is the one line that people read. `line` counts from 1."""

    file: str
    line: int | None
    message: Message

    @classmethod
    def of(cls, error: AnnotatorError, file: str | os.PathLike[str], line: int | None = None) -> Problem:
        """Return the problem that an error describes; the error's own place wins over the given one."""
        if error.file is not None:
            return cls(error.file, error.line, error.message)
        return cls(os.fspath(file), line, error.message)

    def to_json(self) -> dict[str, Any]:
        """Return the object that commands print with `--json`."""
        return {"file": self.file, "line": self.line, "message": str(self.message)}

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line is not None else self.file
        return f"{place}: {self.message}"
