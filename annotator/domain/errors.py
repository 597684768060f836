"""Errors of the domain: what an edit, a record or a scheme may not be, with the reason in the user's language."""

from annotator.messages import AnnotatorError


class DomainError(AnnotatorError):
    """Base of the errors that the domain raises."""


class EditRefusedError(DomainError):
    """The edit would break the document or the scheme; the document is unchanged."""


class RecordError(DomainError):
    """The JSON object is no native record: the message names the key and what is wrong with it."""


class SchemeError(DomainError):
    """The JSON object is no label scheme."""
