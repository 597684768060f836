"""Sections 3, 4 and 6: suggest, train, evaluate and the spaCy entry points."""

import json
import subprocess
import sys

import pytest
from e2e.contract.kit import (
    TEXTS,
    assert_stock,
    ent,
    environment,
    fine,
    one_line,
    python,
    read_lines,
    record,
    rich,
    run,
    spans_of,
    workspace,
    write_lines,
)
from pytest import approx


@pytest.fixture(scope="session")
def ruler(tmp_path_factory):
    """A stock spaCy pipeline with an entity ruler, made without the program."""
    import spacy

    nlp = spacy.blank("ru")
    rules = nlp.add_pipe("entity_ruler")
    rules.add_patterns(
        [{"label": x, "pattern": p} for x, p in (("ORG", "Tesla"), ("PERSON", "Илон Маск"), ("ORG", "Сбербанк"))]
    )
    path = tmp_path_factory.mktemp("ruler") / "правила"
    nlp.to_disk(path)
    return path


def patterns(tmp_path):
    made = [
        {"label": "ORG", "pattern": "OpenAI"},
        {"label": "PERSON", "pattern": [{"LOWER": "сэм"}, {"LOWER": "альтман"}]},
    ]
    return write_lines(tmp_path / "шаблоны.jsonl", made)


# -- suggest ------------------------------------------------------------------------------------------------------


def suggested(ws):
    return {p.name: read_lines(p) for p in (ws / "suggestions").glob("*.jsonl")}


def test_patterns_make_suggestions_and_no_annotations(tmp_path):
    """`suggest --with PATTERNS.jsonl` writes native lines with scores into suggestions/, and no record anywhere."""
    ws = workspace(tmp_path / "ws")
    fine("suggest", ws, "--with", patterns(tmp_path))
    (lines,) = suggested(ws).values()
    by_id = {r["id"]: r for r in lines}
    text = TEXTS["cut"]
    expected = {ent(text, "OpenAI", "ORG"), ent(text, "OpenAI", "ORG", 1), ent(text, "Сэм Альтман", "PERSON")}
    assert set(spans_of(by_id["cut"])) == expected
    assert {s["source"] for s in by_id["cut"]["spans"]["sc"]} == {"patterns"}
    for line in lines:
        assert_stock(line)
        assert set(line["scores"]) <= {s["id"] for s in line["spans"]["sc"]}
    assert not [p for p in (ws / "annotations").glob("*.jsonl") if p.read_bytes()]
    stats = fine("stats", ws, "--json").json
    assert all(not a["done"] and not a["in_progress"] for a in stats["annotators"].values())
    said = run("export", ws, tmp_path / "o.jsonl", "--format", "jsonl")
    assert said.status in {1, 2}
    assert run("agreement", ws).status in {1, 2}


def test_a_model_makes_suggestions(tmp_path, ruler):
    """`suggest --with MODEL` names its source after the model and can be repeated without doubling anything."""
    ws = workspace(tmp_path / "ws")
    for _ in range(2):
        fine("suggest", ws, "--with", ruler)
    (lines,) = suggested(ws).values()
    line = next(r for r in lines if r["id"] == "emoji")
    text = TEXTS["emoji"]
    assert set(spans_of(line)) == {
        ent(text, "Илон Маск", "PERSON"),
        ent(text, "Tesla", "ORG"),
        ent(text, "Tesla", "ORG", 1),
    }
    assert {s["source"] for s in line["spans"]["sc"]} == {"model:правила"}
    assert len({r["id"] for r in lines}) == len(lines)


def test_suggest_with_nothing_usable_is_one_line(tmp_path):
    """An unknown source, a broken model folder and a bad pattern line are refused in one line."""
    ws = workspace(tmp_path / "ws")
    (tmp_path / "kaputt").mkdir()
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"label": "ORG", "pattern": "X"}\n{"label": 7}\n', encoding="utf-8")
    for source in ("nosuchthing", tmp_path / "kaputt", bad):
        said = run("suggest", ws, "--with", source)
        assert said.status in {1, 2}, said
        one_line(said)
    assert "bad.jsonl:2" in run("suggest", ws, "--with", bad).err


