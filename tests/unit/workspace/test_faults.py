"""Whatever system call fails, at whatever moment: no false "saved", nothing on disk harmed, and saving goes on after."""

import errno
import json
import os
import resource
import signal
import sys
import threading
import time

import pytest

from annotator.domain import Status
from annotator.domain.edits import AddEntity, SetStatus
from annotator.workspace import SaveError, Saver, SaveState, Workspace

CALLS = ("write", "fsync", "ftruncate", "open")


class Faults:
    """Lets the n-th call of one of the functions fail from then on, until `mend`."""

    def __init__(self, monkeypatch, name, after, code, lasting):
        self.left, self.code, self.lasting, self.broken = after, code, lasting, True
        real = getattr(os, name)

        def call(*args, **kwargs):
            if self.broken and self.left <= 0:
                self.broken = self.lasting
                if name == "write" and len(args[1]) > 1:
                    real(args[0], args[1][: len(args[1]) // 2])  # a full disk takes a part
                if name == "close":
                    real(*args)  # the system closes it all the same
                raise OSError(self.code, os.strerror(self.code))
            self.left -= 1
            return real(*args, **kwargs)

        monkeypatch.setattr(os, name, call)

    def mend(self):
        self.broken = False


def one_step(document, workspace, label="PERSON"):
    words = [(a, b) for a, b in document.tokens if document.text[a:b].strip()]
    start, end = words[len(document.entities)]
    return AddEntity(start, end, label).resolve(document, workspace.scheme).apply(document)


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize("name", CALLS)
def test_a_failing_call_never_harms_what_was_saved(workspace, monkeypatch, name, after, code, lasting):
    """A save either returns and is on disk, or raises and changes nothing; the next one works once the disk does."""
    expected = {}
    with workspace.annotations("anna") as annotations:
        document = annotations.save(annotations.load("beta"))
        expected["beta"] = 0
        with monkeypatch.context() as patch:
            faults = Faults(patch, name, after, code, lasting)
            for _ in range(5):
                document = one_step(document, workspace)
                try:
                    annotations.save(document)
                except SaveError:
                    continue
                expected["beta"] = len(document.entities)
            faults.mend()
            on_disk = Workspace.open(workspace.path).read("anna").load("beta")
            assert len(on_disk.entities) >= expected["beta"]
        annotations.save(document)
    assert len(workspace.read("anna").load("beta").entities) == len(document.entities)
    assert not workspace.read("anna").problems
    assert not list(workspace.layout.annotations_folder.glob("*.torn-*"))


@pytest.mark.parametrize("after", range(12))
@pytest.mark.parametrize("name", ["write", "fsync", "open", "rename", "replace", "close"])
def test_a_failing_rewrite_keeps_the_old_file(workspace, monkeypatch, name, after):
    """A close that cannot tidy leaves the log as it is, and the next one tidies."""
    annotations = workspace.annotations("anna")
    for _ in range(2):
        annotations.save(annotations.load("gamma"))
        annotations.save(annotations.load("alpha"))
    before = workspace.layout.annotations("anna").read_bytes()
    with monkeypatch.context() as patch:
        Faults(patch, name, after, errno.EIO, lasting=name != "close")
        annotations.close()
    tidied = sorted(before.splitlines()[-2:], key=lambda line: json.loads(line)["id"])
    now = workspace.layout.annotations("anna").read_bytes()
    assert now in {before, b"".join(line + b"\n" for line in tidied)}
    with workspace.annotations("anna"):
        pass
    assert workspace.layout.annotations("anna").read_bytes().splitlines() == tidied


@pytest.mark.skipif(sys.platform == "win32", reason="needs file size limits")
def test_a_full_disk_is_told_and_saving_goes_on_when_there_is_room(workspace, emergency_folder):
    """The saver shows FAILED, keeps the work elsewhere, and saves by itself when the disk takes it again."""
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    states = []
    path = workspace.layout.annotations("anna")
    with workspace.annotations("anna") as annotations:
        saver = Saver(annotations, on_state=states.append)
        document = annotations.load("beta")
        saver.submit(document)
        assert saver.flush(10)
        size = path.stat().st_size
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, hard))
            document = one_step(document, workspace)
            saver.submit(document, balance=1)
            while saver.state is not SaveState.FAILED:
                time.sleep(0.01)
            assert path.stat().st_size == size
            assert saver.pending("beta") == document
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, old)
        assert saver.flush(20)
        assert saver.close()
    assert [s.state for s in states if s.state is SaveState.FAILED]
    assert not list(emergency_folder.glob("*.jsonl"))
    assert len(workspace.read("anna").load("beta").entities) == 1


