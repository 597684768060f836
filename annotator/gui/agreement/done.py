"""What everybody who has finished a document says about it."""

from __future__ import annotations

from annotator.domain import Document, Status
from annotator.workspace import Workspace


def done_documents(workspace: Workspace, document_id: str) -> dict[str, Document]:
    """Return the document of each annotator who is done with it, gold left out."""
    found: dict[str, Document] = {}
    for name in workspace.annotators:
        reader = workspace.read(name)
        document = reader.load(document_id)
        reader.close()
        if document.status is Status.DONE:
            found[name] = document
    return found
