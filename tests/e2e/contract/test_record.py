"""Sections 2 and 6: the native record, written."""

import copy
import hashlib
import itertools
import json

import pytest
from e2e.contract.kit import (
    TEXTS,
    assert_stock,
    content,
    deep_values,
    ent,
    find,
    fine,
    python,
    read_lines,
    record,
    relations_of,
    rich,
    run,
    scheme_file,
    spans_of,
    split_tokens,
    stock_tokens,
    total,
    workspace,
    write_lines,
)

KEYS = ["id", "text", "tokens", "ents", "spans", "relations", "annotator", "status", "meta"]


@pytest.fixture
def lines(imported):
    return {line["id"]: line for line in read_lines(imported / "annotations" / "anna.jsonl")}


def resave(ws, line, name="anna"):
    """Save a record through the Python interface and return what stands in the file after the close."""
    from annotator.domain import Document
    from annotator.workspace import Workspace

    with Workspace.open(ws).annotations(name) as annotations:
        annotations.save(Document.from_record(line))
    return next(r for r in read_lines(ws / "annotations" / f"{name}.jsonl") if r["id"] == line["id"])


def test_everything_imported_is_there_unchanged(lines):
    """Nested spans, two labels on one span, cut tokens, emoji and NBSP come through an import with every relation."""
    assert [content(lines[r["id"]]) for r in rich()] == [content(r) for r in rich()]


def test_keys_stand_in_order(lines):
    """The record's keys come in the contract's order, id first; `spans` holds only `sc`."""
    for line in lines.values():
        assert list(line)[: len(KEYS)] == KEYS
        assert list(line["spans"]) == ["sc"]
        assert line["annotator"] == "anna"
        assert line["status"] == "done"


def test_spans_are_sorted_and_carry_ids_and_kb_ids(lines):
    """`spans.sc` is sorted by start, longer first, label; each entity has id T… and kb_id, each relation R…."""
    for line in lines.values():
        spans = spans_of(line)
        assert spans == sorted(spans, key=lambda s: (s[0], -s[1], s[2]))
        ids = [s["id"] for s in line["spans"]["sc"]] + [r["id"] for r in line["relations"]]
        assert len(set(ids)) == len(ids)
        assert all(s["id"][0] == "T" and s["id"][1:].isdigit() for s in line["spans"]["sc"])
        assert all(r["id"][0] == "R" and r["id"][1:].isdigit() for r in line["relations"])
        assert all(s["kb_id"] == "" for s in line["spans"]["sc"])
        assert all(s["source"].startswith("import:") for s in line["spans"]["sc"])


def test_stock_spacy_loads_every_line(lines):
    """Stock spaCy loads each line with validate=True, and `ents` equals its filter_spans of `spans.sc`."""
    for line in lines.values():
        assert_stock(line)


def test_stock_spacy_alone_loads_the_file(imported):
    """A process that never imports the program loads every line."""
    code = (
        "import json, sys, spacy.vocab\nfrom spacy.tokens import Doc\nvocab = spacy.vocab.Vocab()\n"
        "docs = [Doc(vocab).from_json(json.loads(x), validate=True) for x in open(sys.argv[1], encoding='utf-8')]\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'annotator']\n"
        "print(len(docs), sum(len(d.spans['sc']) for d in docs))\n"
    )
    said = python(code, imported / "annotations" / "anna.jsonl")
    assert said.out.split() == ["6", str(sum(len(r["spans"]["sc"]) for r in rich()))], said


def test_tokens_are_stock_tokens_split_where_entities_cut(lines):
    """Tokens are spacy.blank's with ids 0…; cut tokens are split, every later piece carries cut 1, no other does."""
    for line in lines.values():
        text, tokens = line["text"], line["tokens"]
        assert [t["id"] for t in tokens] == list(range(len(tokens)))
        assert [(t["start"], t["end"]) for t in tokens] == split_tokens(text, [s[:2] for s in spans_of(line)])
        starts = {start for start, _ in stock_tokens(text)}
        assert [t.get("cut") for t in tokens] == [None if t["start"] in starts else 1 for t in tokens]
    assert sum(t.get("cut", 0) for t in lines["cut"]["tokens"]) == 1
    assert any(line["text"][t["start"] : t["end"]].isspace() for t in lines["nbsp"]["tokens"])


