"""What a lead does for everybody from the window, and what an annotator is told instead."""

import json

import pytest
from PySide6.QtWidgets import QApplication

from annotator.domain import Status
from annotator.domain.edits import AddEntity, SetNote
from annotator.gui.bridge.import_dialog import ImportDialog
from annotator.gui.scheme.editor import SchemeEditor
from annotator.gui.team.connect import Connect
from annotator.gui.team.members import TeamDialog
from annotator.team.members import Members
from annotator.team.store import TeamStore

ARTICLE = "lavrenyov-roman"


def shown(kind):
    """Return the visible dialog of a class, or None."""
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


@pytest.fixture
def owner(team):
    """The server's side, as its owner."""
    store = TeamStore.open(team("owner"))
    yield store
    store.close()


@pytest.fixture
def articles(tmp_path):
    """Two article files."""
    files = [tmp_path / "река.txt", tmp_path / "море.txt"]
    for file in files:
        file.write_text(f"О том, что такое {file.stem}.", encoding="utf-8")
    return files


def tag(store, name, surface, label="PERSON"):
    with store.annotations(name) as annotations:
        document = annotations.load(ARTICLE)
        start = document.text.index(surface)
        edit = AddEntity(start, start + len(surface), label)
        annotations.save(edit.resolve(document, store.scheme).apply(document).replacing(status=Status.DONE))


def run_import(qtbot, window):
    dialog = shown(ImportDialog)
    qtbot.waitUntil(dialog.run_button.isEnabled, timeout=15000)
    dialog.run_button.click()
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
    return dialog


def test_articles_dropped_by_a_lead_reach_everybody(enter, team, owner, articles, qtbot):
    """They are on the server, in the lead's list without reopening, and in the list of an annotator who only watches."""
    anna, lead = enter(team("anna")), enter(team("lead"))
    session = lead.files.session
    lead.files.drop(articles)
    dialog = run_import(qtbot, lead)
    assert dialog.pages.currentWidget() is dialog.report
    dialog.close_button.click()
    owner.refresh()
    assert list(owner.document_ids)[2:] == ["река", "море"]
    for window in (lead, anna):
        qtbot.waitUntil(lambda w=window: w.workbench.model.rowCount() == 4, timeout=10000)
    assert lead.files.session is session and lead.files.session.document.id == ARTICLE
    lead.files.open_document("море")
    assert lead.files.session.document.tokens


def test_records_are_imported_for_the_annotator_who_is_named(enter, team, owner, tmp_path, qtbot):
    """A lead brings in what Boris annotated elsewhere; the lead's own window stays open."""
    lead = enter(team("lead"))
    tag(owner, "gold", "Полынья")
    file = tmp_path / "records.jsonl"
    record = owner.read("gold").load(ARTICLE).replacing(annotator="").to_record()
    file.write_text(json.dumps(record), encoding="utf-8")
    lead.actions_by_id["file.import"].trigger()
    shown(ImportDialog).add_paths([file])
    qtbot.waitUntil(lambda: not shown(ImportDialog).is_looking, timeout=15000)
    shown(ImportDialog).annotator.setEditText("boris")
    run_import(qtbot, lead).close_button.click()
    assert owner.read("boris").statuses() == {ARTICLE: Status.DONE}
    assert not lead.files.session.read_only


def test_an_import_without_the_server_says_so(enter, team, owner, articles, server, qtbot):
    """One line in the dialog; nothing is half there; what is shared is offered again once the server is back."""
    lead = enter(team("lead"))
    lead.files.drop(articles)
    dialog = shown(ImportDialog)
    qtbot.waitUntil(dialog.run_button.isEnabled, timeout=15000)
    server.kill()
    try:
        dialog.run_button.click()
        qtbot.waitUntil(lambda: not dialog.is_running, timeout=20000)
        assert "cannot be reached" in dialog.problem.text() and "\n" not in dialog.problem.text()
        qtbot.waitUntil(lambda: lead.files.shared.offline, timeout=10000)
        dialog.reject()
        for action in ("file.import", "file.add", "file.scheme", "file.members"):
            lead.message_bar.dismiss_all()
            lead.actions_by_id[action].trigger()
            assert any("out of reach" in text for text in lead.message_bar.texts()), action
    finally:
        server.start()
    qtbot.waitUntil(lambda: not lead.files.shared.offline, timeout=20000)
    owner.refresh()
    assert len(owner.document_ids) == 2
    lead.files.drop(articles)
    shown(ImportDialog).reject()


