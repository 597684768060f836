"""A team at work in real windows against a real server."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.domain import Status
from annotator.gui.save_state import SaveKind
from annotator.gui.team.connect import Connect
from annotator.team.store import TeamStore

ARTICLE = "lavrenyov-roman"
CTRL = Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def tag(window, surface, key):
    window.activateWindow()
    start = window.files.session.document.text.index(surface)
    window.editor.article.setFocus()
    window.editor.article.select_range(start, start + len(surface))
    QTest.keyClick(window.editor.article, key)


def saved(qtbot, window):
    qtbot.waitUntil(lambda: window.status_line._state.kind is SaveKind.SAVED, timeout=10000)


def test_two_annotators_work_blind_and_a_lead_adjudicates(enter, team, qtbot):
    """Neither annotator sees the other's work until the lead has settled the article; then both do."""
    anna, boris = enter(team("anna")), enter(team("boris"))
    assert anna.windowTitle().startswith("Новости команды") and anna.files.session.annotator == "anna"
    assert "Правила" in anna.files.session.workspace.guidelines
    tag(anna, "Ксения Аникеева", Qt.Key.Key_P)
    tag(anna, "Полынья", Qt.Key.Key_O)
    press(anna, Qt.Key.Key_Return, CTRL)
    saved(qtbot, anna)
    tag(boris, "Ксения Аникеева", Qt.Key.Key_P)
    press(boris, Qt.Key.Key_Return, CTRL)
    saved(qtbot, boris)
    with qtbot.waitSignal(boris.files.team.following.followed, timeout=10000):
        boris.files.team.following.pull()
    assert TeamStore.open(team("boris")).read("anna").statuses() == {}
    assert not boris.files.session.workspace.layout.annotations("anna").exists()

    lead = enter(team("lead"))
    workspace = lead.files.session.workspace
    assert workspace.read("anna").statuses() == workspace.read("boris").statuses() == {ARTICLE: Status.DONE}
    lead.activateWindow()
    lead.editor.article.setFocus()
    press(lead, Qt.Key.Key_G, CTRL)
    adjudication = lead.desk.comparing.adjudication
    qtbot.waitUntil(lambda: QApplication.focusWidget() is adjudication.article)
    assert adjudication.desk.state.gold.id == ARTICLE
    while not adjudication.desk.state.finished:
        press(adjudication, Qt.Key.Key_1)
    press(adjudication, Qt.Key.Key_W, CTRL)
    owner = TeamStore.open(team("lead"))
    qtbot.waitUntil(lambda: owner.read("gold").statuses() == {ARTICLE: Status.DONE}, timeout=10000)
    theirs = boris.files.session.workspace
    qtbot.waitUntil(lambda: ARTICLE in theirs.read("anna").statuses(), timeout=10000)
    seen = boris.files.session.workspace.read("anna").load(ARTICLE)
    assert {seen.surface(e) for e in seen.entities} == {"Ксения Аникеева", "Полынья"}
    owner.close()


def test_a_lost_server_stops_nobody(enter, team, server, qtbot):
    """With the server gone the work is kept here and says so; the window closes; the next one sends it."""
    window = enter(team("anna"))
    tag(window, "Полынья", Qt.Key.Key_O)
    saved(qtbot, window)
    server.kill()
    try:
        tag(window, "Ксения Аникеева", Qt.Key.Key_P)
        qtbot.waitUntil(lambda: window.status_line._state.kind is SaveKind.OFFLINE, timeout=15000)
        assert window.message_bar.message("save") is None
        kept = window.files.session.workspace.layout.root
        assert window.files.close_workspace()
        assert (kept / "unsent-anna.jsonl").exists()
        again = enter(team("anna"))
        assert len(again.files.session.document.entities) == 2
        assert again.message_bar.message("offline") is not None
    finally:
        server.start()
    qtbot.waitUntil(lambda: not (kept / "unsent-anna.jsonl").exists(), timeout=20000)
    store = TeamStore.open(team("anna"))
    assert len(store.read("anna").load(ARTICLE).entities) == 2
    assert store.read("anna").forks() == []
    store.close()


def test_a_conflict_shows_both_versions(enter, team, server, qtbot):
    """Work of another computer that met work done offline is shown beside it, and a choice settles it."""
    window = enter(team("anna"))
    tag(window, "Полынья", Qt.Key.Key_O)
    saved(qtbot, window)
    server.kill()
    tag(window, "Ксения Аникеева", Qt.Key.Key_P)
    qtbot.waitUntil(lambda: window.status_line._state.kind is SaveKind.OFFLINE, timeout=15000)
    assert window.files.close_workspace()
    server.start()
    store = TeamStore.open(team("anna"))
    with store.annotations("anna") as elsewhere:
        elsewhere.save(elsewhere.load(ARTICLE).replacing(entities=()))
    again = enter(team("anna"))
    qtbot.waitUntil(lambda: again.message_bar.message("forks") is not None, timeout=20000)
    (fork,) = store.read("anna").forks()
    assert (len(fork.mine.entities), len(fork.theirs.entities)) == (2, 0)
    again.message_bar.message("forks").buttons[0].click()
    from annotator.gui.storage.compare import CompareVersions

    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CompareVersions) and w.isVisible())
    dialog.chosen.emit([], dialog._pairs if hasattr(dialog, "_pairs") else [])
    dialog.close()
    assert len(again.files.session.document.entities) == 2
    store.close()


def test_the_password_is_nowhere(enter, team, server, settings, tmp_path, qtbot):
    """No file of ours, no recent workspace and no message holds the password."""
    window = enter(team("anna"))
    tag(window, "Полынья", Qt.Key.Key_O)
    saved(qtbot, window)
    settings.store.sync()
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or server.password.encode() not in path.read_bytes(), path
    assert server.password not in repr(window.files.session.workspace.store)
    assert window.files.close_workspace()
    assert "postgresql://anna@" in window.start_page.recent.item(0).text()


def test_the_form_tells_what_is_wrong_and_connects(make, team, server, qtbot):
    """A wrong password brings the form back with the reason; the right one opens the workspace."""
    window = make()
    window.start_page.team.click()
    form = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Connect) and w.isVisible())
    assert not form.connect_button.isEnabled()
    place = team("anna").rpartition("@")[2]
    form.host.setText(place.partition("/")[0])
    form.database.setText(place.partition("/")[2])
    form.user.setText("anna")
    form.password.setText("no such password")
    form.connect_button.click()
    shown = lambda: [w for w in QApplication.topLevelWidgets() if isinstance(w, Connect) and w.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(shown()), timeout=10000)
    again = shown()[0]
    assert "password" in again.problem.text()
    again.password.setText(server.password)
    again.connect_button.click()
    qtbot.waitUntil(lambda: window.files.session is not None, timeout=10000)
