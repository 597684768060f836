"""Bringing articles and annotations into a workspace: attach to what is there, add what is new, refuse contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from annotator.domain import Document
from annotator.formats import registry
from annotator.formats.articleids import ArticleIds
from annotator.formats.base import REFUSED, WRONG_USAGE, Format, FormatError, Imported, ReadOptions
from annotator.formats.ids import said_by
from annotator.formats.kept import own_meta
from annotator.formats.labelmap import LabelMap
from annotator.formats.report import Kind, Problem, Report
from annotator.formats.schemecheck import fit, new_labels
from annotator.formats.suggestions import Suggestions
from annotator.messages import AnnotatorError, Message, msg
from annotator.workspace import Article
from annotator.workspace.names import check_annotator_name
from annotator.workspace.store import Store, Writer

Watch = Callable[[Iterable[Imported]], Iterable[Imported]]
_BATCH = 1000


class NoAnnotatorError(FormatError):
    """Nothing says whose annotations these are; exit status 2."""

    exit_status = WRONG_USAGE


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `format` None: found out file by file. `annotator`: whose records, whatever the files say."""

    format: str | None = None
    annotator: str | None = None
    encoding: str | None = None
    label_map: LabelMap = field(default_factory=LabelMap)
    replace: bool = False
    extend_scheme: bool = False
    graphemes: bool = False


def import_files(workspace: Store, paths: Sequence[Path], options: ImportOptions, watch: Watch = iter) -> Report:
    """Import files and folders; `watch` sees the documents pass (for a progress bar).

    A file that cannot be read is reported as refused, and the others come in.

    Raises:
        NoAnnotatorError: a record names no annotator and none was given; nothing has been written then.
        AnnotatorError: a path or a format does not exist, or the workspace is locked.
    """
    sources = [(path, registry.get(options.format) if options.format else registry.detect(path)) for path in paths]
    names = _annotators(sources, workspace, options)
    report = Report()
    with ExitStack() as stack:
        targets = {name: stack.enter_context(workspace.annotations(name)) for name in names}
        session = _Session(workspace, options, report, targets)
        for path, source in sources:
            found = iter(watch(_readable(source, path, _reading(workspace, options, report))))
            while batch := list(islice(found, _BATCH)):
                session.take(batch)
        session.suggestions.write(workspace)
    return report


def _reading(workspace: Store, options: ImportOptions, report: Report) -> ReadOptions:
    return ReadOptions(report, options.encoding, workspace.language, options.graphemes)


def _readable(source: Format, path: Path, reading: ReadOptions) -> Iterator[Imported]:
    """Yield the documents of a file up to where it cannot be read any further, which is reported."""
    try:
        yield from source.read(path, reading)
    except FormatError as error:
        if error.exit_status != REFUSED:
            raise
        reading.report.add(_unread(error, path))
    except AnnotatorError as error:
        reading.report.add(_unread(error, path))


def _unread(error: AnnotatorError, path: Path) -> Problem:
    return Problem(error.file or str(path), error.line, error.message, Kind.REFUSED, documents=1)


def _annotators(sources: Sequence[tuple[Path, Format]], workspace: Store, options: ImportOptions) -> list[str]:
    """Return whose files will be written, reading everything once beforehand where only the files can tell."""
    if options.annotator is not None:
        check_annotator_name(options.annotator)
    names: dict[str, None] = {}
    for path, source in sources:
        if not source.holds.entities:
            continue
        if options.annotator is not None:
            names[options.annotator] = None
            continue
        for imported in _readable(source, path, _reading(workspace, options, Report())):
            if imported.annotated:
                names[_annotator_of(imported)] = None
    return list(names)


def _annotator_of(imported: Imported) -> str:
    name = imported.document.annotator
    if not name:
        raise NoAnnotatorError(
            msg(
                "nothing says whose annotations these are: name the annotator (--annotator NAME)",
                "не сказано, чья это разметка: укажите разметчика (--annotator ИМЯ)",
            ),
            file=imported.file,
            line=imported.line,
        )
    return check_annotator_name(name)


