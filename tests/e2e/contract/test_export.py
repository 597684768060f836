"""Sections 3 and 6: whose annotations `export` takes, how it splits, and what stock spaCy reads."""

import json
import re

import pytest
from e2e.contract.kit import (
    TEXTS,
    assert_stock,
    blank,
    content,
    ent,
    fine,
    one_line,
    read_lines,
    record,
    rich,
    run,
    spans_of,
    split_tokens,
    workspace,
    write_lines,
)


def named(name, *documents, **more):
    return [
        record(d, TEXTS[d], [ent(TEXTS[d], *FIRST[d])] if d in FIRST else [], annotator=name, **more) for d in documents
    ]


FIRST = {
    "emoji": ("Tesla", "ORG"),
    "cut": ("OpenAI", "ORG"),
    "combining": ("ВТБ", "ORG"),
    "nested": ("Ломоносова", "PERSON"),
}


def exported(tmp_path, ws, *options):
    out = tmp_path / "out.jsonl"
    fine("export", ws, out, "--format", "jsonl", *options)
    return read_lines(out)


def test_gold_comes_first_then_the_only_annotator_else_exit_2(tmp_path):
    """Default: gold if it has a record, else the only annotator, else exit 2 with the names."""
    both = {"anna": named("anna", "emoji", "cut"), "boris": named("boris", "emoji")}
    gold = workspace(tmp_path / "gold", records={**both, "gold": named("gold", "combining")})
    assert [r["id"] for r in exported(tmp_path, gold)] == ["combining"]
    assert [r["id"] for r in exported(tmp_path, gold, "--annotator", "anna")] == ["emoji", "cut"]
    single = workspace(tmp_path / "single", records={"anna": both["anna"], "gold": []})
    assert [r["id"] for r in exported(tmp_path, single)] == ["emoji", "cut"]
    two = workspace(tmp_path / "two", records={**both, "gold": []})
    for command in (["export", two, tmp_path / "never", "--format", "jsonl"],):
        said = run(*command)
        assert said.status == 2
        assert "anna" in one_line(said) and "boris" in one_line(said)
        assert not (tmp_path / "never").exists()
    unknown = run("export", two, tmp_path / "never", "--format", "jsonl", "--annotator", "nobody")
    assert unknown.status == 2
    assert "anna" in one_line(unknown)
    none = run("export", workspace(tmp_path / "none"), tmp_path / "never", "--format", "jsonl")
    assert none.status in {1, 2}
    one_line(none)


def test_status_done_by_default_any_adds_in_progress_never_skipped(tmp_path):
    """Done and status-less records by default; `--status any` adds those in progress; skipped ones never leave."""
    records = [
        *named("anna", "emoji"),
        *named("anna", "combining", status=None),
        *named("anna", "cut", status="in_progress"),
        *named("anna", "nested", status="skipped"),
        *named("anna", "empty"),
    ]
    ws = workspace(tmp_path / "ws", records={"anna": records})
    assert [r["id"] for r in exported(tmp_path, ws)] == ["emoji", "combining", "empty"]
    assert [r["id"] for r in exported(tmp_path, ws, "--status", "done")] == ["emoji", "combining", "empty"]
    assert [r["id"] for r in exported(tmp_path, ws, "--status", "any")] == ["emoji", "combining", "cut", "empty"]


def test_jsonl_export_equals_what_was_imported(tmp_path, imported):
    """The native export holds every document with all its entities and relations, and stock spaCy loads it."""
    lines = exported(tmp_path, imported)
    assert [content(r) for r in lines] == [content(r) for r in rich()]
    for line in lines:
        assert_stock(line)


def sizes(folder):
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".jsonl":
            found[path.stem] = [r["id"] for r in read_lines(path)]
    return found


