"""What the outside tests share: the program as a process, texts that break offsets, records made without the program."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]

# One text per trap: emoji outside the BMP, combining й, NBSP, CRLF, white-space tokens, a token that an entity cuts.
TEXTS = {
    "emoji": "🚀 Илон Маск 👩‍💻 показал Tesla Model S в Москве 🇷🇺. Компания Tesla выросла.",
    "combining": "Андреи\u0306 Костин возглавил ВТБ и Сбербанк. Костин знает Германа Грефа.",
    "nbsp": "Президент\u00a0Владимир\u00a0Иванов  купил «Яндекс».\r\nИванов\tработает в «Яндексе».\r\n",
    "cut": "Компания OpenAI показала ChatGPT-4o и Microsoft Office. Сэм Альтман основал OpenAI.",
    "nested": "Ректор МГУ имени Ломоносова Виктор Садовничий выступил. МГУ имени Ломоносова растёт.",
    "empty": "Погода в Москве не изменилась: дождь, ветер, +5 °C.",
}


@dataclass(frozen=True)
class Result:
    """What a finished process said."""

    status: int
    out: str
    err: str
    command: tuple[str, ...]

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        data = json.loads(self.out)
        assert isinstance(data, dict), self
        return data

    @property
    def said(self) -> str:
        return self.out + self.err


def environment(**more: str) -> dict[str, str]:
    inherited = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    path = os.pathsep.join(dict.fromkeys([*inherited, str(ROOT)]))
    kept = {k: v for k, v in os.environ.items() if k not in {"LANG", "LANGUAGE", "LC_MESSAGES"}}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": path,
        "ANNOTATOR_DEBUG": "1",
        **more,
    }


def run(
    *arguments: object, stdin: str | None = None, cwd: Path | None = None, timeout: int = 240, **env: str
) -> Result:
    """Run `python -m annotator …`; whatever happens, no traceback may reach the user."""
    command = tuple(str(argument) for argument in arguments)
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *command],
        input=None if stdin is None else stdin.encode(),
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        cwd=cwd or ROOT.anchor,
        env=environment(**env),
        timeout=timeout,
        check=False,
    )
    result = Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"), command)
    if os.environ.get("CONTRACT_PARTIAL") and "No module named 'annotator." in result.said:
        import pytest

        pytest.skip(result.said[-120:])
    assert "Traceback" not in result.said, result.said[-3000:]
    assert result.status in {0, 1, 2, 3}, result
    return result


def fine(*arguments: object, **options: Any) -> Result:
    result = run(*arguments, **options)
    assert result.status == 0, result
    return result


def python(code: str, *arguments: object, timeout: int = 120) -> Result:
    """Run Python code in a fresh process of the same installation."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        cwd=ROOT.anchor,
        env=environment(),
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode(), tuple(map(str, arguments)))


def total(count: Any) -> int:
    """Return a count of an import as one number, whether it is given as one or by kinds."""
    return count if isinstance(count, int) else sum(count.values())


def one_line(result: Result) -> str:
    """Return the only line on stderr."""
    lines = [line for line in result.err.splitlines() if line.strip()]
    assert len(lines) == 1, result
    return lines[0]


def names_place(text: str, path: Path, line: int) -> bool:
    """Tell whether `file:line:` of this file stands in the text."""
    return re.search(rf"{re.escape(path.name)}:{line}\b", text) is not None


# -- records made by hand ---------------------------------------------------------------------------------------


@cache
def blank(language: str = "ru") -> Any:
    import spacy

    return spacy.blank(language)


def stock_tokens(text: str, language: str = "ru") -> list[tuple[int, int]]:
    return [(t.idx, t.idx + len(t.text)) for t in blank(language)(text)]


