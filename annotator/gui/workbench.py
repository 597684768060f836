"""Ties an open session to the article and the panels: what is selected, shown, counted, written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain import Document, Patch, Status
from annotator.domain.edits import (
    AddEntity,
    DeleteEntity,
    DeleteRelation,
    Edit,
    RelabelEntity,
    RelabelRelation,
    ReverseRelation,
    SetNote,
)
from annotator.domain.versions import RestoreVersion
from annotator.gui.editor import Editor
from annotator.gui.models.documents import DocumentsModel, heading_of
from annotator.gui.models.swatches import Swatches
from annotator.gui.panels.documents import DocumentsPanel
from annotator.gui.panels.labels import LabelsPanel
from annotator.gui.panels.panel import Panel
from annotator.gui.panels.tables import EntitiesPanel, RelationsPanel
from annotator.gui.session import Session

if TYPE_CHECKING:
    from annotator.gui.agreement.findings import FindingsPanel
    from annotator.gui.panels.guidelines import GuidelinesPanel
    from annotator.gui.panels.history import HistoryPanel
    from annotator.gui.panels.note import NotePanel

_SMALL = 500  # entities; the lists beside a larger article follow a moment after the article itself


class Workbench(QObject):
    """Owns the panels. `attach` gives it a session, `detach` takes it away again.

    Panels that are out of sight at first are made when they are asked for: the article is there sooner.
    """

    hint = Signal(str)
    document_shown = Signal(object)  # Document
    document_wanted = Signal(str)
    comparison_wanted = Signal(object)  # Document, an earlier version

    def __init__(self, editor: Editor, parent: QObject) -> None:
        super().__init__(parent)
        self.editor = editor
        self.article = editor.article
        self.session: Session | None = None
        self.swatches = Swatches()
        self.model = DocumentsModel(self)
        self.documents = DocumentsPanel(self.model)
        self.labels = LabelsPanel(self.swatches)
        self.relations = RelationsPanel(self.swatches)
        self.entities = EntitiesPanel(self.swatches)
        self._note: NotePanel | None = None
        self._guidelines: GuidelinesPanel | None = None
        self._history: HistoryPanel | None = None
        self._findings: FindingsPanel | None = None
        self._lists_due = QTimer(self)
        self._lists_due.setSingleShot(True)
        self._lists_due.setInterval(250)
        self._lists_due.timeout.connect(self._refresh_lists)
        self._connect_article()
        self._connect_panels()

    @property
    def panels(self) -> dict[str, Callable[[], Panel]]:
        """What gives the panels, by the names of their docks."""
        return {
            "documents": lambda: self.documents,
            "labels": lambda: self.labels,
            "relations": lambda: self.relations,
            "entities": lambda: self.entities,
            "note": lambda: self.note,
            "guidelines": lambda: self.guidelines,
            "history": lambda: self.history,
        }

    @property
    def note(self) -> NotePanel:
        """The notes on what is selected."""
        if self._note is None:
            from annotator.gui.panels.note import NotePanel

            self._note = NotePanel()
            self._note.written.connect(lambda target, text: self.perform(SetNote(target, text)))
            self._note.set_read_only(self.session is not None and self.session.read_only)
            self._show_note()
        return self._note

    @property
    def guidelines(self) -> GuidelinesPanel:
        """The guidelines of the workspace."""
        if self._guidelines is None:
            from annotator.gui.panels.guidelines import GuidelinesPanel

            self._guidelines = GuidelinesPanel()
            self._show_guidelines()
        return self._guidelines

    @property
    def history(self) -> HistoryPanel:
        """Steps and saved versions of the open document."""
        if self._history is None:
            from annotator.gui.panels.history import HistoryPanel

            self._history = HistoryPanel()
            self._history.step_chosen.connect(self._on_step_chosen)
            self._history.version_chosen.connect(self.go_back_to)
            self._history.comparison_wanted.connect(self.comparison_wanted)
            self._show_history()
            self._show_versions()
        return self._history

    @property
    def findings(self) -> FindingsPanel:
        """What the check of consistency found."""
        if self._findings is None:
            from annotator.gui.agreement.findings import FindingsPanel

            self._findings = FindingsPanel()
        return self._findings

    def _connect_article(self) -> None:
        article = self.article
        article.edit_requested.connect(self.perform)
        article.selection_changed.connect(self._on_selection_changed)
        article.entity_selected.connect(self._on_entity_selected)
        article.relation_selected.connect(self._on_relation_selected)
        article.hint.connect(self.hint)
        article.settled.connect(self.show_usual_hint)
        article.active_label_changed.connect(self._on_active_label)
        self.editor.find_bar.found.connect(article.set_highlights)
        self.editor.find_bar.reached.connect(article.reveal)
        self.editor.find_bar.closed.connect(article.setFocus)

    def _connect_panels(self) -> None:
        self.documents.chosen.connect(self._on_document_chosen)
        self.documents.status_wanted.connect(self._on_status_wanted)
        self.labels.entity_label_chosen.connect(self.use_entity_label)
        self.labels.relation_label_chosen.connect(self.use_relation_label)
        for panel, select in ((self.relations, self.select_relation), (self.entities, self.select_entity)):
            panel.table.chosen.connect(select)
        self.relations.table.delete_wanted.connect(lambda i: self.perform(DeleteRelation(i)))
        self.relations.table.reverse_wanted.connect(lambda i: self.perform(ReverseRelation(i)))
        self.entities.table.delete_wanted.connect(lambda i: self.perform(DeleteEntity(i)))

    # -- sessions -------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Show a workspace."""
        self.session = session
        workspace = session.workspace
        self.swatches.use(scheme=workspace.scheme)
        self.model.set_source(workspace.document_ids, session.status, self._heading)
        self.documents.refilter()
        self._show_guidelines()
        if self._note is not None:
            self._note.set_read_only(session.read_only)
        session.about_to_open.connect(self.commit)
        session.document_opened.connect(self._on_document_opened)
        session.document_changed.connect(self._on_document_changed)
        session.status_changed.connect(self._on_status_changed)
        session.saved.connect(self._on_saved)
        session.undo_group.indexChanged.connect(self._show_history)
        self.editor.show_empty(empty=not workspace.document_ids)
        self._show_lists(None)

    def detach(self) -> None:
        """Forget the session; write the note that is being typed first."""
        self.commit()
        self.session = None
        self.model.set_source((), lambda _: Status.NOT_STARTED, str)
        self.article.set_active_label(None)
        self._show_note()
        self._show_history()
        self._show_versions()
        self._show_lists(None)

    def commit(self) -> None:
        """Write the note that is being typed."""
        if self._note is not None:
            self._note.commit()

    def renew_documents(self) -> None:
        """Show the articles that the workspace has now, those that came in among them."""
        if self.session is None:
            return
        ids = self.session.workspace.document_ids
        self.model.set_ids(ids)
        self.documents.refilter()
        self.editor.show_empty(empty=not ids)
        if self.session.document is not None:
            self.documents.show_current(self.session.document.id)

    def _heading(self, document_id: str) -> str:
        assert self.session is not None
        line = self.session.workspace.raw_article(document_id)  # unchecked: no time goes into tokens that are not shown
        meta = line.get("meta")
        return heading_of(str(line.get("text", "")), meta.get("title") if isinstance(meta, dict) else None)

    # -- documents ------------------------------------------------------------------------------------------------

    def _on_document_opened(self, document: Document) -> None:
        session = self.session
        assert session is not None
        can_edit = not session.read_only and bool(document.tokens)
        self.article.set_document(document, session.workspace.scheme, read_only=not can_edit)
        self.editor.show_empty(empty=False)
        self.editor.header.show_document(document)
        self.editor.find_bar.set_text(document.text)
        self.documents.show_current(document.id)
        self._show_lists(document)
        self._show_history()
        self._show_versions()
        if self._note is not None:
            self._note.show_note(document, "")
        self.show_usual_hint()
        self.document_shown.emit(document)

    def _on_saved(self, document_id: str) -> None:
        if self.session and self.session.document and self.session.document.id == document_id:
            self.renew_versions()

    def renew_versions(self) -> None:
        """Read the saved versions of the open document again, if they are shown."""
        if self._history is not None:
            self._history.renew_versions()

    def use_scheme(self) -> None:
        """Show the labels of the workspace as they are now."""
        if self.session is None:
            return
        workspace = self.session.workspace
        self.swatches.use(scheme=workspace.scheme)
        self.article.set_scheme(workspace.scheme)
        self._show_guidelines()
        self._show_lists(self.session.document)
        for panel in (self.relations, self.entities):
            panel.table.viewport().update()  # rows that say the same still change their colours

    def go_back_to(self, version: Document) -> None:
        """Make the open document what an earlier version of it says, as one step."""
        self.perform(RestoreVersion(version))

    def _on_document_changed(self, document: Document, patch: Patch) -> None:
        self.article.apply_patch(document, patch)
        self.editor.header.show_document(document)
        if len(document.entities) <= _SMALL:
            self._refresh_lists()
        else:
            self._lists_due.start()  # again with every step: the lists wait for a pause

    def _refresh_lists(self) -> None:
        document = self.session.document if self.session else None
        self._show_lists(document)
        self._show_note()

    def _show_lists(self, document: Document | None) -> None:
        scheme = self.swatches.scheme
        self.labels.show_labels(scheme, document)
        self.relations.show_document(document, scheme)
        self.entities.show_document(document, scheme)

    def _show_history(self) -> None:
        if self._history is not None:
            self._history.show_stack(self.session.stack if self.session else None)

    def _show_versions(self) -> None:
        if self._history is not None:
            document = self.session.document if self.session else None
            reader = self.session.reader if self.session else None
            self._history.show_versions(partial(reader.history, document.id) if reader and document else None)

    def _show_guidelines(self) -> None:
        if self._guidelines is not None and self.session is not None:
            workspace = self.session.workspace
            self._guidelines.show_guidelines(workspace.guidelines, workspace.scheme)

    def _on_document_chosen(self, document_id: str) -> None:
        self.document_wanted.emit(document_id)
        self.article.setFocus()

    def _on_status_changed(self, document_id: str, _status: Status) -> None:
        self.model.status_changed(document_id)
        self.documents.show_progress()

    def _on_status_wanted(self, document_id: str, status: Status) -> None:
        if self.session is not None:
            self.session.set_status(status, document_id)

    # -- edits ----------------------------------------------------------------------------------------------------

    def perform(self, edit: Edit) -> Patch | None:
        """Do an edit on the open document."""
        return self.session.perform(edit) if self.session else None

    def use_entity_label(self, label: str) -> None:
        """Relabel the selected entity, tag the selected text, or hold the label for the next selection."""
        if entity_id := self.article.selected_entity:
            self.perform(RelabelEntity(entity_id, label))
        elif selection := self.article.selection():
            self.perform(AddEntity(*selection, label))
        else:
            self.article.set_active_label(None if label == self.article.active_label else label)
        self.article.setFocus()

    def use_relation_label(self, label: str) -> None:
        """Relabel the selected relation."""
        if relation_id := self.article.selected_relation:
            self.perform(RelabelRelation(relation_id, label))
        else:
            self.hint.emit(self.tr("Drag from one entity to another to relate them; then choose the relation."))
        self.article.setFocus()

    def _on_active_label(self, label: str) -> None:
        self.labels.set_active(label or None)
        self.show_usual_hint()

    def show_usual_hint(self) -> None:
        """Tell what to do next where nothing else is told."""
        if self.session is None or self.session.read_only:
            self.hint.emit("")
        elif self.article.active_label:
            self.hint.emit(self.tr("Selecting text tags it at once. Esc puts the label down."))
        else:
            self.hint.emit(self.tr("Select text and press a label's key, or the key first and then select."))

    def delete_selected(self) -> None:
        """Delete the selected entity or relation."""
        if relation_id := self.article.selected_relation:
            self.perform(DeleteRelation(relation_id))
        elif entity_id := self.article.selected_entity:
            self.perform(DeleteEntity(entity_id))

    def reverse_selected(self) -> None:
        """Reverse the selected relation."""
        if relation_id := self.article.selected_relation:
            self.perform(ReverseRelation(relation_id))

    def _on_step_chosen(self, step: int) -> None:
        if self.session and self.session.stack and not self.session.read_only:
            self.session.stack.setIndex(step)

    # -- selection ------------------------------------------------------------------------------------------------

    def select_entity(self, entity_id: str) -> None:
        """Select an entity in the article and bring it into view."""
        document = self.session.document if self.session else None
        if document and (entity := document.entity(entity_id)):
            self.article.select_entity(entity_id)
            self.article.reveal(entity.start, entity.end)

    def select_relation(self, relation_id: str) -> None:
        """Select a relation in the article and bring its head into view."""
        document = self.session.document if self.session else None
        relation = document.relation(relation_id) if document else None
        head = document.entity(relation.head) if document and relation else None
        if head is not None:
            self.article.select_relation(relation_id)
            self.article.reveal(head.start, head.end)

    def _target(self) -> str:
        return self.article.selected_relation or self.article.selected_entity or ""

    def _on_entity_selected(self, entity_id: str) -> None:
        self.entities.table.show_selected(entity_id)
        self.relations.set_entity(entity_id)
        if entity_id:
            self.relations.table.show_selected("")
        self._show_note()

    def _on_relation_selected(self, relation_id: str) -> None:
        self.relations.table.show_selected(relation_id)
        self._show_note()

    def _on_selection_changed(self) -> None:
        self.show_usual_hint()  # what was told before is about what was chosen before
        if start := self.article.selection():
            self.editor.find_bar.start_at(start[0])

    def _show_note(self) -> None:
        if self._note is not None:
            self._note.show_note(self.session.document if self.session else None, self._target())

    # -- language and theme ---------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show names of labels and steps in the language chosen now; the panels follow by themselves."""
        if self.session:
            self.session.retranslate()
            self._show_lists(self.session.document)
        self._show_history()
        self.show_usual_hint()
