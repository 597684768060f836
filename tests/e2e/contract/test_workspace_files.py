"""Section 1: plain files, durable saves, nothing dropped silently."""

import json
import os
import shutil
import tomllib
from pathlib import Path

import pytest
from e2e.contract.kit import (
    TEXTS,
    as_line,
    content,
    ent,
    fine,
    one_line,
    python,
    read_lines,
    record,
    run,
    scheme_file,
    stock_tokens,
    workspace,
    write_lines,
)


def build(path, *names):
    from annotator.domain import Document
    from annotator.workspace import Workspace

    return Workspace.open(path), [Document.from_record(record(n, TEXTS[n], *ENTITIES[n])) for n in names]


ENTITIES = {
    "emoji": ([ent(TEXTS["emoji"], "Илон Маск", "PERSON"), ent(TEXTS["emoji"], "Tesla", "ORG")], [(0, 1, "WORKPLACE")]),
    "combining": ([ent(TEXTS["combining"], "Костин", "PERSON", 1)], []),
    "cut": ([ent(TEXTS["cut"], "ChatGPT", "PRODUCT")], []),
    "empty": ([], []),
}


def test_init_lays_out_the_workspace(tmp_path):
    """`init` writes annotator.toml with language ru, format 1 and the scheme's overlap, and the news-ru scheme."""
    ws = tmp_path / "Мой набор"
    fine("init", ws)
    settings = tomllib.loads((ws / "annotator.toml").read_text(encoding="utf-8"))
    assert settings["language"] == "ru"
    assert settings["format"] == 1
    assert settings["overlap"] == "nested"
    assert isinstance(settings["name"], str)
    scheme = json.loads((ws / "scheme.json").read_text(encoding="utf-8"))
    assert {e["label"] for e in scheme["entities"]} == {"PERSON", "ORG", "PRODUCT"}
    assert fine("validate", ws, "--json").json["ok"] is True


@pytest.mark.parametrize("overlap", ["none", "nested", "any"])
def test_init_takes_a_scheme_file_and_a_language(tmp_path, overlap):
    """`init --scheme FILE --language en` keeps the file's labels, its overlap and the language."""
    ws = tmp_path / "ws"
    fine("init", ws, "--scheme", scheme_file(tmp_path / "s.json", overlap=overlap, labels="LOC"), "--language", "en")
    settings = tomllib.loads((ws / "annotator.toml").read_text(encoding="utf-8"))
    assert settings["overlap"] == overlap
    assert settings["language"] == "en"
    assert [e["label"] for e in json.loads((ws / "scheme.json").read_text())["entities"]] == ["LOC"]


def test_init_refuses_an_unknown_scheme_and_a_workspace_that_exists(tmp_path):
    """A scheme that does not exist and a folder that is a workspace already are refused in one line."""
    bad = run("init", tmp_path / "a", "--scheme", "no-such-scheme")
    assert bad.status in {1, 2}
    assert "no-such-scheme" in one_line(bad)
    foreign = run("init", tmp_path / "c", "--language", "qq")
    assert foreign.status == 2
    assert "qq" in one_line(foreign)
    fine("init", tmp_path / "b")
    before = (tmp_path / "b" / "annotator.toml").read_bytes()
    again = run("init", tmp_path / "b", "--language", "en")
    assert again.status in {1, 2}
    one_line(again)
    assert (tmp_path / "b" / "annotator.toml").read_bytes() == before


def test_imported_articles_are_one_line_each_with_stock_tokens(tmp_path):
    """corpus.jsonl holds id, text and meta, and the tokenizer's boundaries as pairs, white-space tokens included."""
    ws = tmp_path / "ws"
    fine("init", ws)
    files = []
    for name, text in TEXTS.items():
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_bytes(text.encode())
    fine("import", ws, *files)
    lines = read_lines(ws / "corpus.jsonl")
    assert [line["id"] for line in lines] == list(TEXTS)
    for line in lines:
        assert line["text"] == TEXTS[line["id"]]
        assert isinstance(line["meta"], dict)
        assert [tuple(span) for span in line["tokens"]] == stock_tokens(line["text"])
        assert next(iter(line)) == "id"


