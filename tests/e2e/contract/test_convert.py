"""Section 3 and the formats: what goes out comes back, in the offsets that each tool counts."""

import json

import pytest
from e2e.contract.kit import (
    TEXTS,
    as_line,
    assert_stock,
    content,
    ent,
    find,
    fine,
    names_place,
    read_lines,
    record,
    relations_of,
    rich,
    run,
    spans_of,
    stock_tokens,
    total,
    write_lines,
)

KEYS = {"read", "written", "refused", "dropped", "trimmed", "collapsed", "problems"}
FOLDERS = {"brat"}
EXACT = ["jsonl", "spacy", "brat", "prodigy", "doccano", "labelstudio"]


def there(tmp_path, source, name, *options):
    out = tmp_path / f"{name}-out" if name in FOLDERS else tmp_path / f"{name}-out.{SUFFIX.get(name, 'jsonl')}"
    said = run("convert", source, out, "--from", "jsonl", "--to", name, *options)
    return out, said


SUFFIX = {"spacy": "spacy", "labelstudio": "json", "conll": "conll", "webanno": "tsv", "cas": "json", "gliner": "json"}


def back(tmp_path, path, name, *options):
    out = tmp_path / f"{name}-back.jsonl"
    said = run("convert", path, out, "--from", name, "--to", "jsonl", *options)
    return (read_lines(out) if out.exists() else []), said


def meaning(lines):
    """What documents say, without ids, which not every format carries."""
    return sorted((r["text"], sorted(spans_of(r)), relations_of(r)) for r in lines)


@pytest.mark.parametrize("name", EXACT)
def test_there_and_back(tmp_path, rich_file, name):
    """Nested spans, relations, emoji, NBSP and CRLF survive each format that can hold them, with exit 0 both ways."""
    out, said = there(tmp_path, rich_file, name)
    assert said.status == 0, said
    lines, said = back(tmp_path, out, name)
    assert said.status == 0, said
    assert meaning(lines) == meaning(rich())
    for line in lines:
        assert_stock(line)
    if name != "labelstudio":
        assert {r["id"] for r in lines} == {r["id"] for r in rich()}


@pytest.mark.parametrize("name", ["webanno", "cas"])
def test_uima_there_and_back(tmp_path, name):
    """WebAnno TSV and CAS carry entities and relations of plain text there and back."""
    if name == "cas":
        pytest.importorskip("cassis")
    text = "🚀 Илон Маск показал Tesla Model S. Компания Tesla выросла."
    given = [
        record(
            "d1",
            text,
            [ent(text, "Илон Маск", "PERSON"), ent(text, "Tesla Model S", "PRODUCT"), ent(text, "Tesla", "ORG", 1)],
            [(0, 2, "WORKPLACE"), (2, 1, "PRODUCES")],
        )
    ]
    source = write_lines(tmp_path / "s.jsonl", given)
    out, said = there(tmp_path, source, name)
    assert out.exists(), said
    lines, said = back(tmp_path, out, name)
    assert meaning(lines) == meaning(given), said


FLAT = "Илон Маск показал Tesla в Москве ."


def flat():
    return [record("d1", FLAT, [ent(FLAT, "Илон Маск", "PERSON"), ent(FLAT, "Tesla", "ORG")], [(0, 1, "WORKPLACE")])]


@pytest.mark.parametrize("name", ["conll", "hf", "gliner"])
def test_token_formats_there_and_back(tmp_path, name):
    """Formats of tokens keep flat entities on text with single spaces; gliner keeps relations too."""
    if name == "hf":
        pytest.importorskip("pyarrow")
    out, said = there(tmp_path, write_lines(tmp_path / "s.jsonl", flat()), name)
    assert out.exists(), said
    lines, said = back(tmp_path, out, name)
    (line,) = lines
    assert [(line["text"][s:e], x) for s, e, x in spans_of(line)] == [("Илон Маск", "PERSON"), ("Tesla", "ORG")], said
    if name == "gliner":
        assert [r["label"] for r in line["relations"]] == ["WORKPLACE"]


def test_what_a_format_cannot_hold_is_counted(tmp_path, rich_file):
    """Converting nested spans and relations to CoNLL counts what was dropped; --strict makes that exit 1."""
    _, said = there(tmp_path, rich_file, "conll", "--json")
    assert set(said.json) >= KEYS
    nested = sum(len(r["spans"]["sc"]) - len(r["ents"]) for r in rich())
    relations = sum(len(r["relations"]) for r in rich())
    assert total(said.json["dropped"]) == nested + relations
    assert said.status == 1
    strict = run("convert", rich_file, tmp_path / "never.conll", "--from", "jsonl", "--to", "conll", "--strict")
    assert strict.status == 1


