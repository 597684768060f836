"""Tidying a large annotation file in a process of its own: `python -m annotator.workspace.tidying FOLDER ANNOTATOR`."""

from __future__ import annotations

import sys

from annotator.messages import AnnotatorError
from annotator.workspace.workspace import Workspace


def tidy(folder: str, annotator: str) -> None:
    """Leave one line per document in an annotator's file, whatever its size.

    Raises:
        AnnotatorError: somebody writes there now, or the file cannot be rewritten; it is as it was.
    """
    Workspace.open(folder).annotations(annotator).close(tidy=True)


def main() -> int:
    """Tidy the file named on the command line; return the exit status."""
    try:
        tidy(sys.argv[1], sys.argv[2])
    except AnnotatorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