def test_work_is_kept_elsewhere_while_the_folder_takes_nothing(workspace, emergency_folder, monkeypatch):
    """While no save works every unsaved document stands in the emergency copy; the next open brings it back."""
    annotations = workspace.annotations("anna")
    saver = Saver(annotations)
    document = annotations.load("beta")
    with monkeypatch.context() as patch:
        patch.setattr(annotations._log, "append", _refuse)
        saver.submit(one_step(document, workspace))
        saver.submit(
            SetStatus(Status.SKIPPED)
            .resolve(annotations.load("alpha"), workspace.scheme)
            .apply(annotations.load("alpha"))
        )
        assert not saver.flush(1)
        assert saver.status.kept_at and len(saver.unsaved()) == 2
        saver.close(timeout=1)
        annotations.close()
    (kept,) = emergency_folder.glob("*.jsonl")
    assert len(kept.read_text().splitlines()) == 2
    with workspace.annotations("anna") as again:
        assert len(again.load("beta").entities) == 1 and again.load("alpha").status is Status.SKIPPED
        assert len(again.notices) == 1
    assert not kept.exists()


def _refuse(_):
    raise SaveError(errors_message())


def errors_message():
    from annotator.workspace.errors import save_error

    return save_error(OSError(errno.ENOSPC, "full"), "x").message


def test_the_saver_keeps_order_and_joins_what_waits(workspace):
    """A hundred quick submits end with the newest version on disk, and SAVED comes last."""
    states = []
    with workspace.annotations("anna") as annotations:
        saver = Saver(annotations, on_state=states.append)
        document = annotations.load("beta")
        for number in range(100):
            document = document.replacing(notes={"": str(number)})
            saver.submit(document)
        assert saver.flush(30)
        assert saver.state is SaveState.SAVED and states[-1].state is SaveState.SAVED
        saver.close()
        assert annotations.load("beta").notes == {"": "99"}


def test_a_document_that_cannot_be_saved_does_not_hold_up_the_others(workspace):
    """One refused document leaves the saver FAILED, while all others reach the disk."""
    with workspace.annotations("anna") as annotations:
        saver = Saver(annotations)
        broken = annotations.load("alpha")
        saver.submit(broken.replacing(text=broken.text + "!"))
        saver.submit(annotations.load("beta"))
        assert not saver.flush(3)
        assert saver.state is SaveState.FAILED
        assert annotations.document_ids == ["beta"]
        saver.submit(broken)
        assert saver.flush(10) and saver.state is SaveState.SAVED
        saver.close()


def test_a_large_loss_without_steps_raises_the_alarm(workspace):
    """Losing five entities and more than half is told, unless the steps account for it."""
    alarms = []
    with workspace.annotations("anna") as annotations:
        annotations.on_alarm = alarms.append
        document = annotations.load("beta")
        for _ in range(6):
            document = one_step(document, workspace)
        document = annotations.save(document, balance=6)
        annotations.save(document.replacing(entities=()), balance=-6)
        assert not alarms
        annotations.save(document, balance=6)
        annotations.save(document.replacing(entities=document.entities[:1]))
        assert [(a.document_id, a.before, a.after) for a in alarms] == [("beta", 6, 1)]


def test_thousands_of_saves_equal_a_model_in_memory(workspace):
    """A long session ends with exactly what was saved last, and memory does not grow with the number of saves."""
    model = {}
    with workspace.annotations("anna") as annotations:
        for number in range(2000):
            identifier = workspace.document_ids[number % 3]
            document = annotations.load(identifier).replacing(notes={"": f"{number}"})
            model[identifier] = annotations.save(document)
        assert len(annotations._saved.lines) == 3
    again = workspace.read("anna")
    assert {i: again.load(i) for i in again.document_ids} == model
    assert threading.active_count() < 5
