"""Names that someone tagged in one place and left untagged in another, in whatever case form they stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from annotator.agreement.consistency import Finding, FindingKind, covered_characters
from annotator.domain import Document
from annotator.domain.usual import usual_labels
from annotator.messages import msg
from annotator.suggest.mentions import Mention, MentionIndex
from annotator.suggest.names import kind_of_label

Progress = Callable[[int, int], None]  # names looked for, and of how many; what it raises ends the search


def untagged_forms(documents: Sequence[Document], progress: Progress | None = None) -> Iterator[Finding]:
    """Yield the certain mentions of tagged names, in any case form, that touch no entity; none overlaps another.

    Longer names come first, so that «Мустафа Сулейман» is told once and not again for each of its words. `progress`
    is called before each name.
    """
    index = MentionIndex((document.id, document.text, document.tokens) for document in documents)
    covered = {document.id: covered_characters(document) for document in documents}
    free = _free_words(index, covered)
    names = _names(documents)
    for number, (name, label) in enumerate(names):
        if progress is not None:
            progress(number, len(names))
        for identifier, mentions in index.search(name, kind=kind_of_label(label), holders=free):
            taken = covered[identifier]
            for mention in mentions:
                if mention.certain and not any(taken[mention.start : mention.end]):
                    taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                    yield _finding(identifier, mention, name, label)


def _free_words(index: MentionIndex, covered: Mapping[str, bytearray]) -> dict[str, list[str]]:
    """Return in which articles each folded word stands outside every entity, if only once.

    In a set that is tagged with care these are few words, and most names need be looked for nowhere.
    """
    free: dict[str, list[str]] = defaultdict(list)
    for identifier, taken in covered.items():
        words = index.words(identifier)
        for key in {k for k, a, b in zip(words.keys, words.starts, words.ends, strict=True) if not any(taken[a:b])}:
            free[key].append(identifier)
    return free


def _names(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """Return every tagged name with its usual label, longest first."""
    usual = usual_labels((document.surface(e), e.label) for document in documents for e in document.entities)
    return sorted(usual.items(), key=lambda item: (-len(item[0]), item[0]))


def _finding(identifier: str, mention: Mention, name: str, label: str) -> Finding:
    message = msg(
        "“{surface}” is not tagged here, but “{name}” is {label} elsewhere",
        "«{surface}» здесь без метки, а «{name}» в другом месте — {label}",
        surface=mention.surface,
        name=name,
        label=label,
    )
    return Finding(FindingKind.UNTAGGED, identifier, mention.start, mention.end, "", mention.surface, message)
