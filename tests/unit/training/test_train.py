"""From annotations to a model folder and back: real trainings on a small corpus."""

import json
import subprocess
import sys

import pytest
import spacy
from unit.training.stories import story, write_jsonl

from annotator.messages import AnnotatorError
from annotator.training.errors import TrainingError, UsageProblem
from annotator.training.evaluate import evaluate
from annotator.training.news_weights import data_folder
from annotator.training.progress import Progress
from annotator.training.run import run
from annotator.training.train import TrainOptions, train
from annotator.workspace import Workspace


def fast_config(tmp_path, **training):
    """Return a config file that stops after a few steps."""
    from annotator.training.config import Schedule, build_config

    config = build_config("ru", "none", Schedule(40, 20, 0), relations=None, seed=0)
    config["training"] |= training
    path = tmp_path / "fast.cfg"
    config.to_disk(path)
    return path


def test_the_model_learns_entities_and_relations(trained):
    """Invented but regular news are learnt nearly without an error."""
    _, report = trained
    assert report.run.scores["ents_f"] > 0.9
    assert report.run.scores["rel_micro_f"] > 0.9
    assert (report.data.train, report.data.dev) == (19, 5)


def test_a_fresh_process_loads_the_model_and_predicts(trained):
    """`spacy.load` alone opens the folder: the components come through entry points."""
    model, _ = trained
    code = (
        "import sys, json, spacy; nlp = spacy.load(sys.argv[1]); doc = nlp(sys.argv[2]);"
        "spans = list(doc.spans['sc']);"
        "print(json.dumps([[e.text, e.label_] for e in doc.ents] + "
        "[[spans[r['head']].text, spans[r['tail']].text, r['label'], r['score'] > 0] for r in doc._.relations]))"
    )
    text = "Вера Орлова работает в «Титан» третий год."
    done = subprocess.run([sys.executable, "-c", code, str(model), text], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [
        ["Вера Орлова", "PERSON"],
        ["Титан", "ORG"],
        ["Вера Орлова", "Титан", "WORKPLACE", True],
    ]


def test_config_and_card_lie_in_the_model(trained):
    """The card names data and scores, meta.json the requirement, config.cfg the data of this very training."""
    model, report = trained
    card = (model / "README.md").read_text(encoding="utf-8")
    assert f"{100 * report.run.scores['ents_f']:.1f}" in card
    assert "| WORKPLACE |" in card
    assert f"| PERSON | {report.data.entities['PERSON']} | {100 * report.run.per_label['PERSON']:.1f} |" in card
    assert f"spacy {spacy.__version__}" in card
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    assert meta["requirements"][0].startswith("annotator")
    config = spacy.util.load_config(model / "config.cfg")
    assert config["paths"]["train"] == str(model / "training" / "train.jsonl")


def test_spacy_train_repeats_it_exactly(trained, tmp_path):
    """Plain `spacy train` on the exported config comes to the same scores at the same step."""
    model, report = trained
    command = [sys.executable, "-m", "spacy", "train", str(model / "training" / "config.cfg"), "-o", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    performance = json.loads((tmp_path / "model-best" / "meta.json").read_text())["performance"]
    for key in ("ents_f", "ents_p", "ents_r", "rel_micro_f"):
        assert performance[key] == pytest.approx(report.run.scores[key], abs=1e-9)
    assert f"step {report.run.best_step} " in done.stdout


def test_the_scores_are_those_of_evaluate(trained):
    """Evaluating on the development part gives what the training said."""
    model, report = trained
    result = evaluate(model, model / "training" / "dev.jsonl").to_json()
    assert result["entities"]["strict"]["f1"] == pytest.approx(report.run.scores["ents_f"])
    assert result["relations"]["gold"]["strict"]["f1"] == pytest.approx(report.run.scores["rel_micro_f"])
    assert result["relations"]["end_to_end"]["strict"]["f1"] == pytest.approx(report.run.scores["rel_e2e_f"])


def test_progress_is_told_step_by_step(stories_file, tmp_path):
    """Every step arrives, evaluations with scores and losses, and the total is known."""
    seen: list[Progress] = []
    options = TrainOptions(config=fast_config(tmp_path))
    train(stories_file, tmp_path / "model", options, listener=seen.append)
    assert [p.step for p in seen] == list(range(41))
    assert [p.step for p in seen if p.score is not None] == [0, 20, 40]
    assert {p.max_steps for p in seen} == {40}
    assert seen[20].losses["ner"] > 0


def test_without_relations_in_the_data_there_is_no_relation_component(stories, tmp_path):
    """Relations are on only if the data has any, and off on request."""
    bare = write_jsonl(tmp_path / "bare.jsonl", [d.replacing(relations=()) for d in stories[:4]])
    report = train(bare, tmp_path / "bare", TrainOptions(vectors="none", max_steps=8))
    assert report.components == ("tok2vec", "ner")
    some = write_jsonl(tmp_path / "some.jsonl", stories[:4])
    report = train(some, tmp_path / "off", TrainOptions(vectors="none", relations=False, max_steps=8))
    assert report.components == ("tok2vec", "ner")


def test_three_documents_are_enough_to_get_a_model(stories, tmp_path):
    """A tiny file trains, and it is told how little it is."""
    said = []
    path = write_jsonl(tmp_path / "tiny.jsonl", stories[:3])
    report = train(path, tmp_path / "tiny", TrainOptions(max_steps=8), say=lambda m: said.append(str(m)))
    assert (report.data.train, report.data.dev) == (2, 1)
    assert any("few examples" in line for line in said)
    assert spacy.load(tmp_path / "tiny")("Анна Громова работает в «Заря».") is not None


def test_a_single_document_says_that_scores_are_on_itself(stories, tmp_path):
    """One document trains, but nobody is told that this is a held-out score."""
    path = write_jsonl(tmp_path / "one.jsonl", stories[:1])
    said = []
    train(path, tmp_path / "one", TrainOptions(config=fast_config(tmp_path)), say=lambda m: said.append(str(m)))
    assert any("on the training data itself" in line for line in said)


def test_a_folder_with_something_in_it_is_refused_and_left_alone(stories_file, tmp_path):
    """Nothing is replaced without --overwrite, and with it only when the new model is complete."""
    model = tmp_path / "model"
    model.mkdir()
    (model / "notes.txt").write_text("mine")
    with pytest.raises(UsageProblem, match="not empty"):
        train(stories_file, model)
    assert (model / "notes.txt").read_text() == "mine"
    with pytest.raises(TrainingError):
        train(write_jsonl(tmp_path / "none.jsonl", []), model, TrainOptions(overwrite=True))
    assert (model / "notes.txt").read_text() == "mine"
    train(stories_file, model, TrainOptions(overwrite=True, config=fast_config(tmp_path)))
    assert not (model / "notes.txt").exists()
    assert (model / "config.cfg").is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fast.cfg", "model", "none.jsonl"]


def test_stopping_keeps_the_best_model(stories_file, tmp_path):
    """Ctrl+C after some evaluations leaves the best model so far, loadable."""

    def stop_later(progress: Progress) -> None:
        if progress.step == 30:
            raise KeyboardInterrupt

    options = TrainOptions(config=fast_config(tmp_path))
    report = train(stories_file, tmp_path / "model", options, listener=stop_later)
    assert report.run.stopped
    assert report.run.steps == 30
    assert spacy.load(tmp_path / "model").pipe_names == ["tok2vec", "ner"]


def test_ctrl_c_is_heard_between_steps(stories_file, tmp_path):
    """The signal itself ends the training after the current step."""
    import os
    import signal

    def interrupt(progress: Progress) -> None:
        if progress.step == 25:
            os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    report = train(stories_file, tmp_path / "model", TrainOptions(config=fast_config(tmp_path)), listener=interrupt)
    assert report.run.stopped
    assert report.run.steps <= 26
    assert signal.getsignal(signal.SIGINT) is before


def test_the_same_seed_gives_the_same_model(stories_file, tmp_path):
    """Scores and weights repeat."""
    reports = [
        train(stories_file, tmp_path / name, TrainOptions(config=fast_config(tmp_path), seed=5)) for name in "ab"
    ]
    assert reports[0].run.scores == reports[1].run.scores
    weights = [(tmp_path / name / "ner" / "model").read_bytes() for name in "ab"]
    assert weights[0] == weights[1]


def test_a_development_file_is_used_as_it_is(stories, tmp_path):
    """With --dev all documents of the source are trained on."""
    source = write_jsonl(tmp_path / "train.jsonl", stories[:10])
    dev = write_jsonl(tmp_path / "dev.jsonl", stories[10:14])
    report = train(source, tmp_path / "model", TrainOptions(dev=dev, config=fast_config(tmp_path)))
    assert (report.data.train, report.data.dev) == (10, 4)


def test_what_spacy_refuses_is_one_line(stories_file, tmp_path):
    """A config with an impossible setting ends in a message, not in a traceback."""
    with pytest.raises(TrainingError, match="spaCy cannot train with this"):
        train(stories_file, tmp_path / "m", TrainOptions(config=fast_config(tmp_path, dropout="much")))
    with pytest.raises(UsageProblem, match="no spaCy config"):
        train(stories_file, tmp_path / "m", TrainOptions(config=stories_file))
    assert not (tmp_path / "m").exists()


def test_unknown_vectors_and_gpus_are_said(stories_file, tmp_path):
    """Neither a folder that is not there nor a GPU that is not there ends in a traceback."""
    with pytest.raises(UsageProblem, match="no folder nowhere"):
        train(stories_file, tmp_path / "m", TrainOptions(vectors="nowhere"))
    with pytest.raises(UsageProblem, match="--gpu-id 7"):
        run({}, tmp_path, gpu_id=7)


@pytest.mark.skipif(data_folder() is None, reason="the natasha extra is not installed")
def test_the_pretrained_encoder_learns_from_ten_articles_and_travels_with_the_model(tmp_path):
    """With the news encoder a few documents are enough, and the saved model needs no vectors to be installed."""
    path = write_jsonl(tmp_path / "ten.jsonl", [story(i) for i in range(10)])
    report = train(path, tmp_path / "model", TrainOptions(relations=False))
    assert report.vectors == "navec"
    assert report.run.scores["ents_f"] > 0.9
    code = (
        "import sys, spacy; sys.modules['natasha'] = None; nlp = spacy.load(sys.argv[1]);"
        "print([e.label_ for e in nlp('Илья Носов возглавил компанию «Маяк» весной.').ents])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "model")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['PERSON', 'ORG']"
    size = sum(f.stat().st_size for f in (tmp_path / "model").rglob("*"))
    assert size < 80 * 2**20


def test_other_languages_are_trained_with_spacys_own_config(tmp_path):
    """An English file makes an English pipeline, without the Russian encoder; an unknown language is told."""
    from annotator.domain import Document, Entity, Status
    from annotator.nlp.tokenizer import token_offsets

    text = "Anna works at Acme. Bob left Acme."
    entities = (Entity("T1", 0, 4, "PERSON"), Entity("T2", 14, 18, "ORG"), Entity("T3", 20, 23, "PERSON"))
    documents = [
        Document(f"d{i}", text + f" No {i}.", token_offsets(text + f" No {i}.", "en"), entities, status=Status.DONE)
        for i in range(3)
    ]
    path = write_jsonl(tmp_path / "en.jsonl", documents)
    report = train(path, tmp_path / "m", TrainOptions(language="en", max_steps=8))
    assert report.vectors == "none"
    assert spacy.load(tmp_path / "m").lang == "en"
    with pytest.raises(UsageProblem, match='no language "zz"'):
        train(write_jsonl(tmp_path / "zz.jsonl", documents), tmp_path / "z", TrainOptions(language="zz"))


@pytest.mark.parametrize("place", [".", "annotations", "annotations/new", "..", ".annotator"])
def test_no_model_takes_the_place_of_a_workspace(tmp_path, place):
    """Even with --overwrite nothing of a workspace, nor a folder that holds it, is replaced by a model."""
    workspace = Workspace.create(tmp_path / "a" / "ws", scheme="open")
    root = workspace.layout.root
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(AnnotatorError) as refused:
        train(root, root / place, TrainOptions(overwrite=True))
    assert refused.value.exit_status == 2
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_no_model_takes_the_place_of_its_data(tmp_path):
    """A folder that holds the file to learn from, or the development data, is refused."""
    (tmp_path / "data").mkdir()
    data = write_jsonl(tmp_path / "data" / "train.jsonl", [story(0)])
    elsewhere = write_jsonl(tmp_path / "other.jsonl", [story(0)])
    for source, dev in ((data, None), (elsewhere, data)):
        with pytest.raises(UsageProblem, match="learn from"):
            train(source, tmp_path / "data", TrainOptions(overwrite=True, dev=dev))
    assert data.is_file()


def test_unusable_data_is_told_line_by_line(tmp_path):
    """Where nothing is left to learn from, what was wrong with the lines is said too; empty --dev is told as such."""
    told = []
    (tmp_path / "bad.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(TrainingError):
        train(tmp_path / "bad.jsonl", tmp_path / "model", say=lambda message: told.append(str(message)))
    assert any("bad.jsonl:1: " in line for line in told)
    data = write_jsonl(tmp_path / "train.jsonl", [story(i) for i in range(4)])
    (tmp_path / "empty.jsonl").write_bytes(b"")
    with pytest.raises(TrainingError, match="--dev"):
        train(data, tmp_path / "model", TrainOptions(dev=tmp_path / "empty.jsonl"))
    assert not (tmp_path / "model").exists()