# -- evaluate -----------------------------------------------------------------------------------------------------


def scored():
    emoji, combining = TEXTS["emoji"], TEXTS["combining"]
    return [
        record(
            "emoji",
            emoji,
            [ent(emoji, "Илон Маск", "PERSON"), ent(emoji, "Tesla", "ORG"), ent(emoji, "Москве", "ORG")],
            [(0, 1, "WORKPLACE")],
        ),
        record("combining", combining, [ent(combining, "ВТБ", "ORG"), ent(combining, "Сбербанк", "ORG")]),
        record("cut", TEXTS["cut"], [ent(TEXTS["cut"], "OpenAI", "ORG")], status="in_progress"),
        record("nested", TEXTS["nested"], [ent(TEXTS["nested"], "МГУ", "ORG")], status="skipped"),
    ]


def test_evaluate_scores_the_model_against_the_data(tmp_path, ruler):
    """Precision and recall of the model: 3 of 4 predictions right, 3 of 5 gold found; per label too."""
    path = write_lines(tmp_path / "gold.jsonl", scored())
    ws = workspace(tmp_path / "ws", records={"anna": scored()})
    for target in (path, ws):
        found = fine("evaluate", ruler, target, "--json").json
        strict = found["entities"]["strict"]
        assert strict["precision"] == approx(3 / 4)
        assert strict["recall"] == approx(3 / 5)
        assert strict["f1"] == approx(6 / 9)
        per = found["entities"]["per_label"]
        assert per["PERSON"]["strict"]["f1"] == approx(1.0)
        assert per["ORG"]["strict"]["f1"] == approx(2 * 2 / (3 + 4))
        assert found["layer"] in {"ents", "spans.sc"}
        assert {"gold", "end_to_end"} <= set(found["relations"])
        for kind in ("gold", "end_to_end"):
            assert found["relations"][kind]["strict"]["f1"] in {0, None}
    assert fine("evaluate", ruler, path, "--json", "--status", "any").json["entities"]["strict"]["recall"] == approx(
        3 / 6
    )
    assert "0." in fine("evaluate", ruler, path).out or "%" in fine("evaluate", ruler, path).out


def test_evaluate_of_nothing_is_one_line(tmp_path, ruler):
    """A missing model, missing data, and two annotators without gold are refused in one line."""
    two = workspace(
        tmp_path / "ws", records={"anna": scored(), "boris": [{**r, "annotator": "boris"} for r in scored()]}
    )
    said = run("evaluate", ruler, two, "--json")
    assert said.status == 2
    assert "anna" in said.json["error"] and "boris" in said.json["error"]
    for command in (
        ["evaluate", tmp_path / "нет", two, "--annotator", "anna"],
        ["evaluate", ruler, tmp_path / "нет.jsonl"],
    ):
        said = run(*command)
        assert said.status in {1, 2}
        one_line(said)


# -- spaCy entry points -------------------------------------------------------------------------------------------

READ = """
import json, sys, spacy
reader = spacy.registry.readers.get("annotator.JsonlCorpus.v1")
nlp = spacy.blank("ru")
out = []
for example in reader(sys.argv[1], **json.loads(sys.argv[2]))(nlp):
    doc = example.reference
    out.append([
        doc.text,
        [[e.start_char, e.end_char, e.label_] for e in doc.ents],
        [[s.start_char, s.end_char, s.label_] for s in doc.spans["sc"]],
        sorted([r["head"], r["tail"], r["label"]] for r in doc._.relations),
    ])
print(json.dumps(out))
"""


def test_the_reader_gives_ents_spans_and_relations(rich_file, tmp_path):
    """`annotator.JsonlCorpus.v1` is found by its entry point and reads every span and relation; done by default."""
    from e2e.contract.kit import relations_of

    said = python(READ, rich_file, "{}")
    assert said.status == 0, said
    docs = json.loads(said.out)
    assert [d[0] for d in docs] == [r["text"] for r in rich()]
    for (_, ents, spans, relations), given in zip(docs, rich(), strict=True):
        found = [tuple(s) for s in spans]
        assert sorted(found) == sorted(spans_of(given))
        assert [tuple(e) for e in ents] == [(e["start"], e["end"], e["label"]) for e in given["ents"]]
        assert sorted((found[h], found[t], x) for h, t, x in relations) == relations_of(given)
    path = write_lines(tmp_path / "s.jsonl", scored())
    assert len(json.loads(python(READ, path, "{}").out)) == 2
    assert len(json.loads(python(READ, path, '{"status": "any"}').out)) == 3
    assert len(json.loads(python(READ, path, '{"limit": 1}').out)) == 1


