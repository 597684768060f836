"""Mending the single files of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.domain import Document, LabelScheme, Overlap
from annotator.domain.record import read_record, text_hash
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace.appendlog import keep_beside
from annotator.workspace.article import Article, read_article
from annotator.workspace.check import lines_of
from annotator.workspace.errors import WorkspaceError
from annotator.workspace.files import replace_file
from annotator.workspace.jsonl import dump, open_regular, raw_lines
from annotator.workspace.layout import Layout
from annotator.workspace.problem import Problem
from annotator.workspace.scheme_file import read_scheme, write_scheme
from annotator.workspace.settings import Settings, new_settings, read_settings


class FileRepair:
    """The steps on single files. The caller holds all locks and has copied the originals."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._done: list[Problem] = []

    def run(self) -> list[Problem]:
        """Mend settings, scheme, articles, annotations and suggestions, in the order in which they need each other."""
        self._settings()
        self._scheme()
        for path in self._line_files():
            self._lines(path)
        self._corpus()
        return self._done

    def _did(self, path: Path, message: Message, line: int | None = None) -> None:
        self._done.append(Problem(str(path), line, message))

    def _line_files(self) -> Iterator[Path]:
        layout = self._layout
        folders = (layout.annotations_folder, layout.suggestions_folder)
        files = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.jsonl"))]
        yield from (path for path in (layout.corpus, layout.assignments, *files) if path.is_file())

    def _settings(self) -> None:
        path = self._layout.settings
        if path.exists():
            try:
                read_settings(path)
            except WorkspaceError as error:
                if {"version", "reason"} & error.message.values.keys():  # made by a newer program, or not readable
                    raise
                self._set_aside(path, error)
            else:
                return
        else:
            self._did(path, msg("was missing: written anew", "не было: записан заново"))
        replace_file(path, [new_settings(Settings(self._layout.root.resolve().name)).encode()])

    def _scheme(self) -> None:
        """Write a scheme of the labels in use where there is none that can be read."""
        path = self._layout.scheme
        try:
            read_scheme(path)
        except AnnotatorError as error:
            if path.exists():
                self._set_aside(path, error)
            write_scheme(path, self._scheme_in_use())
            self._did(path, msg("written anew from the labels in use", "записан заново по меткам из разметки"))

    def _set_aside(self, path: Path, error: AnnotatorError) -> None:
        kept = keep_beside(path, "bad", [path.read_bytes()])
        message = msg(
            "{reason}; kept as {file} and written anew",
            "{reason}; сохранён как {file} и записан заново",
            reason=error.message,
            file=kept,
        )
        self._did(path, message, error.line)

    def _scheme_in_use(self) -> LabelScheme:
        documents = [document for _, document in self._records()]
        entities = (entity.label for document in documents for entity in document.entities)
        relations = (relation.label for document in documents for relation in document.relations)
        return LabelScheme(self._layout.root.resolve().name, overlap=Overlap.ANY).with_labels(entities, relations)

    def _records(self) -> Iterator[tuple[Path, Document]]:
        for path in self._layout.annotation_files():
            for _, data in lines_of(path, []):
                try:
                    yield path, read_record(data, compare_ents=False).document
                except AnnotatorError:
                    continue

    def _lines(self, path: Path) -> None:
        """Move lines that are no objects to a file beside; a torn last line among them."""
        bad: list[Problem] = []
        for _ in lines_of(path, bad):
            pass
        if not bad:
            return
        numbers = {problem.line for problem in bad if problem.line is not None}
        kept = keep_beside(path, "bad", _raw(path, numbers, wanted=True))
        replace_file(path, _raw(path, numbers, wanted=False))
        for problem in bad:
            self._did(
                path,
                msg("{reason}; moved to {file}", "{reason}; перенесено в {file}", reason=problem.message, file=kept),
                problem.line,
            )

    # -- articles -----------------------------------------------------------------------------------------------------

    def _corpus(self) -> None:
        """Drop repeated articles; bring back articles that only records still hold."""
        path = self._layout.corpus
        if not path.exists():
            replace_file(path, [])
            self._did(path, msg("was missing: written anew", "не было: записан заново"))
        articles, repeated = self._articles(path)
        if repeated:
            kept = keep_beside(path, "bad", _raw(path, set(repeated), wanted=True))
            replace_file(path, _raw(path, set(repeated), wanted=False))
            for number, identifier in repeated.items():
                self._did(
                    path,
                    msg(
                        'article "{id}" repeated; moved to {file}',
                        "статья «{id}» повторена; перенесена в {file}",
                        id=identifier,
                        file=kept,
                    ),
                    number,
                )
        self._bring_back(path, articles)

    @staticmethod
    def _articles(path: Path) -> tuple[set[str], dict[int, str]]:
        """Return the articles' ids, and the lines on which an article stands again with the same text."""
        hashes: dict[str, str] = {}
        repeated: dict[int, str] = {}
        for number, data in lines_of(path, []):
            try:
                article = read_article(data)
            except AnnotatorError:
                continue
            digest = text_hash(article.text)
            if article.id not in hashes:
                hashes[article.id] = digest
            elif hashes[article.id] == digest:
                repeated[number] = article.id
        return set(hashes), repeated

    def _bring_back(self, path: Path, known: set[str]) -> None:
        found: dict[str, tuple[Path, Document]] = {}
        for source, document in self._records():
            if document.id not in known:
                found.setdefault(document.id, (source, document))
        if not found:
            return
        lines = [
            dump(Article(document.id, document.text, document.tokens, document.meta).to_json()) + b"\n"
            for _, document in found.values()
        ]
        with open_regular(path) as file:
            replace_file(path, [file.read(), *lines])
        for identifier, (source, _) in found.items():
            self._did(
                path,
                msg(
                    'article "{id}" brought back from {file}',
                    "статья «{id}» возвращена из {file}",
                    id=identifier,
                    file=source,
                ),
            )


def _raw(path: Path, numbers: set[int], *, wanted: bool) -> Iterator[bytes]:
    """Yield the lines with these numbers, or all others, with their line ends; also those too long to be read."""
    with open_regular(path) as file:
        places = [(line.number, line.offset, line.length) for line in raw_lines(file)]
        for number, offset, length in places:
            if (number in numbers) is not wanted:
                continue
            file.seek(offset)
            for base in range(0, length, 1 << 22):
                yield file.read(min(1 << 22, length - base))
            yield b"\n"
