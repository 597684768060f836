"""Native files are read into columns: quickly where they are plain, and never wrongly."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.agreement.strategies import documents

from annotator.agreement import measure_corpus
from annotator.agreement.reading import ArticleText, load
from annotator.agreement.records import columns_of, document_columns
from annotator.domain import Document, RecordError, Status
from annotator.domain.record import read_record

TEXT = "Анна работает в Ромашке"


def same(one, two):
    def tokens(columns):
        return [list(map(int, token)) for token in columns.tokens]

    def marks(columns):
        spans = list(zip(columns.starts, columns.ends, columns.labels, strict=True))
        links = zip(columns.heads, columns.tails, columns.relation_labels, strict=True)
        return set(spans), {(spans[h], spans[t], label) for h, t, label in links}

    return marks(one) == marks(two) and tokens(one) == tokens(two) and one.status == two.status and one.id == two.id


@settings(max_examples=60, deadline=None)
@given(documents())
def test_written_records_take_the_short_way(document):
    """A record says the same on the short way as through the domain, split tokens included."""
    record = json.loads(json.dumps(document.to_record()))
    assert same(columns_of(record), document_columns(read_record(record).document))


CHANGES = [
    lambda r: r["spans"]["sc"].append({"start": 0, "end": 5, "label": "X"}),
    lambda r: r["spans"]["sc"].append({"start": 0, "end": 500, "label": "X"}),
    lambda r: r["spans"]["sc"].append({"start": True, "end": 2, "label": "X"}),
    lambda r: r["spans"]["sc"].append({"start": 2, "end": 1, "label": "X"}),
    lambda r: r["spans"]["sc"].append({"start": 0, "end": 2, "label": ""}),
    lambda r: r["spans"]["sc"].append(dict(r["spans"]["sc"][0]) if r["spans"]["sc"] else {}),
    lambda r: r["relations"].append({"head": 0, "tail": 99, "label": "X"}),
    lambda r: r["relations"].append({"head": 0, "tail": 0, "label": "X"}),
    lambda r: r["relations"].append({"head": 0, "tail": 1}),
    lambda r: r.pop("spans"),
    lambda r: r.pop("tokens"),
    lambda r: r.pop("relations"),
    lambda r: r.pop("status"),
    lambda r: r.pop("text"),
    lambda r: r.update(status="finished"),
    lambda r: r.update(status=["done"]),
    lambda r: r.update(text_sha256=["x"]),
    lambda r: r.update(id=7),
    lambda r: r.update(text=""),
    lambda r: r["tokens"].reverse(),
    lambda r: r["tokens"].append({"id": 0, "start": 3, "end": 900}),
    lambda r: r.update(fragments={"T1": [[0, 1], [1, 2]]}),
]


@settings(max_examples=150, deadline=None)
@given(documents(), st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2))
def test_damaged_records_are_refused_alike(document, changes):
    """Whatever is wrong with a record, both ways say the same or refuse the same."""
    record = json.loads(json.dumps(document.to_record()))
    for change in changes:
        try:
            change(record)
        except (KeyError, AttributeError):
            return
    try:
        expected = document_columns(read_record(record).document)
    except RecordError as error:
        with pytest.raises(RecordError) as caught:
            columns_of(record)
        assert str(caught.value) == str(error)
    else:
        assert same(columns_of(record), expected)


@pytest.fixture
def write(tmp_path, document):
    def write(name, *lines):
        path = tmp_path / f"{name}.jsonl"
        shown = [line if isinstance(line, str) else json.dumps(line.to_record(), ensure_ascii=False) for line in lines]
        path.write_text("".join(f"{line}\n" for line in shown), encoding="utf-8")
        return path

    return write


def test_last_line_wins(write, document):
    """Of several lines of one document the last counts."""
    first, last = document(TEXT, [(0, 4, "ORG")]), document(TEXT, [(0, 4, "PERSON")])
    loaded = load({"anna": write("anna", first, last), "boris": write("boris", last)})
    assert measure_corpus(loaded.corpus).entity_pairs["anna|boris"].strict.f1.value == 1
    assert not loaded.problems


def test_damaged_last_line_lets_the_one_before_count(write, document):
    """A damaged newest line is told by number, and the line before it stands in."""
    good = document(TEXT, [(0, 4, "PERSON")])
    bad = json.dumps(good.to_record()).replace('"end": 4', '"end": 400')
    loaded = load({"anna": write("anna", good, bad), "boris": write("boris", good)})
    assert [(p.line, p.file.endswith("anna.jsonl")) for p in loaded.problems] == [(2, True)]
    assert measure_corpus(loaded.corpus).entity_pairs["anna|boris"].strict.f1.value == 1


def test_bad_lines_are_told_and_passed_over(write, document):
    """Bad lines are listed with their numbers; all else is read."""
    good = document(TEXT, [(0, 4, "PERSON")])
    loaded = load({"anna": write("anna", "{nonsense", good, "[]", '{"text": "x"}'), "boris": write("boris", good)})
    assert [p.line for p in loaded.problems] == [1, 3, 4]
    assert measure_corpus(loaded.corpus).documents == 1


def test_statuses(write, document):
    """Only done documents count unless others are asked for; what is left out is counted by status."""
    docs = [document(TEXT, document_id=status, status=Status(status)) for status in ("done", "in_progress", "skipped")]
    bare = json.dumps({"id": "bare", "text": TEXT, "ents": []})
    files = {name: write(name, *docs, bare) for name in ("anna", "boris")}
    loaded = load(files)
    assert measure_corpus(loaded.corpus).documents == 2
    assert loaded.left_out["anna"] == {"in_progress": 1, "skipped": 1}
    assert measure_corpus(load(files, statuses=(Status.DONE, Status.IN_PROGRESS)).corpus).documents == 3


def test_corpus_binds(write, document, tmp_path):
    """With a corpus its tokens count, and a record without an article is told and left out."""
    good, stray = document(TEXT, [(0, 4, "PERSON")]), document(TEXT, document_id="stray")
    files = {"anna": write("anna", good, stray), "boris": write("boris", good), "vera": tmp_path / "vera.jsonl"}
    loaded = load(files, articles=[ArticleText("d", TEXT, ((0, 4), (5, 23)))])
    assert measure_corpus(loaded.corpus).entity_pairs["anna|boris"].token.n == 2
    assert len(loaded.problems) == 1
    assert loaded.left_out["anna"] == {"no_article": 1}


def test_torn_tail_of_a_file_in_use(write, document):
    """An unfinished last line is passed over where another process may be writing, and told elsewhere."""
    good = document(TEXT, [(0, 4, "PERSON")])
    files = {name: write(name, good) for name in ("anna", "boris")}
    with files["anna"].open("a", encoding="utf-8") as file:
        file.write('{"id": "d", "text": "Ан')
    assert not load(files, tolerate_tail=True).problems
    assert [p.line for p in load(files).problems] == [2]


def test_documents_and_columns_agree(document):
    """A document and its record give the same columns."""
    made = document(TEXT, [(0, 4, "PERSON"), (16, 23, "ORG")], [(0, 1, "WORKS")])
    assert same(document_columns(made), columns_of(made.to_record()))
    assert isinstance(Document.from_record(made.to_record()), Document)


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": "), (",", " : ")])
def test_a_repeated_key_is_refused_by_line(tmp_path, separators):
    """A line that says two things under one key says nothing, however it is spaced; the rest is read."""
    good, bad = ({"id": name, "text": 'Он сказал: "да": "нет"', "ents": []} for name in ("a", "b"))
    lines = [json.dumps(item, ensure_ascii=False, separators=separators) for item in (good, bad)]
    lines[1] = lines[1][:-1] + ',"ents":[]}'
    for name in ("anna", "boris"):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    loaded = load({name: tmp_path / name for name in ("anna", "boris")})
    assert [problem.line for problem in loaded.problems] == [2, 2]
    assert measure_corpus(loaded.corpus, 0).documents == 1
