"""Every command of the window as data: what it is called, its keys, its icon, where it stands in the menus.

Texts are marked for translation here and translated when they are shown, so that the language can change while the
window is open. `shortcut` is bound by the window, by physical key; `hint` only tells a key that the focused widget
(the article, a table) answers itself.
"""

from __future__ import annotations

from dataclasses import dataclass


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for translation: pyside6-lupdate collects the calls by this name. Typed, unlike Qt's own."""
    return text


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. `needs` says when it is enabled: "always", "workspace", "document" or "editable"."""

    id: str
    text: str
    shortcut: tuple[str, ...] = ()
    icon: str = ""
    needs: str = "document"
    hint: str = ""
    checkable: bool = False
    group: str = ""
    language_text: bool = False  # shown as it is in every language


@dataclass(frozen=True, slots=True)
class MenuSpec:
    """A menu: ids of actions, "-" for a rule, or another menu. `id` "recent" is filled by the window."""

    id: str
    title: str
    items: tuple[str | MenuSpec, ...]


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("file.new", QT_TRANSLATE_NOOP("Actions", "New workspace…"), ("Ctrl+N",), "new", "always"),
    ActionSpec("file.open", QT_TRANSLATE_NOOP("Actions", "Open workspace…"), ("Ctrl+O",), "open", "always"),
    ActionSpec("file.sample", QT_TRANSLATE_NOOP("Actions", "Open the sample"), (), "sample", "always"),
    ActionSpec("file.team", QT_TRANSLATE_NOOP("Actions", "Connect to a team server…"), (), "", "always"),
    ActionSpec("file.members", QT_TRANSLATE_NOOP("Actions", "Team…"), (), "", "workspace"),
    ActionSpec("file.add", QT_TRANSLATE_NOOP("Actions", "Add articles…"), (), "documents", "workspace"),
    ActionSpec("file.import", QT_TRANSLATE_NOOP("Actions", "Import…"), ("Ctrl+I",), "", "workspace"),
    ActionSpec("file.export", QT_TRANSLATE_NOOP("Actions", "Export…"), ("Ctrl+E",), "", "workspace"),
    ActionSpec("file.scheme", QT_TRANSLATE_NOOP("Actions", "Label scheme…"), (), "", "workspace"),
    ActionSpec("file.picture", QT_TRANSLATE_NOOP("Actions", "Save picture…")),
    ActionSpec("file.print", QT_TRANSLATE_NOOP("Actions", "Print…"), ("Ctrl+P",)),
    ActionSpec("file.save", QT_TRANSLATE_NOOP("Actions", "Save now"), ("Ctrl+S",), "", "workspace"),
    ActionSpec("file.tidy", QT_TRANSLATE_NOOP("Actions", "Tidy files"), (), "", "workspace"),
    ActionSpec("file.close", QT_TRANSLATE_NOOP("Actions", "Close workspace"), ("Ctrl+W",), "close", "workspace"),
    ActionSpec("file.quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",), "", "always"),
    ActionSpec("edit.undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",), "undo"),
    ActionSpec("edit.redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    ActionSpec("edit.delete", QT_TRANSLATE_NOOP("Actions", "Delete"), (), "delete", "editable", "Del"),
    ActionSpec(
        "edit.reverse", QT_TRANSLATE_NOOP("Actions", "Reverse relation"), (), "reverse", "editable", "Shift+Space"
    ),
    ActionSpec("edit.mentions", QT_TRANSLATE_NOOP("Actions", "Tag all mentions…"), ("Ctrl+M",), "mentions", "editable"),
    ActionSpec("edit.note", QT_TRANSLATE_NOOP("Actions", "Write a note"), ("F4",), "note"),
    ActionSpec("edit.find", QT_TRANSLATE_NOOP("Actions", "Find in document"), ("Ctrl+F",), "find"),
    ActionSpec(
        "edit.find_everywhere",
        QT_TRANSLATE_NOOP("Actions", "Search in all articles…"),
        ("Ctrl+Shift+F",),
        "search",
        "workspace",
    ),
    ActionSpec("edit.find_next", QT_TRANSLATE_NOOP("Actions", "Find next"), ("F3",)),
    ActionSpec("edit.find_previous", QT_TRANSLATE_NOOP("Actions", "Find previous"), ("Shift+F3",)),
    ActionSpec("edit.settings", QT_TRANSLATE_NOOP("Actions", "Settings…"), ("Ctrl+,",), "", "always"),
    ActionSpec("document.next", QT_TRANSLATE_NOOP("Actions", "Next document"), ("Ctrl+PgDown",), "next"),
    ActionSpec("document.previous", QT_TRANSLATE_NOOP("Actions", "Previous document"), ("Ctrl+PgUp",), "previous"),
    ActionSpec(
        "document.next_new", QT_TRANSLATE_NOOP("Actions", "Next not started"), ("Ctrl+Shift+PgDown",), "", "workspace"
    ),
    ActionSpec(
        "document.my_next",
        QT_TRANSLATE_NOOP("Actions", "My next document"),
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        "",
        "workspace",
    ),
    ActionSpec(
        "document.done",
        QT_TRANSLATE_NOOP("Actions", "Done and next"),
        ("Ctrl+Return", "Ctrl+Enter"),
        "done",
        "editable",
    ),
    ActionSpec("document.skip", QT_TRANSLATE_NOOP("Actions", "Skip and next"), (), "skip", "editable"),
    ActionSpec("document.reopen", QT_TRANSLATE_NOOP("Actions", "Mark as in progress"), (), "", "editable"),
    ActionSpec("document.search", QT_TRANSLATE_NOOP("Actions", "Search documents"), ("Ctrl+Shift+D",), "", "workspace"),
    ActionSpec("suggest.accept", QT_TRANSLATE_NOOP("Actions", "Accept the suggestion"), (), "done", "editable", "A"),
    ActionSpec("suggest.reject", QT_TRANSLATE_NOOP("Actions", "Reject the suggestion"), (), "close", "editable", "X"),
    ActionSpec(
        "suggest.accept_all", QT_TRANSLATE_NOOP("Actions", "Accept all suggestions"), (), "", "editable", "Shift+A"
    ),
    ActionSpec(
        "suggest.reject_all", QT_TRANSLATE_NOOP("Actions", "Reject all suggestions"), ("Ctrl+Shift+X",), "", "editable"
    ),
    ActionSpec("suggest.make", QT_TRANSLATE_NOOP("Actions", "Suggest with…"), (), "suggest", "workspace"),
    ActionSpec(
        "agreement.show", QT_TRANSLATE_NOOP("Actions", "Agreement…"), ("Ctrl+Shift+G",), "agreement", "workspace"
    ),
    ActionSpec("agreement.gold", QT_TRANSLATE_NOOP("Actions", "Adjudicate…"), ("Ctrl+G",), "gold", "workspace"),
    ActionSpec(
        "agreement.sweep", QT_TRANSLATE_NOOP("Actions", "Check consistency"), ("Ctrl+F8",), "findings", "workspace"
    ),
    ActionSpec("agreement.next", QT_TRANSLATE_NOOP("Actions", "Next finding"), ("F8",), "", "workspace"),
    ActionSpec("agreement.previous", QT_TRANSLATE_NOOP("Actions", "Previous finding"), ("Shift+F8",), "", "workspace"),
    ActionSpec("training.train", QT_TRANSLATE_NOOP("Actions", "Train…"), ("Ctrl+T",), "train", "workspace"),
    ActionSpec("training.models", QT_TRANSLATE_NOOP("Actions", "Trained models…"), (), "", "workspace"),
    ActionSpec("training.evaluate", QT_TRANSLATE_NOOP("Actions", "Evaluate a model…"), (), "", "workspace"),
    ActionSpec(
        "view.documents",
        QT_TRANSLATE_NOOP("Actions", "Documents"),
        ("Ctrl+1",),
        "documents",
        "workspace",
        checkable=True,
    ),
    ActionSpec(
        "view.labels", QT_TRANSLATE_NOOP("Actions", "Labels"), ("Ctrl+2",), "labels", "workspace", checkable=True
    ),
    ActionSpec(
        "view.relations",
        QT_TRANSLATE_NOOP("Actions", "Relations"),
        ("Ctrl+3",),
        "relations",
        "workspace",
        checkable=True,
    ),
    ActionSpec(
        "view.guidelines",
        QT_TRANSLATE_NOOP("Actions", "Guidelines"),
        ("Ctrl+4",),
        "guidelines",
        "workspace",
        checkable=True,
    ),
    ActionSpec(
        "view.entities", QT_TRANSLATE_NOOP("Actions", "Entities"), ("Ctrl+5",), "entities", "workspace", checkable=True
    ),
    ActionSpec("view.note", QT_TRANSLATE_NOOP("Actions", "Notes"), ("Ctrl+6",), "note", "workspace", checkable=True),
    ActionSpec(
        "view.history", QT_TRANSLATE_NOOP("Actions", "History"), ("Ctrl+7",), "history", "workspace", checkable=True
    ),
    ActionSpec(
        "view.suggestions",
        QT_TRANSLATE_NOOP("Actions", "Suggestions"),
        ("Ctrl+8",),
        "suggest",
        "workspace",
        checkable=True,
    ),
    ActionSpec("view.cards", QT_TRANSLATE_NOOP("Actions", "Cards"), ("Ctrl+D",), "cards", "workspace", checkable=True),
    ActionSpec(
        "view.findings",
        QT_TRANSLATE_NOOP("Actions", "Consistency"),
        ("Ctrl+9",),
        "findings",
        "workspace",
        checkable=True,
    ),
    ActionSpec(
        "overview.documents", QT_TRANSLATE_NOOP("Actions", "Overview…"), ("Ctrl+Shift+O",), "documents", "workspace"
    ),
    ActionSpec("overview.statistics", QT_TRANSLATE_NOOP("Actions", "Statistics…"), (), "", "workspace"),
    ActionSpec("view.reset", QT_TRANSLATE_NOOP("Actions", "Restore the panels"), (), "", "workspace"),
    ActionSpec("view.zoom_in", QT_TRANSLATE_NOOP("Actions", "Larger text"), ("Ctrl++", "Ctrl+="), "zoom-in", "always"),
    ActionSpec("view.zoom_out", QT_TRANSLATE_NOOP("Actions", "Smaller text"), ("Ctrl+-",), "zoom-out", "always"),
    ActionSpec("view.zoom_reset", QT_TRANSLATE_NOOP("Actions", "Usual text size"), ("Ctrl+0",), "", "always"),
    ActionSpec("view.full_screen", QT_TRANSLATE_NOOP("Actions", "Full screen"), ("F11",), "", "always", checkable=True),
    ActionSpec(
        "arcs.all", QT_TRANSLATE_NOOP("Actions", "All relations in the text"), (), "", "always", "", True, "arcs"
    ),
    ActionSpec(
        "arcs.selected", QT_TRANSLATE_NOOP("Actions", "Relations of the selection"), (), "", "always", "", True, "arcs"
    ),
    ActionSpec(
        "arcs.none", QT_TRANSLATE_NOOP("Actions", "No relations in the text"), (), "", "always", "", True, "arcs"
    ),
    ActionSpec("theme.system", QT_TRANSLATE_NOOP("Actions", "As the system"), (), "", "always", "", True, "theme"),
    ActionSpec("theme.light", QT_TRANSLATE_NOOP("Actions", "Light"), (), "", "always", "", True, "theme"),
    ActionSpec("theme.dark", QT_TRANSLATE_NOOP("Actions", "Dark"), (), "", "always", "", True, "theme"),
    ActionSpec(
        "theme.high_contrast", QT_TRANSLATE_NOOP("Actions", "High contrast"), (), "", "always", "", True, "theme"
    ),
    ActionSpec("language.ru", "Русский", (), "", "always", "", True, "language", language_text=True),
    ActionSpec("language.en", "English", (), "", "always", "", True, "language", language_text=True),
    ActionSpec("go.pane", QT_TRANSLATE_NOOP("Actions", "Next pane"), ("F6",), "", "workspace"),
    ActionSpec("go.pane_back", QT_TRANSLATE_NOOP("Actions", "Previous pane"), ("Shift+F6",), "", "workspace"),
    ActionSpec("go.palette", QT_TRANSLATE_NOOP("Actions", "Commands and documents…"), ("Ctrl+K",), "command", "always"),
    ActionSpec("help.keys", QT_TRANSLATE_NOOP("Actions", "Keys"), ("F1",), "keyboard", "always"),
    ActionSpec("help.manual", QT_TRANSLATE_NOOP("Actions", "Manual"), ("Shift+F1",), "guidelines", "always"),
    ActionSpec("help.tour", QT_TRANSLATE_NOOP("Actions", "Tour in five steps"), (), "", "always"),
    ActionSpec("help.about", QT_TRANSLATE_NOOP("Actions", "About annotator"), (), "info", "always"),
)

MENUS: tuple[MenuSpec, ...] = (
    MenuSpec(
        "file",
        QT_TRANSLATE_NOOP("Actions", "&File"),
        (
            "file.new",
            "file.open",
            MenuSpec("recent", QT_TRANSLATE_NOOP("Actions", "Recent"), ()),
            "file.sample",
            "file.team",
            "file.members",
            "-",
            "file.add",
            "file.import",
            "file.export",
            "file.scheme",
            "-",
            "file.picture",
            "file.print",
            "-",
            "file.save",
            "file.tidy",
            "file.close",
            "file.quit",
        ),
    ),
    MenuSpec(
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Edit"),
        (
            "edit.undo",
            "edit.redo",
            "-",
            "edit.delete",
            "edit.reverse",
            "edit.mentions",
            "edit.note",
            "-",
            "edit.find",
            "edit.find_next",
            "edit.find_previous",
            "edit.find_everywhere",
            "-",
            "edit.settings",
        ),
    ),
    MenuSpec(
        "document",
        QT_TRANSLATE_NOOP("Actions", "&Document"),
        (
            "document.done",
            "document.skip",
            "document.reopen",
            "-",
            "document.next",
            "document.previous",
            "document.next_new",
            "document.my_next",
            "-",
            "document.search",
            "overview.documents",
            "overview.statistics",
        ),
    ),
    MenuSpec(
        "suggest",
        QT_TRANSLATE_NOOP("Actions", "&Suggestions"),
        ("suggest.accept", "suggest.reject", "-", "suggest.accept_all", "suggest.reject_all", "-", "suggest.make"),
    ),
    MenuSpec(
        "agreement",
        QT_TRANSLATE_NOOP("Actions", "&Agreement"),
        ("agreement.show", "agreement.gold", "-", "agreement.sweep", "agreement.next", "agreement.previous"),
    ),
    MenuSpec(
        "model",
        QT_TRANSLATE_NOOP("Actions", "&Model"),
        ("training.train", "training.models", "training.evaluate", "-", "suggest.make"),
    ),
    MenuSpec(
        "view",
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (
            "view.documents",
            "view.labels",
            "view.relations",
            "view.guidelines",
            "view.entities",
            "view.note",
            "view.history",
            "view.suggestions",
            "view.cards",
            "view.findings",
            "view.reset",
            "-",
            "arcs.all",
            "arcs.selected",
            "arcs.none",
            "-",
            "view.zoom_in",
            "view.zoom_out",
            "view.zoom_reset",
            "-",
            MenuSpec(
                "theme",
                QT_TRANSLATE_NOOP("Actions", "Theme"),
                ("theme.system", "theme.light", "theme.dark", "theme.high_contrast"),
            ),
            MenuSpec("language", QT_TRANSLATE_NOOP("Actions", "Language"), ("language.ru", "language.en")),
            "view.full_screen",
        ),
    ),
    MenuSpec(
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Help"),
        ("help.manual", "help.keys", "help.tour", "go.palette", "go.pane", "go.pane_back", "-", "help.about"),
    ),
)

TOOLBAR: tuple[str, ...] = (
    "edit.undo",
    "edit.redo",
    "-",
    "document.previous",
    "document.next",
    "-",
    "edit.find",
    "go.palette",
)
