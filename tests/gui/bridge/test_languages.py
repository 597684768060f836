"""The dialogs in both languages: no word is cut."""

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from annotator.gui.bridge.export_dialog import ExportDialog
from annotator.gui.bridge.import_dialog import ImportDialog


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(("action", "kind"), [("file.import", ImportDialog), ("file.export", ExportDialog)])
def test_no_word_is_cut(make, sample, qtbot, language, action, kind):
    """Every label, button and box has the room that its text asks for."""
    window = make(language, sample, "anna")
    window.actions_by_id[action].trigger()
    dialog = window.findChild(kind)
    if kind is ImportDialog:
        dialog.add_paths([sample / "annotations" / "boris.jsonl"])
    qtbot.waitUntil(lambda: not dialog.is_looking, timeout=60_000)
    for widget in [*dialog.findChildren(QPushButton), *dialog.findChildren(QCheckBox)]:
        if widget.isVisible():
            assert widget.width() >= widget.sizeHint().width(), widget.text()
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.parent() is not getattr(dialog, "preview", None):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= needed, label.text()
            assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    dialog.reject()
