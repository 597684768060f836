"""Stock spaCy, with nothing of ours at work, loads every line that we write."""

import json
import subprocess
import sys

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from random_documents import histories
from spacy.tokens import Doc

from annotator.domain.record import write_record
from annotator.domain.tokens import flat_projection, split_tokens
from annotator.nlp.tokenizer import token_offsets

NLP = spacy.blank("ru")

# Runs without our package: isolated mode, no entry points, no site folder of ours on the path.
LOADER = """
import json, sys
import importlib.metadata as metadata
metadata.entry_points = lambda **k: metadata.EntryPoints()
sys.modules["annotator"] = None
import spacy
from spacy.tokens import Doc
vocab = spacy.blank("ru").vocab
for line in sys.stdin:
    doc = Doc(vocab).from_json(json.loads(line), validate=True)
    print(json.dumps([doc.text, [e.text for e in doc.ents], [s.text for s in doc.spans["sc"]]]))
"""


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_any_document_that_can_be_made_loads(history):
    """Whatever was tagged in whatever text: from_json takes it, with the same text, ents and spans."""
    document = history[0]
    document = document.replacing(tokens=token_offsets(document.text, "ru"))
    written = json.loads(json.dumps(document.to_record()))
    doc = Doc(NLP.vocab).from_json(written, validate=True)
    assert doc.text == document.text
    assert [s.text for s in doc.spans["sc"]] == [document.surface(e) for e in document.entities]
    stated = {(e["start"], e["end"], e["label"]) for e in written["ents"]}
    assert {(e.start_char, e.end_char, e.label_) for e in doc.ents} == stated


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_the_flat_projection_is_filter_spans(history):
    """`ents` is what spacy.util.filter_spans keeps of spans.sc, in its order."""
    document = history[0]
    document = document.replacing(tokens=token_offsets(document.text, "ru"))
    doc = Doc(NLP.vocab).from_json(write_record(document), validate=True)
    kept = spacy.util.filter_spans(list(doc.spans["sc"]))
    flat = flat_projection(document.entities, split_tokens(document.tokens, document.entities))
    assert [(s.start_char, s.end_char, s.label_) for s in kept] == [(e.start, e.end, e.label) for e in flat]


def test_a_process_without_our_package_loads_the_sample(root):
    """Every line of the sample workspace loads where nothing of ours can be imported."""
    lines = [
        line
        for path in sorted((root / "samples/news-ru/annotations").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    if not lines:
        pytest.fail("the sample workspace has no records")
    result = subprocess.run(
        [sys.executable, "-c", LOADER], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    loaded = [json.loads(line) for line in result.stdout.splitlines()]
    records = [json.loads(line) for line in lines]
    assert [item[0] for item in loaded] == [record["text"] for record in records]
    surfaces = [[r["text"][s["start"] : s["end"]] for s in r["spans"]["sc"]] for r in records]
    assert [item[2] for item in loaded] == surfaces
