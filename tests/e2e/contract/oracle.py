"""The definitions of agreement written down as slowly and plainly as they read, to compare the program with."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

Span = tuple[int, int, str]


def f1(tp: float, n_a: int, n_b: int) -> float | None:
    return 2 * tp / (n_a + n_b) if n_a + n_b else None


def exact(a: set[Span], b: set[Span]) -> int:
    left, right = Counter(s[:2] for s in a), Counter(s[:2] for s in b)
    return sum(min(left[k], right[k]) for k in left)


def lenient(a: set[Span], b: set[Span]) -> int:
    """Strict pairs, then a largest one-to-one matching of overlapping spans of one label, by augmenting paths."""
    rest_a, rest_b = sorted(a - b), sorted(b - a)
    edges = {x: [y for y in rest_b if x[2] == y[2] and x[0] < y[1] and y[0] < x[1]] for x in rest_a}
    partner: dict[Span, Span] = {}

    def augment(x: Span, seen: set[Span]) -> bool:
        for y in edges[x]:
            if y not in seen:
                seen.add(y)
                if y not in partner or augment(partner[y], seen):
                    partner[y] = x
                    return True
        return False

    return len(a & b) + sum(augment(x, set()) for x in rest_a)


def categories(tokens: list[tuple[int, int]], spans: set[Span]) -> list[tuple[str, ...]]:
    return [tuple(sorted({x for s, e, x in spans if s < end and start < e})) for start, end in tokens]


def cohen(left: list[Any], right: list[Any]) -> float | None:
    n = len(left)
    if not n:
        return None
    observed = sum(x == y for x, y in zip(left, right, strict=True)) / n
    a, b = Counter(left), Counter(right)
    expected = sum(a[k] * b[k] for k in a) / n**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def ac1(raters: list[list[Any]]) -> float | None:
    n, m = len(raters[0]), len(raters)
    pairs = list(itertools.combinations(range(m), 2))
    observed = sum(raters[i][u] == raters[j][u] for i, j in pairs for u in range(n)) / (len(pairs) * n)
    share = Counter(x for r in raters for x in r)
    if len(share) < 2:
        return None
    p = [c / (n * m) for c in share.values()]
    expected = sum(x * (1 - x) for x in p) / (len(p) - 1)
    return (observed - expected) / (1 - expected)


def fleiss(raters: list[list[Any]]) -> float | None:
    n, m = len(raters[0]), len(raters)
    observed = sum(sum(c * (c - 1) for c in Counter(u).values()) / (m * (m - 1)) for u in zip(*raters, strict=True)) / n
    share = Counter(x for r in raters for x in r)
    expected = sum((c / (n * m)) ** 2 for c in share.values())
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff(units: list[list[Any]]) -> float | None:
    units = [u for u in units if len(u) > 1]
    observed = sum(
        sum(x * y for (c, x), (k, y) in itertools.product(Counter(u).items(), repeat=2) if c != k) / (len(u) - 1)
        for u in units
    )
    total = Counter(x for u in units for x in u)
    n = sum(total.values())
    expected = sum(x * y for (c, x), (k, y) in itertools.product(total.items(), repeat=2) if c != k) / (n - 1)
    return None if not expected else 1 - observed / expected


def alpha_u(length: int, annotators: list[list[Span]]) -> tuple[float | None, dict[str, float | None]]:
    """Krippendorff's unitizing alpha over one continuum, overall and per label, by double loops over sections."""
    labels = sorted({x for units in annotators for *_, x in units})
    observed, expected = {}, {}
    for label in labels:
        rows = [_without_overlap([u[:2] for u in units if u[2] == label]) for units in annotators]
        observed[label] = _observed(length, rows)
        expected[label] = _expected(length, rows)
    whole = sum(expected.values())
    per = {k: 1 - observed[k] / expected[k] if expected[k] else None for k in labels}
    return (1 - sum(observed.values()) / whole if whole else None), per


def _without_overlap(units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(units), key=lambda u: (u[0], -u[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _gaps(length: int, units: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(place for unit in units for place in unit), length]
    return [(s, e) for s, e in zip(edges[::2], edges[1::2], strict=True) if e > s]


def _observed(length: int, rows: list[list[tuple[int, int]]]) -> float:
    total = 0.0
    for left, right in itertools.combinations(rows, 2):
        for (b1, e1), (b2, e2) in itertools.product(left, right):
            if b1 < e2 and b2 < e1:
                total += (b1 - b2) ** 2 + (e1 - e2) ** 2
        for units, other in ((left, right), (right, left)):
            gaps = _gaps(length, other)
            total += sum((e - s) ** 2 for s, e in units if any(g <= s and e <= h for g, h in gaps))
    r = len(rows)
    return 2 * total / (r * (r - 1) * length**2)


def _expected(length: int, rows: list[list[tuple[int, int]]]) -> float:
    sizes = [e - s for row in rows for s, e in row]
    gaps = [e - s for row in rows for s, e in _gaps(length, row)]
    n, r = len(sizes), len(rows)
    total = sum((n - 1) / 3 * (2 * x**3 - 3 * x**2 + x) + x**2 * sum(g - x + 1 for g in gaps if g >= x) for x in sizes)
    whole = r * length
    below = whole * (whole - 1) - sum(x * (x - 1) for x in sizes)
    return 2 / length * total / below if below else 0.0
