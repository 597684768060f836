from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.canvas import ArticleView
from annotator.gui.guard import guard_events

CRASHER = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from annotator.gui.guard import guard_events

@guard_events
class Widget(QWidget):
    def showEvent(self, event):
        {}["missing"]

application = QApplication([])
seen = []
sys.excepthook = lambda kind, value, trace: seen.append(kind)
Widget().show()
print(seen)
"""


def test_a_mistake_in_a_handler_is_reported_and_survived():
    """The process goes on, and the exception arrives at the hook that the program shows errors with."""
    done = subprocess.run([sys.executable, "-c", CRASHER], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0
    assert done.stdout.strip() == "[<class 'KeyError'>]"


def test_answers_of_guarded_handlers_are_passed_on(qtbot, monkeypatch):
    """What works is not changed; what fails answers False where Qt wants an answer."""
    reported = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, value, trace: reported.append(kind))

    @guard_events
    class Widget(QWidget):
        good = True

        def event(self, event):
            if self.good:
                return super().event(event)
            raise LookupError

    widget = Widget()
    qtbot.addWidget(widget)
    widget.show()
    assert reported == []
    Widget.good = False
    assert not QApplication.sendEvent(widget, QEvent(QEvent.Type.User))
    Widget.good = True
    assert reported == [LookupError]


@pytest.mark.parametrize(
    "name", ["paintEvent", "resizeEvent", "keyPressEvent", "mouseMoveEvent", "event", "wheelEvent"]
)
def test_the_article_view_is_guarded(name):
    """Every handler of the view is one that survives."""
    assert hasattr(getattr(ArticleView, name), "__wrapped__")
