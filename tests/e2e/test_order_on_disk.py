"""The order of system calls: nothing is called saved before it is synced, and names are durable too."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from annotator.domain import EntityLabel, LabelScheme
from annotator.workspace import Article, Workspace

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
CALLS = "openat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,close"
SCRIPT = """
import sys
from annotator.workspace import Workspace
workspace = Workspace.open(sys.argv[1])
annotations = workspace.annotations("anna")
for name in ("b", "a", "b"):
    annotations.save(annotations.load(name))
    sys.stderr.write(f"SAVED {name}\\n")
annotations.close()
sys.stderr.write("CLOSED\\n")
"""


@pytest.fixture
def calls(tmp_path):
    """What the process asked of the system, as (call, path or text), from the first open of the annotator's file on."""
    workspace = Workspace.create(tmp_path / "ws", scheme=LabelScheme("x", (EntityLabel("P"),)))
    workspace.add_articles(Article(i, "Один два", ((0, 4), (5, 8))) for i in ("a", "b"))
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", "-o", trace, sys.executable, "-c", SCRIPT]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([*command, workspace.path], env=environment, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr and done.returncode:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    return [found for line in trace.read_text(errors="replace").splitlines() if (found := parsed(line))]


def parsed(line):
    """Return (call, what it is about) of a line of strace: paths of descriptors are shown by -y."""
    match = re.match(r"\d+ +(\w+)\((.*)", line)
    if match is None or " = -1 " in line:
        return None
    name, rest = match.groups()
    told = re.search(r'"(SAVED \w|CLOSED)', rest)
    if told:
        return "told", told[1]
    if name.startswith("rename"):
        return "rename", re.findall(r'"([^"]*)"', rest)[-1]
    if name == "openat":
        return ("create" if "O_CREAT" in rest else "open"), re.findall(r'"([^"]*)"', rest)[0]
    path = re.search(r"<([^>]*)>", rest)
    return ("sync" if name in {"fsync", "fdatasync"} else name), path[1] if path else ""


def test_a_save_is_synced_before_it_is_told(calls):
    """Between the write of a line and the word "saved" stands an fsync of the same file, for every save."""
    told = [i for i, (name, _) in enumerate(calls) if name == "told"]
    before = 0
    for place in told[:3]:
        part = calls[before:place]
        writes = [i for i, (name, path) in enumerate(part) if name == "write" and path.endswith("/anna.jsonl")]
        syncs = [i for i, (name, path) in enumerate(part) if name == "sync" and path.endswith("/anna.jsonl")]
        assert len(writes) == 1, part
        assert syncs[-1] > writes[0]
        before = place


def test_a_new_file_has_a_durable_name(calls):
    """The folder is synced after the annotator's file is made and before the first save is told."""
    made = next(i for i, (name, path) in enumerate(calls) if name == "create" and path.endswith("/anna.jsonl"))
    told = next(i for i, (name, _) in enumerate(calls) if name == "told")
    assert ("sync", calls[made][1].removesuffix("/anna.jsonl")) in calls[made:told]


def test_a_rewrite_is_synced_read_back_and_swapped_in(calls):
    """Backup, new file, fsync, reading back, rename, folder fsync: in this order, all before the close is told."""
    told = max(i for i, (name, _) in enumerate(calls) if name == "told")
    swap = next(i for i, (name, path) in enumerate(calls) if name == "rename" and path.endswith("/anna.jsonl"))
    folder = calls[swap][1].removesuffix("/anna.jsonl")
    temporary = [
        path for name, path in calls[:swap] if name == "create" and path.endswith(".tmp") and "/annotations/" in path
    ]
    (new,) = set(temporary)
    steps = [
        calls.index(("create", new)),
        max(i for i, call in enumerate(calls[:swap]) if call == ("write", new)),
        calls.index(("sync", new)),
        max(i for i, call in enumerate(calls[:swap]) if call == ("open", new)),
        swap,
        swap + calls[swap:].index(("sync", folder)),
        told,
    ]
    assert steps == sorted(steps)
    backup = next(i for i, (name, path) in enumerate(calls) if name == "rename" and path.endswith(".jsonl.gz"))
    synced = [i for i, (name, path) in enumerate(calls) if name == "sync" and ".jsonl.gz" in path]
    assert synced[0] < backup < calls.index(("create", new))
