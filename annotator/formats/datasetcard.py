"""The card of a data set in the form that Hugging Face shows: what its files hold, part by part, with statistics."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CARD = "README.md"
_SPLITS = {"dev": "validation"}  # what others call our parts


@dataclass(slots=True)
class PartCounts:
    """What one file of a data set holds: documents, tokens, and entities by label."""

    documents: int = 0
    tokens: int = 0
    labels: Counter[str] = field(default_factory=Counter)

    def add(self, tags: Sequence[str]) -> None:
        """Count a document by its IOB2 tags."""
        self.documents += 1
        self.tokens += len(tags)
        self.labels.update(tag[2:] for tag in tags if tag.startswith("B-"))


def tag_names(parts: Iterable[PartCounts]) -> list[str]:
    """Return the tags of all parts in a fixed order: O, then B- and I- of each label, the commonest first."""
    total: Counter[str] = sum((part.labels for part in parts), Counter())
    labels = sorted(total, key=lambda label: (-total[label], label))
    return ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BI")]


def write_card(folder: Path, parts: Mapping[str, PartCounts], files: Mapping[str, str], language: str) -> Path:
    """Write the card of a folder; `files` gives the file name of each part."""
    path = folder / CARD
    path.write_text(card(parts, files, language), encoding="utf-8", newline="\n")
    return path


def card(parts: Mapping[str, PartCounts], files: Mapping[str, str], language: str) -> str:
    """Return the card's text: the header that the datasets library reads, and tables for people."""
    names = tag_names(parts.values())
    listed = "\n".join(f"            '{i}': {json.dumps(name, ensure_ascii=False)}" for i, name in enumerate(names))
    paths = "\n".join(f"  - split: {_SPLITS.get(part, part)}\n    path: {files[part]}" for part in parts)
    sizes = "\n".join(
        f"  - name: {_SPLITS.get(part, part)}\n    num_examples: {counts.documents}" for part, counts in parts.items()
    )
    return f"""---
language:
- {language}
task_categories:
- token-classification
task_ids:
- named-entity-recognition
configs:
- config_name: default
  data_files:
{paths}
dataset_info:
  features:
  - name: id
    dtype: string
  - name: tokens
    sequence: string
  - name: ner_tags
    sequence:
      class_label:
        names:
{listed}
  splits:
{sizes}
---
Tokens with IOB2 tags. Nested entities, relations and the exact blanks of the text are not part of this form.

{_table(parts)}
"""


def _table(parts: Mapping[str, PartCounts]) -> str:
    head = ["", *parts, *(["total"] if len(parts) > 1 else [])]
    rows = [
        _row("documents", [counts.documents for counts in parts.values()]),
        _row("tokens", [counts.tokens for counts in parts.values()]),
        _row("entities", [counts.labels.total() for counts in parts.values()]),
    ]
    labels = [name[2:] for name in tag_names(parts.values())[1::2]]
    rows += [_row(f"`{label}`", [counts.labels[label] for counts in parts.values()]) for label in labels]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(name: str, numbers: Sequence[int]) -> list[str]:
    total = [sum(numbers)] if len(numbers) > 1 else []
    return [name.replace("|", "\\|"), *(str(number) for number in (*numbers, *total))]
