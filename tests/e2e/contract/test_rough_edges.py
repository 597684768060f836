"""Where the sentences of the contract meet: unusual locales, pipes, half-made input, several files at once."""

import json
import subprocess
import sys

import pytest
from e2e.contract.kit import (
    ROOT,
    TEXTS,
    as_line,
    assert_stock,
    content,
    ent,
    environment,
    find,
    fine,
    one_line,
    read_lines,
    record,
    rich,
    run,
    scheme_file,
    spans_of,
    stock_tokens,
    total,
    workspace,
    write_lines,
)
from e2e.contract.test_locks import held

CUT = TEXTS["cut"]


def test_articles_come_in_while_a_window_is_open(tmp_path):
    """One lock per annotator and one for the corpus: anna's open window does not stop an import of articles."""
    ws = workspace(tmp_path / "ws", records={"anna": rich()[:1]})
    path = tmp_path / "новая.txt"
    path.write_text("Газпром вырос.", encoding="utf-8")
    with held(ws, "anna"):
        fine("import", ws, path)
        assert fine("stats", ws, "--json").json["documents"] == len(TEXTS) + 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp866"])
def test_output_survives_a_console_that_cannot_print_it(tmp_path, rich_file, encoding):
    """Cyrillic and emoji never end in a traceback; files written to stdout and JSON are UTF-8 whatever the console."""
    options = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    said = fine("convert", rich_file, "-", "--from", "jsonl", "--to", "jsonl", **options)
    assert [content(json.loads(x)) for x in said.out.splitlines()] == [content(r) for r in rich()]
    bad = tmp_path / "плохой.jsonl"
    bad.write_text("{\n", encoding="utf-8")
    judged = run("validate", bad, "--json", **options)
    assert judged.status == 1
    assert judged.json["problems"][0]["file"].endswith("плохой.jsonl")


def test_a_closed_pipe_is_no_traceback(rich_file, tmp_path):
    """`annotator convert … - | head -1` ends quietly."""
    many = tmp_path / "many.jsonl"
    many.write_text(
        "".join(as_line({**r, "id": f"{i}-{r['id']}"}) for i in range(200) for r in rich()), encoding="utf-8"
    )
    command = f'"{sys.executable}" -m annotator convert "{many}" - --from jsonl --to jsonl | head -c 100'
    done = subprocess.run(command, shell=True, env=environment(), cwd="/", capture_output=True, check=False)
    assert len(done.stdout) == 100
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr, done.stderr.decode()


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    """Of several files the good ones come in; --json still prints the one report, with the bad ones in problems."""
    files = []
    for name, data in (("а", "Яндекс."), ("б", ""), ("в", "Газпром."), ("г", "\ufeff"), ("д", "ВТБ.")):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_bytes(data.encode())
    ws = workspace(tmp_path / "ws", {})
    said = run("import", ws, *files, "--json")
    assert said.status == 1
    assert [r["id"] for r in read_lines(ws / "corpus.jsonl")] == ["а", "в", "д"]
    assert sorted(p["file"].rsplit("/", 1)[1] for p in said.json["problems"]) == ["б.txt", "г.txt"]


def test_counts_of_an_import_are_numbers(tmp_path):
    """read, written, refused, dropped, trimmed and collapsed are numbers, as validate's counts are."""
    ws = workspace(tmp_path / "ws")
    said = fine("import", ws, write_lines(tmp_path / "r.jsonl", rich()), "--json").json
    for key in ("read", "written", "refused", "dropped", "trimmed", "collapsed"):
        assert type(said[key]) is int, (key, said[key])
    assert said["refused"] == said["dropped"] == said["trimmed"] == said["collapsed"] == 0


