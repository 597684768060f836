"""What a workspace promises."""

import json

import pytest

from annotator.domain import Status
from annotator.domain.edits import AddEntity, AddRelation, SetStatus
from annotator.workspace import Article, SaveError, Workspace, WorkspaceError, WorkspaceLocked


def edited(document, scheme, *edits):
    for edit in edits:
        document = edit.resolve(document, scheme).apply(document)
    return document


def tag(workspace, document, word, label="PERSON"):
    start = document.text.index(word)
    return edited(document, workspace.scheme, AddEntity(start, start + len(word), label))


def test_a_saved_document_is_there_after_reopening(workspace):
    """What save returned is what the next open loads: entities, relation, status, revision."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        assert document.status is Status.NOT_STARTED
        document = tag(workspace, document, "Мустафа Сулейман")
        document = tag(workspace, document, "Microsoft AI", "ORG")
        document = edited(document, workspace.scheme, AddRelation("T1", "T2", "WORKPLACE"), SetStatus(Status.DONE))
        saved = annotations.save(document)
        assert saved.rev == 1 and saved.saved_at and saved.annotator == "anna"
    again = Workspace.open(workspace.path)
    assert again.read("anna").load("alpha") == saved
    assert again.read("anna").statuses() == {"alpha": Status.DONE}
    assert again.read("anna").document_ids == ["alpha"]
    assert again.annotators == ("anna",) and not again.has_gold
    assert again.read("boris").load("alpha").status is Status.NOT_STARTED


def test_a_clean_close_leaves_one_line_per_document_in_corpus_order(workspace):
    """Superseded lines and lines out of order are gone after a close, and the last line of a document has won."""
    with workspace.annotations("anna") as annotations:
        for name in ("gamma", "alpha", "gamma"):
            annotations.save(annotations.load(name))
        annotations.save(tag(workspace, annotations.load("alpha"), "Сулейман"))
        lines = workspace.layout.annotations("anna").read_text().splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["gamma", "alpha", "gamma", "alpha"]
    lines = workspace.layout.annotations("anna").read_text().splitlines()
    assert [(json.loads(line)["id"], json.loads(line)["rev"]) for line in lines] == [("alpha", 2), ("gamma", 2)]
    assert len(workspace.read("anna").load("alpha").entities) == 1
    assert list(workspace.layout.backups("anna").glob("*.jsonl.gz"))


def test_a_file_in_order_is_not_rewritten(workspace):
    """A close rewrites nothing when there is nothing to tidy."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    path = workspace.layout.annotations("anna")
    inode = path.stat().st_ino
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("beta"))
    assert path.stat().st_ino == inode


def test_the_second_writer_of_an_annotator_is_refused(workspace):
    """One annotator is written by one process at a time; others and readers go on."""
    with workspace.annotations("anna") as annotations:
        with pytest.raises(WorkspaceLocked) as error:
            workspace.annotations("anna")
        assert error.value.exit_status == 3
        annotations.save(annotations.load("alpha"))
        assert workspace.read("anna").document_ids == ["alpha"]
        with workspace.annotations("boris") as other:
            other.save(other.load("alpha"))
    with workspace.annotations("anna"):
        pass


def test_a_torn_last_line_is_copied_aside_and_told(workspace):
    """Half a line costs nothing but itself: its bytes are kept in a file beside, and a later save survives."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    path = workspace.layout.annotations("anna")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert workspace.read("anna").document_ids == ["alpha"]
    with workspace.annotations("anna") as annotations:
        assert len(annotations.notices) == 1
        annotations.save(annotations.load("beta"))
    (copy,) = path.parent.glob("anna.jsonl.torn-*")
    assert copy.read_bytes() == whole[: len(whole) // 2]
    assert workspace.read("anna").document_ids == ["alpha", "beta"]


def test_bad_lines_are_skipped_by_number_and_kept(workspace):
    """Lines that hold no record are told with their number, and their bytes survive a rewrite in a file beside."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    path = workspace.layout.annotations("anna")
    line = path.read_bytes()
    path.write_bytes(line + b"garbage\n" + b"\0" * 40 + b"\n" + line.replace(b'"rev":1', b'"rev":2'))
    reader = workspace.read("anna")
    assert [(p.file, p.line) for p in reader.problems] == [(str(path), 2), (str(path), 3)]
    assert reader.load("alpha").rev == 2
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("beta"))
    (kept,) = path.parent.glob("anna.jsonl.bad-*")
    assert kept.read_bytes() == b"garbage\n" + b"\0" * 40 + b"\n"
    assert not workspace.read("anna").problems


