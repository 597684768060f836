"""The coefficients, as functions of counts. Each takes arrays of sums and returns an array, NaN where it is undefined.

The first axis holds the estimate and its bootstrap replicates; counts by category lie along the last axis.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return the quotient, NaN where the denominator is zero."""
    result: Floats = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator != 0)
    return result


def f1(matched: Floats, first: Floats, second: Floats) -> Floats:
    """Return F1 = 2·tp / (n_a + n_b); undefined where neither side has an item.

    It is the limit of kappa where true negatives abound (Hripcsak and Rothschild 2005).
    """
    return ratio(2 * matched, first + second)


def chance_corrected(observed: Floats, expected: Floats) -> Floats:
    """Return (p_o − p_e) / (1 − p_e); undefined where agreement by chance is certain."""
    certain = np.isclose(expected, 1.0, rtol=0, atol=1e-12)
    return ratio(observed - expected, np.where(certain, 0.0, 1 - expected))


def cohen_kappa(total: Floats, agreed: Floats, first: Floats, second: Floats) -> Floats:
    """Cohen's kappa (1960): chance from each annotator's own use of the categories, `first` and `second`."""
    return chance_corrected(ratio(agreed, total), ratio((first * second).sum(axis=-1), total * total))


def fleiss_kappa(units: Floats, agreed_pairs: Floats, uses: Floats, annotators: int) -> Floats:
    """Fleiss' kappa (1971), for two annotators Scott's pi (1955).

    `agreed_pairs` counts, over all units, the pairs of annotators that agree; `uses` the uses of each category.
    """
    pairs = annotators * (annotators - 1) / 2
    share = ratio(uses, (units * annotators)[..., None])
    return chance_corrected(ratio(agreed_pairs, units * pairs), (share * share).sum(axis=-1))


def gwet_ac1(units: Floats, agreed_pairs: Floats, uses: Floats, annotators: int = 2) -> Floats:
    """Gwet's AC1 (2008): chance p_e = Σ π(1−π) / (q−1) over the q categories present. Undefined for q < 2.

    Replicates keep the estimate's q: a rare category that was not drawn has not ceased to exist.
    """
    pairs = annotators * (annotators - 1) / 2
    share = ratio(uses, (units * annotators)[..., None])
    present = int((uses[0] > 0).sum())
    expected = ratio((share * (1 - share)).sum(axis=-1), np.full(len(uses), max(present - 1.0, 0.0)))
    return chance_corrected(ratio(agreed_pairs, units * pairs), expected)


def krippendorff_alpha(disagreement: Floats, uses: Floats) -> Floats:
    """Krippendorff's alpha for nominal data (2004): 1 − D_o / D_e.

    `disagreement` is D_o = Σ_u Σ_{c≠k} n_uc·n_uk / (m_u − 1), `uses` the pairable values n_c of each category;
    D_e = Σ_{c≠k} n_c·n_k / (n − 1).
    """
    total = uses.sum(axis=-1)
    unlike = total * total - (uses * uses).sum(axis=-1)
    expected = ratio(unlike, np.where(total > 1, total - 1.0, 0.0))
    return 1 - ratio(disagreement, np.nan_to_num(expected))
