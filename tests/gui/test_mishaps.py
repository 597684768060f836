"""Mistakes of the program itself."""

import sys

from annotator.gui.mishaps import Mishaps, log_path


def test_a_mistake_is_told_and_written_down(window, monkeypatch):
    """An exception in a slot shows one line, saves the work, and stands whole in the log."""
    saved, printed = [], []
    monkeypatch.setattr(sys, "excepthook", lambda *what: printed.append(what[0]))
    mishaps = Mishaps(lambda: saved.append(True), window)
    mishaps.told.connect(window.notices.show_error)
    before = len(log_path().read_text(encoding="utf-8")) if log_path().exists() else 0
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("just a test"), None)
    mishaps.stop()
    assert saved
    assert "just a test" in window.message_bar.message("error").label.text()
    assert "just a test" in log_path().read_text(encoding="utf-8")[before:]
    assert printed == [ZeroDivisionError]
