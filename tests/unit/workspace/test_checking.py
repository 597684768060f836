"""Checking lines of ours the short way: the same report as checking every line closely."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from strange_records import lines_of, made

from annotator.domain import EntityLabel, LabelScheme, Overlap, RelationLabel
from annotator.workspace import Workspace
from annotator.workspace.check import CheckReport
from annotator.workspace.check_workspace import record_check

SCHEMES = [
    LabelScheme("all", open=True),
    LabelScheme("flat", tuple(map(EntityLabel, "ABC")), (RelationLabel("NEAR"),), Overlap.NONE),
    LabelScheme("nested", tuple(map(EntityLabel, "AB")), (RelationLabel("NEAR", ("A",), ("B",)),)),
]


@pytest.mark.parametrize("seed", range(30))
def test_the_short_way_finds_what_the_long_way_finds(tmp_path: Path, seed: int) -> None:
    """Whatever stands in the lines, counts and problems are those of checking every line closely."""
    rnd = random.Random(seed)
    workspace = made(tmp_path / "w")
    workspace.set_scheme(rnd.choice(SCHEMES))
    path = workspace.layout.annotations("anna")
    path.write_bytes(b"\n".join(lines_of(workspace, rnd)) + b"\n" * rnd.randrange(2))
    reports = []
    for short in (True, False):
        report = CheckReport()
        check = record_check(Workspace.open(workspace.path), path, report, scheme=workspace.scheme, annotator="anna")
        (check if short else replace(check, saved=None)).run()
        reports.append(report.to_json())
    assert reports[0] == reports[1]
