"""The open workspace as one annotator works in it: the open document, its undo stack, its way to the disk."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoGroup, QUndoStack

from annotator.domain import Document, EditRefusedError, Patch, Status
from annotator.domain.edits import AddRelation, Edit, RelabelEntity, SetStatus
from annotator.gui.commands import EditCommand
from annotator.gui.history_keeper import HistoryKeeper
from annotator.gui.opening import lock_is_free, other_computer
from annotator.gui.save_state import SaveKind, SaveState
from annotator.gui.saving import SaveQueue
from annotator.messages import Message, msg
from annotator.workspace import AnnotationReader, Annotations, Workspace
from annotator.workspace.versions import Pair

_SMALL = 1000  # entities; the steps of a larger document are kept when it is left, not at every save


class Session(QObject):
    """Holds the values that the window shows. Every change goes through `perform`, so that it can be undone and is saved.

    A session without `annotations` is read-only: it shows what another window of the same annotator has saved.
    """

    about_to_open = Signal()  # the last moment to write into the document before
    document_opened = Signal(object)  # Document
    document_changed = Signal(object, object)  # Document after the change, Patch
    refused = Signal(object, object)  # Message, the Edit that would be legal instead or None
    status_changed = Signal(str, object)  # document id, Status
    save_state_changed = Signal(object)  # SaveState
    warned = Signal(object)  # Message that should stay until it is read
    alarmed = Signal(object)  # Alarm: entities are gone that nobody deleted
    saved = Signal(str)  # id of a document that is on disk now

    def __init__(
        self,
        workspace: Workspace,
        reader: AnnotationReader,
        annotations: Annotations | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.reader = reader
        self.annotations = annotations
        self.statuses: dict[str, Status] = dict(reader.statuses())
        self.undo_group = QUndoGroup(self)
        self.queue = SaveQueue(annotations, self) if annotations else None
        if self.queue:
            self.queue.state_changed.connect(self.save_state_changed)
            self.queue.saved.connect(self._on_saved)
            self.queue.alarmed.connect(self.alarmed)
        self._history = HistoryKeeper(workspace.undo(reader.name), self._apply) if annotations else None
        self._documents: dict[str, Document] = {}
        self._stacks: dict[str, QUndoStack] = {}
        self._current_id = ""
        self.untidy = False  # whether the file that was closed should be tidied beside the window

    @property
    def annotator(self) -> str:
        """Whose annotations these are."""
        return self.reader.name

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self.annotations is None

    @property
    def save_state(self) -> SaveState:
        """How the work stands to the disk."""
        return self.queue.state if self.queue else SaveState(SaveKind.READ_ONLY)

    # -- documents ------------------------------------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        """The open document, as it is after all edits."""
        return self._documents.get(self._current_id)

    @property
    def stack(self) -> QUndoStack | None:
        """The undo stack of the open document."""
        return self._stacks.get(self._current_id)

    def status(self, document_id: str) -> Status:
        """Return how far the annotator is with a document."""
        return self.statuses.get(document_id, Status.NOT_STARTED)

    def open(self, document_id: str) -> Document:
        """Make a document the open one. The one before goes to disk at once and keeps its undo stack."""
        self.about_to_open.emit()
        self.flush_soon()
        document = self._loaded(document_id)
        if document_id != self._current_id:
            self._keep_history(self._current_id)
            self._forget_untouched(self._current_id)
        self._current_id = document_id
        self.undo_group.setActiveStack(self._stack_of(document_id))
        self.document_opened.emit(document)
        return document

    def document_of(self, document_id: str) -> Document:
        """Return a document as it is after all edits, whether it is the open one or not."""
        return self._loaded(document_id)

    def documents_in_memory(self) -> dict[str, Document]:
        """Return the documents that may differ from what is on disk, by their ids."""
        return dict(self._documents)

    def undo_step(self, document_id: str, patch: Patch) -> bool:
        """Take a step of a document back if it is the last one there; return whether it was."""
        stack = self._stacks.get(document_id)
        command = stack.command(stack.index() - 1) if stack is not None and stack.index() else None
        if stack is None or self.read_only or not isinstance(command, EditCommand) or command.patch is not patch:
            return False
        stack.undo()
        return True

    def _loaded(self, document_id: str) -> Document:
        document = self._documents.get(document_id)
        if document is None:
            document = self._documents[document_id] = self.reader.load(document_id)
            self._restore_history(document)
        return document

    def _restore_history(self, document: Document) -> None:
        if self._history and (dropped := self._history.restore(document, self._stack_of(document.id))):
            self.warned.emit(dropped)

    def _keep_history(self, document_id: str) -> None:
        document, stack = self._documents.get(document_id), self._stacks.get(document_id)
        if self._history and document and stack and not self.save_state.is_pending:
            self._history.keep(document, stack)

    def _stack_of(self, document_id: str) -> QUndoStack:
        stack = self._stacks.get(document_id)
        if stack is None:
            stack = self._stacks[document_id] = QUndoStack(self.undo_group)
        return stack

    def _forget_untouched(self, document_id: str) -> None:
        """Documents without undo history are read again when needed, so that memory does not grow with the corpus."""
        stack = self._stacks.get(document_id)
        if stack is not None and stack.count() == 0 and not self.save_state.is_pending:
            self._documents.pop(document_id, None)
            self._stacks.pop(document_id).deleteLater()

    def set_tokens(self, document_id: str, tokens: tuple[tuple[int, int], ...]) -> None:
        """Fill in the tokens of a document that came without; no edit, since nothing was annotated."""
        document = self._documents.get(document_id)
        if document is None or document.tokens:
            return
        self._documents[document_id] = document.replacing(tokens=tokens)
        if document_id == self._current_id:
            self.document_opened.emit(self._documents[document_id])

    # -- edits ----------------------------------------------------------------------------------------------------

    def perform(self, edit: Edit, document_id: str = "") -> Patch | None:
        """Do an edit as one undoable step and return its patch; None where it was refused (with the reason told).

        Without `document_id` the open document is meant.
        """
        document = self._loaded(document_id) if document_id else self.document
        if document is None:
            return None
        if self.read_only:
            self.refused.emit(msg("this window only reads", "это окно открыто только для чтения"), None)
            return None
        try:
            patch = edit.resolve(document, self.workspace.scheme)
        except EditRefusedError as error:
            self.refused.emit(error.message, self._alternative(edit, document))
            return None
        if patch:
            apply = self._history.apply if self._history else self._apply
            self._stack_of(document.id).push(EditCommand(document.id, patch, edit.name, apply))
        return patch

    def _alternative(self, edit: Edit, document: Document) -> Edit | None:
        """Return what would be legal instead: the relation the other way round, or a new label without relations."""
        if isinstance(edit, AddRelation):
            other: Edit = AddRelation(edit.tail, edit.head, edit.label, edit.source, edit.score)
        elif isinstance(edit, RelabelEntity) and not edit.drop_relations:
            other = RelabelEntity(edit.entity_id, edit.label, drop_relations=True)
        else:
            return None
        try:
            other.resolve(document, self.workspace.scheme)
        except EditRefusedError:
            return None
        return other

    def set_status(self, status: Status, document_id: str = "") -> bool:
        """Say how far a document is (without an id: the open one); return whether it is so now."""
        document = self._loaded(document_id) if document_id else self.document
        if document is None:
            return False
        return document.status is status or self.perform(SetStatus(status), document_id) is not None

    def _apply(self, document_id: str, patch: Patch) -> None:
        document = patch.apply(self._documents[document_id])
        self._documents[document_id] = document
        if self.queue:
            self.queue.touch(document, patch.entity_balance)
        if document.status is not self.status(document_id):
            self.statuses[document_id] = document.status
            self.status_changed.emit(document_id, document.status)
        if document_id == self._current_id:
            self.document_changed.emit(document, patch)

    # -- versions from elsewhere ----------------------------------------------------------------------------------

    @property
    def held(self) -> dict[str, Document]:
        """The documents in memory, as they are after all edits."""
        return dict(self._documents)

    def version(self, document_id: str) -> Document:
        """Return a document as it is here now; raises WorkspaceError where there is no such article."""
        return self._documents.get(document_id) or self.reader.load(document_id)

    def has_steps(self, document_id: str) -> bool:
        """Tell whether something was done to a document here that undo could take back."""
        stack = self._stacks.get(document_id)
        return bool(stack and stack.count())

    def read_again(self, document_id: str) -> None:
        """Show a document as it is on disk now; it must have no steps."""
        document = self._documents[document_id] = self.reader.load(document_id)
        if document_id == self._current_id:
            self.document_opened.emit(document)

    def renew_statuses(self) -> None:
        """Read from the disk how far each document is, after another program changed it."""
        for document_id, status in self.reader.statuses().items():
            if document_id not in self._documents and status is not self.status(document_id):
                self.statuses[document_id] = status
                self.status_changed.emit(document_id, status)

    def keep(self, pair: Pair) -> None:
        """Save our version once more, because another program's stands after it."""
        if self.queue:
            document = self._loaded(pair.document_id)
            self.queue.touch(document, len(document.entities) - len(pair.theirs.entities))

    def _on_saved(self, saved: Document) -> None:
        """Count the revisions on from what is on disk now, and keep the steps that led there."""
        self.saved.emit(saved.id)
        if (document := self._documents.get(saved.id)) is None:
            return
        self._documents[saved.id] = document.replacing(rev=saved.rev, saved_at=saved.saved_at)
        if len(document.entities) <= _SMALL:
            QTimer.singleShot(0, self, partial(self._keep_history, saved.id))

    def retranslate(self) -> None:
        """Show the names of the steps in the language chosen now."""
        for stack in self._stacks.values():
            for index in range(stack.count()):
                command = stack.command(index)
                if isinstance(command, EditCommand):
                    command.setText(str(command.title))

    # -- the disk -------------------------------------------------------------------------------------------------

    def lock_is_free(self) -> bool:
        """Tell whether a read-only session could write now."""
        return self.annotations is None and lock_is_free(self.workspace, self.annotator)

    def other_computer(self) -> str:
        """Return the computer that holds this annotator's lock, or "" where it is this one or nobody."""
        return other_computer(self.workspace, self.annotator) if self.annotations is None else ""

    def flush_soon(self) -> None:
        """Hand what is unsaved to the worker now, without waiting for the disk."""
        if self.queue:
            self.queue.submit()

    def close(self, timeout: float = 10.0) -> Message | str | None:
        """Save everything and give the lock back; return why something could not be saved, or None.

        Where saving fails the session stays open and keeps the work in memory.
        """
        if self.queue is None or self.annotations is None:
            return None
        known_bad = self.queue.state.kind in {SaveKind.OFFLINE, SaveKind.FAILED}  # one more try, no long wait
        sent = self.queue.flush(1.0 if known_bad else timeout)
        if not sent and self.queue.state.kind is not SaveKind.OFFLINE:
            return self.queue.state.message or msg("the disk does not answer", "диск не отвечает")
        for document_id in self._stacks:
            self._keep_history(document_id)
        self.abandon()
        return None

    def abandon(self) -> None:
        """Give the lock back whatever the state of the disk."""
        if self.queue:
            self.queue.close()
        if self.annotations:
            self.annotations.close()
            self.untidy = self.annotations.untidy
        self.annotations = None
        self.queue = None
