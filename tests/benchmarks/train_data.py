"""The annotated news that the training benchmark learns from: NEREL's training part and factRuEval's devset."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

from annotator.domain import Document, Status
from annotator.formats import registry
from annotator.formats.base import ReadOptions
from annotator.formats.labelmap import LabelMap
from annotator.nlp.spans import tokens_of

HELD_OUT, CUT_SEED = 100, 7
FOLDS = 3
OUR_LABELS: dict[str, str | None] = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "PRODUCT": "PRODUCT"}
OTHER_LABELS = [
    "AGE", "AWARD", "CITY", "COUNTRY", "CRIME", "DATE", "DISEASE", "DISTRICT", "EVENT", "FACILITY", "FAMILY", "IDEOLOGY",
    "LANGUAGE", "LAW", "LOCATION", "MONEY", "NATIONALITY", "NUMBER", "ORDINAL", "PENALTY", "PERCENT", "PROFESSION",
    "RELIGION", "STATE_OR_PROVINCE", "TIME", "WORK_OF_ART",
]  # fmt: skip
FACTRUEVAL_LABELS: dict[str, str | None] = {
    "Person": "PERSON", "Org": "ORG", "Location": None, "LocOrg": None, "Project": None,
}  # fmt: skip


def nerel(data: Path, *, all_types: bool) -> tuple[list[Document], list[Document]]:
    """Return NEREL's training documents as those to train on and 100 set aside; always the same 100."""
    labels = {} if all_types else OUR_LABELS | dict.fromkeys(OTHER_LABELS)
    documents = _read("brat", data / "nerel" / "train", labels)
    shuffled = random.Random(CUT_SEED).sample(documents, len(documents))
    return shuffled[HELD_OUT:], shuffled[:HELD_OUT]


def drawn(documents: Sequence[Document], size: int, seed: int) -> list[Document]:
    """Return `size` documents drawn by seed, 0 all of them: each seed learns from others."""
    return random.Random(seed).sample(list(documents), size) if size else list(documents)


def factrueval(data: Path, fold: int) -> tuple[list[Document], list[Document]]:
    """Return the devset's documents as those to train on and those held out in one fold of three."""
    documents = _read("factrueval", data / "factrueval" / "devset", FACTRUEVAL_LABELS)
    shuffled = random.Random(CUT_SEED).sample(documents, len(documents))
    return [d for i, d in enumerate(shuffled) if i % FOLDS != fold], shuffled[fold::FOLDS]


def _read(format_name: str, folder: Path, labels: dict[str, str | None]) -> list[Document]:
    mapping = LabelMap(labels)
    found = [item.document for item in registry.get(format_name).read(folder, ReadOptions())]
    mapped = [mapping.apply(d, d.id)[0] for d in sorted(found, key=lambda d: d.id)]
    return [d.replacing(status=Status.DONE, tokens=tokens_of(d, "ru")) for d in mapped]


def write(path: Path, documents: Sequence[Document]) -> Path:
    """Write native records."""
    path.write_text("".join(json.dumps(d.to_record(), ensure_ascii=False) + "\n" for d in documents), encoding="utf-8")
    return path
