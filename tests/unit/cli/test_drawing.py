"""Drawings are written as SVG, or as PNG by a process that may load Qt."""

import pytest

from annotator.cli.common import UsageError
from annotator.cli.drawing import require_drawing, write_drawing
from annotator.training.bars import label_bars

SCORE = {"strict": {"precision": 0.5, "recall": 0.5, "f1": 0.5}}
REPORT = {
    "entities": SCORE | {"per_label": {"PERSON": SCORE, "<ORG>": {"strict": {"f1": None}}}},
    "relations": {"gold": SCORE | {"per_label": {"WORKPLACE": SCORE}}},
}


def test_every_label_has_a_bar_and_an_undefined_score_has_none():
    """The drawing is sound XML, labels are escaped, and what is undefined is a dash."""
    from xml.etree import ElementTree as ET

    drawing = ET.fromstring(label_bars(REPORT))
    texts = [element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"PERSON", "<ORG>", "WORKPLACE", "50.0", "–"} <= set(texts)


@pytest.mark.parametrize(("name", "begins"), [("a/p.svg", b"<svg"), ("b/p.png", b"\x89PNG")])
def test_the_suffix_decides_the_kind(tmp_path, name, begins):
    """Folders are made, and the file is what its name says."""
    write_drawing(label_bars(REPORT), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_another_suffix_is_wrong_usage(tmp_path):
    """Nothing is computed for a file that could not be written."""
    require_drawing(None)
    with pytest.raises(UsageError, match=r"svg or \.png"):
        require_drawing(tmp_path / "p.gif")
