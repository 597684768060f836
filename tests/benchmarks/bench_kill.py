"""The kill test at full length: `python tests/benchmarks/bench_kill.py [--rounds 200]`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "e2e"))
from kill_driver import SCHEME, article
from killing import kill_rounds

from annotator.workspace import Workspace


def main() -> None:
    """Print how many steps were acknowledged over all rounds; any loss ends with an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "ws", scheme=SCHEME)
        workspace.add_articles(article(number) for number in range(20))
        steps = kill_rounds(workspace.path, rounds, longest=1.5)
    print(f"{'kills':>6} {'acknowledged':>13} {'lost':>5} {'seconds':>8}")
    print(f"{rounds:>6} {steps:>13} {0:>5} {time.monotonic() - began:>8.0f}")


if __name__ == "__main__":
    main()
