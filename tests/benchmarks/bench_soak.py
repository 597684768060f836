"""Ten thousand saves in one sitting: the files must equal a model in memory afterwards, and memory must stay flat.

Run with `python tests/benchmarks/bench_soak.py [--saves 10000]`; ends with status 1 if anything differs.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench_store import SCHEME, make_workspace

from annotator.domain import EditRefusedError
from annotator.domain.edits import AddEntity, DeleteEntity
from annotator.workspace import Workspace

DOCUMENTS = 50


def resident() -> float:
    """Return the megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def edited(document, chance: random.Random):
    """Return the document after one random legal edit."""
    if document.entities and chance.random() < 0.5:
        edit = DeleteEntity(chance.choice(document.entities).id)
    else:
        start, end = chance.choice([t for t in document.tokens if document.text[t[0] : t[1]].strip()])
        edit = AddEntity(start, end, chance.choice(["PERSON", "ORG"]))
    try:
        patch = edit.resolve(document, SCHEME)
    except EditRefusedError:
        return document
    return patch.apply(document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=10_000)
    saves = parser.parse_args().saves
    folder, chance, model, memory = Path(tempfile.mkdtemp()), random.Random(0), {}, []
    workspace = make_workspace(folder / "w", DOCUMENTS)
    began = time.perf_counter()
    with workspace.annotations("anna") as annotations:
        for number in range(saves):
            identifier = chance.choice(workspace.document_ids)
            document = edited(annotations.load(identifier), chance)
            model[identifier] = annotations.save(document, balance=0)
            if number in {saves // 5, saves - 1}:
                memory.append(resident())
        seconds = time.perf_counter() - began
        annotations.close(tidy=True)  # by now the file is over 200 MB, which a close leaves to a process of its own
    reader = Workspace.open(folder / "w").read("anna")
    different = [identifier for identifier, document in model.items() if reader.load(identifier) != document]
    lines = reader.path.read_bytes().count(b"\n")
    shutil.rmtree(folder)
    print(f"{saves} loads, edits and saves in {seconds:.1f} s; {len(different)} of {len(model)} documents differ")
    print(
        f"memory after a fifth {memory[0]:.0f} MB, at the end {memory[1]:.0f} MB; {lines} lines for {DOCUMENTS} documents"
    )
    sys.exit(bool(different) or lines != DOCUMENTS)


if __name__ == "__main__":
    main()
