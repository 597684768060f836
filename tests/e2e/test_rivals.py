"""Several processes on one workspace."""

import os
import subprocess
import sys
import time

from annotator.domain import EntityLabel, LabelScheme
from annotator.workspace import Article, Workspace

ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"}
WORKER = """
import sys
from annotator.workspace import Workspace, WorkspaceLocked
workspace = Workspace.open(sys.argv[1])
try:
    with workspace.annotations(sys.argv[2]) as annotations:
        for number in range(int(sys.argv[3])):
            document = annotations.load(workspace.document_ids[number % len(workspace.document_ids)])
            annotations.save(document.replacing(notes={"": str(number)}))
            if number == 0:
                print("first", flush=True)
except WorkspaceLocked as error:
    print(error)
    sys.exit(error.exit_status)
"""
HOLDER = """
import sys
from annotator.workspace import Workspace
with Workspace.open(sys.argv[1]).annotations("anna"):
    print("held", flush=True)
    sys.stdin.read()
"""


def workspace_of(folder, size=10):
    workspace = Workspace.create(folder / "ws", scheme=LabelScheme("x", (EntityLabel("P"),)))
    workspace.add_articles(Article(f"{i}", "Один два", ((0, 4), (5, 8))) for i in range(size))
    return workspace


def start(code, *arguments, **options):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True, **options)


def test_two_annotators_at_once_lose_nothing(tmp_path):
    """Three people save at the same time while a fourth process reads: each file is whole in the end."""
    workspace = workspace_of(tmp_path)
    workers = [start(WORKER, workspace.path, name, 60) for name in ("anna", "boris", "vera")]
    while any(worker.poll() is None for worker in workers):
        for name in ("anna", "boris", "vera"):
            reader = workspace.read(name)
            for identifier in reader.document_ids:
                assert reader.load(identifier).notes
            assert not reader.problems
            reader.close()
        time.sleep(0.02)
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    for worker in workers:
        worker.stdout.close()
    for name in ("anna", "boris", "vera"):
        reader = workspace.read(name)
        assert [reader.load(f"{i}").notes[""] for i in range(10)] == [str(50 + i) for i in range(10)]


def test_the_second_process_of_one_annotator_is_refused_with_status_3(tmp_path):
    """The refusal names the process that holds the file, and nothing is written."""
    workspace = workspace_of(tmp_path)
    with start(HOLDER, workspace.path, stdin=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == "held\n"
        with start(WORKER, workspace.path, "anna", 1) as second:
            output = second.communicate()[0]
        assert second.returncode == 3 and str(holder.pid) in output
        assert not workspace.layout.annotations("anna").exists()
        command = [sys.executable, "-m", "annotator", "repair", str(workspace.path)]
        holder_of_file = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        assert holder_of_file.returncode == 0, "there is no file of hers yet to be repaired"
        holder.communicate("")


def test_articles_can_be_added_while_somebody_annotates(tmp_path):
    """An import beside an open window disturbs nobody; after a refresh the new articles are there."""
    workspace = workspace_of(tmp_path, size=2)
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("0"))
        other = Workspace.open(workspace.path)
        other.add_articles([Article("new", "Один два", ((0, 4), (5, 8)))])
        assert "new" not in workspace
        workspace.refresh()
        annotations.save(annotations.load("new"))
    assert Workspace.open(workspace.path).read("anna").document_ids == ["0", "new"]