def test_pdf_docx_and_html_that_are_none_are_one_line(tmp_path):
    """Broken or unreadable article files are refused in one line, exit 1, with or without the extra installed."""
    ws = workspace(tmp_path / "ws", {})
    for suffix in ("pdf", "docx"):
        path = tmp_path / f"битый.{suffix}"
        path.write_bytes(b"\x00\x01garbage")
        said = run("import", ws, path)
        assert said.status == 1, said
        assert f"битый.{suffix}" in one_line(said)
    odd = tmp_path / "таблица.xlsx"
    odd.write_bytes(b"PK\x03\x04garbage")
    said = run("import", ws, odd)
    assert said.status in {1, 2}
    one_line(said)
    assert not (ws / "corpus.jsonl").exists() or not (ws / "corpus.jsonl").read_bytes()


def test_html_articles_lose_their_markup(tmp_path):
    """An html article comes in as text without tags; without the extra it is refused in one line."""
    ws = workspace(tmp_path / "ws", {})
    path = tmp_path / "статья.html"
    body = "<p>Компания «Яндекс» показала новую колонку, сообщил Аркадий Волож в четверг на конференции.</p>" * 3
    path.write_text(
        f"<html><head><meta charset='utf-8'><title>Т</title></head><body><article>{body}</article></body></html>",
        encoding="utf-8",
    )
    said = run("import", ws, path)
    if said.status:
        one_line(said)
    else:
        (line,) = read_lines(ws / "corpus.jsonl")
        assert "<" not in line["text"]
        assert "Аркадий Волож" in line["text"]


def test_spans_without_kb_id_and_empty_containers_are_read(tmp_path):
    """kb_id may be missing, `spans` may be empty beside `ents`, `tokens` may be empty."""
    org = ent(CUT, "OpenAI", "ORG")
    no_kb = record("cut", CUT, [org])
    del no_kb["spans"]["sc"][0]["kb_id"]
    beside = record("cut", CUT, [org], tokens=[])
    beside["spans"] = {}
    for given in (no_kb, beside):
        ws = workspace(tmp_path / str(id(given)))
        fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]))
        (line,) = read_lines(ws / "annotations" / "anna.jsonl")
        assert spans_of(line) == [org]
        assert_stock(line)


def test_from_spacys_own_to_json(tmp_path):
    """A line of stock `Doc.to_json()` with an id added imports: cats, sents and token attributes are kept aside."""
    import spacy
    from spacy.tokens import Span

    nlp = spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    doc = nlp(TEXTS["emoji"])
    span = doc.char_span(*find(doc.text, "Илон Маск"))
    doc.ents = [Span(doc, span.start, span.end, "PERSON")]
    doc.cats = {"бизнес": 1.0}
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [{"id": "s1", **doc.to_json()}]), "--annotator", "anna")
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert spans_of(line) == [(2, 11, "PERSON")]
    assert line["meta"]["source"]["cats"] == {"бизнес": 1.0}
    assert len(line["meta"]["source"]["sents"]) == len(list(doc.sents))
    assert_stock(line)


def test_foreign_tokens_never_become_the_corpus_tokens(tmp_path):
    """Whatever tokens a record that brings its article has, the corpus keeps the stock tokenizer's."""
    text = "Яндекс.Маркет и ChatGPT-4o: 2013г."
    given = record("n", text, [])
    given["tokens"] = [
        {"id": i, "start": s, "end": e}
        for i, (s, e) in enumerate([(0, 13), (14, 15), (16, 23), (23, 26), (26, 27), (28, 34)])
    ]
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]))
    (article,) = read_lines(ws / "corpus.jsonl")
    assert [tuple(t) for t in article["tokens"]] == stock_tokens(text)
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert [(t["start"], t["end"]) for t in line["tokens"]] == stock_tokens(text)


def test_several_files_and_formats_in_one_import(tmp_path):
    """Articles and records of several files come in together; records attach to articles of the same call."""
    ws = workspace(tmp_path / "ws", {})
    article = tmp_path / "cut.txt"
    article.write_bytes(CUT.encode())
    first = write_lines(tmp_path / "a.jsonl", [record("cut", CUT, [ent(CUT, "OpenAI", "ORG")])])
    second = write_lines(tmp_path / "b.jsonl", [record("cut", CUT, [ent(CUT, "OpenAI", "ORG", 1)], annotator="boris")])
    fine("import", ws, article, first, second)
    assert [r["id"] for r in read_lines(ws / "corpus.jsonl")] == ["cut"]
    counts = fine("stats", ws, "--json").json["annotators"]
    assert counts["anna"]["done"] == counts["boris"]["done"] == 1


