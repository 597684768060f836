"""Sections 2 and 6: what is read from others, and what is refused by file and line."""

import json

import pytest
from e2e.contract.kit import (
    TEXTS,
    as_line,
    content,
    ent,
    find,
    fine,
    names_place,
    read_lines,
    record,
    run,
    workspace,
    write_lines,
)

TEXT = TEXTS["emoji"]
MASK, TESLA, MODEL = (
    (*find(TEXT, "Илон Маск"), "PERSON"),
    ent(TEXT, "Tesla", "ORG"),
    ent(TEXT, "Tesla Model S", "PRODUCT"),
)


def plain():
    return record("emoji", TEXT, [MASK, TESLA], [(0, 1, "WORKPLACE")])


def without(*keys):
    made = plain()
    for key in keys:
        del made[key]
    return made


LENIENT = {
    "only ents": {
        "id": "emoji",
        "text": TEXT,
        "ents": [{"start": s, "end": e, "label": x} for s, e, x in (MASK, TESLA)],
    },
    "no tokens": without("tokens"),
    "no relations": without("relations"),
    "no status": without("status"),
    "no meta": without("meta"),
    "no ents": without("ents"),
    "no spans": without("spans"),
    "spaces": json.loads(json.dumps(plain())),
}


@pytest.mark.parametrize("name", LENIENT)
def test_incomplete_records_are_read(tmp_path, name):
    """A record with only ents, or without tokens, relations or status, is read; without status it counts as done."""
    ws = workspace(tmp_path / "ws")
    given = LENIENT[name]
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(given, ensure_ascii=name != "spaces", separators=(" ,", ": ")) + "\n", encoding="utf-8")
    fine("import", ws, path, "--annotator", "anna")
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert line["status"] == "done" or "status" not in line
    expected = [(0, 1)] if "relations" in given else []
    assert content(line)[2] == sorted([MASK, TESLA])
    assert len(line["relations"]) == len(expected)
    assert fine("stats", ws, "--json").json["annotators"]["anna"]["done"] == 1


def test_incomplete_records_lie_in_a_workspace(tmp_path):
    """Hand-written annotation files with only ents, no tokens and no status read, export and validate."""
    made = [dict(LENIENT["only ents"]), {"id": "empty", "text": TEXTS["empty"], "ents": []}]
    ws = workspace(tmp_path / "ws", records={"anna": made})
    counts = fine("stats", ws, "--json").json["annotators"]["anna"]
    assert counts["done"] == 2
    assert counts["entities"] == {"PERSON": 1, "ORG": 1}
    validated = fine("validate", ws, "--json").json
    assert validated["ok"] is True
    assert (validated["records"], validated["entities"]) == (2, 2)
    fine("export", ws, tmp_path / "o.jsonl", "--format", "jsonl")
    assert [content(r)[2] for r in read_lines(tmp_path / "o.jsonl")] == [sorted([MASK, TESLA]), []]


def test_relations_index_ents_where_there_is_no_spans_sc(tmp_path):
    """head and tail index the file's order of `ents` in a record without spans.sc."""
    given = {
        "id": "emoji",
        "text": TEXT,
        "ents": [{"start": s, "end": e, "label": x} for s, e, x in (TESLA, MASK)],
        "relations": [{"head": 1, "tail": 0, "label": "WORKPLACE"}],
    }
    ws = workspace(tmp_path / "ws")
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]), "--annotator", "anna")
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert content(line)[3] == [(MASK, TESLA, "WORKPLACE")]


def test_contradicting_ents_are_told_and_spans_win(tmp_path):
    """If `ents` says other than spans.sc, `validate` tells the line, and spans.sc is what is read."""
    odd = plain()
    odd["ents"] = [{"start": MASK[0], "end": MASK[1], "label": "ORG"}]
    ws = workspace(tmp_path / "ws", records={"anna": [odd]})
    told = run("validate", ws, "--json")
    assert any(p["line"] == 1 and "anna.jsonl" in p["file"] for p in told.json["problems"]), told
    assert fine("stats", ws, "--json").json["annotators"]["anna"]["entities"] == {"PERSON": 1, "ORG": 1}


def broken(**changes):
    return {**plain(), **changes}


def with_spans(*entries):
    made = without("ents", "tokens")
    made["spans"] = {"sc": [{"start": s, "end": e, "label": x, "kb_id": ""} for s, e, x in entries]}
    made["relations"] = []
    return made


