"""Agreement: the JSON's numbers against cases worked by hand and against a plain reading of the definitions."""

import itertools
import random

import pytest
from e2e.contract import oracle
from e2e.contract.kit import (
    TEXTS,
    ent,
    find,
    fine,
    names_place,
    one_line,
    record,
    run,
    stock_tokens,
    workspace,
    write_lines,
)
from pytest import approx

WORDS = "Анна Ким и Олег Ли работают в банке Луч и банке Заря ."


def agree(tmp_path, *options, replicates=50, **annotators):
    files = [write_lines(tmp_path / "in" / f"{name}.jsonl", records) for name, records in annotators.items()]
    return fine("agreement", *files, "--json", "--replicates", replicates, "--seed", 1, *options).json


def words(*entities, relations=(), document="d", text=WORDS, **more):
    return record(document, text, [ent(text, *e) for e in entities], list(relations), annotator=None, **more)


ANNA = [("Анна Ким", "PERSON"), ("Олег Ли", "PERSON"), ("банке Луч", "ORG"), ("Заря", "ORG"), ("работают", "PRODUCT")]
BORIS = [("Анна Ким", "PERSON"), ("Олег Ли", "ORG"), ("Луч", "ORG"), ("банке Заря", "PRODUCT"), ("в", "PERSON")]


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """One document with one strict match and one disagreement of each kind, and a second that both found empty."""
    folder = tmp_path_factory.mktemp("hand")
    empty = record("e", TEXTS["empty"], annotator=None)
    return agree(folder, anna=[words(*ANNA), empty], boris=[words(*BORIS), empty])


def test_top_level_keys(by_hand):
    """annotators, documents, symmetric, tokenizer, seed, replicates and version stand beside entities and relations."""
    assert by_hand["annotators"] == ["anna", "boris"]
    assert by_hand["documents"] == 2
    assert by_hand["symmetric"] == []
    assert (by_hand["seed"], by_hand["replicates"]) == (1, 50)
    assert {"tokenizer", "version", "entities", "relations"} <= set(by_hand)


def test_spans_by_hand(by_hand):
    """strict 1 of 5, exact 2, lenient 2, average between, one disagreement of each kind."""
    pair = by_hand["entities"]["pairs"]["anna|boris"]
    assert (pair["documents"], pair["n_a"], pair["n_b"]) == (2, 5, 5)
    assert pair["strict"]["tp"] == 1
    for key in ("precision", "recall", "f1"):
        assert pair["strict"][key] == approx(0.2)
    assert (pair["exact"]["tp"], pair["exact"]["f1"]) == (2, approx(0.4))
    assert (pair["lenient"]["tp"], pair["lenient"]["f1"]) == (2, approx(0.4))
    assert pair["average"]["f1"] == approx(0.3)
    assert pair["strict"]["f1_doc_mean"] == approx(0.2), "the document that both found empty is left out of the mean"
    kinds = {k: pair["disagreements"][k] for k in ("label", "boundary", "boundary+label", "missing", "extra")}
    assert kinds == dict.fromkeys(kinds, 1)


SEMEVAL = {  # correct, incorrect, partial, f1; missed and spurious are 1 each
    "strict": (1, 3, 0, 0.2),
    "exact": (2, 2, 0, 0.4),
    "partial": (2, 0, 2, 0.6),
    "ent_type": (2, 2, 0, 0.4),
}


@pytest.mark.parametrize("kind", SEMEVAL)
def test_semeval_by_hand(by_hand, kind):
    """The four SemEval schemes count from the tiers."""
    found = by_hand["entities"]["pairs"]["anna|boris"]["semeval"][kind]
    correct, incorrect, partial, value = SEMEVAL[kind]
    assert (found["correct"], found["incorrect"], found["partial"]) == (correct, incorrect, partial)
    assert (found["missed"], found["spurious"]) == (1, 1)
    assert [found[k] for k in ("precision", "recall", "f1")] == approx([value] * 3)


