"""Random annotations for property tests: short texts, few labels, every kind of overlap."""

from hypothesis import strategies as st

from annotator.domain import Document, Entity, Relation, Status

TEXT = "аб вгд е жзик лм нопр ст"
TOKENS = ((0, 2), (3, 6), (7, 8), (9, 13), (14, 16), (17, 21), (22, 24))
LABELS = ("ORG", "PER", "LOC")
RELATIONS = ("OWNS", "WORKS", "MEETS")
SYMMETRIC = ("MEETS",)


@st.composite
def documents(draw, document_id="d", text=TEXT, tokens=TOKENS):
    offsets = [offset for token in tokens for offset in range(token[0], token[1] + 1)]
    spans = st.tuples(st.sampled_from(offsets), st.sampled_from(offsets), st.sampled_from(LABELS))
    good = spans.filter(lambda s: s[0] < s[1] and not text[s[0]].isspace() and not text[s[1] - 1].isspace())
    found = draw(st.lists(good, max_size=7, unique=True))
    entities = tuple(Entity(f"T{i + 1}", *span) for i, span in enumerate(found))
    relations = ()
    if len(entities) > 1:
        ends = st.integers(0, len(entities) - 1)
        links = st.tuples(ends, ends, st.sampled_from(RELATIONS)).filter(lambda r: r[0] != r[1])
        chosen = draw(st.lists(links, max_size=6, unique=True))
        relations = tuple(Relation(f"R{i + 1}", f"T{h + 1}", f"T{t + 1}", k) for i, (h, t, k) in enumerate(chosen))
    return Document(document_id, text, tokens, entities, relations, status=Status.DONE)


@st.composite
def sets(draw, annotators=2, most=3, missing=False):
    names = ("anna", "boris", "vera", "gleb")[:annotators]
    count = draw(st.integers(1, most))
    result = {name: {} for name in names}
    for number in range(count):
        for name in names:
            if missing and draw(st.booleans()):
                continue
            document = draw(documents(document_id=f"d{number}"))
            result[name][document.id] = document
    return result
