"""The published JSON Schemas and the code say the same."""

import json

import pytest
from jsonschema import Draft202012Validator

from annotator.domain import Document, RecordError, SchemeError, Status, scheme_from_json, scheme_to_json
from annotator.domain.record import read_record
from annotator.domain.record_fields import OURS
from annotator.resources import samples_folder, schemas_folder, scheme_named, scheme_names

RECORD = json.loads((schemas_folder() / "record.schema.json").read_text())
SCHEME = json.loads((schemas_folder() / "scheme.schema.json").read_text())
TEXT = "Сулейман возглавил Microsoft AI"
BASE = {"id": "a", "text": TEXT, "ents": [], "spans": {"sc": [{"start": 0, "end": 8, "label": "PERSON"}]}}
REFUSED = {
    "no id": {"text": TEXT},
    "empty id": BASE | {"id": ""},
    "no text": {"id": "a"},
    "empty text": {"id": "a", "text": ""},
    "unknown status": BASE | {"status": "finished"},
    "not started": BASE | {"status": "not_started"},
    "start is text": BASE | {"spans": {"sc": [{"start": "0", "end": 8, "label": "X"}]}},
    "start is negative": BASE | {"spans": {"sc": [{"start": -1, "end": 8, "label": "X"}]}},
    "empty label": BASE | {"spans": {"sc": [{"start": 0, "end": 8, "label": ""}]}},
    "float in a span": BASE | {"spans": {"sc": [{"start": 0, "end": 8, "label": "X", "score": 0.5}]}},
    "list of spans": BASE | {"spans": []},
    "relation without a head": BASE | {"relations": [{"tail": 0, "label": "X"}]},
    "tokens are pairs": BASE | {"tokens": [[0, 8]]},
    "notes are numbers": BASE | {"notes": {"T1": 1}},
    "negative revision": BASE | {"rev": -1},
    "text score": BASE | {"scores": {"T1": "high"}},
    "meta is a list": BASE | {"meta": []},
}


def errors(schema, value):
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def test_the_schema_lists_exactly_our_keys():
    """Every key of ours is described, in the order in which it is written, and nothing else is."""
    assert list(RECORD["properties"]) == list(OURS)
    assert set(RECORD["properties"]["status"]["enum"]) == {str(s) for s in Status} - {"not_started"}


@pytest.mark.parametrize("name", REFUSED)
def test_code_and_schema_refuse_the_same_records(name):
    """What reading refuses by its shape, the schema refuses too."""
    with pytest.raises(RecordError):
        read_record(REFUSED[name])
    assert errors(RECORD, REFUSED[name])


def test_every_record_of_the_samples_fits():
    """The sample workspace's records, and what we write after reading them, fit the schema."""
    lines = [line for path in samples_folder().glob("*/annotations/*.jsonl") for line in path.read_text().split("\n")]
    records = [json.loads(line) for line in lines if line]
    assert len(records) > 30
    for record in records:
        assert not errors(RECORD, record)
        assert not errors(RECORD, Document.from_record(record).to_record())


@pytest.mark.parametrize("name", scheme_names())
def test_our_schemes_fit(name):
    """Schemes that come with the program fit the schema, before and after a round through the code."""
    assert not errors(SCHEME, scheme_to_json(scheme_named(name)))


@pytest.mark.parametrize(
    "scheme",
    [
        {},
        {"name": ""},
        {"name": "x", "overlap": "some"},
        {"name": "x", "entities": [{"key": "p"}]},
        {"name": "x", "entities": [{"label": "P", "key": "a"}]},
        {"name": "x", "entities": [{"label": "P", "key": "pp"}]},
        {"name": "x", "entities": [{"label": "P", "color": "red"}]},
        {"name": "x", "relations": [{"label": "R", "symmetric": "yes"}]},
        {"name": "x", "relations": [{"label": "R", "head": 1}]},
        {"name": "x", "entities": {}},
    ],
)
def test_code_and_schema_refuse_the_same_schemes(scheme):
    """What the code refuses by its shape, the schema refuses too."""
    with pytest.raises(SchemeError):
        scheme_from_json(scheme)
    assert errors(SCHEME, scheme)
