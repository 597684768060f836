"""Which scheme a new workspace begins with: one of ours, a file, or one made in the editor."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from annotator.domain import LabelScheme
from annotator.gui.canvas import CanvasStyle
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.scheme.draft import Draft
from annotator.messages import AnnotatorError
from annotator.resources import scheme_names
from annotator.workspace.scheme_file import read_scheme, write_scheme

_FILE, _MAKE = "?file", "?make"
_FIRST = "news-ru"


@guard_events
class SchemeChoice(FollowsLanguage, QComboBox):
    """`value` is what `annotator init --scheme` takes: a name or a path."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder: QTemporaryDir | None = None  # goes with the dialog
        self._last = _FIRST
        for name in sorted(scheme_names(), key=lambda name: name != _FIRST):
            self.addItem(name, name)
        self.addItem("", _FILE)
        self.addItem("", _MAKE)
        self.activated.connect(self._on_activated)
        self.retranslate()

    @property
    def value(self) -> str:
        """The scheme that is chosen."""
        return self._last

    def _on_activated(self) -> None:
        wanted = self.currentData()
        if wanted == _FILE:
            self._ask_for_file()
        elif wanted == _MAKE:
            self.make()
        else:
            self._last = wanted

    def _ask_for_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, self.tr("Scheme"), "", self.tr("Schemes (*.json)"))
        self.use_file(Path(file)) if file else self._back()

    def use_file(self, path: Path) -> None:
        """Take the scheme in a file; one that is no scheme is said in the tool tip, and the choice stays as it was."""
        try:
            read_scheme(path)
        except AnnotatorError as error:
            self.setToolTip(str(error))
            self._back()
            return
        self._take(str(path), path.name)

    def make(self) -> None:
        """Open the editor on an empty scheme."""
        from annotator.gui.scheme.editor import SchemeEditor

        editor = SchemeEditor(LabelScheme("my-scheme"), CanvasStyle.light(), self.window())
        editor.finished_with.connect(self._on_made)
        editor.rejected.connect(self._back)
        editor.add("entity")
        editor.open()

    def _on_made(self, draft: Draft) -> None:
        if self._folder is None:
            self._folder = QTemporaryDir()
        path = Path(self._folder.path()) / "my-scheme.json"
        write_scheme(path, draft.result())
        self._take(str(path), self.tr("made here: labels {0}").format(len(draft.rows)))

    def _take(self, value: str, title: str) -> None:
        self.setToolTip("")
        self._last = value
        found = self.findData(value)
        if found < 0:
            self.insertItem(self.count() - 2, title, value)
        else:
            self.setItemText(found, title)
        self._back()

    def _back(self) -> None:
        self.setCurrentIndex(self.findData(self._last))

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        texts = {
            _FIRST: self.tr("news: persons, organisations, products and their relations"),
            "open": self.tr("open: any label, added as imports bring them"),
            _FILE: self.tr("from a file…"),
            _MAKE: self.tr("make one…"),
        }
        for value, text in texts.items():
            if (row := self.findData(value)) >= 0:
                self.setItemText(row, text)
