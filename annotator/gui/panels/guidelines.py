"""The guidelines of the workspace, beside the article, with the labels and examples of them from the annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QWidget

from annotator.domain import EntityLabel, LabelScheme, RelationLabel
from annotator.gui.canvas.colors import DEFAULT_COLORS, tint
from annotator.gui.guard import guard_events
from annotator.gui.panels.panel import Panel
from annotator.gui.theme import Colors
from annotator.messages import current_language

if TYPE_CHECKING:
    from annotator.workspace.examples import Example

_SIZES = {1: 1.3, 2: 1.15}  # of headings, by level
_WASH = 0.28  # share of the label's colour behind an example's span


@guard_events
class GuidelinesPanel(Panel):
    """Shows guidelines.md; below it what the scheme says about each label, with examples that open their article."""

    seen = Signal()
    edit_wanted = Signal()
    place_wanted = Signal(str, int, int)  # document id; start and end in code points

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._scheme = LabelScheme("")
        self._examples: Mapping[str, Sequence[Example]] = {}
        self.view = QTextBrowser(self)
        self.view.setOpenLinks(False)
        self.view.anchorClicked.connect(self._on_link)
        self.view.document().setDocumentMargin(8)
        self.view.document().setIndentWidth(18)
        self.edit = QPushButton(self)
        self._editable = True
        self.edit.clicked.connect(self.edit_wanted)
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 8, 8)
        below.addWidget(self.edit)
        below.addStretch(1)
        self.column.addWidget(self.view, 1)
        self.column.addLayout(below)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the panel can be read now."""
        super().showEvent(event)
        self.seen.emit()

    def show_guidelines(self, text: str, scheme: LabelScheme) -> None:
        """Show the guidelines of a workspace."""
        self.text, self._scheme = text, scheme
        self.retranslate()
        if self.isVisible():
            self.seen.emit()

    def set_editable(self, *, editable: bool) -> None:
        """Offer to write the guidelines, or only show them."""
        if editable is not self._editable:
            self._editable = editable
            self.edit.setVisible(editable)
            self.retranslate()

    def show_examples(self, examples: Mapping[str, Sequence[Example]]) -> None:
        """Show other examples, by label."""
        self._examples = examples
        self.retranslate()

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)
        elif url.scheme() == "example":
            start, end, document_id = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)[8:].split("-", 2)
            self.place_wanted.emit(unquote(document_id), int(start), int(end))
        else:
            self.view.setSource(url)

    # -- labels and examples --------------------------------------------------------------------------------------

    def _labels(self) -> str:
        kinds: list[EntityLabel | RelationLabel] = [*self._scheme.entities, *self._scheme.relations]
        return "".join(self._label(kind, number) for number, kind in enumerate(kinds))

    def _label(self, kind: EntityLabel | RelationLabel, number: int) -> str:
        language = current_language()
        color = getattr(kind, "color", "") or DEFAULT_COLORS[number % len(DEFAULT_COLORS)]
        wash = tint(color, self.colors.base, self.colors.text, _WASH)
        rows = "".join(f"<li>{self._example(example, wash)}</li>" for example in self._examples.get(kind.label, ()))
        return (
            f"<p><b>{escape(kind.name(language))}</b> ({escape(kind.label)})<br>{escape(kind.description(language))}</p>"
            + (f"<ul>{rows}</ul>" if rows else "")
        )

    def _example(self, example: Example, wash: str) -> str:
        """Return a sentence with its spans marked, the first of them a link to its place in the article."""
        parts, position = [], 0
        for start, end in example.marks:
            low, high = start - example.start, end - example.start
            if low < position:  # one lies in the other: the outer one is marked
                continue
            link = f"example:{start}-{end}-{quote(example.document_id, safe='')}"
            style = f"background-color:{wash}; color:{self.colors.text}; text-decoration:none"
            parts.append(escape(example.text[position:low]))
            parts.append(f'<a href="{link}" style="{style}">{escape(example.text[low:high])}</a>')
            position = high
        return "".join([*parts, escape(example.text[position:])])

    # -- as a panel -----------------------------------------------------------------------------------------------

    def focus_target(self) -> QWidget:
        """The text itself."""
        return self.view

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        super().set_colors(colors)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now; the reader's place stays."""
        scrolled = self.view.verticalScrollBar().value()
        self.view.setAccessibleName(self.tr("Guidelines"))
        self.edit.setText(self.tr("Edit…"))
        missing = self.tr("*This workspace has no guidelines.md yet: write one with the button below.*")
        if not self._editable:
            missing = self.tr("*The lead of the team has not written any guidelines yet.*")
        labels = self.tr("Labels of the scheme")
        self.view.setMarkdown("\n\n".join([self.text or missing, f"## {labels}"]))
        self._calm_headings()
        cursor = QTextCursor(self.view.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock()
        cursor.setCharFormat(QTextCharFormat())
        cursor.insertHtml(self._labels())
        self.view.verticalScrollBar().setValue(scrolled)

    def _calm_headings(self) -> None:
        """Qt draws Markdown headings at twice the text's size, which is too loud beside an article."""
        block, size = self.view.document().begin(), self.view.fontInfo().pointSizeF()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                heading = QTextCharFormat()
                heading.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                heading.setFontPointSize(size * _SIZES.get(level, 1.0))
                cursor.mergeCharFormat(heading)
            block = block.next()
