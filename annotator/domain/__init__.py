"""What an annotated article is: values and edits, standard library only, no input or output."""

from annotator.domain.document import Document, Status, Tokens
from annotator.domain.entity import Entity, Relation
from annotator.domain.errors import DomainError, EditRefusedError, RecordError, SchemeError
from annotator.domain.patch import Patch
from annotator.domain.scheme import EntityLabel, LabelScheme, Overlap, RelationLabel
from annotator.domain.scheme_json import scheme_from_json, scheme_to_json

__all__ = [
    "Document",
    "DomainError",
    "EditRefusedError",
    "Entity",
    "EntityLabel",
    "LabelScheme",
    "Overlap",
    "Patch",
    "RecordError",
    "Relation",
    "RelationLabel",
    "SchemeError",
    "Status",
    "Tokens",
    "scheme_from_json",
    "scheme_to_json",
]
