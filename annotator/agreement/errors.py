"""What makes agreement impossible to state."""

from __future__ import annotations

from annotator.messages import AnnotatorError, msg


class AgreementError(AnnotatorError):
    """Base of the errors that scoring agreement raises."""


class TextMismatchError(AgreementError):
    """Two annotators' records of one document id hold different texts, so that offsets cannot be compared."""

    def __init__(self, document_id: str, first: str, second: str) -> None:
        super().__init__(
            msg(
                'the text of document "{document}" differs between {first} and {second}: '
                "annotate the same article, or give one of the two another id",
                "текст документа «{document}» у {first} и {second} разный: "
                "размечайте одну и ту же статью или дайте одной из двух другой id",
                document=document_id,
                first=first,
                second=second,
            )
        )
        self.document_id, self.first, self.second = document_id, first, second


class TooFewAnnotatorsError(AgreementError):
    """Agreement needs the annotations of at least two people; exit status 2."""

    exit_status = 2

    def __init__(self, names: tuple[str, ...]) -> None:
        found = ", ".join(names) if names else "–"
        super().__init__(
            msg(
                "agreement needs at least two annotators, found: {found}",
                "для согласия нужны хотя бы два разметчика, найдено: {found}",
                found=found,
            )
        )
