"""Files dropped from the desktop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

ARTICLE_SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the local files and folders that are being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def articles_among(paths: list[Path]) -> list[Path]:
    """Return the article files among paths; a folder stands for the articles right inside it."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found.extend(file for file in inside if file.is_file() and file.suffix.lower() in ARTICLE_SUFFIXES)
    return found


def only_articles(paths: list[Path]) -> bool:
    """Tell whether there is nothing but article files; a folder may hold annotations beside its articles."""
    return all(path.is_file() and path.suffix.lower() in ARTICLE_SUFFIXES for path in paths)