@pytest.mark.parametrize("name", ["brat", "prodigy", "doccano", "labelstudio"])
def test_other_tools_come_into_a_workspace(tmp_path, rich_file, name):
    """What convert writes for another tool imports into a workspace with --annotator, source import:<format>."""
    out = tmp_path / ("brat" if name == "brat" else f"x.{'json' if name == 'labelstudio' else 'jsonl'}")
    fine("convert", rich_file, out, "--from", "jsonl", "--to", name)
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, out, "--format", name, "--annotator", "vera")
    lines = read_lines(ws / "annotations" / "vera.jsonl")
    found = sorted((r["text"], sorted(spans_of(r))) for r in lines)
    assert found == sorted((r["text"], sorted(spans_of(r))) for r in rich())
    assert all(r["annotator"] == "vera" for r in lines)
    sources = {s["source"] for r in lines for s in r["spans"]["sc"]}
    assert sources <= {"manual", f"import:{name}"}
    for line in lines:
        assert_stock(line)
    again = fine("import", ws, out, "--format", name, "--annotator", "vera")
    assert again.said.strip()


def test_import_of_unknown_formats_is_wrong_usage(tmp_path, rich_file):
    """--format nonsense exits 2 in one line that names the formats."""
    said = run("import", workspace(tmp_path / "ws"), rich_file, "--format", "nonsense")
    assert said.status == 2
    assert "doccano" in one_line(said)


def test_validate_takes_several_paths(tmp_path, rich_file):
    """Counts add up over paths, problems name their own files."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    judged = run("validate", rich_file, bad, "--json")
    assert judged.status == 1
    assert judged.json["records"] == 6
    assert [p["file"].endswith("bad.jsonl") for p in judged.json["problems"]] == [True]


def test_published_schemas_accept_what_we_write(imported):
    """schemas/record.schema.json and scheme.schema.json accept the program's own files."""
    jsonschema = pytest.importorskip("jsonschema")
    for schema, data in (
        ("record.schema.json", read_lines(imported / "annotations" / "anna.jsonl")),
        ("scheme.schema.json", [json.loads((imported / "scheme.json").read_text(encoding="utf-8"))]),
    ):
        checker = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / schema).read_text(encoding="utf-8")))
        for item in data:
            assert not list(checker.iter_errors(item))


def test_assignments_are_optional_and_read(tmp_path):
    """assignments.jsonl may lie in the workspace; a line that names no document of the corpus is told by validate."""
    ws = workspace(tmp_path / "ws")
    write_lines(ws / "assignments.jsonl", [{"document": "emoji", "annotators": ["anna", "boris"]}])
    assert fine("validate", ws, "--json").json["ok"] is True
    write_lines(
        ws / "assignments.jsonl",
        [{"document": "emoji", "annotators": ["anna"]}, {"document": "нет", "annotators": ["anna"]}],
    )
    judged = run("validate", ws, "--json")
    assert judged.status == 1
    assert [(p["file"].endswith("assignments.jsonl"), p["line"]) for p in judged.json["problems"]] == [(True, 2)]


def test_a_broken_corpus_line_is_told_and_the_rest_works(tmp_path):
    """Bad corpus lines, a repeated id and an empty text are told with file and line; good articles stay usable."""
    ws = workspace(tmp_path / "ws", records={"anna": rich()[:2]})
    with (ws / "corpus.jsonl").open("ab") as file:
        file.write(
            b"{oops\n"
            + as_line({"id": "emoji", "text": "другой", "meta": {}}).encode()
            + as_line({"id": "e", "text": "", "meta": {}}).encode()
        )
    judged = run("validate", ws, "--json")
    assert judged.status == 1
    places = {(p["file"].rsplit("/", 1)[1], p["line"]) for p in judged.json["problems"]}
    first = len(TEXTS) + 1
    assert {("corpus.jsonl", first), ("corpus.jsonl", first + 1), ("corpus.jsonl", first + 2)} <= places
    said = run("stats", ws, "--json")
    assert said.status in {0, 1}
    assert said.json["annotators"]["anna"]["done"] == 2


