import json

import pytest

from annotator.formats.base import FormatError
from annotator.formats.importing import ImportOptions, NoAnnotatorError, import_files
from annotator.formats.labelmap import LabelMap
from annotator.text.tokenizing import tokenize
from annotator.workspace import Workspace, WorkspaceLocked


def record(**changes):
    text = "Анна работает в Яндексе."
    ents = [{"start": 0, "end": 4, "label": "PERSON"}, {"start": 16, "end": 23, "label": "ORG"}]
    relations = [{"head": 0, "tail": 1, "label": "WORKPLACE"}]
    return {"id": "a", "text": text, "ents": ents, "relations": relations, "annotator": "anna"} | changes


@pytest.fixture
def bring(workspace, build, tmp_path):
    def _bring(*records, into=workspace, **options):
        path = build.write_lines(tmp_path / "in.jsonl", records)
        return import_files(into, [path], ImportOptions(**options))

    return _bring


def test_a_new_id_brings_its_article_along(bring, workspace):
    """Article and record of an unknown id are both added, under the record's own annotator."""
    report = bring(record())
    assert list(workspace.document_ids) == ["a"]
    assert [e.label for e in workspace.read("anna").load("a").entities] == ["PERSON", "ORG"]
    assert report.lossless
    assert report.written.to_json() == {"documents": 1, "entities": 2, "relations": 1}


def test_a_known_id_and_text_is_attached(bring, workspace):
    """A second annotator's record goes to the same article."""
    bring(record())
    bring(record(), annotator="boris")
    assert list(workspace.document_ids) == ["a"]
    assert workspace.read("boris").document_ids == ["a"]


def test_another_text_under_a_known_id_is_refused(bring, workspace):
    """The corpus keeps its text; the record is refused by line."""
    bring(record())
    report = bring(record(text="Анна работала в Яндексе!"), annotator="boris")
    assert [p.line for p in report.problems if p.kind == "refused"] == [1]
    assert workspace.read("boris").document_ids == []


def test_without_any_name_nothing_is_written(bring, workspace):
    """A record that names nobody stops the import before the first write, with exit status 2."""
    with pytest.raises(NoAnnotatorError) as error:
        bring(record(), record(id="b", annotator=""))
    assert error.value.exit_status == 2
    assert list(workspace.document_ids) == []


def test_a_differing_record_needs_replace(bring, workspace):
    """What an annotator has stays, unless the import says replace; the same again is no problem."""
    bring(record())
    other = record(relations=[])
    assert not bring(other).lossless
    assert len(workspace.read("anna").load("a").relations) == 1
    assert bring(record()).lossless
    assert bring(other, replace=True).lossless
    assert workspace.read("anna").load("a").relations == ()


def test_the_later_of_two_crossing_entities_is_refused_with_its_relations(bring, workspace):
    """The file's order decides, not the text's; each refusal is counted."""
    ents = [
        {"start": 5, "end": 23, "label": "ORG"},
        {"start": 0, "end": 13, "label": "PERSON"},
        {"start": 0, "end": 4, "label": "PERSON"},
    ]
    relations = [{"head": 1, "tail": 0, "label": "WORKPLACE"}, {"head": 2, "tail": 0, "label": "WORKPLACE"}]
    report = bring(record(ents=ents, relations=relations))
    kept = workspace.read("anna").load("a")
    assert [e.span for e in kept.entities] == [(0, 4), (5, 23)]
    assert len(kept.relations) == 1
    assert report.to_json()["details"]["refused"] == {"documents": 0, "entities": 1, "relations": 1}


def test_labels_outside_the_scheme_are_refused_or_added(bring, workspace):
    """Unknown labels are refused by default; --extend-scheme adds them to the scheme."""
    odd = record(ents=[{"start": 0, "end": 4, "label": "STAR"}], relations=[])
    assert bring(odd).to_json()["details"]["refused"]["entities"] == 1
    assert bring(odd, annotator="boris", extend_scheme=True).lossless
    assert workspace.scheme.entity_label("STAR") is not None