def test_an_entity_inside_a_token_makes_three_pieces_and_its_removal_joins_them(imported, lines):
    """Two cuts make two later pieces; removing the entity gives the tokenizer's tokens back."""
    text = TEXTS["cut"]
    start, _ = find(text, "ChatGPT")
    inside = record("cut", text, [(start + 1, start + 4, "PRODUCT")])
    line = resave(imported, inside)
    assert_stock(line)
    assert [t["start"] for t in line["tokens"] if t.get("cut")] == [start + 1, start + 4]
    assert fine("validate", imported, "--json").json["cut_tokens"] == 1
    line["spans"]["sc"], line["ents"] = [], []
    joined = resave(imported, line)
    assert [(t["start"], t["end"]) for t in joined["tokens"]] == stock_tokens(text)
    assert not any("cut" in t for t in joined["tokens"])
    assert fine("validate", imported, "--json").json["cut_tokens"] == 0


def test_ids_are_never_used_again(imported, lines):
    """After the last entity and relation are deleted, saved and reopened, new ones get numbers never given before."""
    line = copy.deepcopy(lines["emoji"])
    gone_entity = max((s["id"] for s in line["spans"]["sc"]), key=lambda i: int(i[1:]))
    gone_relation = max((r["id"] for r in line["relations"]), key=lambda i: int(i[1:]))
    index = [s["id"] for s in line["spans"]["sc"]].index(gone_entity)
    kept = [s for s in line["spans"]["sc"] if s["id"] != gone_entity]
    names = [s["id"] for s in line["spans"]["sc"]]
    position = {s["id"]: i for i, s in enumerate(kept)}
    line["relations"] = [
        {**r, "head": position[names[r["head"]]], "tail": position[names[r["tail"]]]}
        for r in line["relations"]
        if index not in {r["head"], r["tail"]} and r["id"] != gone_relation
    ]
    line["spans"]["sc"] = kept
    del line["ents"]
    smaller = resave(imported, line)
    assert gone_entity not in [s["id"] for s in smaller["spans"]["sc"]]
    start, end = find(TEXTS["emoji"], "Москве")
    smaller["spans"]["sc"].append({"start": start, "end": end, "label": "ORG", "kb_id": ""})
    smaller["relations"].append({"head": 0, "tail": len(smaller["spans"]["sc"]) - 1, "label": "MEMBER_OF"})
    del smaller["ents"]
    bigger = resave(imported, smaller)
    (new,) = [s for s in bigger["spans"]["sc"] if s["start"] == start]
    assert int(new["id"][1:]) > int(gone_entity[1:])
    (relation,) = [r for r in bigger["relations"] if r["label"] == "MEMBER_OF"]
    assert int(relation["id"][1:]) > int(gone_relation[1:])


def test_to_record_and_from_record_are_inverses(lines):
    """`from_record(record).to_record()` is the record, unknown keys included."""
    from annotator.domain import Document

    for line in lines.values():
        given = {**line, "their_key": {"deep": [1, 2.5, None, "ё"]}, "notes": {"": "общая заметка"}}
        back = Document.from_record(copy.deepcopy(given)).to_record()
        assert back == given
        assert Document.from_record(back) == Document.from_record(given)


def test_book_keeping_keys(imported, lines):
    """rev grows with each save, saved_at is set, text_sha256 is the hash of the UTF-8 text."""
    line = lines["nbsp"]
    assert line["text_sha256"] == hashlib.sha256(line["text"].encode()).hexdigest()
    assert isinstance(line["saved_at"], str) and line["saved_at"]
    again = resave(imported, {**line, "status": "in_progress"})
    assert again["rev"] > line["rev"]
    assert again["status"] == "in_progress"


def test_foreign_keys_survive_load_and_save(tmp_path):
    """Unknown top-level keys, notes, scores and unknown string or integer keys of spans survive an import and a save."""
    text = TEXTS["cut"]
    given = record(
        "cut",
        text,
        [ent(text, "OpenAI", "ORG")],
        _session_id="s-1",
        чужой={"a": [1.5, None]},
        meta={"url": "https://x"},
    )
    given["spans"]["sc"][0] |= {"id": "T7", "author": "ada", "weight": 3, "kb_id": "Q21708200"}
    given |= {"notes": {"T7": "спорно", "": "вся статья"}, "scores": {"T7": 0.25}}
    ws = workspace(tmp_path / "ws")
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]))
    (first,) = read_lines(ws / "annotations" / "anna.jsonl")
    second = resave(ws, first)
    for line in (first, second):
        assert_stock(line)
        (span,) = line["spans"]["sc"]
        assert (span["id"], span["author"], span["weight"], span["kb_id"]) == ("T7", "ada", 3, "Q21708200")
        assert line["notes"] == given["notes"]
        assert line["scores"] == given["scores"]
        assert line["_session_id"] == "s-1"
        assert line["чужой"] == given["чужой"]
        assert line["meta"]["url"] == "https://x"


