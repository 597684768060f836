"""The text of a web page as Label Studio counts it in `globalOffsets`: text nodes one after the other, in UTF-16 units."""

from __future__ import annotations

from html.parser import HTMLParser

from annotator.formats.counting import Span

_HIDDEN = frozenset({"script", "style", "head", "template", "noscript"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)


class PageText(HTMLParser):
    """A page's text with a line break between blocks, which Label Studio does not count, and where its units stand."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._characters: list[str] = []
        self._places: list[int] = []
        self._hidden = 0
        self.feed(page)
        self.close()
        self.text = "".join(self._characters)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a block or something hidden; `br` breaks the line."""
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS or tag == "br":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End a block or something hidden."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take a text node, character by character."""
        for character in data if not self._hidden else "":
            self._places += [len(self._characters)] * (2 if character > "\uffff" else 1)
            self._characters.append(character)

    def _break(self) -> None:
        if self._characters and self._characters[-1] != "\n":
            self._characters.append("\n")

    def span(self, start: int, end: int, quoted: str | None) -> Span | None:
        """Return the span in `text`, None if it lies outside or covers other words than the quoted ones."""
        if not 0 <= start < end <= len(self._places):
            return None
        first, last = self._places[start], self._places[end - 1] + 1
        same = quoted is None or "".join(quoted.split()) == "".join(self.text[first:last].split())
        return (first, last) if same else None
