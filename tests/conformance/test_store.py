"""What every store promises, wherever it keeps the work."""

import threading
from dataclasses import replace

import pytest
from small_articles import SCHEME, TEXTS, article

from annotator.domain import EntityLabel, Status
from annotator.domain.edits import AddEntity, AddRelation, SetNote, SetStatus
from annotator.formats import registry
from annotator.formats.exporting import ExportOptions, WhichAnnotatorError, export
from annotator.formats.importing import ImportOptions, import_files
from annotator.workspace import Article, SaveError, Saver, SaveState, WorkspaceError, WorkspaceLocked
from annotator.workspace.statistics import workspace_statistics
from annotator.workspace.undo import UndoHistory


def edited(document, *edits):
    for edit in edits:
        document = edit.resolve(document, SCHEME).apply(document)
    return document


def tag(document, word, label="PERSON"):
    start = document.text.index(word)
    return edited(document, AddEntity(start, start + len(word), label))


def done(document):
    return edited(document, SetStatus(Status.DONE))


def test_a_new_workspace_says_what_it_was_made_with(place):
    """Name, language and scheme are those given; there are no articles, annotators or gold yet."""
    place.make(name="Новости", language="en", scheme=SCHEME)
    again = place.again()
    assert (again.name, again.language) == ("Новости", "en")
    assert again.scheme == SCHEME
    assert (list(again.document_ids), again.annotators, again.has_gold) == ([], (), False)
    assert again.guidelines == "" and again.assignments() == {}


def test_a_second_workspace_in_the_same_place_is_refused(place):
    """Making one where one is changes nothing and says so."""
    place.make(name="first", scheme=SCHEME)
    with pytest.raises(WorkspaceError):
        place.make(name="second", scheme=SCHEME)
    assert place.again().name == "first"


def test_articles_keep_text_tokens_meta_and_order(workspace, place):
    """Another process reads the very articles that were added, in their order."""
    again = place.again()
    assert list(again.document_ids) == list(TEXTS)
    assert [a.text for a in again.articles()] == list(TEXTS.values())
    assert again.article("beta") == article("beta", TEXTS["beta"])
    assert "beta" in again and "delta" not in again
    with pytest.raises(WorkspaceError, match="delta"):
        again.article("delta")


def test_a_known_article_is_reported_and_another_text_refused(workspace):
    """Nothing is overwritten: the same text is known, another one under that id is a problem."""
    report = workspace.add_articles(
        [article("alpha", TEXTS["alpha"]), article("beta", "Другой текст."), article("delta", "Новый."),
         article("delta", "Ещё.")]
    )  # fmt: skip
    assert (report.added, report.known, len(report.problems)) == (["delta"], ["alpha"], 2)
    assert all("another text" in str(problem) for problem in report.problems)
    assert workspace.article("beta").text == TEXTS["beta"]
    assert list(workspace.document_ids) == [*TEXTS, "delta"]


def test_articles_are_added_all_or_not_at_all(workspace, place):
    """A source that fails in the middle leaves the corpus as it was."""

    def failing():
        yield article("delta", "Новый.")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        workspace.add_articles(failing())
    assert list(place.again().document_ids) == list(TEXTS)


def test_odd_texts_come_back_exactly(place):
    """CRLF, NUL, NBSP, combining marks, emoji and quotes survive the store."""
    text = "a\r\nb\u00a0в\u0301 👨‍👩‍👧 \x00 «'\"\\\t"
    made = place.make(scheme=SCHEME)
    made.add_articles([Article("odd", text, ((0, len(text)),), {"a": [1, {"б": None}], "n": 1.5})])
    assert place.again().article("odd") == made.article("odd")
    with made.annotations("anna") as annotations:
        annotations.save(edited(annotations.load("odd"), AddEntity(0, len(text) - 1, "ORG")))
    assert place.again().read("anna").load("odd").text == text


