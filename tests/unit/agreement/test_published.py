"""Examples worked out in the literature come out as printed there."""

import numpy as np
import pytest

from annotator.agreement import measure
from annotator.agreement.unitizing import disagreement, overall_alpha


def tagged(document, columns, *, missing=None):
    """Turn coders' values into annotations: one unit is one token, its label the value; one document a unit."""
    sets = {}
    for number, values in enumerate(columns):
        docs = {
            f"u{unit:03}": document("слово", [(0, 5, str(value))], document_id=f"u{unit:03}")
            for unit, value in enumerate(values)
            if value != missing
        }
        sets[f"coder{number}"] = docs
    return sets


def from_table(table):
    """Return both coders' values for a contingency table."""
    pairs = [(r, c) for r, row in enumerate(table) for c, count in enumerate(row) for _ in range(count)]
    return [r for r, _ in pairs], [c for _, c in pairs]


def test_cohen_1960(document):
    """Cohen (1960), table 2: kappa .492 of 200 cases in three categories."""
    sets = tagged(document, from_table([[88, 10, 2], [14, 40, 6], [18, 10, 12]]))
    token = measure(sets, replicates=0).entity_pairs["coder0|coder1"].token
    assert token.percent.value == pytest.approx(0.70)
    assert token.kappa.value == pytest.approx(0.492, abs=5e-4)


def test_artstein_poesio_2008(document):
    """Artstein and Poesio (2008), dialogue acts: observed .7, pi .341, kappa .348."""
    sets = tagged(document, from_table([[20, 20], [10, 50]]))
    report = measure(sets, replicates=0)
    token = report.entity_pairs["coder0|coder1"].token
    assert token.percent.value == pytest.approx(0.7)
    assert token.kappa.value == pytest.approx(0.348, abs=5e-4)
    assert report.entities.token.fleiss_kappa.value == pytest.approx(0.341, abs=5e-4)


# Thirty patients, six psychiatrists, five diagnoses.
FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445"
    " 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)


def test_fleiss_1971(document):
    """Fleiss (1971): kappa .430 of six psychiatrists on thirty patients."""
    sets = tagged(document, list(zip(*FLEISS.split(), strict=True)))
    overall = measure(sets, replicates=0).entities
    assert overall.complete_documents == 30
    assert overall.token.fleiss_kappa.value == pytest.approx(0.430, abs=5e-4)


# Four observers, twelve units, some values missing.
NOMINAL = ("1233214 12---".replace(" ", ""), "12332241 25-3".replace(" ", ""), "-3332342251-", "12332441251-")


def test_krippendorff_nominal(document):
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: alpha .743 with missing values."""
    report = measure(tagged(document, NOMINAL, missing="-"), replicates=0)
    assert report.entities.token.alpha.value == pytest.approx(0.743, abs=5e-4)


def units(*spans):
    return np.array([s for s, _ in spans]), np.array([s + size for s, size in spans])


def test_krippendorff_unitizing_2004():
    """Krippendorff (2004), p. 254: alpha_U .7286 for c, 1 for k, .859 together."""
    c = disagreement([units((75, 70), (220, 30)), units((70, 80), (205, 20), (250, 20))], 300)
    k = disagreement([units((30, 60), (150, 50)), units((30, 60), (150, 50))], 300)
    assert c.observed == pytest.approx(0.0144, abs=1e-4)
    assert c.expected == pytest.approx(0.0532, abs=1e-4)
    assert c.alpha == pytest.approx(0.7286, abs=1e-4)
    assert k.alpha == pytest.approx(1)
    assert overall_alpha([c, k]) == pytest.approx(0.8591, abs=5e-4)


UNITIZING_1995 = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)], 0.03125, 0.553),
    "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)], 2.26736, -0.926),
    "C": ([(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)], 0.02777, 0.679),
    "D": ([(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)], [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)], 0.38715, 0.066),
}


@pytest.mark.parametrize("name", UNITIZING_1995)
def test_krippendorff_unitizing_1995(name):
    """Krippendorff (1995), p. 57: observed disagreement and, on a fine continuum, alpha_U of four pairs of coders."""
    first, second, observed, alpha = UNITIZING_1995[name]
    assert disagreement([units(*first), units(*second)], 24).observed == pytest.approx(observed, abs=1e-5)
    fine = [units(*((s * 50_000, size * 50_000) for s, size in spans)) for spans in (first, second)]
    assert disagreement(fine, 24 * 50_000).alpha == pytest.approx(alpha, abs=0.02)


# gold (type, start, end), then system; None where one has nothing. After the scenario table of the SemEval-2013 metrics.
SCENARIOS = [
    (("BRAND", 0, 3), None),
    (None, ("BRAND", 5, 8)),
    (("DRUG", 12, 18), ("DRUG", 10, 18)),
    (("DRUG", 20, 25), ("BRAND", 20, 25)),
    (("DRUG", 30, 35), ("DRUG", 30, 35)),
    (("DRUG", 40, 45), ("DRUG", 40, 45)),
    (("GROUP", 55, 60), ("DRUG", 50, 60)),
]


def test_semeval_2013_scenarios(document):
    """The scenario table of SemEval-2013 task 9.1 as published with its Python scorer (Batista 2018; nervaluate)."""
    sides = [[(e, s, label) for pair in SCENARIOS if pair[side] for label, s, e in [pair[side]]] for side in (0, 1)]
    gold, system = (document("x" * 80, [(s, e, k) for e, s, k in side], tokens=[(0, 80)]) for side in sides)
    found = measure({"a": {"d": gold}, "b": {"d": system}}, replicates=0).entity_pairs["a|b"].semeval
    counts = {k: (v.correct, v.incorrect, v.partial, v.missed, v.spurious) for k, v in found.items()}
    assert counts == {
        "ent_type": (3, 2, 0, 1, 1),
        "partial": (3, 0, 2, 1, 1),
        "exact": (3, 2, 0, 1, 1),
        "strict": (2, 3, 0, 1, 1),
    }
    shown = {"ent_type": 0.5, "partial": 0.667, "exact": 0.5, "strict": 0.333}
    for scheme, value in shown.items():
        for figure in (found[scheme].precision, found[scheme].recall, found[scheme].f1):
            assert figure.value == pytest.approx(value, abs=5e-4)