def test_a_damaged_newest_line_gives_way_to_the_line_before(workspace):
    """Where the last line of a document cannot be read, the one before is loaded, and a rewrite keeps that one."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    path = workspace.layout.annotations("anna")
    line = path.read_bytes()
    path.write_bytes(line + line.replace(b'"status":"in_progress"', b'"status":"lost"'))
    reader = workspace.read("anna")
    assert reader.load("alpha").rev == 1
    assert [p.line for p in reader.problems] == [2]
    with workspace.annotations("anna"):
        pass
    assert path.read_bytes() == line


def test_a_missing_final_newline_and_a_bom_are_fine(workspace):
    """A file saved by an editor, with a BOM or without a last line end, loses nothing at the next save."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    path = workspace.layout.annotations("anna")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip(b"\n"))
    with workspace.annotations("anna") as annotations:
        assert not annotations.notices
        assert annotations.document_ids == ["alpha"]
        annotations.save(annotations.load("beta"))
    assert workspace.read("anna").document_ids == ["alpha", "beta"]
    assert not workspace.read("anna").problems


def test_a_text_that_is_not_the_corpus_text_is_never_saved_nor_loaded(workspace):
    """Offsets of one text are never applied to another one."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        with pytest.raises(SaveError, match="alpha"):
            annotations.save(document.replacing(text=document.text + "!"))
        annotations.save(document)
    path = workspace.layout.annotations("anna")
    path.write_text(path.read_text().replace("возглавил", "возглавит"))
    with pytest.raises(WorkspaceError, match="alpha") as error:
        workspace.read("anna").load("alpha")
    assert error.value.line == 1
    reader = workspace.read("anna")
    assert list(reader.documents("any")) == [] and len(reader.problems) == 1


def test_articles_are_added_once(workspace):
    """The same article again is reported, another text under its id refused, and nothing of the corpus changes."""
    before = workspace.layout.corpus.read_bytes()
    report = workspace.add_articles(
        [workspace.article("alpha"), Article("beta", "Другой текст.", ((0, 6), (7, 12), (12, 13)))]
    )
    assert (report.added, report.known, len(report.problems)) == ([], ["alpha"], 1)
    assert workspace.layout.corpus.read_bytes() == before


def test_lines_of_others_are_merged_before_a_save(workspace):
    """A file that has grown meanwhile is read on, so that nothing of it is overwritten or unseen."""
    with workspace.annotations("boris") as annotations:
        annotations.save(annotations.load("beta"))
    foreign = workspace.layout.annotations("boris").read_bytes()
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
        with workspace.layout.annotations("anna").open("ab") as file:
            file.write(foreign)
        annotations.save(annotations.load("gamma"))
        assert annotations.document_ids == ["alpha", "beta", "gamma"]
    assert workspace.read("anna").document_ids == ["alpha", "beta", "gamma"]


@pytest.mark.parametrize("name", ["", " anna", "a/b", "..", ".hidden", "con", "a\nb", "x" * 300, "a\ud800"])
def test_names_that_cannot_be_files_are_refused(workspace, name):
    """An annotator's name never leads out of the folder."""
    with pytest.raises(WorkspaceError):
        workspace.annotations(name)
    with pytest.raises(WorkspaceError):
        workspace.read(name)


def test_a_folder_without_settings_is_no_workspace(tmp_path):
    """One clear line says what to do."""
    with pytest.raises(WorkspaceError, match="annotator init"):
        Workspace.open(tmp_path)


def test_labels_can_be_added_to_the_scheme(workspace):
    """Labels brought by an import are written to scheme.json and are there at the next open."""
    workspace.extend_scheme(["PRODUCT"], ["OWNER"])
    scheme = Workspace.open(workspace.path).scheme
    assert [e.label for e in scheme.entities] == ["PERSON", "ORG", "PRODUCT"]
    assert [r.label for r in scheme.relations] == ["WORKPLACE", "OWNER"]


@pytest.mark.parametrize("value", [{1}, b"x", float("nan"), "\ud800"])
def test_what_no_json_can_hold_is_a_save_error(workspace, value):
    """A value of another program that cannot be written is told in one short line; the file stays as it was."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        with pytest.raises(SaveError) as refused:
            annotations.save(document.replacing(extra={"theirs": value}))
        assert len(str(refused.value).removeprefix(str(annotations.path))) < 200
        annotations.save(document)


def test_closed_annotations_load_nothing(workspace):
    """After the block a load is one clear error."""
    with workspace.annotations("anna") as annotations:
        pass
    with pytest.raises(WorkspaceError, match="closed"):
        annotations.load("alpha")
