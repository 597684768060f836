"""Less usual exports of other tools: nothing of them is lost without a word, and none looks finished that is not."""

import json
import warnings

import pytest

from annotator.domain import Status
from annotator.formats import registry
from annotator.formats.base import ReadOptions
from annotator.formats.convert import ConvertOptions, convert
from annotator.formats.report import Kind
from tests.contracts.test_formats import FIXTURES, links, read, refused, spans


def kinds(report):
    return [problem.kind for problem in report.problems]


def test_words_of_conll_u_take_their_entities_from_the_last_column():
    """Comments, contracted words and empty nodes are no words; `# newdoc` begins a document."""
    (one, two), report = read("conll", "conll/news.conllu")
    assert one.document.text == "Анна живёт в Москве ."
    assert spans(one.document) == [("Анна", "PER"), ("Москве", "LOC")]
    assert spans(two.document) == [("ООО Мир", "ORG")]
    assert refused(report) == []
    assert registry.detect(FIXTURES / "conll/news.conllu").name == "conll"


def test_conll_u_without_entities_says_so(tmp_path):
    """A treebank without names is read, and the reader is told where tags were looked for."""
    file = tmp_path / "a.conllu"
    file.write_text("1\tДом\tдом\tNOUN\t_\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    (imported,), report = read("conll", file)
    assert imported.document.entities == ()
    assert any("NER=B-PER" in str(problem.message) for problem in report.problems)


def test_bmewo_tags_and_comments():
    """Middle, end and whole tags are no labels; a comment is no word, the word “#” with its tag is one."""
    (imported,), report = read("conll", "conll/bmewo.conll")
    assert imported.document.text == "Анна Петровна Иванова в # Москве"
    assert spans(imported.document) == [("Анна Петровна Иванова", "PER"), ("Москве", "LOC")]
    assert any("BMEWO" in str(problem.message) for problem in report.problems)


def test_every_shape_that_doccano_ever_exported():
    """Old label numbers, slot triples, and labels of whole documents, which say nothing of spans."""
    (numbers, old, slots, classes), report = read("doccano", "doccano/old.jsonl")
    assert spans(numbers.document) == [("Анна", "7")]
    assert (spans(old.document), old.document.annotator, old.document.id) == ([("Борис", "PER")], "admin", "23")
    assert (spans(slots.document), slots.document.meta["cats"]) == ([("Вера", "PER")], ["flight"])
    assert not classes.annotated
    assert classes.document.status is Status.NOT_STARTED
    assert [problem.line for problem in report.problems] == [1, 4]


def test_labels_of_whole_documents_return_to_doccano(tmp_path):
    """What says nothing of spans is kept beside the article and given back."""
    out = tmp_path / "back.jsonl"
    doccano = registry.get("doccano")
    convert(FIXTURES / "doccano/old.jsonl", out, doccano, doccano, ConvertOptions())
    last = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])
    assert last["label"] == ["positive"]


def test_a_choice_in_prodigy_is_no_finished_annotation():
    """A document whose class was chosen was never looked through for spans."""
    (imported,), report = read("prodigy", "prodigy/choice.jsonl")
    assert not imported.annotated
    assert imported.document.status is Status.NOT_STARTED
    assert kinds(report) == [Kind.NOTE]


def test_a_web_page_in_label_studio_becomes_its_text():
    """Offsets count the page's text nodes in UTF-16 units; blocks stand on lines of their own; a draft is told."""
    (imported,), report = read("labelstudio", "labelstudio/page.json")
    assert imported.document.text == "Новости 🎉\nАнна из Москвы.\n"
    assert spans(imported.document) == [("Анна", "PER"), ("Москвы", "LOC")]
    assert links(imported.document) == [("Анна", "FROM", "Москвы")]
    assert kinds(report) == [Kind.NOTE, Kind.NOTE]
    assert any("drafts" in str(problem.message.en) for problem in report.problems)


def test_chains_of_webanno_become_relations_and_unread_features_are_listed():
    """Each mention links to the next one of its chain; a feature that has no place here is told with its number."""
    (imported,), report = read("webanno", "webanno-chains")
    assert spans(imported.document) == [("Анна Иванова", "PER"), ("Анна Иванова", "name"), ("Она", "pr")]
    assert links(imported.document) == [("Анна Иванова", "coref", "Она")]
    (problem,) = [problem for problem in report.problems if problem.kind is Kind.REFUSED]
    assert "age (1)" in str(problem.message)


def test_features_of_a_custom_cas_layer_are_listed(tmp_path):
    """INCEpTION's custom layers carry more than a label; what is not taken over is told."""
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    person = types.create_type("webanno.custom.Person")
    types.create_feature(person, "value", "uima.cas.String")
    types.create_feature(person, "gender", "uima.cas.String")
    types.create_feature(person, "age", "uima.cas.Integer")
    cas = cassis.Cas(typesystem=types, sofa_string="Анна дома", sofa_mime="text/plain")
    cas.add(person(begin=0, end=4, value="PER", gender="f", age=40))
    types.to_xml(tmp_path / "TypeSystem.xml")
    cas.to_xmi(tmp_path / "a.xmi")
    (imported,), report = read("cas", tmp_path)
    assert spans(imported.document) == [("Анна", "PER")]
    assert [str(p.message) for p in report.problems if "age (1), gender (1)" in str(p.message)]
    assert refused(report) == [None]


