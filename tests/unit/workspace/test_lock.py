"""Locks keep writers apart, and never outlive their process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.messages import msg
from annotator.workspace import WorkspaceLocked
from annotator.workspace import lock as locking
from annotator.workspace.lock import FileLock, Owner, process_start

WHAT = msg("the test", "проба")


@pytest.fixture
def lock(tmp_path):
    lock = FileLock(tmp_path / "locks" / "x.lock", WHAT)
    yield lock
    lock.give_back()


def test_a_lock_is_held_once_and_given_back(lock):
    """The second taker is refused and told who holds it; afterwards nobody looks like the owner."""
    lock.take()
    second = FileLock(lock.path, WHAT)
    with pytest.raises(WorkspaceLocked, match=str(os.getpid())) as error:
        second.take()
    assert error.value.exit_status == 3 and "this computer" in str(error.value)
    assert Owner.read(lock.path) == Owner.read(lock.path)
    lock.give_back()
    lock.give_back()
    assert Owner.read(lock.path) is None
    second.take()
    second.give_back()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_lock_of_a_killed_process_is_free_at_once(lock):
    """After kill -9 the next process takes the lock without help."""
    code = (
        "import sys, time; from pathlib import Path; from annotator.messages import msg;"
        "from annotator.workspace.lock import FileLock;"
        "lock = FileLock(Path(sys.argv[1]), msg('x', 'x')); lock.take(); print('held', flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(lock.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceLocked, match=str(process.pid)):
            lock.take()
        process.send_signal(signal.SIGKILL)
        process.wait()
    lock.take()


def test_an_owner_on_another_machine_is_named_and_can_be_taken_over(lock):
    """Nobody can tell whether a process of another machine lives: a person decides."""
    lock.path.parent.mkdir()
    lock.path.write_text(json.dumps({"pid": 7, "host": "laptop-of-boris", "started": "1", "since": "2026-11-24 09:00"}))
    with pytest.raises(WorkspaceLocked, match="laptop-of-boris"):
        lock.take()
    lock.take(take_over=True)
    assert Owner.read(lock.path).pid == os.getpid()


def test_a_torn_or_empty_lock_file_is_free(lock):
    """A lock file without a readable owner holds nobody up."""
    lock.path.parent.mkdir()
    for content in (b"", b"{", b"[]", b'{"pid": "x"}', b"\xff"):
        lock.path.write_bytes(content)
        lock.take()
        assert Owner.read(lock.path).pid == os.getpid()
        lock.give_back()


def test_a_lock_file_deleted_by_hand_does_not_let_a_second_one_in_silently(lock):
    """Deleting the file while it is held frees the name, and the old holder's release harms nobody."""
    lock.take()
    lock.path.unlink()
    second = FileLock(lock.path, WHAT)
    second.take()
    lock.give_back()
    assert Owner.read(second.path).pid == os.getpid()
    second.give_back()


def test_without_system_locks_the_process_id_decides(lock, monkeypatch):
    """Where the file system cannot lock, a living owner is respected and a dead or reused process id is not."""

    def unsupported(_):
        raise OSError(locking.errno.EOPNOTSUPP, "no locks here")

    monkeypatch.setattr(locking, "_lock_descriptor", unsupported)
    lock.take()
    with pytest.raises(WorkspaceLocked):
        FileLock(lock.path, WHAT).take()
    lock.give_back()
    me = {"host": socket.gethostname(), "since": "now"}
    lock.path.write_text(json.dumps(me | {"pid": os.getpid(), "started": "another process"}))
    lock.take()
    lock.give_back()
    lock.path.write_text(json.dumps(me | {"pid": 2**22 + 1, "started": ""}))
    lock.take()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_the_start_of_a_process_tells_reused_ids_apart(lock):
    """Two readings of one process agree, two processes differ."""
    assert process_start(os.getpid()) == process_start(os.getpid()) != ""
    time.sleep(0.02)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert process_start(other.pid) != process_start(os.getpid())
        other.communicate(b"\n")
    assert process_start(2**22 + 1) == ""
