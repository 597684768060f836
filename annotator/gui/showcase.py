"""Articles that show what the view has to stand, for pictures that people look at before a release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.domain import Document, Entity, LabelScheme, Relation
from annotator.gui.canvas import ArcMode, ArticleView, CanvasStyle
from annotator.resources import samples_folder
from annotator.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

ARTICLE = "openai-microsoft"
MANY = 60  # relations of the crowded article
STRESS = (
    "Глава Центрального банка России Эльвира Набиуллина приняла Сэма Альтмана, Мустафу Сулеймана и Эрика Ли.\n"
    "Семья 👨‍👩‍👧 и флаги 🇷🇺🇮🇱 стоят рядом с OpenAI 🚀; ударе́ние в за́мке Йо́ркского банка не сдвигает границ.\n"
    "\n"
    "Газета «ידיעות אחרונות» и канал «قناة الجزيرة» процитировали Сэма Альтмана: «Microsoft — наш партнёр».\n"
    "Пере\N{SOFT HYPHEN}носы, 10\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}рублей\tи табуляция,"
    " zero\N{ZERO WIDTH SPACE}width, длинноеоченьдлинноесловобезпробелов" + "абвгд" * 12 + " Microsoft."
)
_SPANS = (  # words, which of their occurrences, label
    ("Глава Центрального банка России Эльвира Набиуллина", 0, "PERSON"),
    ("Глава Центрального банка России", 0, "PERSON"),
    ("Центрального банка России", 0, "ORG"),
    ("Центрального банка", 0, "ORG"),
    ("Эльвира Набиуллина", 0, "PERSON"),
    ("Сэма Альтмана", 0, "PERSON"),
    ("Мустафу Сулеймана", 0, "PERSON"),
    ("Эрика Ли", 0, "PERSON"),
    ("OpenAI", 0, "ORG"),
    ("OpenAI", 0, "PRODUCT"),
    ("Йо́ркского банка", 0, "ORG"),
    ("ידיעות אחרונות", 0, "ORG"),
    ("قناة الجزيرة", 0, "ORG"),
    ("Сэма Альтмана", 1, "PERSON"),
    ("Microsoft", 0, "ORG"),
    ("Microsoft", 1, "ORG"),
)
_RELATIONS = (
    *((head, tail, "KNOWS") for head, tail in (("T5", "T6"), ("T5", "T7"), ("T5", "T8"), ("T6", "T7"), ("T6", "T14"))),
    *(("T6", tail, "WORKPLACE") for tail in ("T3", "T9", "T12", "T15")),
    ("T14", "T15", "WORKPLACE"),
    ("T9", "T15", "PARTNER_OF"),
)


@dataclass(frozen=True, slots=True)
class Showpiece:
    """An article and how it is shown: `scale` is the screen's pixel ratio, sizes are logical pixels."""

    document: Document
    scheme: LabelScheme
    style: CanvasStyle
    width: int = 900
    height: int = 760
    scale: float = 1.0


def showpieces() -> dict[str, Showpiece]:
    """Return all of them by the names of their pictures."""
    workspace = Workspace.open(samples_folder() / "news-ru")
    reader = workspace.read("gold")
    try:
        sample = reader.load(ARTICLE)
    finally:
        reader.close()
    scheme, light = workspace.scheme, CanvasStyle.light()
    return {
        "article-relations": Showpiece(sample, scheme, light, height=1900),
        "article-stress": Showpiece(stress(), scheme, light),
        "article-dark-200": Showpiece(sample, scheme, CanvasStyle.dark(), scale=2.0),
        "article-18pt": Showpiece(sample, scheme, replace(light, size=18.0)),
        "article-crowded": Showpiece(crowded(sample, scheme), scheme, light, height=1900),
    }


def stress() -> Document:
    """Return a text of everything that layouts stumble over, with spans four deep and six relations on a word."""
    entities = tuple(Entity(f"T{n}", *_place(*span[:2]), span[2]) for n, span in enumerate(_SPANS, 1))
    relations = tuple(Relation(f"R{n}", *relation) for n, relation in enumerate(_RELATIONS, 1))
    return Document("stress", STRESS, entities=entities, relations=relations)


def _place(words: str, occurrence: int) -> tuple[int, int]:
    start = -1
    for _ in range(occurrence + 1):
        start = STRESS.index(words, start + 1)
    return start, start + len(words)


def crowded(document: Document, scheme: LabelScheme) -> Document:
    """Return a document with relations between near entities, as many as `MANY`."""
    near = [
        (document.entities[at], document.entities[at + gap])
        for gap in (1, 2, 3, 4)
        for at in range(len(document.entities) - gap)
    ]
    relations = list(document.relations)
    taken = {frozenset((relation.head, relation.tail)) for relation in relations}
    for head, tail in near:
        label = _legal(scheme, head, tail)
        if label and frozenset((head.id, tail.id)) not in taken and len(relations) < MANY:
            relations.append(Relation(f"N{len(relations)}", head.id, tail.id, label))
    return document.replacing(relations=tuple(relations))


def _legal(scheme: LabelScheme, head: Entity, tail: Entity) -> str:
    return next((kind.label for kind in scheme.legal_relations(head.label, tail.label)), "")


def picture(piece: Showpiece) -> QPixmap:
    """Return an article as the window draws it on a screen of this density."""
    from PySide6.QtGui import QPixmap

    view = ArticleView()
    view.resize(piece.width, piece.height)
    view.set_style(piece.style)
    view.set_arc_mode(ArcMode.ALL)
    view.set_document(piece.document, piece.scheme, read_only=True)
    view.ensurePolished()
    drawn = QPixmap(round(piece.width * piece.scale), round(piece.height * piece.scale))
    drawn.setDevicePixelRatio(piece.scale)
    view.grab()  # lays everything out
    view.render(drawn)
    return drawn
