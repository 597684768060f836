import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain import Document, Entity, Relation, Status
from annotator.formats import registry
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.building import trimmed
from annotator.formats.checked import write_checked
from annotator.formats.fingerprint import fingerprint
from annotator.formats.loss import loss_report, project
from annotator.formats.report import Report
from annotator.text.tokenizing import tokenize

PIECES = [
    "Анна",
    "ООО «Ромашка»",
    "Петров-Водкин",
    "№5",
    "U.S.",
    "🎉",
    "👩‍💻",
    "е\u0308ж",
    "|",
    "\\",
    "[",
    "_",
    "->",
    ";",
    "*",
    '"',
    "<&>",
    "%",
]
BLANKS = [" ", " ", " ", "\n", "\r\n", "\u00a0", "  ", "\t", "\n\n", "\u2028", "\u0085"]
LABELS = ["PERSON", "ORG", "WORKS AT", "ГОРОД", "A-B", "x|y", "O"]
WRITTEN = registry.writable()
ENDINGS = {"hf": [".jsonl", ".parquet", ""], "gliner": [".json", ".jsonl"]}


@pytest.fixture(autouse=True, scope="module")
def loaded_tokenizer():
    """spaCy touches the random module while it is imported, which hypothesis does not want to see in a strategy."""
    tokenize("а", "ru")


@st.composite
def documents(draw):
    parts = draw(st.lists(st.sampled_from(PIECES + BLANKS), min_size=1, max_size=14))
    text = "".join(parts) + draw(st.sampled_from(["", "конец", "\n"]))
    text = text if text.strip() else text + "а"
    found = {}
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        start, end = trimmed(text, start, draw(st.integers(start + 1, len(text))))
        label = draw(st.sampled_from(LABELS))
        middle = draw(st.integers(start, end))
        pieces = [trimmed(text, start, middle), trimmed(text, middle + 1, end)] if draw(st.booleans()) else []
        whole = len(pieces) == 2 and all(a < b for a, b in pieces)
        fragments = tuple(pieces) if whole and pieces[0][1] < pieces[1][0] else ()
        if start < end:
            found[start, end, label, fragments] = draw(st.sampled_from(["", "Q42", "http://example.org/a b"]))
    entities = tuple(
        Entity(f"T{i}", a, b, c, kb_id=kb, fragments=f) for i, ((a, b, c, f), kb) in enumerate(found.items(), 1)
    )
    ids = [e.id for e in entities]
    pairs = [(a, b) for a in ids for b in ids if a != b]
    links = (
        draw(st.lists(st.tuples(st.sampled_from(pairs), st.sampled_from(LABELS)), max_size=4, unique=True))
        if pairs
        else []
    )
    relations = tuple(Relation(f"R{i}", *ends, label) for i, (ends, label) in enumerate(links, 1))
    notes = draw(
        st.dictionaries(st.sampled_from(["", *ids, *(r.id for r in relations)]), st.sampled_from(["да", "раз\nдва"]))
    )
    status = draw(st.sampled_from([Status.DONE, Status.IN_PROGRESS, Status.SKIPPED]))
    identifier = draw(st.sampled_from(["a", "статья 1", "a/b:c", "CON"]))
    return Document(
        identifier,
        text,
        tokenize(text, "ru"),
        entities,
        relations,
        "anna",
        status,
        notes=notes,
        meta={"topic": "спорт"},
    )


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_all_that_a_format_can_hold_comes_back(name, data):
    """Writing and reading again gives the same text, entities, relations, links and notes, losses counted beforehand."""
    target = registry.get(name)
    ending = data.draw(st.sampled_from(ENDINGS.get(name, ["" if target.folder else target.suffixes[0]])))
    given_documents = data.draw(st.lists(documents(), min_size=1, max_size=2, unique_by=lambda d: d.id))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out{ending}"
        report = Report()
        write_checked(given_documents, target, out, WriteOptions(), report)
        back = [i.document for i in target.read(out, ReadOptions(encoding="utf-8"))]
    expected = sorted(fingerprint(project(d, target.holds)[0], target.holds) for d in given_documents)
    assert sorted(fingerprint(d, target.holds) for d in back) == expected
    lost = loss_report(given_documents, target)
    assert len(report.problems) == len(lost.losses)
    before = sum(len(d.entities) for d in given_documents)
    assert report.written.entities == before - report.to_json()["details"]["dropped"]["entities"]


@pytest.mark.parametrize(
    "name", [name for name in WRITTEN if registry.get(name).holds.text and registry.get(name).holds.entities]
)
@settings(max_examples=30, deadline=None)
@given(document=documents())
def test_a_second_trip_through_a_format_changes_nothing(name, document):
    """What was read from a format and is written there again is read as the same document once more."""
    target = registry.get(name)
    with tempfile.TemporaryDirectory() as folder:
        first, second = (Path(folder) / f"{n}{'' if target.folder else target.suffixes[0]}" for n in ("one", "two"))
        write_checked([document], target, first, WriteOptions(), Report())
        (once,) = target.read(first, ReadOptions(encoding="utf-8"))
        report = Report()
        write_checked([once.document], target, second, WriteOptions(), report)
        (twice,) = target.read(second, ReadOptions(encoding="utf-8"))
    assert twice.document.replacing(tokens=()) == once.document.replacing(tokens=())
    assert report.to_json()["details"]["dropped"] == {"documents": 0, "entities": 0, "relations": 0}
