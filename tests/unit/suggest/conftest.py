import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from annotator.domain import Document, EntityLabel, LabelScheme, RelationLabel
from annotator.workspace import Article, Workspace

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def hard() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "hard_mentions.py")))


@pytest.fixture(scope="session")
def sample_article() -> str:
    path = ROOT / "samples" / "articles" / "openai-microsoft.txt"
    return path.read_bytes().decode("utf-8")


@pytest.fixture
def scheme() -> LabelScheme:
    return LabelScheme(
        "test",
        entities=tuple(EntityLabel(label) for label in ("PERSON", "ORG", "PRODUCT")),
        relations=(RelationLabel("WORKPLACE", ("PERSON",), ("ORG",)), RelationLabel("KNOWS", ("PERSON",), ("PERSON",))),
    )


@pytest.fixture
def make_document() -> Callable[..., Document]:
    def make(text: str, **changes: Any) -> Document:
        from annotator.nlp.tokenizer import token_offsets

        return Document("d1", text, token_offsets(text)).replacing(**changes)

    return make


@pytest.fixture
def workspace(tmp_path: Path, scheme: LabelScheme) -> Workspace:
    made = Workspace.create(tmp_path / "ws", scheme=scheme)
    texts = {
        "a": "Глава «Яндекса» Иван Петров уволился. Петрова проводили.",
        "b": "О Петрове и Яндексе молчат.",
        "c": "Ничего нет.",
    }
    made.add_articles([Article(identifier, text) for identifier, text in texts.items()])
    return made