def test_tokens_by_hand(by_hand):
    """Percent, kappas, AC1 and F1 over the tokens without white space."""
    pair = by_hand["entities"]["pairs"]["anna|boris"]["token"]
    left = ["P", "P", "O", "P", "P", "D", "O", "O2", "O2", "O", "O", "O2", "O"]
    left = ["P", "P", "", "P", "P", "D", "", "O", "O", "", "", "O", ""]
    right = ["P", "P", "", "O", "O", "", "P", "", "O", "", "D", "D", ""]
    rest = len([s for s, e in stock_tokens(TEXTS["empty"]) if TEXTS["empty"][s:e].strip()])
    left, right = left + [""] * rest, right + [""] * rest
    assert pair["n"] == len(left)
    same = sum(x == y for x, y in zip(left, right, strict=True)) / len(left)
    assert pair["percent"] == approx(same) or pair["percent"] == approx(100 * same)
    assert pair["kappa"] == approx(oracle.cohen(left, right))
    assert pair["n_annotated"] == 10
    some = [i for i in range(13) if left[i] or right[i]]
    assert pair["kappa_annotated"] == approx(oracle.cohen([left[i] for i in some], [right[i] for i in some]))
    assert pair["ac1"] == approx(oracle.ac1([left, right]))
    assert pair["f1"] == approx(2 * 3 / 16)


def test_per_label_by_hand(by_hand):
    """Each label alone: ORG has no strict and one lenient match; its token kappa is of yes and no."""
    per = by_hand["entities"]["pairs"]["anna|boris"]["per_label"]
    assert set(per) == {"PERSON", "ORG", "PRODUCT"}
    assert per["PERSON"]["strict"]["tp"] == 1
    assert per["PERSON"]["strict"]["f1"] == approx(0.5)
    assert (per["ORG"]["strict"]["f1"], per["ORG"]["lenient"]["f1"]) == (approx(0.0), approx(0.5))
    rest = [False] * len([s for s, e in stock_tokens(TEXTS["empty"]) if TEXTS["empty"][s:e].strip()])
    left = [i in {7, 8, 11} for i in range(13)] + rest
    right = [i in {3, 4, 8} for i in range(13)] + rest
    assert per["ORG"]["token"]["kappa"] == approx(oracle.cohen(left, right))


def test_precision_recall_and_order_of_files(tmp_path):
    """The first name is the reference: recall over its spans, precision over the other's, whatever the files' order."""
    anna, boris = [words(("Анна Ким", "PERSON"), ("Луч", "ORG"))], [words(("Анна Ким", "PERSON"))]
    for given in ({"anna": anna, "boris": boris}, {"boris": boris, "anna": anna}):
        found = agree(tmp_path, **given)["entities"]["pairs"]
        assert list(found) == ["anna|boris"]
        strict = found["anna|boris"]["strict"]
        assert (strict["recall"], strict["precision"], strict["f1"]) == (approx(0.5), approx(1.0), approx(2 / 3))


def test_undefined_is_null(tmp_path):
    """Nothing on both sides is null for F1 and kappa, one empty side is 0; one document has no interval."""
    nothing = agree(tmp_path, anna=[words()], boris=[words()])
    pair = nothing["entities"]["pairs"]["anna|boris"]
    assert pair["documents"] == 1
    for key in ("f1", "precision", "recall", "f1_ci", "f1_doc_mean"):
        assert pair["strict"][key] is None, key
    assert pair["token"]["kappa"] is None
    assert pair["token"]["f1"] is None
    assert pair["token"]["kappa_annotated"] is None
    assert nothing["entities"]["overall"]["strict"]["f1_mean"] is None
    assert nothing["entities"]["overall"]["token"]["alpha"] is None
    assert nothing["entities"]["overall"]["alpha_u"] is None
    assert nothing["relations"]["pairs"]["anna|boris"]["strict"]["f1"] is None
    one = agree(tmp_path, anna=[words(("Анна Ким", "PERSON"))], boris=[words()])["entities"]["pairs"]["anna|boris"]
    assert one["strict"]["f1"] == 0
    assert one["strict"]["recall"] == 0
    assert one["strict"]["precision"] is None
    assert one["strict"]["f1_ci"] is None