def test_the_relation_factory_is_registered():
    """`nlp.add_pipe("relation_extractor")` works in a process that never imports the program."""
    said = python("import spacy; print(spacy.blank('ru').add_pipe('relation_extractor') is not None)")
    assert said.out.strip() == "True", said


# -- train --------------------------------------------------------------------------------------------------------

NAMES = ["Анна Ким", "Олег Ли", "Иван Петров", "Мария Белова", "Пётр Сидоров", "Ольга Орлова"]
BANKS = ["Сбербанк", "Яндекс", "Газпром", "Роснефть", "Лукойл", "Магнит"]


def lessons(count=18, *, relations=True):
    made = []
    for i in range(count):
        name, bank = NAMES[i % 6], BANKS[(i * 5 + 1) % 6]
        text = f"{name} работает в компании {bank}. Об этом сообщил {BANKS[(i + 3) % 6]} {i} мая."
        entities = [ent(text, name, "PERSON"), ent(text, bank, "ORG")]
        made.append(record(f"урок{i}", text, entities, [(0, 1, "WORKPLACE")] if relations else []))
    return made


def test_a_full_model_folder_is_refused(tmp_path):
    """A non-empty MODEL_DIR is refused in one line before any work, and its files stay."""
    data = write_lines(tmp_path / "d.jsonl", lessons())
    out = tmp_path / "модель"
    out.mkdir()
    (out / "важное.txt").write_text("не трогать", encoding="utf-8")
    said = run("train", data, out, timeout=60)
    assert said.status in {1, 2}
    assert "--overwrite" in one_line(said)
    assert [p.name for p in out.iterdir()] == ["важное.txt"]


def test_train_without_usable_records_is_one_line(tmp_path):
    """No done record, and two annotators without gold, are refused in one line."""
    ws = workspace(tmp_path / "ws", records={"anna": scored()[2:]})
    said = run("train", ws, tmp_path / "m", timeout=60)
    assert said.status in {1, 2}
    one_line(said)
    two = workspace(
        tmp_path / "two", records={"anna": scored(), "boris": [{**r, "annotator": "boris"} for r in scored()]}
    )
    said = run("train", two, tmp_path / "m", timeout=60)
    assert said.status == 2
    assert "boris" in one_line(said)
    assert not (tmp_path / "m").exists() or not any((tmp_path / "m").iterdir())


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    texts = {r["id"]: r["text"] for r in lessons()}
    ws = workspace(folder / "ws", texts, {"anna": lessons()})
    dev = write_lines(folder / "dev.jsonl", lessons(6))
    said = fine("train", ws, folder / "a" / "модель", "--dev", dev, "--seed", 3, timeout=600)
    return folder / "a" / "модель", dev, said


LOAD = """
import json, sys, spacy
nlp = spacy.load(sys.argv[1])
doc = nlp("Анна Ким работает в компании Яндекс. Об этом сообщил Газпром 3 мая.")
ents = [[e.text, e.label_] for e in doc.ents]
print(json.dumps([nlp.pipe_names, ents, [s.text for s in doc.spans["sc"]], doc._.relations]))
"""


@pytest.mark.slow
def test_a_trained_model_loads_in_a_fresh_process(trained):
    """spacy.load(MODEL_DIR) opens it, it finds entities, and its relations have head, tail, label and score."""
    path, _, _ = trained
    assert (path / "config.cfg").is_file()
    assert [p for p in path.iterdir() if p.suffix == ".md"], "no model card"
    said = python(LOAD, path)
    assert said.status == 0, said
    pipes, ents, spans, relations = json.loads(said.out)
    assert "relation_extractor" in pipes
    assert ["Анна Ким", "PERSON"] in ents
    for relation in relations:
        assert set(relation) >= {"head", "tail", "label", "score"}
        assert max(relation["head"], relation["tail"]) < len(spans)


