"""The preview of all mentions: which to tag, as what, and whether in all articles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from annotator.gui.guard import guard_events
from annotator.gui.hands.places import Place, PlacesModel
from annotator.gui.hands.places_view import PlacesView
from annotator.gui.keys import physical_key
from annotator.gui.language import FollowsLanguage
from annotator.gui.placing import open_size
from annotator.gui.theme import Colors
from annotator.gui.workbench import Workbench
from annotator.messages import current_language
from annotator.text.display import one_line


@guard_events
class MentionsDialog(FollowsLanguage, QDialog):
    """`accepted_places` brings the ticked places and the label, `looked_at` the place to show."""

    accepted_places = Signal(list, str)
    looked_at = Signal(object)

    def __init__(self, workbench: Workbench, name: str, label: str, colors: Colors) -> None:
        super().__init__(workbench.editor.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = one_line(name)
        self.heading, self.hint, self.state = QLabel(self), QLabel(self), QLabel(self)
        self.heading.setProperty("heading", True)
        self.hint.setProperty("muted", True)
        self.state.setProperty("muted", True)
        self.label, self.all_articles = QComboBox(self), QCheckBox(self)
        for kind in workbench.swatches.scheme.entities:
            self.label.addItem(workbench.swatches.entity(kind.label), kind.name(current_language()), kind.label)
        self.label.setCurrentIndex(max(0, self.label.findData(label)))
        self.model = PlacesModel(self)
        self.list = PlacesView(self.model, colors, self)
        self.tag, self.cancel = QPushButton(self), QPushButton(self)
        self.tag.setProperty("primary", True)
        self.tag.setDefault(True)
        self._lay_out()
        self.list.looked_at.connect(self.looked_at)
        self.list.entered.connect(lambda _: self.tag.click())
        self.model.ticks_changed.connect(self._show_count)
        self.tag.clicked.connect(self._on_tag)
        self.cancel.clicked.connect(self.close)
        self.retranslate()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading, 1)
        head.addWidget(self.all_articles)
        head.addWidget(self.label)
        foot.setSpacing(8)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        open_size(self, 820, 480)

    def set_alone(self, *, alone: bool) -> None:
        """Offer no other articles where there are none."""
        self.all_articles.setVisible(not alone)

    def show_places(self, places: list[Place], titles: dict[str, str]) -> None:
        """List more places."""
        # One height for all rows makes long lists quick; a reason needs a second line.
        self.list.setUniformItemSizes(
            not any(isinstance(row, Place) and row.reason for row in (*self.model.rows, *places))
        )
        self.model.append(places, titles)
        self.list.take_focus()

    def keep_only(self, document: str) -> None:
        """Take the other articles' places away; ticks in this article stay as they are."""
        ticked = set(map(id, self.model.ticked()))
        rows = [r for r in self.model.rows if isinstance(r, Place) and r.document == document]
        off = {i for i, row in enumerate(rows) if id(row) not in ticked}
        self.model.clear()
        self.model.append(rows, {})
        for i in range(len(rows)):
            state = Qt.CheckState.Unchecked if i in off else Qt.CheckState.Checked
            self.model.setData(self.model.index(i), state.value, Qt.ItemDataRole.CheckStateRole)
        self.state.clear()
        self.list.take_focus()

    def show_state(self, text: str) -> None:
        """Say how far the search is."""
        self.state.setText(text)

    def chosen(self) -> list[Place]:
        """Return the ticked places."""
        return self.model.ticked()

    def _show_count(self) -> None:
        self.tag.setText(self.tr("Tag {0}").format(self.model.ticks))
        self.tag.setEnabled(self.model.ticks > 0)

    def _on_tag(self) -> None:
        self.accepted_places.emit(self.chosen(), self.label.currentData())
        self.close()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("All mentions"))
        self.heading.setText(self.tr("All mentions of “{0}”").format(self._name))
        self.hint.setText(
            self.tr("Space ticks a mention, Enter tags all that are ticked, in one step. Alt+A: in all articles.")
        )
        self.all_articles.setText(self.tr("In all articles"))
        self.list.setAccessibleName(self.tr("All mentions"))
        self.label.setAccessibleName(self.tr("Label"))
        self.cancel.setText(self.tr("Cancel"))
        self._show_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+A, by physical key, is the switch for all articles."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and physical_key(event) == "a" and not self.all_articles.isHidden():
            self.all_articles.click()
        else:
            super().keyPressEvent(event)