def test_a_saved_document_is_there_for_everybody(workspace, place):
    """What save returned is what another process loads: entities, relation, note, status, revision."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        assert document.status is Status.NOT_STARTED and document.rev == 0
        document = tag(tag(document, "Мустафа Сулейман"), "Microsoft AI", "ORG")
        document = edited(document, AddRelation("T1", "T2", "WORKPLACE"), SetNote("T1", "глава"))
        saved = annotations.save(done(document))
        assert saved.rev == 1 and saved.saved_at and saved.annotator == "anna"
        again = place.again()
        assert again.read("anna").load("alpha") == saved
    assert again.read("anna").statuses() == {"alpha": Status.DONE}
    assert again.annotators == ("anna",) and not again.has_gold
    assert again.read("boris").load("alpha").status is Status.NOT_STARTED
    assert again.read("boris").document_ids == []


def test_the_newest_version_counts_and_the_history_has_all(workspace, place):
    """Every save is one revision more, and each can be seen again."""
    with workspace.annotations("anna") as annotations:
        first = annotations.save(tag(annotations.load("alpha"), "Сулейман"))
        second = annotations.save(tag(first, "Microsoft AI", "ORG"))
        assert (first.rev, second.rev) == (1, 2)
        versions = annotations.history("alpha")
    assert [len(version.document.entities) for version in versions] == [1, 2]
    assert len(place.again().read("anna").load("alpha").entities) == 2


def test_an_older_value_saved_again_is_the_newest_version(workspace):
    """Undo hands in a document of before; its revision never repeats one."""
    with workspace.annotations("anna") as annotations:
        old = annotations.load("alpha")
        annotations.save(tag(old, "Сулейман"))
        assert annotations.save(old).rev == 2
        assert annotations.load("alpha").entities == ()


def test_documents_stream_in_corpus_order_by_status(workspace):
    """Done, unfinished and skipped records are told apart; the order is the corpus's, not the saves'."""
    with workspace.annotations("anna") as annotations:
        annotations.save(edited(annotations.load("gamma"), SetStatus(Status.SKIPPED)))
        annotations.save(annotations.load("beta"))
        annotations.save(done(annotations.load("alpha")))
    reader = workspace.read("anna")
    assert [d.id for d in reader.documents()] == ["alpha"]
    assert [d.id for d in reader.documents("any")] == ["alpha", "beta"]
    assert [d.id for d in reader.documents("all")] == ["alpha", "beta", "gamma"]
    assert list(reader.statuses()) == ["alpha", "beta", "gamma"]
    assert reader.problems == []


def test_one_writer_for_an_annotator(workspace, place):
    """A second window of the same annotator is refused with exit status 3; another annotator is not."""
    with workspace.annotations("anna"):
        with pytest.raises(WorkspaceLocked) as refused:
            place.again().annotations("anna")
        assert refused.value.exit_status == 3
        place.again().annotations("boris").close()
    place.again().annotations("anna").close()


def test_a_document_of_another_text_is_not_saved(workspace):
    """Offsets never meet another text."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("alpha")
        with pytest.raises(SaveError) as refused:
            annotations.save(replace(document, text="Другой.", tokens=((0, 7),)))
        assert not refused.value.retry
        with pytest.raises(SaveError):
            annotations.save(replace(document, id="delta"))
    assert workspace.read("anna").document_ids == []


def test_a_sudden_loss_raises_the_alarm(workspace):
    """Five entities gone without a step of the user's are told; the save itself goes through."""
    with workspace.annotations("anna") as annotations:
        document = annotations.load("beta")
        for word in ("OpenAI", "Microsoft", "Сатья", "Наделла", "партнёрство"):
            document = tag(document, word, "ORG")
        saved = annotations.save(document)
        alarms = []
        annotations.on_alarm = alarms.append
        annotations.save(saved.replacing(entities=()))
        assert [(alarm.before, alarm.after) for alarm in alarms] == [(5, 0)]


def test_names_that_cannot_be_an_annotators_are_refused(workspace):
    """The same names are refused everywhere."""
    for name in ("", "a/b", ".hidden"):
        with pytest.raises(WorkspaceError):
            workspace.annotations(name)
        with pytest.raises(WorkspaceError):
            workspace.read(name)


