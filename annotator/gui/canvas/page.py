"""The article laid out at one width: pieces are shaped and annotated when they are looked at, and no sooner."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from annotator.domain import Document, LabelScheme, Patch
from annotator.gui.canvas.arcs import ArcPlan, plan
from annotator.gui.canvas.boxes import FragmentMaker, PieceBox, build_box, marks_of, stack_lines
from annotator.gui.canvas.heights import HeightIndex
from annotator.gui.canvas.marks import Marks, SuggestedRelation, Suggestion
from annotator.gui.canvas.metrics import Metrics
from annotator.gui.canvas.paragraphs import TextIndex
from annotator.gui.canvas.relations import Address, ArcMaker, Surroundings
from annotator.gui.canvas.shaping import ShapedPiece
from annotator.gui.canvas.style import CanvasStyle
from annotator.gui.looks import ArcMode
from annotator.messages import current_language

_KEPT = 400
"""How many shaped pieces are kept; a screen shows a few dozen."""


class CaretPlace(NamedTuple):
    """Piece, line in it, and x from the left of the text column."""

    piece: int
    line: int
    x: float


class Page:
    """Geometry of one document: heights of pieces, boxes of those that are needed, and what a patch changes."""

    def __init__(
        self, document: Document, scheme: LabelScheme, style: CanvasStyle, arc_mode: ArcMode = ArcMode.ALL
    ) -> None:
        self.text = document.text
        self.scheme = scheme
        self.index = TextIndex(document.text)
        self.marks = Marks(document)
        self.arc_mode = arc_mode
        self.unfolded: set[Address] = set()
        self.width = 0.0
        self._shaped: OrderedDict[int, ShapedPiece] = OrderedDict()
        self._boxes: OrderedDict[int, PieceBox] = OrderedDict()
        self._heights: HeightIndex | None = None
        self.set_style(style)

    # -- what everything depends on -------------------------------------------------------------------------------

    def set_style(self, style: CanvasStyle) -> None:
        """Take over fonts and spacing; everything is laid out again."""
        self.style = style
        self.metrics = Metrics.of(style)
        self._make_makers()
        self.set_width(self.width, force=True)

    def set_scheme(self, scheme: LabelScheme) -> None:
        """Take over labels; lines stay as they are broken."""
        self.scheme = scheme
        self._make_makers()
        self._boxes.clear()

    def _make_makers(self) -> None:
        caption_metrics, arc_metrics = QFontMetricsF(self.metrics.caption_font), QFontMetricsF(self.metrics.arc_font)
        self._fragments = FragmentMaker(self.scheme, caption_metrics.horizontalAdvance)
        self._arcs = ArcMaker(
            self.scheme, self.text, arc_metrics.horizontalAdvance, current_language(), self.metrics.gutter * 0.3
        )

    def set_width(self, width: float, *, force: bool = False) -> None:
        """Break lines at `width` pixels from now on."""
        if width == self.width and not force:
            return
        self.width = width
        self._shaped.clear()
        self._boxes.clear()
        self.unfolded.clear()
        self._heights = None

    @property
    def heights(self) -> HeightIndex:
        """Heights of all pieces, guessed where a piece has not been laid out yet."""
        if self._heights is None:
            self._heights = HeightIndex(self._estimates())
        return self._heights

    def _estimates(self) -> Iterable[int]:
        row, gap = self.metrics.row(), self.metrics.paragraph_gap
        characters = max(8.0, self.width / self.metrics.average)
        for piece in self.index.pieces:
            lines = 1 + int((piece.end - piece.start) / characters)
            yield max(1, round(lines * row + (gap if piece.last else 0)))

    def set_arc_mode(self, mode: ArcMode) -> None:
        """Reserve room for arcs or not."""
        if (mode is ArcMode.NONE) != (self.arc_mode is ArcMode.NONE):
            self._boxes.clear()
        self.arc_mode = mode

    # -- changes --------------------------------------------------------------------------------------------------

    def apply(self, patch: Patch) -> list[int]:
        """Follow a patch; return the pieces that have to be drawn again."""
        return self._forget(self.marks.apply(patch))

    def set_suggestions(
        self, suggestions: tuple[Suggestion, ...], relations: tuple[SuggestedRelation, ...] = ()
    ) -> None:
        """Show other suggestions."""
        self.marks.set_suggestions(suggestions, relations)
        self._boxes.clear()

    def unfold(self, address: Address) -> None:
        """Show all arcs of a line, or fold them again."""
        self.unfolded ^= {address}
        self._boxes.pop(address[0], None)

    def _forget(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        pieces = sorted({piece for start, end in spans for piece in self.index.pieces_of(start, end)})
        for piece in pieces:
            self._boxes.pop(piece, None)
        return pieces

    # -- boxes ----------------------------------------------------------------------------------------------------

    def shaped(self, piece: int) -> ShapedPiece:
        """Return the piece broken into lines."""
        if (known := self._shaped.get(piece)) is not None:
            self._shaped.move_to_end(piece)
            return known
        made = ShapedPiece(
            self.index.piece_text(piece), self.metrics.text_font, max(40.0, self.width), self.metrics.average
        )
        self._shaped[piece] = made
        if len(self._shaped) > _KEPT:
            self._shaped.popitem(last=False)
        return made

    def box(self, piece: int) -> PieceBox:
        """Return the piece with its marks and relations in place; its exact height is known from then on."""
        if (known := self._boxes.get(piece)) is not None:
            self._boxes.move_to_end(piece)
            return known
        made = self._annotate(piece)
        self._boxes[piece] = made
        if len(self._boxes) > _KEPT:
            self._boxes.popitem(last=False)
        self.heights.set(piece, made.height)
        return made

    def _annotate(self, number: int) -> PieceBox:
        piece, shaped = self.index.pieces[number], self.shaped(number)
        fragments = self._fragments.fragments(piece, shaped, marks_of(self.marks, piece))
        levels = stack_lines(fragments)
        plans = [ArcPlan() for _ in fragments]
        if self.arc_mode is not ArcMode.NONE and any(fragments):
            around = Surroundings(lambda offset: self._address_near(number, offset), self._is_last_line)
            arcs = self._arcs.arcs(number, fragments, self.marks, around)
            plans = [plan(a, self.width, folding=(number, n) not in self.unfolded) for n, a in enumerate(arcs)]
        return build_box(piece, shaped, fragments, levels, plans, self.metrics)

    def address(self, offset: int) -> Address:
        """Return piece and line of the character at `offset`."""
        number = self.index.piece_at(offset)
        shaped, piece = self.shaped(number), self.index.pieces[number]
        return number, shaped.line_at(shaped.units.to_utf16(min(offset, piece.end) - piece.start))

    def caret_place(self, offset: int) -> CaretPlace:
        """Return where the caret in front of the character at `offset` stands."""
        number = self.index.piece_at(offset)
        shaped, piece = self.shaped(number), self.index.pieces[number]
        unit = shaped.units.to_utf16(min(offset, piece.end) - piece.start)
        line = shaped.line_at(unit)
        return CaretPlace(number, line, shaped.x_of(line, unit))

    def _address_near(self, number: int, offset: int) -> Address:
        """Return the address of an offset; beyond the neighbouring pieces the line does not matter and is 0."""
        piece = self.index.piece_at(offset)
        return self.address(offset) if abs(piece - number) <= 1 else (piece, 0)

    def _is_last_line(self, address: Address) -> bool:
        return address[1] == len(self.shaped(address[0]).lines) - 1
