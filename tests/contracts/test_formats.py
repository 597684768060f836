"""Files as the tools of the field write them: what we read from each, and that we give back what we do not show."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from annotator.domain import Status
from annotator.formats import registry
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.checked import write_checked
from annotator.formats.report import Kind, Report

FIXTURES = Path(__file__).parent / "formats"


def read(name, path, **options):
    reading = ReadOptions(**options)
    return list(registry.get(name).read(FIXTURES / path, reading)), reading.report


def spans(document):
    return [(document.surface(e), e.label) for e in document.entities]


def links(document):
    text = {e.id: document.surface(e) for e in document.entities}
    return [(text[r.head], r.label, text[r.tail]) for r in document.relations]


def refused(report):
    return [p.line for p in report.problems if p.kind is Kind.REFUSED]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("brat", "brat"),
        ("brat/news.ann", "brat"),
        ("prodigy/ner_news.jsonl", "prodigy"),
        ("doccano/anna.jsonl", "doccano"),
        ("doccano/boris.jsonl", "doccano"),
        ("labelstudio/export.json", "labelstudio"),
        ("labelstudio/min.json", "labelstudio"),
        ("conll/iob1.conll", "conll"),
        ("conll/biluo.iob", "conll"),
        ("hf/numbers.jsonl", "hf"),
        ("gliner/data.json", "gliner"),
        ("spacy-json/pairs.json", "spacy-json"),
        ("spacy-json/v2.json", "spacy-json"),
        ("webanno", "webanno"),
        ("webanno/news.tsv", "webanno"),
        ("factrueval", "factrueval"),
    ],
)
def test_every_format_is_known_by_its_files(path, name):
    """Nobody has to name the format of a file that a tool wrote."""
    assert registry.detect(FIXTURES / path).name == name


# -- brat -------------------------------------------------------------------------------------------------------------


def test_brat_lines_of_all_kinds():
    """Nested and discontinuous entities, relations, links, notes; what is no annotation is told by line and kept."""
    (imported,), report = read("brat", "brat")
    document = imported.document
    assert ("Ромашка", "NAME") in spans(document)
    assert document.entity("T4").fragments == ((13, 21), (43, 48))
    assert document.surface(document.entity("T5")) == "«Ромашка».\nОна"
    assert document.entity("T5").fragments == ()
    assert links(document) == [("Анна Петрова", "WORKS_AT", "ООО «Ромашка»"), ("Анна Петрова", "LIVES_IN", "Москве")]
    assert (document.entity("T1").kb_id, document.entity("T7").kb_id) == ("Q42", "")
    assert document.notes == {"T2": "проверить название", "R1": "по паспорту"}
    assert [p.line for p in report.problems if p.kind is Kind.KEPT] == [None, None, 17]
    assert refused(report) == []


def test_brat_comes_back_byte_for_byte(tmp_path):
    """Reading and writing again gives the very same files, events, attributes and stray lines included."""
    (imported,), _ = read("brat", "brat")
    write_checked([imported.document], registry.get("brat"), tmp_path / "out", WriteOptions(), Report())
    for name in ("news.txt", "news.ann"):
        assert (tmp_path / "out" / name).read_bytes() == (FIXTURES / "brat" / name).read_bytes()


def test_brat_written_by_a_counter_of_utf16(tmp_path):
    """Offsets in UTF-16 units with CR LF as one are found out by the quoted texts; a false quote is refused by line."""
    (imported,), report = read("brat", "brat-utf16")
    assert spans(imported.document) == [("Казани", "CITY"), ("Анна Петрова", "PERSON"), ("Уфы", "CITY")]
    assert refused(report) == [4, 5]


def test_brat_edits_are_written_and_deleted_things_stay_deleted(tmp_path):
    """After deleting an entity its links, notes and events are gone; a changed link replaces the old one."""
    (imported,), _ = read("brat", "brat")
    document = imported.document
    kept = tuple(e for e in document.entities if e.id != "T8")
    kept = tuple(e if e.id != "T1" else e.__class__("T1", e.start, e.end, e.label, kb_id="Q1") for e in kept)
    registry.get("brat").write([document.replacing(entities=kept)], tmp_path, WriteOptions())
    lines = (tmp_path / "news.ann").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.startswith(("T8", "E1"))]
    assert [line for line in lines if "Wikidata:Q" in line] == ["N3\tReference T1 Wikidata:Q1\tАнна Петрова"]


# -- Prodigy ----------------------------------------------------------------------------------------------------------


def test_prodigy_annotators_answers_and_votes():
    """Two annotators make two documents; rejected and ignored tasks are skipped; a vote is no document of anyone's."""
    found, report = read("prodigy", "prodigy/ner_news.jsonl")
    whole = [(i.document.annotator, str(i.document.status)) for i in found if i.annotated]
    assert whole == [("anna", "done"), ("boris", "done"), ("anna", "skipped"), ("", "skipped"), ("", "done")]
    assert found[0].document.id == found[1].document.id
    assert links(found[0].document) == links(found[1].document) == [("Анна", "WORKPLACE", "Яндексе")]
    votes = [i for i in found if not i.annotated]
    assert [len(i.suggestions) for i in votes] == [1, 0]
    assert refused(report) == [6, 7, 8]


