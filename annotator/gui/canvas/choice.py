"""One answer of the short list over the article; the list itself is made when there is a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: `value` is handed back, `text` is shown, `key` is a letter that answers at once."""

    value: object
    text: str
    key: str = ""
    color: str = ""
