"""Section 6: what an installation carries: entry points, scripts, extras."""

import tomllib
from importlib.metadata import entry_points

from e2e.contract.kit import ROOT


def names(group):
    return {point.name for point in entry_points(group=group)}


def test_formats_and_suggesters_register_by_entry_points():
    """Every format of the contract is an entry point of `annotator.formats`; suggesters have their group."""
    formats = [
        "jsonl",
        "spacy",
        "brat",
        "prodigy",
        "doccano",
        "labelstudio",
        "conll",
        "hf",
        "gliner",
        "cas",
        "webanno",
        "text",
    ]
    assert set(formats) <= names("annotator.formats")
    assert {"slovnet", "patterns"} <= names("annotator.suggesters")


def test_spacy_finds_reader_and_factory():
    """spaCy's own entry point groups name the reader and the relation component."""
    assert "annotator.JsonlCorpus.v1" in names("spacy_readers")
    assert "relation_extractor" in names("spacy_factories")


def test_scripts_extras_and_python():
    """The scripts, the extras and the Python range are those of the contract."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "annotator" in project["scripts"]
    assert "annotator-gui" in project["gui-scripts"]
    assert {"natasha", "import", "hf", "cas", "team"} <= set(project["optional-dependencies"])
    assert project["requires-python"].replace(" ", "") == ">=3.11,<3.14"
