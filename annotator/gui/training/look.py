"""What a training would learn from, for the window: run as a process, since looking loads all documents and spaCy.

The request on standard input: {"path", "annotator", "status", "seed", "interface"}; the answer on standard output is
one JSON object with counts and findings, or {"error"}.
"""

from __future__ import annotations

import json
import sys
from itertools import chain
from pathlib import Path
from typing import Any

from annotator.messages import AnnotatorError, set_language


def look(request: dict[str, Any]) -> dict[str, Any]:
    """Return what the data holds.

    Raises:
        AnnotatorError: there is nothing to learn from.
    """
    from annotator.training.checks import check
    from annotator.training.source import load_source
    from annotator.training.train import TrainOptions, divide

    source = load_source(Path(request["path"]), annotator=request["annotator"], status=request["status"])
    train, dev, on_train = divide(source, TrainOptions(seed=request["seed"]))
    data = check(train, dev, language=source.language, on_train=on_train)
    held = [(len(each.entities), len(each.relations)) for each in chain(train, () if on_train else dev)]
    return {
        "documents": len(held),
        "dev": 0 if on_train else data.dev,
        "entities": sum(entities for entities, _ in held),
        "relations": sum(relations for _, relations in held),
        "left_out": source.left_out,
        "raw": len(source.raw),
        "findings": [str(finding) for finding in data.findings],
        "problems": [str(problem) for problem in source.problems],
    }


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.read())
    set_language(request["interface"])
    try:
        answer = look(request)
    except AnnotatorError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