def test_an_annotator_is_told_before_choosing_anything(enter, team, articles, qtbot):
    """Adding, importing and dropping are refused in one line; scheme and guidelines can be read, not written."""
    window = enter(team("anna"))
    for attempt in (lambda: window.files.drop(articles), window.actions_by_id["file.import"].trigger,
                    window.actions_by_id["file.add"].trigger):  # fmt: skip
        window.message_bar.dismiss_all()
        attempt()
        assert any("its lead changes them" in text for text in window.message_bar.texts())
        assert shown(ImportDialog) is None
    window.message_bar.dismiss_all()
    window.actions_by_id["agreement.gold"].trigger()
    assert any("only leads of the team adjudicate" in text for text in window.message_bar.texts())
    window.actions_by_id["file.scheme"].trigger()
    editor = shown(SchemeEditor)
    assert editor.save.isHidden() and editor.form.name.isReadOnly() and "its lead changes it" in editor.problem.text()
    editor.cancel.click()
    window.docks.show("guidelines")
    assert not window.workbench.guidelines.edit.isVisible()
    window.files.switch_annotator("boris")
    qtbot.waitUntil(lambda: window.files.session is not None, timeout=10000)
    assert window.files.session.read_only and any("only boris and leads" in t for t in window.message_bar.texts())


def test_a_renamed_label_follows_in_every_record_and_window(enter, team, owner, qtbot):
    """The lead's own records can be undone, those in Anna's open window change before her eyes, steps and all."""
    tag(owner, "anna", "Полынья")
    tag(owner, "lead", "Полынья")
    anna, lead = enter(team("anna")), enter(team("lead"))
    anna.files.session.perform(SetNote("", "ещё раз проверить"))
    qtbot.waitUntil(lambda: len(owner.read("anna").history(ARTICLE)) == 2, timeout=10000)
    lead.actions_by_id["file.scheme"].trigger()
    editor = shown(SchemeEditor)
    editor.form.name.setText("HUMAN")
    editor.form.name.textEdited.emit("HUMAN")
    editor.save.click()
    labels = lambda window: [e.label for e in window.files.session.document.entities]  # noqa: E731
    for window in (lead, anna):
        qtbot.waitUntil(lambda w=window: labels(w) == ["HUMAN"], timeout=10000)
    owner.refresh()
    assert owner.scheme.entity_label("HUMAN") is not None and owner.scheme.entity_label("PERSON") is None
    qtbot.waitUntil(lambda: anna.files.session.workspace.scheme == owner.scheme, timeout=10000)
    assert anna.message_bar.message("changed") is None and anna.files.session.document.notes
    versions = owner.read("anna").history(ARTICLE)
    assert [v.document.entities[0].label for v in versions[:3]] == ["PERSON", "PERSON", "HUMAN"]
    lead.actions_by_id["edit.undo"].trigger()
    assert labels(lead) == ["PERSON"]
    there = lambda: [e.label for e in owner.read("lead").load(ARTICLE).entities]  # noqa: E731
    qtbot.waitUntil(lambda: there() == ["PERSON"], timeout=10000)


def test_two_leads_at_one_scheme_get_both_changes(enter, team, owner, qtbot):
    """The second is shown both together and saves them; neither is lost."""
    lead = enter(team("lead"))
    lead.actions_by_id["file.scheme"].trigger()
    first = shown(SchemeEditor)
    first.add("entity")
    owner.extend_scheme(["PLACE"])
    first.save.click()
    qtbot.waitUntil(lambda: shown(SchemeEditor) not in {None, first}, timeout=10000)
    second = shown(SchemeEditor)
    assert "Another lead" in second.problem.text()
    second.save.click()

    def both():
        owner.refresh()
        return {"PLACE", "LABEL_1"} <= {label.label for label in owner.scheme.entities}

    qtbot.waitUntil(both, timeout=10000)


def test_two_leads_at_the_guidelines(enter, team, owner, qtbot):
    """The second is told, and a second press sends the text; an annotator's panel shows it."""
    lead, anna = enter(team("lead")), enter(team("anna"))
    anna.docks.show("guidelines")
    editor = lead.files.shared.edit_guidelines(lambda: None)
    editor.text.setPlainText("# Новые правила")
    owner.set_guidelines("# Хозяина")
    editor.save()
    qtbot.waitUntil(lambda: "Another lead" in editor.problem.text(), timeout=10000)
    with qtbot.waitSignal(editor.saved, timeout=10000):
        editor.save()
    owner.refresh()
    assert owner.guidelines == "# Новые правила"
    qtbot.waitUntil(lambda: "Новые правила" in anna.workbench.guidelines.view.toPlainText(), timeout=15000)


