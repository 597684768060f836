"""Damaged input of every format: told by place, never a traceback, and never a line that stock spaCy refuses."""

import copy
import json
import random

import pytest
from e2e.contract.kit import as_line, assert_stock, fine, read_lines, rich, run, workspace, write_lines

VALUES = [
    None,
    True,
    -1,
    0,
    7,
    2.5,
    10**18,
    "",
    "PERSON",
    "T1",
    [],
    {},
    [[]],
    {"a": 1},
    [None],
    "\u0000",
    "ё" * 50,
    -(10**25),
    1e308,
]


def places(data, path=()):
    """Return the path of every value at any depth."""
    found = [path] if path else []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        found += places(value, (*path, key))
    return found


def damaged(data, chance):
    """Return a copy with one value replaced, removed or doubled."""
    made = copy.deepcopy(data)
    *inner, last = chance.choice(places(made))
    target = made
    for key in inner:
        target = target[key]
    kind = chance.randrange(4)
    if kind == 0:
        del target[last]
    elif kind == 1 and isinstance(target, list):
        target.insert(last, copy.deepcopy(target[last]))
    else:
        target[last] = chance.choice(VALUES)
    return made


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_native_lines(tmp_path, seed):
    """Of 400 damaged records each is read or refused by its own line; what gets in loads in stock spaCy."""
    chance = random.Random(seed)
    made = [damaged(chance.choice(rich()), chance) for _ in range(400)]
    path = tmp_path / "fuzz.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, line in enumerate(made):
            if isinstance(line.get("id"), str) and line["id"]:
                line["id"] = f"d{number}-{line['id'][:9]}"
            file.write(as_line(line))
    judged = run("validate", path, "--json")
    bad = {p["line"] for p in judged.json["problems"]}
    assert judged.status == 1
    assert bad <= set(range(1, 401))
    assert judged.json["records"] >= 400 - len(bad)
    ws = workspace(tmp_path / "ws", {})
    said = run("import", ws, path, "--annotator", "anna", "--json")
    assert said.status == 1
    assert {p["line"] for p in said.json["problems"]} <= set(range(1, 401))
    lines = read_lines(ws / "annotations" / "anna.jsonl")
    assert lines
    for line in lines:
        assert_stock(line)
    assert fine("validate", ws, "--json").json["ok"] is True


@pytest.mark.parametrize("name", ["prodigy", "doccano", "gliner", "labelstudio"])
def test_damaged_json_of_other_tools(tmp_path, name):
    """150 damaged documents of another tool never end in a traceback; what is read loads in stock spaCy."""
    source = write_lines(tmp_path / "s.jsonl", rich())
    out = tmp_path / ("x.json" if name == "labelstudio" else "x.jsonl")
    fine("convert", source, out, "--from", "jsonl", "--to", name)
    raw = out.read_text(encoding="utf-8")
    items = json.loads(raw) if raw.lstrip().startswith("[") else [json.loads(x) for x in raw.splitlines()]
    chance = random.Random(5)
    made = [damaged(chance.choice(items), chance) for _ in range(150)]
    for number, item in enumerate(made):
        for holder, key in ((item, "id"), (item.get("meta"), "annotator_id")):
            if isinstance(holder, dict) and isinstance(holder.get(key), str):
                holder[key] = f"d{number}"
    if raw.lstrip().startswith("["):
        out.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    else:
        out.write_text("".join(map(as_line, made)), encoding="utf-8")
    run("convert", out, tmp_path / "back.jsonl", "--from", name, "--to", "jsonl", "--json")
    lines = read_lines(tmp_path / "back.jsonl")
    assert len(lines) > 75
    for line in lines:
        if "spans" in line:
            assert_stock(line)


@pytest.mark.parametrize("name", ["brat", "conll", "webanno"])
def test_damaged_text_formats(tmp_path, name):
    """Lines swapped, cut and garbled never end in a traceback."""
    source = write_lines(tmp_path / "s.jsonl", rich())
    out = tmp_path / ("b" if name == "brat" else "x.txt")
    run("convert", source, out, "--from", "jsonl", "--to", name)
    chance = random.Random(9)
    files = [
        p for p in ([out] if out.is_file() else out.rglob("*")) if (p.is_file() and p.suffix != ".txt") or p == out
    ]
    assert files
    originals = {p: p.read_bytes().decode().split("\n") for p in files if p.is_file()}
    for _ in range(6):
        for path, rows in originals.items():
            mixed = list(rows)
            for _ in range(max(1, len(rows) // 4)):
                place = chance.randrange(len(mixed))
                row = mixed[place]
                cut = chance.randrange(len(row) + 1)
                mixed[place] = chance.choice(
                    [row[:cut], row[cut:], row.replace("\t", " "), row.replace("1", "99999"), row + row, "\t"]
                )
            path.write_text("\n".join(mixed), encoding="utf-8", newline="")
        back = tmp_path / "back.jsonl"
        run("convert", out, back, "--from", name, "--to", "jsonl")
        for line in read_lines(back) if back.exists() else []:
            if "spans" in line:
                assert_stock(line)