def test_convert_writes_to_stdout(tmp_path, rich_file):
    """OUT may be `-`: stdout then holds exactly the bytes that a file would, messages go to stderr."""
    said = fine("convert", rich_file, "-", "--from", "jsonl", "--to", "jsonl")
    lines = [json.loads(x) for x in said.out.splitlines()]
    assert meaning(lines) == meaning(rich())
    assert said.out.endswith("\n")
    doccano = fine("convert", rich_file, "-", "--from", "jsonl", "--to", "doccano")
    assert all({"text"} <= set(json.loads(x)) for x in doccano.out.splitlines())


def test_convert_applies_no_scheme_and_takes_a_label_map(tmp_path):
    """Crossing spans and any label pass; the label map renames and drops with exit 0."""
    text = TEXTS["cut"]
    given = record(
        "cut", text, [ent(text, "Компания OpenAI", "ЛЮБОЙ ЯРЛЫК"), ent(text, "OpenAI показала", "Y")], [(0, 1, "связь")]
    )
    source = write_lines(tmp_path / "s.jsonl", [given])
    out = tmp_path / "o.jsonl"
    fine("convert", source, out, "--from", "jsonl", "--to", "jsonl")
    assert [content(r) for r in read_lines(out)] == [content(given)]
    maps = tmp_path / "m.json"
    maps.write_text(json.dumps({"ЛЮБОЙ ЯРЛЫК": "X", "связь": None}), encoding="utf-8")
    said = fine(
        "convert", source, tmp_path / "m.jsonl", "--from", "jsonl", "--to", "jsonl", "--label-map", maps, "--json"
    ).json
    assert total(said["dropped"]) == 1
    (line,) = read_lines(tmp_path / "m.jsonl")
    assert [x for *_, x in spans_of(line)] == ["X", "Y"]
    assert line["relations"] == []


def test_convert_refuses_bad_lines_and_keeps_the_rest(tmp_path):
    """A bad line gives exit 1 and file:line, the good documents are written; a missing input is one line."""
    source = tmp_path / "s.jsonl"
    source.write_text(as_line(flat()[0]) + "{oops\n", encoding="utf-8")
    said = run("convert", source, tmp_path / "o.jsonl", "--from", "jsonl", "--to", "jsonl")
    assert said.status == 1
    assert names_place(said.err, source, 2)
    assert len(read_lines(tmp_path / "o.jsonl")) == 1
    missing = run("convert", tmp_path / "нет.jsonl", tmp_path / "p.jsonl", "--from", "jsonl", "--to", "brat")
    assert missing.status in {1, 2}
    assert not (tmp_path / "p.jsonl").exists()


# -- what each tool reads and writes ------------------------------------------------------------------------------


def test_brat_files_are_what_brat_reads(tmp_path, rich_file):
    """Text files hold the exact text, T lines quote the slice at code points, types have no blanks, R lines two args."""
    out, _ = there(tmp_path, rich_file, "brat")
    for given in rich():
        (txt,) = [p for p in out.rglob("*.txt") if p.stem == given["id"]]
        assert txt.read_bytes() == given["text"].encode()
        rows = [x.split("\t") for x in txt.with_suffix(".ann").read_text(encoding="utf-8").split("\n") if x]
        found = {}
        for row in rows:
            if row[0][0] == "T":
                label, place = row[1].split(" ", 1)
                pieces = [tuple(map(int, p.split())) for p in place.split(";")]
                slices = " ".join(given["text"][s:e] for s, e in pieces)
                assert slices.split() == row[2].split()
                found[row[0]] = (pieces[0][0], pieces[-1][1], label)
        assert sorted(found.values()) == sorted(spans_of(given))
        relations = [r[1].split() for r in rows if r[0][0] == "R"]
        made = sorted((found[a.split(":")[1]], found[b.split(":")[1]], x) for x, a, b in relations)
        assert made == relations_of(given)


