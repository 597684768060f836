"""What a lead changes for everybody: whole imports, the scheme with its records, guidelines, and who belongs to the team."""

import json
from dataclasses import replace

import pytest
from small_articles import SCHEME, article

from annotator.domain import EntityLabel, Status
from annotator.domain.edits import AddEntity
from annotator.formats.importing import ImportOptions, import_files
from annotator.team import connection, creating
from annotator.team.errors import PasswordRefused, ServerGone, ServerRefused
from annotator.team.members import Members, new_password
from annotator.team.mirror import Mirror
from annotator.team.mirrored import MirroredWorkspace
from annotator.team.shared import ChangedMeanwhileError
from annotator.team.store import TeamStore
from annotator.workspace import WorkspaceError
from annotator.workspace.scheme_change import renamed_scheme

PLACE = EntityLabel("PLACE")


def with_label(scheme, label):
    return replace(scheme, entities=(*scheme.entities, label))


def renamed(scheme, old, new):
    return renamed_scheme(scheme, "entity", old, new)


def tag(store, name, document_id, word, label="PERSON"):
    with store.annotations(name) as annotations:
        document = annotations.load(document_id)
        start = document.text.index(word)
        edit = AddEntity(start, start + len(word), label)
        return annotations.save(edit.resolve(document, store.scheme).apply(document))


def labels(store, name, document_id):
    return [entity.label for entity in store.read(name).load(document_id).entities]


