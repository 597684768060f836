"""Counting without reading in full: the same figures, whatever stands in the lines."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from small_articles import article
from strange_records import lines_of, made, record_of

from annotator.domain import Document, Status
from annotator.workspace import Workspace, counts
from annotator.workspace.counts import AnnotatorStatistics
from annotator.workspace.light import light_record
from annotator.workspace.statistics import workspace_statistics
from annotator.workspace.tally import tally


def read_in_full(workspace: Workspace) -> tuple[dict[str, Any], list[str]]:
    """Return the counts of anna and the problems as reading every document in full finds them."""
    reader, result = workspace.read("anna"), AnnotatorStatistics()
    for document in reader.documents("all"):
        result.add(document.status, [e.label for e in document.entities], [r.label for r in document.relations])
    result.statuses[Status.NOT_STARTED] = len(workspace.document_ids) - result.statuses.total()
    problems = sorted(map(str, reader.problems))
    reader.close()
    return result.to_json(), problems


@pytest.mark.parametrize("seed", range(40))
def test_counting_lightly_finds_what_reading_in_full_finds(tmp_path: Path, seed: int) -> None:
    """Whatever stands in the lines, counts and problems are those of reading every document in full."""
    rnd = random.Random(seed)
    workspace = made(tmp_path / "w")
    path = workspace.layout.annotations("anna")
    path.write_bytes(b"\n".join(lines_of(workspace, rnd)) + b"\n" * rnd.randrange(2))
    found = workspace_statistics(Workspace.open(workspace.path))
    assert (found.annotators["anna"].to_json(), sorted(map(str, found.problems))) == read_in_full(workspace)


@pytest.mark.parametrize("seed", range(25))
def test_counts_follow_a_file_that_grows(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After every change of file or corpus the counts are those of reading all of it, kept counts or not."""
    monkeypatch.setattr(counts, "_WORTH_KEEPING", 0)
    rnd = random.Random(seed)
    workspace = made(tmp_path / "w")
    path = workspace.layout.annotations("anna")
    path.touch()
    for _ in range(4):
        chosen = rnd.choices(workspace.document_ids, k=rnd.randrange(6))
        lines = [json.dumps(record_of(workspace, i, rnd), ensure_ascii=False, separators=(",", ":")) for i in chosen]
        if rnd.random() < 0.2:
            lines.append(rnd.choice(['{"id":"d1","text":"x"}', '{"id":"stranger","text":"x"}', "{"]))
        kept = path.read_text().splitlines() if rnd.random() < 0.2 else None
        with path.open("w" if kept is not None else "a", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in [*(kept or [])[1:], *lines])
        if rnd.random() < 0.2:
            workspace.add_articles([article(rnd.choice(["stranger", "new"]), "x")])
        found = workspace_statistics(Workspace.open(workspace.path))
        assert (found.annotators["anna"].to_json(), sorted(map(str, found.problems))) == read_in_full(workspace)


def test_a_second_look_reads_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts of an untouched file come from where they were kept."""
    monkeypatch.setattr(counts, "_WORTH_KEEPING", 0)
    workspace = made(tmp_path / "w")
    with workspace.annotations("anna") as annotations:
        for identifier in workspace.document_ids:
            annotations.save(Document.from_record(record_of(workspace, identifier, random.Random(1))))
    read: list[str] = []

    def watch(things: Any, name: str, _count: int) -> Any:
        for thing in things:
            read.append(name)
            yield thing

    first = workspace_statistics(Workspace.open(workspace.path), watch).to_json()
    assert "anna" in read
    read.clear()
    assert workspace_statistics(Workspace.open(workspace.path), watch).to_json() == first
    assert not read


def test_a_line_of_ours_is_counted_without_its_tokens(tmp_path: Path) -> None:
    """Lines as they are saved take the short way, also where an entity cuts a token."""
    workspace = made(tmp_path / "w")
    for seed in range(30):
        record = record_of(workspace, "d3", random.Random(seed))
        light = light_record(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())
        assert light is not None
        assert "tokens" not in light.data
        found = tally(light.data)
        assert found is not None
        assert list(found.entities) == [entity["label"] for entity in record["spans"]["sc"]]
        assert len(found.relations) == len(record["relations"])
