"""Section 1 under fire: kills at random moments, readers beside a busy writer, files changed from outside."""

import json
import random
import subprocess
import sys
import time

from e2e.contract.kit import as_line, ent, environment, fine, read_lines, record, workspace, write_lines

TEXTS = {f"d{i:02}": f"Статья {i}: компания «Яндекс» наняла Анну Ким. " * 3 for i in range(12)}

WRITER = """
import itertools, random, sys
from annotator.domain import Document
from annotator.workspace import Workspace
space = Workspace.open(sys.argv[1])
chance = random.Random(int(sys.argv[2]))
ids = list(space.document_ids)
for number in itertools.count(1):
    with space.annotations("anna") as annotations:
        for _ in range(chance.randint(1, 6)):
            document = annotations.load(chance.choice(ids))
            record = document.replacing(annotator="anna", status="done", notes={"": f"{sys.argv[2]}-{number}-{chance.random()}"})
            annotations.save(record)
            print(record.id, record.notes[""], flush=True)
"""


def start(ws, seed):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(ws), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd="/",
        text=True,
    )


def test_random_kills_lose_no_acknowledged_save(tmp_path):
    """Killed at any moment, in a save or in a close, the workspace opens without help and has the last saves."""
    ws = workspace(tmp_path / "ws", TEXTS)
    chance = random.Random(4)
    expected = {}
    for seed in range(12):
        writer = start(ws, seed)
        first = writer.stdout.readline()
        assert first, writer.stderr.read()
        time.sleep(chance.uniform(0.0, 0.25))
        writer.kill()
        out = first + writer.stdout.read()  # communicate() would lose what readline() had read ahead
        writer.wait(20)
        writer.stdout.close()
        writer.stderr.close()
        acknowledged = [x.split(" ", 1) for x in out.splitlines(keepends=True) if x.endswith("\n")]
        expected |= {document: note.strip() for document, note in acknowledged}
        from annotator.workspace import Workspace

        reader = Workspace.open(ws).read("anna")
        found = {document.id: document.notes.get("") for document in reader.documents("any")}
        newer = {d: n for d, n in found.items() if expected.get(d) != n}
        assert set(expected) <= set(found)
        assert len(newer) <= 1, "more than the one save whose acknowledgement was cut off differs"
        expected |= newer
    with Workspace.open(ws).annotations("anna"):
        pass
    lines = read_lines(ws / "annotations" / "anna.jsonl")
    assert [r["id"] for r in lines] == sorted(expected)
    assert {r["id"]: r["notes"][""] for r in lines} == expected
    assert fine("validate", ws, "--json").json["ok"] is True


def test_readers_beside_a_busy_writer_see_whole_records(tmp_path):
    """While another process saves and closes without pause, reading never fails and never sees a document vanish."""
    from annotator.workspace import Workspace

    ws = workspace(tmp_path / "ws", TEXTS)
    writer = start(ws, 99)
    try:
        assert writer.stdout.readline()
        seen = set()
        end = time.monotonic() + 2.5
        rounds = 0
        while time.monotonic() < end:
            reader = Workspace.open(ws).read("anna")
            now = {document.id for document in reader.documents("any")}
            assert seen <= now, "a document vanished"
            assert not reader.problems, reader.problems
            seen = now
            rounds += 1
        assert rounds > 3
        assert writer.poll() is None, writer.stderr.read()
    finally:
        writer.kill()
        writer.communicate(timeout=20)
    assert seen


def test_files_changed_from_outside_are_read_anew(tmp_path):
    """After a git checkout or a colleague's edit the caches in .annotator/ never answer for the old files."""
    texts = {"a": "Яндекс рос.", "b": "Газпром рос", "c": "ВТБ вырос.."}
    ws = workspace(tmp_path / "ws", texts, {"anna": [record("a", texts["a"], [ent(texts["a"], "Яндекс", "ORG")])]})
    assert fine("stats", ws, "--json").json["documents"] == 3
    corpus = (ws / "corpus.jsonl").read_bytes().splitlines(keepends=True)
    (ws / "corpus.jsonl").write_bytes(b"".join(reversed(corpus)))
    write_lines(ws / "annotations" / "anna.jsonl", [record(i, t, [(0, 3, "ORG")]) for i, t in texts.items()])
    assert fine("stats", ws, "--json").json["annotators"]["anna"]["done"] == 3
    fine("export", ws, tmp_path / "o.jsonl", "--format", "jsonl")
    lines = read_lines(tmp_path / "o.jsonl")
    assert [(r["id"], r["text"]) for r in lines] == [(i, texts[i]) for i in "cba"]
    extra = as_line({"id": "d", "text": "Сбер.", "meta": {}})
    (ws / "corpus.jsonl").write_bytes(corpus[0] + extra.encode() + corpus[1])
    counted = fine("stats", ws, "--json").json
    assert counted["documents"] == 3
    assert json.dumps(counted)
    with (ws / "annotations" / "anna.jsonl").open("ab") as file:
        file.write(as_line(record("d", "Сбер.", [(0, 4, "ORG")])).encode())
    fine("export", ws, tmp_path / "p.jsonl", "--format", "jsonl")
    assert [r["id"] for r in read_lines(tmp_path / "p.jsonl")] == ["a", "d", "b"]


def test_a_file_that_grew_while_open_is_not_overwritten(tmp_path):
    """A line that another program adds while anna's file is open is still there after her saves and the close."""
    from annotator.domain import Document
    from annotator.workspace import Workspace

    ws = workspace(tmp_path / "ws", TEXTS, {"anna": [record("d00", TEXTS["d00"])]})
    path = ws / "annotations" / "anna.jsonl"
    with Workspace.open(ws).annotations("anna") as annotations:
        with path.open("ab") as file:
            file.write(as_line(record("d05", TEXTS["d05"], notes={"": "с другой машины"})).encode())
        annotations.save(Document.from_record(record("d03", TEXTS["d03"])))
        annotations.save(Document.from_record(record("d00", TEXTS["d00"], status="in_progress")))
    everything = path.read_text(encoding="utf-8") + "".join(
        p.read_text(encoding="utf-8", errors="replace")
        for p in ws.rglob("*")
        if p.is_file() and p != path and "corpus" not in p.name
    )
    assert "с другой машины" in everything
    assert {"d00", "d03"} <= {r["id"] for r in read_lines(path)}