def test_missing_and_skipped_documents_are_not_done(tmp_path):
    """No record and skipped leave a document out, an empty done one counts; in_progress only with --status any."""
    a = [
        words(("Анна Ким", "PERSON")),
        words(("Луч", "ORG"), document="only-anna"),
        words(("Луч", "ORG"), document="skipped"),
        words(("Луч", "ORG"), document="progress"),
        words(("Луч", "ORG"), document="empty"),
    ]
    b = [
        words(("Анна Ким", "PERSON")),
        words(("Луч", "ORG"), document="skipped", status="skipped"),
        words(("Луч", "ORG"), document="progress", status="in_progress"),
        words(document="empty", status=None),
    ]
    found = agree(tmp_path, anna=a, boris=b)
    pair = found["entities"]["pairs"]["anna|boris"]
    assert found["documents"] == 2
    assert (pair["documents"], pair["n_a"], pair["n_b"], pair["strict"]["tp"]) == (2, 2, 1, 1)
    found = agree(tmp_path, "--status", "any", anna=a, boris=b)
    pair = found["entities"]["pairs"]["anna|boris"]
    assert (pair["documents"], pair["n_a"], pair["strict"]["tp"]) == (3, 3, 2)


def test_other_text_under_one_id_is_an_error_that_names_both(tmp_path):
    """Two texts under one id are refused aloud, never scored."""
    files = [
        write_lines(tmp_path / "anna.jsonl", [words(("Анна Ким", "PERSON"))]),
        write_lines(tmp_path / "boris.jsonl", [words(("Анна Ким", "PERSON"), text=WORDS + "!")]),
    ]
    said = run("agreement", *files)
    assert said.status == 1
    assert "anna" in said.err and "boris" in said.err and "d" in said.err


def test_too_few_annotators_and_unknown_names_are_one_line(tmp_path):
    """One annotator, an unknown name or two files of one stem are refused in one line."""
    ws = workspace(tmp_path / "ws", records={"anna": [record("empty", TEXTS["empty"])]})
    (tmp_path / "x").mkdir()
    files = [write_lines(tmp_path / d / "anna.jsonl", [words()]) for d in (".", "x")]
    for command in (
        ["agreement", ws],
        ["agreement", ws, "--annotators", "anna,nobody"],
        ["agreement", *files],
        ["agreement", files[0]],
    ):
        said = run(*command)
        assert said.status in {1, 2}, said
        one_line(said)


TEXT = "Пётр Ли и Иван Ко пришли в банк Луч , банк Заря , банк Ночь , банк Утро и Снег ."
P1, P2, O1, O2, O3, O4, O5 = (
    ("Пётр Ли", "PERSON"),
    ("Иван Ко", "PERSON"),
    ("банк Луч", "ORG"),
    ("банк Заря", "ORG"),
    ("банк Ночь", "ORG"),
    ("банк Утро", "ORG"),
    ("Снег", "ORG"),
)
A_RELATIONS = [
    (0, 2, "WORKPLACE"),
    (0, 3, "WORKPLACE"),
    (0, 1, "KNOWS"),
    (2, 3, "PART_OF"),
    (1, 4, "WORKPLACE"),
    (5, 2, "PART_OF"),
    (1, 2, "OWNER_OF"),
    (0, 6, "WORKPLACE"),
]
B_RELATIONS = [
    (0, 2, "WORKPLACE"),  # the same
    (3, 0, "WORKPLACE"),  # direction
    (1, 0, "KNOWS"),  # the same where KNOWS is symmetric
    (2, 3, "OWNER_OF"),  # label
    (1, 4, "WORKPLACE"),  # entity: the tail's boundary
    (2, 5, "INVESTS_IN"),  # direction+label
    (1, 3, "MEMBER_OF"),  # extra; A's OWNER_OF is missing
    (0, 6, "WORKPLACE"),  # entity: the tail's label
]


def related():
    anna = words(P1, P2, O1, O2, O3, O4, O5, relations=A_RELATIONS, text=TEXT)
    boris = words(P1, P2, O1, O2, ("Ночь", "ORG"), O4, ("Снег", "PRODUCT"), relations=B_RELATIONS, text=TEXT)
    return {"anna": [anna], "boris": [boris]}


@pytest.fixture(scope="module")
def relations(tmp_path_factory):
    return agree(tmp_path_factory.mktemp("rel"), "--symmetric", "KNOWS", **related())


