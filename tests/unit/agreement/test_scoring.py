"""Scoring documents as they are read says the same as scoring all of them at once."""

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from strategies import SYMMETRIC, documents, sets

from annotator.agreement import bootstrap, counts, disagreements, measure
from annotator.agreement.articles import WorkspaceArticles
from annotator.agreement.bootstrap import Sums, resample
from annotator.agreement.columns import corpus_of
from annotator.agreement.counts import CountsBuilder
from annotator.agreement.measure import Settings, report_of
from annotator.agreement.reading import ArticleText, Reading, Wanted
from annotator.agreement.scoring import score
from annotator.agreement.tally import Tally
from annotator.agreement.tokens import sorted_label_sets, token_table
from annotator.agreement.unitizing import Continuum
from annotator.domain import Document, Entity, Status
from annotator.messages import AnnotatorError
from annotator.workspace import Article, Workspace

TEXT = "Анна работает в Ромашке"
TOKENS = ((0, 4), (5, 13), (14, 15), (16, 23))


def parts_of(found, cuts):
    """Split annotated documents into some corpora, each with all annotators."""
    ids = sorted({identifier for docs in found.values() for identifier in docs})
    for low, high in zip([0, *cuts], [*cuts, len(ids)], strict=True):
        chosen = set(ids[low:high])
        yield corpus_of({n: {i: d for i, d in docs.items() if i in chosen} for n, docs in found.items()}, SYMMETRIC)


@settings(max_examples=15, deadline=None)
@given(sets(annotators=3, most=5, missing=True), st.lists(st.integers(0, 5), max_size=3))
def test_documents_may_come_in_parts(found, cuts):
    """Figures, intervals and rows are the same, to the last digit, however the documents are divided."""
    whole = measure(found, SYMMETRIC, replicates=30)
    tally = Tally(tuple(found))
    size = len({identifier for docs in found.values() for identifier in docs})
    for part in parts_of(found, sorted(min(cut, size) for cut in cuts)):
        tally.add(part)
    texts = {identifier: d.text for docs in found.values() for identifier, d in docs.items()}
    report = report_of(tally, Settings(SYMMETRIC, 30), texts.__getitem__)
    expected = whole.to_json()
    assert report.to_json() | {"document_ids": sorted(report.document_ids)} == expected | {
        "document_ids": sorted(expected["document_ids"])
    }
    assert list(disagreements(report)) == list(disagreements(whole))
    assert report.single_documents == whole.single_documents


@pytest.mark.parametrize("kinds", [3, 40, 130])
def test_sets_of_labels_are_numbered_alike(kinds):
    """Sets of labels that come in parts get the order that they have in one table, however many labels there are."""
    rng, labels = random.Random(kinds), [f"L{number:03}" for number in range(kinds)]
    marked = {}
    for name in ("anna", "boris"):
        entities = {(*rng.choice(TOKENS), rng.choice(labels)) for _ in range(3 * kinds)}
        found = tuple(Entity(f"T{number}", *entity) for number, entity in enumerate(sorted(entities)))
        marked[name] = {"d": Document("d", TEXT, TOKENS, found, status=Status.DONE)}
    corpus = corpus_of(marked)
    expected = token_table(corpus).label_sets(corpus.labels)
    assert sorted_label_sets(rng.sample(expected, len(expected)), corpus.labels) == expected


def test_sums_do_not_depend_on_what_is_in_memory(monkeypatch):
    """Sums and replicates are the same where neither all documents nor all draws are worked on together."""
    table = np.random.default_rng(1).integers(0, 9, (50, 4)).astype(float)

    def drawn():
        sums = [Sums(50, {"a": 3, "b": 1}, lambda low, high: table[low:high].copy()) for _ in range(2)]
        resample(sums, 40, 7)
        return [np.concatenate([s["a"], s["b"]], axis=1) for s in sums]

    whole = drawn()
    for name, value in (("_AT_ONCE", 60), ("_TOGETHER", 100), ("_BYTES", 150), ("_DRAWS", 60), ("_COLUMNS", 2)):
        monkeypatch.setattr(bootstrap, name, value)
    assert (whole[0][0] == table.sum(axis=0)).all()
    assert all((some == all_).all() for some, all_ in zip(drawn(), whole, strict=True))
    assert (whole[0] == whole[1]).all()


def test_counts_come_back_as_they_went_in(monkeypatch):
    """Counts of documents that come out of order, some with new columns, come back as a table sorted by document."""
    monkeypatch.setattr(counts, "_AT_ONCE", 2)
    rng = np.random.default_rng(2)
    first, second = rng.integers(0, 3, (4, 2)), rng.integers(0, 70_000, (3, 3))
    builder = CountsBuilder()
    builder.put("n", ["A", "C"], first)
    builder.put("all", [""], first.sum(axis=1))
    builder.end(np.arange(4))
    builder.put("n", ["A", "B", "C"], second)
    builder.end(np.arange(4, 7))
    table = builder.table(np.asarray([6, 0, 5, 1, 4, 2, 3]))
    assert table.document.tolist() == list(range(7))
    expected = np.concatenate([np.insert(first, 1, 0, axis=1), second])[[1, 3, 5, 6, 4, 2, 0]]
    keys = [("n", "A"), ("n", "B"), ("n", "C"), ("n", "D")]
    assert (table.rows(0, 7, keys)[:, :3] == expected).all()
    assert (table.rows(2, 5, keys)[:, 3] == 0).all()
    assert table.one(("all", "")).tolist() == [first[1].sum(), first[3].sum(), 0, 0, 0, first[2].sum(), first[0].sum()]
    assert (table.only(table.document > 4).rows(0, 2, keys[:2]) == expected[5:, :2]).all()


