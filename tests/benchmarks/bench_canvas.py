"""How fast the article view is, as ratios to a bare QTextEdit with the same plain text in the same run.

Run with `python tests/benchmarks/bench_canvas.py [--rounds N]`; prints a table and exits with 1 if a budget is missed.
Times are the process's own (nothing here waits for anything, and a shared machine would otherwise measure its other
guests). Absolute figures depend on the machine; the ratios and the frame times are what is promised. Both widgets show their
scroll bar in every measurement: at 5 KB a bare editor would need none, and painting one costs more than the text does.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from annotator.domain import Document, Entity, EntityLabel, LabelScheme, Relation, RelationLabel
from annotator.domain.edits import AddEntity
from annotator.gui.canvas import SANS, ArticleView

SIZES = {"5 KB": 5_000, "100 KB": 100_000, "1 MB": 1_000_000}
SCHEME = LabelScheme(
    "bench",
    entities=(EntityLabel("PERSON", "PER"), EntityLabel("ORG", "ORG"), EntityLabel("PRODUCT", "PROD")),
    relations=(RelationLabel("works_for"), RelationLabel("produces")),
)
SENTENCE = (
    "Бениофф сказал, что их неприязнь была заметна на прошлогодней выставке в Давосе, где Сэм и Мустафа вместе "
    "выступали на панельных дискуссиях и не ладили. Microsoft инвестировала в OpenAI в 2019 году, за несколько лет "
    "до того, как OpenAI выпустила ChatGPT. "
)


def article(size: int) -> Document:
    """Return a Russian article of about `size` bytes of UTF-8: a span every 25 characters, every third pair related."""
    paragraph = SENTENCE * 3
    text = "\n".join([paragraph.strip()] * max(1, round(size / len(paragraph.encode()))))
    entities, relations, position, number = [], [], 0, 0
    words = [(i, j) for i, j in _words(text) if j - i > 4]
    for start, end in words:
        if start < position:
            continue
        number += 1
        label = SCHEME.entities[number % 3].label
        entities.append(Entity(f"T{number}", start, end, label))
        if number % 6 == 0:
            relations.append(Relation(f"R{number}", f"T{number - 1}", f"T{number}", "works_for"))
        position = start + 25
    tokens = tuple(_words(text))
    return Document("bench", text, tokens=tokens, entities=tuple(entities), relations=tuple(relations))


def _words(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for part in text.replace("\n", " ").split(" "):
        if part:
            found.append((start, start + len(part)))
        start += len(part) + 1
    return found


# -- one measurement each, in milliseconds of processor time ----------------------------------------------------------------------------


def timed(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return (time.process_time() - started) * 1000


def show_text_edit(document: Document) -> QTextEdit:
    edit = QTextEdit()
    font = QFont()
    font.setFamilies(list(SANS))
    font.setPointSizeF(12)
    edit.setFont(font)
    edit.resize(1000, 800)
    edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    edit.setPlainText(document.text)
    edit.show()
    QApplication.processEvents()
    return edit


def show_article(document: Document) -> ArticleView:
    view = ArticleView()
    view.resize(1000, 800)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    view.set_document(document, SCHEME)
    view.show()
    QApplication.processEvents()
    return view


def close(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def first_paints(document: Document, rounds: int) -> tuple[float, float]:
    """Return the median first paint of the bare editor and of the article view, in alternation."""
    bare, ours = [], []
    for _ in range(rounds):
        for show, times in ((show_text_edit, bare), (show_article, ours)):
            gc.collect()
            kept: list[QWidget] = []
            times.append(timed(lambda show=show, kept=kept: kept.append(show(document))))
            close(kept[0])
    return statistics.median(bare), statistics.median(ours)


def repaints(widget: QTextEdit | ArticleView, count: int = 40) -> list[float]:
    return [timed(widget.viewport().repaint) for _ in range(count)]


def jumps(widget: QTextEdit | ArticleView, count: int = 60) -> list[float]:
    bar = widget.verticalScrollBar()

    def jump(to: int) -> None:
        bar.setValue(to)
        widget.viewport().repaint()

    return [timed(lambda i=i: jump(bar.maximum() * ((i * 37) % count) // count)) for i in range(count)]


def wheels(view: ArticleView, count: int = 80) -> list[float]:
    centre = QPointF(400, 300)

    def turn() -> None:
        event = QWheelEvent(
            centre,
            view.viewport().mapToGlobal(centre),
            QPoint(0, -60),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)
        QApplication.processEvents()

    return [timed(turn) for _ in range(count)]


def keys(view: ArticleView, count: int = 80) -> list[float]:
    def press() -> None:
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        QApplication.processEvents()

    return [timed(press) for _ in range(count)]


def drags(view: ArticleView, count: int = 80) -> list[float]:
    viewport = view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(250, 60))

    def move(step: int) -> None:
        at = QPointF(250 + step * 7 % 500, 60 + step * 4)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            viewport.mapToGlobal(at),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, event)
        QApplication.processEvents()

    times = [timed(lambda i=i: move(i)) for i in range(count)]
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 380))
    view.select_range(0, 0)
    return times


class Tagging:
    """Tags one free word after another in a view."""

    def __init__(self, view: ArticleView, document: Document) -> None:
        self._view, self._document = view, document
        taken = {e.span for e in document.entities}
        self._free = iter([w for w in document.tokens if w not in taken and w[1] - w[0] > 3])

    def tag(self) -> float:
        """Return the time from the patch to the painted screen; resolving the edit is the domain's and not counted."""
        start, end = next(self._free)
        patch = AddEntity(start, end, "ORG").resolve(self._document, SCHEME)
        self._document = patch.apply(self._document)
        self._view.reveal(start, end)
        QApplication.processEvents()

        def follow() -> None:
            self._view.apply_patch(self._document, patch)
            QApplication.processEvents()

        return timed(follow)