def test_relations_by_hand(relations):
    """strict 2 of 8, boundary 3, link 6, and 2 of the 6 between agreed entities."""
    pair = relations["relations"]["pairs"]["anna|boris"]
    assert relations["symmetric"] == ["KNOWS"]
    for key, tp, value in (
        ("strict", 2, 2 / 8),
        ("boundary", 3, 3 / 8),
        ("link", 6, 6 / 8),
        ("given_entities", 2, 2 / 6),
    ):
        assert pair[key]["tp"] == tp, key
        assert [pair[key][k] for k in ("precision", "recall", "f1")] == approx([value] * 3), key
    assert pair["per_label"]["WORKPLACE"]["strict"]["f1"] == approx(1 / 4)
    assert pair["per_label"]["KNOWS"]["strict"]["f1"] == approx(1)
    assert pair["per_label"]["MEMBER_OF"]["strict"]["f1"] == 0


def test_relation_disagreements_by_hand(relations):
    """Two entity, one direction, label, direction+label, missing and extra each."""
    found = relations["relations"]["pairs"]["anna|boris"]["disagreements"]
    expected = {"entity": 2, "direction": 1, "label": 1, "direction+label": 1, "missing": 1, "extra": 1}
    assert {k: found[k] for k in expected} == expected


def test_relation_pairs_by_hand(relations):
    """10 candidate pairs of 5 agreed entities: kappa (.5 - .2) / .8; among the 5 that both linked (.4 - .12) / .88."""
    found = relations["relations"]["pairs"]["anna|boris"]["pairs"]
    assert (found["n"], found["n_linked"]) == (10, 5)
    assert found["kappa"] == approx((0.5 - 0.2) / 0.8)
    assert found["kappa_linked"] == approx((0.4 - 0.12) / 0.88)


def test_without_symmetric_a_reversed_relation_is_a_direction_disagreement(tmp_path):
    """Native files know no scheme: KNOWS reversed disagrees in direction unless --symmetric names it."""
    pair = agree(tmp_path, **related())["relations"]["pairs"]["anna|boris"]
    assert pair["strict"]["tp"] == 1
    assert pair["disagreements"]["direction"] == 2


def test_a_workspace_brings_its_symmetric_labels_and_leaves_gold_out(tmp_path):
    """In a workspace KNOWS is symmetric by the scheme; gold takes part only where it is named."""
    made = {name: [{**r, "annotator": name} for r in records] for name, records in related().items()}
    gold = [{**made["anna"][0], "annotator": "gold"}]
    ws = workspace(tmp_path / "ws", {"d": TEXT}, {**made, "gold": gold})
    found = fine("agreement", ws, "--json").json
    assert found["annotators"] == ["anna", "boris"]
    assert list(found["entities"]["pairs"]) == ["anna|boris"]
    assert found["relations"]["pairs"]["anna|boris"]["strict"]["tp"] == 2
    assert "KNOWS" in found["symmetric"]
    named = fine("agreement", ws, "--annotators", "gold,anna", "--json").json
    assert list(named["entities"]["pairs"]) == ["anna|gold"]
    assert named["entities"]["pairs"]["anna|gold"]["strict"]["f1"] == 1
    extra = fine("agreement", ws, "--symmetric", "WORKPLACE", "--json").json
    assert extra["relations"]["pairs"]["anna|boris"]["strict"]["tp"] == 3
    assert {"KNOWS", "WORKPLACE"} <= set(extra["symmetric"])


def test_a_symmetric_against_a_directed_label_is_a_label_disagreement(tmp_path):
    """On one pair a symmetric and a directed relation differ in label only, whatever the direction."""
    a = [words(P1, P2, relations=[(0, 1, "KNOWS")], text=TEXT)]
    b = [words(P1, P2, relations=[(1, 0, "SUBORDINATE_OF")], text=TEXT)]
    found = agree(tmp_path, "--symmetric", "KNOWS", anna=a, boris=b)["relations"]["pairs"]["anna|boris"][
        "disagreements"
    ]
    assert found["label"] == 1
    assert found["direction+label"] == found["missing"] == found["extra"] == 0


def test_the_bootstrap_is_seeded_and_holds_the_value(tmp_path):
    """The same seed gives the same interval around the value; the output says seed and replicates."""
    a, b = [], []
    for i in range(12):
        text = f"{WORDS} {i}"
        a.append(words(("Анна Ким", "PERSON"), ("Луч", "ORG"), text=text, document=f"d{i}"))
        b.append(
            words(
                ("Анна Ким", "PERSON"), *([("Луч", "ORG")] if i % 2 else [("Заря", "ORG")]), text=text, document=f"d{i}"
            )
        )
    one, two = (agree(tmp_path, replicates=1000, anna=a, boris=b) for _ in range(2))
    assert one == two
    strict = one["entities"]["pairs"]["anna|boris"]["strict"]
    low, high = strict["f1_ci"]
    assert strict["f1"] == approx(0.75)
    assert 0.5 <= low < strict["f1"] < high <= 1
    assert one["replicates"] == 1000
    default = fine("agreement", *sorted((tmp_path / "in").glob("*.jsonl")), "--json").json
    assert default["replicates"] >= 1000
    assert isinstance(default["seed"], int)


