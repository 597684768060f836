"""The article: text with entities and relations drawn on it, and every way to mark them."""

from annotator.gui.canvas.marks import SuggestedRelation, Suggestion
from annotator.gui.canvas.style import SANS, SERIF, CanvasStyle
from annotator.gui.canvas.view import ArticleView
from annotator.gui.looks import ArcMode, Density

__all__ = ["SANS", "SERIF", "ArcMode", "ArticleView", "CanvasStyle", "Density", "SuggestedRelation", "Suggestion"]