def test_prodigy_gives_back_hashes_and_unknown_keys(tmp_path):
    """A task that came from Prodigy returns with its hashes, so that it is not annotated twice."""
    found, _ = read("prodigy", "prodigy/ner_news.jsonl")
    out = tmp_path / "out.jsonl"
    write_checked([found[0].document], registry.get("prodigy"), out, WriteOptions(), Report())
    task = json.loads(out.read_text(encoding="utf-8"))
    source = json.loads((FIXTURES / "prodigy/ner_news.jsonl").read_text(encoding="utf-8").splitlines()[0])
    same = ("_input_hash", "_task_hash", "_session_id", "_timestamp", "priority", "answer", "meta", "tokens")
    assert {key: task[key] for key in same} == {key: source[key] for key in same}
    assert task["spans"][1]["custom"] == "x"
    assert task["relations"][0]["color"] == "#ffd882"
    assert (task["relations"][0]["head"], task["relations"][0]["child"]) == (0, 3)


# -- doccano ----------------------------------------------------------------------------------------------------------


def test_doccano_both_shapes():
    """Triples, entities with relations, comments and flattened meta; a link to a deleted entity is refused by line."""
    found, report = read("doccano", "doccano/anna.jsonl")
    first, empty = (i.document for i in found)
    assert spans(first) == [("Анна", "PERSON"), ("Яндексе", "ORG")]
    assert first.notes == {"": "имя без фамилии"}
    assert {key: first.meta[key] for key in ("url", "topic")} == {"url": "http://example.org", "topic": "работа"}
    assert (empty.entities, empty.status) == ((), Status.DONE)
    assert refused(report) == [2]
    (other,), report = read("doccano", "doccano/boris.jsonl")
    assert links(other.document) == [("Анна", "WORKPLACE", "Яндексе")]
    assert refused(report) == [1]
    assert report.tallies[Kind.TRIMMED].entities == 1


def test_doccano_folder_holds_one_file_per_annotator(tmp_path):
    """In a folder of exports the file's name is the annotator's."""
    for name in ("anna.jsonl", "boris.jsonl"):
        shutil.copy(FIXTURES / "doccano" / name, tmp_path)
    found = list(registry.get("doccano").read(tmp_path, ReadOptions()))
    assert [i.document.annotator for i in found] == ["anna", "anna", "boris"]


def test_doccano_graphemes_on_request():
    """A project that counts grapheme clusters is read right with the option, and warned of without it."""
    (imported,), _ = read("doccano", "doccano/graphemes.json", graphemes=True)
    assert spans(imported.document) == [("Казань", "LOC")]
    _, report = read("doccano", "doccano/graphemes.json")
    assert any("--graphemes" in str(problem) for problem in report.problems)