def test_brat_of_others_is_read(tmp_path):
    """Notes, attributes, unknown lines, fragments and UTF-16 offsets of brat files are understood or kept."""
    folder = tmp_path / "brat"
    folder.mkdir()
    text = "🚀 Маск и Иван\r\nИванович Петров в ООО Луч, ООО Заря."
    shift = 1
    ivan = find(text, "Иван")
    petrov = find(text, "Петров")
    lutch, zarya = find(text, "ООО Луч"), find(text, "Заря")
    (folder / "д1.txt").write_bytes(text.encode())
    rows = [
        f"T1\tPERSON {2 + shift} {6 + shift}\tМаск",
        f"T2\tORG {lutch[0] + shift} {lutch[0] + 3 + shift};{zarya[0] + shift} {zarya[1] + shift}\tООО Заря",
        f"T3\tPERSON {petrov[0] + shift} {petrov[1] + shift}\tПетров",
        "R1\tWORKPLACE Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes T1\tпроверить",
        "N1\tReference T1 Wikidata:Q317521\tElon Musk",
        "A1\tSure T3",
    ]
    (folder / "д1.ann").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    (line,), said = back(tmp_path, folder, "brat")
    assert line["id"] == "д1"
    assert line["text"] == text
    spans = {s["label"] + str(s["start"]): s for s in line["spans"]["sc"]}
    assert [text[s:e] for s, e, x in spans_of(line) if x == "PERSON"] == ["Маск", "Петров"], said
    musk = spans["PERSON2"]
    assert musk["kb_id"] == "Q317521"
    assert line["notes"][musk["id"]] == "проверить"
    (org,) = [s for s in line["spans"]["sc"] if s["label"] == "ORG"]
    assert (org["start"], org["end"]) == (lutch[0], zarya[1])
    assert line["fragments"][org["id"]] == [[lutch[0], lutch[0] + 3], [zarya[0], zarya[1]]]
    assert len(line["relations"]) == 1
    assert ivan


def test_brat_with_a_wrong_quote_is_refused_by_line(tmp_path):
    """A T line whose quoted text is nowhere near its offsets is refused with file and line, exit 1."""
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "d.txt").write_text("Илон Маск и Tesla.", encoding="utf-8")
    (folder / "d.ann").write_text(
        "T1\tORG 12 17\tTesla\nT2\tPERSON 0 4\tБениофф\nR1\tW Arg1:T2 Arg2:T1\n", encoding="utf-8"
    )
    lines, said = back(tmp_path, folder, "brat")
    assert said.status == 1
    assert names_place(said.err, folder / "d.ann", 2), said
    assert [spans_of(r) for r in lines] == [[(12, 17, "ORG")]]
    assert lines[0]["relations"] == []


def test_prodigy_lines_are_what_prodigy_reads(tmp_path, rich_file):
    """token_end is inclusive, head and child are last tokens with head_span and child_span, answers are accept."""
    out, _ = there(tmp_path, rich_file, "prodigy")
    tasks = {t["text"]: t for t in read_lines(out)}
    for given in rich():
        task = tasks[given["text"]]
        assert task["answer"] == "accept"
        tokens = {t["id"]: t for t in task["tokens"]}
        assert all(task["text"][t["start"] : t["end"]] == t["text"] for t in tokens.values())
        for span in task["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
        assert sorted((s["start"], s["end"], s["label"]) for s in task["spans"]) == sorted(spans_of(given))
        made = []
        for relation in task["relations"]:
            assert tokens[relation["head"]]["end"] == relation["head_span"]["end"]
            assert tokens[relation["child"]]["end"] == relation["child_span"]["end"]
            ends = [tuple(relation[k][x] for x in ("start", "end", "label")) for k in ("head_span", "child_span")]
            made.append((*ends, relation["label"]))
        assert sorted(made) == relations_of(given)


def test_prodigy_rejects_and_ignores_are_no_annotations(tmp_path):
    """Only accepted tasks become records that count as done; sessions become annotators."""
    text = "Илон Маск и Tesla."
    base = {"text": text, "spans": [{"start": 0, "end": 9, "label": "PERSON"}], "_input_hash": 1, "_task_hash": 2}
    tasks = [
        {**base, "answer": "accept", "_annotator_id": "news-anna", "_session_id": "news-anna"},
        {**base, "text": text + " ", "answer": "reject", "_annotator_id": "news-anna", "_session_id": "news-anna"},
        {**base, "text": text + "!", "answer": "ignore", "_annotator_id": "news-anna", "_session_id": "news-anna"},
    ]
    lines, _ = back(tmp_path, write_lines(tmp_path / "p.jsonl", tasks), "prodigy")
    done = [r for r in lines if r.get("status", "done") == "done"]
    assert [r["text"] for r in done] == [text]
    assert done[0]["annotator"]


def test_doccano_both_shapes_are_read_and_written(tmp_path, rich_file):
    """Old [[s, e, L]] lines and entities with relations are read; what we write has the relation shape."""
    text = "Илон Маск и Tesla."
    shapes = [
        {"id": 1, "text": text, "label": [[0, 9, "PERSON"], [12, 17, "ORG"]], "Comments": [], "url": "https://x"},
        {"id": 2, "text": text + "!", "labels": [[0, 9, "PERSON"]]},
        {
            "id": 3,
            "text": text + "?",
            "entities": [
                {"id": 901, "label": "PERSON", "start_offset": 0, "end_offset": 9},
                {"id": 900, "label": "ORG", "start_offset": 12, "end_offset": 17},
            ],
            "relations": [{"id": 5, "from_id": 901, "to_id": 900, "type": "WORKPLACE"}],
            "Comments": [],
        },
    ]
    lines, said = back(tmp_path, write_lines(tmp_path / "d.jsonl", shapes), "doccano")
    assert said.status == 0, said
    assert [len(r["spans"]["sc"]) for r in lines] == [2, 1, 2]
    assert relations_of(lines[2]) == [((0, 9, "PERSON"), (12, 17, "ORG"), "WORKPLACE")]
    assert lines[0]["meta"]["url"] == "https://x" or "https://x" in json.dumps(lines[0])
    bad = {**shapes[2], "relations": [{"id": 5, "from_id": 901, "to_id": 77, "type": "WORKPLACE"}]}
    _, said = back(tmp_path, write_lines(tmp_path / "bad.jsonl", [bad]), "doccano")
    assert said.status == 1
    assert names_place(said.err, tmp_path / "bad.jsonl", 1)
    out, _ = there(tmp_path, rich_file, "doccano")
    for line, given in zip(read_lines(out), rich(), strict=True):
        ends = {e["id"]: (e["start_offset"], e["end_offset"], e["label"]) for e in line["entities"]}
        assert sorted(ends.values()) == sorted(spans_of(given))
        assert sorted((ends[r["from_id"]], ends[r["to_id"]], r["type"]) for r in line["relations"]) == relations_of(
            given
        )


def regions(text, *entities, utf16):
    def at(place):
        return len(text[:place].encode("utf-16-le")) // 2 if utf16 else place

    return [
        {
            "id": f"r{i}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": at(s), "end": at(e), "text": text[s:e], "labels": [x]},
        }
        for i, (s, e, x) in enumerate(entities)
    ]


