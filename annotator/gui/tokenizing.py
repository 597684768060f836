"""The helper process behind `jobs.Tokenizer`: one JSON request per line in, one answer per line out. Imports no Qt."""

from __future__ import annotations

import json
import sys

from annotator.messages import AnnotatorError
from annotator.text.tokenizing import tokenize


def answer(line: str) -> dict[str, object]:
    """Return the answer to one request."""
    request = json.loads(line)
    try:
        return {"id": request["id"], "tokens": tokenize(request["text"], request["language"])}
    except AnnotatorError as error:
        return {"id": request["id"], "error": str(error)}


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
