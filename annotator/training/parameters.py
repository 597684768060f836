"""The few places where thinc's and spaCy's compiled modules have no types, in one place."""

from __future__ import annotations

from typing import Any, cast

from numpy.typing import NDArray
from spacy.strings import hash_string  # type: ignore[attr-defined]  # compiled
from thinc.api import Model


def parameter(model: Model[Any, Any], name: str) -> NDArray[Any]:
    """Return a parameter of a layer; writing into it changes the layer."""
    return cast("NDArray[Any]", model.get_param(name))


def set_parameter(model: Model[Any, Any], name: str, value: NDArray[Any]) -> None:
    """Give a layer a parameter."""
    cast("Any", model).set_param(name, value)


def word_hash(text: str) -> int:
    """Return the 64-bit hash of a string, the one in spaCy's string store: the same in every process."""
    return cast("int", hash_string(text))
