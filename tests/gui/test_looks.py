"""Every panel and dialog in both languages and all themes: nothing cut off, nothing untranslated."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from annotator.gui.actions import ACTIONS, MENUS, TOOLBAR, MenuSpec
from annotator.gui.canvas.colors import AA_TEXT, contrast
from annotator.gui.editor import ElidedLabel
from annotator.gui.i18n import build
from annotator.gui.settings import ThemeName
from annotator.gui.theme import DARK, HIGH_CONTRAST, LIGHT
from annotator.gui.widgets.new_workspace import NewWorkspace


def clipped(top: QWidget) -> list[str]:
    """Return the texts of visible widgets that do not fit into their widget."""
    return [
        f"{type(w).__name__} “{w.text()}” {w.size().toTuple()} < {w.sizeHint().toTuple()}"
        for w in top.findChildren(QWidget)
        if isinstance(w, QLabel | QAbstractButton) and not isinstance(w, ElidedLabel)
        if w.isVisible() and w.text() and not fits(w)
    ]


def fits(widget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() >= widget.heightForWidth(widget.width())
    hint = widget.sizeHint()
    return widget.width() >= hint.width() and widget.height() >= hint.height()


def unnamed(top: QWidget) -> list[str]:
    """Return what a screen reader could not name."""
    return [
        type(w).__name__
        for w in top.findChildren(QWidget)
        if isinstance(w, QToolButton | QLineEdit | QComboBox) and w.isVisible()
        if not (w.accessibleName() or getattr(w, "text", str)() or w.toolTip() or isinstance(w.parent(), QComboBox))
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("theme", list(ThemeName))
def test_everything_fits_in_every_language_and_theme(make, sample, settings, qtbot, language, theme):
    """No visible text of the window is larger than its place, and every control has a name."""
    settings.theme = theme
    window = make(language=language, size=(1180, 760))
    qtbot.wait(30)
    assert not clipped(window)
    assert window.files.open_path(sample, "anna")
    window.files.open_document("lira-smartfon")
    for name in window.docks.docks:
        window.docks.show(name)
        qtbot.wait(10)
        assert not clipped(window), name
        assert not unnamed(window), name
    window.desk.find()
    window.notices.ask_name()
    window.notices.show_error("/a/b.jsonl:3: wrong")
    qtbot.wait(30)
    assert not clipped(window)
    assert not unnamed(window)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_dialogs_fit(make, sample, qtbot, tmp_path, language):
    """The sheet of keys, the new workspace and the palette show all their text."""
    window = make(language=language, path=sample, annotator="anna")
    window.tools.open_keys()
    window.files.new_workspace([tmp_path / "статья.txt"])
    window.tools.open_about()
    window.tools.open_palette()
    qtbot.wait(50)
    dialogs = [w for w in window.findChildren(QDialog) if w.isVisible()]
    assert len(dialogs) == 4
    for dialog in dialogs:
        assert not clipped(dialog), type(dialog).__name__
        dialog.close()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_catalogue_is_complete_and_fresh():
    """Every text of the sources is in the Russian catalogue, translated and compiled."""
    assert not build.problems()


def test_check_fails_on_a_stale_catalogue(tmp_path, root):
    """The command ends with an error when a source text is missing from the catalogue."""
    copy = tmp_path / "annotator"
    subprocess.run(["cp", "-r", str(root / "annotator"), str(copy)], check=True)
    catalogue = copy / "gui" / "i18n" / "annotator_ru.ts"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("<source>Quit</source>", "<source>Leave</source>"), encoding="utf-8")
    command = [sys.executable, "-m", "annotator.gui.i18n.build", "--check"]
    result = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert result.returncode != 0
    assert "Quit" in result.stderr


@pytest.mark.parametrize("colors", [LIGHT, DARK, HIGH_CONTRAST], ids=lambda c: str(c.name))
def test_text_can_be_read_on_every_ground(colors):
    """Text and second-rank text reach WCAG AA on every ground they stand on."""
    grounds = (colors.window, colors.panel, colors.base, colors.selection, colors.hover, colors.info_ground)
    for ground in grounds:
        assert contrast(colors.text, ground) >= AA_TEXT
    for ground in (colors.window, colors.panel, colors.base, colors.selection):
        assert contrast(colors.muted, ground) >= AA_TEXT
    assert contrast(colors.on_accent, colors.accent) >= AA_TEXT
    assert contrast(colors.accent, colors.base) >= AA_TEXT
    for text, ground in ((colors.text, colors.warning_ground), (colors.text, colors.danger_ground)):
        assert contrast(text, ground) >= AA_TEXT


def test_actions_are_unique_and_reachable():
    """No two actions share an id or a key, and each stands in a menu."""
    ids = [spec.id for spec in ACTIONS]
    keys = [key for spec in ACTIONS for key in spec.shortcut]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    in_menus: set[str] = set()
    pending: list[str | MenuSpec] = list(MENUS)
    while pending:
        item = pending.pop()
        if isinstance(item, MenuSpec):
            pending.extend(item.items)
        else:
            in_menus.add(item)
    assert set(ids) <= in_menus
    assert set(TOOLBAR) - {"-"} <= set(ids)


def test_icons_exist():
    """Every icon that an action names is there."""
    folder = Path(build.__file__).parents[1] / "icons"
    assert all((folder / f"{spec.icon}.svg").is_file() for spec in ACTIONS if spec.icon)


def test_new_workspace_refuses_a_taken_name(make, sample, tmp_path):
    """A name that is taken cannot be created, and the reason is shown."""
    window = make()
    dialog = NewWorkspace(sample.parent, sample.name, [], window)
    dialog.open()
    assert not dialog.create_button.isEnabled()
    assert dialog.problem.text()
    dialog.close()
