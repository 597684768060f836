"""A few pictures that must not change by accident: size, font, palette and language are pinned.

After a wished change run with ANNOTATOR_UPDATE_SNAPSHOTS=1, look at the pictures, and commit them.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QImage, QPainter

from annotator.domain import Document, Entity, EntityLabel, LabelScheme, Relation, RelationLabel
from annotator.gui.canvas import ArcMode, CanvasStyle, Density
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.metrics import Metrics
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.paint import Band, PagePainter
from annotator.messages import set_language

FOLDER = Path(__file__).parent / "snapshots"
WIDTH, HEIGHT = 640, 330
TEXT = (
    "Глава Центрального банка России Эльвира Набиуллина сообщила РИА «Новости», что ставка вырастет.\n"
    "Газета «ידיעות אחרונות» процитировала Сэма Альтмана, который снова возглавил OpenAI и говорил о Microsoft.\n"
    "Microsoft инвестировала в OpenAI."
)
SCHEME = LabelScheme(
    "s",
    entities=(
        EntityLabel("PERSON", "PER", color="#2148c4"),
        EntityLabel("ORG", "ORG", color="#a85c19"),
        EntityLabel("ROLE", "ROLE", color="#5b4bb0"),
    ),
    relations=(
        RelationLabel("HAS_ROLE", names={"ru": "занимает"}),
        RelationLabel("HEADS", names={"ru": "возглавляет"}),
        RelationLabel("INVESTS", names={"ru": "инвестирует в"}),
        RelationLabel("KNOWS", symmetric=True, names={"ru": "знает"}),
    ),
)
SPANS = [
    ("Глава Центрального банка России", "ROLE", 0),
    ("Центрального банка России", "ORG", 0),
    ("Эльвира Набиуллина", "PERSON", 0),
    ("РИА «Новости»", "ORG", 0),
    ("ידיעות אחרונות", "ORG", 0),
    ("Сэма Альтмана", "PERSON", 0),
    ("OpenAI", "ORG", 0),
    ("Microsoft", "ORG", 1),
    ("OpenAI", "ORG", 1),
]
RELATIONS = [
    ("T3", "T1", "HAS_ROLE"),
    ("T3", "T2", "HEADS"),
    ("T6", "T7", "HEADS"),
    ("T8", "T9", "INVESTS"),
    ("T3", "T6", "KNOWS"),
]

STYLES = {
    "light": CanvasStyle.light(),
    "dark": CanvasStyle.dark(),
    "high-contrast": CanvasStyle.high_contrast(),
    "compact": replace(CanvasStyle.light(), density=Density.COMPACT),
}


def document() -> Document:
    entities = []
    for number, (words, label, occurrence) in enumerate(SPANS, 1):
        start = -1
        for _ in range(occurrence + 1):
            start = TEXT.index(words, start + 1)
        entities.append(Entity(f"T{number}", start, start + len(words), label))
    relations = tuple(Relation(f"R{i}", *ends) for i, ends in enumerate(RELATIONS, 1))
    return Document("d", TEXT, entities=tuple(entities), relations=relations)


def picture(style: CanvasStyle, look: Look) -> QImage:
    page = Page(document(), SCHEME, style, ArcMode.ALL)
    page.set_width(WIDTH - 2 * page.metrics.gutter)
    painter_of_page = PagePainter(page)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(style.background)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    y = 12
    for number in range(len(page.index.pieces)):
        y += painter_of_page.paint(painter, number, page.metrics.gutter, y, look, Band(0, HEIGHT))
    painter.end()
    return image


def pixels(image: QImage) -> np.ndarray:
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.width(), 4)[..., :3].astype(int)


@pytest.fixture(autouse=True)
def pinned(qapp):
    if not sys.platform.startswith("linux") or "PT Sans" not in QFontDatabase.families():
        pytest.skip("pictures are compared on Linux with the font PT Sans (Debian: fonts-paratype)")
    set_language("ru")
    yield
    set_language(None)


@pytest.mark.parametrize("name", [*STYLES, "selected"])
def test_the_picture_is_the_agreed_one(name):
    """Nesting, arcs, margins, Hebrew and selection look as they were judged."""
    look = Look(entity="T3", lifted=frozenset({"R1", "R2", "R5"})) if name == "selected" else Look()
    style = STYLES.get(name, STYLES["light"])
    image = picture(style, look)
    path = FOLDER / f"{name}.png"
    if os.environ.get("ANNOTATOR_UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        image.save(str(path))
    agreed = QImage(str(path))
    assert agreed.size() == image.size()
    difference = np.abs(pixels(image) - pixels(agreed)).max(axis=2)
    assert (difference > 48).mean() < 0.004, f"look at {path}"


def test_the_pinned_font_is_used():
    """Otherwise the pictures would compare fonts."""
    assert QFontInfo(Metrics.of(STYLES["light"]).text_font).family() == "PT Sans"
