"""Thirty annotators for two minutes against a PostgreSQL of this computer, with cut connections and pulled plugs.

python tests/benchmarks/bench_team.py [--seconds 120] [--annotators 30]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from team_load import Outcome, fill, percentile, run
from team_server import TestServer, can_serve

from annotator.team.store import TeamStore

ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    """Print the figures; return 1 where a promise is broken."""
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=120)
    words.add_argument("--annotators", type=int, default=30)
    words.add_argument("--pause", type=float, default=0.3, help="seconds between two saves of one person")
    words.add_argument("--articles", type=int, default=6000)
    words.add_argument("--overlap", type=int, default=2)
    given = words.parse_args()
    if not can_serve():
        print("no PostgreSQL here: apt-get install postgresql")
        return 1
    os.environ["ANNOTATOR_TEAM"] = tempfile.mkdtemp(prefix="annotator-bench-")
    server = TestServer()
    try:
        return _runs(server, given)
    finally:
        server.close()


def _runs(server: TestServer, given: argparse.Namespace) -> int:
    broken = 0
    for faults in (False, True):
        url = server.url(server.new_database())
        store = TeamStore.create(url, name="load")
        began = time.monotonic()
        fill(store, ROOT / "samples" / "news-ru", given.articles)
        store.queue.fill(given.overlap)
        print(f"{given.articles} articles and their queue in {time.monotonic() - began:.1f} s")
        store.close()
        outcome = run(
            server, url, annotators=given.annotators, seconds=given.seconds / 2, pause=given.pause,
            overlap=given.overlap, faults=faults,
        )  # fmt: skip
        broken += show(outcome, faults=faults)
    return int(broken > 0)


def show(outcome: Outcome, *, faults: bool) -> int:
    """Print one run; return how many promises it broke."""
    every, calm = outcome.milliseconds(undisturbed=False), outcome.milliseconds(undisturbed=True)
    print(f"\n{len(outcome.works)} annotators, {outcome.seconds:.0f} s, {'with faults' if faults else 'undisturbed'}")
    print(
        f"  saves {len(every)} ({len(every) / outcome.seconds:.0f}/s), tasks {sum(len(w.finished) for w in outcome.works)}"
    )
    print(
        f"  save ms: median {percentile(calm, 0.5):.1f}, p95 {percentile(calm, 0.95):.1f}, p99 {percentile(calm, 0.99):.1f}"
    )
    if faults:
        print(
            f"  p99 of all, those hit by a fault too: {percentile(every, 0.99):.1f} ms, the longest {every[-1]:.0f} ms"
        )
        print(
            f"  faults: {len(outcome.faults)} moments, {outcome.restarts} hard restarts, {sum(w.retries for w in outcome.works)} retries"
        )
    wrong = {
        "lost saves": outcome.lost_saves, "doubled tasks": outcome.doubled_tasks, "lost tasks": outcome.lost_tasks,
        "false conflicts": outcome.forks, "p99 over 50 ms": int(percentile(calm, 0.99) > 50),
    }  # fmt: skip
    print("  " + ", ".join(f"{name} {count}" for name, count in wrong.items()))
    return sum(wrong.values())


if __name__ == "__main__":
    sys.exit(main())
