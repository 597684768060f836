"""Tags on tokens and back: what CoNLL, Hugging Face and GLiNER files share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from annotator.domain import Document
from annotator.formats.base import Imported, ReadOptions
from annotator.formats.counting import Span
from annotator.formats.draft import Draft, RawEntity
from annotator.formats.loss import longest_first
from annotator.formats.tokens import pieces, with_tokens
from annotator.text.sentences import sentence_ranges

OUTSIDE = "O"
_BEGIN = frozenset("BSUW")
_INSIDE = frozenset("IMEL")
_LAST = frozenset("ELSUW")


@dataclass(slots=True)
class TaggedSentence:
    """Tokens with their tags; `lines` are their places in the file."""

    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def add(self, token: str, tag: str, line: int) -> None:
        """Append a token."""
        self.tokens.append(token)
        self.tags.append(tag)
        self.lines.append(line)


@lru_cache(maxsize=1 << 12)
def split_tag(tag: str) -> tuple[str, str]:
    """Return prefix and label of a tag: `B-ORG` → (B, ORG), `O` → (O, ""), a bare `ORG` → (I, ORG)."""
    if tag in {OUTSIDE, "", "_"}:
        return OUTSIDE, ""
    prefix, dash, label = tag.partition("-")
    if dash and len(prefix) == 1 and prefix in _BEGIN | _INSIDE and label:
        return prefix, label
    return "I", tag


@dataclass(slots=True)
class SchemeWatch:
    """Sees tags pass and names their scheme: BIOES, BMEWO, BILUO, IOB2, or IOB1 where an entity begins with I-."""

    prefixes: set[str] = field(default_factory=set)
    begins_inside: bool = False

    def watch(self, tags: Iterable[str]) -> None:
        """Look at the tags of one document, in order."""
        label_before = ""
        for prefix, label in map(split_tag, tags):
            self.prefixes.add(prefix)
            self.begins_inside |= prefix == "I" and label != label_before
            label_before = label

    def name(self) -> str:
        """Return the scheme's name, for a message."""
        if self.prefixes & set("MW"):
            return "BMEWO"
        if self.prefixes & set("LU"):
            return "BILUO"
        if self.prefixes & set("ES"):
            return "BIOES"
        return "IOB1 (entities begin with I-)" if self.begins_inside else "IOB2"


def ranges_of(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first token, one past the last, label) of each entity, whatever the scheme.

    An entity begins at B, S, U or W and where an inside tag has no entity of its label to go on with; it ends at E, L,
    S, U or W and before whatever does not go on with it. This reads IOB1, IOB2, BIOES, BILUO and BMEWO alike.
    """
    start, label = -1, ""
    for i, tag in enumerate(tags):
        prefix, name = split_tag(tag)
        if start >= 0 and (prefix in _BEGIN or name != label):
            yield start, i, label
            start = -1
        if start < 0 and prefix != OUTSIDE:
            start, label = i, name
        if prefix in _LAST and start >= 0:
            yield start, i + 1, label
            start = -1
    if start >= 0:
        yield start, len(tags), label


def build_document(
    format_name: str,
    identifier: str,
    sentences: Sequence[TaggedSentence],
    options: ReadOptions,
    file: str,
    line: int | None,
    *,
    id_given: bool = False,
) -> Imported:
    """Return the document that tagged sentences make: tokens joined by single blanks, one sentence a line."""
    starts: list[list[int]] = []
    position = 0
    for sentence in sentences:
        starts.append([])
        for token in sentence.tokens:
            starts[-1].append(position)
            position += len(token) + 1
    text = "\n".join(" ".join(sentence.tokens) for sentence in sentences)
    draft = Draft(format_name, identifier, text, options.report, file, line)
    for sentence, offsets in zip(sentences, starts, strict=True):
        for first, last, label in ranges_of(sentence.tags):
            span = (offsets[first], offsets[last - 1] + len(sentence.tokens[last - 1]))
            where = sentence.lines[first] if sentence.lines else None
            draft.entities.append(RawEntity(f"#{len(draft.entities)}", [span], label, line=where))
    return draft.build(id_given=id_given)


def token_sentences(document: Document) -> list[list[Span]]:
    """Return the tokens of each sentence, white space left out; a sentence never ends inside an entity.

    The document must have tokens; those that an entity cuts are split.
    """
    tokens = pieces(document, blanks=False)
    starts = [start for start, _ in tokens]
    joined: set[int] = set()
    for entity in document.entities:
        joined.update(range(bisect_left(starts, entity.start) + 1, bisect_left(starts, entity.end)))
    ends = {bisect_right(starts, end - 1) for _, end in sentence_ranges(document.text)} | {len(tokens)}
    edges = [0, *sorted(ends - joined - {0})]
    return [tokens[begin:end] for begin, end in pairwise(edges)]


def sentences_of(document: Document, language: str) -> Iterator[TaggedSentence]:
    """Yield the sentences of a document with IOB2 tags; of entities that overlap the longest stay."""
    document = with_tokens(document, language)
    document = document.replacing(entities=tuple(longest_first(document.entities)), relations=())
    sentences = token_sentences(document)
    starts = [start for tokens in sentences for start, _ in tokens]
    tags = [OUTSIDE] * len(starts)
    for entity in document.entities:
        first, last = bisect_left(starts, entity.start), bisect_left(starts, entity.end)
        if first < last and starts[first] == entity.start:
            tags[first:last] = [f"I-{entity.label}"] * (last - first)
            tags[first] = f"B-{entity.label}"
    position, text = 0, document.text
    for tokens in sentences:
        yield TaggedSentence([text[a:b] for a, b in tokens], tags[position : position + len(tokens)])
        position += len(tokens)