def test_doccano_comes_back_in_its_shape(tmp_path):
    """Triples stay triples, comments and database ids return."""
    found, _ = read("doccano", "doccano/anna.jsonl")
    out = tmp_path / "out.jsonl"
    write_checked([i.document for i in found], registry.get("doccano"), out, WriteOptions(), Report())
    example = json.loads(out.read_text(encoding="utf-8").splitlines()[0])
    source = json.loads((FIXTURES / "doccano/anna.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert example == source


# -- Label Studio -----------------------------------------------------------------------------------------------------


def test_label_studio_tasks():
    """UTF-16 and code point offsets, several labels, several annotators, directions, cancelled work, predictions."""
    found, report = read("labelstudio", "labelstudio/export.json")
    anna, second, third, unread = found
    assert [i.document.annotator for i in found] == ["anna@example.org", "2", "3", ""]
    assert Counter(spans(anna.document)) == Counter([("Анна", "PERSON"), ("Анна", "HERO"), ("Яндексе", "ORG")])
    assert links(anna.document) == [("Анна", "WORKPLACE", "Яндексе")]
    assert "точно?" in anna.document.notes.values()
    assert links(second.document) == [("Анна", "RELATED", "Яндексе")]
    assert third.document.status is Status.SKIPPED
    assert not unread.annotated
    (suggestion,) = anna.suggestions
    assert (suggestion.annotator, list(suggestion.scores.values())) == ("ner-v1", [0.75])
    assert report.tallies[Kind.REFUSED].relations == 1


def test_label_studio_rows():
    """JSON_MIN rows are read with the text found by its quotes."""
    (imported,), _ = read("labelstudio", "labelstudio/min.json")
    assert spans(imported.document) == [("Анна", "PERSON")]
    assert imported.document.annotator == "1"


def test_label_studio_gives_back_what_is_no_span(tmp_path):
    """Choices, predictions, region ids and other data return; offsets are UTF-16 units."""
    found, _ = read("labelstudio", "labelstudio/export.json")
    out = tmp_path / "out.json"
    write_checked([i.document for i in found], registry.get("labelstudio"), out, WriteOptions(), Report())
    task = json.loads(out.read_text(encoding="utf-8"))[0]
    assert task["data"]["url"] == "http://example.org"
    assert task["predictions"][0]["model_version"] == "ner-v1"
    results = task["annotations"][0]["result"]
    assert [r["value"] for r in results if r["type"] == "choices"] == [{"choices": ["работа"]}]
    region = next(r for r in results if r.get("id") == "bbb")
    assert (region["value"]["start"], region["from_name"], region["origin"]) == (19, "ner", "manual")


# -- tags on tokens ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "expected", "scheme"),
    [
        ("iob1.conll", [("Анна Петрова", "PER"), ("Иван", "PER"), ("Казань", "LOC")], "IOB1"),
        ("bioes.conll", [("Анна Петрова", "PER"), ("Нижнем Новгороде", "CITY OF X")], "BIOES"),
        ("biluo.iob", [("Анна Мария Петрова", "PER"), ("Уфу", "LOC")], "BILUO"),
    ],
)
def test_conll_schemes(file, expected, scheme):
    """IOB1, BIOES and BILUO are told apart; tokens with blanks need tabs; a line of another width is refused."""
    found, report = read("conll", f"conll/{file}")
    assert spans(found[0].document) == expected
    assert any(scheme in str(problem) for problem in report.problems)
    assert len(found) == (2 if file == "iob1.conll" else 1)
    assert refused(report) == ([7] if file == "bioes.conll" else [])


def test_numbered_tags_need_their_names(tmp_path):
    """Integers without names are refused, a row of unequal lengths too; the card beside the file names them."""
    found, report = read("hf", "hf/numbers.jsonl")
    assert (found, refused(report)) == ([], [1, 2])
    shutil.copy(FIXTURES / "hf/numbers.jsonl", tmp_path)
    names = "        names:\n          '0': O\n          '1': B-PER\n"
    card = f"---\ndataset_info:\n  features:\n  - name: ner_tags\n    sequence:\n      class_label:\n{names}---\n"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    options = ReadOptions()
    (imported,) = registry.get("hf").read(tmp_path, options)
    assert spans(imported.document) == [("Анна", "PER")]
    assert refused(options.report) == [2]


def test_gliner():
    """The last token is inclusive; an entity outside the tokens is refused."""
    (imported,), report = read("gliner", "gliner/data.json")
    assert spans(imported.document) == [("Анна Петрова", "person"), ("Уфу", "city")]
    assert links(imported.document) == [("Анна Петрова", "goes to", "Уфу")]
    assert len(refused(report)) == 1


def test_old_spacy_json():
    """Pairs of text and triples, and paragraphs with their raw text."""
    found, _ = read("spacy-json", "spacy-json/pairs.json")
    assert [spans(i.document) for i in found] == [[("Анна", "PER"), ("Уфу", "LOC")], []]
    (imported,), _ = read("spacy-json", "spacy-json/v2.json")
    assert imported.document.text == "Анна  едет в Уфу."
    assert spans(imported.document) == [("Анна", "PER"), ("Уфу", "LOC")]


# -- UIMA -------------------------------------------------------------------------------------------------------------


def test_webanno_table():
    """UTF-16 offsets, stacked and long annotations by number, part of a token, escapes, a relation to its governor."""
    (imported,), _ = read("webanno", "webanno")
    document = imported.document
    assert document.text == "🎉 Анна Петрова едет . В Уфу-Сити"
    assert spans(document) == [("Анна Петрова", "PERSON"), ("Анна", "NAME"), ("Уфу", "BIG_CITY|TOWN")]
    assert document.entities[0].kb_id == "Q42"
    assert links(document) == [("Анна Петрова", "GOES->TO", "Уфу")]


def test_cas_is_read_by_cassis(tmp_path):
    """What we write, dkpro-cassis reads with the type system beside it, offsets converted from UTF-16."""
    cassis = pytest.importorskip("cassis")
    (imported,), _ = read("webanno", "webanno")
    write_checked([imported.document], registry.get("cas"), tmp_path / "out", WriteOptions(), Report())
    types = cassis.load_typesystem((tmp_path / "out" / "TypeSystem.xml").read_text(encoding="utf-8"))
    cas = cassis.load_cas_from_xmi((tmp_path / "out" / "news.xmi").read_text(encoding="utf-8"), typesystem=types)
    found = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert [(e.get_covered_text(), e.value) for e in found] == [
        ("Анна", "NAME"),
        ("Анна Петрова", "PERSON"),
        ("Уфу", "BIG_CITY|TOWN"),
    ]
    (relation,) = cas.select("webanno.custom.EntityRelation")
    assert (relation.Governor.value, relation.Dependent.value, relation.value) == (
        "PERSON",
        "BIG_CITY|TOWN",
        "GOES->TO",
    )


def test_webanno_relations_without_features_and_slots_are_read(tmp_path):
    """A relation layer without features has one column; what an annotation links to by role becomes a relation each."""
    table = [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=custom.Имя|value",
        "#T_SP=custom.Событие|ROLE_custom.Событие:links_custom.Link|custom.Имя",
        "#T_RL=custom.Связь|BT_custom.Имя",
        "",
        "",
        "#Text=Анна 😊 едет в Уфу .",
        "1-1\t0-4\tАнна\tPER\t_\t_\t_\t",
        "1-2\t5-7\t😊\t_\t_\t_\t_\t",
        "1-3\t8-12\tедет\t_\tкто;куда\t1-1;1-5\t_\t",
        "1-4\t13-14\tв\t_\t_\t_\t_\t",
        "1-5\t15-18\tУфу\tLOC\t_\t_\t1-1\t",
        "1-6\t19-20\t.\t_\t_\t_\t_\t",
        "",
    ]
    (tmp_path / "a.tsv").write_text("\n".join(table), encoding="utf-8")
    (imported,) = registry.get("webanno").read(tmp_path / "a.tsv", ReadOptions())
    assert sorted(spans(imported.document)) == [("Анна", "PER"), ("Уфу", "LOC"), ("едет", "Событие")]
    assert sorted(links(imported.document)) == [
        ("Анна", "Связь", "Уфу"),
        ("едет", "кто", "Анна"),
        ("едет", "куда", "Уфу"),
    ]


def test_cas_json_goes_there_and_back_and_slots_become_relations(tmp_path):
    """cassis reads the JSON that we write; links with roles, as INCEpTION keeps them inside annotations, are read."""
    cassis = pytest.importorskip("cassis")
    (imported,), _ = read("webanno", "webanno")
    write_checked([imported.document], registry.get("cas-json"), tmp_path / "out", WriteOptions(), Report())
    cas = cassis.load_cas_from_json((tmp_path / "out" / "news.json").read_text(encoding="utf-8"))
    types = cas.typesystem
    link = types.create_type("custom.Link", "uima.cas.TOP")
    name = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", name)
    host = types.create_type("custom.Event")
    types.create_feature(host, "links", "uima.cas.FSArray", "custom.Link")
    array = types.get_type("uima.cas.FSArray")
    cas.add(host(begin=2, end=6, links=array(elements=[link(role="who", target=cas.select(name.name)[1])])))
    cas.to_json(tmp_path / "out" / "news.json")
    assert registry.detect(tmp_path / "out").name == "cas-json"
    (found,) = registry.get("cas-json").read(tmp_path / "out", ReadOptions())
    assert ("Анна", "Event") in spans(found.document)
    assert ("Анна", "who", "Анна Петрова") in links(found.document)


def test_cas_with_a_dtd_is_refused(tmp_path):
    """A file that defines entities is not parsed at all."""
    pytest.importorskip("cassis")
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    (tmp_path / "bomb.xmi").write_text(bomb, encoding="utf-8")
    options = ReadOptions()
    assert list(registry.get("cas").read(tmp_path, options)) == []
    assert "DTD" in str(options.report.problems[0])


# -- others -----------------------------------------------------------------------------------------------------------


def test_factrueval():
    """Mentions of several words are one entity; a fact becomes a relation between mentions of its objects."""
    (imported,), _ = read("factrueval", "factrueval")
    assert spans(imported.document) == [("Юрий Лужков", "Person"), ("Москвы", "LocOrg")]
    assert links(imported.document) == [("Юрий Лужков", "Occupation", "Москвы")]


def test_docbin_is_read_by_stock_spacy(tmp_path):
    """spaCy alone sees entities, all spans, and relations in the place of `doc._.relations`."""
    (imported,), _ = read("brat", "brat")
    out = tmp_path / "news.spacy"
    write_checked([imported.document], registry.get("spacy"), out, WriteOptions(), Report())
    script = (
        "import json,sys,spacy\nfrom spacy.tokens import Doc,DocBin\n"
        "Doc.set_extension('relations',default=None)\n"
        "(doc,)=DocBin().from_disk(sys.argv[1]).get_docs(spacy.blank('ru').vocab)\n"
        "print(json.dumps([[s.text for s in doc.ents],[s.text for s in doc.spans['sc']],len(doc._.relations)]))"
    )
    shown = subprocess.run([sys.executable, "-c", script, str(out)], capture_output=True, text=True, check=True)
    ents, group, relations = json.loads(shown.stdout)
    assert ents[0] == "Анна Петрова"
    assert len(group) == len(imported.document.entities)
    assert relations == 2
