"""Reading and writing label schemes as JSON (schemas/scheme.schema.json)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from annotator.domain.errors import SchemeError
from annotator.domain.scheme import EntityLabel, LabelScheme, Overlap, RelationLabel
from annotator.messages import LANGUAGES, msg

_KNOWN = {"name", "version", "overlap", "open", "entities", "relations"}
_RESERVED_KEYS = frozenset("arx")  # accept, relate, reject: the window needs them everywhere
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def _refuse(where: str, en: str, ru: str) -> NoReturn:
    raise SchemeError(msg('"{where}": {reason}', "«{where}»: {reason}", where=where, reason=msg(en, ru)))


def scheme_from_json(data: Any) -> LabelScheme:
    """Return the scheme that a JSON object describes.

    Raises:
        SchemeError: the object is no scheme; the message names the key.
    """
    if not isinstance(data, Mapping):
        _refuse("scheme", "should be a JSON object", "должен быть объект JSON")
    overlap = data.get("overlap", Overlap.NESTED)
    if overlap not in set(Overlap):
        _refuse("overlap", "should be none, nested or any", "должно быть none, nested или any")
    entities = tuple(_entity_label(item, f"entities[{i}]") for i, item in enumerate(_list(data, "entities")))
    known = {e.label for e in entities}
    open_scheme = bool(data.get("open", False))
    relations = tuple(
        _relation_label(item, f"relations[{i}]", None if open_scheme else known)
        for i, item in enumerate(_list(data, "relations"))
    )
    _require_unique([e.label for e in entities], "entities")
    _require_unique([r.label for r in relations], "relations")
    _require_unique([e.key for e in entities if e.key], "entities.key")
    _require_unique([r.key for r in relations if r.key], "relations.key")
    return LabelScheme(
        name=_string(data, "name", "scheme"),
        entities=entities,
        relations=relations,
        overlap=Overlap(overlap),
        open=open_scheme,
        version=data["version"] if isinstance(data.get("version"), int) else 1,
        extra={k: v for k, v in data.items() if k not in _KNOWN},
    )


def scheme_to_json(scheme: LabelScheme) -> dict[str, Any]:
    """Return the scheme as a JSON object; the inverse of `scheme_from_json`."""
    data: dict[str, Any] = {"name": scheme.name, "version": scheme.version, "overlap": str(scheme.overlap)}
    if scheme.open:
        data["open"] = True
    data["entities"] = [{"label": e.label, "short": e.short} | _appearance(e) for e in scheme.entities]
    data["relations"] = [
        {"label": r.label, "head": list(r.head), "tail": list(r.tail), "symmetric": r.symmetric}
        | ({"same_type": True} if r.same_type else {})
        | _appearance(r)
        for r in scheme.relations
    ]
    return data | dict(scheme.extra)


def _appearance(kind: EntityLabel | RelationLabel) -> dict[str, Any]:
    return {"key": kind.key} | dict(kind.names) | {"description": dict(kind.descriptions), "color": kind.color}


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        _refuse(key, "should be a list", "должен быть список")
    return value


def _string(item: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = item.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        _refuse(f"{where}.{key}", "should be a non-empty string", "должна быть непустая строка")
    return value


def _common(item: Any, where: str) -> dict[str, Any]:
    if isinstance(item, str):
        item = {"label": item}
    if not isinstance(item, Mapping):
        _refuse(where, "should be an object with a label", "должен быть объект с меткой")
    label = _string(item, "label", where)
    if label != label.strip() or not label.isprintable():
        _refuse(
            f"{where}.label", "no blanks at the ends, no control characters", "без пробелов по краям и служебных знаков"
        )
    key = _string(item, "key", where, "")
    if key and (len(key) != 1 or not key.isascii() or not key.isalpha() or key.lower() in _RESERVED_KEYS):
        _refuse(
            f"{where}.key", "should be a Latin letter other than A, R, X", "должна быть латинская буква, кроме A, R, X"
        )
    color = _string(item, "color", where, "")
    if color and not _COLOR.match(color):
        _refuse(f"{where}.color", "should look like #3366aa", "должен быть вида #3366aa")
    return {
        "label": label,
        "key": key.lower(),
        "color": color,
        "names": {language: item[language] for language in LANGUAGES if isinstance(item.get(language), str)},
        "descriptions": _descriptions(item, where),
    }


def _descriptions(item: Mapping[str, Any], where: str) -> dict[str, str]:
    value = item.get("description", {})
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        _refuse(
            f"{where}.description", "should be text, or texts by language", "должен быть текст или тексты по языкам"
        )
    return dict(value)


def _entity_label(item: Any, where: str) -> EntityLabel:
    fields = _common(item, where)
    short = _string(item, "short", where, "") if isinstance(item, Mapping) else ""
    return EntityLabel(short=short, **fields)


def _relation_label(item: Any, where: str, known: set[str] | None) -> RelationLabel:
    fields = _common(item, where)
    details = item if isinstance(item, Mapping) else {}
    return RelationLabel(
        head=_ends(details, "head", where, known),
        tail=_ends(details, "tail", where, known),
        symmetric=_flag(details, "symmetric", where),
        same_type=_flag(details, "same_type", where),
        **fields,
    )


def _ends(item: Mapping[str, Any], name: str, where: str, known: set[str] | None) -> tuple[str, ...]:
    value = item.get(name, [])
    labels = [value] if isinstance(value, str) else value
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        _refuse(f"{where}.{name}", "should be a list of entity labels", "должен быть список меток сущностей")
    labels = [label for label in labels if label != "*"]
    for label in labels:
        if known is not None and label not in known:
            _refuse(
                f"{where}.{name}",
                f"names {label}, which is no entity label".replace("{", "{{").replace("}", "}}"),
                f"названа {label}, такой метки сущности нет".replace("{", "{{").replace("}", "}}"),
            )
    return tuple(labels)


def _flag(item: Mapping[str, Any], name: str, where: str) -> bool:
    value = item.get(name, False)
    if not isinstance(value, bool):
        _refuse(f"{where}.{name}", "should be true or false", "должно быть true или false")
    return value


def _require_unique(values: list[str], where: str) -> None:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        shown = ", ".join(repeated).replace("{", "{{").replace("}", "}}")
        _refuse(where, f"given twice: {shown}", f"указано дважды: {shown}")