def split_tokens(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spaCy's tokens, split wherever a span starts or ends inside one."""
    cuts = {place for span in spans for place in span}
    pieces = []
    for start, end in stock_tokens(text):
        places = [start, *sorted(c for c in cuts if start < c < end), end]
        pieces += list(itertools.pairwise(places))
    return pieces


def find(text: str, surface: str, nth: int = 0) -> tuple[int, int]:
    """Return the code point range of the nth occurrence."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return start, start + len(surface)


Ent = tuple[int, int, str]


def ent(text: str, surface: str, label: str, nth: int = 0) -> Ent:
    return (*find(text, surface, nth), label)


def record(
    document: str,
    text: str,
    entities: list[Ent] = (),
    relations: list[tuple[int, int, str]] = (),
    *,
    annotator: str | None = "anna",
    status: str | None = "done",
    **more: Any,
) -> dict[str, Any]:
    """Return a record as another program would write it: entities and relations in the order given."""
    tokens = split_tokens(text, [e[:2] for e in entities])
    made: dict[str, Any] = {
        "id": document,
        "text": text,
        "tokens": [{"id": i, "start": s, "end": e} for i, (s, e) in enumerate(tokens)],
        "ents": [{"start": s, "end": e, "label": label} for s, e, label in _flat(text, tokens, entities)],
        "spans": {"sc": [{"start": s, "end": e, "label": label, "kb_id": ""} for s, e, label in entities]},
        "relations": [{"head": h, "tail": t, "label": label} for h, t, label in relations],
    }
    if annotator is not None:
        made["annotator"] = annotator
    if status is not None:
        made["status"] = status
    return {**made, "meta": {}, **more}


def _flat(text: str, tokens: list[tuple[int, int]], entities: list[Ent]) -> list[Ent]:
    """Return spaCy's own filter_spans of the entities, in text order; entities off the tokens are left out."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    doc = Doc(blank().vocab, words=[text[s:e] for s, e in tokens])
    starts = {s: i for i, (s, _) in enumerate(tokens)}
    ends = {e: i + 1 for i, (_, e) in enumerate(tokens)}
    spans = []
    for start, end, label in entities:
        if start in starts and end in ends and start < end:
            span = doc[starts[start] : ends[end]]
            spans.append(type(span)(doc, span.start, span.end, label=label))
    chosen = filter_spans(spans)
    return [(tokens[s.start][0], tokens[s.end - 1][1], s.label_) for s in chosen]


def as_line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False) + "\n"


def write_lines(path: Path, records: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(map(as_line, records)).encode())
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    lines = path.read_bytes().split(b"\n")
    assert lines[-1] == b"", f"{path} does not end in a line end"
    return [json.loads(line) for line in lines[:-1]]


def workspace(
    path: Path,
    texts: dict[str, str] | None = None,
    records: dict[str, list[dict[str, Any]]] | None = None,
    scheme: Any = "news-ru",
) -> Path:
    """Make a workspace; the corpus and the annotations are written as the plain files that they are."""
    from annotator.workspace import Workspace

    Workspace.create(path, scheme=scheme)
    chosen = TEXTS if texts is None else texts
    lines = [
        {"id": i, "text": t, "meta": {}, "tokens": [list(span) for span in stock_tokens(t)]} for i, t in chosen.items()
    ]
    write_lines(path / "corpus.jsonl", lines)
    for name, made in (records or {}).items():
        write_lines(path / "annotations" / f"{name}.jsonl", made)
    return path


def scheme_file(path: Path, *, overlap: str, labels: str = "PERSON ORG PRODUCT", relations: Any = ()) -> Path:
    entities = [{"label": label} for label in labels.split()]
    data = {"name": "test", "version": 1, "overlap": overlap, "entities": entities, "relations": list(relations)}
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


# -- what a stock spaCy sees --------------------------------------------------------------------------------------