def test_a_damaged_settings_file_is_one_line(tmp_path):
    """annotator.toml or scheme.json that cannot be read is one line with its file name, for every command."""
    for name, data in (("annotator.toml", b"name = \n"), ("scheme.json", b"{"), ("annotator.toml", b"\xff\xfe")):
        ws = workspace(tmp_path / f"ws-{name}-{len(data)}")
        (ws / name).write_bytes(data)
        for command in (["stats", ws], ["export", ws, tmp_path / "o", "--format", "jsonl"]):
            said = run(*command)
            assert said.status in {1, 2}, said
            assert name in one_line(said)


def test_a_workspace_of_a_later_format_is_not_touched(tmp_path):
    """format = 2 is refused in one line instead of being misread."""
    ws = workspace(tmp_path / "ws")
    settings = (ws / "annotator.toml").read_text(encoding="utf-8").replace("format = 1", "format = 2")
    (ws / "annotator.toml").write_text(settings, encoding="utf-8")
    said = run("stats", ws)
    assert said.status in {1, 2}
    assert "annotator.toml" in one_line(said)


def test_superseded_lines_are_read_as_their_last(tmp_path):
    """Readers of an uncompacted file count and export each document once, as its last line says."""
    old = record("cut", CUT, [ent(CUT, "OpenAI", "ORG")])
    new = record("cut", CUT, [ent(CUT, "Сэм Альтман", "PERSON")])
    ws = workspace(tmp_path / "ws", records={"anna": [old, rich()[0], new]})
    stats = fine("stats", ws, "--json").json["annotators"]["anna"]
    assert stats["done"] == 2
    fine("export", ws, tmp_path / "o.jsonl", "--format", "jsonl")
    assert [content(r) for r in read_lines(tmp_path / "o.jsonl")] == [content(rich()[0]), content(new)]
    assert fine("validate", ws, "--json").json["records"] == 2


def test_label_map_merging_two_labels_collapses(tmp_path):
    """Two labels of one span mapped onto one collapse into one entity, counted, exit 0; relations move along."""
    text = TEXTS["nested"]
    given = record(
        "nested",
        text,
        [ent(text, "МГУ", "UNIVERSITY"), ent(text, "МГУ", "SCHOOL"), ent(text, "Виктор Садовничий", "PERSON")],
        [(2, 0, "WORKPLACE"), (2, 1, "WORKPLACE")],
    )
    maps = tmp_path / "m.json"
    maps.write_text('{"UNIVERSITY": "ORG", "SCHOOL": "ORG"}', encoding="utf-8")
    ws = workspace(tmp_path / "ws")
    said = fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]), "--label-map", maps, "--json").json
    assert total(said["collapsed"]) == 2
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert len(line["spans"]["sc"]) == 2
    assert len(line["relations"]) == 1


def test_a_null_entity_takes_its_relations_with_exit_0(tmp_path):
    """A relation whose entity the label map drops goes too, is counted, and the exit status stays 0."""
    given = record("cut", CUT, [ent(CUT, "OpenAI", "ORG"), ent(CUT, "Сэм Альтман", "DATE")], [(0, 1, "FOUNDED_BY")])
    maps = tmp_path / "m.json"
    maps.write_text('{"DATE": null}', encoding="utf-8")
    ws = workspace(tmp_path / "ws")
    said = fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]), "--label-map", maps, "--json").json
    assert total(said["dropped"]) == 2
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert (len(line["spans"]["sc"]), line["relations"]) == (1, [])


