"""How many key presses and clicks an article takes, with suggestions and all mentions, and without them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.hands.mentions_dialog import MentionsDialog
from annotator.suggest.bulk import suggest_all
from annotator.suggest.mentions import find_mentions, kind_of_label
from annotator.suggest.registry import spec_for
from annotator.workspace import Workspace

ARTICLE = "openai-microsoft"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Tags as a person would, through the window's own keys and mouse, and counts. A drag counts as one click."""

    def __init__(self, window, qtbot, wanted):
        self.window, self.qtbot, self.wanted = window, qtbot, wanted
        self.keys = self.clicks = 0
        self.number = {kind.label: i for i, kind in enumerate(window.workbench.swatches.scheme.entities, start=1)}

    @property
    def document(self):
        return self.window.files.session.document

    @property
    def tagged(self):
        return {(e.start, e.end, e.label) for e in self.document.entities}

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier, target=None):
        self.keys += 1
        QTest.keyClick(target or QApplication.focusWidget(), key, modifiers)

    def place(self, offset):
        article = self.window.editor.article
        return article.viewport().mapFromGlobal(article.screen_rect(offset).center())

    def tag(self, start, end, label):
        """Drag over the words, press the label's key."""
        self.window.editor.article.reveal(start, end)
        before = self.tagged
        if self.document.entities_in(start, end):
            self._select_by_keys(start, end)
        else:
            self._drag(start, end)
        self.key(Qt.Key.Key_0 + self.number[label])
        if (start, end, label) not in self.tagged:
            self._repair(start, end, label, before)

    def _drag(self, start, end):
        view = self.window.editor.article.viewport()
        self.clicks += 1
        first, last = self.place(start), self.place(end - 1)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
        for step in range(1, 5):
            QTest.mouseMove(view, first + (last - first) * step / 4)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)

    def _select_by_keys(self, start, end):
        """A drag from an entity would relate it: click in front of it, then Shift+Right once for each token."""
        self.clicks += 1
        self.keys += sum(start <= first < end for first, _ in self.document.tokens)
        self.window.editor.article.select_range(start, end)
        self.window.editor.article.setFocus()

    def _repair(self, start, end, label, before):
        """The pointer took other characters: delete what came of it, select one by one with the keys, tag."""
        wrong = self.tagged - before
        for entity in [e for e in self.document.entities if (e.start, e.end, e.label) in wrong]:
            self.delete(entity)
        self.window.editor.article.select_range(start, end)
        self.window.editor.article.setFocus()
        self.keys += end - start
        self.key(Qt.Key.Key_0 + self.number[label])

    def delete(self, entity):
        """Click the entity, press Delete."""
        self.clicks += 1
        self.window.editor.article.select_entity(entity.id)
        self.window.editor.article.setFocus()
        self.key(Qt.Key.Key_Delete)

    def tag_all_missing(self):
        for start, end, label in sorted(self.wanted, key=lambda span: (span[0], -span[1])):
            if (start, end, label) not in self.tagged:
                self.tag(start, end, label)

    def use_mentions(self, start, end, label):
        """Ctrl+M where it brings two mentions or more; take away the ticks that are wrong."""
        document = self.document
        found = find_mentions(document.text[start:end], document.text, document.tokens, kind=kind_of_label(label))
        if sum((m.start, m.end, label) in self.wanted - self.tagged for m in found) < 2:
            return
        made = next(e for e in document.entities if (e.start, e.end, e.label) == (start, end, label))
        self.window.editor.article.select_entity(made.id)
        self.key(Qt.Key.Key_M, CTRL)
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(MentionsDialog)), timeout=20000)
        dialog = self.window.findChild(MentionsDialog)
        ticked = set(map(id, dialog.chosen()))
        for row, place in enumerate(dialog.model.rows):
            if (id(place) in ticked) is not ((place.start, place.end, label) in self.wanted):
                self.clicks += 1
                dialog.list.setCurrentIndex(dialog.model.index(row))
                QTest.keyClick(dialog.list, Qt.Key.Key_Space)
        if dialog.model.ticks:
            self.key(Qt.Key.Key_Return, target=dialog.list)
        else:
            self.key(Qt.Key.Key_Escape, target=dialog)
        self.qtbot.waitUntil(lambda: not self.window.findChildren(MentionsDialog))

    @property
    def total(self):
        return self.keys + self.clicks


def open_article(make, path, annotator):
    window = make(path=path, annotator=annotator, size=(1400, 1000))
    window.files.open_document(ARTICLE)
    window.editor.article.setFocus()
    return window


def test_suggestions_and_mentions_save_most_presses(make, sample, qtbot):
    """The sample article, tagged to the last entity both ways: with help it takes less than half of the presses."""
    pytest.importorskip("slovnet")
    workspace = Workspace.open(sample)
    gold = workspace.read("gold").load(ARTICLE)
    wanted = {(e.start, e.end, e.label) for e in gold.entities if not e.fragments}
    plain = Hands(open_article(make, sample, "by-hand"), qtbot, wanted)
    plain.tag_all_missing()
    assert plain.tagged == wanted
    suggest_all(workspace, spec_for("slovnet", workspace.scheme, "ru"), documents=[ARTICLE], processes=1)
    helped = Hands(open_article(make, sample, "with-help"), qtbot, wanted)
    helped.key(Qt.Key.Key_A, SHIFT)
    accepted, right = len(helped.tagged), len(helped.tagged & wanted)
    for entity in [e for e in helped.document.entities if (e.start, e.end, e.label) not in wanted]:
        helped.delete(entity)
    for start, end, label in sorted(wanted, key=lambda span: (span[0], -span[1])):
        if (start, end, label) not in helped.tagged:
            helped.tag(start, end, label)
            helped.use_mentions(start, end, label)
    assert helped.tagged == wanted
    print(f"\n{len(wanted)} entities; the model's suggestions: {accepted}, right: {right}")  # noqa: T201
    for name, hands in (("without help", plain), ("suggestions and all mentions", helped)):
        print(f"{name}: {hands.keys} keys + {hands.clicks} clicks = {hands.total}")  # noqa: T201
    assert helped.total < plain.total / 2