@pytest.mark.slow
def test_a_trained_model_is_evaluated_and_suggests(trained, tmp_path):
    """evaluate has every key of the contract with relations; suggest --with MODEL works with it."""
    path, dev, _ = trained
    found = fine("evaluate", path, dev, "--json").json
    assert found["entities"]["strict"]["f1"] > 0.5
    for kind in ("gold", "end_to_end"):
        part = found["relations"][kind]
        assert 0 <= part["strict"]["f1"] <= 1
        assert "f1" in part["per_label"]["WORKPLACE"]["strict"]
    assert found["relations"]["gold"]["strict"]["f1"] > 0.3
    texts = {r["id"]: r["text"] for r in lessons(6)}
    ws = workspace(tmp_path / "ws", texts)
    fine("suggest", ws, "--with", path)
    (lines,) = suggested(ws).values()
    assert any(r["spans"]["sc"] for r in lines)
    for line in lines:
        assert_stock(line)


def small_config(path, **corpora):
    """A config by stock `spacy init config`, capped at a few steps."""
    subprocess.run(
        [sys.executable, "-m", "spacy", "init", "config", str(path), "-l", "ru", "-p", "ner", "-o", "efficiency"],
        check=True,
        capture_output=True,
        env=environment(),
    )
    text = (
        path.read_text(encoding="utf-8")
        .replace("max_steps = 20000", "max_steps = 20")
        .replace("eval_frequency = 200", "eval_frequency = 10")
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
def test_spacy_train_reads_the_native_file(tmp_path):
    """Plain `spacy train` with the reader annotator.JsonlCorpus.v1 trains on the native JSONL."""
    config = small_config(tmp_path / "c.cfg")
    text = config.read_text(encoding="utf-8")
    for part in ("train", "dev"):
        start = text.index(f"[corpora.{part}]")
        end = text.index("\n[", start + 2)
        block = f'[corpora.{part}]\n@readers = "annotator.JsonlCorpus.v1"\npath = ${{paths.{part}}}\n'
        text = text[:start] + block + text[end:]
    config.write_text(text, encoding="utf-8")
    data = write_lines(tmp_path / "d.jsonl", lessons(12))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "spacy",
            "train",
            config,
            "-o",
            tmp_path / "out",
            "--paths.train",
            data,
            "--paths.dev",
            data,
        ],
        capture_output=True,
        env=environment(),
        cwd="/",
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()[-3000:]
    assert (tmp_path / "out" / "model-last" / "config.cfg").is_file()


@pytest.mark.slow
def test_train_takes_a_config_and_overwrites_when_told(tmp_path):
    """--config FILE is used, data without relations make no relation pipe, --overwrite replaces a full folder."""
    data = write_lines(tmp_path / "d.jsonl", lessons(12, relations=False))
    out = tmp_path / "m"
    out.mkdir()
    (out / "old.txt").write_text("old")
    config = small_config(tmp_path / "c.cfg")
    fine("train", data, out, "--config", config, "--overwrite", "--seed", 1, timeout=300)
    said = python("import spacy, sys; print(spacy.load(sys.argv[1]).pipe_names)", out)
    assert "ner" in said.out, said
    assert "relation_extractor" not in said.out


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_evaluate_draws(tmp_path, ruler, suffix):
    """`evaluate --plot FILE` draws an SVG or PNG."""
    out = tmp_path / f"plot.{suffix}"
    fine("evaluate", ruler, write_lines(tmp_path / "gold.jsonl", scored()), "--plot", out)
    assert (b"<svg" if suffix == "svg" else b"\x89PNG") in out.read_bytes()[:500]


def test_a_bad_line_does_not_stop_scoring(tmp_path, ruler):
    """A bad record line is told by file and line with exit 1, the others are scored."""
    path = write_lines(tmp_path / "gold.jsonl", scored())
    with path.open("ab") as file:
        file.write(b'{"id": "x"}\n')
    said = run("evaluate", ruler, path, "--json")
    assert said.status == 1
    assert "gold.jsonl:5" in said.err
    assert said.json["entities"]["strict"]["f1"] == approx(6 / 9)
