"""The lines of a training's chart, without Qt."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.training.curves import apart, drawing, step_marks


def step(number, score, stage="training", labels=None, loss=None):
    return {
        "stage": stage, "step": number, "score": score, "loss": loss,
        "scores": {"ents_f": score, "rel_micro_f": None}, "per_label": labels or {},
    }  # fmt: skip


def test_curves_of_entities_and_labels_with_the_best_step():
    """Main curve first, labels after it; what was never measured has no curve; of equal scores the later step is best."""
    steps = [step(0, 0.0, labels={"ORG": None}), step(25, 0.5, labels={"ORG": 0.25}, loss=9), step(50, 0.5, loss=4)]
    made = drawing(steps)
    assert [curve.key for curve in made.scores] == ["ents_f", "ORG"]
    assert made.scores[0].points == ((0.0, 0.0), (25.0, 0.5), (50.0, 0.5))
    assert made.scores[1].points == ((25.0, 0.25),)
    assert made.best == 50
    assert made.evaluated == (0, 25, 50)
    assert made.loss is not None
    assert made.loss.points == ((25.0, 9.0), (50.0, 4.0))


def test_of_two_stages_the_latest_is_drawn():
    """The teacher's lesson leaves the chart when the training begins."""
    assert drawing([step(100, 0.9, stage="teacher"), step(0, 0.1)]).evaluated == (0,)
    assert drawing([]).best == -1


@given(st.lists(st.floats(0, 400), max_size=12))
def test_names_keep_apart_and_in_order(wanted):
    """Names never cover each other, stay in the order of their curves, and inside the plot where there is room."""
    places = apart(wanted, 18, 10, 400)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    gaps = [places[b] - places[a] for a, b in pairwise(order)]
    assert all(gap >= 18 - 1e-6 for gap in gaps)
    assert all(10 - 1e-6 <= place <= 400 + 1e-6 for place in places)


@given(st.integers(1, 100_000))
def test_ticks_are_few_and_round(most):
    """Not more marks on the axis than can be read."""
    found = step_marks(most)
    assert found[0] == 0
    assert found[-1] <= most
    assert 1 < len(found) <= 7
