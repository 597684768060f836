import os

import pytest

from annotator.domain import Status
from annotator.formats import registry
from annotator.formats.base import FormatError
from annotator.formats.convert import ConvertOptions, convert
from annotator.formats.exporting import ExportOptions, WhichAnnotatorError, export
from annotator.formats.split import Profile, SplitError, parse_ratios, split
from annotator.formats.targets import TargetError
from annotator.workspace import Article


def fill(workspace, build, name, count=1, status=Status.DONE):
    for i in range(count):
        document = build.document(f"{build.TEXT} {i}", entities=[("Анну Петрову", "PERSON")], id=f"d{i}", status=status)
        workspace.add_articles([Article(document.id, document.text, document.tokens)])
        with workspace.annotations(name) as annotations:
            annotations.save(document)


def test_gold_is_the_default(workspace, build, read, tmp_path):
    """With an adjudicated set, that is what is exported."""
    fill(workspace, build, "anna")
    fill(workspace, build, "gold")
    export(workspace, tmp_path / "out.jsonl", registry.get("jsonl"), ExportOptions())
    assert [i.document.annotator for i in read("jsonl", tmp_path / "out.jsonl")] == ["gold"]


def test_several_annotators_need_a_name(workspace, build, tmp_path):
    """Without gold and with two people the command stops and lists them."""
    fill(workspace, build, "anna")
    fill(workspace, build, "boris")
    with pytest.raises(WhichAnnotatorError, match="anna, boris"):
        export(workspace, tmp_path / "out.jsonl", registry.get("jsonl"), ExportOptions())


def test_unfinished_documents_wait_unless_asked_for(workspace, build, read, tmp_path):
    """Only done documents are exported; how many were left out is said."""
    fill(workspace, build, "anna", status=Status.IN_PROGRESS)
    out = tmp_path / "out.jsonl"
    report = export(workspace, out, registry.get("jsonl"), ExportOptions())
    assert report.written.documents == 0
    assert len(report.problems) == 1
    export(workspace, out, registry.get("jsonl"), ExportOptions(status="any"))
    assert len(read("jsonl", out)) == 1


def test_a_split_covers_every_document_once_and_repeats_itself(workspace, build, read, tmp_path):
    """The parts are disjoint, complete, of the sizes asked for, and equal for equal seeds."""
    for i in range(20):
        words = " ".join(f"слово{i}х{j}" for j in range(30))
        document = build.document(f"Анна {words}", entities=[("Анна", "PERSON")], id=f"d{i}")
        workspace.add_articles([Article(document.id, document.text, document.tokens)])
        with workspace.annotations("anna") as annotations:
            annotations.save(document)
    options = ExportOptions(ratios=parse_ratios("80/10/10"), seed=7)
    export(workspace, tmp_path / "one", registry.get("jsonl"), options)
    export(workspace, tmp_path / "two", registry.get("jsonl"), options)
    parts = {
        p: [i.document.id for i in read("jsonl", tmp_path / "one" / f"{p}.jsonl")] for p in ("train", "dev", "test")
    }
    assert [len(ids) for ids in parts.values()] == [16, 2, 2]
    assert sorted(i for ids in parts.values() for i in ids) == sorted(workspace.document_ids)
    for name in parts:
        assert (tmp_path / "one" / f"{name}.jsonl").read_bytes() == (tmp_path / "two" / f"{name}.jsonl").read_bytes()


def test_near_duplicates_stay_together(build):
    """An article and its reprint with another ending never end up in two parts."""
    words = {i: " ".join(f"слово{i}х{j}" for j in range(60)) for i in range(30)}
    profiles = [
        Profile.of(build.document(f"Анна {words[i]}{copy}", id=f"{i}{copy}"))
        for i in words
        for copy in ("", " перепечатка")
    ]
    parts = split(profiles, (0.6, 0.2, 0.2), 3)
    assert all(parts[f"{i}"] == parts[f"{i} перепечатка"] for i in range(30))
    assert set(parts.values()) == {"train", "dev", "test"}


def test_rare_labels_reach_every_part(build):
    """A label that few documents have is spread over the parts."""
    profiles = []
    for i in range(40):
        words = " ".join(f"слово{i}х{j}" for j in range(30))
        entities = [("Анна", "PERSON")] + ([(f"слово{i}х0", "RARE")] if i < 8 else [])
        profiles.append(Profile.of(build.document(f"Анна {words}", entities=entities, id=str(i))))
    parts = split(profiles, (0.5, 0.25, 0.25), 1)
    rare = [parts[str(i)] for i in range(8)]
    assert sorted(rare.count(part) for part in ("train", "dev", "test")) == [2, 2, 4]


@pytest.mark.parametrize("text", ["80", "80/0/20", "a/b", "50/20/20/10", "nan/1", "-1/2"])
def test_nonsense_ratios_are_a_usage_error(text):
    """Shares are two or three positive numbers."""
    with pytest.raises(SplitError):
        parse_ratios(text)


def fill_various(workspace, build, count=20):
    for i in range(count):
        words = " ".join(f"слово{i}х{j}" for j in range(30))
        entities = [("Анна", "PERSON"), (f"слово{i}х0", "ORG"), (f"слово{i}х0 слово{i}х1", "ORG")]
        document = build.document(f"Анна {words}", entities=entities, id=f"d{i}")
        workspace.add_articles([Article(document.id, document.text, document.tokens)])
        with workspace.annotations("anna") as annotations:
            annotations.save(document)