def stock(line: dict[str, Any]) -> Any:
    """Load a record exactly as the contract says that stock spaCy does."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    return Doc(Vocab()).from_json(json.loads(json.dumps(line)), validate=True)


def assert_stock(line: dict[str, Any]) -> None:
    """The record loads in stock spaCy with the same entities, and `ents` is filter_spans of `spans.sc`."""
    from spacy.util import filter_spans

    doc = stock(line)
    assert doc.text == line["text"]
    spans = list(doc.spans["sc"])
    assert [(s.start_char, s.end_char, s.label_) for s in spans] == spans_of(line)
    flat = [(s.start_char, s.end_char, s.label_) for s in filter_spans(spans)]
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == flat
    assert [(e["start"], e["end"], e["label"]) for e in line["ents"]] == flat


def spans_of(line: dict[str, Any]) -> list[Ent]:
    return [(s["start"], s["end"], s["label"]) for s in line["spans"]["sc"]]


def relations_of(line: dict[str, Any]) -> list[tuple[Ent, Ent, str]]:
    spans = spans_of(line)
    return sorted((spans[r["head"]], spans[r["tail"]], r["label"]) for r in line.get("relations", []))


def content(line: dict[str, Any]) -> tuple[str, str, list[Ent], list[tuple[Ent, Ent, str]]]:
    """What a document says, apart from ids and book-keeping."""
    return line["id"], line["text"], sorted(spans_of(line)), relations_of(line)


def rich() -> list[dict[str, Any]]:
    """Records over TEXTS: nested, cut tokens, two labels on one span, relations, an empty done one."""
    t = TEXTS
    return [
        record(
            "emoji",
            t["emoji"],
            [
                ent(t["emoji"], "Илон Маск", "PERSON"),
                ent(t["emoji"], "Tesla Model S", "PRODUCT"),
                ent(t["emoji"], "Tesla", "ORG"),
                ent(t["emoji"], "Tesla", "ORG", 1),
            ],
            [(0, 2, "WORKPLACE"), (2, 1, "PRODUCES"), (0, 3, "WORKPLACE")],
        ),
        record(
            "combining",
            t["combining"],
            [
                ent(t["combining"], "Андреи\u0306 Костин", "PERSON"),
                ent(t["combining"], "ВТБ", "ORG"),
                ent(t["combining"], "Германа Грефа", "PERSON"),
            ],
            [(0, 1, "WORKPLACE"), (0, 2, "KNOWS")],
        ),
        record(
            "nbsp",
            t["nbsp"],
            [
                ent(t["nbsp"], "Владимир\u00a0Иванов", "PERSON"),
                ent(t["nbsp"], "Яндекс", "ORG"),
                ent(t["nbsp"], "Иванов", "PERSON", 1),
                ent(t["nbsp"], "Яндексе", "ORG"),
            ],
            [(0, 1, "OWNER_OF"), (2, 3, "WORKPLACE")],
        ),
        record(
            "cut",
            t["cut"],
            [
                ent(t["cut"], "OpenAI", "ORG"),
                ent(t["cut"], "ChatGPT", "PRODUCT"),
                ent(t["cut"], "Microsoft", "ORG"),
                ent(t["cut"], "Microsoft Office", "PRODUCT"),
                ent(t["cut"], "Сэм Альтман", "PERSON"),
            ],
            [(0, 1, "PRODUCES"), (2, 3, "PRODUCES"), (0, 4, "FOUNDED_BY")],
        ),
        record(
            "nested",
            t["nested"],
            [
                ent(t["nested"], "МГУ имени Ломоносова", "ORG"),
                ent(t["nested"], "МГУ имени Ломоносова", "PRODUCT"),
                ent(t["nested"], "Ломоносова", "PERSON"),
                ent(t["nested"], "Виктор Садовничий", "PERSON"),
            ],
            [(3, 0, "WORKPLACE")],
        ),
        record("empty", t["empty"]),
    ]


def deep_values(data: Any) -> list[Any]:
    """Return every value at any depth, containers included."""
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return [data, *(value for item in inner for value in deep_values(item))]
