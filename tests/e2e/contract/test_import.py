"""Sections 3 and 6: what `import` brings, attaches, trims, collapses and refuses."""

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
    one_line,
    read_lines,
    record,
    relations_of,
    run,
    scheme_file,
    spans_of,
    stock_tokens,
    total,
    workspace,
    write_lines,
)

KEYS = {"read", "written", "refused", "dropped", "trimmed", "collapsed", "problems"}
CUT = TEXTS["cut"]


def anna(ws):
    return read_lines(ws / "annotations" / "anna.jsonl")


def source(tmp_path, *records, name="r.jsonl"):
    return write_lines(tmp_path / name, list(records))


# -- articles -----------------------------------------------------------------------------------------------------


def test_text_files_take_their_names_as_ids(tmp_path):
    """The id is the file's name without extension, -2 and -3 where it is taken by another text."""
    ws = workspace(tmp_path / "ws", {})
    files = []
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "новость.день.txt")
        files[-1].write_text(f"Статья {folder}: Яндекс растёт.", encoding="utf-8")
    said = fine("import", ws, *files, "--json").json
    assert set(said) >= KEYS
    assert [r["id"] for r in read_lines(ws / "corpus.jsonl")] == ["новость.день", "новость.день-2", "новость.день-3"]
    assert not list((ws / "annotations").glob("*.jsonl")) or all(
        p.read_bytes() == b"" for p in (ws / "annotations").glob("*.jsonl")
    )


def test_text_is_decoded_exactly(tmp_path):
    """A leading BOM is dropped, CRLF, lone CR, NBSP, trailing blanks and combining marks are kept."""
    text = "\n Заголовок\r\n\r\nАндреи\u0306\u00a0Костин \ufeff 👩‍💻\rконец\u2028  \n"
    path = tmp_path / "точно.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, path)
    (line,) = read_lines(ws / "corpus.jsonl")
    assert line["text"] == text
    assert [tuple(t) for t in line["tokens"]] == stock_tokens(text)


def test_cp1251_by_name_and_by_guess(tmp_path):
    """--encoding cp1251 decodes the file; without it a Russian cp1251 file is not read as mojibake."""
    text = "Президент компании «Яндекс» Аркадий Волож выступил в Москве. " * 5
    for name, options in (("named", ["--encoding", "cp1251"]), ("guessed", [])):
        path = tmp_path / f"{name}.txt"
        path.write_bytes(text.encode("cp1251"))
        ws = workspace(tmp_path / f"ws-{name}", {})
        fine("import", ws, path, *options)
        assert [r["text"] for r in read_lines(ws / "corpus.jsonl")] == [text]
    wrong = run("import", workspace(tmp_path / "ws-w", {}), tmp_path / "named.txt", "--encoding", "utf-8")
    assert wrong.status == 1
    assert "named.txt" in wrong.err
    assert run("import", tmp_path / "ws-w", tmp_path / "named.txt", "--encoding", "no-such-encoding").status == 2


def test_empty_and_surrogate_texts_are_refused(tmp_path):
    """Empty text and text with a lone surrogate are refused, exit 1, and the others come in."""
    good, empty, bom = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "bom.txt"
    good.write_text("Яндекс.", encoding="utf-8")
    empty.write_bytes(b"")
    bom.write_bytes(b"\xef\xbb\xbf")
    ws = workspace(tmp_path / "ws", {})
    said = run("import", ws, good, empty, bom)
    assert said.status == 1
    assert "empty.txt" in said.err and "bom.txt" in said.err
    assert [r["id"] for r in read_lines(ws / "corpus.jsonl")] == ["good"]
    path = tmp_path / "s.jsonl"
    path.write_text('{"id": "s", "text": "а\\udc00б", "ents": []}\n' + as_line(record("e", "")), encoding="utf-8")
    said = run("import", ws, path, "--annotator", "anna")
    assert said.status == 1
    assert names_place(said.err, path, 1)
    assert names_place(said.err, path, 2)
    assert len(read_lines(ws / "corpus.jsonl")) == 1


