"""One record for each document and annotator in what a conversion writes, whatever the files repeat."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from annotator.domain import Document, Status
from annotator.formats.base import Imported
from annotator.formats.fingerprint import digest
from annotator.formats.report import Kind, Problem, Report
from annotator.messages import Message, msg


def said_by(document: Document) -> tuple[object, ...]:
    """Return what a document says, equal for equal annotations, whatever their ids, revisions and times of saving."""
    keys = {e.id: (e.start, e.end, e.label, e.fragments, e.kb_id) for e in document.entities}
    ordered = sorted(keys.values())
    rank = {key: i for i, key in enumerate(ordered)}
    status = Status.IN_PROGRESS if document.status is Status.NOT_STARTED else document.status
    notes = sorted((str(keys.get(key, "")), note) for key, note in document.notes.items())
    links = {(rank[keys[r.head]], rank[keys[r.tail]], r.label) for r in document.relations}
    return document.text, ordered, sorted(links), str(status), notes


@dataclass(slots=True)
class Ids:
    """What has been seen: a digest of the text by id, and one of the annotations by id and annotator."""

    texts: dict[str, bytes] = field(default_factory=dict)
    records: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def settle(self, imported: Imported, report: Report) -> Imported | None:
        """Return the document under an id that is its own; None if it repeats or contradicts an earlier one.

        An id that the file gave stays: another text or other annotations under it are refused. An id made up from a
        file's name gives way to `-2`, `-3` … as in an import.
        """
        document = imported.document
        identifier = self._own_id(document, fixed=imported.id_given)
        if identifier is None:
            _report(imported, Kind.REFUSED, _other_text(document), report)
            return None
        if identifier != document.id:
            _report(imported, Kind.NOTE, _renamed(document.id, identifier), report)
            suggestions = tuple(s.replacing(id=identifier) for s in imported.suggestions)
            imported = replace(imported, document=document.replacing(id=identifier), suggestions=suggestions)
        said = digest(said_by(imported.document))
        known = self.records.setdefault((identifier, document.annotator), said)
        if known is said:
            return imported
        if known == said:
            _report(imported, Kind.NOTE, _repeated(identifier), report)
        else:
            _report(imported, Kind.REFUSED, _contradicted(identifier), report)
        return None

    def _own_id(self, document: Document, *, fixed: bool) -> str | None:
        text = digest((document.text,))
        number, candidate = 1, document.id
        while self.texts.setdefault(candidate, text) != text:
            if fixed:
                return None
            number += 1
            candidate = f"{document.id}-{number}"
        return candidate


def _report(imported: Imported, kind: Kind, message: Message, report: Report) -> None:
    document = imported.document
    lost = (1, len(document.entities), len(document.relations)) if kind is Kind.REFUSED else (0, 0, 0)
    report.add(Problem(imported.file, imported.line, message, kind, *lost))


def _other_text(document: Document) -> Message:
    return msg(
        '"{id}" stood before with another text: left out, give it another id',
        "«{id}» уже было с другим текстом: пропущено, дайте другой id",
        id=document.id,
    )


def _renamed(old: str, new: str) -> Message:
    return msg('"{old}" is kept as "{new}"', "«{old}» записано как «{new}»", old=old, new=new)


def _repeated(identifier: str) -> Message:
    return msg(
        '"{id}" is there already, the same: one kept', "«{id}» уже есть, такое же: оставлено одно", id=identifier
    )


def _contradicted(identifier: str) -> Message:
    return msg(
        '"{id}" is there already with other annotations of the same annotator: left out',
        "«{id}» уже есть с другой разметкой того же разметчика: пропущено",
        id=identifier,
    )