def test_token_agreement_uses_unsplit_tokens_without_white_space(tmp_path):
    """A cut token counts once, white-space tokens not at all."""
    cut, nbsp = TEXTS["cut"], TEXTS["nbsp"]
    a = [record("cut", cut, [ent(cut, "ChatGPT", "PRODUCT")], annotator=None), record("nbsp", nbsp, annotator=None)]
    b = [
        record("cut", cut, [(find(cut, "ChatGPT-4o")[0], find(cut, "ChatGPT-4o")[1], "PRODUCT")], annotator=None),
        record("nbsp", nbsp, annotator=None),
    ]
    pair = agree(tmp_path, anna=a, boris=b)["entities"]["pairs"]["anna|boris"]
    solid = [1 for text in (cut, nbsp) for s, e in stock_tokens(text) if text[s:e].strip()]
    assert pair["token"]["n"] == len(solid)
    assert pair["token"]["kappa"] == approx(1.0)
    assert pair["token"]["n_annotated"] == 1
    assert pair["strict"]["tp"] == 0
    assert pair["lenient"]["tp"] == 1


def test_greedy_matching_is_not_enough(tmp_path):
    """lenient is a largest matching: two long spans against two short ones pair up although greed would pair one."""
    text = "аа бб вв гг дд"
    a = [record("d", text, [(0, 8, "X"), (0, 2, "X")], annotator=None)]
    b = [record("d", text, [(0, 5, "X"), (6, 8, "X")], annotator=None)]
    pair = agree(tmp_path, anna=a, boris=b)["entities"]["pairs"]["anna|boris"]
    assert pair["lenient"]["tp"] == 2
    assert pair["disagreements"]["boundary"] == 2


# -- random data against the plain reading ------------------------------------------------------------------------


def random_sets(seed):
    chance = random.Random(seed)
    texts = {
        f"d{i}": " ".join(chance.choice(["Анна", "Ким", "банк", "Луч", "и", "в"]) for _ in range(14)) + " ."
        for i in range(10)
    }
    sets = {}
    for name in ("anna", "boris", "vera"):
        sets[name] = {}
        for document, text in texts.items():
            if chance.random() < 0.15:
                continue
            tokens = stock_tokens(text)
            spans = set()
            for _ in range(chance.randint(0, 5)):
                first = chance.randrange(len(tokens) - 3)
                last = first + chance.randrange(3)
                spans.add((tokens[first][0], tokens[last][1], chance.choice(["ORG", "PERSON"])))
            sets[name][document] = spans
    return texts, sets


@pytest.fixture(scope="module", params=[3, 4])
def random_case(request, tmp_path_factory):
    texts, sets = random_sets(request.param)
    folder = tmp_path_factory.mktemp("random")
    made = {n: [record(d, texts[d], sorted(s), annotator=None) for d, s in docs.items()] for n, docs in sets.items()}
    return texts, sets, agree(folder, **made)


def streams(texts, sets, documents):
    tokens = {d: stock_tokens(texts[d]) for d in documents}
    return [[c for d in documents for c in oracle.categories(tokens[d], s[d])] for s in sets]