@dataclass(slots=True)
class _Session:
    """One run of an import: what is known of the corpus, and where everything goes."""

    workspace: Store
    options: ImportOptions
    report: Report
    targets: dict[str, Writer]
    suggestions: Suggestions = field(default_factory=Suggestions)
    ids: ArticleIds = field(init=False)
    recorded: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = ArticleIds(self.workspace)
        self.recorded = {name: set(target.document_ids) for name, target in self.targets.items()}

    def take(self, batch: Sequence[Imported]) -> None:
        """Bring one batch in: articles first, then the records that stand on them."""
        placed = [item for imported in batch for item in self._place(imported)]
        articles = [_article(imported) for imported, is_new in placed if is_new]
        added = set(self._add(articles))
        ready = [imported for imported, is_new in placed if not is_new or imported.document.id in added]
        self._widen_scheme(ready)
        for imported in ready:
            if imported.annotated:
                self._save(imported)
            self.suggestions.add(imported, self.report)

    def _place(self, imported: Imported) -> Iterator[tuple[Imported, bool]]:
        """Map the labels and find the article: (document under its corpus id, whether the article is new)."""
        self.report.read.add(imported.read.documents, imported.read.entities, imported.read.relations)
        document, problems = self.options.label_map.apply(imported.document, imported.file, imported.line)
        self.report.extend(problems)
        place = self.ids.place(document, id_given=imported.id_given, annotated=imported.annotated)
        if place is None:
            self._refuse(
                imported,
                msg(
                    '"{id}" is in the corpus with another text: import it under another id',
                    "«{id}» уже есть в корпусе с другим текстом: загрузите под другим именем",
                    id=document.id,
                ),
            )
            return
        if not place.is_new and not imported.annotated:
            self._note(imported, msg('"{id}" is in the corpus already', "«{id}» уже есть в корпусе", id=place.id))
        elif place.id != document.id:
            self._note(
                imported, msg('"{old}" is kept as "{id}"', "«{old}» записано как «{id}»", old=document.id, id=place.id)
            )
        renamed = document.replacing(id=place.id)
        suggestions = tuple(s.replacing(id=place.id) for s in imported.suggestions)
        yield replace(imported, document=renamed, suggestions=suggestions), place.is_new

    def _add(self, articles: list[Article]) -> list[str]:
        if not articles:
            return []
        result = self.workspace.add_articles(articles)
        for problem in result.problems:
            self.report.add(Problem(problem.file, problem.line, problem.message, Kind.REFUSED, documents=1))
        self.report.written.documents += len(result.added)
        return [*result.added, *result.known]

    def _widen_scheme(self, batch: Sequence[Imported]) -> None:
        scheme = self.workspace.scheme
        if not (scheme.open or self.options.extend_scheme):
            return
        found = [new_labels(imported.document, scheme) for imported in batch if imported.annotated]
        entities = list(dict.fromkeys(label for labels, _ in found for label in labels))
        relations = list(dict.fromkeys(label for _, labels in found for label in labels))
        if entities or relations:
            self.workspace.extend_scheme(entities, relations)

    def _save(self, imported: Imported) -> None:
        name = self.options.annotator or imported.document.annotator
        target, recorded = self.targets[name], self.recorded[name]
        document, problems = fit(imported.document, self.workspace.scheme, imported.order, imported.file, imported.line)
        self.report.extend(problems)
        if document.id in recorded:
            known = target.load(document.id)
            if same_annotations(known, document):
                self._note(
                    imported,
                    msg(
                        "{name} has the same record of {id}",
                        "у {name} уже есть такая запись {id}",
                        name=name,
                        id=document.id,
                    ),
                )
                return
            if not self.options.replace:
                self._refuse_record(imported, document, name)
                return
            document = document.replacing(
                rev=known.rev, last_ids=tuple(map(max, zip(known.last_ids, document.last_ids, strict=True)))
            )
        target.save(document.replacing(annotator=name, saved_at=""))
        recorded.add(document.id)
        self.report.written.add(0, len(document.entities), len(document.relations))
        if imported.document.id not in self.ids.fresh:
            self.report.written.documents += 1

    def _refuse_record(self, imported: Imported, document: Document, name: str) -> None:
        message = msg(
            "{name} has another record of {id}: left as it was (--replace takes the new one)",
            "у {name} уже есть другая запись {id}: оставлена прежняя (--replace заменит её)",
            name=name,
            id=document.id,
        )
        self._refuse(replace(imported, document=document), message)

    def _refuse(self, imported: Imported, message: Message) -> None:
        document = imported.document
        self.report.add(
            Problem(
                imported.file,
                imported.line,
                message,
                Kind.REFUSED,
                documents=1,
                entities=len(document.entities),
                relations=len(document.relations),
            )
        )

    def _note(self, imported: Imported, message: Message) -> None:
        self.report.add(Problem(imported.file, imported.line, message))


def _article(imported: Imported) -> Article:
    """Return the article, to be tokenized as it is added: a file's tokens may be split at entities, and nothing tells."""
    document = imported.document
    return Article(document.id, document.text, meta=own_meta(document))


def same_annotations(one: Document, other: Document) -> bool:
    """Tell whether two documents say the same, whatever their ids, revisions and times of saving."""
    return said_by(one) == said_by(other)
