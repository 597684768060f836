"""Renaming labels in everybody's records on the server, as part of one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from annotator.domain.record import read_record
from annotator.workspace.encode import RecordEncoder
from annotator.workspace.jsonl import dump, parse_object
from annotator.workspace.scheme_change import Rename, RenameReport, renamed_by_all
from annotator.workspace.stamping import encoded, stamped

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from annotator.team.store import TeamStore

_HOLDING = (
    "SELECT h.annotator, h.document FROM annotator.heads h "
    "JOIN annotator.revisions r USING (annotator, document, rev) "
    "WHERE NOT h.annotator = ANY(:without) AND EXISTS (SELECT FROM unnest(CAST(:labels AS text[])) l "
    "WHERE position(l IN r.line) > 0) ORDER BY h.annotator, h.document"
)
_HEAD = (
    "SELECT r.line FROM annotator.heads h JOIN annotator.revisions r USING (annotator, document, rev) "
    "WHERE h.annotator = :annotator AND h.document = :document FOR UPDATE OF h"
)
_SAVE = "SELECT saved FROM annotator.save(:document, :annotator, :known, :known, :rev, :status, :line, :key)"


def rename_labels(
    store: TeamStore, connection: Connection, renames: Sequence[Rename], without: Collection[str] = ()
) -> RenameReport:
    """Rename in every newest version but those of the annotators in `without`; each is saved as the next version.

    An annotator who saves at this moment waits for the end, and then both versions are kept as after any meeting.
    """
    from sqlalchemy import text

    report = RenameReport()
    labels = [dump([old]).decode()[1:-1] for _, old, _ in renames]
    rows = connection.execute(text(_HOLDING), {"without": list(without), "labels": labels}).all()
    encoder = RecordEncoder()
    for name, document_id in rows:
        place = {"annotator": name, "document": document_id}
        line = connection.execute(text(_HEAD), place).scalar_one()
        document = read_record(parse_object(line.encode()), compare_ents=False).document
        changed, renamed, joined = renamed_by_all(document, renames)
        if not renamed:
            continue
        article = store.article(document_id)
        ready = stamped(
            changed.replacing(tokens=article.tokens or document.tokens), article,
            annotator=name, language=store.language, known=document.rev, place=store.place,
        )  # fmt: skip
        values: dict[str, Any] = {
            **place, "known": document.rev, "rev": ready.rev, "status": str(ready.status),
            "line": encoded(encoder, ready, store.place).decode(), "key": uuid.uuid4(),
        }  # fmt: skip
        assert connection.execute(text(_SAVE), values).scalar()  # the row is ours since it was read
        report.documents[name] = report.documents.get(name, 0) + 1
        report.renamed += renamed
        report.joined += joined
    return report
