"""Which packages are installed, and what a missing extra would bring."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from annotator.doctor.finding import Finding, State
from annotator.doctor.window import check_binding
from annotator.messages import Message, msg

PYTHONS = ((3, 11), (3, 14))  # from the first on, below the second
REQUIRED = (
    "PySide6-Essentials", "spacy", "numpy", "jsonlines", "orjson", "typer", "rich", "pymorphy3", "pymorphy3-dicts-ru",
    "regex", "razdel", "charset-normalizer",
)  # fmt: skip
# extra → its packages, and what they are for
EXTRAS: dict[str, tuple[tuple[str, ...], Message]] = {
    "natasha": (
        ("natasha", "slovnet", "navec"),
        msg(
            "suggestions before the first model, and much better models from few articles",
            "подсказки ещё до первой модели и намного лучшие модели на малых данных",
        ),
    ),
    "import": (
        ("trafilatura", "python-docx", "pypdf"),
        msg("articles from .html, .docx and .pdf", "статьи из .html, .docx и .pdf"),
    ),
    "hf": (("pyarrow",), msg("Hugging Face parquet", "Hugging Face parquet")),
    "cas": (("dkpro-cassis",), msg("UIMA CAS, INCEpTION's format", "UIMA CAS, формат INCEpTION")),
    "team": (("SQLAlchemy", "psycopg"), msg("a team on a PostgreSQL server", "команда на сервере PostgreSQL")),
}


def installed(package: str) -> str:
    """Return a package's version, "" where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def python_finding(found: tuple[int, int] = sys.version_info[:2]) -> Finding:
    """Say whether this Python is one that the program is made for."""
    name, value = msg("Python", "Python"), sys.version.partition(" ")[0]
    if PYTHONS[0] <= found < PYTHONS[1]:
        return Finding("python", name, f"{value} ({sys.executable})")
    advice = msg("take Python 3.11, 3.12 or 3.13", "нужен Python 3.11, 3.12 или 3.13")
    return Finding("python", name, value, State.BROKEN, advice)


def required_findings() -> Iterator[Finding]:
    """Say of every package that the program cannot do without which version there is."""
    for package in REQUIRED:
        found = installed(package)
        key, name = f"package.{package}", msg("package {name}", "пакет {name}", name=package)
        if not found:
            yield Finding(key, name, _missing(), State.BROKEN, msg("pip install annotator", "pip install annotator"))
            continue
        problem = check_binding(found, sys.version_info[:2]) if package == "PySide6-Essentials" else None
        yield Finding(key, name, found, State.BROKEN if problem else State.FINE, problem)


def extra_findings() -> Iterator[Finding]:
    """Say of every extra whether it is there, and what it would bring."""
    for extra, (packages, purpose) in EXTRAS.items():
        versions = {package: installed(package) for package in packages}
        key, name = f"extra.{extra}", msg("extra {name}", "дополнение {name}", name=extra)
        if all(versions.values()):
            yield Finding(key, name, ", ".join(f"{package} {found}" for package, found in versions.items()))
            continue
        advice = msg(
            '{purpose}: pip install "annotator[{extra}]"',
            '{purpose}: pip install "annotator[{extra}]"',
            purpose=purpose,
            extra=extra,
        )
        yield Finding(key, name, _missing(), State.MISSING, advice)


def _missing() -> Message:
    return msg("not installed", "не установлено")
