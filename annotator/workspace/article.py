"""An article of the corpus: one line of corpus.jsonl."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from annotator.domain import RecordError, Tokens
from annotator.domain.record_fields import Reader, refuse


@dataclass(frozen=True, slots=True)
class Article:
    """A text to annotate. `tokens` are `[start, end)` in code points, empty if it has not been tokenized yet."""

    id: str
    text: str
    tokens: Tokens = ()
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """Return the article's line of corpus.jsonl."""
        line: dict[str, Any] = {"id": self.id, "text": self.text}
        if self.tokens:
            line["tokens"] = [list(token) for token in self.tokens]
        return line | {"meta": dict(self.meta)} | dict(self.extra)


_KEYS = {"id", "text", "tokens", "meta"}


def read_article(data: Mapping[str, Any], *, sound: bool = False) -> Article:
    """Return the article that a JSON object describes. `sound`: its tokens are known to be in order.

    Raises:
        RecordError: a value does not fit; the message names the key.
    """
    reader = Reader(data)
    text = reader.text()
    return Article(
        id=reader.identifier(),
        text=text,
        tokens=tuple(map(tuple, data["tokens"])) if sound else read_corpus_tokens(data.get("tokens"), text),
        meta=dict(reader.mapping("meta")),
        extra={key: value for key, value in data.items() if key not in _KEYS},
    )


def read_corpus_tokens(value: Any, text: str) -> Tokens:
    """Return tokens written as [[start, end], …]: in order, inside the text, leaving out single blanks at most.

    Raises:
        RecordError: they are written otherwise; without the key the article is tokenized again.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        refuse("tokens", value, "[[start, end], …]", "[[start, end], …]")
    sound = _sound_tokens(value, text)
    return sound if sound is not None else _checked_tokens(value, text)


def _sound_tokens(value: list[Any], text: str) -> Tokens | None:
    """Return the tokens if all is well with them, in one short loop: a corpus has hundreds of millions of them."""
    tokens: list[tuple[int, int]] = []
    position = 0
    for item in value:
        if type(item) is not list or len(item) != 2:
            return None
        start, end = item
        if type(start) is not int or type(end) is not int or end <= start or end > len(text):
            return None
        if start != position and (start != position + 1 or text[position] != " "):
            return None
        tokens.append((start, end))
        position = end
    return tuple(tokens) if not tokens or text[position:] in {"", " "} else None


def _checked_tokens(value: list[Any], text: str) -> Tokens:
    """Return the tokens, or say which of them is wrong and how."""
    tokens = tuple(_pair(item) for item in value)
    position = 0
    for start, end in tokens:
        if start != position and not (start == position + 1 and text[position:start] == " "):
            _misplaced(start, end, position)
        if end <= start:
            _misplaced(start, end, position)
        position = end
    if tokens and text[position:] not in {"", " "}:
        _misplaced(*tokens[-1], position)
    if position > len(text):
        _misplaced(*tokens[-1], position)
    return tokens


def _pair(item: Any) -> tuple[int, int]:
    if type(item) is not list or len(item) != 2 or type(item[0]) is not int or type(item[1]) is not int:
        refuse("tokens", item, "[start, end]", "[start, end]")
    return item[0], item[1]


def _misplaced(start: int, end: int, position: int) -> NoReturn:
    refuse(
        "tokens",
        [start, end],
        f"tokens that cover the text, here from {position} (delete the key to tokenize again)",
        f"токены, покрывающие текст, здесь с {position} (удалите ключ, чтобы токенизировать заново)",
    )


__all__ = ["Article", "RecordError", "read_article", "read_corpus_tokens"]
