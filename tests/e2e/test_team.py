"""The command line and a whole team against a real server."""

import json
import os
import subprocess
import sys

import pytest
from team_load import fill, percentile, run

from annotator.team.store import TeamStore


@pytest.fixture
def annotator(root, server, tmp_path, monkeypatch):
    """Runs `annotator` with words; no password is in its environment but in the address."""
    monkeypatch.setenv("ANNOTATOR_TEAM", str(tmp_path / "team"))
    environment = {**os.environ, "PYTHONPATH": str(root), "LC_ALL": "C.UTF-8", "ANNOTATOR_TEAM": str(tmp_path / "team")}
    environment.pop("PGPASSWORD", None)

    def call(*words, status=0, **more):
        done = subprocess.run(
            [sys.executable, "-m", "annotator", "--lang", "en", *map(str, words)],
            env={**environment, **more}, capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        assert server.password not in done.stdout + done.stderr
        return done

    return call


def test_every_command_takes_an_address(annotator, server, root, tmp_path):
    """From an empty database to agreement and an exported corpus, with the same words as for a folder."""
    url = server.url(server.new_database())
    annotations = root / "samples" / "news-ru" / "annotations"
    annotator("init", url, "--name", "Team")
    assert "holds a workspace" in annotator("init", url, status=1).stderr
    annotator("import", url, annotations / "anna.jsonl", annotations / "boris.jsonl", annotations / "gold.jsonl")
    counts = json.loads(annotator("stats", url, "--json").stdout)
    assert sorted(counts["annotators"]) == ["anna", "boris", "gold"] and counts["documents"] == 13
    for name, here in json.loads(annotator("stats", root / "samples" / "news-ru", "--json").stdout)[
        "annotators"
    ].items():
        assert counts["annotators"][name] == here | {"not_started": 0}
    annotator("export", url, tmp_path / "out.jsonl", "--format", "jsonl")
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 13
    scores = json.loads(annotator("agreement", url, "--replicates", "0", "--json").stdout)
    local = annotator("agreement", root / "samples" / "news-ru", "--replicates", "0", "--json")
    assert scores == json.loads(local.stdout)
    assert json.loads(annotator("validate", url, "--json").stdout)["ok"]
    annotator("assign", url, "--annotators", "anna,boris", "--overlap", "2")
    said = json.loads(annotator("suggest", url, "--with", "mentions", "--json").stdout)
    assert said["documents"] == 13
    assert json.loads(annotator("suggest", url, "--with", "mentions", "--json").stdout)["documents"] == 0
    report = json.loads(annotator("team", url, "--add", "anna", "--add", "lead=chief", "--blind", "--json").stdout)
    assert report["blind"] and [m["annotator"] for m in report["members"]] == ["anna", "chief"]


def test_passwords_come_from_pgpass_and_service_files(annotator, server, tmp_path):
    """What libpq reads counts here too."""
    database = server.new_database()
    passwords, services = tmp_path / "pgpass", tmp_path / "services"
    passwords.write_text(f"127.0.0.1:{server.port}:*:owner:{server.password}\n")
    passwords.chmod(0o600)
    services.write_text(f"[news]\nhost=127.0.0.1\nport={server.port}\nuser=owner\ndbname={database}\n")
    found = {"PGPASSFILE": str(passwords), "PGSERVICEFILE": str(services)}
    annotator("init", "postgresql:///?service=news", **found)
    annotator("stats", server.url(database, password=False), **found)
    refused = annotator("stats", server.url(database, password=False), status=1, PGPASSFILE="/nowhere")
    assert "password is missing or wrong" in refused.stderr and len(refused.stderr.splitlines()) == 1


def test_a_lock_ends_with_status_three(annotator, server, root):
    """Importing for an annotator whose window is open is refused as with files."""
    url = server.url(server.new_database())
    store = TeamStore.create(url, name="Team")
    with store.annotations("anna"):
        refused = annotator("import", url, root / "samples" / "news-ru" / "annotations" / "anna.jsonl", status=3)
    assert "open elsewhere" in refused.stderr
    store.close()


def test_a_team_under_sabotage_loses_nothing(annotator, server, root):
    """Ten annotators, cut connections, pulled plugs: no save lost, no task lost or given twice."""
    url = server.url(server.new_database())
    store = TeamStore.create(url, name="Team")
    fill(store, root / "samples" / "news-ru", 400)
    store.queue.fill(2)
    store.close()
    outcome = run(server, url, annotators=10, seconds=7, pause=0.1, overlap=2, faults=True)
    assert (outcome.lost_saves, outcome.doubled_tasks, outcome.lost_tasks, outcome.forks) == (0, 0, 0, 0)
    assert outcome.restarts >= 1 and sum(len(work.saves) for work in outcome.works) > 100
    assert percentile(outcome.milliseconds(undisturbed=True), 0.5) < 1000
