"""The page, the tables and the CSV show everything, in both languages, and depend on nothing."""

import csv
import re
from html.parser import HTMLParser

import pytest

from annotator.agreement import disagreements, measure, report_html
from annotator.agreement.report_csv import write_csv
from annotator.agreement.report_html import write_html
from annotator.agreement.tables import tables
from annotator.messages import set_language

TEXT = "Анна Орлова <работает> в Ромашке. Она & Борис — друзья."
VOID = {"meta", "br", "line", "rect", "text", "input"}


@pytest.fixture(params=["ru", "en"])
def language(request):
    set_language(request.param)
    yield request.param
    set_language(None)


@pytest.fixture
def report(document):
    spans = [(0, 11, "PERSON"), (25, 32, "ORG"), (40, 45, "PERSON")]
    a = document(TEXT, spans, [(0, 1, "WORKS"), (0, 2, "KNOWS")])
    b = document(TEXT, [(0, 4, "PERSON"), (25, 32, "PRODUCT"), (40, 45, "PERSON")], [(0, 1, "OWNS")])
    c = document(TEXT, [(0, 11, "PERSON")])
    return measure({"anna": {"d": a}, "boris": {"d": b}, "<vera>": {"d": c}}, ["KNOWS"], replicates=20)


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.links, self.articles = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in {"src", "href"}]
        self.articles += tag == "article"
        if tag not in {"meta", "br", "line", "rect"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_page(report, tmp_path, language):
    """The page is well-formed, holds every disagreement once and links only inside itself."""
    path = tmp_path / "report.html"
    write_html(report, path)
    page = path.read_text(encoding="utf-8")
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    assert parser.articles == len(list(disagreements(report)))
    assert all(link.startswith("#") for link in parser.links)
    assert not re.search(r"https?:|@import|url\(", page)
    assert f'lang="{language}"' in page
    assert "<vera>" not in page
    assert "&lt;работает&gt;" in page


def test_page_of_too_many(document, tmp_path, monkeypatch):
    """A page that no browser could open lists the most disputed documents and says where the rest is."""
    monkeypatch.setattr(report_html, "MOST_LISTED", 1)
    found, nothing = [(0, 4, "PERSON"), (25, 32, "ORG")], []
    sets = {
        name: {i: document(TEXT, spans[:size], document_id=i) for i, size in (("one", 1), ("two", 2))}
        for name, spans in (("anna", found), ("boris", nothing))
    }
    path = tmp_path / "report.html"
    write_html(measure(sets, replicates=0), path)
    page = path.read_text(encoding="utf-8")
    assert "disagreements.csv" in page
    assert page.count("<section") == 1
    assert page.count("<article") == 2


def test_tables_are_rectangles(report, language):
    """Every row of every table has as many cells as there are heads."""
    shown = list(tables(report))
    assert len(shown) >= 7
    for table in shown:
        assert all(len(row) == len(table.heads) for row in table.rows)


def test_languages_differ(report):
    """The same report reads in either language."""
    titles = {}
    for language in ("ru", "en"):
        set_language(language)
        titles[language] = [table.title for table in tables(report)]
    set_language(None)
    assert not set(titles["ru"]) & set(titles["en"])


def test_csv(report, tmp_path):
    """Each table has full rows, the list of disagreements all of them, and undefined figures are empty with a reason."""
    paths = {path.name: path for path in write_csv(report, tmp_path / "tables")}
    rows = {}
    for name, path in paths.items():
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows[name] = list(csv.reader(file))
        assert all(len(row) == len(rows[name][0]) for row in rows[name])
    assert len(rows["disagreements.csv"]) - 1 == len(list(disagreements(report)))
    empty = [row for row in rows["pairs.csv"] if row[3] == ""]
    assert empty
    assert all(row[6] for row in empty)