def test_markdown_is_an_article_and_nothing_is_not(tmp_path):
    """.md files are articles; a file that is not there is told in one line and exits 1 or 2."""
    ws = workspace(tmp_path / "ws", {})
    path = tmp_path / "заметка.md"
    path.write_text("# Яндекс\n\nКомпания **Яндекс** выросла.\n", encoding="utf-8")
    fine("import", ws, path)
    (line,) = read_lines(ws / "corpus.jsonl")
    assert line["id"] == "заметка"
    assert "Яндекс" in line["text"]
    missing = run("import", ws, tmp_path / "нет.txt")
    assert missing.status in {1, 2}
    assert "нет.txt" in one_line(missing)


# -- records ------------------------------------------------------------------------------------------------------


def test_records_attach_bring_or_are_refused(tmp_path):
    """Same id and text: attached; new id: brings its article; same id with another text: refused with file and line."""
    known = record("cut", CUT, [ent(CUT, "OpenAI", "ORG")])
    new = record("новая", "Газпром вырос.", [(0, 7, "ORG")], meta={"date": "2026-01-01"})
    other = record("emoji", TEXTS["emoji"] + " ", [(2, 11, "PERSON")])
    ws = workspace(tmp_path / "ws")
    path = source(tmp_path, known, new, other)
    said = run("import", ws, path, "--json")
    assert said.status == 1
    assert total(said.json["refused"]) >= 1
    (problem,) = said.json["problems"]
    assert problem["line"] == 3 and problem["file"].endswith("r.jsonl")
    assert [r["id"] for r in read_lines(ws / "corpus.jsonl")] == [*TEXTS, "новая"]
    assert [content(r) for r in anna(ws)] == [content(known), content(new)]
    assert fine("validate", ws, "--json").json["ok"] is True


def test_who_gets_a_record(tmp_path):
    """--annotator comes first, then the record's `annotator` key; without both, exit 2 and nothing changes."""
    ws = workspace(tmp_path / "ws")
    given = record("cut", CUT, [ent(CUT, "OpenAI", "ORG")], annotator="boris")
    fine("import", ws, source(tmp_path, given))
    assert [r["annotator"] for r in read_lines(ws / "annotations" / "boris.jsonl")] == ["boris"]
    fine("import", ws, source(tmp_path, given), "--annotator", "anna")
    assert [r["annotator"] for r in anna(ws)] == ["anna"]
    del given["annotator"]
    before = sorted(p.name for p in (ws / "annotations").iterdir())
    nobody = run("import", ws, source(tmp_path, given))
    assert nobody.status == 2
    assert "--annotator" in one_line(nobody)
    assert sorted(p.name for p in (ws / "annotations").iterdir()) == before
    mixed = [record(n, TEXTS[n], annotator=a) for n, a in (("emoji", "vera"), ("cut", "gleb"), ("nested", "vera"))]
    fine("import", ws, source(tmp_path, *mixed))
    assert [r["id"] for r in read_lines(ws / "annotations" / "vera.jsonl")] == ["emoji", "nested"]
    assert [r["id"] for r in read_lines(ws / "annotations" / "gleb.jsonl")] == ["cut"]


def test_identical_differing_and_replaced_records(tmp_path):
    """Identical: reported, exit 0, file untouched. Differing: refused, exit 1. --replace: taken, exit 0."""
    first = record("cut", CUT, [ent(CUT, "OpenAI", "ORG")])
    second = record("cut", CUT, [ent(CUT, "Сэм Альтман", "PERSON")])
    ws = workspace(tmp_path / "ws")
    fine("import", ws, source(tmp_path, first))
    before = (ws / "annotations" / "anna.jsonl").read_bytes()
    same = fine("import", ws, source(tmp_path, first))
    assert same.said.strip()
    assert (ws / "annotations" / "anna.jsonl").read_bytes() == before
    path = source(tmp_path, second)
    refused = run("import", ws, path)
    assert refused.status == 1
    assert names_place(refused.err, path, 1), refused
    assert (ws / "annotations" / "anna.jsonl").read_bytes() == before
    fine("import", ws, path, "--replace")
    (line,) = anna(ws)
    assert content(line) == content(second)


