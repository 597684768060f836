"""Opening, making and adding to workspaces from the window."""

import shutil

import pytest

from annotator.gui import opening
from annotator.gui.widgets.new_workspace import NewWorkspace
from annotator.workspace import Workspace

ARTICLE = "Анна Ким возглавила «Луч».\nОна работает там с 2020 года.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "новость.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_article_file_becomes_a_workspace_beside_it(make, article, tmp_path, qtbot):
    """Opening a text file offers a workspace beside it; created, it is open with the article, ready to tag."""
    window = make()
    assert window.files.open_path(article)
    dialog = window.findChild(NewWorkspace)
    assert dialog.path == tmp_path / "новость"
    dialog.create_workspace()
    qtbot.waitUntil(lambda: window.files.session is not None, timeout=60000)
    document = window.files.session.document
    assert document.text == ARTICLE
    assert document.tokens
    qtbot.waitUntil(lambda: not window.findChildren(NewWorkspace))


def test_dropped_articles_are_added_to_the_open_workspace(make, sample, article, qtbot):
    """Files dropped on an open workspace are imported beside the work, which stays where it was."""
    window = make(path=sample, annotator="anna")
    before = window.workbench.model.rowCount()
    open_before = window.files.session.document.id
    window.files.drop([article])
    qtbot.waitUntil(lambda: window.workbench.model.rowCount() == before + 1, timeout=60000)
    assert window.files.session.document.id == open_before
    assert "новость" in window.workbench.model.shown


def test_what_is_no_article_is_refused(make, tmp_path):
    """A picture dropped on the window is refused with a sentence about what may be dropped."""
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"")
    window = make()
    window.files.drop([picture])
    assert ".txt" in window.message_bar.message("error").label.text()


def test_sample_is_opened_as_a_copy(make, root, qtbot):
    """The sample opens from a copy in the user's own folder; the next time the same copy with the work in it."""
    before = {path: path.stat().st_mtime_ns for path in (root / "samples").rglob("*")}
    window = make()
    window.start_page.sample.click()
    path = window.files.session.workspace.path
    assert root not in path.parents
    assert opening.copy_sample() == path
    assert {p: p.stat().st_mtime_ns for p in (root / "samples").rglob("*")} == before
    assert window.files.close_workspace()
    shutil.rmtree(path)


def test_folder_that_is_no_workspace_says_so(make, tmp_path):
    """A wrong folder leaves the start page and tells what to do."""
    window = make()
    assert not window.files.open_path(tmp_path)
    assert "annotator init" in window.message_bar.message("error").label.text()
    assert window.stack.currentWidget() is window.start_page


def test_empty_workspace_tells_what_to_do(make, tmp_path):
    """A workspace without articles shows a sentence instead of an empty page."""
    window = make(path=Workspace.create(tmp_path / "empty").path, annotator="anna")
    assert window.editor.empty.isVisible()
    assert not window.actions_by_id["document.done"].isEnabled()


def test_recent_workspaces_can_be_forgotten(make, sample, tmp_path):
    """A workspace that was open stands on the start page, one that is gone is named as missing."""
    window = make(path=sample, annotator="anna")
    assert window.files.close_workspace()
    assert window.start_page.recent.count() == 1
    shutil.move(sample, tmp_path / "elsewhere")
    window.start_page.show_recent(window.settings.recent)
    assert "not found" in window.start_page.recent.item(0).text()
    window.start_page.forget_wanted.emit(sample)
    assert window.start_page.recent.count() == 0


@pytest.mark.parametrize("name", ["gold", "a/b", " "])
def test_names_that_cannot_be_annotators_are_refused(make, sample, name):
    """The window says why and stays with the annotator it had."""
    window = make(path=sample, annotator="anna")
    window.files.switch_annotator(name)
    assert window.files.session.annotator == "anna"
    assert window.message_bar.message("error")
