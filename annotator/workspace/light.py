"""Lines of ours without their tokens, which are nine tenths of a record: what counting needs, and nothing unproven.

A line in the shape that we write is cut in two places: what stands between must be token objects, which one regular
expression proves; the rest is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from annotator.workspace.jsonl import MAX_LINE_BYTES

_BEGIN = b',"tokens":[{"id":'
_END = b'}],"ents":['
_TOKENS = re.compile(rb'(?:\{"id":\d{1,18}+,"start":\d{1,18}+,"end":\d{1,18}+(?:\}|,"cut":1\}),)++')
_LEADING_ZERO = re.compile(rb":0\d")
_FIRST = ["id", "text", "ents"]


@dataclass(frozen=True, slots=True)
class LightRecord:
    """A record without its tokens. `head` is the line up to them: `{"id": …, "text": …`."""

    head: bytes
    data: dict[str, Any]


def light_record(line: bytes, tokens: bytes | None = None) -> LightRecord | None:
    """Return what a line in our own shape says apart from its tokens, or None where the whole line has to be read.

    None too where parsing it could lose anything, as `parse_json` has it. `tokens` are the only ones that may stand
    there, as JSON without the outer brackets; None: any well-formed ones.
    """
    begin = line.find(_BEGIN)
    end = line.find(_END, begin)
    if begin < 0 or end < 0 or len(line) > MAX_LINE_BYTES:
        return None
    found = line[begin + len(b',"tokens":[') : end + 1]
    if found != tokens if tokens is not None else not _are_token_objects(found):
        return None
    head = line[:begin]
    rest = head + line[end + 2 :]
    try:
        data = orjson.loads(rest)
    except orjson.JSONDecodeError:
        return None
    # Nothing before the cut may be the entities: then it lies between the text and the entities, at top level.
    if list(islice(data, 3)) != _FIRST or b',"ents":' in head or "tokens" in data or orjson.dumps(data) != rest:
        return None
    return LightRecord(head, data)


def _are_token_objects(found: bytes) -> bool:
    return _TOKENS.fullmatch(found + b",") is not None and _LEADING_ZERO.search(found) is None
