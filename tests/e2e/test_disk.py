"""A real small disk that gets full, read-only and unplugged; needs the right to mount one."""

import os
import shutil
import subprocess
import sys

import pytest

DRIVER = """
import os, subprocess, sys
from pathlib import Path
from annotator.domain import EntityLabel, LabelScheme
from annotator.workspace import Article, SaveError, Workspace, WorkspaceError

disk = Path(sys.argv[1])

def mount(*arguments):
    subprocess.run([*arguments, str(disk)], check=True)

mount("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs")
workspace = Workspace.create(disk / "ws", scheme=LabelScheme("x", (EntityLabel("P"),)))
text = "слово " * 400 + "конец"
tokens = tuple((6 * i, 6 * i + 5) for i in range(401))
workspace.add_articles(Article(str(i), text, tokens) for i in range(5))
ballast = disk / "ballast"
ballast.write_bytes(b"x" * 300_000)
annotations = workspace.annotations("anna")
saved = {}

def save(number, value):
    document = annotations.load(str(number)).replacing(notes={"": value})
    annotations.save(document)
    saved[str(number)] = value

def refused(number, value):
    try:
        save(number, value)
    except SaveError as error:
        return error
    raise AssertionError(f"a save on a {value} disk was acknowledged")

def check():
    reader = workspace.read("anna")
    assert {i: reader.load(i).notes[""] for i in reader.document_ids} == saved
    assert not reader.problems
    reader.close()

full = None
for number in range(1000):
    try:
        save(number % 5, str(number))
    except SaveError as error:
        full = error
        break
assert full is not None and "disk is full" in str(full), full
check()
refused(0, "full")
ballast.unlink()
save(0, "room again")
check()

annotations.close()
check()
mount("mount", "-o", "remount,ro")
try:
    workspace.annotations("anna")
except WorkspaceError as error:
    assert "read-only" in str(error), error
else:
    raise AssertionError("a read-only disk was opened for writing")
Workspace.open(disk / "ws")
check()
mount("mount", "-o", "remount,rw")
annotations = workspace.annotations("anna")
save(1, "writable again")
check()

mount("umount", "-l")
error = refused(2, "unplugged")
kept = Path(error.kept_at)
assert '"unplugged"' in kept.read_text() and not str(kept).startswith(str(disk))
print("fine")
"""
MAY_MOUNT = (
    shutil.which("unshare")
    and not subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode
)


@pytest.mark.skipif(not MAY_MOUNT, reason="may not mount a disk here")
def test_a_disk_that_is_full_read_only_or_gone(tmp_path):
    """No false "saved" on any of them; what was saved is whole, and saving goes on as soon as the disk lets it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LC_ALL": "C.UTF-8",
        "ANNOTATOR_EMERGENCY": str(tmp_path / "emergency"),
    }
    command = ["unshare", "-m", sys.executable, "-c", DRIVER, str(disk)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "fine\n", done.stderr