@pytest.fixture
def texts(tmp_path):
    """A folder with three new articles."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(f"Статья {name}.", encoding="utf-8")
    return folder


# -- whole imports -----------------------------------------------------------------------------------------------------


def test_an_import_is_kept_whole_or_not_at_all(store, server, texts):
    """A server that is killed in the middle of an import has nothing of it, says so, and takes it again later."""

    def pull_the_plug(found):
        for number, imported in enumerate(found):
            if number == 2:
                store.server.rows("SELECT 1")  # the transaction is under way
                server.kill()
            yield imported

    try:
        with pytest.raises(WorkspaceError, match="nothing of it was kept") as told:
            import_files(store, [texts], ImportOptions(), pull_the_plug)
        assert isinstance(told.value, ServerGone)
    finally:
        server.start()
    assert list(TeamStore.open(store.server.address).document_ids) == ["alpha", "beta", "gamma"]
    report = import_files(store, [texts], ImportOptions())
    assert report.written.documents == 3


def test_records_and_their_new_articles_come_in_one_step(store, login, tmp_path):
    """Others see neither before the end, both after it; the records are those of the annotator who was named."""
    source = TeamStore.open(store.server.address)
    tag(source, "anna", "alpha", "Мустафа")
    record = source.read("anna").load("alpha")
    lines = [record.replacing(id="delta", annotator="").to_record(), record.replacing(annotator="").to_record()]
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    lead, seen = login("lead", lead=True), []

    def look(found):
        for imported in found:
            seen.append((len(store.server.rows("SELECT id FROM annotator.articles")), store.read("boris").statuses()))
            yield imported

    report = import_files(lead, [file], ImportOptions(annotator="boris"), look)
    assert report.lossless and seen == [(3, {}), (3, {})]
    assert sorted(store.read("boris").statuses()) == ["alpha", "delta"]


def test_predictions_of_an_import_reach_everybody(store):
    """They lie on the server, joined with what is there, and come into every copy."""

    def update(there):
        before = json.loads(there["alpha"])["n"] if there else 0
        return {"alpha": json.dumps({"id": "alpha", "n": before + 1}).encode()}

    assert store.update_suggestions("model", ["alpha"], update)
    assert store.update_suggestions("model", ["alpha"], update)
    mirror = Mirror(store.server.address)
    mirror.pull(store)
    mirror.pull(store)
    assert json.loads((mirror.layout.suggestions_folder / "model.jsonl").read_bytes()) == {"id": "alpha", "n": 2}


# -- the scheme and the guidelines ---------------------------------------------------------------------------------------


def test_two_leads_do_not_overwrite_each_others_scheme(store, login):
    """The second is told what stands there now; nothing of the first is lost."""
    lead = login("lead", lead=True)
    store.change_scheme(with_label(SCHEME, PLACE), made_from=SCHEME)
    with pytest.raises(ChangedMeanwhileError) as told:
        lead.change_scheme(renamed(SCHEME, "ORG", "COMPANY"), made_from=SCHEME, renames=[("entity", "ORG", "COMPANY")])
    assert told.value.theirs == with_label(SCHEME, PLACE)
    lead.refresh()
    assert lead.scheme == with_label(SCHEME, PLACE)


def test_a_rename_is_one_step_for_everybody(store, login):
    """Records of all, gold included, are new versions under the new label; a window that is open need not close."""
    anna = login("anna")
    with anna.annotations("anna") as open_window:
        document = open_window.load("alpha")
        mine = open_window.save(AddEntity(0, 7, "PERSON").resolve(document, SCHEME).apply(document))
        tag(store, "boris", "alpha", "Мустафа")
        tag(store, "boris", "alpha", "Сулейман")
        tag(store, "gold", "beta", store.article("beta").text[:4], "ORG")
        changed = renamed(SCHEME, "PERSON", "HUMAN")
        report = store.change_scheme(changed, made_from=SCHEME, renames=[("entity", "PERSON", "HUMAN")])
        assert report.documents == {"anna": 1, "boris": 1} and report.renamed == 3
        assert store.scheme == changed
        assert labels(store, "boris", "alpha") == ["HUMAN", "HUMAN"] and labels(store, "anna", "alpha") == ["HUMAN"]
        assert labels(store, "gold", "beta") == ["ORG"]
        assert len(store.read("anna").history("alpha")) == 2
        open_window.save(mine.replacing(status=Status.DONE))
        (fork,) = open_window.forks()
        assert (fork.mine.entities[0].label, fork.theirs.entities[0].label) == ("PERSON", "HUMAN")


def test_labels_that_swap_their_names_stay_apart(store):
    """What was a person is an organisation and the other way round, never both the same."""
    tag(store, "anna", "alpha", "Мустафа")
    tag(store, "anna", "alpha", store.article("alpha").text[8:16], "ORG")
    before = labels(store, "anna", "alpha")
    names = {"PERSON": "ORG", "ORG": "PERSON"}
    swapped = replace(SCHEME, entities=tuple(replace(e, label=names.get(e.label, e.label)) for e in SCHEME.entities))
    store.change_scheme(swapped, renames=[("entity", old, new) for old, new in names.items()])
    assert labels(store, "anna", "alpha") == [names[label] for label in before]


def test_a_rename_that_is_refused_changes_nothing(store, login):
    """Whoever does not lead changes neither scheme nor records."""
    boris = login("boris")
    tag(store, "anna", "alpha", "Мустафа")
    with pytest.raises(ServerRefused, match="may not do this"):
        boris.change_scheme(renamed(SCHEME, "PERSON", "HUMAN"), renames=[("entity", "PERSON", "HUMAN")])
    assert labels(store, "anna", "alpha") == ["PERSON"] and TeamStore.open(store.server.address).scheme == SCHEME


def test_guidelines_are_compared_before_they_are_kept(store, login):
    """The copy of whoever was second is untouched, and a second press keeps both texts."""
    lead = login("lead", lead=True)
    mine = MirroredWorkspace.open_address(lead.server.address)
    store.set_guidelines("# Хозяина")
    with pytest.raises(ChangedMeanwhileError) as told:
        mine.set_guidelines("# Мои", made_from="")
    assert told.value.theirs == "# Хозяина" and mine.guidelines == ""
    mine.mirror.pull(lead)
    mine.set_guidelines("# Мои", made_from="# Хозяина", keep=True)
    store.refresh()
    assert store.guidelines == mine.guidelines == "# Мои"
    assert [p.read_text() for p in mine.path.glob("guidelines*theirs*")] == ["# Хозяина"]
    mine.store.close()


def test_the_copy_sends_what_everybody_shares(store):
    """Adding articles or a label through the copy reaches the server; the copy shows it at once."""
    mine = MirroredWorkspace.open_address(store.server.address)
    assert mine.leads
    mine.add_articles([article("delta", "Дельта течёт.")])
    mine.set_scheme(with_label(SCHEME, PLACE))
    store.refresh()
    assert list(store.document_ids) == list(mine.document_ids) == ["alpha", "beta", "gamma", "delta"]
    assert store.scheme == mine.scheme == with_label(SCHEME, PLACE)
    mine.store.close()


# -- members ---------------------------------------------------------------------------------------------------------------


def test_a_lead_makes_members_and_passwords(server, store, login):
    """A made login connects with its password; a new password ends the old one; the server keeps neither in clear."""
    lead = login("lead", lead=True)
    members = Members(lead.server)
    assert members.makes_logins()
    first = members.make("vera", "vera")
    try:
        url = server.url(store.server.address.name, "vera", password=False).replace("vera@", "vera:{}@")
        with TeamStore.open(url.format(first)).annotations("vera") as annotations:
            annotations.save(annotations.load("alpha"))
        second = members.reset_password("vera")
        assert first != second and len(second) == len(new_password()) == 19
        with pytest.raises(PasswordRefused):
            TeamStore.open(url.format(first))
        TeamStore.open(url.format(second)).close()
        kept = server.run("SELECT rolpassword FROM pg_authid WHERE rolname = 'vera'")[0][0]
        assert kept.startswith("SCRAM-SHA-256$")
        with pytest.raises(WorkspaceError, match="already: add it without making"):
            members.make("vera", "vera-2")
        members.remove("vera")
        members.add("vera", "vera")
        assert {m.login: m.made_here for m in members.list()} == {"lead": False, "vera": True}
        server.run("ALTER ROLE vera CREATEROLE")
        with pytest.raises(ServerRefused, match="may not do this"):
            members.reset_password("vera")
    finally:
        members.remove("vera")
        server.run("DROP ROLE vera")
    assert list(store.read("vera").statuses()) == ["alpha"]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda m: m.add("nobody_such", "x"), "no login .nobody_such."),
        (lambda m: m.add("boris", "anna"), "another member annotates as .anna."),
        (lambda m: m.reset_password("anna"), "may not do this"),
        (lambda m: m.make("pg_evil", "evil"), "the server's own"),
        (lambda m: m.add("boris", "../x"), "name"),
    ],
)
def test_what_leads_cannot_do_with_members(store, login, act, reason):
    """One line each; logins of the server's administrator keep their passwords."""
    login("anna")
    lead = login("lead", lead=True)
    with pytest.raises(WorkspaceError, match=reason):
        act(Members(lead.server))


