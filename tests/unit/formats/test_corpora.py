from annotator.formats import registry
from annotator.formats.base import ReadOptions, WriteOptions
from annotator.formats.checked import write_checked
from annotator.formats.convert import ConvertOptions, convert
from annotator.formats.importing import ImportOptions, import_files
from annotator.formats.report import Kind, Report


def test_the_whole_of_nerel_goes_into_an_open_scheme(corpora, open_workspace):
    """All 44,867 entities and 31,388 relations are read; only exact duplicates collapse, the stray line is told."""
    report = import_files(open_workspace, [corpora / "nerel/train"], ImportOptions(annotator="gold"))
    assert report.read.to_json() == {"documents": 746, "entities": 44867, "relations": 31388}
    collapsed = report.tallies[Kind.COLLAPSED]
    assert (collapsed.entities, collapsed.relations) == (3, 101)
    assert (report.written.entities, report.written.relations) == (44867 - 3, 31388 - 101)
    assert report.lossless
    (stray,) = [p for p in report.problems if p.kind is Kind.KEPT]
    assert (stray.file.rpartition("/")[2], stray.line) == ("21013_text.ann", 52)


def test_nerel_returns_to_brat_line_by_line(corpora, tmp_path):
    """Through native records and back every file is the same but for the duplicates that were reported."""
    native, out = registry.get("jsonl"), tmp_path / "nerel.jsonl"
    brat = registry.get("brat")
    first = convert(corpora / "nerel/train", out, brat, native, ConvertOptions())
    convert(out, tmp_path / "back", native, brat, ConvertOptions())
    reported = sum(p.kind is Kind.COLLAPSED for p in first.problems)
    missing = 0
    for file in (corpora / "nerel/train").glob("*.ann"):
        returned = tmp_path / "back" / file.name
        assert returned.with_suffix(".txt").read_bytes() == file.with_suffix(".txt").read_bytes()
        before = file.read_text(encoding="utf-8").split("\n")
        after = set(returned.read_text(encoding="utf-8").split("\n"))
        lost = [line for line in before if line not in after]
        missing += len([line for line in lost if line[0] in "TR"])
        assert len(lost) <= 5
    # One relation and three links moved from a collapsed entity to the one that stays: changed lines, nothing lost.
    assert reported <= missing <= reported + 3


def test_factrueval_is_read_whole(corpora):
    """The devset has the numbers of mentions that its description states."""
    found = list(registry.get("factrueval").read(corpora / "factrueval/devset", ReadOptions()))
    assert len(found) == 122
    assert sum(i.read.entities for i in found) == 2611
    assert sum(len(i.document.relations) for i in found) > 200


def test_a_part_of_nerel_survives_every_format(corpora, tmp_path):
    """Forty real articles pass the read-back check of every format that is written."""
    files = sorted((corpora / "nerel/train").glob("*.ann"))[:40]
    found = [i.document for file in files for i in registry.get("brat").read(file, ReadOptions())]
    for name in registry.writable():
        target = registry.get(name)
        out = tmp_path / (name if target.folder else f"{name}{target.suffixes[0]}")
        report = Report()
        write_checked(found, target, out, WriteOptions(), report)
        assert report.written.documents == 40
