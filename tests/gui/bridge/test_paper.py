"""The open article as a picture and on paper."""

import pytest
from PySide6.QtWidgets import QFileDialog

from annotator.gui.bridge.pictures import with_ending
from annotator.gui.bridge.printing import PrintPreview
from annotator.gui.canvas.picture import screen_resolution


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<?xml"), (".pdf", b"%PDF"), (".html", b"<!")])
def test_picture_is_saved(window, tmp_path, monkeypatch, ending, start):
    """The action asks for a file and writes what its ending says; the place is told."""
    path = tmp_path / f"статья{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.actions_by_id["file.picture"].trigger()
    assert path.read_bytes().lstrip().lower().startswith(start.lower())
    assert path.name in window.toasts.texts()[-1]


def test_picture_that_cannot_be_written_says_so(window, tmp_path, monkeypatch):
    """A folder that is not there is an error with the path in it."""
    path = tmp_path / "nowhere" / "a.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.actions_by_id["file.picture"].trigger()
    assert str(path) in window.message_bar.message("error").label.text()


def test_ending_follows_the_chosen_kind(tmp_path):
    """A name without a known ending gets that of the kind of file; a date in the name is no ending."""
    assert with_ending(tmp_path / "а.pdf", ".svg").name == "а.pdf"
    assert with_ending(tmp_path / "24.11", ".html").name == "24.11.html"


def test_preview_draws_the_pages(window, qtbot):
    """Print shows the pages of the open article."""
    window.actions_by_id["file.print"].trigger()
    preview = window.findChild(PrintPreview)
    qtbot.waitUntil(lambda: preview.pages >= 1, timeout=20_000)
    preview.reject()


def test_type_has_the_size_for_which_it_was_laid_out(window, qtbot):
    """Words, and with them the names of labels, are as large on paper as the layout took them to be."""
    window.actions_by_id["file.print"].trigger()
    preview = window.findChild(PrintPreview)
    qtbot.waitUntil(lambda: preview.pages >= 1, timeout=20_000)
    assert preview.printer().resolution() == screen_resolution()
    preview.reject()
