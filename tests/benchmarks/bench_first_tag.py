"""From the program's start on the sample to the first tag on disk, in steps of a person and in seconds.

Every run starts a new process with an empty home, as after the install; the steps are real events.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
ARTICLE, NAME = "lavrenyov-roman", "Полынья"


def one_start(started: float) -> dict[str, float]:
    """Open the sample, double-click a name, press a key, and wait for the file; return steps and seconds."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from annotator.gui.app import make_application, make_window

    app = make_application()
    window = make_window(app)
    window.show()
    window.files.open_sample("me")  # what `annotator open --sample` does
    window.files.open_document(ARTICLE)
    app.processEvents()
    ready = time.time()
    session, article = window.files.session, window.editor.article
    start = session.document.text.index(NAME)
    spot = article.viewport().mapFromGlobal(article.screen_rect(start + 1).center())
    steps = 1  # the command that opens the sample
    QTest.mouseDClick(article.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    steps += 1
    QTest.keyClick(article, Qt.Key.Key_O)
    steps += 1
    file = session.workspace.path / "annotations" / "me.jsonl"
    while NAME not in saved(file):
        app.processEvents()
        if time.time() - ready > 30:
            sys.exit("the tag did not reach the file")
        time.sleep(0.005)
    result = {"steps": steps, "window": ready - started, "saved": time.time() - started}
    window.close()
    return result


def saved(file: Path) -> set[str]:
    """Return the words that are tagged in the file."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    records = [json.loads(line) for line in lines if line.endswith("}")]
    return {record["text"][span["start"] : span["end"]] for record in records for span in record["spans"]["sc"]}


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(one_start(float(sys.argv[1]))))
        return
    runs = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
            command = [sys.executable, __file__, str(time.time())]
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    print(
        f"first saved tag: {middle['steps']:.0f} steps (open the sample, double-click, a key), "
        f"window ready after {middle['window']:.2f} s, tag on disk after {middle['saved']:.2f} s (median of {ROUNDS})"
    )


if __name__ == "__main__":
    main()
