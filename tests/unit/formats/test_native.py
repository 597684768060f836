import json
import os
import subprocess
import sys

from annotator.domain import Status


def test_a_record_comes_back_exactly(build, read, write):
    """What is written is read again as the same document, nested entities and relations included."""
    document = build.sample()
    (imported,) = read("jsonl", write("jsonl", [document]))
    assert imported.document == document
    assert imported.annotated
    assert imported.read.to_json() == {"documents": 1, "entities": 4, "relations": 1}


def test_stock_spacy_loads_every_line(build, write):
    """spaCy with nothing of ours loads the line and shows the same entities."""
    out = write("jsonl", [build.sample()])
    script = (
        "import json,sys,spacy\nfrom spacy.tokens import Doc\n"
        "doc=Doc(spacy.blank('ru').vocab).from_json(json.loads(open(sys.argv[1],encoding='utf-8').readline()),validate=True)\n"
        "print(json.dumps([[s.text,s.label_] for s in doc.spans['sc']]))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, str(out)], capture_output=True, text=True, check=True, env=os.environ
    )
    assert json.loads(shown.stdout)[0] == ["ООО «Ромашка»", "ORG"]


def test_bad_lines_are_refused_by_number_and_the_rest_is_read(build, read, options, tmp_path):
    """A broken line, an offset outside the text and a relation to nowhere each name their line; good lines stay."""
    good = {"id": "a", "text": "Анна", "ents": [{"start": 0, "end": 4, "label": "PERSON"}]}
    outside = {"id": "b", "text": "Анна", "ents": [{"start": 0, "end": 9, "label": "PERSON"}]}
    nowhere = good | {"id": "c", "relations": [{"head": 0, "tail": 5, "label": "X"}]}
    path = build.write_lines(tmp_path / "in.jsonl", [good, outside, nowhere])
    path.write_bytes(path.read_bytes() + b'{"id": \n')
    assert [i.document.id for i in read("jsonl", path)] == ["a"]
    assert [p.line for p in options.report.problems] == [2, 3, 4]
    assert options.report.to_json()["details"]["refused"] == {"documents": 3, "entities": 2, "relations": 1}


def test_a_line_with_text_alone_is_an_article(build, read, tmp_path):
    """No annotation keys means that nobody has annotated: not the same as a record without entities."""
    path = build.write_lines(
        tmp_path / "in.jsonl", [{"id": "a", "text": "Анна"}, {"id": "b", "text": "Анна", "ents": []}]
    )
    bare, empty = read("jsonl", path)
    assert (bare.annotated, bare.document.status) == (False, Status.NOT_STARTED)
    assert (empty.annotated, empty.document.status) == (True, Status.DONE)


def test_bare_articles_stay_bare(build, read, write):
    """Writing an unannotated article claims nothing about its entities."""
    out = write("jsonl", [build.document("Анна", status=Status.NOT_STARTED, annotator="")])
    assert not {"ents", "spans", "status"} & set(json.loads(out.read_text(encoding="utf-8")))
    assert not read("jsonl", out)[0].annotated


def test_the_last_line_of_a_document_counts(build, read, options, tmp_path):
    """An earlier line of the same document and annotator is superseded, and that is said."""
    first = {"id": "a", "text": "Анна", "ents": [], "annotator": "x"}
    last = first | {"ents": [{"start": 0, "end": 4, "label": "PERSON"}]}
    path = build.write_lines(tmp_path / "in.jsonl", [first, {"id": "b", "text": "Б", "ents": []}, last])
    assert [(i.document.id, len(i.document.entities)) for i in read("jsonl", path)] == [("b", 0), ("a", 1)]
    assert [p.line for p in options.report.problems] == [1]


def test_tokens_that_leave_gaps_are_dropped(build, read, tmp_path):
    """Tokens that spaCy would refuse are not kept."""
    record = {"id": "a", "text": "Анна ест", "tokens": [{"start": 0, "end": 4}], "ents": []}
    (imported,) = read("jsonl", build.write_lines(tmp_path / "in.jsonl", [record]))
    assert imported.document.tokens == ()


def test_the_files_own_order_is_kept_for_later_rules(build, read, tmp_path):
    """Entities come with their order in the file, also when they have no ids."""
    ents = [{"start": 5, "end": 8, "label": "B"}, {"start": 0, "end": 4, "label": "A"}]
    (imported,) = read(
        "jsonl", build.write_lines(tmp_path / "in.jsonl", [{"id": "a", "text": "Анна ест", "ents": ents}])
    )
    labels = {e.id: e.label for e in imported.document.entities}
    assert [labels[i] for i in imported.order] == ["B", "A"]


def test_values_that_spacy_refuses_in_entities_survive(build, read, write, options, tmp_path):
    """A score goes to the scores, other values to meta.source, each under its entity's id; relations stay where they were."""
    ents = [
        {"start": 5, "end": 9, "label": "PERSON", "score": 0.5, "deep": {"k": [1]}, "n": 3},
        {"start": 0, "end": 4, "label": "PERSON", "id": "T7", "sure": True},
    ]
    record = {"id": "a", "text": "Анна Анна", "ents": ents, "relations": [{"head": 0, "tail": 1, "label": "X"}]}
    (imported,) = read("jsonl", build.write_lines(tmp_path / "in.jsonl", [record]))
    document = imported.document
    assert [(e.id, e.start, dict(e.extra)) for e in document.entities] == [("T7", 0, {}), ("T8", 5, {"n": 3})]
    assert [(r.head, r.tail) for r in document.relations] == [("T8", "T7")]
    assert document.scores == {"T8": 0.5}
    assert document.meta["source"]["entities"] == {"T8": {"deep": {"k": [1]}}, "T7": {"sure": True}}
    assert options.report.lossless
    assert len(options.report.problems) == 1
    (again,) = read("jsonl", write("jsonl", [document]))
    assert again.document.scores == document.scores
    assert again.document.meta == document.meta


def test_fragments_of_no_entity_are_told(build, read, options, tmp_path):
    """Fragments whose id no entity has are named and count as left out."""
    ents = [{"start": 0, "end": 4, "label": "PERSON", "id": "T1"}]
    record = {"id": "a", "text": "Анна", "ents": ents, "fragments": {"T9": [[0, 1], [2, 4]]}}
    assert len(read("jsonl", build.write_lines(tmp_path / "in.jsonl", [record]))) == 1
    assert not options.report.lossless
    assert "T9" in str(options.report.problems[0])
