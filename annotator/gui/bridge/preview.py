"""A few entities of the files in their text, in the colours that they will have in the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from annotator.domain import LabelScheme
from annotator.gui.canvas import CanvasStyle

_LINES = 5


class Preview(QFrame):
    """One line per entity, or the openings of articles that have none. Texts are shown as they were decoded."""

    def __init__(self, scheme: LabelScheme, style: CanvasStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme, self._style = scheme, style
        self.setProperty("card", True)
        self.lines = [QLabel(self) for _ in range(_LINES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for line in self.lines:
            line.setTextFormat(Qt.TextFormat.RichText)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.setMinimumWidth(1)  # a long line is cut at the card's edge and must not widen the dialog
            line.setFixedHeight(line.fontMetrics().height() + 4)
            column.addWidget(line)

    def show_entities(self, examples: Sequence[Mapping[str, str]], target: Callable[[str], str]) -> None:
        """Show entities; `target` tells what a label becomes, "" where it is left out."""
        self._show([(self._entity(example, target(example["label"])), example["document"]) for example in examples])

    def show_openings(self, openings: Sequence[str]) -> None:
        """Show how articles begin."""
        self._show([(escape(opening), "") for opening in openings])

    def say(self, text: str) -> None:
        """Show one quiet sentence instead."""
        self._show([(f'<span style="color:{self._style.muted}">{escape(text)}</span>', "")])

    def _show(self, lines: Sequence[tuple[str, str]]) -> None:
        for number, line in enumerate(self.lines):
            text, tip = lines[number] if number < len(lines) else ("", "")
            line.setText(text)
            line.setToolTip(tip)

    def _entity(self, example: Mapping[str, str], label: str) -> str:
        before, surface, after = (_breakless(example[key]) for key in ("before", "surface", "after"))
        muted = self._style.muted
        if not label:
            marked, name = f"<s>{surface}</s>", f'<span style="color:{muted}">{escape(example["label"])}</span>'
        else:
            colors = self._style.label_colors(self._scheme, label)
            marked = f'<span style="background-color:{colors.tint}">{surface}</span>'
            name = f'<b style="color:{colors.text}">{escape(label)}</b>'
        return (
            f'<span style="color:{muted}">{before}</span>{marked}&nbsp;<small>{name}</small>'
            f'<span style="color:{muted}">{after}</span>'
        )


def _breakless(text: str) -> str:
    return escape(text).replace(" ", "&nbsp;")