def test_trims_and_collapses_are_reported_and_fine(tmp_path):
    """White space at an entity's ends is trimmed, exact duplicates collapse; both are counted and exit 0."""
    text = TEXTS["nbsp"]
    start, end = find(text, "Владимир\u00a0Иванов")
    given = record("nbsp", text)
    del given["tokens"], given["ents"]
    given["spans"]["sc"] = [
        {"start": start - 1, "end": end + 2, "label": "PERSON", "kb_id": ""},
        {"start": start, "end": end, "label": "PERSON", "kb_id": ""},
        {"start": end + 2, "end": end + 7, "label": "ORG", "kb_id": ""},
    ]
    yandex = find(text, "Яндекс")
    given["spans"]["sc"][2] |= {"start": yandex[0], "end": yandex[1]}
    given["relations"] = [{"head": h, "tail": 2, "label": "WORKPLACE"} for h in (0, 1)]
    ws = workspace(tmp_path / "ws")
    said = fine("import", ws, source(tmp_path, given), "--json").json
    (line,) = anna(ws)
    assert spans_of(line) == [(start, end, "PERSON"), (*yandex, "ORG")]
    assert relations_of(line) == [((start, end, "PERSON"), (*yandex, "ORG"), "WORKPLACE")]
    assert total(said["trimmed"]) == 1
    assert total(said["collapsed"]) == 2
    assert (total(said["refused"]), total(said["dropped"])) == (0, 0)


def test_an_entity_of_white_space_only_is_left_out_with_exit_1(tmp_path):
    """An entity that trims to nothing is left out with its relation, counted, exit 1."""
    text = TEXTS["nbsp"]
    given = record("nbsp", text)
    del given["tokens"], given["ents"]
    gap = find(text, ".\r\n")
    given["spans"]["sc"] = [
        {"start": gap[0] + 1, "end": gap[1], "label": "PERSON", "kb_id": ""},
        dict(zip(("start", "end", "label", "kb_id"), (*find(text, "Яндекс"), "ORG", ""), strict=True)),
    ]
    given["relations"] = [{"head": 0, "tail": 1, "label": "WORKPLACE"}]
    ws = workspace(tmp_path / "ws")
    said = run("import", ws, source(tmp_path, given), "--json")
    assert said.status == 1
    assert said.json["problems"]
    assert total(said.json["refused"]) + total(said.json["dropped"]) >= 1
    lines = anna(ws) if (ws / "annotations" / "anna.jsonl").exists() else []
    for line in lines:
        assert spans_of(line) == [(*find(text, "Яндекс"), "ORG")]
        assert line["relations"] == []


def test_label_map_renames_drops_and_keeps(tmp_path):
    """null drops and counts with exit 0, `*` stands for the rest, labels without an entry stay; relations alike."""
    text = TEXTS["emoji"]
    entities = [
        ent(text, "Илон Маск", "PER"),
        ent(text, "Tesla", "ORGANIZATION"),
        ent(text, "Москве", "CITY"),
        ent(text, "Tesla Model S", "PRODUCT"),
    ]
    given = record("emoji", text, entities, [(0, 1, "WORKS_AT"), (1, 3, "PRODUCES"), (1, 3, "LIKES")])
    maps = tmp_path / "map.json"
    maps.write_text(
        json.dumps({"PER": "PERSON", "ORGANIZATION": "ORG", "CITY": None, "WORKS_AT": "WORKPLACE", "LIKES": None}),
        encoding="utf-8",
    )
    ws = workspace(tmp_path / "ws")
    said = fine("import", ws, source(tmp_path, given), "--label-map", maps, "--json").json
    assert total(said["dropped"]) == 2
    assert total(said["refused"]) == 0
    (line,) = anna(ws)
    assert {x for *_, x in spans_of(line)} == {"PERSON", "ORG", "PRODUCT"}
    assert sorted(r["label"] for r in line["relations"]) == ["PRODUCES", "WORKPLACE"]
    maps.write_text(json.dumps({"PER": "PERSON", "*": None}), encoding="utf-8")
    said = fine("import", ws, source(tmp_path, given), "--label-map", maps, "--replace", "--json").json
    (line,) = anna(ws)
    assert [x for *_, x in spans_of(line)] == ["PERSON"]
    assert line["relations"] == []
    assert total(said["dropped"]) == 6
    maps.write_text(json.dumps({"*": "ORG"}), encoding="utf-8")
    run("import", ws, source(tmp_path, given), "--label-map", maps, "--replace")
    assert {x for *_, x in spans_of(anna(ws)[0])} == {"ORG"}


