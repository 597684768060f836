"""How long the overview takes with 100,000 documents: first survey, a survey after one save, filters, sorting, a frame.

Run: python tests/benchmarks/bench_overview.py [DOCUMENTS]
"""

import itertools
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from annotator.domain import Status
from annotator.workspace import Workspace
from annotator.workspace.survey import Surveyor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TEXT = "Мустафа Сулейман возглавил Microsoft AI в понедельник. " * 20


def make(folder, count):
    """Write a workspace with `count` articles, and what two annotators did to all of them."""
    Workspace.create(folder, scheme="news-ru")
    spans = [{"start": 55 * n, "end": 55 * n + 16, "label": "PERSON", "kb_id": ""} for n in range(20)]
    with (
        (folder / "corpus.jsonl").open("w", encoding="utf-8") as corpus,
        (folder / "annotations/anna.jsonl").open("w", encoding="utf-8") as anna,
        (folder / "annotations/boris.jsonl").open("w", encoding="utf-8") as boris,
    ):
        for n in range(count):
            text = f"Новость {n}. {TEXT}"
            tokens = [[i, min(i + 5, len(text))] for i in range(0, len(text), 5)]
            corpus.write(_line({"id": f"n{n}", "text": text, "tokens": tokens, "meta": {}}))
            for out, name in ((anna, "anna"), (boris, "boris")):
                record = {
                    "id": f"n{n}", "text": text,
                    "tokens": [{"id": i, "start": start, "end": end} for i, (start, end) in enumerate(tokens)],
                    "ents": [], "spans": {"sc": spans}, "relations": [], "annotator": name, "status": "done",
                    "meta": {}, "saved_at": f"2026-11-{n % 28 + 1:02}T10:00:00Z",
                }  # fmt: skip
                out.write(_line(record))


def _line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def timed(title, work):
    start = time.perf_counter()
    result = work()
    print(f"{title:<44}{(time.perf_counter() - start) * 1000:>10.0f} ms")
    return result


def in_thread(path):
    """Survey as the window does, on a thread, and print the longest time between two ticks of the event loop."""
    from PySide6.QtCore import QEventLoop, QTimer

    from annotator.gui.app import make_application
    from annotator.gui.overview.surveying import Surveying

    make_application()
    surveying, loop, ticks = Surveying(Workspace.open(path)), QEventLoop(), [time.perf_counter()]
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    surveying.surveyed.connect(lambda _survey: loop.quit())
    timer.start(10)
    surveying.start()
    loop.exec()
    surveying.stop()
    gaps = sorted(after - before for before, after in itertools.pairwise(ticks))
    print(
        f"{'longest and 99th gap of the event loop':<44}{gaps[-1] * 1000:>10.0f} ms{gaps[int(len(gaps) * 0.99)] * 1000:>6.0f} ms"
    )


def main():
    """Print the figures."""
    from PySide6.QtCore import Qt

    from annotator.gui.app import make_application
    from annotator.gui.overview.documents_tab import DocumentsTab

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ws"
        make(path, count)
        workspace = timed("workspace opened, index made", lambda: Workspace.open(path))
        surveyor = Surveyor(workspace)
        in_thread(path)
        survey = timed(f"first survey, {count} articles, {2 * count} records", surveyor.look)
        timed("survey again, nothing changed", surveyor.look)
        app = make_application()
        tab = DocumentsTab("anna")
        tab.resize(1280, 800)
        tab.show()
        timed("table filled", lambda: (tab.show_survey(survey), app.processEvents()))
        timed("filter by text", lambda: (tab.text.setText("новость 99"), tab.filter_now(), app.processEvents()))
        timed("filter by status", lambda: (tab.model.set_filter("", "anna", Status.DONE, None), app.processEvents()))
        for column in (0, 1, 2, 6):
            head = tab.model.heads()[column]
            order = Qt.SortOrder.DescendingOrder
            timed(f"sort by {head}", lambda c=column, o=order: (tab.model.sort(c, o), app.processEvents()))
        bar = tab.table.verticalScrollBar()
        timed("jump to the end and paint", lambda: (bar.setValue(bar.maximum()), app.processEvents()))
        tab.close()


if __name__ == "__main__":
    main()
