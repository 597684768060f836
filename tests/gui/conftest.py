"""Fixtures for the window: own settings and folders for every test, and nothing left open after it."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication

from annotator.gui.app import make_application, make_window
from annotator.gui.settings import Settings


@pytest.fixture(scope="session")
def qapp():
    return make_application()


@pytest.fixture
def settings(tmp_path, monkeypatch):
    QStandardPaths.setTestModeEnabled(True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def sample(root, tmp_path):
    """A copy of the sample workspace."""
    return shutil.copytree(root / "samples" / "news-ru", tmp_path / "news-ru")


@pytest.fixture
def make(qapp, qtbot, settings):
    """Makes windows, shows them, closes them; a top-level window left behind fails the test."""
    made = []

    def build(language="en", path=None, annotator="", size=(1280, 820)):
        window = make_window(qapp, settings, language)
        made.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        if path is not None:
            assert window.files.open_path(path, annotator)
        return window

    yield build
    for window in made:
        assert window.close()
        window.appearance.set_language("en")
        window.deleteLater()
    qtbot.wait(10)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left


@pytest.fixture
def window(make, sample):
    """A window on the sample as Anna, at an article that she has not begun."""
    return make(path=sample, annotator="anna")


def pytest_collection_modifyitems(items):
    """The offscreen platform says of every window what it cannot do; that is no fault of ours."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
