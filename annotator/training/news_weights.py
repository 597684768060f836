"""Reading Navec and slovnet's news tagger from the `natasha` package, by path: its code is not imported."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.messages import AnnotatorError, msg

LAYERS = 3
ARRAYS = (
    "hashes", "rows", "unknown", "indexes", "codes", "shapes", "tags_w", "tags_b",
    *(f"{name}{layer}" for layer in range(LAYERS) for name in ("w", "b", "scale", "shift")),
)  # fmt: skip
_VECTORS = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_TAGGER = "model/slovnet_ner_news_v1.tar"
_PUNCTUATION = r"""!#$%&()[]\/*+,.:;<=>?@^_{|}~-‐−‒⁃–—―`"'«»„“ʼʻ”№…"""  # one shape for each of these marks
_OUTLINES = ("X", "x", "XX", "xx", "Xx", "Xx-Xx", "OTHER")
_SHAPES = (
    "<pad>",
    *(f"{script}_{outline}" for script in ("RU", "EN") for outline in _OUTLINES),
    *(f"PUNCT_{mark}" for mark in _PUNCTUATION),
    "PUNCT_OTHER",
    "NUM",
    "OTHER",
)  # fmt: skip
_SHAPE_IDS = {shape: i for i, shape in enumerate(_SHAPES)}
_KIND = re.compile(
    rf"(?P<RU>[а-яё]+)|(?P<EN>[a-z]+)|(?P<NUM>[+-]?\d+)|(?P<PUNCT>[{re.escape(_PUNCTUATION)}]+)", re.IGNORECASE
)


def data_folder() -> Path | None:
    """Return the folder of the vectors and models that the `natasha` package ships, or None if it is not installed."""
    spec = importlib.util.find_spec("natasha")
    folder = Path(spec.origin).parent / "data" if spec is not None and spec.origin else None
    return folder if folder is not None and (folder / _VECTORS).is_file() and (folder / _TAGGER).is_file() else None


def word_shape_id(word: str) -> int:
    """Return the number of the word's shape, as slovnet's tagger was trained with it."""
    match = _KIND.match(word)
    kind = match.lastgroup if match else None
    if kind in {"RU", "EN"}:
        return _SHAPE_IDS[f"{kind}_{_outline(word)}"]
    if kind == "PUNCT":
        return _SHAPE_IDS.get(f"PUNCT_{word}", _SHAPE_IDS["PUNCT_OTHER"])
    return _SHAPE_IDS[kind or "OTHER"]


def _outline(word: str) -> str:
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    if _is_title(word):
        return "Xx"
    left, _, right = word.partition("-")
    return "Xx-Xx" if _is_title(left) and _is_title(right) else "OTHER"


def _is_title(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


@cache
def load_news_weights() -> dict[str, NDArray[Any]]:
    """Return the arrays of the frozen layer by name.

    `hashes` (sorted spaCy hashes of the vocabulary) and `rows` (their rows in `indexes`) find a word; `indexes`
    (words × 100) and `codes` (100 × 256 × 3) make its vector; `w*`, `b*`, `scale*`, `shift*` are the three
    convolutions with their normalisation folded into two rows; `tags_*` give the tag scores.

    Raises:
        AnnotatorError: the package is not installed, or its files are not those we know.
    """
    folder = data_folder()
    if folder is None:
        raise AnnotatorError(
            msg(
                "the Russian news vectors are not installed: pip install natasha, or train with --vectors none",
                "русские новостные векторы не установлены: pip install natasha, или обучайте с --vectors none",
            )
        )
    arrays = _vector_arrays(folder / _VECTORS) | _tagger_arrays(folder / _TAGGER)
    assert set(arrays) == set(ARRAYS)
    return arrays


@cache
def load_transitions() -> NDArray[np.float32]:
    """Return slovnet's scores of one tag after another, from × to, for decoding whole sentences.

    Raises:
        AnnotatorError: the package is not installed.
    """
    load_news_weights()
    folder = data_folder()
    assert folder is not None
    with tarfile.open(folder / _TAGGER) as archive:
        spec = json.loads(_member(archive, "model.json"))["head"]["crf"]["transitions"]
        data = _member(archive, f"arrays/{spec['array']}.bin")
    return np.frombuffer(data, np.float32).reshape(spec["shape"]).copy()


def _vector_arrays(path: Path) -> dict[str, NDArray[Any]]:
    from annotator.training.parameters import word_hash

    with tarfile.open(path) as archive:
        vocabulary, table = _member(archive, "vocab.bin"), _member(archive, "pq.bin")
    plain = gzip.decompress(vocabulary)
    size = int(np.frombuffer(plain[:4], np.uint32)[0])
    words = plain[4 + 4 * size :].decode("utf-8").splitlines()
    count, width, parts, centroids = (int(n) for n in np.frombuffer(table[:16], np.uint32))
    indexes = np.frombuffer(table, np.uint8, count * parts, 16).reshape(count, parts)
    codes = np.frombuffer(table, np.float32, -1, 16 + count * parts).reshape(parts, centroids, width // parts)
    hashes = np.array([word_hash(word) for word in words], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    return {
        "hashes": hashes[order],
        "rows": order.astype(np.int32),
        "unknown": np.array([words.index("<unk>")], dtype=np.int32),
        "indexes": indexes.copy(),
        "codes": codes.copy(),
    }


def _tagger_arrays(path: Path) -> dict[str, NDArray[Any]]:
    with tarfile.open(path) as archive:
        model = json.loads(_member(archive, "model.json"))

        def array(spec: dict[str, Any]) -> NDArray[np.float32]:
            data = _member(archive, f"arrays/{spec['array']}.bin")
            return np.frombuffer(data, np.float32).reshape(spec["shape"]).copy()

        found = {"shapes": array(model["emb"]["shape"]["weight"])}
        for layer, parts in enumerate(model["encoder"]["layers"]):
            kernel = array(parts["conv"]["weight"])  # outputs × inputs × 3
            norm = {name: array(parts["norm"][name]) for name in ("weight", "bias", "mean", "std")}
            scale = norm["weight"] / norm["std"]
            found |= {
                f"w{layer}": np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(-1, kernel.shape[0])),
                f"b{layer}": array(parts["conv"]["bias"]),
                f"scale{layer}": scale,
                f"shift{layer}": norm["bias"] - norm["mean"] * scale,
            }
        head = model["head"]["proj"]
        return found | {"tags_w": array(head["weight"]), "tags_b": array(head["bias"])}


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file is not None
    return file.read()
