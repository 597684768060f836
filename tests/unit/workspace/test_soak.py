"""The store against a model in memory: whatever happens to the files, every acknowledged save is there."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from small_articles import SCHEME, TEXTS, article

from annotator.domain import Entity, Status
from annotator.workspace import Workspace, WorkspaceLocked

DOCUMENTS = st.sampled_from(sorted(TEXTS))


class Store(RuleBasedStateMachine):
    """Saves, reopenings, crashes, torn tails, outside lines and rivals, in any order."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.workspace = Workspace.create(self.folder / "w", scheme=SCHEME)
        self.workspace.add_articles([article(*item) for item in TEXTS.items()])
        self.path = self.workspace.layout.annotations("anna")
        self.model = {}
        self.annotations = self.workspace.annotations("anna")

    @rule(identifier=DOCUMENTS, note=st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
    def save_a_note(self, identifier, note):
        document = self.annotations.load(identifier)
        self.model[identifier] = self.annotations.save(
            document.replacing(notes={"": note.strip()} if note.strip() else {})
        )

    @rule(identifier=DOCUMENTS, data=st.data())
    def save_an_entity(self, identifier, data):
        document = self.annotations.load(identifier)
        start, end = data.draw(st.sampled_from([t for t in document.tokens if document.text[t[0] : t[1]].strip()]))
        entity = Entity(document.next_entity_id(), start, end, data.draw(st.sampled_from(["PERSON", "ORG"])))
        if entity.identity not in {e.identity for e in document.entities}:
            changed = document.replacing(entities=(*document.entities, entity), status=Status.IN_PROGRESS)
            self.model[identifier] = self.annotations.save(changed)

    @rule()
    def close_and_open(self):
        self.annotations.close()
        if self.path.exists():
            assert self.path.read_bytes().count(b"\n") == len(self.model)
        self.reopen()

    @rule(torn=st.binary(max_size=30).map(lambda tail: tail.replace(b"\n", b"x")))
    def crash_in_the_middle_of_a_line(self, torn):
        self.annotations.close(tidy=False)
        if self.path.exists():
            with self.path.open("ab") as file:
                file.write(b'{"id": "' + torn)
        self.reopen()

    @rule()
    def lose_everything_that_is_only_cached(self):
        self.annotations.close()
        shutil.rmtree(self.folder / "w" / ".annotator", ignore_errors=True)
        self.reopen()

    @rule()
    def meet_a_rival(self):
        with pytest.raises(WorkspaceLocked):
            Workspace.open(self.folder / "w").annotations("anna")

    def reopen(self):
        self.workspace = Workspace.open(self.folder / "w")
        self.annotations = self.workspace.annotations("anna")

    @invariant()
    def all_that_was_acknowledged_is_there(self):
        reader = Workspace.open(self.folder / "w").read("anna")
        assert {i: reader.load(i) for i in reader.document_ids} == self.model
        reader.close()

    def teardown(self):
        self.annotations.close()
        shutil.rmtree(self.folder)


TestStore = Store.TestCase
TestStore.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