def test_a_split_for_hugging_face_has_one_card_with_statistics(workspace, build, read, tmp_path):
    """The card names the files as the hub's splits, lists the tags of all parts, and counts what each part holds."""
    fill_various(workspace, build)
    export(workspace, tmp_path / "hub", registry.get("hf"), ExportOptions(ratios=parse_ratios("80/10/10"), seed=7))
    card = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8")
    header, table = card.split("---\n")[1:]
    assert "- split: validation\n    path: dev.jsonl" in header
    assert "'4': \"I-PERSON\"" in header
    assert "| documents | 16 | 2 | 2 | 20 |" in table
    assert "| `PERSON` | 16 | 2 | 2 | 20 |" in table
    assert len(read("hf", tmp_path / "hub")) == 20


@pytest.mark.parametrize("ratios", [None, "80/10/10"])
def test_a_strict_export_that_would_lose_anything_writes_nothing(workspace, build, tmp_path, ratios):
    """One nested entity that the format cannot hold, in any part, keeps all parts from being written."""
    fill_various(workspace, build)
    options = ExportOptions(ratios=parse_ratios(ratios) if ratios else None, strict=True)
    report = export(workspace, tmp_path / "out", registry.get("hf"), options)
    assert (report.written.documents, report.read.documents, report.lossless) == (0, 20, False)
    assert not list(tmp_path.glob("out/*"))


def test_losses_are_told_before_the_file_takes_its_place(workspace, build, tmp_path):
    """Whoever listens hears of each loss while the old file is still there."""
    fill_various(workspace, build, 2)
    out = tmp_path / "a.conll"
    out.write_text("old", encoding="utf-8")
    heard = []

    def hear(problem):
        heard.append((problem.kind, out.read_text(encoding="utf-8")))

    report = export(workspace, out, registry.get("conll"), ExportOptions(), announce=hear)
    assert heard[0] == ("dropped", "old")
    assert len(heard) == len(report.problems)
    assert out.read_text(encoding="utf-8") != "old"


@pytest.mark.parametrize(
    ("place", "form"),
    [
        ("annotations/anna.jsonl", "jsonl"), ("annotations", "jsonl"), ("annotations/boris.jsonl", "jsonl"),
        ("corpus.jsonl", "jsonl"), ("annotator.toml", "jsonl"), ("suggestions/x", "brat"), (".", "brat"),
        ("../{root}/scheme.json", "conll"),
    ],
)  # fmt: skip
def test_a_workspace_is_not_exported_over_itself(workspace, build, place, form):
    """An export onto the workspace's own files is wrong usage, and no byte of them changes."""
    fill(workspace, build, "anna")
    root = workspace.layout.root
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for ratios in (None, (0.5, 0.5)) if place == "suggestions/x" else (None,):
        with pytest.raises(TargetError) as refused:
            out = root / place.format(root=root.name)
            export(workspace, out, registry.get(form), ExportOptions(ratios=ratios))
        assert refused.value.exit_status == 2
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_an_export_beside_the_workspace_files_is_fine(workspace, build):
    """A folder of its own inside the workspace may be written to."""
    fill(workspace, build, "anna")
    report = export(workspace, workspace.layout.root / "out", registry.get("brat"), ExportOptions())
    assert report.written.documents == 1


def test_a_conversion_never_writes_over_its_source(build, write, tmp_path):
    """The source itself, also by a link, and a file of the source's folder are wrong usage; another file there is not."""
    native, conll = registry.get("jsonl"), registry.get("conll")
    path = write("jsonl", [build.document(build.TEXT)], "in.jsonl")
    (tmp_path / "link.jsonl").symlink_to(path)
    before = path.read_bytes()
    for source, out in ((path, path), (path, tmp_path / "link.jsonl"), (tmp_path, path)):
        with pytest.raises(TargetError):
            convert(source, out, native, conll, ConvertOptions())
    (tmp_path / "link.jsonl").unlink()
    convert(tmp_path, tmp_path / "out.conll", native, conll, ConvertOptions())
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_without_permission_is_named(workspace, build, tmp_path):
    """What the system refuses is one line that names the file asked for, not one of ours beside it."""
    fill(workspace, build, "anna")
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(FormatError, match=r"out.jsonl: not written"):
        export(workspace, tmp_path / "shut" / "out.jsonl", registry.get("jsonl"), ExportOptions())


def test_a_file_where_a_folder_should_be_is_told(workspace, build, tmp_path):
    """A path through a file is one line that says so."""
    fill(workspace, build, "anna")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(TargetError, match="file: is a file"):
        export(workspace, tmp_path / "file" / "out.jsonl", registry.get("jsonl"), ExportOptions())


def test_a_second_export_of_one_format_has_the_same_files(workspace, build, tmp_path):
    """Exporting to a folder of rows and a card once more replaces its files and adds none."""
    fill(workspace, build, "anna", 2)
    found = []
    for _ in range(2):
        export(workspace, tmp_path / "out", registry.get("hf"), ExportOptions())
        found.append(sorted(path.name for path in (tmp_path / "out").iterdir()))
    assert found[0] == found[1]
