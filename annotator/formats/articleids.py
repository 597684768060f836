"""Which article of a corpus an imported document belongs to, and under which id a new one goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.domain import Document
from annotator.domain.record import text_hash
from annotator.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """The id in the corpus, and whether the article must be added first."""

    id: str
    is_new: bool


@dataclass(slots=True)
class ArticleIds:
    """The ids that are taken: by the corpus, and by what this import adds (`fresh`: id → text hash)."""

    workspace: Store
    fresh: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(init=False)
    by_text: dict[str, str] | None = None

    def __post_init__(self) -> None:
        self.known = set(self.workspace.document_ids)

    def place(self, document: Document, *, id_given: bool, annotated: bool) -> Place | None:
        """Return where the document goes; None if its id, which the file gave, belongs to another text.

        An id made up from a file's name gives way: the next free one of `-2`, `-3` … is taken, unless an article with
        this very text is there. Annotations without an id of their own go to the article with their text.
        """
        digest = text_hash(document.text)
        taken = self._hash_of(document.id)
        if taken is None and (id_given or not annotated):
            return self._new(document.id, digest)
        if taken == digest:
            return Place(document.id, is_new=False)
        if id_given:
            return None
        if annotated and (same := self._texts().get(digest)):
            return Place(same, is_new=False)
        return self._numbered(document.id, digest)

    def _numbered(self, base: str, digest: str) -> Place:
        number, candidate = 1, base
        while (taken := self._hash_of(candidate)) is not None:
            if taken == digest:
                return Place(candidate, is_new=False)
            number += 1
            candidate = f"{base}-{number}"
        return self._new(candidate, digest)

    def _new(self, identifier: str, digest: str) -> Place:
        self.fresh[identifier] = digest
        if self.by_text is not None:
            self.by_text.setdefault(digest, identifier)
        return Place(identifier, is_new=True)

    def _hash_of(self, identifier: str) -> str | None:
        if identifier in self.fresh:
            return self.fresh[identifier]
        return text_hash(self.workspace.article(identifier).text) if identifier in self.known else None

    def _texts(self) -> dict[str, str]:
        """Return id by text hash; reads the whole corpus once, and only if some record has no id."""
        if self.by_text is None:
            corpus = {text_hash(article.text): article.id for article in self.workspace.articles()}
            self.by_text = corpus | {digest: identifier for identifier, digest in self.fresh.items()}
        return self.by_text
