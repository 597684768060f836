"""Small annotated news that a model can learn in seconds: invented people, companies and who works where."""

import json
import random
from pathlib import Path

from annotator.domain import Document, Entity, Relation, Status
from annotator.nlp.tokenizer import token_offsets

FIRST = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Илья", "Кира", "Лев")
LAST = ("Громов", "Дубинин", "Ершов", "Зимин", "Котов", "Лаптев", "Минин", "Носов", "Орлов", "Панин")
COMPANIES = ("Заря", "Вектор", "Север", "Маяк", "Полюс", "Рубин", "Сапфир", "Титан", "Парус", "Квант")
TEMPLATES = (
    ("{p} возглавил компанию «{o}» весной. ", True),
    ("Компанию «{o}» покинул {p}. ", True),
    ("На встрече были {p} и представители «{o}». ", False),
    ("{p} работает в «{o}» третий год. ", True),
    ("Акции «{o}» выросли, а {p} уехал в отпуск. ", False),
)


def story(number: int, sentences: int = 6) -> Document:
    """Return an invented article with its entities and relations."""
    choose = random.Random(number)
    text, entities, relations = "", [], []
    for _ in range(sentences):
        template, related = choose.choice(TEMPLATES)
        values = {"p": f"{choose.choice(FIRST)} {choose.choice(LAST)}", "o": choose.choice(COMPANIES)}
        sentence, ids = template.format(**values), {}
        for key, label in (("p", "PERSON"), ("o", "ORG")):
            start = len(text) + sentence.index(values[key])
            ids[key] = f"T{len(entities) + 1}"
            entities.append(Entity(ids[key], start, start + len(values[key]), label))
        if related:
            relations.append(Relation(f"R{len(relations) + 1}", ids["p"], ids["o"], "WORKPLACE"))
        text += sentence
    text = text.strip()
    return Document(
        f"story-{number}", text, token_offsets(text), tuple(entities), tuple(relations), "anna", Status.DONE
    )


def write_jsonl(path: Path, documents) -> Path:
    """Write native records."""
    lines = (json.dumps(document.to_record(), ensure_ascii=False) for document in documents)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
