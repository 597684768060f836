"""What was written is compared with what was meant, whichever way a format is read back."""

import json

import pytest

from annotator.domain import Document, Entity, Relation, Status
from annotator.formats import registry
from annotator.formats.base import FormatError, WriteOptions
from annotator.formats.checked import write_checked
from annotator.formats.report import Report

TEXT = "Анна Ким возглавила «Луч» в Туле."
ENTITIES = (Entity("T1", 0, 8, "PERSON"), Entity("T2", 20, 25, "ORG"), Entity("T3", 28, 32, "CITY"))
MEANT = Document(
    "d",
    TEXT,
    entities=ENTITIES,
    relations=(Relation("R1", "T1", "T2", "HEAD"),),
    annotator="anna",
    status=Status.DONE,
    notes={"T1": "проверить"},
)
CHANGES = {
    "text": {"text": TEXT.replace("Туле", "Туве")},
    "id": {"id": "e"},
    "span": {"entities": (Entity("T1", 0, 4, "PERSON"), *ENTITIES[1:])},
    "label": {"entities": (*ENTITIES[:2], Entity("T3", 28, 32, "LOC"))},
    "missing": {"entities": ENTITIES[:2]},
    "direction": {"relations": (Relation("R1", "T2", "T1", "HEAD"),)},
    "relation": {"relations": (Relation("R1", "T1", "T2", "OWNS"),)},
    "note": {"notes": {"T1": "проверено"}},
    "annotator": {"annotator": "vera"},
}


@pytest.mark.parametrize("change", [*CHANGES, "nothing at all"])
@pytest.mark.parametrize("name", ["jsonl", "spacy", "prodigy", "labelstudio"])
def test_a_file_that_says_anything_else_is_not_put_in_place(tmp_path, monkeypatch, name, change):
    """One changed value of one document is found, the old file stays, and nothing is counted as written."""
    target = registry.get(name)
    out, report = tmp_path / f"out{target.suffixes[0]}", Report()
    out.write_bytes(b"old")
    write = type(target).write

    def wrong(self, documents, path, options):
        held = list(documents)
        changed = [d.replacing(**CHANGES[change]) for d in held] if change in CHANGES else []
        return write(self, changed, path, options)

    monkeypatch.setattr(type(target), "write", wrong)
    with pytest.raises(FormatError, match="nothing was written"):
        write_checked([MEANT], target, out, WriteOptions(), report)
    assert out.read_bytes() == b"old"
    assert report.written.documents == 0


@pytest.mark.parametrize(("end", "following"), [(9, 9), (7, 9)], ids=["an entity cuts a token", "tokens leave a gap"])
def test_a_native_record_that_spacy_could_not_load_is_found(tmp_path, end, following):
    """Tokens that leave out text, or that an entity cuts, are no record of ours."""
    native, path = registry.get("jsonl"), tmp_path / "a.jsonl"
    native.write([MEANT.replacing(id="a"), MEANT], path, WriteOptions())
    good, bad = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (bad["tokens"][1]["end"], bad["tokens"][2]["start"]) == (8, 9)
    bad["tokens"][1]["end"], bad["tokens"][2]["start"] = end, following
    path.write_text("\n".join(map(json.dumps, [good, bad])), encoding="utf-8")
    first, second = native.fingerprints(path)
    assert first
    assert not second
