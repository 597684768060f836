"""Keeping a mistake in an event handler from killing the process.

PySide6 up to 6.11 on CPython 3.11 crashes when an overridden Qt method, called from C++ inside another Python call,
lets out an exception that was raised in C (a KeyError of a dict, a ValueError of max()): it reads the arguments of an
exception that has not been instantiated yet. Handlers that are guarded report to `sys.excepthook` instead.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C")
EVENT_ANSWERS = frozenset({"event", "viewportEvent", "eventFilter"})  # Qt wants to know: dealt with?
HOOKS = EVENT_ANSWERS | {"scrollContentsBy", "paint", "initStyleOption", "data", "headerData"}


def guarded(method: Callable[P, R], otherwise: R) -> Callable[P, R]:
    """Return the method with exceptions reported to `sys.excepthook` and `otherwise` returned in their stead."""

    @functools.wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except Exception:  # noqa: BLE001  # whatever it is, it must not reach C++
            sys.excepthook(*sys.exc_info())
            return otherwise

    return call


def guard_events(cls: type[C]) -> type[C]:
    """Guard what a class defines itself and Qt calls: event handlers, filters, and what models and delegates answer."""
    for name, method in list(vars(cls).items()):
        if callable(method) and is_hook(name):
            setattr(cls, name, guarded(method, False if name in EVENT_ANSWERS else None))
    return cls


def is_hook(name: str) -> bool:
    """Return whether Qt calls a method of this name while it is handling an event or drawing."""
    return name in HOOKS or name.endswith("Event")