def test_an_open_scheme_takes_all(bring, open_workspace):
    """An open scheme learns the labels that imports bring."""
    ents = [{"start": 0, "end": 13, "label": "X"}, {"start": 5, "end": 23, "label": "Y"}]
    report = bring(record(ents=ents, relations=[{"head": 0, "tail": 1, "label": "Z"}]), into=open_workspace)
    assert report.lossless
    assert [e.label for e in open_workspace.scheme.entities] == ["X", "Y"]
    assert [r.label for r in open_workspace.scheme.relations] == ["Z"]


def test_label_maps_rename_drop_and_count(bring, workspace):
    """null drops and counts, * stands for the rest; the exit status stays fine."""
    report = bring(record(), label_map=LabelMap({"PERSON": "PERSON", "*": None}))
    assert [e.label for e in workspace.read("anna").load("a").entities] == ["PERSON"]
    assert report.to_json()["details"]["dropped"] == {"documents": 0, "entities": 1, "relations": 1}
    assert report.lossless


def test_text_files_give_way_to_taken_ids(workspace, tmp_path):
    """A text file whose name is taken by another text gets -2, the same text again is only reported."""
    for folder, text in (("one", "Первый"), ("two", "Второй"), ("three", "Первый")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(text, encoding="utf-8")
    import_files(workspace, [tmp_path / "one", tmp_path / "two", tmp_path / "three"], ImportOptions())
    assert list(workspace.document_ids) == ["news", "news-2"]
    assert workspace.article("news-2").text == "Второй"


def test_a_locked_annotator_stops_the_import(bring, workspace):
    """Nothing is written while another window has the annotator's file."""
    bring(record())
    with workspace.annotations("anna"), pytest.raises(WorkspaceLocked):
        bring(record(id="b"))
    assert list(workspace.document_ids) == ["a"]


def test_blanks_and_duplicates_are_mended_and_counted(bring, workspace):
    """Trims and exact duplicates are reported and leave nothing to refuse."""
    ents = [{"start": 0, "end": 5, "label": "PERSON"}, {"start": 0, "end": 4, "label": "PERSON"}]
    report = bring(record(ents=ents, relations=[])).to_json()
    assert (report["trimmed"], report["collapsed"]) == (1, 1)
    assert [e.span for e in workspace.read("anna").load("a").entities] == [(0, 4)]


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(workspace, tmp_path):
    """An empty article between two good ones is refused, and both good ones come in."""
    paths = [tmp_path / f"{name}.txt" for name in ("a", "empty", "b")]
    for path, text in zip(paths, ("Анна.", "", "Борис."), strict=True):
        path.write_text(text, encoding="utf-8")
    report = import_files(workspace, paths, ImportOptions())
    assert list(workspace.document_ids) == ["a", "b"]
    assert [p.file for p in report.problems if p.kind == "refused"] == [str(paths[1])]


def test_an_encoding_that_does_not_exist_is_wrong_usage(workspace, tmp_path):
    """It is told before anything is written, with exit status 2."""
    path = tmp_path / "a.txt"
    path.write_text("Анна.", encoding="utf-8")
    with pytest.raises(FormatError) as error:
        import_files(workspace, [path], ImportOptions(encoding="no-such"))
    assert error.value.exit_status == 2


def test_tokens_are_the_tokenizers_whatever_a_file_says(bring, workspace):
    """Tokens that a file brings may be split at entities: the article is tokenized anew."""
    text = "Вышла ChatGPT-4o."
    tokens = [{"start": a, "end": b} for a, b in ((0, 5), (6, 13), (13, 16), (16, 17))]
    bring(record(text=text, tokens=tokens, ents=[{"start": 6, "end": 13, "label": "PRODUCT"}], relations=[]))
    assert workspace.article("a").tokens == tokenize(text, "ru")


def test_entities_without_a_source_came_with_the_file(bring, workspace):
    """What names no source is marked as imported; a source that is named stays."""
    ents = [{"start": 0, "end": 4, "label": "PERSON"}, {"start": 16, "end": 23, "label": "ORG", "source": "manual"}]
    bring(record(ents=ents))
    document = workspace.read("anna").load("a")
    assert [e.source for e in document.entities] == ["import:jsonl", "manual"]
    assert [r.source for r in document.relations] == ["import:jsonl"]


def test_a_bad_first_line_leaves_a_native_file_native(workspace, tmp_path):
    """A .jsonl whose first line is no JSON is refused line by line, and its good lines are read."""
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": \n' + json.dumps(record()) + "\n", encoding="utf-8")
    report = import_files(workspace, [path], ImportOptions())
    assert [(p.line, str(p.kind)) for p in report.problems] == [(1, "refused")]
    assert workspace.read("anna").document_ids == ["a"]


def test_an_entity_of_blanks_alone_does_not_take_the_record_with_it(bring, workspace):
    """It is refused with its relations, and the other relations still link what they linked."""
    ents = [(4, 5, "DATE"), (0, 4, "PERSON"), (16, 23, "ORG")]
    relations = [{"head": 1, "tail": 2, "label": "WORKPLACE"}, {"head": 0, "tail": 2, "label": "KNOWS"}]
    shown = [{"start": start, "end": end, "label": label} for start, end, label in ents]
    report = bring(record(ents=shown, relations=relations))
    document = workspace.read("anna").load("a")
    surface = {entity.id: document.surface(entity) for entity in document.entities}
    assert [(surface[r.head], surface[r.tail]) for r in document.relations] == [("Анна", "Яндексе")]
    (problem,) = report.problems
    assert (problem.line, problem.kind, problem.entities, problem.relations) == (1, "refused", 1, 1)


def test_labels_without_a_place_are_listed_with_counts_before_anything_is_written(tmp_path):
    """The caller hears of them while the corpus is still empty; labels that the map renames or drops are not among them."""
    source = tmp_path / "a.jsonl"
    labels = [[0, 8, "PER"], [11, 15, "CITY"], [0, 4, "NAME"]]
    source.write_text(json.dumps({"id": "a", "text": "Анна Ким в Туле.", "label": labels}), encoding="utf-8")
    workspace = Workspace.create(tmp_path / "w", scheme="news-ru")
    heard = []

    def hear(problem):
        heard.append((str(problem.message), len(workspace.document_ids)))

    options = ImportOptions(annotator="anna", label_map=LabelMap({"NAME": None}))
    import_files(workspace, [source], options, announce=hear)
    ((told, documents),) = heard
    assert "PER × 1, CITY × 1 (" in told
    assert documents == 0
    assert list(workspace.document_ids) == ["a"]


def test_a_name_that_no_file_takes_refuses_its_record_alone(bring, workspace):
    """An impossible annotator in one line is refused by that line; the other records come in."""
    report = bring(record(id="bad", annotator="../x"), record())
    assert [(p.line, str(p.kind)) for p in report.problems] == [(1, "refused")]
    assert list(workspace.document_ids) == ["a"]
    assert workspace.read("anna").document_ids == ["a"]


def test_an_impossible_name_asked_for_is_wrong_usage(bring):
    """--annotator with a name that no file takes has exit status 2."""
    with pytest.raises(NoAnnotatorError):
        bring(record(), annotator="../x")


@pytest.mark.parametrize("more", [{"meta": {"url": "x"}}, {"topic": "x"}])
def test_new_meta_makes_another_record(bring, workspace, more):
    """A record that brings meta or a key of its own is not “the same”: refused, and taken with --replace."""
    bring(record())
    assert not bring(record(**more)).lossless
    assert bring(record(**more), replace=True).written.documents == 1
    assert bring(record(**more)).lossless
    assert bring(record()).lossless
    loaded = workspace.read("anna").load("a").to_record()
    assert {key: loaded[key] for key in more} == more


def test_an_article_whose_name_is_no_utf8_comes_in(workspace, tmp_path):
    """Bytes of a file's name that are no UTF-8 become U+FFFD in the id."""
    name = b"\xd0\x90\xff.txt".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_text("Газпром вырос.", encoding="utf-8")
    assert import_files(workspace, [tmp_path / name], ImportOptions()).lossless
    assert list(workspace.document_ids) == ["А\ufffd"]


def test_spans_of_null_are_no_spans(bring, workspace):
    """`"spans": {"sc": null}` beside `ents` loses no entity."""
    assert bring(record(spans={"sc": None})).lossless
    assert [e.label for e in workspace.read("anna").load("a").entities] == ["PERSON", "ORG"]
