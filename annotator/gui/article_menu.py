"""The menu under the pointer in the article: what can be done with the entity, relation or words there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from annotator.domain.edits import AddEntity, RelabelEntity, RelabelRelation
from annotator.gui.action_set import ActionSet
from annotator.gui.workbench import Workbench
from annotator.messages import current_language


class ArticleMenu(QObject):
    """Builds the menu anew each time; it deletes itself when closed."""

    def __init__(self, workbench: Workbench, actions: ActionSet) -> None:
        super().__init__(workbench)
        self._workbench, self._actions = workbench, actions
        workbench.article.context_menu_requested.connect(self.open)

    def open(self, place: QPoint, kind: str, _identifier: str) -> None:
        """Show the menu for what the article has chosen under the pointer."""
        self.build(kind).popup(place)

    def build(self, kind: str) -> QMenu:
        """Return the menu for an "entity", a "relation", a "suggestion" or the "text"."""
        menu = QMenu(self._workbench.article)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        session = self._workbench.session
        editable = session is not None and not session.read_only
        ids = {
            "entity": ("edit.mentions", "edit.note", "edit.delete"),
            "relation": ("edit.reverse", "edit.note", "edit.delete"),
            "suggestion": ("suggest.accept", "suggest.reject"),
            "text": ("edit.find", "edit.note"),
        }[kind]
        if editable and kind != "suggestion":
            self._add_labels(menu, kind)
        for action_id in ids:
            menu.addAction(self._actions[action_id])
        return menu

    def _add_labels(self, menu: QMenu, kind: str) -> None:
        if kind == "relation":
            self._add_relation_labels(menu.addMenu(self.tr("Change the relation")))
        elif kind == "entity":
            self._add_entity_labels(menu.addMenu(self.tr("Change the label")))
            menu.addAction(self.tr("Relate to…") + "\tR", self._workbench.article.start_relation)
        elif self._workbench.article.selection():
            self._add_entity_labels(menu.addMenu(self.tr("Tag as")))

    def _add_entity_labels(self, menu: QMenu) -> None:
        for kind in self._workbench.swatches.scheme.entities:
            icon = self._workbench.swatches.entity(kind.label)
            key = f"\t{kind.key.upper()}" if kind.key else ""
            menu.addAction(icon, kind.name(current_language()) + key, partial(self._label, kind.label))

    def _label(self, label: str) -> None:
        article = self._workbench.article
        if article.selected_entity:
            self._workbench.perform(RelabelEntity(article.selected_entity, label))
        elif selection := article.selection():
            self._workbench.perform(AddEntity(*selection, label))

    def _add_relation_labels(self, menu: QMenu) -> None:
        document = self._workbench.session.document if self._workbench.session else None
        relation = document.relation(self._workbench.article.selected_relation) if document else None
        if document is None or relation is None:
            return
        head, tail = document.entity(relation.head), document.entity(relation.tail)
        legal = self._workbench.swatches.scheme.legal_relations(head.label, tail.label) if head and tail else ()
        for kind in legal:
            edit = RelabelRelation(relation.id, kind.label)
            action = menu.addAction(kind.name(current_language()), partial(self._workbench.perform, edit))
            action.setCheckable(True)
            action.setChecked(kind.label == relation.label)