def test_convert_takes_folders(tmp_path):
    """IN and OUT may be folders: a folder of native files becomes brat files and comes back."""
    folder = tmp_path / "in"
    write_lines(folder / "a.jsonl", rich()[:2])
    write_lines(folder / "b.jsonl", rich()[2:])
    fine("convert", folder, tmp_path / "brat", "--from", "jsonl", "--to", "brat")
    fine("convert", tmp_path / "brat", tmp_path / "back.jsonl", "--from", "brat", "--to", "jsonl")
    found = sorted((r["text"], sorted(spans_of(r))) for r in read_lines(tmp_path / "back.jsonl"))
    assert found == sorted((r["text"], sorted(spans_of(r))) for r in rich())


def test_an_article_with_thousands_of_entities(tmp_path):
    """A long article with 3,000 entities and 1,500 relations imports in seconds and loads in stock spaCy."""
    text = "Анна Ким из банка Луч . " * 1500
    entities, relations = [], []
    for i in range(1500):
        base = 24 * i
        entities += [(base, base + 8, "PERSON"), (base + 12, base + 21, "ORG")]
        relations.append((2 * i, 2 * i + 1, "WORKPLACE"))
    given = {"id": "long", "text": text, "spans": {"sc": []}, "annotator": "anna", "status": "done"}
    given["spans"]["sc"] = [{"start": s, "end": e, "label": x, "kb_id": ""} for s, e, x in entities]
    given["relations"] = [{"head": h, "tail": t, "label": x} for h, t, x in relations]
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]), timeout=30)
    (line,) = read_lines(ws / "annotations" / "anna.jsonl")
    assert spans_of(line) == entities
    assert_stock(line)


def test_schemes_decide_overlap_through_the_settings(tmp_path):
    """overlap in annotator.toml holds: with "any" there, crossing entities of news-ru labels are imported."""
    ws = workspace(tmp_path / "ws", scheme=scheme_file(tmp_path / "s.json", overlap="nested"))
    settings = (ws / "annotator.toml").read_text(encoding="utf-8").replace('overlap = "nested"', 'overlap = "any"')
    (ws / "annotator.toml").write_text(settings, encoding="utf-8")
    given = record("cut", CUT, [ent(CUT, "Компания OpenAI", "ORG"), ent(CUT, "OpenAI показала", "ORG")])
    fine("import", ws, write_lines(tmp_path / "r.jsonl", [given]))
    assert fine("validate", ws, "--json").json["entities"] == 2


@pytest.mark.parametrize("name", ["prodigy", "doccano", "gliner", "labelstudio", "jsonl"])
@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".txt", ""])
def test_the_name_of_out_does_not_matter(tmp_path, rich_file, name, suffix):
    """convert writes what --to says whatever OUT is called."""
    fine("convert", rich_file, tmp_path / f"out{suffix}", "--from", "jsonl", "--to", name)
    assert (tmp_path / f"out{suffix}").is_file()


