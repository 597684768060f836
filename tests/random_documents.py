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


_LABEL = st.sampled_from(LABELS)
_RELATION_LABEL = st.sampled_from(["WORKPLACE", "KNOWS", "SAME", "NO_SUCH"])
_FITTING = {(PERSON, PERSON): "KNOWS", (PERSON, ORG): "WORKPLACE", (ORG, ORG): "SAME", (PRODUCT, PRODUCT): "SAME"}
_STATUS = st.sampled_from([Status.DONE, Status.SKIPPED, Status.IN_PROGRESS])
_SCORE = st.none() | st.floats(0, 1)


def _offset(draw, document):
    return draw(st.integers(0, len(document.text)))


def _entity(draw, document):
    return draw(st.sampled_from([entity.id for entity in document.entities] or ["T999"]))


def _relation(draw, document):
    return draw(st.sampled_from([relation.id for relation in document.relations] or ["R999"]))


def _over_tokens(draw, document):
    """An entity over one to three words, as people make them: most random ranges would be refused."""
    words = [token for token in document.tokens if not document.text[slice(*token)].isspace()]
    first = draw(st.integers(0, len(words) - 1))
    last = min(first + draw(st.integers(0, 2)), len(words) - 1)
    return ed.AddEntity(words[first][0], words[last][1], draw(_LABEL), score=draw(_SCORE))


def _relate(draw, document):
    return ed.AddRelation(_entity(draw, document), _entity(draw, document), draw(_RELATION_LABEL))


def _relate_fitting(draw, document):
    """A relation whose label fits its ends, where two entities are there that one fits."""
    pairs = [(a, b) for a in document.entities for b in document.entities if a is not b]
    fitting = [(a.id, b.id, _FITTING[a.label, b.label]) for a, b in pairs if (a.label, b.label) in _FITTING]
    return ed.AddRelation(*draw(st.sampled_from(fitting))) if fitting else _relate(draw, document)


def _note(draw, document):
    about = draw(st.sampled_from([_entity, _relation, lambda *_: ""]))(draw, document)
    return ed.SetNote(about, draw(st.sampled_from(["", "почему?"])))


# One maker for each kind of edit, common ones more than once. The kind is drawn first, so that nothing is built for the
# others: with `st.builds` for all of them the tests took ten times as long.
_EDITS = [
    *[_over_tokens] * 5,
    *[_relate_fitting] * 4,
    _relate,
    lambda draw, d: ed.AddEntity(_offset(draw, d), _offset(draw, d), draw(_LABEL)),
    lambda draw, d: ed.DeleteEntity(_entity(draw, d)),
    lambda draw, d: ed.RelabelEntity(_entity(draw, d), draw(_LABEL), draw(st.booleans())),
    lambda draw, d: ed.MoveBoundary(_entity(draw, d), _offset(draw, d), _offset(draw, d)),
    lambda draw, d: ed.SetKnowledgeBaseId(_entity(draw, d), draw(st.sampled_from(["", "Q1"]))),
    lambda draw, d: ed.DeleteRelation(_relation(draw, d)),
    lambda draw, d: ed.ReverseRelation(_relation(draw, d)),
    lambda draw, d: ed.RelabelRelation(_relation(draw, d), draw(_RELATION_LABEL)),
    lambda draw, d: ed.SetStatus(draw(_STATUS)),
    _note,
    lambda draw, d: ed.Reject({"start": _offset(draw, d), "label": draw(_LABEL)}),
]


@st.composite
def edits(draw, document):
    """An edit that may or may not be legal in the document."""
    return draw(st.sampled_from(_EDITS))(draw, document)


@st.composite
def histories(draw, overlap=Overlap.ANY, max_edits=20):
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
