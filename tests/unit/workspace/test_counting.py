"""Counting without reading in full: the same figures, whatever stands in the lines."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_articles import article

from annotator.domain import Document, Entity, Relation, Status
from annotator.workspace import Workspace, counts
from annotator.workspace.counts import AnnotatorStatistics
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.statistics import workspace_statistics
from annotator.workspace.tally import light_record, tally

TEXT = "Анна  из Москвы работает в «Рогах»,\nа Пётр — нет 😀 да."


def made(folder: Path, number: int = 12) -> Workspace:
    """Return a workspace of a few articles, tokenized but for the last one."""
    workspace = Workspace.create(folder)
    workspace.add_articles(article(f"d{n}", f"{n} {TEXT}") for n in range(number))
    return workspace


def record_of(workspace: Workspace, identifier: str, rnd: random.Random) -> dict[str, Any]:
    """Return a sound record with a few entities and relations; some of them cut a token."""
    text, tokens = workspace.article(identifier).text, workspace.article(identifier).tokens
    edges = [token for token in tokens if not text[token[0]].isspace()]
    spans = {rnd.choice(edges) for _ in range(rnd.randrange(5))}
    entities = [Entity(f"T{n + 1}", a, b, rnd.choice("ABC")) for n, (a, b) in enumerate(sorted(spans))]
    cut = text.find("скв")
    if cut >= 0 and rnd.random() < 0.2:
        entities.append(Entity("T9", cut, cut + 3, "CUT"))
    pairs = [(a.id, b.id) for a in entities for b in entities if a is not b]
    relations = [Relation(f"R{n + 1}", *pair, "NEAR") for n, pair in enumerate(pairs[: rnd.randrange(3)])]
    status = rnd.choice([Status.DONE, Status.IN_PROGRESS, Status.SKIPPED])
    document = Document(
        identifier, text, tokens, tuple(entities), tuple(relations), "anna", status, rev=1,
        saved_at="2026-01-01T00:00:00.000000Z",
    )  # fmt: skip
    return json.loads(RecordEncoder().encode(document))


def _set(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(record: dict[str, Any]) -> None:
        target: Any = record
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


def _repeat(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(record: dict[str, Any]) -> None:
        target: Any = record
        for key in path:
            target = target[key]
        target.append(dict(target[0]))

    return change


CHANGES: list[Callable[[dict[str, Any]], None]] = [
    *(_set("spans", "sc", 0, "start", value=v) for v in (-1, 0, 1, 2.0, True, None, "1", 500)),
    *(_set("spans", "sc", 0, "end", value=v) for v in (0, 4, 5, 30, 500, None, 7.5)),
    *(_set("spans", "sc", 0, "label", value=v) for v in ("", None, 5, "Ж")),
    *(_set("spans", "sc", 0, key, value=v) for key in ("kb_id", "source", "id", "more") for v in (None, 1, 1.5, "x", [])),
    *(_set("spans", "sc", value=v) for v in (None, {}, [1], ["a"], "ab", [])),
    *(_set("spans", value=v) for v in (None, {}, [], {"other": []}, {"sc": [], "other": [{"start": 0}]})),
    *(_set("relations", 0, key, value=v) for key in ("head", "tail") for v in (-1, 0, 1, 99, None, True, 0.0)),
    *(_set("relations", 0, key, value=v) for key in ("label", "source") for v in (None, "", 1, "X")),
    *(_set("relations", value=v) for v in (None, {}, [], [1], "r")),
    *(_set(key, value=v) for key in ("annotator", "saved_at") for v in (None, 1, "boris")),
    *(_set("status", value=v) for v in (None, "", "done", "not_started", 5)),
    *(_set("meta", value=v) for v in (None, 1, [], {"tokens": [{"id": 0}]}, {"ents": []})),
    *(_set("fragments", value=v) for v in (None, {}, {"T1": [[2, 4], [6, 8]]}, {"T1": 5}, [])),
    *(_set("notes", value=v) for v in ({"": "ü"}, {"T1": 5}, [])),
    *(_set("scores", value=v) for v in ({"T1": 0.5}, {"T1": "a"}, {"T1": True})),
    *(_set("rejected", value=v) for v in ([{"start": 1}], [1], {})),
    *(_set("rev", value=v) for v in (-1, 2.5, None, 7)),
    *(_set("last_ids", value=v) for v in (None, {"T": -1}, {"T": "a"}, {"R": 7}, 5)),
    *(_set("text", value=v) for v in ("", None, 5, "other", TEXT)),
    *(_set("id", value=v) for v in ("d1", "nobody", 5, "", None)),
    *(_set("tokens", value=v) for v in (None, [], {}, [1], [[0, 1]], [{"id": 0, "start": 0, "end": 1}], "abc")),
    *(_set("tokens", 1, key, value=v) for key in ("id", "start", "cut", "orth") for v in (None, 0, 1.5, "x", -1, True)),
    *(_set("ents", value=v) for v in (None, [], [{"start": 0, "end": 1, "label": "X"}], 7)),
    _repeat("spans", "sc"),
    _repeat("relations"),
    *(lambda record, key=key: record.pop(key) for key in ("spans", "tokens", "ents", "relations", "status", "meta")),
    lambda record: record.update(foreign={"ents": [1], "tokens": []}),
    lambda record: record.update(reversed(list(record.items()))),
]  # fmt: skip

BYTES: list[Callable[[bytes], bytes]] = [
    lambda line: line[: len(line) // 2],
    lambda line: line.replace(b'"start":1,', b'"start":01,'),
    lambda line: line.replace(b'"start":1,', b'"start":1' + b"0" * 25 + b","),
    lambda line: line.replace(b'"start":1,', b'"start":,'),
    lambda line: line.replace(b'"start":1,', b'"start":1.0,'),
    lambda line: line.replace(b'},{"id":3', b'}{"id":3'),
    lambda line: line.replace(b'},{"id":3', b'},,{"id":3'),
    lambda line: line.replace(b'}],"ents"', b'},],"ents"'),
    lambda line: line.replace(b',"ents"', b',"ents":[],"ents"'),
    lambda line: line.replace(b',"ents"', b',"tokens":[],"ents"'),
    lambda line: line.replace(b',"tokens"', b',"ents":[],"tokens"', 1),
    lambda line: line.replace(b',"tokens"', b',"x":{"y":1,"tokens"', 1),
    lambda line: line.replace(b',"relations"', b',"rev":1,"relations"'),
    lambda line: line.replace(b'"done"', b'"do\\u006ee"'),
    lambda line: line.replace(b",", b", "),
    lambda line: line.replace("Анна".encode(), "Анна".encode("cp1251")),
    lambda line: line.replace("Анна".encode(), b"\\u0410\\u043d\\u043d\\u0430"),
    lambda line: line + b" ",
    lambda line: line + b"\r",
    lambda line: line + b"}",
    lambda line: b"\0" + line,
    lambda line: b"",
]


def lines_of(workspace: Workspace, rnd: random.Random) -> list[bytes]:
    """Return lines of records, one in three of them damaged or unusual, some documents twice."""
    lines = []
    for identifier in [*workspace.document_ids, *rnd.choices(workspace.document_ids, k=4)]:
        record = record_of(workspace, identifier, rnd)
        if rnd.random() < 0.3:
            try:
                rnd.choice(CHANGES)(record)
            except (LookupError, TypeError, AttributeError):
                pass
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        lines.append(rnd.choice(BYTES)(line) if rnd.random() < 0.15 else line)
    return lines


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