@settings(max_examples=12, deadline=None)
@given(st.lists(documents(), min_size=2, max_size=6))
def test_a_continuum_is_laid_piece_by_piece(docs):
    """Unitizing alpha is the same whether the documents are laid down together or one by one."""
    found = {
        name: {f"d{n}": d.replacing(id=f"d{n}") for n, d in enumerate(docs[at:] + docs[:at])}
        for at, name in enumerate(("anna", "boris"))
    }
    together, single = Continuum(2), Continuum(2)
    whole = corpus_of(found)
    together.add(whole, whole.order)
    for part in parts_of(found, range(1, len(docs))):
        single.add(part, part.order)
    for label in ("ORG", "PER", "LOC", "unknown"):
        assert single.disagreement(label) == together.disagreement(label)


@pytest.fixture
def files(tmp_path, document):
    """Two annotators' files of ten documents, in different orders."""
    paths = {}
    for name in ("anna", "boris"):
        docs = [
            document(
                TEXT, [(0, 4, "PERSON"), *([(16, 23, "ORG")] if n % 3 or name == "anna" else [])], document_id=f"d{n}"
            )
            for n in range(10)
        ]
        paths[name] = tmp_path / f"{name}.jsonl"
        lines = [json.dumps(d.to_record(), separators=(",", ":")) for d in (docs if name == "anna" else docs[::-1])]
        paths[name].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return paths


def test_no_more_than_some_documents_are_in_memory(files):
    """Documents are handed over as soon as their texts are long enough together; each comes once."""
    parts = list(Reading(files).parts(together=2 * len(TEXT)))
    assert [part.size for part in parts] == [2, 2, 2, 2, 2, 0]
    assert sorted(i for part in parts for i in part.document_ids) == [f"d{n}" for n in range(10)]


def test_texts_are_read_again(files):
    """The words of a disagreement come from the files, which are read again where somebody looks."""
    scored = score(Reading(files), 0)
    assert [row.a.text for row in disagreements(scored.report)] == ["Ромашке"] * 4
    assert scored.report.documents == 10


def test_a_file_emptied_meanwhile_is_told(files):
    """Where a text is no longer there, one line says so."""
    scored = score(Reading(files), 0)
    for path in files.values():
        path.write_bytes(b"")
    with pytest.raises(AnnotatorError):
        list(disagreements(scored.report))


def test_progress_is_told(files):
    """Every document and every draw passes by whoever shows how far it is."""
    seen, drawn = [], []

    def follow(ids, most):
        for identifier in ids:
            seen.append((identifier, most))
            yield identifier

    def follow_draws(numbers):
        for number in numbers:
            drawn.append(number)
            yield number

    score(Reading(files), 25, follow=follow, follow_draws=follow_draws)
    assert seen == [(f"d{n}", 10) for n in range(10)]
    assert sum(drawn) == 25


def test_tokens_that_are_no_json_refuse_the_record(files, document):
    """A line is refused for what is wrong in its tokens too, although the corpus' tokens count."""
    articles = {f"d{n}": ArticleText(f"d{n}", TEXT, TOKENS) for n in range(10)}
    assert not score(Reading(files, articles=articles), 0).problems
    lines = files["anna"].read_text("utf-8").splitlines()
    lines[3] = lines[3].replace('"id":1,"start"', '"id":,"start"')
    lines[4] = lines[4].replace('],"ents":', '],"tokens":[],"ents":')
    lines[5] = lines[5].replace('"tokens":[', '"tokens":[7,')
    files["anna"].write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    scored = score(Reading(files, Wanted(), articles), 0)
    assert [problem.line for problem in scored.problems] == [4, 5]
    assert scored.report.documents == 8


def test_articles_of_a_workspace(tmp_path):
    """Articles come in the order of the corpus, with its tokens; a damaged one is told by its line."""
    workspace = Workspace.create(tmp_path / "ws")
    workspace.add_articles(
        [Article("b", TEXT, TOKENS), Article("a", f" {TEXT} ", ((1, 5), (6, 14), (15, 16), (17, 24)))]
    )
    articles = WorkspaceArticles(Workspace.open(tmp_path / "ws"))
    assert list(articles) == ["b", "a"]
    assert articles["b"].text == TEXT
    assert [tuple(token) for token in articles["a"].tokens] == [(1, 5), (6, 14), (15, 16), (17, 24)]
    path = tmp_path / "ws" / "corpus.jsonl"
    for good, bad in (
        ("[5,13]", "[6,13]"),
        ("[5,13]", "[5,4]"),
        ("[5,13]", "[5]"),
        ("[5,13]", "[5,13.5]"),
        ("[16,23]", "[16,99]"),
    ):
        whole = path.read_text("utf-8")
        path.write_text(whole.replace(good, bad, 1), encoding="utf-8")
        with pytest.raises(AnnotatorError) as caught:
            WorkspaceArticles(Workspace.open(tmp_path / "ws"))["b"]
        assert caught.value.line == 1
        path.write_text(whole, encoding="utf-8")