def test_two_annotations_of_one_user_do_not_lose_the_export(tmp_path):
    """A Label Studio task annotated twice by one user is settled or told; every other task is converted."""
    text = "Илон Маск и Tesla."
    value = {"start": 0, "end": 9, "text": "Илон Маск", "labels": ["PERSON"]}
    region = {"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    twice = [{"id": i, "completed_by": 1, "result": [region] * (2 - i)} for i in (1, 2)]
    tasks = [
        {"id": 1, "data": {"text": text}, "annotations": twice},
        {"id": 2, "data": {"text": text + "!"}, "annotations": twice[:1]},
    ]
    path = tmp_path / "ls.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    said = run("convert", path, tmp_path / "o.jsonl", "--from", "labelstudio", "--to", "jsonl", "--json")
    lines = read_lines(tmp_path / "o.jsonl")
    assert text + "!" in [r["text"] for r in lines]
    assert len({(r["id"], r["annotator"]) for r in lines}) == len(lines)
    assert said.status == 1
    assert said.json["problems"]


@pytest.mark.parametrize("name", ["prodigy", "doccano", "gliner", "jsonl"])
@pytest.mark.parametrize("second", ["other text", "other label", "same"])
def test_one_id_twice_in_a_file(tmp_path, name, second):
    """A repeated id is told and settled, or the later one refused by line; the rest of the file is converted."""
    make = {
        "prodigy": lambda i, t, x: {
            "id": i,
            "text": t,
            "spans": [{"start": 0, "end": 9, "label": x}],
            "answer": "accept",
        },
        "doccano": lambda i, t, x: {"id": i, "text": t, "label": [[0, 9, x]]},
        "gliner": lambda i, t, x: {"id": i, "tokenized_text": t.split(), "ner": [[0, 1, x]]},
        "jsonl": lambda i, t, x: {"id": i, "text": t, "ents": [{"start": 0, "end": 9, "label": x}]},
    }[name]
    text = "Илон Маск и"
    again = {"other text": ("Илон Маск у", "P"), "other label": (text, "Q"), "same": (text, "P")}[second]
    path = write_lines(tmp_path / "x.jsonl", [make("a", text, "P"), make("b", "Анна Кимм .", "P"), make("a", *again)])
    said = run("convert", path, tmp_path / "o.jsonl", "--from", name, "--to", "jsonl")
    lines = read_lines(tmp_path / "o.jsonl")
    assert "Анна Кимм ." in [r["text"] for r in lines]
    assert len({r["id"] for r in lines}) == len(lines), "two records of one id"
    assert len(lines) == 3 or "x.jsonl:1" in said.err or "x.jsonl:3" in said.err
    if second == "other text" and len(lines) < 3:
        assert said.status == 1


def test_a_folder_of_articles_comes_in_by_name(tmp_path):
    """A folder given to import brings the articles inside it, ids from their names, in a stable order."""
    folder = tmp_path / "статьи"
    folder.mkdir()
    for name in ("б", "а", "в"):
        (folder / f"{name}.txt").write_text(f"Статья {name}: Яндекс.", encoding="utf-8")
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, folder, "--format", "text")
    assert sorted(r["id"] for r in read_lines(ws / "corpus.jsonl")) == ["а", "б", "в"]


def test_word_articles_come_in(tmp_path):
    """A .docx article brings its paragraphs and table cells in order."""
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("Компания «Яндекс» показала колонку.")
    made.add_table(1, 1).cell(0, 0).text = "Илон Маск"
    made.add_paragraph("Конец статьи.")
    made.save(tmp_path / "статья.docx")
    ws = workspace(tmp_path / "ws", {})
    fine("import", ws, tmp_path / "статья.docx")
    (line,) = read_lines(ws / "corpus.jsonl")
    assert line["id"] == "статья"
    places = [line["text"].index(x) for x in ("«Яндекс»", "Илон Маск", "Конец статьи.")]
    assert places == sorted(places)


def test_stats_draws_a_page(tmp_path, imported):
    """`stats --html FILE` writes one page that stands alone, with the annotator and the labels."""
    page = tmp_path / "s.html"
    fine("stats", imported, "--html", page)
    text = page.read_text(encoding="utf-8")
    assert "anna" in text and "PERSON" in text
    assert 'src="http' not in text and "<link" not in text


@pytest.mark.parametrize("head", ["head", "tail"])
def test_a_workspace_line_that_is_out_of_range_is_skipped_not_guessed(tmp_path, head):
    """A record in the workspace whose relation points nowhere is told by validate and export, never half exported."""
    bad = record(
        "emoji",
        TEXTS["emoji"],
        [ent(TEXTS["emoji"], "Илон Маск", "PERSON"), ent(TEXTS["emoji"], "Tesla", "ORG")],
        [(0, 1, "WORKPLACE")],
    )
    bad["relations"][0][head] = 9
    ws = workspace(tmp_path / "ws", records={"anna": [bad, record("cut", CUT)]})
    assert run("validate", ws).status == 1
    said = run("export", ws, tmp_path / "o.jsonl", "--format", "jsonl")
    assert said.status == 1
    assert "anna.jsonl:1" in said.err
    assert [r["id"] for r in read_lines(tmp_path / "o.jsonl")] == ["cut"]
    assert run("stats", ws, "--json").json["annotators"]["anna"]["done"] == 1
