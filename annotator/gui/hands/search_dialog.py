"""The dialog of the search in all articles: the question, the hits in their context, what to do with the ticked ones."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain import Status
from annotator.gui.guard import guard_events
from annotator.gui.hands.places import Place, PlacesModel
from annotator.gui.hands.places_view import PlacesDelegate, PlacesView
from annotator.gui.language import FollowsLanguage
from annotator.gui.models.swatches import Swatches
from annotator.gui.placing import open_size
from annotator.gui.theme import Colors
from annotator.messages import current_language

_WRITTEN = ("text", "regex", "lemma", "note")  # asked in a field; the others by a choice
_TYPING = 350  # milliseconds after the last key until the search begins by itself


@guard_events
class SearchDialog(FollowsLanguage, QDialog):
    """Stays open beside the article. Texts of a question are searched while they are typed."""

    search_wanted = Signal(str, str, bool)  # query, what it is compared with, whether case matters; see `here`
    entered = Signal(object)  # Place or Group
    change_wanted = Signal(str, str)  # "tag", "relabel" or "delete"; label

    def __init__(self, swatches: Swatches, colors: Colors, parent: QWidget) -> None:
        super().__init__(parent)
        self._swatches = swatches
        self._editable = True
        self._said = ""
        self.by, self.field, self.choice = QComboBox(self), QLineEdit(self), QComboBox(self)
        self.field.setClearButtonEnabled(True)
        self.match_case, self.here, self.all = QCheckBox(self), QCheckBox(self), QCheckBox(self)
        self.model = PlacesModel(self)
        self.list = PlacesView(self.model, colors, self)
        self.state, self.label = QLabel(self), QComboBox(self)
        self.state.setProperty("muted", True)
        self.actions_by_name = {name: QPushButton(self) for name in ("tag", "relabel", "delete")}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING)
        self._timer.timeout.connect(self.search)
        self._lay_out()
        self._connect()
        self.list.setUniformItemSizes(True)
        self.retranslate()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setSpacing(8)
        head.addWidget(self.by)
        head.addWidget(self.field, 1)
        head.addWidget(self.choice, 1)
        head.addWidget(self.match_case)
        head.addWidget(self.here)
        foot.addWidget(self.all)
        foot.addSpacing(8)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.label)
        for button in self.actions_by_name.values():
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        open_size(self, 940, 380)

    def _connect(self) -> None:
        self.by.currentIndexChanged.connect(self._on_by)
        self.field.textChanged.connect(lambda _: self._timer.start())
        self.field.returnPressed.connect(self._on_return)
        self.choice.currentIndexChanged.connect(lambda _: self.search())
        self.match_case.toggled.connect(lambda _: self.search())
        self.here.toggled.connect(lambda _: self.search())
        self.list.entered.connect(self.entered)
        self.list.picked.connect(self.entered)
        self.model.ticks_changed.connect(self._show_state)
        self.all.clicked.connect(lambda _: self.model.tick_all(on=self.model.ticks < self.model.count))
        for name, button in self.actions_by_name.items():
            button.clicked.connect(lambda _=False, name=name: self._on_action(name))

    # -- the question ---------------------------------------------------------------------------------------------

    def open_for(self, words: str, *, editable: bool) -> None:
        """Show the dialog; words that are selected in the article become the question."""
        self._editable = editable
        if words and "\n" not in words:
            self.field.setText(words)
            if self.by.currentData() not in _WRITTEN:
                self.by.setCurrentIndex(0)
        if self.isHidden():
            self._stand_below()
        self.show()
        self.raise_()
        self.activateWindow()
        (self.field if self.by.currentData() in _WRITTEN else self.choice).setFocus()
        self.field.selectAll()
        self._show_state()

    def _stand_below(self) -> None:
        """Stand at the foot of the window, so that the article can be seen above."""
        parent = self.parentWidget()
        if parent is None:
            return
        window = parent.geometry()
        self.move(window.center().x() - self.width() // 2, window.bottom() - self.height() - 24)

    def _on_by(self) -> None:
        written = self.by.currentData() in _WRITTEN
        self.field.setVisible(written)
        self.choice.setVisible(not written)
        self.match_case.setVisible(self.by.currentData() in {"text", "regex"})
        self.list.setUniformItemSizes(self.by.currentData() != "note")  # only notes stand on a second line
        self._fill_choice()
        self.search()

    def _fill_choice(self) -> None:
        scheme, language = self._swatches.scheme, current_language()
        self.choice.blockSignals(True)
        self.choice.clear()
        by = self.by.currentData()
        if by == "label":
            self.choice.addItem(self.tr("Any label"), "")
            for kind in scheme.entities:
                self.choice.addItem(self._swatches.entity(kind.label), kind.name(language), kind.label)
        elif by == "relation":
            self.choice.addItem(self.tr("Any relation"), "")
            for relation in scheme.relations:
                self.choice.addItem(relation.name(language), relation.label)
        elif by == "status":
            for status, name in zip(Status, self._status_names(), strict=True):
                self.choice.addItem(name, status.value)
        self.choice.blockSignals(False)

    def _status_names(self) -> tuple[str, ...]:
        names = {
            Status.NOT_STARTED: self.tr("Not started"),
            Status.IN_PROGRESS: self.tr("In progress"),
            Status.DONE: self.tr("Done"),
            Status.SKIPPED: self.tr("Skipped"),
        }
        return tuple(names[status] for status in Status)

    def search(self) -> None:
        """Ask for the hits."""
        self._timer.stop()
        by = self.by.currentData()
        query = self.field.text() if by in _WRITTEN else self.choice.currentData()
        self.search_wanted.emit(query or "", by, self.match_case.isChecked())

    def _on_return(self) -> None:
        if self._timer.isActive() or not self.model.count:
            self.search()
        else:
            self.list.take_focus()

    # -- the hits -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A search begins."""
        self.model.clear()
        self._said = self.tr("Searching…")
        self._show_state()

    def add(self, places: list[Place], titles: dict[str, str]) -> None:
        """List more hits."""
        self.model.append(places, titles)

    def end(self, said: str) -> None:
        """The search is through; `said` is what went wrong, or an empty string."""
        self._said = said or ("" if self.model.count else self.tr("Nothing found"))
        if self.by.currentData() in {"text", "regex", "lemma"} and not self.field.text().strip() and not said:
            self._said = ""
        self._show_state()

    def _show_state(self) -> None:
        count = self.tr("{0} of {1} ticked").format(self.model.ticks, self.model.count) if self.model.count else ""
        self.state.setText("   ".join(part for part in (count, self._said) if part))
        ticks, by = self.model.ticks > 0 and self._editable, self.by.currentData()
        usable = {
            "tag": by in {"text", "regex", "lemma"},
            "relabel": by in {"label", "note"},
            "delete": by in {"label", "relation", "note"},
        }
        for name, button in self.actions_by_name.items():
            button.setVisible(usable[name] and self._editable)
            button.setEnabled(ticks)
        self.label.setVisible((usable["tag"] or usable["relabel"]) and self._editable)
        self.all.setEnabled(self.model.count > 0)
        self.all.setChecked(0 < self.model.ticks == self.model.count)

    def _on_action(self, name: str) -> None:
        self.change_wanted.emit(name, self.label.currentData() or "")

    # -- language and theme ---------------------------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        delegate = self.list.itemDelegate()
        if isinstance(delegate, PlacesDelegate):
            delegate.colors = colors

    def _kinds(self) -> tuple[tuple[str, str], ...]:
        return (
            ("text", self.tr("Text")),
            ("regex", self.tr("Regular expression")),
            ("lemma", self.tr("Words in any form")),
            ("label", self.tr("Label")),
            ("relation", self.tr("Relation")),
            ("note", self.tr("Note")),
            ("status", self.tr("Status")),
        )

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Search in all articles"))
        chosen = max(0, self.by.currentIndex())
        self.by.blockSignals(True)
        self.by.clear()
        for value, name in self._kinds():
            self.by.addItem(name, value)
        self.by.setCurrentIndex(chosen)
        self.by.blockSignals(False)
        self.label.clear()
        for kind in self._swatches.scheme.entities:
            self.label.addItem(self._swatches.entity(kind.label), kind.name(current_language()), kind.label)
        self.by.setAccessibleName(self.tr("Search by"))
        self.field.setAccessibleName(self.tr("Search in all articles"))
        self.field.setPlaceholderText(self.tr("Search in all articles"))
        self.choice.setAccessibleName(self.tr("What to find"))
        self.label.setAccessibleName(self.tr("Label"))
        self.list.setAccessibleName(self.tr("Hits"))
        self.match_case.setText(self.tr("Match case"))
        self.here.setText(self.tr("Only this article"))
        self.all.setText(self.tr("All"))
        self.actions_by_name["tag"].setText(self.tr("Tag"))
        self.actions_by_name["relabel"].setText(self.tr("Change the label"))
        self.actions_by_name["delete"].setText(self.tr("Delete"))
        written = self.by.currentData() in _WRITTEN
        self.field.setVisible(written)
        self.choice.setVisible(not written)
        self._fill_choice()
        self._show_state()
