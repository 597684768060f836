"""Which label a name usually has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable


def usual_labels(tagged: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each name of (name, label) pairs the label it was given most often; of equals the first by name."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, label in tagged:
        counts[name][label] += 1
    return {name: min(labels, key=lambda label: (-labels[label], label)) for name, labels in counts.items()}