def with_relation(head, tail):
    return broken(relations=[{"head": head, "tail": tail, "label": "WORKPLACE"}])


BAD = {
    "no JSON": "{not json\n",
    "a list": "[1, 2]\n",
    "a string": '"text"\n',
    "no text": as_line(without("text")),
    "text is a number": as_line(broken(text=7)),
    "NaN": as_line(plain()).replace('"meta": {}', '"meta": {"x": NaN}'),
    "repeated key": as_line(plain()).replace('"status": "done"', '"status": "done", "status": "skipped"'),
    "lone surrogate": as_line(plain()).replace("Илон", "Ил\\ud83dн"),
    "head out of range": as_line(with_relation(2, 0)),
    "tail negative": as_line(with_relation(0, -1)),
    "head is a bool": as_line(with_relation(True, False)),
    "head equals tail": as_line(with_relation(0, 0)),
    "beyond the text": as_line(with_spans((0, len(TEXT) + 1, "PERSON"))),
    "negative start": as_line(with_spans((-3, 4, "PERSON"))),
    "float offset": as_line(with_spans((2.5, 4, "PERSON"))),
    "reversed": as_line(with_spans((9, 4, "PERSON"))),
    "no label": as_line(with_spans((2, 6, None))),
    "status unknown": as_line(broken(status="nonsense")),
    "deep nesting": "[" * 100_000 + "\n",
    "huge integer": as_line(plain()).replace('"meta": {}', '"meta": {"x": ' + "9" * 6000 + "}"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_lines_are_refused_by_file_and_line(tmp_path, name):
    """A bad record is refused with exit 1 and `file:line:`, the good ones beside it are imported."""
    other = record("cut", TEXTS["cut"], [ent(TEXTS["cut"], "OpenAI", "ORG")])
    path = tmp_path / "плохой.jsonl"
    path.write_bytes((as_line(other) + BAD[name] + as_line(record("empty", TEXTS["empty"]))).encode())
    ws = workspace(tmp_path / "ws")
    said = run("import", ws, path, "--annotator", "anna")
    assert said.status == 1, said
    assert names_place(said.err, path, 2), said
    ids = [r["id"] for r in read_lines(ws / "annotations" / "anna.jsonl")]
    assert {"cut", "empty"} <= set(ids)
    judged = run("validate", path, "--json")
    assert judged.status == 1
    assert judged.json["ok"] is False
    assert {p["line"] for p in judged.json["problems"]} == {2}


@pytest.mark.parametrize("name", ["no JSON", "a list", "no text", "deep nesting", "lone surrogate"])
def test_a_bad_first_line_is_bad_data(tmp_path, name):
    """A native file that starts with a bad line is refused by file:1 with exit 1, and its good lines are read."""
    path = tmp_path / "r.jsonl"
    ws = workspace(tmp_path / "ws")
    for rest in ("", as_line(record("cut", TEXTS["cut"]))):
        path.write_bytes((BAD[name] + rest).encode())
        said = run("import", ws, path, "--annotator", "anna")
        assert said.status == 1, said
        assert names_place(said.err, path, 1), said
    assert [r["id"] for r in read_lines(ws / "annotations" / "anna.jsonl")] == ["cut"]


def test_a_line_over_32_mb_is_refused_unparsed(tmp_path):
    """A giant line is refused by its number, the next one is read."""
    path = tmp_path / "giant.jsonl"
    with path.open("wb") as file:
        file.write(as_line(plain()).encode()[:-2] + b', "x": "' + b"y" * (33 << 20) + b'"}\n')
        file.write(as_line(record("cut", TEXTS["cut"])).encode())
    judged = run("validate", path, "--json")
    assert judged.status == 1
    assert [p["line"] for p in judged.json["problems"]] == [1]
    assert judged.json["records"] == 1
    assert len(judged.err) < 2000


def test_line_separators_inside_strings_do_not_split_records(tmp_path):
    """U+2028, U+0085 and form feeds inside a text are no line ends of JSONL, and survive."""
    text = "Анна\u2028Ким\u0085работает\u2029в\x0cбанке\x1d«Луч»."
    line = record("sep", text, [ent(text, "Луч", "ORG")])
    path = tmp_path / "sep.jsonl"
    path.write_text(as_line(line), encoding="utf-8", newline="")
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, path)
    assert [content(r) for r in read_lines(ws / "annotations" / "anna.jsonl")] == [content(line)]
    assert read_lines(ws / "corpus.jsonl")[0]["text"] == text


def test_crlf_line_ends_and_a_bom_of_the_file_are_no_data(tmp_path):
    """A native file saved by a Windows editor, BOM first and CRLF after each line, reads like any other."""
    path = tmp_path / "win.jsonl"
    made = [plain(), record("cut", TEXTS["cut"], [ent(TEXTS["cut"], "OpenAI", "ORG")])]
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(as_line(m).strip().encode() for m in made) + b"\r\n\r\n")
    ws = workspace(tmp_path / "ws")
    fine("import", ws, path)
    assert [content(r) for r in read_lines(ws / "annotations" / "anna.jsonl")] == [content(m) for m in made]
    assert fine("validate", path, "--json").json["ok"] is True


