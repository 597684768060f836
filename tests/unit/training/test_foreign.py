"""Sources in formats other than native records: read as an import reads them, with everything left out counted."""

import shutil
from pathlib import Path

import pytest
from unit.training.stories import story, write_jsonl

from annotator.domain import Status
from annotator.formats import registry
from annotator.formats.base import WriteOptions
from annotator.training.errors import UsageProblem
from annotator.training.evaluate import evaluate_pipeline
from annotator.training.source import load_source
from annotator.training.train import TrainOptions, divide


def written(name, documents, out):
    writer = registry.get(name)
    if writer.folder:
        out.mkdir()
    writer.write(documents, out, WriteOptions())
    return out


def said(documents):
    """Return what the documents say, without ids of entities, which formats may renumber."""
    return {
        d.id: (
            d.text,
            sorted((e.start, e.end, e.label) for e in d.entities),
            sorted(r.label for r in d.relations),
        )
        for d in documents
    }


@pytest.mark.parametrize(
    ("name", "file"), [("spacy", "train.spacy"), ("brat", "brat"), ("jsonl", "a.jsonl"), ("webanno", "webanno")]
)
def test_a_source_in_any_format_holds_the_same_annotations(name, file, stories, tmp_path):
    """A DocBin, a brat folder, native records: the same entities and relations to learn from."""
    source = load_source(written(name, stories[:6], tmp_path / file))
    assert said(source.documents) == said(stories[:6])
    assert source.complete
    assert source.language == "ru"


def test_a_zipped_brat_folder_is_a_source(stories, tmp_path):
    """An archive is read where it lies."""
    folder = written("brat", stories[:3], tmp_path / "brat")
    archive = shutil.make_archive(str(tmp_path / "corpus"), "zip", folder)
    assert said(load_source(Path(archive)).documents) == said(stories[:3])


def test_a_docbin_of_spacy_alone_is_a_source(tmp_path):
    """A file made by spaCy without this program holds entities, and is annotated throughout."""
    import spacy
    from spacy.tokens import DocBin

    doc = spacy.blank("ru")("Анна Громова пришла в банк")
    doc.set_ents([doc.char_span(0, 12, label="PERSON")])
    DocBin(docs=[doc]).to_disk(tmp_path / "own.spacy")
    (document,) = load_source(tmp_path / "own.spacy").documents
    assert [(e.start, e.end, e.label) for e in document.entities] == [(0, 12, "PERSON")]


def test_what_cannot_be_read_is_listed_and_counted(stories, tmp_path):
    """A wrong line of a brat file costs that line alone, is named with its place, and makes the source incomplete."""
    folder = written("brat", stories[:2], tmp_path / "brat")
    file = folder / "story-0.ann"
    file.write_text(file.read_text(encoding="utf-8") + "T99\tORG 9000 9005\tЗаря\n", encoding="utf-8")
    source = load_source(folder)
    assert said(source.documents) == said(stories[:2])
    assert not source.complete
    assert any("story-0.ann" in str(problem) for problem in source.problems)
    assert source.reading_json()["refused"]["entities"] == 1
    assert source.reading_json()["used"]["documents"] == 2


def test_other_statuses_are_left_out_and_bare_articles_are_raw_texts(stories, tmp_path):
    """Documents in progress are counted; what nobody annotated is there for a teacher, not a text without entities."""
    begun = stories[0].replacing(status=Status.IN_PROGRESS)
    bare = stories[1].replacing(status=Status.NOT_STARTED, entities=(), relations=(), annotator="")
    path = written("spacy", [begun, bare, stories[2]], tmp_path / "a.spacy")
    source = load_source(path)
    assert [d.id for d in source.documents] == ["story-2"]
    assert source.left_out == 1
    assert source.raw == (stories[1].text,)
    assert len(load_source(path, status="any").documents) == 2


def test_several_annotators_of_one_article_have_to_be_chosen_from(stories, tmp_path):
    """Nobody's annotations win by chance; a name settles it."""
    other = stories[0].replacing(annotator="boris", entities=stories[0].entities[:1], relations=())
    path = written("spacy", [stories[0], other], tmp_path / "a.spacy")
    with pytest.raises(UsageProblem, match=r"anna\|boris"):
        load_source(path)
    (document,) = load_source(path, annotator="boris").documents
    assert len(document.entities) == 1


def test_a_file_of_no_known_format_is_refused_in_one_line(tmp_path):
    """The message names the file and the way out."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(UsageProblem, match=r"a\.bin: .*annotator convert --from") as caught:
        load_source(path)
    assert caught.value.exit_status == 2


def test_development_data_may_have_another_format(stories, tmp_path):
    """Training data in a DocBin, development data in a brat folder."""
    train = load_source(written("spacy", stories[:4], tmp_path / "train.spacy"))
    dev = written("brat", stories[4:6], tmp_path / "dev")
    learnt, checked, on_train = divide(train, TrainOptions(dev=dev))
    assert (len(learnt), len(checked), on_train) == (4, 2, False)
    assert said(checked) == said(stories[4:6])


def test_a_model_is_scored_on_a_docbin_by_two_processes_as_by_one(tmp_path):
    """The number of processes changes no score."""
    import spacy

    nlp = spacy.blank("ru")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Заря"}])
    documents = [story(number) for number in range(4)]
    source = load_source(written("spacy", documents, tmp_path / "a.spacy"))
    native = load_source(write_jsonl(tmp_path / "a.jsonl", documents))
    one, two = (evaluate_pipeline(nlp, "ruler", each, n_process=n) for each, n in ((native, 1), (source, 2)))
    assert one.to_json()["entities"] == two.to_json()["entities"]
    assert two.to_json()["entities"]["per_label"]["ORG"]["strict"]["tp"] > 0
