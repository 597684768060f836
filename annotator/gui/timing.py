"""How long an annotator works on each document, measured quietly and kept on this computer only."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

_IDLE_AFTER = 60.0  # seconds without a key or a click after which the clock stands still
_GLANCE = 10.0  # seconds; a document that was looked at for less was not worked on
_ENOUGH = 3  # documents that make a usual time


class WorkClock:
    """Counts seconds of work by document. `tick` is called about once a second while the window is active."""

    def __init__(self, path: Path, now: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._now = now
        self._seconds = _read(path)
        self._document = ""
        self._last_tick = now()
        self._last_action = now()

    def open(self, document_id: str) -> None:
        """Count for this document from now on."""
        self.tick(active=True)
        self._document = document_id

    def act(self) -> None:
        """The annotator did something: the clock runs on."""
        self._last_action = self._now()

    def tick(self, *, active: bool) -> int:
        """Add the time since the last tick if the annotator is at work; return the document's whole seconds."""
        now = self._now()
        passed, self._last_tick = min(now - self._last_tick, 5.0), now
        if active and self._document and now - self._last_action < _IDLE_AFTER:
            self._seconds[self._document] = self._seconds.get(self._document, 0.0) + passed
        return int(self._seconds.get(self._document, 0.0))

    def usual(self) -> int:
        """Return the median of the whole seconds on the documents before this one, 0 while there are too few."""
        others = [s for name, s in self._seconds.items() if name != self._document and s >= _GLANCE]
        if len(others) < _ENOUGH:
            return 0
        from statistics import median  # brings fractions and decimals along, which opening a window can do without

        return int(median(others))

    def save(self) -> None:
        """Keep the times; where that fails only a convenience is lost, and the work goes on."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({name: round(value, 1) for name, value in self._seconds.items()}, ensure_ascii=False)
            self._path.write_text(text, encoding="utf-8")
        except OSError:
            return


def _read(path: Path) -> dict[str, float]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {str(name): float(value) for name, value in data.items() if isinstance(value, int | float)}
