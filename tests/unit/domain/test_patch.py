"""Applying a patch: putting things in their place gives what sorting everything anew would give."""

from hypothesis import given
from random_documents import histories

from annotator.domain import Document, Entity, Patch
from annotator.domain.entity import reading_order


@given(histories())
def test_order_is_kept_without_sorting(history):
    """After every step entities stand in reading order, relations in order of age, and ids are remembered."""
    document, patches = history
    here = Document(document.id, document.text, document.tokens)
    for patch in [*patches, *(patch.inverse() for patch in reversed(patches))]:
        here = patch.apply(here)
        assert list(here.entities) == sorted(here.entities, key=reading_order)
        assert here == here.replacing(entities=here.entities[::-1])
        ages = [int(relation.id[1:]) for relation in here.relations]
        assert ages == sorted(ages)


def test_a_patch_that_does_not_fit_replaces_by_id():
    """Where the entity stands elsewhere than the patch remembers, the one of its id is replaced all the same."""
    document = Document("d", "Анна и Борис", entities=(Entity("T1", 0, 4, "PERSON"),))
    moved = Patch(entities=((Entity("T1", 7, 12, "PERSON"), Entity("T1", 7, 12, "ORG")),))
    assert [e.label for e in moved.apply(document).entities] == ["ORG"]