def test_keys_of_spacy_move_under_meta_source(tmp_path):
    """What stock from_json reads and we do not own stands verbatim under meta.source, and the line loads."""
    text = TEXTS["cut"]
    given = record("cut", text, [ent(text, "OpenAI", "ORG")])
    tokens = given["tokens"]
    end = next(i for i, t in enumerate(tokens) if text[t["start"] : t["end"]] == ".")
    sents = [{"start": 0, "end": tokens[end]["end"]}, {"start": tokens[end + 1]["start"], "end": len(text)}]
    for token in tokens:
        token |= {"lemma": f"лемма-{token['id']}", "pos": "NOUN", "tag": "NN", "dep": "dep", "head": 0, "morph": ""}
    group = [{"start": 0, "end": tokens[1]["end"], "label": "CHUNK", "kb_id": ""}]
    given |= {"cats": {"новость": 0.75, "спорт": 0.0}, "sents": sents, "_": {"rel": [1, {"a": 2}]}}
    given |= {"underscore_token": {"x": [{"start": 0, "value": 1}]}}
    given["spans"]["ruler"] = group
    ws = workspace(tmp_path / "ws")
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]))
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    for saved in (line, resave(ws, line)):
        assert_stock(saved)
        assert list(saved["spans"]) == ["sc"]
        assert not {"cats", "sents", "_", "underscore_token"} & set(saved)
        source = saved["meta"]["source"]
        assert source["cats"] == given["cats"]
        assert source["sents"] == sents
        assert source["_"] == given["_"]
        assert source["underscore_token"] == given["underscore_token"]
        assert group in deep_values(source)
        assert {f"лемма-{t['id']}" for t in tokens} <= {v for v in deep_values(source) if isinstance(v, str)}
        assert all(set(t) <= {"id", "start", "end", "cut"} for t in saved["tokens"])


def test_floats_and_objects_inside_spans_never_reach_our_lines(tmp_path):
    """A span with a float or nested key still gives a line that stock spaCy takes, and the value is kept or told."""
    text = TEXTS["cut"]
    given = record("cut", text, [ent(text, "OpenAI", "ORG")])
    given["spans"]["sc"][0] |= {"score": 0.625, "deep": {"k": "глубоко"}}
    ws = workspace(tmp_path / "ws")
    said = run("import", ws, write_lines(tmp_path / "r.jsonl", [given]), "--json")
    lines = read_lines(ws / "annotations" / "anna.jsonl") if (ws / "annotations" / "anna.jsonl").exists() else []
    for line in lines:
        assert_stock(line)
        assert all(isinstance(v, str | int) for s in line["spans"]["sc"] + line["ents"] for v in s.values())
    everywhere = deep_values(lines)
    assert (0.625 in everywhere and "глубоко" in everywhere) or said.json["problems"]


def test_fragments_survive_and_tell_duplicates_apart(tmp_path):
    """Entities on one hull with other fragments are two; equal ones collapse, the first id stays, relations move to it."""
    text = TEXTS["nested"]
    hull = find(text, "МГУ имени Ломоносова")
    pieces = [[hull[0], hull[0] + 3], [hull[1] - 10, hull[1]]]
    org = (*hull, "ORG")
    person = ent(text, "Виктор Садовничий", "PERSON")
    given = record("nested", text, [org, org, org, person], [(3, 0, "WORKPLACE"), (3, 2, "WORKPLACE")])
    for number, span in enumerate(given["spans"]["sc"]):
        span["id"] = f"T{number + 5}"
    given["fragments"] = {"T6": pieces}
    ws = workspace(tmp_path / "ws")
    said = fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]), "--json").json
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert_stock(line)
    assert {s["id"] for s in line["spans"]["sc"]} == {"T5", "T6", "T8"}
    assert line["fragments"] == {"T6": pieces}
    ids = [s["id"] for s in line["spans"]["sc"]]
    assert [(ids[r["head"]], ids[r["tail"]], r["label"]) for r in line["relations"]] == [("T8", "T5", "WORKPLACE")]
    assert total(said["collapsed"]) == 2
    assert total(said["refused"]) == 0