def test_validate_counts(tmp_path, rich_file, imported):
    """`validate --json` has the contract's keys and counts documents, records, entities, relations and cut tokens."""
    for target in (rich_file, imported):
        judged = fine("validate", target, "--json").json
        assert set(judged) >= {"ok", "documents", "records", "entities", "relations", "cut_tokens", "problems"}
        assert judged["ok"] is True
        assert judged["problems"] == []
        counted = [judged[key] for key in ("documents", "records", "entities", "relations", "cut_tokens")]
        assert counted == [6, 6, 20, 11, 1]


def test_validate_reads_schemes_and_says_what_is_wrong(tmp_path):
    """A scheme is checked too: unknown labels in relations, and the letters A, R and X, are refused."""
    good = {
        "name": "t",
        "version": 1,
        "overlap": "nested",
        "entities": [{"label": "PERSON", "key": "p"}],
        "relations": [],
    }
    path = tmp_path / "scheme.json"
    path.write_text(json.dumps(good), encoding="utf-8")
    assert fine("validate", path, "--json").json["ok"] is True
    for change in (
        {"entities": [{"label": "PERSON", "key": "a"}]},
        {"entities": [{"label": "PERSON", "key": "R"}]},
        {"entities": [{"label": "PERSON", "key": "x"}]},
        {"entities": [{"label": "PERSON"}, {"label": "PERSON"}]},
        {"relations": [{"label": "W", "head": ["NOBODY"], "tail": ["PERSON"]}]},
        {"overlap": "sometimes"},
    ):
        path.write_text(json.dumps({**good, **change}), encoding="utf-8")
        judged = run("validate", path, "--json")
        assert judged.status == 1, (change, judged)
        assert judged.json["problems"][0]["file"].endswith("scheme.json")


def test_validate_finds_what_does_not_fit_the_workspace(tmp_path):
    """Another text, an unknown label, a forbidden relation and a crossing pair are each told with file and line."""
    text = TEXTS["cut"]
    other = record("emoji", TEXT + "!", [MASK])
    label = record("combining", TEXTS["combining"], [ent(TEXTS["combining"], "ВТБ", "BANK")])
    relation = record(
        "cut", text, [ent(text, "OpenAI", "ORG"), ent(text, "Сэм Альтман", "PERSON")], [(0, 1, "WORKPLACE")]
    )
    crossing = record("nested", TEXTS["nested"], [])
    crossing["spans"]["sc"] = [
        {"start": s, "end": e, "label": "ORG", "kb_id": ""}
        for s, e in (find(TEXTS["nested"], "Ректор МГУ"), find(TEXTS["nested"], "МГУ имени Ломоносова"))
    ]
    del crossing["ents"]
    ws = workspace(tmp_path / "ws", records={"anna": [other, label, relation, crossing]})
    judged = run("validate", ws, "--json")
    assert judged.status == 1
    assert {p["line"] for p in judged.json["problems"]} == {1, 2, 3, 4}
    for problem in judged.json["problems"]:
        assert problem["file"].endswith("anna.jsonl")
        assert problem["message"] and "\n" not in problem["message"]


def test_validate_of_nothing_is_wrong(tmp_path):
    """A path that does not exist gives one line and a non-zero status."""
    said = run("validate", tmp_path / "нет.jsonl")
    assert said.status in {1, 2}
    assert "нет.jsonl" in said.err
