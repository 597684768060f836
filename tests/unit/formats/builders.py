"""Small documents and files that several tests of the formats share."""

import json

from annotator.domain import Document, Entity, Relation, Status
from annotator.text.tokenizing import tokenize

TEXT = "ООО «Ромашка» наняло Анну Петрову. Она живёт в Москве."


def document(text=TEXT, entities=(), relations=(), **fields):
    made = tuple(
        Entity(f"T{i + 1}", text.index(s), text.index(s) + len(s), label) for i, (s, label) in enumerate(entities)
    )
    links = tuple(Relation(f"R{i + 1}", *r) for i, r in enumerate(relations))
    values = {"id": "doc", "status": Status.DONE, "annotator": "anna", "tokens": tokenize(text, "ru")} | fields
    return Document(text=text, entities=made, relations=links, **values)


def sample():
    entities = [("ООО «Ромашка»", "ORG"), ("Ромашка", "PRODUCT"), ("Анну Петрову", "PERSON"), ("Москве", "LOC")]
    return document(entities=entities, relations=[("T3", "T1", "WORKPLACE")])


def write_lines(path, records):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path
