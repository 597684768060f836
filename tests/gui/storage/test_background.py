"""Work on threads, and files that others write."""

import pytest
from PySide6.QtCore import QObject

from annotator.gui.storage.background import Background
from annotator.gui.storage.followed import FollowedFiles
from annotator.messages import AnnotatorError, msg


@pytest.fixture
def parent(qapp):
    return QObject()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (AnnotatorError(msg("no such scheme", "нет такой схемы")), "no such scheme"),
        (PermissionError(13, "Permission denied", "corpus.jsonl"), "Permission denied"),
        (KeyError("T1"), "KeyError: 'T1'"),
    ],
)
def test_work_that_dies_is_told_whatever_it_died_of(parent, qtbot, error, told):
    """Nobody waits for ever: an error for people, the system's error and a mistake of ours all arrive."""

    def work(_stops):
        raise error

    job = Background(work, parent)
    with qtbot.waitSignal(job.failed) as heard:
        job.start()
    assert told in str(heard.args[0])


def test_work_that_was_stopped_reports_nothing(parent, qtbot):
    """The work hears that it should stop, is waited for, and its result is not brought any more."""
    seen = []

    def work(stops):
        while not stops():
            pass
        seen.append("ended")
        return "result"

    job = Background(work, parent)
    job.finished.connect(seen.append)
    job.start()
    job.stop()
    qtbot.wait(1)
    assert seen == ["ended"]


def test_a_change_is_told_once_and_not_while_busy(parent, tmp_path):
    """The first look tells; the same files tell nothing; a change while busy is told afterwards."""
    file, told, busy = tmp_path / "corpus.jsonl", [], []
    followed = FollowedFiles(lambda: [file], parent, is_busy=lambda: bool(busy))
    followed.changed.connect(lambda: told.append(file.exists()))
    followed.look()
    followed.look()
    assert told == [False]
    busy.append(True)
    file.write_text("{}\n")
    followed.look()
    assert told == [False]
    busy.clear()
    followed.look()
    followed.look()
    assert told == [False, True]