def test_split_is_whole_disjoint_and_repeatable(tmp_path):
    """80/10/10 of 20 documents gives 16, 2 and 2, each once; the same seed repeats it, another one does not."""
    texts = {f"д{i:02}": f"Статья {i}: Яндекс растёт." for i in range(20)}
    records = [record(i, t, [ent(t, "Яндекс", "ORG")]) for i, t in texts.items()]
    ws = workspace(tmp_path / "ws", texts, {"anna": records})
    outs = []
    for number, seed in enumerate((7, 7, 8)):
        out = tmp_path / f"out{number}"
        fine("export", ws, out, "--format", "jsonl", "--split", "80/10/10", "--seed", seed)
        outs.append(sizes(out))
    assert sorted(map(len, outs[0].values())) == [2, 2, 16]
    assert len(outs[0]["train"]) == 16
    assert sorted(i for ids in outs[0].values() for i in ids) == sorted(texts)
    assert outs[0] == outs[1]
    assert outs[0] != outs[2]


def test_docbin_is_read_by_stock_spacy(tmp_path, imported):
    """The DocBin holds texts, split tokens, flat ents and every span of spans["sc"]; cut tokens are counted aloud."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    out = tmp_path / "out.spacy"
    said = run("export", imported, out, "--format", "spacy")
    assert out.is_file()
    assert re.search(r"\b1\b[^\n]*\b(cut|token)", said.said), said
    docs = list(DocBin().from_disk(out).get_docs(Vocab()))
    native = {r["text"]: r for r in read_lines(imported / "annotations" / "anna.jsonl")}
    assert len(docs) == len(native)
    for doc in docs:
        line = native[doc.text]
        assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]] == spans_of(line)
        assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [
            (e["start"], e["end"], e["label"]) for e in line["ents"]
        ]
        assert [(t.idx, t.idx + len(t.text)) for t in doc] == split_tokens(doc.text, [s[:2] for s in spans_of(line)])
        assert all(t.ent_iob != 0 for t in doc), "missing entity annotation instead of O"


def test_export_never_writes_over_unasked_and_leaves_the_workspace_alone(tmp_path, imported):
    """An export changes no byte of the workspace's data."""
    files = ["corpus.jsonl", "annotations/anna.jsonl", "scheme.json", "annotator.toml"]
    before = [(imported / f).read_bytes() for f in files]
    for name in ("jsonl", "spacy", "brat", "doccano"):
        run("export", imported, tmp_path / f"x-{name}", "--format", name)
    assert [(imported / f).read_bytes() for f in files] == before


def test_suggestions_are_never_exported(tmp_path, imported):
    """A file in suggestions/ is nobody's annotation: export, stats and agreement do not see it."""
    text = TEXTS["empty"]
    made = record("empty", text, [ent(text, "Москве", "ORG")], annotator=None, status=None, scores={"T1": 0.5})
    write_lines(imported / "suggestions" / "slovnet.jsonl", [made])
    assert next(r for r in exported(tmp_path, imported) if r["id"] == "empty")["spans"]["sc"] == []
    assert set(fine("stats", imported, "--json").json["annotators"]) == {"anna"}


def test_every_line_of_an_export_is_utf8_json_with_readable_cyrillic(tmp_path, imported):
    """Exported JSON keeps Cyrillic readable and ends each line with a line end."""
    out = tmp_path / "out.jsonl"
    fine("export", imported, out, "--format", "jsonl")
    raw = out.read_bytes()
    assert raw.endswith(b"\n")
    assert "Илон".encode() in raw
    assert len([json.loads(x) for x in raw.splitlines()]) == 6


@pytest.mark.parametrize("options", [["--split", "80/10/10", "--seed", "1"], []])
def test_export_to_spacy_splits_too(tmp_path, imported, options):
    """A split DocBin export gives files whose documents add up."""
    from spacy.tokens import DocBin

    out = tmp_path / ("parts" if options else "one.spacy")
    run("export", imported, out, "--format", "spacy", *options)
    files = list(out.glob("*.spacy")) if options else [out]
    assert sum(len(list(DocBin().from_disk(f).get_docs(blank().vocab))) for f in files) == 6