def test_a_save_appends_one_whole_line_and_the_last_line_wins(tmp_path):
    """Each save adds one line and leaves the earlier bytes alone; a clean close keeps one line each in corpus order."""
    ws = workspace(tmp_path / "ws")
    space, (cut, combining, emoji) = build(ws, "cut", "combining", "emoji")
    path = ws / "annotations" / "anna.jsonl"
    with space.annotations("anna") as annotations:
        annotations.save(cut)
        one = path.read_bytes()
        annotations.save(combining)
        two = path.read_bytes()
        annotations.save(emoji)
        newer = annotations.load("cut").to_record()
        newer["spans"]["sc"] = []
        newer["ents"] = []
        annotations.save(type(cut).from_record(newer))
        four = path.read_bytes()
        assert one.count(b"\n") == 1
        assert two.startswith(one)
        assert four.startswith(two)
        assert [json.loads(x)["id"] for x in four.splitlines()] == ["cut", "combining", "emoji", "cut"]
        assert annotations.load("cut").entities == ()
        assert space.read("anna").load("cut").entities == ()
    lines = read_lines(path)
    assert [line["id"] for line in lines] == ["emoji", "combining", "cut"]
    assert lines[-1]["spans"]["sc"] == []
    assert content(lines[0])[2:] == content(record("emoji", TEXTS["emoji"], *ENTITIES["emoji"]))[2:]


def test_a_save_returns_after_fsync(tmp_path, monkeypatch):
    """The annotations file is fsynced between the call and the return of `save`."""
    ws = workspace(tmp_path / "ws")
    space, (cut,) = build(ws, "cut")
    synced = []
    real = os.fsync

    def fsync(fd):
        synced.append(str(Path(f"/proc/self/fd/{fd if isinstance(fd, int) else fd.fileno()}").readlink()))
        real(fd)

    with space.annotations("anna") as annotations:
        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(os, "fdatasync", fsync)
        annotations.save(cut)
        assert str(ws / "annotations" / "anna.jsonl") in synced


def test_a_tidy_file_is_not_rewritten_on_close(tmp_path):
    """A clean close rewrites only a file with a superseded line or out of order."""
    ws = workspace(tmp_path / "ws")
    space, (emoji, cut) = build(ws, "emoji", "cut")
    path = ws / "annotations" / "anna.jsonl"
    with space.annotations("anna") as annotations:
        annotations.save(emoji)
    before = path.stat().st_ino, path.read_bytes()
    with space.annotations("anna") as annotations:
        annotations.save(cut)
    assert path.stat().st_ino == before[0]
    assert path.read_bytes().startswith(before[1])
    stamp = path.stat().st_mtime_ns
    with space.annotations("anna"):
        pass
    assert path.stat().st_mtime_ns == stamp


