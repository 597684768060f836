"""Errors of training and evaluation."""

from __future__ import annotations

from annotator.messages import AnnotatorError


class TrainingError(AnnotatorError):
    """The data cannot be trained on or scored; the message says what is missing."""


class UsageProblem(AnnotatorError):  # noqa: N818  (it is the asking that is wrong, not the data)
    """What was asked for does not exist or does not fit together."""

    exit_status = 2