def test_a_bad_label_map_is_one_line(tmp_path):
    """A label map that is no object of strings and nulls is refused before anything is written."""
    ws = workspace(tmp_path / "ws")
    path = source(tmp_path, record("cut", CUT, [ent(CUT, "OpenAI", "ORG")]))
    maps = tmp_path / "map.json"
    for bad in ("[]", '{"ORG": 7}', "{", '{"ORG": ""}'):
        maps.write_text(bad, encoding="utf-8")
        said = run("import", ws, path, "--label-map", maps)
        assert said.status in {1, 2}, (bad, said)
        assert "map.json" in one_line(said)
        assert not (ws / "annotations" / "anna.jsonl").exists()


CROSS = [ent(CUT, "Компания OpenAI", "ORG"), ent(CUT, "OpenAI показала", "ORG"), ent(CUT, "Сэм Альтман", "PERSON")]
CROSS_RELATIONS = [(2, 0, "WORKPLACE"), (2, 1, "WORKPLACE"), (1, 2, "FOUNDED_BY")]


@pytest.mark.parametrize("first", [0, 1])
def test_the_later_of_crossing_entities_is_refused_with_its_relations(tmp_path, first):
    """Under `nested` the later in file order of two crossing entities goes, with each of its relations counted."""
    order = [first, 1 - first, 2]
    entities = [CROSS[i] for i in order]
    relations = [(order.index(h), order.index(t), label) for h, t, label in CROSS_RELATIONS]
    given = record("cut", CUT, entities, relations)
    ws = workspace(tmp_path / "ws")
    path = source(tmp_path, given)
    said = run("import", ws, path, "--json")
    assert said.status == 1
    (line,) = anna(ws)
    assert sorted(spans_of(line)) == sorted([CROSS[first], CROSS[2]])
    kept = sorted(r for r in relations if order.index(1 - first) not in r[:2])
    assert len(line["relations"]) == len(kept)
    assert total(said.json["refused"]) == 1 + len(relations) - len(kept)
    assert all(p["line"] == 1 and p["file"].endswith("r.jsonl") for p in said.json["problems"])


def test_overlap_none_allows_no_shared_character(tmp_path):
    """Under `none` nested and equal spans are refused, touching ones are not; under `any` everything stays."""
    text = "АБВГ Д"
    entities = [(0, 3, "X"), (3, 4, "X"), (1, 2, "X"), (0, 3, "Y"), (2, 6, "Y")]
    for overlap, kept in (("none", [0, 1]), ("nested", [0, 1, 2, 3]), ("any", [0, 1, 2, 3, 4])):
        scheme = scheme_file(tmp_path / f"{overlap}.json", overlap=overlap, labels="X Y")
        ws = workspace(tmp_path / overlap, {"d": text}, scheme=scheme)
        said = run("import", ws, source(tmp_path, record("d", text, entities)), "--json")
        assert said.status == (0 if overlap == "any" else 1)
        assert total(said.json["refused"]) == len(entities) - len(kept)
        assert sorted(spans_of(anna(ws)[0])) == sorted(entities[i] for i in kept)


def test_labels_and_relations_outside_the_scheme_are_refused_by_line(tmp_path):
    """Unknown labels and relations between the wrong types are refused by file and line, exit 1; the rest stays."""
    person, org, place = ent(CUT, "Сэм Альтман", "PERSON"), ent(CUT, "OpenAI", "ORG"), ent(CUT, "Microsoft", "PLACE")
    given = record(
        "cut",
        CUT,
        [person, org, place],
        [(0, 1, "WORKPLACE"), (1, 0, "WORKPLACE"), (0, 1, "LIKES"), (0, 2, "WORKPLACE")],
    )
    ws = workspace(tmp_path / "ws")
    path = source(tmp_path, record("empty", TEXTS["empty"]), given)
    said = run("import", ws, path, "--json")
    assert said.status == 1
    assert {p["line"] for p in said.json["problems"]} == {2}
    assert total(said.json["refused"]) == 4
    line = next(r for r in anna(ws) if r["id"] == "cut")
    assert sorted(spans_of(line)) == sorted([person, org])
    assert relations_of(line) == [(person, org, "WORKPLACE")]


