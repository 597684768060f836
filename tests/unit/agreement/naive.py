"""The definitions written down as they read, slow and plain: what the fast code is compared with."""

from collections import Counter
from itertools import combinations


def spans(document):
    return {(e.start, e.end, e.label) for e in document.entities}


def relations(document, symmetric=()):
    key = {e.id: (e.start, e.end, e.label) for e in document.entities}
    found = set()
    for r in document.relations:
        head, tail = key[r.head], key[r.tail]
        if r.label in symmetric and head > tail:
            head, tail = tail, head
        found.add((head, tail, r.label))
    return found


def largest_matching(left, right, fits):
    """The size of a maximum matching, by trying everything with memory."""
    left, right = sorted(left), sorted(right)
    known = {}

    def best(i, used):
        if i == len(left):
            return 0
        if (i, used) not in known:
            options = [best(i + 1, used)]
            options += [
                1 + best(i + 1, used | 1 << k)
                for k, other in enumerate(right)
                if not used >> k & 1 and fits(left[i], other)
            ]
            known[i, used] = max(options)
        return known[i, used]

    return best(0, 0)


def overlap(x, y):
    return x[0] < y[1] and y[0] < x[1]


def strict(a, b):
    return len(spans(a) & spans(b))


def exact(a, b):
    one, two = Counter(s[:2] for s in spans(a)), Counter(s[:2] for s in spans(b))
    return sum((one & two).values())


def lenient(a, b):
    rest_a, rest_b = spans(a) - spans(b), spans(b) - spans(a)
    return strict(a, b) + largest_matching(rest_a, rest_b, lambda x, y: x[2] == y[2] and overlap(x, y))


def f1(tp, n_a, n_b):
    return 2 * tp / (n_a + n_b) if n_a + n_b else None


def categories(document):
    return [
        tuple(sorted({e.label for e in document.entities if overlap((e.start, e.end), token)}))
        for token in document.tokens
        if not document.text[token[0] : token[1]].isspace()
    ]


def cohen(one, two):
    n = len(one)
    if not n:
        return None
    observed = sum(x == y for x, y in zip(one, two, strict=True)) / n
    count_one, count_two = Counter(one), Counter(two)
    expected = sum(count_one[c] * count_two[c] for c in count_one) / n**2
    return None if abs(1 - expected) < 1e-12 else (observed - expected) / (1 - expected)


def ac1(one, two):
    n, q = len(one), len(set(one) | set(two))
    if q < 2:
        return None
    observed = sum(x == y for x, y in zip(one, two, strict=True)) / n
    use = Counter(one) + Counter(two)
    expected = sum(c / (2 * n) * (1 - c / (2 * n)) for c in use.values()) / (q - 1)
    return (observed - expected) / (1 - expected)


def alpha(units):
    """Krippendorff's alpha of lists of values, one list a unit."""
    units = [u for u in units if len(u) > 1]
    total = Counter(value for u in units for value in u)
    n = sum(total.values())
    observed = sum(
        sum(x != y for i, x in enumerate(u) for k, y in enumerate(u) if i != k) / (len(u) - 1) for u in units
    )
    expected = sum(total[c] * total[k] for c in total for k in total if c != k) / (n - 1) if n > 1 else 0
    return 1 - observed / expected if expected else None


def fleiss(units):
    n, r = len(units), len(units[0]) if units else 0
    if not n:
        return None
    observed = sum(sum(x == y for x, y in combinations(u, 2)) for u in units) / (n * r * (r - 1) / 2)
    use = Counter(value for u in units for value in u)
    expected = sum((c / (n * r)) ** 2 for c in use.values())
    return None if abs(1 - expected) < 1e-12 else (observed - expected) / (1 - expected)


def pair_categories(a, b, symmetric):
    """Both annotators' label sets of every pair of entities that they agree on."""
    agreed = sorted(spans(a) & spans(b))
    result = []
    for document in (a, b):
        said = {}
        for head, tail, label in relations(document, symmetric):
            if head in agreed and tail in agreed:
                direction = "" if label in symmetric else ("<" if head > tail else ">")
                said.setdefault(tuple(sorted((head, tail))), set()).add((label, direction))
        result.append([tuple(sorted(said.get(pair, ()))) for pair in combinations(agreed, 2)])
    return result
