"""Turning a network's answers into probabilities that mean what they say, and choosing where yes begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LOWEST = 0.1  # thresholds below drown people in guesses
HIGHEST = 0.9
_ROUNDS = 50


def fit_platt(logits: Floats, truth: Floats) -> tuple[float, float]:
    """Return (scale, shift) of Platt's calibration: probability = sigmoid(scale · logit + shift).

    Newton's method on the log-likelihood with Platt's smoothed targets (Platt 1999; Lin, Lin & Weng 2007). With no
    positive or no negative example nothing can be learnt and (1, 0) is returned.
    """
    positive, negative = truth.sum(), (1 - truth).sum()
    if not positive or not negative:
        return 1.0, 0.0
    target = np.where(truth > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))
    scale, shift = 1.0, 0.0
    for _ in range(_ROUNDS):
        p = sigmoid(scale * logits + shift)
        gradient = np.array([((p - target) * logits).sum(), (p - target).sum()])
        weight = p * (1 - p)
        hessian = np.array(
            [[(weight * logits**2).sum(), (weight * logits).sum()], [(weight * logits).sum(), weight.sum()]]
        )
        step = np.linalg.solve(hessian + 1e-6 * np.eye(2), gradient)
        step = np.clip(step, -1.0, 1.0)
        scale, shift = scale - step[0], shift - step[1]
        if np.abs(step).max() < 1e-6:
            break
    return (float(scale), float(shift)) if scale > 0 else (1.0, 0.0)


def sigmoid(values: Floats) -> Floats:
    """Return 1 / (1 + e^-x), without overflow."""
    result: Floats = 1 / (1 + np.exp(-np.clip(values, -60, 60)))
    return result


def best_threshold(probabilities: Floats, truth: Floats, wanted: int) -> float:
    """Return the threshold between 0.1 and 0.9 with the best F1; `wanted` counts all that should be found.

    F1 is averaged over neighbouring thresholds, so that a lucky spike on few examples is not taken. 0.5 where nothing
    is wanted.
    """
    if not wanted or not len(probabilities):
        return 0.5
    steps = np.round(np.arange(LOWEST, HIGHEST + 1e-9, 0.01), 2)
    order = np.argsort(-probabilities)
    found = np.searchsorted(-probabilities[order], -steps, side="right")
    right = np.concatenate([[0.0], np.cumsum(truth[order])])[found]
    scores = 2 * right / (found + wanted)
    padded = np.pad(scores, 2, mode="edge")
    smooth = np.convolve(padded, np.ones(5) / 5, mode="valid")
    return float(steps[int(smooth.argmax())])
