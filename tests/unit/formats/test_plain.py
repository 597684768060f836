import io

import pytest

from annotator.formats import registry
from annotator.formats.base import FormatError, ReadOptions

PAGE = """<html><head><title>Завод в Казани</title></head><body><nav><a href="/">Главная</a><a href="/x">Спорт</a></nav>
<article><h1>Завод в Казани</h1><p>{}</p><p>{}</p></article><footer>Все права защищены</footer>
<script>alert(1)</script></body></html>"""
FIRST = "Компания «Север» открыла в Казани завод по выпуску промышленных роботов, сообщил в среду директор Иван Петров."
SECOND = "По его словам, на предприятии будут работать триста человек, а первые изделия выпустят уже в следующем году."


def text_of(path):
    (imported,) = registry.get("text").read(path, ReadOptions())
    assert not imported.annotated
    return imported.document


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_web_page_gives_its_article_alone(tmp_path, encoding):
    """Paragraphs stay, menu, footer and script go, the title is kept as meta."""
    pytest.importorskip("trafilatura")
    page = PAGE.format(FIRST, SECOND).replace("<head>", f'<head><meta charset="{encoding}">')
    (tmp_path / "page.html").write_bytes(page.encode(encoding))
    document = text_of(tmp_path / "page.html")
    assert FIRST in document.text
    assert SECOND in document.text
    assert not any(word in document.text for word in ("Главная", "защищены", "alert"))
    assert document.meta["title"] == "Завод в Казани"


def test_a_word_document_gives_paragraphs_and_cells_in_order(tmp_path):
    """Table cells are not forgotten, and stand where they stand on the page."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("Первый абзац")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Казань", "завод"
    document.add_paragraph("Последний абзац")
    document.save(tmp_path / "a.docx")
    assert text_of(tmp_path / "a.docx").text == "Первый абзац\nКазань\nзавод\nПоследний абзац"


def test_a_file_that_is_no_word_document_is_told(tmp_path):
    """Other bytes under that name are one clear line."""
    pytest.importorskip("docx")
    (tmp_path / "a.docx").write_bytes("просто текст".encode())
    with pytest.raises(FormatError, match="no Word document"):
        text_of(tmp_path / "a.docx")


def test_a_scan_has_no_text_and_says_so(tmp_path):
    """A PDF page without a text layer is refused with the reason, as is one with a password."""
    pypdf = pytest.importorskip("pypdf")
    for name, password in (("scan.pdf", None), ("secret.pdf", "x")):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(100, 100)
        if password:
            writer.encrypt(password, algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        (tmp_path / name).write_bytes(stream.getvalue())
    with pytest.raises(FormatError, match="text layer"):
        text_of(tmp_path / "scan.pdf")
    with pytest.raises(FormatError, match="encrypted"):
        text_of(tmp_path / "secret.pdf")
    (tmp_path / "none.pdf").write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(FormatError, match="no readable PDF"):
        text_of(tmp_path / "none.pdf")


def test_a_folder_with_a_bad_file_gives_the_others(tmp_path):
    """One empty file among articles is refused by name, the rest is read."""
    (tmp_path / "a.txt").write_text("Текст", encoding="utf-8")
    (tmp_path / "b.txt").write_text(" \n", encoding="utf-8")
    options = ReadOptions()
    assert [i.document.id for i in registry.get("text").read(tmp_path, options)] == ["a"]
    (problem,) = options.report.problems
    assert problem.file.endswith("b.txt")
