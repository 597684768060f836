"""Sections 1, 3 and 6: locks keep writers apart and nobody else."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from e2e.contract.kit import (
    TEXTS,
    ent,
    environment,
    fine,
    names_place,
    one_line,
    record,
    rich,
    run,
    workspace,
    write_lines,
)

HOLD = """
import sys
from annotator.workspace import Workspace
with Workspace.open(sys.argv[1]).annotations(sys.argv[2]) as annotations:
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held(ws, name):
    """Hold an annotator's lock in another process."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ws), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        cwd="/",
        text=True,
    )
    try:
        assert process.stdout.readline().strip() == "held"
        yield process
    finally:
        if process.poll() is None:
            process.stdin.write("\n")
            process.stdin.close()
            process.wait(20)
        process.stdout.close()
        process.stdin.close()


def two(tmp_path):
    """A workspace of two annotators with a record each."""
    made = rich()
    return workspace(
        tmp_path / "ws", records={"anna": made[:2], "boris": [{**m, "annotator": "boris"} for m in made[:2]]}
    )


def test_a_second_writer_gets_exit_3_and_readers_go_on(tmp_path):
    """While anna's window is open, importing for anna exits 3, boris may write, and everything that reads works."""
    ws = two(tmp_path)
    new = write_lines(
        tmp_path / "n.jsonl", [record("cut", TEXTS["cut"], [ent(TEXTS["cut"], "OpenAI", "ORG")], annotator=None)]
    )
    before = (ws / "annotations" / "anna.jsonl").read_bytes()
    with held(ws, "anna"):
        refused = run("import", ws, new, "--annotator", "anna", "--json")
        assert refused.status == 3
        assert list(refused.json) == ["error"]
        plain = run("import", ws, new, "--annotator", "anna")
        assert plain.status == 3
        assert "anna" in one_line(plain)
        assert plain.out == ""
        assert (ws / "annotations" / "anna.jsonl").read_bytes() == before
        fine("import", ws, new, "--annotator", "boris")
        assert fine("validate", ws, "--json").json["ok"] is True
        assert fine("stats", ws, "--json").json["annotators"]["boris"]["done"] == 3
        assert fine("agreement", ws, "--json").json["documents"] == 2
        fine("export", ws, tmp_path / "o.jsonl", "--format", "jsonl", "--annotator", "anna")
    fine("import", ws, new, "--annotator", "anna")


def test_the_lock_dies_with_its_process(tmp_path):
    """A killed window leaves no lock that stops the next one."""
    ws = two(tmp_path)
    with held(ws, "anna") as process:
        process.kill()
        process.wait(20)
    new = write_lines(tmp_path / "n.jsonl", [record("cut", TEXTS["cut"])])
    fine("import", ws, new, "--annotator", "anna")


def test_python_raises_workspace_locked_and_reads_without_a_lock(tmp_path):
    """`annotations` raises WorkspaceLocked while another holds the name; `read` takes no lock; another name is free."""
    from annotator.workspace import Workspace, WorkspaceLocked

    ws = two(tmp_path)
    space = Workspace.open(ws)
    with held(ws, "anna"):
        with pytest.raises(WorkspaceLocked) as caught, space.annotations("anna"):
            pass
        assert "\n" not in str(caught.value)
        assert len(space.read("anna").load("emoji").entities) == 4
        with space.annotations("boris") as boris:
            assert len(boris.load("emoji").relations) == 3
    with space.annotations("anna") as mine:
        with pytest.raises(WorkspaceLocked), Workspace.open(ws).annotations("anna"):
            pass
        assert mine.load("emoji").id == "emoji"


def test_two_imports_of_articles_at_once_lose_nothing(tmp_path):
    """Two processes that bring articles at once either both succeed or one exits 3; the corpus stays whole."""
    ws = two(tmp_path)
    jobs = {}
    for job in ("x", "y"):
        files = []
        for i in range(20):
            files.append(tmp_path / f"{job}{i}.txt")
            files[-1].write_text(f"Статья {job} {i}: Анна работает в «Газпроме».", encoding="utf-8")
        command = [sys.executable, "-m", "annotator", "import", str(ws), *map(str, files)]
        jobs[job] = subprocess.Popen(
            command, env=environment(), cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    statuses = {}
    for job, process in jobs.items():
        _, err = process.communicate(timeout=120)
        assert b"Traceback" not in err
        statuses[job] = process.returncode
    assert set(statuses.values()) <= {0, 3}
    assert 0 in statuses.values()
    stats = fine("stats", ws, "--json").json
    assert stats["documents"] == len(TEXTS) + 20 * list(statuses.values()).count(0)
    assert fine("validate", ws, "--json").json["ok"] is True


def test_an_unfinished_last_line_of_an_open_window_is_ignored(tmp_path):
    """A reader that meets the half-written line of a running save sees the earlier state and says nothing wrong."""
    ws = two(tmp_path)
    path = ws / "annotations" / "anna.jsonl"
    with held(ws, "anna"):
        with path.open("ab") as file:
            file.write(b'{"id": "cut", "text": "')
        stats = fine("stats", ws, "--json").json
        assert stats["annotators"]["anna"]["done"] == 2
        exported = tmp_path / "o.jsonl"
        fine("export", ws, exported, "--format", "jsonl", "--annotator", "anna")
        assert not names_place(run("agreement", ws).err, path, 2)
