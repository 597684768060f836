"""Section 4: the Python interface as it is printed."""

import pytest
from e2e.contract.kit import TEXTS, as_line, ent, read_lines, record, rich, workspace


def test_the_example_of_the_contract_runs(tmp_path):
    """create, open, annotations, load, save, to_record and from_record work as printed."""
    from annotator.domain import Document
    from annotator.workspace import SaveError, Workspace, WorkspaceLocked

    made = Workspace.create(tmp_path / "ws", scheme="news-ru")
    assert made is not None
    (tmp_path / "ws" / "corpus.jsonl").write_text(
        as_line({"id": "openai-microsoft", "text": TEXTS["cut"], "meta": {"url": "https://x"}}), encoding="utf-8"
    )
    space = Workspace.open(str(tmp_path / "ws"))
    with space.annotations("anna") as annotations:
        document = annotations.load("openai-microsoft")
        assert document.text == TEXTS["cut"]
        start, end, label = ent(TEXTS["cut"], "OpenAI", "ORG")
        given = record("openai-microsoft", TEXTS["cut"], [(start, end, label)])
        saved = annotations.save(Document.from_record(given))
        assert saved is None or saved.text == document.text
        again = annotations.load("openai-microsoft")
        assert [(e.start, e.end, e.label) for e in again.entities] == [(start, end, label)]
    assert issubclass(SaveError, Exception) and issubclass(WorkspaceLocked, Exception)
    assert Document.from_record(again.to_record()) == again
    assert len(read_lines(tmp_path / "ws" / "annotations" / "anna.jsonl")) == 1


def test_records_of_the_file_equal_to_record(tmp_path):
    """What stands in the file is what `to_record` of the loaded document says."""
    from annotator.domain import Document
    from annotator.workspace import Workspace

    ws = workspace(tmp_path / "ws")
    space = Workspace.open(ws)
    with space.annotations("anna") as annotations:
        for line in rich():
            annotations.save(Document.from_record(line))
    lines = {r["id"]: r for r in read_lines(ws / "annotations" / "anna.jsonl")}
    reader = space.read("anna")
    for document, line in lines.items():
        assert reader.load(document).to_record() == line


def test_unknown_documents_and_workspaces_raise_one_line_errors(tmp_path):
    """Errors are exceptions with one line that names what is missing."""
    from annotator.workspace import Workspace

    with pytest.raises(Exception, match="нет-такого") as caught:
        Workspace.open(tmp_path / "нет-такого")
    assert "\n" not in str(caught.value)
    space = Workspace.open(workspace(tmp_path / "ws"))
    with space.annotations("anna") as annotations, pytest.raises(Exception, match="нет-документа"):
        annotations.load("нет-документа")


def test_an_error_inside_the_block_keeps_what_was_saved(tmp_path):
    """An exception inside `with` leaves acknowledged saves and releases the lock."""
    from annotator.domain import Document
    from annotator.workspace import Workspace

    ws = workspace(tmp_path / "ws")
    space = Workspace.open(ws)
    with pytest.raises(ZeroDivisionError), space.annotations("anna") as annotations:
        annotations.save(Document.from_record(rich()[0]))
        raise ZeroDivisionError
    with space.annotations("anna") as annotations:
        assert len(annotations.load("emoji").entities) == 4


def test_domain_needs_neither_qt_nor_spacy():
    """Importing domain, workspace, formats and agreement loads neither PySide6 nor spaCy."""
    from e2e.contract.kit import python

    said = python(
        "import sys, annotator.domain, annotator.workspace, annotator.formats, annotator.agreement\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'spacy', 'PySide6', 'thinc'}))"
    )
    assert said.out.strip() == "[]", said
