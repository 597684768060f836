"""The guidelines of the workspace, beside the article, with the descriptions of the labels."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.domain import EntityLabel, LabelScheme, RelationLabel
from annotator.gui.panels.panel import Panel
from annotator.messages import current_language

_SIZES = {1: 1.3, 2: 1.15}  # of headings, by level


class GuidelinesPanel(Panel):
    """Shows guidelines.md; below it what the scheme says about each label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._scheme = LabelScheme("")
        self.view = QTextBrowser(self)
        self.view.setOpenLinks(False)
        self.view.anchorClicked.connect(self._on_link)
        self.view.document().setDocumentMargin(8)
        self.column.addWidget(self.view, 1)
        self.retranslate()

    def show_guidelines(self, text: str, scheme: LabelScheme) -> None:
        """Show the guidelines of a workspace."""
        self._text, self._scheme = text, scheme
        self.retranslate()

    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)
        else:
            self.view.setSource(url)

    def _labels(self) -> str:
        language, title = current_language(), self.tr("Labels of the scheme")
        kinds: list[EntityLabel | RelationLabel] = [*self._scheme.entities, *self._scheme.relations]
        parts = [f"**{kind.name(language)}** ({_plain(kind.label)})  \n{kind.description(language)}" for kind in kinds]
        return "\n\n".join([f"## {title}", *parts])

    def focus_target(self) -> QWidget:
        """The text itself."""
        return self.view

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.view.setAccessibleName(self.tr("Guidelines"))
        missing = self.tr("*This workspace has no guidelines.md yet: put one into its folder and it is shown here.*")
        self.view.setMarkdown("\n\n".join([self._text or missing, self._labels()]))
        self._calm_headings()

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


def _plain(label: str) -> str:
    """Keep Markdown from reading underscores as emphasis."""
    return label.replace("_", "\\_")