def test_a_lead_who_is_one_no_more(enter, team, owner, qtbot):
    """The window says so, refuses what it offered before, and goes on saving; somebody shut out keeps the work here."""
    lead = enter(team("lead"))
    lead.actions_by_id["file.scheme"].trigger()
    editor = shown(SchemeEditor)
    Members(owner.server).add("lead", "lead")
    editor.add("entity")
    editor.save.click()
    qtbot.waitUntil(lambda: lead.message_bar.message("role") is not None, timeout=10000)
    qtbot.waitUntil(lambda: any("may not do this" in t for t in lead.message_bar.texts()), timeout=10000)
    lead.actions_by_id["file.import"].trigger()
    assert shown(ImportDialog) is None
    Members(owner.server).remove("lead")
    lead.files.team.following.pull()
    qtbot.waitUntil(lambda: any("no member of this team" in t for t in lead.message_bar.texts()), timeout=10000)


def test_the_team_is_led_from_the_window(enter, team, owner, server, qtbot):
    """Adding with a password that is shown once, another role, a new password, removal, blindness, the queue."""
    lead = enter(team("lead"))
    lead.actions_by_id["file.members"].trigger()
    dialog = shown(TeamDialog)
    ready = lambda: dialog._work is None and dialog.roster is not None  # noqa: E731
    qtbot.waitUntil(ready, timeout=10000)
    logins = lambda: {m.login: m for m in Members(owner.server).list()}  # noqa: E731
    try:
        dialog.add.click()
        dialog.form.login.setText("vera")
        dialog.form.login.textEdited.emit("vera")
        assert dialog.form.name.text() == "vera" and dialog.form.make.isChecked()
        dialog.form.add.click()
        qtbot.waitUntil(lambda: hasattr(dialog, "password"), timeout=10000)
        secret = dialog.password.password.text()
        dialog.password.close()
        connected = TeamStore.open(server.url(owner.server.address.name, "vera").replace(server.password, secret))
        connected.close()
        for button, wanted in ((dialog.role, True), (dialog.role, False)):
            dialog.table.selectRow([m.login for m in dialog.roster.members].index("vera"))
            button.click()
            qtbot.waitUntil(ready, timeout=10000)
            assert logins()["vera"].lead is wanted
        dialog.blind.click()
        qtbot.waitUntil(ready, timeout=10000)
        owner.refresh()
        assert owner.blind is False
        dialog.fill.click()
        qtbot.waitUntil(ready, timeout=10000)
        assert dialog.roster.waiting == 2
    finally:
        Members(owner.server).remove("vera")
        server.run("DROP ROLE IF EXISTS vera")
    dialog.take.click()
    qtbot.waitUntil(lambda: owner.queue.outstanding("lead") == list(owner.document_ids), timeout=10000)


def test_an_annotator_sees_the_team_and_takes_the_next_articles(enter, team, owner, qtbot):
    """My next document comes from the queue where nothing assigned is left, and so does what follows a finished one."""
    owner.write_assignments({ARTICLE: ("anna",)})
    owner.queue.fill(1)
    window = enter(team("anna"))
    qtbot.waitUntil(lambda: window.workbench.model.has_mine, timeout=10000)
    assert owner.queue.waiting() == 1
    window.actions_by_id["document.done"].trigger()
    qtbot.waitUntil(lambda: window.files.session.document.id != ARTICLE, timeout=10000)
    assert owner.queue.waiting() == 0
    taken = window.files.session.document.id
    qtbot.waitUntil(lambda: owner.queue.outstanding("anna") == [taken], timeout=10000)  # the finished one is saved
    window.actions_by_id["document.done"].trigger()
    qtbot.waitUntil(lambda: "Well done" in " ".join(window.toasts.texts()), timeout=10000)
    window.actions_by_id["file.members"].trigger()
    dialog = shown(TeamDialog)
    qtbot.waitUntil(lambda: dialog.roster is not None and dialog._work is None, timeout=10000)
    assert not dialog.add.isVisible() and not dialog.blind.isEnabled()
    assert [m.login for m in dialog.roster.members] == ["anna", "boris", "lead"]
    dialog.close_button.click()


def test_a_password_that_was_wrong_twice_is_not_remembered(make, team, server, tmp_path, monkeypatch, qtbot):
    """The form comes back each time; an empty field then leaves the password to ~/.pgpass."""
    from annotator.team.address import forget_password, read_address

    address = read_address(team("anna"))
    forget_password(address)
    window = make()
    window.files.team.ask(address)
    for number in range(2):
        form = shown(Connect)
        form.password.setText(f"no such password {number}")
        form.connect_button.click()
        qtbot.waitUntil(lambda f=form: shown(Connect) not in {None, f}, timeout=10000)
        assert "password is missing or wrong" in shown(Connect).problem.text()
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"127.0.0.1:{server.port}:*:*:{server.password}\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    shown(Connect).connect_button.click()
    qtbot.waitUntil(lambda: window.files.session is not None, timeout=10000)
