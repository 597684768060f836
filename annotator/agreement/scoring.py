"""From native files, or a workspace, to the report, in memory that hardly grows with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from annotator.agreement.measure import REPLICATES, SEED, Settings, report_of
from annotator.agreement.reading import Follow, Reading, unfollowed
from annotator.agreement.report import AgreementReport
from annotator.agreement.tally import Tally
from annotator.workspace.problem import Problem


@dataclass(frozen=True, slots=True)
class Scored:
    """The report, and the lines and records that could not be used."""

    report: AgreementReport
    problems: list[Problem]


def score(
    reading: Reading,
    replicates: int = REPLICATES,
    seed: int = SEED,
    *,
    follow: Follow = unfollowed,
    follow_draws: Callable[[Iterable[int]], Iterable[int]] = iter,
) -> Scored:
    """Read all documents and score them as they come. `follow` and `follow_draws` may show how far it is.

    Bad lines are listed and the rest is read.

    Raises:
        TextMismatchError: two annotators' texts of one id differ.
        TooFewAnnotatorsError: there are fewer than two files.
        AnnotatorError: a file cannot be read.
    """
    tally = Tally(reading.annotators)
    for part in reading.parts(follow=follow):
        tally.add(part)
    settings = Settings(reading.wanted.symmetric, replicates, seed, reading.wanted.language)
    report = report_of(tally, settings, reading.text_of, follow_draws)
    return Scored(replace(report, left_out=reading.left_out), reading.problems)