KILLED = """
import json, os, signal, sys
from annotator.domain import Document
from annotator.workspace import Workspace
annotations = Workspace.open(sys.argv[1]).annotations("anna")
annotations = annotations.__enter__()
for line in open(sys.argv[2], encoding="utf-8"):
    annotations.save(Document.from_record(json.loads(line)))
print("saved", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_loses_no_acknowledged_save(tmp_path):
    """After SIGKILL and with `.annotator/` deleted, every acknowledged save opens, and the next close tidies up."""
    ws = workspace(tmp_path / "ws")
    made = [record(n, TEXTS[n], *ENTITIES[n]) for n in ("cut", "emoji", "cut")]
    made[0]["spans"]["sc"], made[0]["ents"] = [], []
    killed = python(KILLED, ws, write_lines(tmp_path / "r.jsonl", made))
    assert "saved" in killed.out, killed
    stats = fine("stats", ws, "--json").json
    assert stats["annotators"]["anna"]["done"] == 2
    shutil.rmtree(ws / ".annotator", ignore_errors=True)
    space, _ = build(ws)
    with space.annotations("anna") as annotations:
        assert [e.span for e in annotations.load("cut").entities] == [ENTITIES["cut"][0][0][:2]]
        assert len(annotations.load("emoji").relations) == 1
    assert [line["id"] for line in read_lines(ws / "annotations" / "anna.jsonl")] == ["emoji", "cut"]


@pytest.mark.parametrize("kind", ["half", "half-character", "nul"])
def test_a_torn_last_line_is_copied_aside_and_told(tmp_path, kind):
    """Reading ignores an unfinished last line; `validate` tells it; opening for writing keeps a copy of its bytes."""
    line = as_line(record("cut", TEXTS["cut"], *ENTITIES["cut"])).encode()
    torn = {"half": line[: len(line) // 2], "half-character": line[: line.index("К".encode()) + 1], "nul": b"\0" * 77}[
        kind
    ]
    ws = workspace(tmp_path / "ws", records={"anna": [record("emoji", TEXTS["emoji"], *ENTITIES["emoji"])]})
    path = ws / "annotations" / "anna.jsonl"
    with path.open("ab") as file:
        file.write(torn)
    told = run("validate", ws, "--json")
    assert any(p["line"] == 2 and "anna.jsonl" in p["file"] for p in told.json["problems"]), told
    assert fine("stats", ws, "--json").json["annotators"]["anna"]["done"] == 1
    assert path.read_bytes().endswith(torn), "reading changed the file"
    space, (combining,) = build(ws, "combining")
    with space.annotations("anna") as annotations:
        assert annotations.problems or annotations.notices
        annotations.save(combining)
    assert [r["id"] for r in read_lines(path)] == ["emoji", "combining"]
    copies = [p for p in ws.rglob("*") if p.is_file() and p != path and torn in p.read_bytes()]
    assert copies, "the torn bytes are nowhere"


def test_a_whole_last_line_without_line_end_is_not_lost(tmp_path):
    """A file whose last record lacks only its line end keeps that record, as such or copied aside, before new saves."""
    ws = workspace(tmp_path / "ws", records={"anna": [record("emoji", TEXTS["emoji"], *ENTITIES["emoji"])]})
    path = ws / "annotations" / "anna.jsonl"
    last = as_line(record("cut", TEXTS["cut"], *ENTITIES["cut"])).encode()[:-1]
    with path.open("ab") as file:
        file.write(last)
    space, (combining,) = build(ws, "combining")
    with space.annotations("anna") as annotations:
        annotations.save(combining)
    kept = any(r["id"] == "cut" for r in read_lines(path))
    copies = [p for p in ws.rglob("*") if p.is_file() and p != path and last in p.read_bytes()]
    assert kept or copies


def test_a_bad_line_in_the_middle_is_told_by_number_and_kept(tmp_path):
    """A damaged line between good ones is reported with its number, the others load, its bytes survive a close."""
    good = [as_line(record(n, TEXTS[n], *ENTITIES[n])).encode() for n in ("emoji", "cut")]
    bad = b'{"id": "combining", "text": \0\0 broken'
    ws = workspace(tmp_path / "ws")
    path = ws / "annotations" / "anna.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(good[0] + bad + b"\n" + good[1])
    told = run("validate", ws, "--json")
    assert told.status == 1
    assert [p["line"] for p in told.json["problems"]] == [2]
    assert told.json["ok"] is False
    space, (empty,) = build(ws, "empty")
    with space.annotations("anna") as annotations:
        annotations.save(empty)
        annotations.save(empty.replacing(status="in_progress"))
    assert any(bad in p.read_bytes() for p in ws.rglob("*") if p.is_file())
    assert {"emoji", "cut", "empty"} <= {r.get("id") for r in _parsable(path)}


def _parsable(path):
    for line in path.read_bytes().split(b"\n"):
        try:
            yield json.loads(line)
        except ValueError:
            continue


FULL = """
import json, os, resource, sys
from annotator.domain import Document
from annotator.workspace import SaveError, Workspace
ws, new = sys.argv[1:]
path = os.path.join(ws, "annotations", "anna.jsonl")
document = Document.from_record(json.loads(new))
before = open(path, "rb").read()
with Workspace.open(ws).annotations("anna") as annotations:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, hard))
    try:
        annotations.save(document)
    except SaveError as error:
        print("refused", "\\n" not in str(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    now = open(path, "rb").read()
    print("kept", now.startswith(before))
    annotations.save(document)
    print("saved", [e.span for e in annotations.load(document.id).entities])
print("after", [json.loads(x)["id"] for x in open(path, "rb")])
"""


def test_a_full_disk_raises_save_error_and_loses_nothing(tmp_path):
    """A write that does not fit raises SaveError, earlier saves stay whole, and the same save works with space again."""
    ws = workspace(tmp_path / "ws", records={"anna": [record("emoji", TEXTS["emoji"], *ENTITIES["emoji"])]})
    said = python(FULL, ws, as_line(record("cut", TEXTS["cut"], *ENTITIES["cut"])))
    assert said.status == 0, said
    assert "refused True" in said.out
    assert "kept True" in said.out
    assert f"saved [{ENTITIES['cut'][0][0][:2]}]" in said.out
    assert "after ['emoji', 'cut']" in said.out


def test_save_refuses_another_text_under_a_known_id(tmp_path):
    """A document whose text is not the article's raises SaveError and leaves the file as it was."""
    from annotator.domain import Document
    from annotator.workspace import SaveError, Workspace

    ws = workspace(tmp_path / "ws")
    other = Document.from_record(record("cut", TEXTS["cut"].replace("OpenAI", "OpenXY")))
    stranger = Document.from_record(record("stranger", "Чужой текст."))
    with Workspace.open(ws).annotations("anna") as annotations:
        for document in (other, stranger):
            with pytest.raises(SaveError):
                annotations.save(document)
        assert annotations.load("cut").status == "not_started"
    path = ws / "annotations" / "anna.jsonl"
    assert not path.exists() or path.read_bytes() == b""


def test_a_cyrillic_file_name_and_a_dotted_annotator_work(tmp_path):
    """Annotators are files named after them; Cyrillic names work, names that would leave the folder are refused."""
    ws = workspace(tmp_path / "ws", records={})
    source = write_lines(tmp_path / "r.jsonl", [record("cut", TEXTS["cut"], annotator=None)])
    fine("import", ws, source, "--annotator", "Анна Ким")
    assert (ws / "annotations" / "Анна Ким.jsonl").exists() or len(list((ws / "annotations").iterdir())) == 1
    for bad in ("../evil", "a/b", ""):
        refused = run("import", ws, source, "--annotator", bad)
        assert refused.status in {1, 2}, refused
        one_line(refused)
    assert not list(tmp_path.glob("evil*"))
    assert not list(ws.glob("evil*"))


def test_corpus_without_tokens_still_reads(tmp_path):
    """A corpus line without tokens is tokenized by the program; its records get stock tokens."""
    ws = workspace(tmp_path / "ws")
    write_lines(ws / "corpus.jsonl", [{"id": n, "text": t, "meta": {"source": "сайт"}} for n, t in TEXTS.items()])
    source = write_lines(tmp_path / "r.jsonl", [record("emoji", TEXTS["emoji"], *ENTITIES["emoji"])])
    fine("import", ws, source)
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert [(t["start"], t["end"]) for t in line["tokens"]] == stock_tokens(TEXTS["emoji"])
    out = tmp_path / "out.jsonl"
    fine("export", ws, out, "--format", "jsonl")
    assert [r["id"] for r in read_lines(out)] == ["emoji"]