def tags(view: ArticleView, document: Document, count: int = 60) -> list[float]:
    tagging = Tagging(view, document)
    return [tagging.tag() for _ in range(count)]


def tag_ratio(count: int = 60) -> float:
    """Return how much a tag takes at a megabyte against 5 KB, tagging in both by turns."""
    documents = [article(SIZES["5 KB"]), article(SIZES["1 MB"])]
    taggings = [Tagging(show_article(document), document) for document in documents]
    small: list[float] = []
    large: list[float] = []
    for _ in range(count):
        for tagging, times in zip(taggings, (small, large), strict=True):
            times.append(tagging.tag())
    return statistics.median(large) / statistics.median(small)


def unbroken(rounds: int) -> float:
    """Return the median time until a megabyte without a blank is on screen."""
    document = Document("unbroken", "абвгдежзик" * 50_000)
    times = []
    for _ in range(rounds):
        kept: list[QWidget] = []
        times.append(timed(lambda kept=kept: kept.append(show_article(document))))
        close(kept[0])
    return statistics.median(times)


# -- memory, each in a process of its own -----------------------------------------------------------------------------


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory_child(which: str, size: int) -> None:
    document = article(size)
    warm = show_text_edit(Document("w", "а")) if which == "bare" else show_article(Document("w", "а"))
    close(warm)
    gc.collect()
    before = resident_mb()
    widget = show_text_edit(document) if which == "bare" else show_article(document)
    jumps(widget, 30)
    sys.stdout.write(f"{resident_mb() - before}\n")


def memory(which: str, size: int) -> float:
    command = [sys.executable, __file__, "--memory", which, "--size", str(size)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


# -- the report -------------------------------------------------------------------------------------------------------


def p(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


class Report:
    def __init__(self) -> None:
        self.missed: list[str] = []

    def line(self, name: str, value: float, limit: float, unit: str = "x") -> None:
        verdict = "ok" if value <= limit else "MISSED"
        if value > limit:
            self.missed.append(name)
        sys.stdout.write(f"{name:<44}{value:>9.2f} {unit:<3} limit {limit:g} {unit:<3} {verdict}\n")
        sys.stdout.flush()


def measure(report: Report, rounds: int) -> None:
    for name, size in SIZES.items():
        document = article(size)
        bare, ours = first_paints(document, rounds)
        report.line(f"{name}: first paint ({bare:.0f} -> {ours:.0f} ms)", ours / bare, 1.5 if size < 10_000 else 1.2)
        edit, view = show_text_edit(document), show_article(document)
        a, b = statistics.median(repaints(edit)), statistics.median(repaints(view))
        report.line(f"{name}: full repaint ({a:.1f} -> {b:.1f} ms)", b / a, 2.0)
        if size > 10_000:
            a, b = statistics.median(jumps(edit)), statistics.median(jumps(view))
            report.line(f"{name}: jump ({a:.1f} -> {b:.1f} ms)", b / a, 2.0)
        view.verticalScrollBar().setValue(0)
        times = tags(view, document)
        report.line(f"{name}: tag to painted p50", p(times, 50), 4.0, "ms")
        report.line(f"{name}: tag to painted p99", p(times, 99), 16.0, "ms")
        view.verticalScrollBar().setValue(0)
        for label, action in (("wheel", wheels), ("drag", drags), ("key", keys)):
            report.line(f"{name}: {label} p99", p(action(view), 99), 16.0, "ms")
        close(edit)
        close(view)
    report.line("tag p50, 1 MB to 5 KB", tag_ratio(), 1.3)
    report.line("1 MB unbroken opens", unbroken(rounds), 300.0, "ms")
    bare, ours = memory("bare", SIZES["1 MB"]), memory("ours", SIZES["1 MB"])
    report.line(f"1 MB: memory ({bare:.0f} -> {ours:.0f} MB)", ours / bare, 2.0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", choices=["bare", "ours"])
    parser.add_argument("--size", type=int, default=0)
    options = parser.parse_args()
    application = QApplication([])
    if options.memory:
        memory_child(options.memory, options.size)
        return 0
    show = show_article(article(2000))  # fonts are loaded once
    close(show)
    close(show_text_edit(article(2000)))
    report = Report()
    measure(report, options.rounds)
    application.quit()
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