@pytest.mark.parametrize("utf16", [True, False])
def test_label_studio_offsets_of_either_kind_are_read(tmp_path, utf16):
    """UTF-16 offsets of its own exports and code points of scripts are told apart by the quoted text."""
    text = TEXTS["emoji"]
    entities = [ent(text, "Илон Маск", "PERSON"), ent(text, "Tesla", "ORG", 1)]
    result = regions(text, *entities, utf16=utf16)
    result.append({"type": "relation", "from_id": "r0", "to_id": "r1", "direction": "right", "labels": ["WORKPLACE"]})
    tasks = [
        {
            "id": 12,
            "data": {"text": text},
            "annotations": [
                {"id": 1, "completed_by": {"id": 3, "email": "anna@x.ru"}, "result": result, "was_cancelled": False},
                {"id": 2, "completed_by": 4, "result": result[:1], "was_cancelled": False},
                {"id": 3, "completed_by": 5, "result": result[:1], "was_cancelled": True},
            ],
            "predictions": [{"result": regions(text, ent(text, "Москве", "LOC"), utf16=utf16)}],
        }
    ]
    path = tmp_path / "ls.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    lines, said = back(tmp_path, path, "labelstudio")
    assert all(r["text"] == text for r in lines)
    done = [r for r in lines if r.get("status", "done") == "done"]
    assert [sorted(spans_of(r)) for r in done] == [sorted(entities), entities[:1]], said
    assert len({r["annotator"] for r in done}) == 2
    assert relations_of(done[0]) == [(*entities, "WORKPLACE")]
    assert not any(x == "LOC" for r in lines for *_, x in spans_of(r))


def test_label_studio_files_count_utf16(tmp_path, rich_file):
    """What we write for Label Studio has UTF-16 offsets whose slice is the quoted text."""
    out, _ = there(tmp_path, rich_file, "labelstudio")
    for task in json.loads(out.read_text(encoding="utf-8")):
        text = next(v for v in task["data"].values() if v in TEXTS.values())
        units = text.encode("utf-16-le")
        for region in task["annotations"][0]["result"]:
            if region["type"] == "labels":
                value = region["value"]
                assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


CONLL = {
    "iob2": ["B-PERSON", "I-PERSON", "O", "B-ORG", "B-ORG", "O"],
    "iob1": ["I-PERSON", "I-PERSON", "O", "I-ORG", "B-ORG", "O"],
    "bilou": ["B-PERSON", "L-PERSON", "O", "U-ORG", "U-ORG", "O"],
    "bioes": ["B-PERSON", "E-PERSON", "O", "S-ORG", "S-ORG", "O"],
}


