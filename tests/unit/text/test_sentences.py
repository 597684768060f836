"""Sentences never cross a line break, and cover all that is not blank."""

from hypothesis import given
from random_documents import any_texts

from annotator.text.sentences import sentence_ranges


def test_initials_and_abbreviations_do_not_end_a_sentence():
    """Russian news is full of initials."""
    text = "И. И. Иванов приехал в г. Москву. Он работает в ООО «Ромашка».\nНовый абзац."
    assert [text[a:b] for a, b in sentence_ranges(text)] == [
        "И. И. Иванов приехал в г. Москву.",
        "Он работает в ООО «Ромашка».",
        "Новый абзац.",
    ]


@given(any_texts)
def test_sentences_are_ordered_and_inside_the_text(text):
    """Ranges do not overlap and lose no character but blanks."""
    ranges = sentence_ranges(text)
    flat = [offset for pair in ranges for offset in pair]
    assert flat == sorted(flat)
    covered = {i for a, b in ranges for i in range(a, b)}
    assert all(text[i].isspace() or text[i] in "\r\n\u2029" for i in range(len(text)) if i not in covered)