def test_extend_scheme_and_the_open_scheme_add_labels(tmp_path):
    """--extend-scheme adds unknown labels to scheme.json; `init --scheme open` takes all, with overlap any."""
    given = record("cut", CUT, [*CROSS, ent(CUT, "Office", "SOFTWARE")], [(2, 3, "LIKES"), (3, 2, "WORKPLACE")])
    opened = tmp_path / "open"
    fine("init", opened, "--scheme", "open")
    fine("import", opened, source(tmp_path, given))
    assert content(anna(opened)[0]) == content(given)
    scheme = json.loads((opened / "scheme.json").read_text(encoding="utf-8"))
    assert {e["label"] for e in scheme["entities"]} == {"ORG", "PERSON", "SOFTWARE"}
    assert {r["label"] for r in scheme["relations"]} == {"LIKES", "WORKPLACE"}
    assert fine("validate", opened, "--json").json["ok"] is True
    ws = workspace(tmp_path / "ws")
    fresh = record("cut", CUT, [ent(CUT, "Сэм Альтман", "PERSON"), ent(CUT, "Office", "SOFTWARE")], [(0, 1, "LIKES")])
    fine("import", ws, source(tmp_path, fresh), "--extend-scheme")
    assert content(anna(ws)[0]) == content(fresh)
    scheme = json.loads((ws / "scheme.json").read_text(encoding="utf-8"))
    assert {e["label"] for e in scheme["entities"]} == {"PERSON", "ORG", "PRODUCT", "SOFTWARE"}
    assert "LIKES" in {r["label"] for r in scheme["relations"]}
    assert fine("validate", ws, "--json").json["ok"] is True


def test_statuses_and_ids_come_through(tmp_path):
    """in_progress and skipped stay; a span's own id and a relation's own id stay; ids of other shapes are no trouble."""
    given = [
        record("emoji", TEXTS["emoji"], status="in_progress"),
        record("nested", TEXTS["nested"], status="skipped"),
        record("cut", CUT, [ent(CUT, "OpenAI", "ORG"), ent(CUT, "Сэм Альтман", "PERSON")], [(1, 0, "WORKPLACE")]),
    ]
    given[2]["spans"]["sc"][0]["id"] = "T41"
    given[2]["spans"]["sc"][1]["id"] = "странный ид"
    given[2]["relations"][0]["id"] = "R9"
    ws = workspace(tmp_path / "ws")
    fine("import", ws, source(tmp_path, *given))
    lines = {r["id"]: r for r in anna(ws)}
    assert (lines["emoji"]["status"], lines["nested"]["status"]) == ("in_progress", "skipped")
    ids = [s["id"] for s in lines["cut"]["spans"]["sc"]]
    assert ids[0] == "T41"
    assert len(set(ids)) == 2
    assert lines["cut"]["relations"][0]["id"] == "R9"


def test_two_spans_with_one_id_do_not_merge(tmp_path):
    """Repeated ids in a foreign record are refused or renumbered, never taken as one entity."""
    given = record("cut", CUT, [ent(CUT, "OpenAI", "ORG"), ent(CUT, "Сэм Альтман", "PERSON")], [(1, 0, "WORKPLACE")])
    for span in given["spans"]["sc"]:
        span["id"] = "T1"
    ws = workspace(tmp_path / "ws")
    said = run("import", ws, source(tmp_path, given))
    if said.status == 0:
        (line,) = anna(ws)
        assert content(line) == content(given)
        assert len({s["id"] for s in line["spans"]["sc"]}) == 2
    else:
        assert said.status == 1
        assert "r.jsonl:1" in said.err


def test_import_into_no_workspace_is_one_line(tmp_path, rich_file):
    """A folder that is no workspace is refused in one line."""
    (tmp_path / "x").mkdir()
    said = run("import", tmp_path / "x", rich_file)
    assert said.status in {1, 2}
    one_line(said)
    assert not list((tmp_path / "x").iterdir())
