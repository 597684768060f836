import json

import pytest

from annotator.formats import registry
from annotator.formats.convert import ConvertOptions, convert

TEXT = "Анна работает в Яндексе."


@pytest.fixture
def to_native(build, tmp_path):
    def _to_native(name, items, file_name="in.jsonl"):
        source, out = tmp_path / file_name, tmp_path / "out.jsonl"
        if source.suffix == ".json":
            source.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
        else:
            build.write_lines(source, items)
        report = convert(source, out, registry.get(name), registry.get("jsonl"), ConvertOptions())
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], report

    return _to_native


def example(label="PERSON", **changes):
    return {"id": "a", "text": TEXT, "label": [[0, 4, label]]} | changes


def refused(report):
    return [problem.line for problem in report.problems if problem.kind == "refused"]


def test_another_text_under_one_id_is_refused_by_line(to_native):
    """The first text keeps the id, and what stands between them is converted."""
    lines, report = to_native("doccano", [example(), example(id="b"), example(text=f"{TEXT} Да.")])
    assert [line["id"] for line in lines] == ["a", "b"]
    assert refused(report) == [3]


def test_the_same_again_is_told_and_lost_nothing(to_native):
    """An exact repetition is reported, and the conversion is lossless."""
    lines, report = to_native("doccano", [example(), example()])
    assert len(lines) == 1
    assert report.lossless
    assert [problem.line for problem in report.problems] == [2]


def test_other_annotations_of_another_annotator_are_no_repetition(to_native):
    """Two annotators' records of one document are both written."""
    lines, report = to_native("doccano", [example(annotator="anna"), example("ORG", annotator="boris")])
    assert [line["annotator"] for line in lines] == ["anna", "boris"]
    assert not report.problems


@pytest.mark.parametrize("same", [True, False])
def test_two_annotations_of_one_user_do_not_lose_the_file(to_native, same):
    """Label Studio allows them: the first counts, a differing second one is refused by line."""
    regions = [
        {"id": "r", "type": "labels", "value": {"start": 0, "end": 4, "text": "Анна", "labels": [label]}}
        for label in ("PERSON", "PERSON" if same else "ORG")
    ]
    annotations = [{"completed_by": 1, "result": [region]} for region in regions]
    task = {"id": 1, "data": {"text": TEXT}, "annotations": annotations}
    lines, report = to_native("labelstudio", [task, task | {"id": 2, "annotations": []}], "tasks.json")
    assert [line["id"] for line in lines] == ["1", "2"]
    assert report.lossless is same


def test_names_of_files_give_way(tmp_path):
    """Two articles of one file name in two folders are both written, the second under the next number."""
    for folder, text in (("а", TEXT), ("б", f"{TEXT} Да.")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "x.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    convert(tmp_path / "in", out, registry.get("text"), registry.get("jsonl"), ConvertOptions())
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["x", "x-2"]


def test_a_bare_example_with_a_name_is_an_article(to_native):
    """Where nothing was annotated the annotator's name means nothing, and the rest of the file is converted."""
    bare = {"id": "a", "text": TEXT, "entities": "\0", "relations": [], "annotator": "anna"}
    lines, _ = to_native("doccano", [bare, example(id="b")])
    assert ["spans" in line for line in lines] == [False, True]


@pytest.mark.parametrize("name", ["prodigy", "doccano", "gliner"])
def test_json_lines_may_be_called_json(build, tmp_path, name):
    """The ending of the file's name decides nothing: what was written is read back."""
    native = tmp_path / "in.jsonl"
    ents = [{"start": 0, "end": 4, "label": "PERSON"}]
    build.write_lines(native, [{"id": i, "text": TEXT, "ents": ents} for i in ("a", "b")])
    out = tmp_path / "out.json"
    report = convert(native, out, registry.get("jsonl"), registry.get(name), ConvertOptions())
    assert report.written.documents == 2


@pytest.mark.parametrize("name", registry.writable())
def test_a_note_on_a_bare_article_costs_no_other_document(build, tmp_path, name):
    """A comment on an article that nobody has annotated is kept or told, and the file is written."""
    source, target = tmp_path / "in.jsonl", registry.get(name)
    build.write_lines(source, [{"id": "x", "text": TEXT, "Comments": [{"comment": "проверить"}]}, example()])
    out = tmp_path / ("out" if target.folder else f"out{target.suffixes[0]}")
    report = convert(source, out, registry.get("doccano"), target, ConvertOptions())
    assert report.written.documents == 2
