"""Random texts, schemes, documents and edits, rich in the characters that break offset arithmetic elsewhere."""

from hypothesis import strategies as st

from annotator.domain import Document, EntityLabel, LabelScheme, Overlap, RelationLabel, Status
from annotator.domain import edits as ed
from annotator.domain.errors import EditRefusedError

PIECES = [
    "Бениофф",
    "и\u0306",  # й as и with a combining breve
    "за\u0301мглавы",  # a stress mark
    "🇷🇺",
    "👩‍💻",
    "👍",
    "\u00a0",
    "\u2028",
    "\u2029",
    "\r\n",
    "\n",
    "\u200b",
    "\u00ad",
    "\ufeff",
    "ידיעות",
    "الجزيرة",
    " ",
    "  ",
    ".",
    "«OpenAI»",
    "a",
    "\t",
]

texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join)
any_texts = texts | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)

PERSON, ORG, PRODUCT = "PERSON", "ORG", "PRODUCT"
LABELS = [PERSON, ORG, PRODUCT]


def scheme(overlap=Overlap.NESTED):
    return LabelScheme(
        name="test",
        entities=tuple(EntityLabel(label) for label in LABELS),
        relations=(
            RelationLabel("WORKPLACE", (PERSON,), (ORG,)),
            RelationLabel("KNOWS", (PERSON,), (PERSON,), symmetric=True),
            RelationLabel("SAME", symmetric=True, same_type=True),
        ),
        overlap=overlap,
    )


def simple_tokens(text):
    """Tokens as spaCy would allow them: runs of non-blanks, and every blank but one single space after a token."""
    tokens, start = [], None
    for i, character in enumerate(text):
        if not character.isspace():
            start = i if start is None else start
            continue
        if start is not None:
            tokens.append((start, i))
            start = None
        if character != " " or not tokens or tokens[-1][1] != i:
            tokens.append((i, i + 1))
    if start is not None:
        tokens.append((start, len(text)))
    return tuple(tokens)


@st.composite
def edits(draw, document):
    """An edit that may or may not be legal in the document."""
    offset = st.integers(0, len(document.text))
    entity_ids = st.sampled_from([e.id for e in document.entities] or ["T999"])
    relation_ids = st.sampled_from([r.id for r in document.relations] or ["R999"])
    relation_label = st.sampled_from(["WORKPLACE", "KNOWS", "SAME", "NO_SUCH"])
    return draw(
        st.one_of(
            st.builds(ed.AddEntity, offset, offset, st.sampled_from(LABELS), score=st.none() | st.floats(0, 1)),
            st.builds(ed.AddEntity, offset, offset, st.sampled_from(LABELS)),
            st.builds(ed.AddRelation, entity_ids, entity_ids, relation_label),
            st.builds(ed.AddRelation, entity_ids, entity_ids, relation_label),
            st.builds(ed.DeleteEntity, entity_ids),
            st.builds(ed.RelabelEntity, entity_ids, st.sampled_from(LABELS), st.booleans()),
            st.builds(ed.MoveBoundary, entity_ids, offset, offset),
            st.builds(ed.SetKnowledgeBaseId, entity_ids, st.sampled_from(["", "Q1"])),
            st.builds(ed.DeleteRelation, relation_ids),
            st.builds(ed.ReverseRelation, relation_ids),
            st.builds(ed.RelabelRelation, relation_ids, relation_label),
            st.builds(ed.SetStatus, st.sampled_from([Status.DONE, Status.SKIPPED, Status.IN_PROGRESS])),
            st.builds(ed.SetNote, st.one_of(entity_ids, relation_ids, st.just("")), st.sampled_from(["", "почему?"])),
            st.builds(ed.Reject, st.fixed_dictionaries({"start": offset, "label": st.sampled_from(LABELS)})),
        )
    )


@st.composite
def histories(draw, overlap=Overlap.ANY, max_edits=12):
    """A document, and the patches of the edits that made it, oldest first."""
    text = draw(any_texts.filter(lambda t: t.strip()))
    document = Document("doc", text, simple_tokens(text))
    rules, patches = scheme(overlap), []
    for _ in range(draw(st.integers(0, max_edits))):
        try:
            patch = draw(edits(document)).resolve(document, rules)
        except EditRefusedError:
            continue
        document = patch.apply(document)
        patches.append(patch)
    return document, patches
