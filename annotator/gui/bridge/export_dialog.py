"""File → Export: whose annotations, in which format, what that format loses; then the export and its report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.formats import registry
from annotator.formats.base import Format
from annotator.formats.exporting import part_path
from annotator.formats.split import PARTS, parse_ratios
from annotator.gui.bridge.dialog import TransferDialog
from annotator.gui.bridge.process import Answer, JsonProcess, command, scan
from annotator.gui.bridge.titles import format_title
from annotator.gui.guard import guard_events
from annotator.gui.opening import place_beside
from annotator.gui.placing import open_size
from annotator.gui.theme import Colors
from annotator.messages import AnnotatorError
from annotator.workspace import Workspace
from annotator.workspace.names import GOLD

_OWN = "jsonl"  # holds everything, so it stands first
_SHARES = ("80/10/10", "80/20", "70/15/15")


@guard_events
class ExportDialog(TransferDialog):
    """Knows what would be lost before anything is written."""

    def __init__(self, workspace: Workspace, annotator: str, colors: Colors, parent: QWidget) -> None:
        super().__init__(colors, parent)
        self._workspace = workspace
        self._found: dict[str, Any] = {}
        self._trouble = ""
        self.format, self.annotator, self.status = QComboBox(self), QComboBox(self), QComboBox(self)
        self.split, self.shares, self.seed = QCheckBox(self), QComboBox(self), QLineEdit("0", self)
        self.target, self.browse = QLineEdit(self), QPushButton(self)
        self.summary, self.losses, self.target_note = QLabel(self), QLabel(self), QLabel(self)
        self.loss_card = QFrame(self)
        self._fill_choices(annotator)
        self._lay_out()
        self._suggest_target()
        self._connect()
        self.retranslate()
        open_size(self, 760, 540)
        self.format.setFocus()
        self.look_soon()

    # -- putting together -----------------------------------------------------------------------------------------

    def _fill_choices(self, annotator: str) -> None:
        for name in sorted(registry.writable(), key=lambda name: name != _OWN):
            self.format.addItem(format_title(name), name)
        workspace = self._workspace
        names = [name for name in workspace.annotators if workspace.read(name).document_ids]
        self.annotator.addItems([*([GOLD] if workspace.has_gold else []), *names])
        default = GOLD if workspace.has_gold else annotator
        self.annotator.setCurrentIndex(max(0, self.annotator.findText(default)))
        for value in ("done", "any"):
            self.status.addItem("", value)
        self.shares.setEditable(True)
        self.shares.addItems(_SHARES)
        self.seed.setValidator(QIntValidator(0, 999_999, self.seed))
        self.seed.setFixedWidth(90)

    def _lay_out(self) -> None:
        self.browse.setAutoDefault(False)
        parts, place = QHBoxLayout(), QHBoxLayout()
        self._seed_label = QLabel(self)
        self._seed_label.setBuddy(self.seed)
        parts.setSpacing(12)
        parts.addWidget(self.split)
        parts.addWidget(self.shares)
        parts.addWidget(self._seed_label)
        parts.addWidget(self.seed)
        parts.addStretch(1)
        place.setSpacing(8)
        place.addWidget(self.target, 1)
        place.addWidget(self.browse)
        self._format_label = self.add_row(self._alone(self.format), self.format)
        self._annotator_label = self.add_row(self._alone(self.annotator), self.annotator)
        self._status_label = self.add_row(self._alone(self.status), self.status)
        self._split_label = self.add_row(parts, self.shares)
        self._target_label = self.add_row(place, self.target)
        for label in (self.summary, self.losses, self.target_note):
            label.setWordWrap(True)
        self.summary.setProperty("heading", True)
        self.target_note.setProperty("muted", True)
        self.target_note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.form.addRow("", self.target_note)
        self.loss_card.setProperty("card", True)
        card = QVBoxLayout(self.loss_card)
        card.setContentsMargins(16, 12, 16, 12)
        card.setSpacing(8)
        card.addWidget(self.summary)
        card.addWidget(self.losses)
        column = QVBoxLayout(self.choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self.form)
        column.addWidget(self.loss_card)
        column.addStretch(1)

    @staticmethod
    def _alone(box: QComboBox) -> QHBoxLayout:
        row = QHBoxLayout()
        box.setMinimumWidth(300)
        row.addWidget(box)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self._on_format)
        self.annotator.currentIndexChanged.connect(self.look_soon)
        self.status.currentIndexChanged.connect(self.look_soon)
        self.split.toggled.connect(self._on_split)
        self.shares.editTextChanged.connect(self.check)
        self.target.textChanged.connect(self.check)
        self.browse.clicked.connect(self._on_browse)

    # -- choices --------------------------------------------------------------------------------------------------

    @property
    def chosen_format(self) -> Format:
        """The format that is chosen."""
        return registry.get(str(self.format.currentData()))

    @property
    def out(self) -> Path:
        """Where to write."""
        return Path(self.target.text().strip()).expanduser()

    @property
    def _wants_folder(self) -> bool:
        return self.chosen_format.folder or self.split.isChecked()

    def _suggest_target(self) -> None:
        """Name a place beside the workspace, in the folder that is chosen already."""
        path = place_beside(self._workspace)
        folder = self.out.parent if self.target.text().strip() else path.parent
        name = f"{path.name}-{self.format.currentData()}"
        self.target.setText(str(folder / (name if self._wants_folder else name + self.chosen_format.suffixes[0])))

    def _on_format(self) -> None:
        self._suggest_target()
        self.look_soon()

    def _on_split(self) -> None:
        self._suggest_target()
        self.check()

    def _on_browse(self) -> None:
        title = self.tr("Where to export")
        if self._wants_folder:
            if folder := QFileDialog.getExistingDirectory(self, title, str(self.out.parent)):
                name = f"{place_beside(self._workspace).name}-{self.format.currentData()}"
                self.target.setText(str(Path(folder) / name))
            return
        file, _ = QFileDialog.getSaveFileName(self, title, str(self.out))
        if file:
            self.target.setText(file)

    def files(self) -> list[Path]:
        """Return the files or folders that will be written."""
        if not self.split.isChecked():
            return [self.out]
        count = len(parse_ratios(self.shares.currentText().strip()))
        return [part_path(self.out, part, self.chosen_format) for part in PARTS[:count]]

    # -- looking --------------------------------------------------------------------------------------------------

    def make_scan(self) -> JsonProcess | None:
        """Return a look at what the format loses."""
        if not self.annotator.count():
            return None
        return scan(
            self,
            task="losses",
            workspace=str(self._workspace.path),
            annotator=self.annotator.currentText(),
            status=self.status.currentData(),
            format=self.format.currentData(),
        )

    def show_scan(self, answer: Answer) -> None:
        """Show what will be written and what will be lost."""
        self._found, self._trouble = answer.result, answer.error
        self.loss_card.setVisible(bool(self._found))
        if not self._found:
            return
        text = self.tr("Articles: {0}, entities: {1}, relations: {2}")
        found = self._found
        self.summary.setText(text.format(found["documents"], found["entities"], found["relations"]))
        lines = [f"•\u00a0{line}" for line in found["losses"]]
        if not lines:
            lines = [self.tr("{0} holds all of it: nothing is lost.").format(format_title(self.chosen_format.name))]
        if found["left_out"]:
            left = self.tr("Not done yet or skipped, and therefore left out: {0} articles")
            lines.append("•\u00a0" + left.format(found["left_out"]))
        self.losses.setText("\n".join(lines))

    def obstacle(self) -> str:
        """Return what keeps it from running, or ""."""
        if not self.annotator.count():
            return self.tr("Nobody has annotated anything yet.")
        if not self.target.text().strip():
            return self.tr("Say where to write.")
        if self.split.isChecked():
            try:
                parse_ratios(self.shares.currentText().strip())
            except AnnotatorError:
                return self.tr("Two or three shares are needed, such as 80/10/10.")
        if self.is_looking:
            return ""
        if self._trouble:
            return self._trouble
        if not self._found.get("documents"):
            return self.tr("No article is done: choose unfinished ones too.")
        return ""

    def check(self) -> None:
        """Say what will be written, too."""
        super().check()
        enabled = self.split.isChecked()
        for widget in (self.shares, self.seed, self._seed_label):
            widget.setEnabled(enabled)
        self.target_note.setText(self._note())

    def _note(self) -> str:
        try:
            files = self.files() if self.target.text().strip() else []
        except AnnotatorError:
            return ""
        if replaced := [file.name for file in files if file.exists()]:
            return self.tr("There already, will be replaced: {0}").format(", ".join(replaced))
        if len(files) > 1:
            return self.tr("Will be written: {0}").format(", ".join(file.name for file in files))
        return ""

    # -- running --------------------------------------------------------------------------------------------------

    def make_run(self) -> JsonProcess | None:
        """Return the export."""
        words = ["--json", "--format", str(self.format.currentData()), "--annotator", self.annotator.currentText()]
        words += ["--status", str(self.status.currentData())]
        if self.split.isChecked():
            words += ["--split", self.shares.currentText().strip(), "--seed", self.seed.text() or "0"]
        return command(self, "export", *words, "--", str(self._workspace.path), str(self.out))

    def expected(self) -> int:
        """Return how many documents will pass."""
        return int(self._found.get("documents", 0))

    def heading_of(self, answer: Answer) -> str:
        """Return the sentence above the report."""
        if answer.cancelled:
            return self.tr("The export was stopped.")
        return self.tr("Exported to {0}").format(self.out)

    # -- language -------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        super().retranslate()
        self.setWindowTitle(self.tr("Export"))
        self.run_button.setText(self.tr("Export"))
        self.browse.setText(self.tr("Choose…"))
        self._format_label.setText(self.tr("Format"))
        self._annotator_label.setText(self.tr("Whose annotations"))
        self._status_label.setText(self.tr("Which articles"))
        self._split_label.setText(self.tr("Parts"))
        self._target_label.setText(self.tr("Write to"))
        self.status.setItemText(0, self.tr("done only"))
        self.status.setItemText(1, self.tr("unfinished ones too"))
        self.split.setText(self.tr("train, dev and test"))
        self._seed_label.setText(self.tr("Seed"))
        self.shares.setAccessibleName(self.tr("Shares of the parts"))
        for label in (self.losses, self.summary):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
