"""Saves, tidies or imports without a pause until it is killed, and says on stdout what has been acknowledged.

The parent reads one line per acknowledged step: `<document id> <revision>` or, for imports, `article <id>`.
"""

import sys

from annotator.domain import Document, EntityLabel, LabelScheme
from annotator.domain.edits import AddEntity, DeleteEntity
from annotator.workspace import Article, Workspace

SCHEME = LabelScheme("kill", (EntityLabel("PERSON"),))
WORDS = "Мустафа Сулейман возглавил новое подразделение компании и нанял сотрудников"


def article(number: int) -> Article:
    """Return one of the articles that the driver works on."""
    text = f"{number} {WORDS} " * 20
    text = text.strip()
    tokens, position = [], 0
    for word in text.split(" "):
        tokens.append((position, position + len(word)))
        position += len(word) + 1
    return Article(f"doc-{number}", text, tuple(tokens))


def say(line: str) -> None:
    """Tell the parent, unbuffered: what is said has happened."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def edited(document: Document) -> Document:
    """Add an entity, or take one away once there are many."""
    if len(document.entities) > 10:
        edit: AddEntity | DeleteEntity = DeleteEntity(document.entities[0].id)
    else:
        start, end = document.tokens[(document.rev * 7) % len(document.tokens)]
        edit = AddEntity(start, end, "PERSON")
    try:
        return edit.resolve(document, SCHEME).apply(document)
    except Exception:  # noqa: BLE001 - an entity may stand there already: the revision still counts
        return document


def save_for_ever(workspace: Workspace, *, rounds_per_open: int) -> None:
    """Save one document after the other; close, and so tidy, after every so many saves."""
    number = 0
    while True:
        with workspace.annotations("anna") as annotations:
            for _ in range(rounds_per_open):
                document = annotations.load(workspace.document_ids[number % len(workspace.document_ids)])
                saved = annotations.save(edited(document))
                say(f"{saved.id} {saved.rev}")
                number += 3


def import_for_ever(workspace: Workspace) -> None:
    """Add articles in small batches."""
    number = len(workspace.document_ids)
    while True:
        report = workspace.add_articles(article(number + i) for i in range(5))
        for identifier in report.added:
            say(f"article {identifier}")
        number += 5


if __name__ == "__main__":
    opened = Workspace.open(sys.argv[1])
    if sys.argv[2] == "import":
        import_for_ever(opened)
    else:
        save_for_ever(opened, rounds_per_open=10**9 if sys.argv[2] == "save" else 4)