def test_random_pairs(random_case):
    """Every pair's strict, exact, lenient and token figures equal the plain reading."""
    texts, sets, found = random_case
    for a, b in itertools.combinations(sorted(sets), 2):
        shared = [d for d in texts if d in sets[a] and d in sets[b]]
        pair = found["entities"]["pairs"][f"{a}|{b}"]
        both = [(sets[a][d], sets[b][d]) for d in shared]
        n_a, n_b = sum(len(x) for x, _ in both), sum(len(y) for _, y in both)
        assert (pair["documents"], pair["n_a"], pair["n_b"]) == (len(shared), n_a, n_b)
        for key, function in (
            ("strict", lambda x, y: len(x & y)),
            ("exact", oracle.exact),
            ("lenient", oracle.lenient),
        ):
            tp = sum(function(x, y) for x, y in both)
            assert pair[key]["tp"] == tp, key
            assert pair[key]["f1"] == approx(oracle.f1(tp, n_a, n_b)), key
        values = [oracle.f1(len(x & y), len(x), len(y)) for x, y in both]
        values = [v for v in values if v is not None]
        assert pair["strict"]["f1_doc_mean"] == approx(sum(values) / len(values))
        kinds = pair["disagreements"]
        unmatched_a = n_a - pair["strict"]["tp"] - kinds["label"] - kinds["boundary"] - kinds["boundary+label"]
        assert kinds["missing"] == unmatched_a
        assert kinds["extra"] == unmatched_a - n_a + n_b
        left, right = streams(texts, [sets[a], sets[b]], shared)
        token = pair["token"]
        assert token["n"] == len(left)
        assert token["kappa"] == approx(oracle.cohen(left, right))
        assert token["ac1"] == approx(oracle.ac1([left, right]))
        some = [(x, y) for x, y in zip(left, right, strict=True) if x or y]
        assert token["n_annotated"] == len(some)
        assert token["kappa_annotated"] == approx(oracle.cohen(*map(list, zip(*some, strict=True))))
        overlap = sum(len(set(x) & set(y)) for x, y in some)
        assert token["f1"] == approx(2 * overlap / sum(len(x) + len(y) for x, y in some))
        for label in ("ORG", "PERSON"):
            per = pair["per_label"][label]
            only = [({s for s in x if s[2] == label}, {s for s in y if s[2] == label}) for x, y in both]
            assert per["strict"]["tp"] == sum(len(x & y) for x, y in only)
            assert per["lenient"]["tp"] == sum(oracle.lenient(x, y) for x, y in only)
            yes = [[label in c for c in stream] for stream in (left, right)]
            assert per["token"]["kappa"] == approx(oracle.cohen(*yes))


def test_random_overall(random_case):
    """Means over pairs, Krippendorff's alpha with missing documents, Fleiss and AC1 on complete documents."""
    texts, sets, found = random_case
    overall = found["entities"]["overall"]
    pairs = found["entities"]["pairs"].values()
    assert overall["strict"]["f1_mean"] == approx(sum(p["strict"]["f1"] for p in pairs) / 3)
    assert overall["strict"]["f1_micro"] == approx(
        2 * sum(p["strict"]["tp"] for p in pairs) / sum(p["n_a"] + p["n_b"] for p in pairs)
    )
    complete = [d for d in texts if all(d in s for s in sets.values())]
    assert overall["complete_documents"] == len(complete)
    raters = streams(texts, list(sets.values()), complete)
    assert overall["token"]["fleiss_kappa"] == approx(oracle.fleiss(raters))
    assert overall["token"]["ac1"] == approx(oracle.ac1(raters))
    units = []
    for document, text in texts.items():
        rows = [oracle.categories(stock_tokens(text), s[document]) for s in sets.values() if document in s]
        units += [list(unit) for unit in zip(*rows, strict=True)] if rows else []
    assert overall["token"]["alpha"] == approx(oracle.krippendorff(units))
    for label in ("ORG", "PERSON"):
        per = overall["per_label"][label]
        assert per["token"]["alpha"] == approx(oracle.krippendorff([[label in c for c in u] for u in units]))
        assert per["token"]["fleiss_kappa"] == approx(oracle.fleiss([[label in c for c in r] for r in raters]))


def test_random_alpha_u(random_case):
    """Krippendorff's unitizing alpha over the complete documents laid end to end, overall and per label."""
    texts, sets, found = random_case
    overall = found["entities"]["overall"]
    complete = [d for d in texts if all(d in s for s in sets.values())]
    base, rows = 0, [[] for _ in sets]
    for document in complete:
        for row, spans in zip(rows, sets.values(), strict=True):
            row += [(base + s, base + e, x) for s, e, x in spans[document]]
        base += len(texts[document])
    whole, per = oracle.alpha_u(base, rows)
    assert overall["alpha_u"] == approx(whole)
    for label, value in per.items():
        assert overall["per_label"][label]["alpha_u"] == approx(value)