def test_gold_is_nobodys_name_among_the_annotators(workspace, place):
    """The adjudicated set is told apart."""
    with workspace.annotations("gold") as gold:
        gold.save(done(gold.load("alpha")))
    again = place.again()
    assert again.has_gold and again.annotators == ()


def test_a_scheme_can_be_changed_and_extended(workspace, place):
    """Others see the new labels after a refresh; annotations stay as they are."""
    other = place.again()
    with workspace.annotations("anna") as annotations:
        annotations.save(tag(annotations.load("alpha"), "Сулейман"))
    workspace.set_scheme(replace(SCHEME, entities=(EntityLabel("ORG"),), relations=()))
    workspace.extend_scheme(["PRODUCT"], ["MAKES"])
    assert other.scheme == SCHEME
    other.refresh()
    assert [label.label for label in other.scheme.entities] == ["ORG", "PRODUCT"]
    assert len(other.read("anna").load("alpha").entities) == 1


def test_assignments_are_kept_and_replaced(workspace, place):
    """Who has what comes back in order; writing again replaces all of it."""
    workspace.write_assignments({"alpha": ("boris", "anna"), "gamma": ("anna",)})
    assert place.again().assignments() == {"alpha": ("boris", "anna"), "gamma": ("anna",)}
    workspace.write_assignments({"beta": ("vera",)})
    assert place.again().assignments() == {"beta": ("vera",)}


def test_undo_histories_are_kept(workspace, place):
    """A history of no steps comes back as such for the state it belongs to."""
    document = workspace.read("anna").load("alpha")
    store = workspace.undo("anna")
    store.save(document, [], 0)
    assert place.again().undo("anna").load(document) == UndoHistory()


def test_the_saver_saves_in_order(workspace, place):
    """The window's thread reaches SAVED with the last version of each."""
    with workspace.annotations("anna") as annotations:
        saver = Saver(annotations)
        document = annotations.load("alpha")
        for word in ("Мустафа", "Сулейман", "Microsoft"):
            document = tag(document, word)
            saver.submit(document, balance=1)
        assert saver.close() and saver.state is SaveState.SAVED
    assert len(place.again().read("anna").load("alpha").entities) == 3


def test_annotators_do_not_disturb_each_other(workspace, place):
    """Five people save at once; every save of each is there."""

    def work(name):
        with place.again().annotations(name) as annotations:
            for _ in range(10):
                annotations.save(annotations.load("alpha"))

    threads = [threading.Thread(target=work, args=(f"a{n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    again = place.again()
    assert [again.read(name).load("alpha").rev for name in again.annotators] == [10] * 5


def test_import_statistics_and_export_go_round(workspace, place, root, tmp_path):
    """Records imported, counted and exported are the records that were given."""
    source = tmp_path / "given.jsonl"
    with workspace.annotations("anna") as annotations:
        annotations.save(done(tag(annotations.load("alpha"), "Сулейман")))
        annotations.save(done(annotations.load("gamma")))
    options = ExportOptions(annotator="anna")
    report = export(workspace, source, registry.get("jsonl"), options)
    assert (report.written.documents, report.written.entities) == (2, 1)
    import_files(workspace, [source], ImportOptions(annotator="boris"))
    with pytest.raises(WhichAnnotatorError):
        export(workspace, tmp_path / "b.jsonl", registry.get("jsonl"), ExportOptions())
    counts = workspace_statistics(place.again())
    assert counts.documents == 3
    assert counts.annotators["boris"].to_json() == counts.annotators["anna"].to_json()
    assert counts.annotators["anna"].entities == {"PERSON": 1}


def test_what_is_done_together_is_there_at_the_end(workspace, place):
    """Articles and records of one block are all there after it, for this process and the next."""
    with workspace.annotations("anna") as annotations, workspace.together():
        workspace.add_articles([article("delta", "Дельта.")])
        annotations.save(annotations.load("delta"))
    for store in (workspace, place.again()):
        assert list(store.document_ids)[-1] == "delta"
        assert store.read("anna").statuses() == {"delta": Status.IN_PROGRESS}
