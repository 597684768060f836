"""Calibrated probabilities and thresholds."""

import numpy as np
import pytest

from annotator.training.relations.calibration import best_threshold, fit_platt, sigmoid


def test_platt_recovers_the_scale_and_shift_that_made_the_data():
    """Logits that are too large and shifted are put right."""
    random = np.random.default_rng(0)
    true = random.normal(-1, 2, 20_000)
    truth = (random.random(20_000) < sigmoid(true)).astype(float)
    scale, shift = fit_platt((true - 1) * 3, truth)
    assert scale == pytest.approx(1 / 3, rel=0.05)
    assert shift == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("truth", [np.zeros(5), np.ones(5), np.zeros(0)])
def test_one_sided_data_leaves_probabilities_as_they_are(truth):
    """Without examples of both kinds there is nothing to fit."""
    assert fit_platt(np.arange(len(truth), dtype=float), truth) == (1.0, 0.0)


def test_the_threshold_is_the_one_with_the_best_f1():
    """Against trying every threshold on data with a clear best one."""
    random = np.random.default_rng(1)
    truth = (random.random(5000) < 0.1).astype(float)
    probabilities = sigmoid(random.normal(0, 1, 5000) + 3 * truth - 2)
    found = best_threshold(probabilities, truth, int(truth.sum()))

    def f1(threshold):
        chosen = probabilities >= threshold
        return 2 * truth[chosen].sum() / (chosen.sum() + truth.sum())

    assert f1(found) == pytest.approx(max(f1(t) for t in np.arange(0.1, 0.91, 0.01)), abs=0.01)


def test_the_threshold_stays_between_a_tenth_and_nine_tenths():
    """Also where everything or nothing would be better."""
    assert best_threshold(np.full(10, 0.01), np.ones(10), 10) >= 0.1
    assert best_threshold(np.array([]), np.array([]), 3) == 0.5
    assert best_threshold(np.array([0.3]), np.array([0.0]), 0) == 0.5
