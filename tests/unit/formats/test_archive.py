"""Zip archives are read like the folders they hold, and nothing of them lands outside of the place for them."""

import json
import zipfile
from pathlib import Path

import pytest

from annotator.formats import archive, registry
from annotator.formats.base import FormatError
from annotator.formats.convert import ConvertOptions, convert
from annotator.formats.importing import ImportOptions, import_files
from annotator.workspace import Workspace

TEXT = "Анна Ким возглавила «Луч» в Туле."
ANN = "T1\tPERSON 0 8\tАнна Ким\nT2\tORG 20 25\t«Луч»\nR1\tHEAD Arg1:T1 Arg2:T2\t\nбессмыслица\n"


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


@pytest.fixture
def brat(tmp_path):
    members = {"сборник/news.txt": TEXT, "сборник/news.ann": ANN, "__MACOSX/сборник/._news.ann": "x"}
    return packed(tmp_path / "brat.zip", members)


def test_a_brat_archive_is_imported_and_its_problems_name_the_file_inside(brat, tmp_path):
    """Articles, entities and relations come in; the line that is no annotation is named in the archive."""
    workspace = Workspace.create(tmp_path / "w", scheme="open")
    report = import_files(workspace, [brat], ImportOptions(annotator="anna"))
    document = next(iter(workspace.read("anna").documents()))
    assert (document.id, len(document.entities), len(document.relations)) == ("news", 2, 1)
    assert f"{brat}/сборник/news.ann:4" in "\n".join(map(str, report.problems))


def test_an_archive_of_one_file_per_annotator_keeps_the_names(tmp_path):
    """doccano exports one file per user: each becomes that annotator's records."""
    row = json.dumps({"id": 1, "text": TEXT, "label": [[0, 8, "PER"]]}, ensure_ascii=False)
    source = packed(tmp_path / "export.zip", {"admin.jsonl": row, "vera.jsonl": row})
    assert registry.detect(source).name == "doccano"
    workspace = Workspace.create(tmp_path / "w", scheme="open")
    import_files(workspace, [source], ImportOptions())
    assert set(workspace.annotators) == {"admin", "vera"}


def test_archives_inside_an_archive_are_unpacked_where_they_lie(tmp_path):
    """INCEpTION packs each annotator's file once more, with the type system beside it."""
    from annotator.domain import Document, Entity, Status

    cas = registry.get("cas")
    from annotator.formats.base import WriteOptions

    cas.write(
        [Document("d", TEXT, entities=(Entity("T1", 0, 8, "PER"),), status=Status.DONE)], tmp_path, WriteOptions()
    )
    inner = packed(
        tmp_path / "anna.zip",
        {"anna.xmi": (tmp_path / "d.xmi").read_bytes(), "TypeSystem.xml": (tmp_path / "TypeSystem.xml").read_bytes()},
    )
    source = packed(tmp_path / "project.zip", {"annotation/d.txt/anna.zip": inner.read_bytes(), "x.txt": "x"})
    report = convert(source, tmp_path / "out.jsonl", cas, registry.get("jsonl"), ConvertOptions())
    assert report.written.entities == 1
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["annotator"] == "anna"


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path, name):
    """Not one member is written then."""
    source = packed(tmp_path / "bad.zip", {name: "x"})
    with pytest.raises(FormatError, match="points out of it"), archive.unzipped(source):
        pass
    assert not list(tmp_path.rglob("evil.txt"))


def test_links_are_refused(tmp_path):
    """A member that is a symbolic link could point anywhere."""
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    source = tmp_path / "bad.zip"
    with zipfile.ZipFile(source, "w") as out:
        out.writestr(link, "/etc/passwd")
    with pytest.raises(FormatError, match="points out of it"), archive.unzipped(source):
        pass


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path, monkeypatch):
    """A member that unpacks to far more than such files do stops the unpacking."""
    monkeypatch.setattr(archive, "_FROM_BYTES", 1 << 20)
    source = packed(tmp_path / "bomb.zip", {"a.txt": b"0" * (8 << 20)})
    with pytest.raises(FormatError, match="larger"), archive.unzipped(source):
        pass


def test_a_damaged_archive_is_told_in_one_line(tmp_path):
    """Whatever zipfile says of it, the user reads what to do."""
    source = tmp_path / "cut.zip"
    source.write_bytes(packed(tmp_path / "whole.zip", {"a.txt": TEXT}).read_bytes()[:60])
    with pytest.raises(FormatError, match=r"cut\.zip: the archive cannot be unpacked") as caught:
        registry.detect(source)
    assert "\n" not in str(caught.value)


def test_russian_names_of_windows_archives_are_read(tmp_path):
    """Windows writes names in cp866 without saying so."""
    source = tmp_path / "win.zip"
    with zipfile.ZipFile(source, "w") as out:
        out.writestr("XXXXXXX.txt", TEXT)
        out.writestr("b.txt", TEXT)
    source.write_bytes(source.read_bytes().replace(b"XXXXXXX", "новость".encode("cp866")))
    with archive.unzipped(source) as folder:
        assert {path.name for path in Path(folder).iterdir()} == {"новость.txt", "b.txt"}


def test_a_strict_import_writes_nothing_when_anything_is_wrong(tmp_path):
    """One line of two is refused: neither the corpus nor the annotator's file changes, and the reason is told."""
    rows = [{"id": "a", "text": TEXT, "label": [[0, 8, "PER"]]}, {"id": "b", "text": TEXT, "label": [[0, 99, "PER"]]}]
    source = tmp_path / "rows.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    workspace = Workspace.create(tmp_path / "w", scheme="open")
    report = import_files(workspace, [source], ImportOptions(annotator="anna", strict=True))
    assert (report.written.documents, list(workspace.document_ids)) == (0, [])
    assert ":2: " in "\n".join(map(str, report.problems))
    assert workspace.scheme == Workspace.open(tmp_path / "w").scheme
    source.write_text(json.dumps(rows[0]) + "\n" + json.dumps(rows[0]), encoding="utf-8")
    report = import_files(workspace, [source], ImportOptions(annotator="anna", strict=True))
    assert (report.written.documents, report.written.entities) == (1, 1)