@pytest.mark.parametrize("tags", CONLL)
@pytest.mark.parametrize("columns", [2, 4])
def test_conll_tag_schemes(tmp_path, tags, columns):
    """IOB1, IOB2, BILOU and BIOES in two or four columns give the same entities; -DOCSTART- is no token."""
    words = ["Илон", "Маск", "купил", "Twitter", "Tesla", "."]
    middle = "\tX\tY" if columns == 4 else ""
    rows = [f"{w}{middle}\t{t}" for w, t in zip(words, CONLL[tags], strict=True)]
    head = f"-DOCSTART-{middle}\tO\n\n"
    path = tmp_path / "a.conll"
    path.write_text(head + "\n".join(rows) + "\n\n" + head + "\n".join(rows[:3]) + "\n", encoding="utf-8")
    lines, said = back(tmp_path, path, "conll")
    surfaces = [[(r["text"][s:e], x) for s, e, x in spans_of(r)] for r in lines]
    full = [("Илон Маск", "PERSON"), ("Twitter", "ORG"), ("Tesla", "ORG")]
    assert surfaces == [full, full[:1]], said
    assert not any("DOCSTART" in r["text"] for r in lines)


def test_docbin_of_others_is_read(tmp_path):
    """A DocBin with only doc.ents, and one with spans["sc"], made by stock spaCy, give their entities."""
    from e2e.contract.kit import blank
    from spacy.tokens import DocBin, Span

    nlp = blank()
    flat_doc, nested_doc = nlp(TEXTS["emoji"]), nlp(TEXTS["nested"])
    flat_doc.ents = [flat_doc.char_span(*find(TEXTS["emoji"], "Илон Маск"), label="PERSON")]
    span = nested_doc.char_span(*find(TEXTS["nested"], "МГУ имени Ломоносова"))
    nested_doc.spans["sc"] = [
        Span(nested_doc, span.start, span.end, "ORG"),
        Span(nested_doc, span.end - 1, span.end, "PERSON"),
    ]
    path = tmp_path / "a.spacy"
    DocBin(docs=[flat_doc, nested_doc], store_user_data=True).to_disk(path)
    lines, said = back(tmp_path, path, "spacy")
    assert said.status == 0, said
    assert [r["text"] for r in lines] == [TEXTS["emoji"], TEXTS["nested"]]
    assert [[x for *_, x in spans_of(r)] for r in lines] == [["PERSON"], ["ORG", "PERSON"]]
    for line in lines:
        assert_stock(line)


def test_gliner_indices_are_inclusive(tmp_path):
    """tokenized_text with ner [first, last inclusive, label] and relations over the ner list, read and written."""
    path = tmp_path / "g.json"
    made = [
        {
            "tokenized_text": ["Илон", "Маск", "купил", "Twitter", "."],
            "ner": [[0, 1, "PERSON"], [3, 3, "ORG"]],
            "relations": [[0, 1, "OWNER_OF"]],
        }
    ]
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    (line,), said = back(tmp_path, path, "gliner")
    assert [(line["text"][s:e], x) for s, e, x in spans_of(line)] == [("Илон Маск", "PERSON"), ("Twitter", "ORG")], said
    assert [r["label"] for r in line["relations"]] == ["OWNER_OF"]
    out, _ = there(tmp_path, write_lines(tmp_path / "s.jsonl", flat()), "gliner")
    raw = out.read_text(encoding="utf-8")
    data = json.loads(raw) if raw.lstrip().startswith("[") else [json.loads(x) for x in raw.splitlines()]
    assert data[0]["tokenized_text"] == [FLAT[s:e] for s, e in stock_tokens(FLAT)]
    assert sorted(map(tuple, data[0]["ner"])) == [(0, 1, "PERSON"), (3, 3, "ORG")]


def test_documents_without_ids_get_some(tmp_path):
    """Records that carry no id convert with ids of their own, all different."""
    made = [record("x", f"Яндекс {i}.", [(0, 6, "ORG")]) for i in range(3)]
    for line in made:
        del line["id"]
    out = tmp_path / "o.jsonl"
    said = run("convert", write_lines(tmp_path / "s.jsonl", made), out, "--from", "jsonl", "--to", "jsonl")
    if said.status == 0:
        assert len({r["id"] for r in read_lines(out)}) == 3
    else:
        assert names_place(said.err, tmp_path / "s.jsonl", 1)
