"""Lines of records as they come from everywhere: sound ones, damaged ones, and unusual ones."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from small_articles import article

from annotator.domain import Document, Entity, Relation, Status
from annotator.workspace import Workspace
from annotator.workspace.encode import RecordEncoder

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
    spans |= {(a, b) for a, _ in list(spans)[:1] for _, b in list(spans)[1:] if a < b}  # a longer one, which may nest
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
            with contextlib.suppress(LookupError, TypeError, AttributeError):
                rnd.choice(CHANGES)(record)
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        lines.append(rnd.choice(BYTES)(line) if rnd.random() < 0.15 else line)
    return lines
