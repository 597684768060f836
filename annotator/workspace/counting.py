"""Counting a workspace of files: every line that counts is read once, and the counts are kept for the next time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from annotator.workspace import counts as counts_cache
from annotator.workspace.corpus import Corpus
from annotator.workspace.counts import AnnotatorStatistics, KeptCounts
from annotator.workspace.layout import Layout
from annotator.workspace.light import light_record
from annotator.workspace.problem import Problem
from annotator.workspace.reader import STATUSES, WANTED, AnnotationReader
from annotator.workspace.tally import Tally, tally
from annotator.workspace.workspace import Workspace

Watch = Callable[[Iterable[Any], str, int], Iterable[Any]]
"""Passes things on and shows how far it is: gets them, the name of what is read, and how many there are."""


class FileCounter:
    """Counts one annotator after the other; articles are looked at once for all of them, and only if need be."""

    def __init__(self, workspace: Workspace, watch: Watch) -> None:
        self._corpus: Corpus = workspace.corpus
        self._layout: Layout = workspace.layout
        self._watch = watch
        self._known_keys: array[int] | None = None

    def count(self, reader: AnnotationReader, problems: list[Problem]) -> AnnotatorStatistics:
        """Count an annotator's records; lines that could not be counted are added to `problems`."""
        if not reader.lines.exists:
            return AnnotatorStatistics()
        cache = self._layout.index(f"counts-{reader.name}")
        kept = counts_cache.load(cache, self._corpus.lines, reader.lines)
        result = self._brought_up_to_date(reader, kept) if kept is not None else None
        if result is None:
            result = self._all(reader)
        found = reader.problems
        problems.extend(found)
        if not found and (kept is None or kept.lines != len(reader.lines.index.ids)):
            counts_cache.store(cache, self._corpus.lines, reader.lines, result)
        return result

    def _all(self, reader: AnnotationReader) -> AnnotatorStatistics:
        result = AnnotatorStatistics()
        latest = reader.lines.index.latest
        pairs = ((i, key) for i, key in zip(self._corpus.ids, self._keys(), strict=True) if i in latest)
        for identifier, key in self._watch(pairs, reader.name, len(latest)):
            found = _light_tally(reader, latest[identifier], key) or _full_tally(reader, identifier)
            if found is not None:
                result.add(found.status, found.entities, found.relations)
        reader.lines.keep_index()
        return result

    def _brought_up_to_date(self, reader: AnnotationReader, kept: KeptCounts) -> AnnotatorStatistics | None:
        """Count the lines that were added since, and no longer those that they supersede; None if that cannot be told."""
        index, result = reader.lines.index, kept.counts
        changed = set(index.ids[kept.lines :]) - {""}
        if not changed:
            return result if kept.lines == len(index.ids) else None
        before = {i: position for position, i in enumerate(index.ids[: kept.lines]) if i in changed}
        for identifier in self._corpus.ids:
            if identifier not in changed:
                continue
            key = _key(self._corpus.head(identifier))
            if identifier in before:
                gone = _light_tally(reader, before[identifier], key)
                if gone is None:
                    return None
                result.take_away(gone.status, gone.entities, gone.relations)
            found = _light_tally(reader, index.latest[identifier], key) or _full_tally(reader, identifier)
            if found is not None:
                result.add(found.status, found.entities, found.relations)
        return result

    def _keys(self) -> array[int]:
        """Return a number per article that tells whether a record is of the same id and text; 0 where only reading can."""
        if self._known_keys is None:
            heads: Iterator[bytes | None] = self._corpus.heads()
            watched = self._watch(heads, self._corpus.path.name, len(self._corpus.ids))
            self._known_keys = array("q", map(_key, watched))
            self._corpus.lines.keep_index()
        return self._known_keys


def _key(head: bytes | None) -> int:
    return hash(head) if head is not None else 0  # of 64 bits, with a seed of this process


def _light_tally(reader: AnnotationReader, position: int, key: int) -> Tally | None:
    record = light_record(reader.lines.raw(position))
    if record is None or not key or hash(record.head) != key:
        return None
    found = tally(record.data)
    if found is not None:
        reader.lines.index.set_status(position, STATUSES.index(found.status) + 1)
    return found


def _full_tally(reader: AnnotationReader, identifier: str) -> Tally | None:
    document = reader.load_or_note(identifier)
    if document is None or document.status not in WANTED["all"]:
        return None
    entities = [entity.label for entity in document.entities]
    return Tally(document.status, entities, [relation.label for relation in document.relations])
