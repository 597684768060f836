"""Checking files and workspaces: every line is read, every problem has a place, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.domain import Document, Entity, LabelScheme, Relation, SchemeError, Tokens, scheme_from_json
from annotator.domain.record import Reading, read_record
from annotator.domain.tokens import cuts_token
from annotator.messages import AnnotatorError, Message, msg
from annotator.text.tokenizing import tokenize
from annotator.workspace.article import read_article, read_corpus_tokens
from annotator.workspace.jsonl import JsonLineError, RawLine, open_regular, parse_line, raw_lines, read_json
from annotator.workspace.problem import Problem

Lines = Iterable[Any]
Watch = Callable[[Lines, Path], Lines]
"""Passes the lines of a file on and shows how far it is."""
Saved = Callable[[bytes], dict[str, Any] | None]
"""Returns what a line says apart from its tokens if it is one of ours in every respect, see `verbatim`; else None."""
_LANGUAGE = "ru"  # of record files outside a workspace, which do not say


def unwatched(lines: Lines, _: Path) -> Lines:
    """Pass lines on and show nothing."""
    return lines


@dataclass(slots=True)
class CheckReport:
    """What was found. `cut_tokens` counts entities that begin or end inside one of the tokenizer's tokens."""

    documents: int = 0
    records: int = 0
    entities: int = 0
    relations: int = 0
    cut_tokens: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """Return the object that `validate --json` prints."""
        return {
            "ok": self.ok,
            "documents": self.documents,
            "records": self.records,
            "entities": self.entities,
            "relations": self.relations,
            "cut_tokens": self.cut_tokens,
            "problems": [problem.to_json() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """What the newest record of a document adds to the report."""

    entities: int
    relations: int
    cut_tokens: int


@dataclass(slots=True)
class RecordCheck:
    """Checks the records of one file. `texts` gives an article's text by id (None: unknown), where there is a corpus."""

    path: Path
    report: CheckReport
    scheme: LabelScheme | None = None
    text_of: Callable[[str], str | None] | None = None
    tokens_of: Callable[[str], tuple[tuple[int, int], ...]] | None = None
    annotator: str | None = None
    saved: Saved | None = None
    newest: dict[tuple[str, str], Counts] = field(default_factory=dict)

    def run(self, watch: Watch = unwatched) -> None:
        """Check every line and add the newest records to the report's counts."""
        problems = self.report.problems
        for line in watch(raw_lines_of(self.path, problems), self.path):
            if not self._is_fine(line) and (data := parsed(line, self.path, problems)) is not None:
                self._line(line.number, data)
        self.report.records += len(self.newest)
        for counts in self.newest.values():
            self.report.entities += counts.entities
            self.report.relations += counts.relations
            self.report.cut_tokens += counts.cut_tokens

    def _is_fine(self, line: RawLine) -> bool:
        """Tell whether a line is such that nothing can be wrong with it, and count it if it is."""
        data = self.saved(line.data) if self.saved is not None and line.data is not None else None
        if data is None:
            return False
        if self.scheme is not None and not _plainly_allowed(data, self.scheme):
            return False
        self.newest[data["id"], ""] = Counts(len(data["spans"]["sc"]), len(data["relations"]), 0)
        return True

    def _line(self, number: int, data: dict[str, Any]) -> None:
        try:
            reading = read_record(data)
        except AnnotatorError as error:
            self.report.problems.append(Problem.of(error, self.path, number))
            return
        for message in self._messages(reading, data):
            self.report.problems.append(Problem(str(self.path), number, message))
        document = reading.document
        tokens = (self.tokens_of(document.id) if self.tokens_of else ()) or _stock_tokens(data, document)
        cut = sum(cuts_token(tokens, entity) for entity in document.entities)
        key = (document.id, "" if self.annotator else document.annotator)
        self.newest[key] = Counts(len(document.entities), len(document.relations), cut)

    def _messages(self, reading: Reading, data: Mapping[str, Any]) -> Iterator[Message]:
        document = reading.document
        if reading.trimmed:
            yield msg(
                "{count:entity begins or ends|entities begin or end} in a blank: import the file to have them trimmed",
                "пробел на краю у {count} сущностей: загрузите файл импортом, они будут подрезаны",
                count=reading.trimmed,
            )
        if reading.collapsed:
            yield msg(
                "{count:entity or relation is|entities or relations are} given twice: the first counts",
                "{count} сущностей или отношений указаны дважды: считается первое",
                count=reading.collapsed,
            )
        if reading.ents_differ:
            yield msg(
                '"ents" contradicts "spans.sc": spans.sc counts, save the document to write both anew',
                "«ents» противоречит «spans.sc»: верно spans.sc, сохраните документ, чтобы записать оба",
            )
        if reading.hash_differs:
            yield msg('"text_sha256" belongs to another text', "«text_sha256» относится к другому тексту")
        if problem := token_problem(data, document):
            yield problem
        yield from self._corpus_messages(document)
        if self.scheme is not None:
            yield from (_named(document, identifier, reason) for identifier, reason in self.scheme.problems(document))

    def _corpus_messages(self, document: Document) -> Iterator[Message]:
        if self.annotator is not None and document.annotator not in {"", self.annotator}:
            yield msg(
                "the record is of annotator {other}, but the file is {name}'s",
                "запись разметчика {other}, а файл — {name}",
                other=document.annotator,
                name=self.annotator,
            )
        if self.text_of is None:
            return
        text = self.text_of(document.id)
        if text is None:
            yield msg('the corpus has no article "{id}"', "в корпусе нет статьи «{id}»", id=document.id)
        elif text != document.text:
            yield msg(
                'the record of "{id}" belongs to another text than the corpus has',
                "запись «{id}» относится к другому тексту, чем в корпусе",
                id=document.id,
            )


def _plainly_allowed(data: dict[str, Any], scheme: LabelScheme) -> bool:
    """Tell whether a scheme has nothing to say of a record; apart and alone, entities can only have a wrong label."""
    items = data["spans"]["sc"]
    if not data["relations"] and all(one["end"] <= other["start"] for one, other in pairwise(items)):
        return scheme.open or {item["label"] for item in items} <= {entity.label for entity in scheme.entities}
    return not scheme.problems(_without_tokens(data))


def _without_tokens(data: dict[str, Any]) -> Document:
    """Return the document of a record of which all is known to be in order, as far as a scheme looks at it."""
    entities = [Entity(e["id"], e["start"], e["end"], e["label"]) for e in data["spans"]["sc"]]
    ids = [entity.id for entity in entities]
    relations = [Relation(r["id"], ids[r["head"]], ids[r["tail"]], r["label"]) for r in data["relations"]]
    return Document(data["id"], data["text"], (), tuple(entities), tuple(relations))


def _stock_tokens(data: Mapping[str, Any], document: Document) -> Tokens:
    """Return the tokenizer's tokens: those of a record of ours; others may have split theirs at entities unmarked."""
    if "text_sha256" in data or not document.entities:
        return document.tokens
    return tokenize(document.text, _LANGUAGE)


def _named(document: Document, identifier: str, reason: Message) -> Message:
    entity = document.entity(identifier)
    what = f"{identifier} “{document.surface(entity)[:40]}”" if entity else identifier
    return msg("{what}: {reason}", "{what}: {reason}", what=" ".join(what.split()), reason=reason)


def token_problem(data: Mapping[str, Any], document: Document) -> Message | None:
    """Return why stock spaCy could not load the record's tokens, or None; without tokens there is nothing to say."""
    items = data.get("tokens")
    if not items:
        return None
    try:
        read_corpus_tokens([[item["start"], item["end"]] for item in items], document.text)
    except AnnotatorError as error:
        return error.message
    edges = {item["start"] for item in items} | {-item["end"] for item in items}
    for entity in document.entities:
        if entity.start not in edges or -entity.end not in edges:
            return msg(
                "{id} cuts a token of the record, so that spaCy cannot load it: save the document again",
                "{id} разрезает токен записи, spaCy её не загрузит: сохраните документ заново",
                id=entity.id,
            )
    return None


def lines_of(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number, object) of the lines that are objects; all others go to `problems`, as does the file itself."""
    for line in raw_lines_of(path, problems):
        if (data := parsed(line, path, problems)) is not None:
            yield line.number, data


def raw_lines_of(path: Path, problems: list[Problem]) -> Iterator[RawLine]:
    """Yield the lines of a file that are not blank; a file that cannot be read goes to `problems`."""
    try:
        with open_regular(path) as file:
            yield from (line for line in raw_lines(file) if not line.blank)
    except AnnotatorError as error:
        problems.append(Problem.of(error, path))


def parsed(line: RawLine, path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Return the object of a line; a line that is none goes to `problems`."""
    try:
        return parse_line(line)
    except JsonLineError as error:
        problems.append(Problem(str(path), line.number, error.message if line.finished else _torn(line, error)))
        return None


def _torn(line: RawLine, error: JsonLineError) -> Message:
    if line.data is None or not line.data.lstrip().startswith(b"{"):
        return error.message
    return msg(
        "the last line is cut off in the middle ({reason}): “annotator repair” moves it aside",
        "последняя строка оборвана ({reason}): «annotator repair» уберёт её в отдельный файл",
        reason=error.message,
    )


def check_file(path: Path, report: CheckReport, watch: Watch = unwatched) -> None:
    """Check one file: a scheme (.json), articles, or records."""
    if path.suffix.lower() == ".json":
        _check_json(path, report)
        return
    articles = path.name == "corpus.jsonl" or _holds_articles(path)
    if articles:
        report.documents += len(check_articles(path, report, watch))
        return
    check = RecordCheck(path, report)
    check.run(watch)
    report.documents += len({document for document, _ in check.newest})


def _holds_articles(path: Path) -> bool:
    first = next(iter(lines_of(path, [])), None)
    tokens = first[1].get("tokens") if first else None
    return isinstance(tokens, list) and bool(tokens) and isinstance(tokens[0], list)


def _check_json(path: Path, report: CheckReport) -> None:
    try:
        scheme_from_json(read_json(path))
    except SchemeError as error:
        report.problems.append(Problem.of(error, path))
    except AnnotatorError as error:
        report.problems.append(Problem.of(error, path))


def check_articles(path: Path, report: CheckReport, watch: Watch = unwatched) -> set[str]:
    """Check a file of articles; return the ids of the sound ones."""
    seen: dict[str, int] = {}
    for number, data in watch(lines_of(path, report.problems), path):
        try:
            article = read_article(data)
        except AnnotatorError as error:
            report.problems.append(Problem.of(error, path, number))
            continue
        if article.id in seen:
            repeated = msg(
                'the article "{id}" stands on line {line} already: delete one of them',
                "статья «{id}» уже есть в строке {line}: удалите одну из них",
                id=article.id,
                line=seen[article.id],
            )
            report.problems.append(Problem(str(path), number, repeated))
        seen.setdefault(article.id, number)
    return set(seen)
