"""Careful access to values of foreign JSON, whose types nobody promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def objects_of(value: Any) -> list[dict[str, Any]]:
    """Return the JSON objects of a list, and nothing for anything that is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str | None:
    """Return a string that is not empty, else None."""
    return value if isinstance(value, str) and value else None


def key_of(value: Any) -> str:
    """Return an id, a string or an integer, as a string; "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else ""


def offset_of(value: Any) -> int:
    """Return an offset, or -1 for anything that is none: -1 lies outside every text and is refused there."""
    if type(value) is int:
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else -1


def span_of(item: Mapping[str, Any], start: str = "start", end: str = "end") -> tuple[int, int]:
    """Return the start and end of an object."""
    return offset_of(item.get(start)), offset_of(item.get(end))


def without(item: Mapping[str, Any], known: frozenset[str] | set[str]) -> dict[str, Any]:
    """Return the keys of an object that are not known."""
    return {} if known.issuperset(item) else {key: value for key, value in item.items() if key not in known}
