"""Native export by copying lines: the same bytes as making every record anew, and nothing goes over unchecked."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from strange_records import lines_of, made, record_of

from annotator.domain import Document
from annotator.formats import registry
from annotator.formats.base import FormatError, WriteOptions
from annotator.formats.checked import write_checked
from annotator.formats.copying import write_copied
from annotator.formats.exporting import ExportOptions, export
from annotator.formats.native import NativeFormat
from annotator.formats.report import Report
from annotator.workspace import Workspace
from annotator.workspace.verbatim import SavedLine, saved_lines


def _exported(workspace: Workspace, out: Path, status: Any) -> tuple[bytes, int]:
    report = export(workspace, out, registry.get("jsonl"), ExportOptions(annotator="anna", status=status))
    return out.read_bytes(), report.written.entities


def _made_anew(workspace: Workspace, out: Path, status: Any) -> tuple[bytes, int]:
    reader, report = workspace.read("anna"), Report()
    write_checked(reader.documents(status), registry.get("jsonl"), out, WriteOptions(workspace.language), report)
    return out.read_bytes(), report.written.entities


@pytest.mark.parametrize("seed", range(40))
def test_copying_writes_what_making_anew_writes(tmp_path: Path, seed: int) -> None:
    """Whatever stands in the lines, the exported bytes are those of records made anew from documents."""
    rnd = random.Random(seed)
    workspace = made(tmp_path / "w")
    workspace.layout.annotations("anna").write_bytes(b"\n".join(lines_of(workspace, rnd)) + b"\n")
    status = rnd.choice(["done", "any"])
    expected = _made_anew(workspace, tmp_path / "anew.jsonl", status)
    assert _exported(Workspace.open(workspace.path), tmp_path / "copied.jsonl", status) == expected


def test_lines_as_saved_are_copied(tmp_path: Path) -> None:
    """What the program saved itself goes over as it stands; only where an entity cuts a token the record is made anew."""
    workspace = made(tmp_path / "w", 30)
    with workspace.annotations("anna") as annotations:
        for seed, identifier in enumerate(workspace.document_ids):
            annotations.save(Document.from_record(record_of(workspace, identifier, random.Random(seed))))
    kinds = [type(item) for item in saved_lines(workspace.read("anna"), "all")]
    assert len(kinds) == 30
    cut = sum('"cut":1' in line for line in workspace.layout.annotations("anna").read_text().splitlines())
    assert 0 < cut < 15
    assert kinds.count(SavedLine) == 30 - cut


def test_a_copy_that_comes_back_otherwise_is_no_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk gives back other bytes than were written, nothing takes its place and the document is named."""
    workspace = made(tmp_path / "w", 3)
    rnd = random.Random(1)
    with workspace.annotations("anna") as annotations:
        for identifier in workspace.document_ids:
            annotations.save(Document.from_record(record_of(workspace, identifier, rnd)))

    def written(item: SavedLine) -> SavedLine:
        """Stand for a line of which the file keeps another byte than it was given."""
        return SavedLine(item.document_id, _Forgetful(item.line), item.entities, item.relations)

    items = [item for item in saved_lines(workspace.read("anna"), "all") if isinstance(item, SavedLine)]
    assert items
    with pytest.raises(FormatError, match=items[-1].document_id):
        write_copied(
            [*items[:-1], written(items[-1])], NativeFormat(), tmp_path / "out.jsonl", WriteOptions(), Report()
        )
    assert not (tmp_path / "out.jsonl").exists()


class _Forgetful(bytes):
    """Bytes that reach the file with another letter in them."""

    def __add__(self, other: bytes) -> bytes:
        return bytes(self).replace(b"manual", b"mangal").replace(b'"anna"', b'"hanna"') + other


def test_a_damaged_line_is_not_copied(tmp_path: Path) -> None:
    """A text hash of another text, a label out of order or a foreign key in between: the record is made anew."""
    workspace = made(tmp_path / "w", 1)
    record = record_of(workspace, "d0", random.Random(7))
    path = workspace.layout.annotations("anna")
    changes: list[dict[str, Any]] = [
        {"text_sha256": "0" * 64}, {"last_ids": {"T": 0, "R": 0}}, {"ents": []}, {"annotator": "boris"},
        {"spans": {"sc": list(reversed(record["spans"]["sc"]))}}, {"scores": {"T1": 1}}, {"cats": {}},
    ]  # fmt: skip
    assert len(record["spans"]["sc"]) > 1
    for change in [{}, *changes]:
        line = json.dumps(record | change, ensure_ascii=False, separators=(",", ":"))
        path.write_text(line + "\n", encoding="utf-8")
        items = list(saved_lines(workspace.read("anna"), "all"))
        assert [isinstance(item, SavedLine) for item in items] == [not change], change