def test_projection_follows_filter_spans_by_tokens_not_characters(tmp_path):
    """Of crossing spans the one with more tokens wins, then the earlier start, then the first label."""
    text = "А Б В Высокопревосходительство Г Д. Северо-Западный банк растёт."
    scheme = scheme_file(tmp_path / "s.json", overlap="any", labels="X Y Z")
    long_word = ent(text, "В Высокопревосходительство", "X")
    many = ent(text, "А Б В", "Y")
    same = [ent(text, "Г", "Z"), ent(text, "Г", "X")]
    ties = [ent(text, "Северо-Западный банк", "Z"), ent(text, "банк растёт", "Y")]
    ws = workspace(tmp_path / "ws", {"d": text}, scheme=scheme)
    for number, order in enumerate(itertools.permutations([long_word, many, *same])):
        if number % 5 == 0:
            source = write_lines(tmp_path / "r.jsonl", [record("d", text, [*order, *ties])])
            fine("import", ws, source, "--replace")
            (line,) = read_lines(ws / "annotations" / "anna.jsonl")
            assert_stock(line)
            flat = [(e["start"], e["end"], e["label"]) for e in line["ents"]]
            assert many in flat
            assert long_word not in flat
            assert same[1] in flat


def test_random_entities_always_give_stock_lines(tmp_path):
    """Whatever spans an annotator makes, every line loads in stock spaCy with its tokens covering the text."""
    import random

    chance = random.Random(11)
    text = "".join(TEXTS.values())
    scheme = scheme_file(tmp_path / "s.json", overlap="any", labels="X Y")
    made = []
    for number in range(40):
        spans = set()
        for _ in range(chance.randint(0, 25)):
            start = chance.randrange(len(text) - 1)
            end = min(len(text), start + chance.randint(1, 40))
            if not text[start].isspace() and not text[end - 1].isspace():
                spans.add((start, end, chance.choice("XY")))
        order = list(spans)
        chance.shuffle(order)
        made.append(record(f"d{number}", text + str(number), order))
    ws = workspace(tmp_path / "ws", {}, scheme=scheme)
    said = fine("import", ws, write_lines(tmp_path / "r.jsonl", made), "--json").json
    assert total(said["refused"]) == total(said["dropped"]) == total(said["collapsed"]) == total(said["trimmed"]) == 0
    lines = read_lines(ws / "annotations" / "anna.jsonl")
    assert [content(line) for line in lines] == [content(r) for r in made]
    for line in lines:
        assert_stock(line)
    assert fine("validate", ws, "--json").json["entities"] == sum(len(r["spans"]["sc"]) for r in made)


def test_relations_keep_their_ends_through_sorting(tmp_path):
    """head and tail index the file's own order before sorting, and name the same spans after it."""
    text = TEXTS["emoji"]
    entities = [
        ent(text, "Tesla", "ORG", 1),
        ent(text, "Tesla", "ORG"),
        ent(text, "Tesla Model S", "PRODUCT"),
        ent(text, "Илон Маск", "PERSON"),
    ]
    given = record("emoji", text, entities, [(3, 0, "WORKPLACE"), (1, 2, "PRODUCES"), (3, 1, "OWNER_OF")])
    ws = workspace(tmp_path / "ws")
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]))
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert spans_of(line) != spans_of(given)
    assert relations_of(line) == relations_of(given)


def test_a_done_record_without_entities_is_not_a_missing_one(imported):
    """Read and found nothing stays a record with empty lists and status done; no record stays not started."""
    line = next(r for r in read_lines(imported / "annotations" / "anna.jsonl") if r["id"] == "empty")
    assert line["spans"] == {"sc": []}
    assert line["ents"] == []
    assert line["relations"] == []
    assert_stock(line)
    counts = fine("stats", imported, "--json").json["annotators"]["anna"]
    assert (counts["done"], counts["not_started"]) == (6, 0)
    from annotator.workspace import Workspace

    space = Workspace.open(imported)
    with space.annotations("boris") as boris:
        document = boris.load("emoji")
        assert document.status == "not_started"
        assert document.text == TEXTS["emoji"]
        assert document.entities == ()
    assert json.dumps(fine("stats", imported, "--json").json["annotators"]).count('"boris"') <= 1
    path = imported / "annotations" / "boris.jsonl"
    assert not path.exists() or path.read_bytes() == b""