def test_a_role_ends_at_once(store, login):
    """A lead who was made an annotator changes nothing shared any more, over the very same connection; one removed, nothing."""
    lead = login("lead", lead=True)
    lead.set("blind", "true")
    Members(store.server).add("lead", "lead")
    for act in (
        lambda: lead.set("blind", "false"),
        lambda: lead.add_articles([article("x", "Икс.")]),
        lambda: lead.queue.fill(1),
    ):
        with pytest.raises(ServerRefused, match="may not do this"):
            act()
    tag(lead, "lead", "alpha", "Мустафа")
    Members(store.server).remove("lead")
    with pytest.raises(ServerRefused, match="no member of this team"):
        lead.refresh()
    with pytest.raises(WorkspaceError, match="may not do this"):
        tag(lead, "lead", "alpha", "Сулейман")


def test_a_lead_of_one_workspace_is_nobody_in_the_next(server, store, login):
    """Databases of one server share their logins, not their roles."""
    lead = login("lead", lead=True)
    other = server.new_database()
    TeamStore.create(server.url(other)).close()
    with pytest.raises(ServerRefused, match="no member of this team"):
        TeamStore.open(server.url(other, "lead"))
    assert lead.is_lead
    server.give_back(other)


# -- older and newer -----------------------------------------------------------------------------------------------------------


def test_a_workspace_of_an_earlier_version_is_brought_up_to_date_by_its_owner(store, login, server):
    """Members keep their access, which no longer hangs on roles that all databases share."""
    database = store.server.address.name
    login("anna")
    for statement in (
        "DELETE FROM annotator.settings WHERE key = 'revision'",
        "DROP FUNCTION annotator.admit, annotator.dismiss, annotator.makes_logins, annotator.made_here",
        "REVOKE ALL ON SCHEMA annotator FROM anna",
        "DO $$ BEGIN CREATE ROLE annotator_member NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT annotator_member TO anna",
        "GRANT USAGE ON SCHEMA annotator TO annotator_member",
        "GRANT SELECT ON ALL TABLES IN SCHEMA annotator TO annotator_member",
    ):
        server.run(statement, database)
    anna = TeamStore.open(server.url(database, "anna"))
    with pytest.raises(WorkspaceError, match="earlier version"):
        Members(anna.server).makes_logins()
    TeamStore.open(server.url(database)).close()
    server.run("DROP OWNED BY annotator_member", database)
    server.run("DROP ROLE annotator_member", database)
    assert [m.login for m in Members(anna.server).list()] == ["anna"] and not Members(anna.server).is_lead()
    tag(anna, "anna", "alpha", "Мустафа")
    anna.close()


def test_servers_and_workspaces_that_do_not_fit_are_told(store, monkeypatch):
    """A server that is too old and a workspace of a newer format: one line each, with what to do."""
    store.server.run("UPDATE annotator.settings SET value = '99' WHERE key = 'format'")
    with pytest.raises(WorkspaceError, match="update the program"):
        TeamStore.open(store.server.address)
    store.server.run("UPDATE annotator.settings SET value = :format WHERE key = 'format'", {"format": creating.FORMAT})
    monkeypatch.setattr(connection, "OLDEST", 990000)
    with pytest.raises(WorkspaceError, match=r"PostgreSQL \d+: 99 or later"):
        TeamStore.open(store.server.address)


# -- commands that came to take addresses ------------------------------------------------------------------------------


def test_a_server_is_merged_into_a_folder(store, tmp_path, capfd):
    """What was annotated on the server lies in the folder afterwards; the lines name the server as it was typed."""
    from annotator.cli.main import main
    from annotator.workspace import Workspace

    tag(store, "anna", "alpha", "Мустафа")
    folder = Workspace.create(tmp_path / "folder", scheme=SCHEME)
    folder.add_articles(store.articles())
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "en", "merge", str(tmp_path / "folder"), store.place])
    assert ended.value.code == 0, capfd.readouterr().err
    assert len(Workspace.open(tmp_path / "folder").read("anna").load("alpha").entities) == 1


def test_the_doctor_looks_at_a_server(store, login):
    """Version, workspace and role where it answers, else the reason."""
    from annotator.cli.doctor_server import server_finding
    from annotator.doctor.finding import State

    login("anna")
    found = server_finding(store.place.replace("owner@", "anna@"))
    assert found.state is State.FINE and "you annotate as anna" in str(found.value)
    assert "you lead" in str(server_finding(store.place).value)
    gone = server_finding("postgresql://anna@127.0.0.1:1/news")
    assert gone.state is State.BROKEN and "cannot be reached" in str(gone.advice)
