"""The fields of one label."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from annotator.domain import RelationLabel
from annotator.gui.canvas.colors import DEFAULT_COLORS
from annotator.gui.scheme.draft import Draft, Row
from annotator.messages import LANGUAGES

_LINES = 58  # pixels: two lines of a description
_ENDS = 92  # pixels: a few labels


class LabelForm(QWidget):
    """Writes what is typed into the row at once. `changed` tells that something is different."""

    changed = Signal()

    def __init__(self, draft: Draft, parent: QWidget) -> None:
        super().__init__(parent)
        self._draft = draft
        self._row: Row | None = None
        self._filling = False
        self.typed_in: QObject | None = None
        """The field of the last change, None where it was not typed."""
        self.name, self.short, self.key = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.short.setMaxLength(6)
        self.key.setMaxLength(1)
        self.color = QPushButton(self)
        self.titles = {language: QLineEdit(self) for language in LANGUAGES}
        self.descriptions = {language: QPlainTextEdit(self) for language in LANGUAGES}
        self.heads, self.tails = QListWidget(self), QListWidget(self)
        self.symmetric, self.same_type = QCheckBox(self), QCheckBox(self)
        for box in self.descriptions.values():
            box.setTabChangesFocus(True)
            box.setProperty("field", True)
            box.setFixedHeight(_LINES)
        for ends in (self.heads, self.tails):
            ends.setFixedHeight(_ENDS)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        add = self._add
        add(self.tr("Label"), self.name)
        add(self.tr("Abbreviation"), self.short)
        add(self.tr("Key"), self.key)
        add(self.tr("Colour"), self.color)
        add(self.tr("Russian name"), self.titles["ru"])
        add(self.tr("English name"), self.titles["en"])
        add(self.tr("Meaning in Russian"), self.descriptions["ru"])
        add(self.tr("Meaning in English"), self.descriptions["en"])
        add(self.tr("From"), self.heads)
        add(self.tr("To"), self.tails)
        self.symmetric.setText(self.tr("Without direction"))
        self.same_type.setText(self.tr("Both ends of one label"))
        add("", self.symmetric)
        add("", self.same_type)
        ends = self.tr("Nothing ticked: any label")
        for box in (self.heads, self.tails):
            box.setToolTip(ends)

    def _add(self, title: str, field: QWidget) -> None:
        label = QLabel(title, self)
        label.setBuddy(field)
        label.setMinimumHeight(self.name.sizeHint().height())
        field.setAccessibleName(title or field.property("text"))
        self._form.addRow(label, field)

    def _connect(self) -> None:
        self.name.textEdited.connect(self._on_name)
        for field in (self.short, self.key, *self.titles.values()):
            field.textEdited.connect(self._write)
        for box in self.descriptions.values():
            box.textChanged.connect(self._write)
        for ends in (self.heads, self.tails):
            ends.itemChanged.connect(self._write)
        for check in (self.symmetric, self.same_type):
            check.toggled.connect(self._write)
        self.color.clicked.connect(self._on_color)

    @property
    def row(self) -> Row | None:
        """The label whose fields are shown."""
        return self._row

    # -- showing --------------------------------------------------------------------------------------------------

    def show_row(self, row: Row | None) -> None:
        """Show the fields of a label; None shows nothing."""
        self._row, self._filling = row, True
        self.setVisible(row is not None)
        if row is not None:
            self._fill(row)
        self._filling = False

    def _fill(self, row: Row) -> None:
        label = row.label
        self.name.setText(label.label)
        self.key.setText(label.key.upper())
        self.short.setText(getattr(label, "short", ""))
        for language in LANGUAGES:
            self.titles[language].setText(label.names.get(language, ""))
            self.descriptions[language].setPlainText(label.descriptions.get(language, ""))
        self._show_color()
        relation = label if isinstance(label, RelationLabel) else None
        for field in (self.heads, self.tails, self.symmetric, self.same_type):
            self._form.setRowVisible(field, relation is not None)
        self._form.setRowVisible(self.short, relation is None)
        if relation is not None:
            self._fill_ends(self.heads, relation.head)
            self._fill_ends(self.tails, relation.tail)
            self.symmetric.setChecked(relation.symmetric)
            self.same_type.setChecked(relation.same_type)

    def _fill_ends(self, box: QListWidget, ticked: tuple[str, ...]) -> None:
        box.clear()
        for row in self._draft.of_kind("entity"):
            item = QListWidgetItem(row.label.label, box)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            checked = row.label.label in ticked
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def _show_color(self) -> None:
        assert self._row is not None
        color = self._row.label.color
        swatch = QPixmap(16, 16)
        swatch.fill(QColor(color or "transparent"))
        self.color.setIcon(QIcon(swatch))
        self.color.setText(color or self.tr("chosen by the program"))

    def set_read_only(self) -> None:
        """Let everything be read and copied, and nothing be changed."""
        for field in (self.name, self.short, self.key, *self.titles.values()):
            field.setReadOnly(True)
        for box in self.descriptions.values():
            box.setReadOnly(True)
        for part in (self.symmetric, self.same_type, self.heads, self.tails):
            part.setEnabled(False)
        self.color.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # disabled, it would turn grey
        self.color.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # -- writing --------------------------------------------------------------------------------------------------

    def _on_name(self, name: str) -> None:
        if self._row is not None:
            self.typed_in = self.name
            self._draft.rename(self._row, name.strip())
            self.changed.emit()

    def _write(self, *_: object) -> None:
        row = self._row
        if row is None or self._filling:
            return
        texts: dict[str, Any] = {
            "key": self.key.text().strip().lower(),
            "names": _kept(row.label.names, {k: f.text().strip() for k, f in self.titles.items()}),
            "descriptions": _kept(
                row.label.descriptions, {k: box.toPlainText().strip() for k, box in self.descriptions.items()}
            ),
        }
        if isinstance(row.label, RelationLabel):
            texts |= {"head": _ticked(self.heads), "tail": _ticked(self.tails)}
            texts |= {"symmetric": self.symmetric.isChecked(), "same_type": self.same_type.isChecked()}
        else:
            texts["short"] = self.short.text().strip()
        row.label = replace(row.label, **texts)
        sender = self.sender()
        self.typed_in = sender if isinstance(sender, QLineEdit | QPlainTextEdit) else None
        self.changed.emit()

    def _on_color(self) -> None:
        row = self._row
        if row is None:
            return
        for number, color in enumerate(DEFAULT_COLORS):
            QColorDialog.setCustomColor(number, QColor(color))
        dialog = QColorDialog(QColor(row.label.color or DEFAULT_COLORS[0]), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.colorSelected.connect(self.set_color)
        dialog.open()

    def set_color(self, color: QColor) -> None:
        """Give the label a colour; the article darkens or lightens it until it can be read in every theme."""
        if self._row is not None:
            self._row.label = replace(self._row.label, color=color.name())
            self._show_color()
            self.typed_in = None
            self.changed.emit()


def _kept(before: Any, typed: dict[str, str]) -> dict[str, str]:
    """Return the texts typed, without empty ones, and what other languages say already."""
    others = {language: text for language, text in before.items() if language not in typed}
    return others | {language: text for language, text in typed.items() if text}


def _ticked(box: QListWidget) -> tuple[str, ...]:
    items = (box.item(row) for row in range(box.count()))
    return tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)
