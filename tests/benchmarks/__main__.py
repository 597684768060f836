"""Runs every benchmark but training's, each in a process of its own: python -m tests.benchmarks [NAME …]."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SEPARATE = {"bench_train", "bench_team", "bench_scale"}  # minutes of training, a database server, a large corpus


def main() -> None:
    wanted = sys.argv[1:] or sorted(p.stem for p in FOLDER.glob("bench_*.py") if p.stem not in SEPARATE)
    failed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, str(FOLDER / f"{name}.py")], check=False).returncode:
            failed.append(name)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
