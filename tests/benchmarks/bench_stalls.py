"""How long the window's events wait in a large workspace, while orders, searches, mentions and cards are worked out.

Run with `python tests/benchmarks/bench_stalls.py [--size 10000]`. The articles are the sample's, many times over, with
suggestions of two sources for all of them and annotations for some.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, QTimer

from annotator.gui.app import make_application, make_window
from annotator.gui.settings import Settings
from annotator.resources import samples_folder
from annotator.workspace import Article, Workspace
from annotator.workspace.encode import RecordEncoder

LIMIT = 0.05  # seconds
ANNOTATED = 300


def make_workspace(path: Path, size: int) -> None:
    """Write the workspace."""
    sample = Workspace.open(samples_folder() / "news-ru")
    articles = list(sample.articles())
    workspace = Workspace.create(path, scheme=sample.scheme)
    numbered = ((n, articles[n % len(articles)]) for n in range(size))
    dated = ((n, a, {**a.meta, "date": f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}"}) for n, a in numbered)
    workspace.add_articles(Article(f"{a.id}-{n}", a.text, a.tokens, meta) for n, a, meta in dated)
    gold = sample.read("gold")
    known = {identifier: gold.load(identifier) for identifier in gold.document_ids}
    folder, encoder = workspace.layout.suggestions_folder, RecordEncoder()
    folder.mkdir()
    with (folder / "one.jsonl").open("wb") as one, (folder / "two.jsonl").open("wb") as two:
        for number, identifier in enumerate(workspace.document_ids):
            if document := known.get(identifier.rpartition("-")[0]):
                scores = {e.id: (7 * number + 13 * i) % 100 / 100 for i, e in enumerate(document.entities)}
                line = encoder.encode(document.replacing(id=identifier, annotator="one", scores=scores)) + b"\n"
                one.write(line)
                two.write(line)
    with workspace.annotations("vera") as annotations:
        for identifier in list(workspace.document_ids)[:ANNOTATED]:
            if document := known.get(identifier.rpartition("-")[0]):
                annotations.save(document.replacing(id=identifier, annotator="vera"))


class Heartbeat:
    """A timer of the window that should come every millisecond."""

    def __init__(self) -> None:
        self.app = make_application()
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._last, self.longest, self.worst = time.perf_counter(), 0.0, 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def wait(self, done: Callable[[], object], least: float = 0.4, most: float = 120.0) -> float:
        """Let the events come until it is done; return the seconds."""
        began = time.perf_counter()
        while time.perf_counter() - began < most and (time.perf_counter() - began < least or not done()):
            self.app.processEvents()
            time.sleep(0.0005)
        return time.perf_counter() - began

    def step(self, name: str, act: Callable[[], object], done: Callable[[], object] = lambda: True) -> None:
        """Do something and print how long events had to wait meanwhile."""
        self.wait(lambda: True)
        self.longest, self._last = 0.0, time.perf_counter()
        act()
        seconds = self.wait(done)
        self.worst = max(self.worst, self.longest)
        print(f"{name:36} events wait at most {self.longest * 1000:5.0f} ms, done after {seconds:5.2f} s", flush=True)


def ended(stream) -> Callable[[], bool]:
    """Return what tells whether a stream has come to its end since now."""
    seen: list[str] = []
    stream.ended.connect(seen.append)
    return lambda: bool(seen)


def run(beat: Heartbeat, window, path: Path) -> None:
    """Go through what works on the whole corpus."""
    window.files.open_path(copytree(samples_folder() / "news-ru", path.parent / "sample"))  # loads what is loaded once
    began = time.perf_counter()
    window.files.open_path(path, "vera")
    print(f"{'the workspace is opened':36} in {time.perf_counter() - began:.3f} s")
    hands, ids = window.desk.hands, list(window.files.session.workspace.document_ids)
    beat.step("another document", lambda: window.files.open_document(ids[len(ids) // 2]))
    for order in ("doubt", "newest", "missing", "random", "corpus"):
        done = ended(hands.queue._stream) if order != "corpus" else lambda: True
        beat.step(f"order of work: {order}", lambda order=order: hands.queue.choose(order), done)
    hands.search.open()
    dialog = hands.search.dialog
    for by, query in (("text", "Мустафа Сулейман"), ("lemma", "мустафа сулейман"), ("lemma", "выставка роботов")):
        dialog.field.clear()
        dialog.by.setCurrentIndex(dialog.by.findData(by))
        beat.wait(lambda: True, least=2.0)
        done = ended(hands.search._stream)
        beat.step(f"search by {by}: {query}", lambda query=query: dialog.field.setText(query), done)
    dialog.close()
    window.files.open_document(ids[0])
    start = window.files.session.document.text.index("Сулейман")
    window.editor.article.select_range(start, start + len("Сулейман"))
    beat.step("all mentions here", hands.mentions.start, lambda: hands.mentions._dialog)
    done = ended(hands.mentions._everywhere)
    beat.step("all mentions everywhere", lambda: hands.mentions._dialog.all_articles.setChecked(True), done)
    hands.mentions._dialog.close()
    panel = hands.cards.panel
    beat.step("cards", lambda: window.docks.show("cards"), lambda: panel.tree is not None and panel.model.rows)
    done = ended(hands.cards._stream)
    beat.step("cards of all articles", lambda: panel.everywhere.setChecked(True), done)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    size = parser.parse_args().size
    beat = Heartbeat()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large"
        make_workspace(path, size)
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        window = make_window(beat.app, settings, "en")
        window.resize(1300, 850)
        window.show()
        run(beat, window, path)
        window.close()
    print(f"longest wait {beat.worst * 1000:.0f} ms of {LIMIT * 1000:.0f}")
    sys.exit(beat.worst > LIMIT)


if __name__ == "__main__":
    main()