def test_attributes_of_brat_count_as_left_out_elsewhere(tmp_path):
    """They return to brat; a conversion to anything else says how many it leaves out."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Анна дома", encoding="utf-8")
    (folder / "a.ann").write_text("T1\tPER 0 4\tАнна\nA1\tNegated T1\n", encoding="utf-8")
    brat = registry.get("brat")
    report = convert(folder, tmp_path / "out.jsonl", brat, registry.get("doccano"), ConvertOptions())
    assert [p.kind for p in report.problems if "Negated" in str(p.message)] == [Kind.REFUSED]
    back = convert(folder, tmp_path / "back", brat, brat, ConvertOptions())
    assert back.lossless
    assert (tmp_path / "back/a.ann").read_bytes() == (folder / "a.ann").read_bytes()


def test_relations_of_brat_events_are_kept(tmp_path):
    """Events are not shown, so that a relation between them is none of ours; brat gets it back."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Анна ушла и вернулась", encoding="utf-8")
    lines = "T1\tGo 5 9\tушла\nT2\tCome 12 21\tвернулась\nE1\tGo:T1\nE2\tCome:T2\nR1\tBefore Arg1:E1 Arg2:E2\n"
    (folder / "a.ann").write_text(lines, encoding="utf-8")
    brat = registry.get("brat")
    report = convert(folder, tmp_path / "back", brat, brat, ConvertOptions())
    assert report.lossless
    back = (tmp_path / "back/a.ann").read_text(encoding="utf-8")
    assert sorted(line.rstrip("\t") for line in back.splitlines()) == sorted(lines.splitlines())


def test_the_short_form_of_label_studio_is_not_taken_for_doccano(tmp_path):
    """Both call the list of labels “label” by default."""
    row = {"text": "Анна", "id": 1, "label": [{"start": 0, "end": 4, "text": "Анна", "labels": ["PER"]}]}
    file = tmp_path / "min.json"
    file.write_text(json.dumps([row | {"annotator": 1, "annotation_id": 1, "lead_time": 2.5}]), encoding="utf-8")
    assert registry.detect(file).name == "labelstudio"
    (imported,), _ = read("labelstudio", file)
    assert spans(imported.document) == [("Анна", "PER")]


def test_a_data_set_saved_to_disk(tmp_path):
    """Arrow files of `save_to_disk` bring their tags along; rows of two parts with one number stay two documents."""
    arrow = pytest.importorskip("pyarrow")
    names = ["O", "B-PER", "I-PER"]
    features = {"ner_tags": {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "List"}}
    rows = {"train": ["Анна", "Петрова"], "test": ["Борис", "Иванов"]}
    words = arrow.list_(arrow.string())
    schema = arrow.schema([("id", arrow.string()), ("tokens", words), ("ner_tags", arrow.list_(arrow.int64()))])
    for part, tokens in rows.items():
        folder = tmp_path / "data" / part
        folder.mkdir(parents=True)
        (folder / "dataset_info.json").write_text(json.dumps({"features": features}))
        (folder / "state.json").write_text("{}")
        table = arrow.Table.from_pylist([{"id": "0", "tokens": tokens, "ner_tags": [1, 2]}], schema=schema)
        with (
            arrow.OSFile(str(folder / "data-00000-of-00001.arrow"), "wb") as sink,
            arrow.ipc.new_stream(sink, schema) as s,
        ):
            s.write_table(table)
    assert registry.detect(tmp_path / "data").name == "hf"
    options = ReadOptions()
    found = list(registry.get("hf").read(tmp_path / "data", options))
    assert {i.document.id: spans(i.document) for i in found} == {
        "train-0": [("Анна Петрова", "PER")],
        "test-0": [("Борис Иванов", "PER")],
    }
    assert options.report.problems == []


def test_layers_of_a_foreign_docbin_that_are_not_taken_are_counted(tmp_path):
    """Spans of another group, or entities beside the spans, are told by number; a single other group is taken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy
        from spacy.tokens import DocBin, Span
    pipeline = spacy.blank("ru")
    both, other = pipeline("Анна живёт в Москве"), pipeline("Борис живёт в Перми")
    both.spans["sc"] = [Span(both, 0, 1, "PER")]
    both.set_ents([Span(both, 3, 4, "LOC")])
    other.spans["ruler"] = [Span(other, 0, 1, "PER")]
    DocBin(docs=[both, other]).to_disk(tmp_path / "a.spacy")
    (one, two), report = read("spacy", tmp_path / "a.spacy")
    assert (spans(one.document), one.read.entities) == ([("Анна", "PER")], 2)
    assert (spans(two.document), two.annotated) == ([("Борис", "PER")], True)
    (problem,) = [p for p in report.problems if p.kind is Kind.REFUSED]
    assert (problem.entities, problem.line) == (1, 1)
