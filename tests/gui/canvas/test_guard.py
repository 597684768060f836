from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

import annotator.gui
from annotator.gui.canvas import ArticleView
from annotator.gui.guard import guard_events, is_hook

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


def test_every_class_of_the_window_is_guarded():
    """Whatever Qt calls while it handles an event or draws is a method that survives, in every module of the window."""
    for module in pkgutil.walk_packages(annotator.gui.__path__, "annotator.gui."):
        importlib.import_module(module.name)
    ours = [cls for cls in descendants(QObject) if cls.__module__.startswith("annotator.gui.")]
    hooks = [(cls, name, method) for cls in ours for name, method in vars(cls).items() if is_hook(name)]
    assert len(hooks) > 100
    called = [hook for hook in hooks if any(hook[1] in vars(base) for base in hook[0].__mro__ if is_qt(base))]
    bare = [f"{cls.__module__}.{cls.__name__}.{name}" for cls, name, f in called if not hasattr(f, "__wrapped__")]
    assert bare == []


def descendants(cls):
    """Return the classes below one, each once."""
    found = {}
    for below in cls.__subclasses__():
        found |= {below: None} | dict.fromkeys(descendants(below))
    return list(found)


def is_qt(cls):
    """Return whether a class is the binding's own."""
    return cls.__module__.startswith("PySide6")
