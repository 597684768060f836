"""Bringing articles and annotations into a workspace: attach to what is there, add what is new, refuse contradictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from annotator.domain import Document, LabelScheme
from annotator.formats import registry
from annotator.formats.archive import unzipped
from annotator.formats.articleids import ArticleIds
from annotator.formats.base import Format, Imported, ReadOptions
from annotator.formats.fingerprint import digest
from annotator.formats.ids import said_by
from annotator.formats.kept import brings_nothing, own_meta
from annotator.formats.labelmap import LabelMap
from annotator.formats.report import Kind, Problem, Report
from annotator.formats.schemecheck import fit, new_labels
from annotator.formats.suggestions import Suggestions
from annotator.formats.survey import NoAnnotatorError, Survey, readable
from annotator.messages import Message, msg
from annotator.workspace import Article
from annotator.workspace.names import annotator_name_problem
from annotator.workspace.store import Store, Writer

Watch = Callable[[Iterable[Imported]], Iterable[Imported]]
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `format` None: found out file by file. `annotator`: whose records, whatever the files say.

    `strict`: nothing is written if anything would be left out; everything is read once before for that.
    """

    format: str | None = None
    annotator: str | None = None
    encoding: str | None = None
    label_map: LabelMap = field(default_factory=LabelMap)
    replace: bool = False
    extend_scheme: bool = False
    graphemes: bool = False
    strict: bool = False


def import_files(
    workspace: Store,
    paths: Sequence[Path],
    options: ImportOptions,
    watch: Watch = iter,
    announce: Callable[[Problem], object] = lambda _: None,
) -> Report:
    """Import files, folders and zip archives; `watch` sees the documents pass (for a progress bar).

    `announce` hears, before anything is written, of labels that the scheme has no place for; the report
    then names each thing refused. A file that cannot be read is reported as refused, and the others come in.

    Raises:
        NoAnnotatorError: a record names no annotator and none was given; nothing has been written then.
        AnnotatorError: a path or a format does not exist, or the workspace is locked.
    """
    report = Report()
    with ExitStack() as stack:
        places = [stack.enter_context(unzipped(path, report)) for path in paths]
        sources = [(path, registry.get(options.format) if options.format else registry.detect(path)) for path in places]
        found = _survey(sources, workspace, options)
        for problem in found.problems():
            announce(problem)
        targets = {name: stack.enter_context(workspace.annotations(name)) for name in found.annotators}
        if options.strict and not (tried := _tried(sources, workspace, options, targets)).lossless:
            report.read = tried.read
            report.extend(tried.problems)
            return report
        session = _Session(workspace, options, report, targets)
        with workspace.together():
            _take_all(session, sources, watch)
            session.suggestions.write(workspace)
    return report


def _survey(sources: Sequence[tuple[Path, Format]], workspace: Store, options: ImportOptions) -> Survey:
    """Return whose files will be written and what the scheme lacks; everything is read once for that if need be."""
    widens = workspace.scheme.open or options.extend_scheme
    found = Survey(options.annotator, options.label_map, None if widens else workspace.scheme)
    for path, source in sources:
        if not source.holds.entities:
            continue
        if options.annotator is not None and widens:
            found.annotators[options.annotator] = None
            continue
        for imported in readable(source, path, _reading(workspace, options, Report())):
            found.add(imported)
    return found


def _take_all(session: _Session, sources: Sequence[tuple[Path, Format]], watch: Watch) -> None:
    for path, source in sources:
        found = iter(watch(readable(source, path, _reading(session.workspace, session.options, session.report))))
        while batch := list(islice(found, _BATCH)):
            session.take(batch)


def _tried(
    sources: Sequence[tuple[Path, Format]],
    workspace: Store,
    options: ImportOptions,
    targets: dict[str, Writer],
) -> Report:
    """Return the report of the same import without writing a byte."""
    trial = _Session(workspace, options, Report(), targets, dry=True)
    _take_all(trial, sources, iter)
    return trial.report


def _reading(workspace: Store, options: ImportOptions, report: Report) -> ReadOptions:
    return ReadOptions(report, options.encoding, workspace.language, options.graphemes)


@dataclass(slots=True)
class _Session:
    """One run of an import: what is known of the corpus, and where everything goes. `dry`: a trial, nothing is written."""

    workspace: Store
    options: ImportOptions
    report: Report
    targets: dict[str, Writer]
    dry: bool = False
    suggestions: Suggestions = field(default_factory=Suggestions)
    tried: dict[tuple[str, str], bytes] = field(default_factory=dict)
    scheme: LabelScheme = field(init=False)
    ids: ArticleIds = field(init=False)
    recorded: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.scheme = self.workspace.scheme
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
        if imported.annotated and (problem := annotator_name_problem(self._name_of(imported))):
            self._refuse(imported, problem)
            return
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
        if self.dry or not articles:
            return [article.id for article in articles]
        result = self.workspace.add_articles(articles)
        for problem in result.problems:
            self.report.add(Problem(problem.file, problem.line, problem.message, Kind.REFUSED, documents=1))
        self.report.written.documents += len(result.added)
        return [*result.added, *result.known]

    def _widen_scheme(self, batch: Sequence[Imported]) -> None:
        scheme = self.scheme
        if not (scheme.open or self.options.extend_scheme):
            return
        found = [new_labels(imported.document, scheme) for imported in batch if imported.annotated]
        entities = list(dict.fromkeys(label for labels, _ in found for label in labels))
        relations = list(dict.fromkeys(label for _, labels in found for label in labels))
        if entities or relations:
            extend = scheme.with_labels if self.dry else self.workspace.extend_scheme
            self.scheme = extend(entities, relations)

    def _name_of(self, imported: Imported) -> str:
        return self.options.annotator or imported.document.annotator

    def _save(self, imported: Imported) -> None:
        name = self._name_of(imported)
        target, recorded = self.targets[name], self.recorded[name]
        document, problems = fit(imported.document, self.scheme, imported.order, imported.file, imported.line)
        self.report.extend(problems)
        if document.id in recorded:
            if self._has_same(document, name):
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
            known = target.load(document.id)
            last_ids = (max(known.last_ids[0], document.last_ids[0]), max(known.last_ids[1], document.last_ids[1]))
            document = document.replacing(rev=known.rev, last_ids=last_ids)
        if self.dry:
            self.tried[name, document.id] = digest(said_by(document))
        else:
            target.save(document.replacing(annotator=name, saved_at=""))
        recorded.add(document.id)
        self.report.written.add(0, len(document.entities), len(document.relations))
        if imported.document.id not in self.ids.fresh:
            self.report.written.documents += 1

    def _has_same(self, document: Document, name: str) -> bool:
        """Tell whether the record that is there, or that this trial would have written, says the same."""
        tried = self.tried.get((name, document.id))
        if tried is not None:
            return tried == digest(said_by(document))
        known = self.targets[name].load(document.id)
        return same_annotations(known, document) and brings_nothing(known, document)

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


__all__ = ["ImportOptions", "NoAnnotatorError", "import_files", "same_annotations"]
