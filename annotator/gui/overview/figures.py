"""The overview's figures: from a survey to numbers, without Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from statistics import median

from annotator.domain import Status
from annotator.gui.overview.words import local_day
from annotator.workspace.survey import Mark, Survey, strict_f1

_MOST_DAYS = 366
_RANGES = 12  # of a histogram, about


@dataclass(frozen=True, slots=True)
class Member:
    """One annotator's progress. `seconds` is the median of measured documents; `agreement` the mean over shared ones."""

    name: str
    assigned: int
    statuses: Counter[Status]
    last_save: str
    seconds: float | None
    agreement: float | None
    shared: int
    week: int


def members(survey: Survey, today: date) -> list[Member]:
    """Return everybody's progress."""
    dealt = Counter(name for names in survey.assignments.values() for name in names)
    return [_member(survey, name, dealt[name], today) for name in survey.annotators]


def _member(survey: Survey, name: str, assigned: int, today: date) -> Member:
    marks = survey.marks[name]
    done = {identifier: mark for identifier, mark in marks.items() if mark.status is Status.DONE}
    statuses = Counter(mark.status for mark in marks.values())
    statuses[Status.NOT_STARTED] = (assigned or len(survey.articles)) - statuses.total()
    times = [seconds for identifier, seconds in survey.seconds.get(name, {}).items() if identifier in done]
    scores = [
        strict_f1(mark.spans, other.spans)
        for identifier, mark in done.items()
        for colleague in survey.annotators
        if colleague != name and (other := survey.marks[colleague].get(identifier)) and other.status is Status.DONE
    ]
    since = (today - timedelta(days=6)).isoformat()
    return Member(
        name,
        assigned,
        statuses,
        max((mark.saved_at for mark in marks.values()), default=""),
        median(times) if times else None,
        sum(scores) / len(scores) if scores else None,
        len(scores),
        sum(local_day(mark.saved_at) >= since for mark in done.values()),
    )


def days_between(first: str, last: str) -> list[str]:
    """Return every day from the first to the last, at most a year of them, the last ones."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return []
    start = max(start, end - timedelta(days=_MOST_DAYS - 1))
    return [(start + timedelta(days=number)).isoformat() for number in range((end - start).days + 1)]


def over_days(
    marks: Iterable[tuple[str, Mark]], values: Callable[[str, Mark], Iterable[tuple[str, int]]]
) -> tuple[list[str], dict[str, list[int]]]:
    """Return the days, and for each key the sum that `values` gives on each of them; marks without a day are left out."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for name, mark in marks:
        if day := local_day(mark.saved_at):
            for key, value in values(name, mark):
                sums[key][day] += value
    seen = [day for counts in sums.values() for day in counts]
    days = days_between(min(seen), max(seen)) if seen else []
    return days, {key: [counts[day] for day in days] for key, counts in sums.items()}


def running(values: Iterable[int]) -> tuple[int, ...]:
    """Return the sums so far."""
    return tuple(accumulate(values))


def histogram(values: Iterable[float]) -> tuple[list[tuple[float, float]], list[int]]:
    """Return ranges of a round width that cover the values, and how many lie in each; the last range is closed."""
    found = sorted(values)
    if not found:
        return [], []
    raw = max(found[-1], 1.0) / _RANGES
    power = 10.0 ** (len(str(int(raw))) - 1)
    width = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if power * factor >= raw)
    counts = Counter(int(value // width) for value in found)
    last = max(counts)
    return [(n * width, (n + 1) * width) for n in range(last + 1)], [counts[n] for n in range(last + 1)]
