"""The whole path from the command line: init, import, annotate, agreement, export, train, evaluate, suggest by hand."""

import json
import os
import shutil
import subprocess
import sys

import pytest

ENVIRONMENT = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


def annotator(*arguments, status=0):
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=ENVIRONMENT, check=False)
    assert result.returncode == status, (arguments, result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    return json.loads(result.stdout) if "--json" in arguments else result.stdout


def as_made_by_hand(record, annotator_name):
    """An annotated line as another program would write it: no tokens, no ids, only the spans and relations."""
    spans = [{key: span[key] for key in ("start", "end", "label")} for span in record["spans"]["sc"]]
    relations = [{key: relation[key] for key in ("head", "tail", "label")} for relation in record["relations"]]
    return {
        "id": record["id"],
        "text": record["text"],
        "spans": {"sc": [span | {"kb_id": ""} for span in spans]},
        "ents": [],
        "relations": relations,
        "annotator": annotator_name,
        "status": "done",
    }


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, root):
    """A workspace made by `init` and `import` alone: the sample's articles, and what two people annotated in them."""
    folder = tmp_path_factory.mktemp("story")
    annotator("init", folder / "news", "--scheme", "news-ru", "--language", "ru")
    articles = sorted((root / "samples/articles").glob("*.txt"))
    report = annotator("import", folder / "news", *articles, "--json")
    assert (report["read"], report["written"], report["problems"]) == (len(articles), len(articles), [])
    for name in ("anna", "boris"):
        lines = (root / f"samples/news-ru/annotations/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        made = [as_made_by_hand(json.loads(line), name) for line in lines]
        path = folder / f"{name}-elsewhere.jsonl"
        path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in made), encoding="utf-8")
        report = annotator("import", folder / "news", path, "--annotator", name, "--json")
        assert (report["written"], report["refused"], report["dropped"]) == (len(lines), 0, 0)
    return folder / "news"


@pytest.fixture(scope="module")
def model(workspace):
    """A model trained on Anna's work."""
    target = workspace.parent / "models" / "anna"
    annotator("train", workspace, target, "--annotator", "anna", "--no-relations", "--seed", "1", "--max-steps", "120")
    return target


def test_what_was_imported_is_what_the_sample_says(workspace, root):
    """The imported annotations equal the sample's: same entities, same relations, sound by `validate`."""
    report = annotator("validate", workspace, "--json")
    assert report["ok"], report["problems"]
    stats = annotator("stats", workspace, "--json")
    lines = (root / "samples/news-ru/annotations/anna.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert stats["annotators"]["anna"]["done"] == len(records)
    assert sum(stats["annotators"]["anna"]["entities"].values()) == sum(len(r["spans"]["sc"]) for r in records)
    assert sum(stats["annotators"]["anna"]["relations"].values()) == sum(len(r["relations"]) for r in records)


def test_agreement_is_scored_for_entities_and_relations(workspace):
    """Two careful annotators agree well but not fully, on entities more than on relations."""
    report = annotator("agreement", workspace, "--json")
    entities = report["entities"]["pairs"]["anna|boris"]["strict"]["f1"]
    relations = report["relations"]["pairs"]["anna|boris"]["strict"]["f1"]
    assert 0.5 < relations < entities < 1
    assert report["annotators"] == ["anna", "boris"]


def test_stock_spacy_reads_the_exported_docbin(workspace, tmp_path):
    """`export --format spacy` with a split gives DocBins that hold every entity."""
    import spacy
    from spacy.tokens import DocBin

    annotator("export", workspace, tmp_path / "out", "--format", "spacy", "--annotator", "anna", "--split", "80/10/10")
    files = sorted((tmp_path / "out").glob("*.spacy"))
    assert [file.stem for file in files] == ["dev", "test", "train"]
    docs = [doc for file in files for doc in DocBin().from_disk(file).get_docs(spacy.blank("ru").vocab)]
    stats = annotator("stats", workspace, "--json")["annotators"]["anna"]
    assert sum(len(doc.spans["sc"]) for doc in docs) == sum(stats["entities"].values())


def test_the_exported_jsonl_trains_with_plain_spacy(workspace, tmp_path):
    """`spacy train` reads the native JSONL straight through the reader `annotator.JsonlCorpus.v1`."""
    annotator("export", workspace, tmp_path / "anna.jsonl", "--format", "jsonl", "--annotator", "anna")
    spacy = [sys.executable, "-m", "spacy"]
    config = tmp_path / "config.cfg"
    subprocess.run(
        [*spacy, "init", "config", config, "-l", "ru", "-p", "ner"], env=ENVIRONMENT, check=True, capture_output=True
    )
    text = config.read_text(encoding="utf-8").replace('"spacy.Corpus.v1"', '"annotator.JsonlCorpus.v1"')
    kept = [line for line in text.splitlines() if not line.startswith(("max_length", "gold_preproc", "augmenter"))]
    config.write_text("\n".join(kept), encoding="utf-8")
    overrides = ["--paths.train", tmp_path / "anna.jsonl", "--paths.dev", tmp_path / "anna.jsonl"]
    overrides += ["--training.max_steps", "2", "--training.eval_frequency", "1"]
    command = [*spacy, "train", config, "-o", tmp_path / "model", *overrides]
    subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)
    assert (tmp_path / "model/model-best/meta.json").exists()


def test_the_trained_model_is_scored(model, workspace):
    """`evaluate` says how well the model finds what it was trained on."""
    report = annotator("evaluate", model, workspace, "--annotator", "anna", "--json")
    assert report["entities"]["strict"]["f1"] > 0.5
    assert set(report["entities"]["per_label"]) >= {"PERSON", "ORG", "PRODUCT"}


def test_a_fresh_process_suggests_with_the_model(model):
    """`spacy.load` in a process that knows nothing of us finds names in a new sentence."""
    code = (
        "import sys, spacy; nlp = spacy.load(sys.argv[1]);"
        "print(*[e.label_ for e in nlp('Альтман объявил, что OpenAI и Microsoft продолжат работу.').ents])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(model)], capture_output=True, text=True, env=ENVIRONMENT, check=True
    )
    assert set(result.stdout.split()) & {"PERSON", "ORG"}


def test_a_damaged_line_is_named_and_the_rest_still_counts(workspace, tmp_path):
    """A broken record is one line with file and number, exit status 1, and the others are read."""
    copy = tmp_path / "damaged"
    shutil.copytree(workspace, copy)
    path = copy / "annotations" / "anna.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b'{"id": "broken", \n', *lines[1:]]))
    report = annotator("validate", copy, "--json", status=1)
    assert [(problem["file"].endswith("anna.jsonl"), problem["line"]) for problem in report["problems"]] == [(True, 2)]
    assert report["records"] > len(lines) - 1