def test_scotts_pi_for_two(tmp_path, by_hand):
    """With two annotators Fleiss' kappa is Scott's pi over the same tokens."""
    left = ["P", "P", "", "P", "P", "D", "", "O", "O", "", "", "O", ""]
    right = ["P", "P", "", "O", "O", "", "P", "", "O", "", "D", "D", ""]
    found = agree(tmp_path, anna=[words(*ANNA)], boris=[words(*BORIS)])["entities"]["overall"]
    assert found["token"]["fleiss_kappa"] == approx(oracle.fleiss([left, right]))
    assert found["complete_documents"] == 1
    assert by_hand["entities"]["overall"]["complete_documents"] == 2


def test_html_report_is_one_file_that_stands_alone(tmp_path):
    """--html writes a report without links to other servers, with the annotators' names and the numbers."""
    files = [write_lines(tmp_path / f"{n}.jsonl", [words(*e)]) for n, e in (("anna", ANNA), ("boris", BORIS))]
    out = tmp_path / "report.html"
    fine("agreement", *files, "--html", out)
    page = out.read_text(encoding="utf-8")
    assert "anna" in page and "boris" in page
    assert 'src="http' not in page and "<link" not in page
    fine("agreement", *files, "--html", out, "--json")


def test_the_plain_output_shows_the_headline(tmp_path):
    """Without --json the table names the annotators and shows n and F1, and `-` where undefined, never nan."""
    files = [write_lines(tmp_path / f"{n}.jsonl", [words(*e)]) for n, e in (("anna", ANNA), ("boris", BORIS))]
    said = fine("agreement", *files)
    assert "anna" in said.out and "boris" in said.out
    assert "nan" not in said.out.lower().split()
    assert "None" not in said.out


def test_bad_lines_of_a_file_are_named(tmp_path):
    """A bad record line in one of the files is told by file and line with exit 1."""
    path = tmp_path / "anna.jsonl"
    write_lines(path, [words(("Анна Ким", "PERSON"))])
    with path.open("ab") as file:
        file.write(b'{"id": "x"}\n')
    other = write_lines(tmp_path / "boris.jsonl", [words(("Анна Ким", "PERSON"))])
    said = run("agreement", path, other)
    assert said.status == 1
    assert names_place(said.err, path, 2), said


def test_records_without_tokens_are_tokenized(tmp_path):
    """Files with only id, text and ents are scored over the stock tokens."""
    text = TEXTS["emoji"]
    start, end = find(text, "Илон Маск")
    bare = [{"id": "emoji", "text": text, "ents": [{"start": start, "end": end, "label": "PERSON"}]}]
    pair = agree(tmp_path, anna=bare, boris=bare)["entities"]["pairs"]["anna|boris"]
    assert pair["strict"]["f1"] == 1
    assert pair["token"]["n"] == len([1 for s, e in stock_tokens(text) if text[s:e].strip()])


def test_no_document_done_by_all(tmp_path):
    """Three annotators without a common document: figures for complete documents are null, alpha is not."""
    one, two, three = (words(("Анна Ким", "PERSON"), ("Луч", "ORG"), document=d) for d in "xyz")
    found = agree(tmp_path, anna=[one, two], boris=[two, three], vera=[three, one])
    overall = found["entities"]["overall"]
    assert found["documents"] == 3
    assert set(found["entities"]["pairs"]) == {"anna|boris", "anna|vera", "boris|vera"}
    assert overall["complete_documents"] == 0
    assert overall["token"]["fleiss_kappa"] is None
    assert overall["token"]["ac1"] is None
    assert overall["alpha_u"] is None
    assert overall["token"]["alpha"] == approx(1.0)
    assert overall["strict"]["f1_mean"] == overall["strict"]["f1_micro"] == 1


def test_nested_and_doubly_labelled_spans_count_apart(tmp_path):
    """Two labels on one span and a nested span are spans of their own; exact duplicates collapse."""
    a = [words(("банке Луч", "ORG"), ("банке Луч", "PRODUCT"), ("Луч", "ORG"), ("Луч", "ORG"))]
    b = [words(("банке Луч", "ORG"), ("Луч", "ORG"))]
    pair = agree(tmp_path, anna=a, boris=b)["entities"]["pairs"]["anna|boris"]
    assert (pair["n_a"], pair["n_b"], pair["strict"]["tp"]) == (3, 2, 2)
    assert pair["exact"]["tp"] == 2
    assert (pair["disagreements"]["missing"], pair["disagreements"]["extra"]) == (1, 0)
