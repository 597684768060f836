"""What becomes of every label that the files hold: kept, renamed, added to the scheme or left out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.domain import LabelScheme
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.theme import Colors
from annotator.messages import current_language

LEAVE_OUT, ADD = "-", "+"
_SYNONYMS = (
    {"PER", "PERS", "PERSON", "NAME"},
    {"ORG", "ORGANIZATION", "ORGANISATION", "COMPANY"},
    {"PROD", "PRODUCT"},
    {"LOC", "LOCATION", "GPE", "PLACE"},
)


def guess(label: str, known: Mapping[str, str]) -> str:
    """Return the scheme's label that a foreign one most likely means, or ""; `known` gives short names by label."""
    wanted = label.upper()
    for name, short in known.items():
        if wanted in {name.upper(), short.upper()}:
            return name
    alike = next((group for group in _SYNONYMS if wanted in group), set())
    found = [name for name, short in known.items() if name.upper() in alike or short.upper() in alike]
    return found[0] if len(found) == 1 else ""


@guard_events
class LabelTable(FollowsLanguage, QTableWidget):
    """One row per label; `changed` tells that the user chose otherwise."""

    changed = Signal()

    def __init__(self, scheme: LabelScheme, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._scheme, self._colors = scheme, colors
        self.choices: dict[str, QComboBox] = {}
        self._counts: dict[str, int] = {}
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.retranslate()

    # -- rows -----------------------------------------------------------------------------------------------------

    def show_labels(self, entities: Mapping[str, int], relations: Mapping[str, int]) -> None:
        """Fill the table anew; a label that was chosen for before keeps the choice."""
        before = {label: str(box.currentData()) for label, box in self.choices.items()}
        self.setRowCount(0)
        self.choices.clear()
        self._counts = {**relations, **entities}
        for label in relations:
            self._counts[label] = relations[label] + entities.get(label, 0)
        for label in entities:
            self._add(label, self._entity_names(), relation=False, before=before.get(label, ""))
        for label in relations:
            if label not in entities:
                self._add(label, self._relation_names(), relation=True, before=before.get(label, ""))
        self._mark()

    def _entity_names(self) -> dict[str, tuple[str, str]]:
        language = current_language()
        return {kind.label: (kind.short, kind.name(language)) for kind in self._scheme.entities}

    def _relation_names(self) -> dict[str, tuple[str, str]]:
        language = current_language()
        return {kind.label: ("", kind.name(language)) for kind in self._scheme.relations}

    def _add(self, label: str, known: Mapping[str, tuple[str, str]], *, relation: bool, before: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        name = QTableWidgetItem(f"{label} →" if relation else label)
        count = QTableWidgetItem(f"{self._counts[label]:,}".replace(",", "\u202f"))
        count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(row, 0, name)
        self.setItem(row, 1, count)
        box = self._choice(label, known)
        wanted = before or self._first_choice(label, known)
        box.setCurrentIndex(max(0, box.findData(wanted)))
        box.currentIndexChanged.connect(self._on_chosen)
        self.choices[label] = box
        self.setCellWidget(row, 2, box)
        self.setRowHeight(row, box.sizeHint().height() + 4)

    def _choice(self, label: str, known: Mapping[str, tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self.tr("What becomes of {0}").format(label))
        for name, (_, title) in known.items():
            box.addItem(name if title in {"", name} else f"{name} · {title}", name)
        if label not in known:
            box.addItem(self.tr("add to the scheme"), ADD)
        box.addItem(self.tr("leave out"), LEAVE_OUT)
        return box

    def _first_choice(self, label: str, known: Mapping[str, tuple[str, str]]) -> str:
        if label in known:
            return label
        found = guess(label, {name: short for name, (short, _) in known.items()})
        return found or (ADD if self._scheme.open else LEAVE_OUT)

    def _on_chosen(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        """Show what is left out in another colour than what comes in."""
        for row, box in enumerate(self.choices.values()):
            left_out = box.currentData() == LEAVE_OUT
            color = QBrush(QColor(self._colors.warning if left_out else self._colors.text))
            for column in (0, 1):
                if item := self.item(row, column):
                    item.setForeground(color)

    # -- the choice -----------------------------------------------------------------------------------------------

    def label_map(self) -> dict[str, str | None]:
        """Return the labels that change, as a label map; None leaves out."""
        made: dict[str, str | None] = {}
        for label, box in self.choices.items():
            chosen = str(box.currentData())
            if chosen == LEAVE_OUT:
                made[label] = None
            elif chosen not in {ADD, label}:
                made[label] = chosen
        return made

    def target(self, label: str) -> str:
        """Return what a label becomes; "" where it is left out."""
        new = self.label_map().get(label, label)
        return new or ""

    @property
    def extends_scheme(self) -> bool:
        """Whether a label is to be added to the scheme."""
        return any(box.currentData() == ADD for box in self.choices.values())

    def left_out(self) -> tuple[int, int]:
        """Return how many labels are left out, and how many annotations with them."""
        gone = [label for label, new in self.label_map().items() if new is None]
        return len(gone), sum(self._counts[label] for label in gone)

    # -- language -------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setHorizontalHeaderLabels([self.tr("In the files"), self.tr("Count"), self.tr("Becomes")])
        if header := self.horizontalHeaderItem(1):
            header.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column in (0, 2):
            if header := self.horizontalHeaderItem(column):
                header.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.tr("What becomes of the labels"))
