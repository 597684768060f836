"""File → Import: which files, how to read them, what becomes of their labels; then the import and its report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.formats import registry
from annotator.gui.bridge.dialog import TransferDialog
from annotator.gui.bridge.label_table import LabelTable
from annotator.gui.bridge.preview import Preview
from annotator.gui.bridge.process import Answer, JsonProcess, command, scan
from annotator.gui.bridge.titles import ENCODINGS, format_title
from annotator.gui.canvas import CanvasStyle
from annotator.gui.guard import guard_events
from annotator.gui.opening import name_problem
from annotator.gui.placing import open_size
from annotator.gui.theme import Colors
from annotator.team.address import is_address
from annotator.workspace import Workspace

_COUNTS_GRAPHEMES = "doccano"
Release = Callable[[set[str]], bool]


@guard_events
class ImportDialog(TransferDialog):
    """`release` is asked to let go of annotators whose files are about to be written; `imported` tells the end."""

    imported = Signal()

    def __init__(
        self,
        workspace: Workspace,
        paths: Iterable[Path],
        release: Release,
        look: tuple[Colors, CanvasStyle],
        parent: QWidget,
    ) -> None:
        colors, style = look
        super().__init__(colors, parent)
        self._workspace, self._release = workspace, release
        self._paths: list[Path] = []
        self._found: dict[str, Any] = {}
        self._trouble = ""
        self._map_file: Path | None = None
        self.files = QListWidget(self)
        self.add_files, self.add_folder, self.remove = QPushButton(self), QPushButton(self), QPushButton(self)
        self.format, self.encoding, self.annotator = QComboBox(self), QComboBox(self), QComboBox(self)
        self.replace, self.strict, self.graphemes = QCheckBox(self), QCheckBox(self), QCheckBox(self)
        self.summary, self.labels_note = QLabel(self), QLabel(self)
        self.preview = Preview(workspace.scheme, style, self)
        self.labels = LabelTable(workspace.scheme, colors, self)
        self._fill_choices()
        self._lay_out()
        self._connect()
        self.retranslate()
        open_size(self, 940, 760)
        self.add_files.setFocus()
        self.add_paths(paths)

    # -- putting together -----------------------------------------------------------------------------------------

    def _fill_choices(self) -> None:
        self.format.addItem("", "")
        for name in registry.names():
            self.format.addItem(format_title(name), name)
        self.encoding.setEditable(True)
        self.encoding.addItems(["", *ENCODINGS])
        self.annotator.setEditable(True)
        self.annotator.addItems(["", *self._workspace.annotators])
        for box in (self.encoding, self.annotator):
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)

    def _lay_out(self) -> None:
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.files.setMinimumHeight(64)
        self.files.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for label in (self.summary, self.labels_note):
            label.setWordWrap(True)
        self.summary.setProperty("heading", True)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        for button in (self.add_files, self.add_folder, self.remove):
            button.setAutoDefault(False)
            beside.addWidget(button)
        holder, reading = QWidget(self), QHBoxLayout()
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        files = QHBoxLayout(holder)
        files.setContentsMargins(0, 0, 0, 0)
        files.setSpacing(8)
        files.addWidget(self.files, 1)
        files.addLayout(beside)
        reading.setSpacing(12)
        self._encoding_label = QLabel(self)
        self._encoding_label.setBuddy(self.encoding)
        reading.addWidget(self.format, 3)
        reading.addWidget(self._encoding_label)
        reading.addWidget(self.encoding, 2)
        self._files_label = self.add_row(holder, self.files)
        self._files_label.setMinimumHeight(0)
        self._files_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._format_label = self.add_row(reading, self.format)
        self.annotator.setMinimumWidth(360)
        self._annotator_label = self.add_row(self.annotator, self.annotator)
        self.form.addRow("", self.graphemes)
        column = QVBoxLayout(self.choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self.form)
        column.addWidget(self.summary)
        column.addWidget(self.preview)
        column.addWidget(self.labels, 1)
        column.addWidget(self.labels_note)
        column.addWidget(self.replace)
        column.addWidget(self.strict)
        column.addStretch(0)

    def _connect(self) -> None:
        self.add_files.clicked.connect(self._on_add_files)
        self.add_folder.clicked.connect(self._on_add_folder)
        self.remove.clicked.connect(self._on_remove)
        self.files.itemSelectionChanged.connect(self._show_remove)
        self.format.currentIndexChanged.connect(self.look_soon)
        self.encoding.editTextChanged.connect(self.look_soon)
        self.annotator.editTextChanged.connect(self.check)
        self.graphemes.toggled.connect(self.look_soon)
        self.labels.changed.connect(self._show_labels)

    # -- files ----------------------------------------------------------------------------------------------------

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Add files and folders, each once."""
        new = [path for path in dict.fromkeys(paths) if path not in self._paths]
        self._paths += new
        for path in new:
            self.files.addItem(path.name + ("/" if path.is_dir() else ""))
            self.files.item(self.files.count() - 1).setToolTip(str(path))
        self._show_remove()
        if new:
            self.look_soon()
        else:
            self.check()

    def _on_add_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Files to import"))
        self.add_paths(map(Path, chosen))

    def _on_add_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.tr("Folder to import")):
            self.add_paths([Path(chosen)])

    def _on_remove(self) -> None:
        for row in sorted((self.files.row(item) for item in self.files.selectedItems()), reverse=True):
            self.files.takeItem(row)
            del self._paths[row]
        self.look_soon()

    def _show_remove(self) -> None:
        self.remove.setEnabled(bool(self.files.selectedItems()))

    # -- looking --------------------------------------------------------------------------------------------------

    def make_scan(self) -> JsonProcess | None:
        """Return a look at the files."""
        if not self._paths:
            self._found, self._trouble = {}, ""
            self._show_nothing()
            return None
        return scan(
            self,
            task="files",
            paths=[str(path) for path in self._paths],
            format=self.format.currentData(),
            encoding=self.encoding.currentText().strip(),
            language=self._workspace.language,
            graphemes=self.graphemes.isChecked(),
        )

    def show_scan(self, answer: Answer) -> None:
        """Show what the files hold."""
        self._found, self._trouble = answer.result, answer.error
        if not self._found:
            self._show_nothing()
            return
        names = ", ".join(map(format_title, self._found["formats"]))
        self.format.setItemText(0, self.tr("Found out: {0}").format(names))
        self.summary.setText(self._sentence())
        self.labels.show_labels(self._found["entity_labels"], self._found["relation_labels"])
        self.labels.setVisible(bool(self.labels.choices))
        self.annotator.setEnabled(self.annotated)
        for box in (self.replace, self.strict):
            box.setVisible(self.annotated)
        self._show_graphemes(shown=_COUNTS_GRAPHEMES in self._found["formats"])
        field = self.annotator.lineEdit()
        assert field is not None
        field.setPlaceholderText(self._annotator_hint())
        self._show_labels()

    def _show_nothing(self) -> None:
        self.format.setItemText(0, self.tr("Found out by itself"))
        for widget in (self.labels, self.labels_note, self.replace, self.strict):
            widget.hide()
        self._show_graphemes(shown=self.graphemes.isChecked())
        self.summary.setText("")
        self.preview.say(self.tr("Add files or folders: what they hold is shown here before anything is written."))

    def _show_graphemes(self, *, shown: bool) -> None:
        """Offer the other way of counting where files may use it: nothing in them tells, the preview does."""
        self.form.setRowVisible(self.graphemes, shown)

    def _sentence(self) -> str:
        found = self._found
        text = self.tr("Articles: {0}, entities: {1}, relations: {2}")
        counts = text.format(found["documents"], found["entities"], found["relations"])
        if found["problem_count"]:
            counts += " · " + self.tr("lines that cannot be taken: {0}").format(found["problem_count"])
        return counts

    def _annotator_hint(self) -> str:
        if not self.annotated:
            return self.tr("articles alone: nobody's annotations")
        if self._found["unnamed"]:
            return self.tr("the files do not say: give a name")
        return self.tr("as the files say: {0}").format(", ".join(self._found["annotators"]))

    def _show_labels(self) -> None:
        if self._found.get("examples"):
            self.preview.show_entities(self._found["examples"], self.labels.target)
        else:
            self.preview.show_openings(self._found.get("openings", ()))
        labels, count = self.labels.left_out()
        self.labels_note.setVisible(bool(self.labels.choices))
        if labels:
            text = self.tr("Left out: labels {0}, annotations {1}. Choose above what they become.")
            self.labels_note.setText(text.format(labels, count))
        else:
            self.labels_note.setText(self.tr("Every label has its place in the scheme."))
        self.check()

    @property
    def annotated(self) -> bool:
        """Whether the files hold annotations, not articles alone."""
        return bool(self._found.get("annotated"))

    def obstacle(self) -> str:
        """Return what keeps it from running, or ""."""
        name = self.annotator.currentText().strip()
        if not self._paths or self.is_looking:
            return ""
        if not self._found:
            return self._trouble
        if not self._found["documents"]:
            return self.tr("There is nothing to import in these files.")
        if self.annotated and not name and self._found["unnamed"]:
            return self.tr("Say whose annotations these are.")
        if self.annotated and name and (problem := name_problem(name)):
            return str(problem)
        return ""

    def check(self) -> None:
        """Without files there is nothing to run."""
        super().check()
        if not self._paths:
            self.run_button.setEnabled(False)

    # -- running --------------------------------------------------------------------------------------------------

    def touched(self) -> set[str]:
        """Return whose annotations will be written."""
        if not self.annotated:
            return set()
        name = self.annotator.currentText().strip()
        return {name} if name else set(self._found["annotators"])

    def words(self) -> list[str]:
        """Return the command's options, without the label map."""
        options = {
            "--format": self.format.currentData(),
            "--encoding": self.encoding.currentText().strip(),
            "--annotator": self.annotator.currentText().strip() if self.annotated else "",
        }
        flags = {
            "--replace": self.replace.isChecked(),
            "--strict": self.annotated and self.strict.isChecked(),
            "--graphemes": self._counts_graphemes,
            "--extend-scheme": self.labels.extends_scheme,
        }
        given = [word for name, value in options.items() if value for word in (name, value)]
        return ["--json", *given, *(name for name, wanted in flags.items() if wanted)]

    @property
    def _counts_graphemes(self) -> bool:
        return self.graphemes.isChecked() and _COUNTS_GRAPHEMES in self._found["formats"]

    def make_run(self) -> JsonProcess | None:
        """Return the import."""
        if not self._release(self.touched()):
            return None
        words = self.words()
        if label_map := self.labels.label_map():
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json", delete=False) as file:
                json.dump(label_map, file, ensure_ascii=False)
            self._map_file = Path(file.name)
            words += ["--label-map", file.name]
        return command(self, "import", *words, "--", self._workspace.place, *map(str, self._paths))

    def expected(self) -> int:
        """Return how many documents will pass."""
        return int(self._found["documents"])

    def after_run(self, answer: Answer) -> None:  # noqa: ARG002 - whatever came of it, the corpus may be another
        """Show the workspace as it is now."""
        if self._map_file is not None:
            self._map_file.unlink(missing_ok=True)
            self._map_file = None
        self.imported.emit()

    def heading_of(self, answer: Answer) -> str:
        """Return the sentence above the report."""
        if answer.cancelled and is_address(self._workspace.place):
            return self.tr("The import was stopped. The server keeps an import whole or not at all.")
        if answer.cancelled:
            return self.tr(
                "The import was stopped. What it had written before stays; importing again goes on from there."
            )
        if self.strict.isChecked() and answer.result.get("refused") and not answer.result.get("written"):
            return self.tr("Nothing was imported, since something is wrong with the files:")
        return self.tr("The import is finished.")

    # -- language -------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        super().retranslate()
        shared = is_address(self._workspace.place)
        self.setWindowTitle(self.tr("Import for the whole team") if shared else self.tr("Import"))
        self.run_button.setText(self.tr("Import"))
        self._files_label.setText(self.tr("Files"))
        self._format_label.setText(self.tr("Format"))
        self._encoding_label.setText(self.tr("Encoding"))
        self._annotator_label.setText(self.tr("Annotator"))
        self.add_files.setText(self.tr("Add files…"))
        self.add_folder.setText(self.tr("Add folder…"))
        self.remove.setText(self.tr("Remove"))
        self.replace.setText(self.tr("Replace records of the same annotator that differ"))
        self.strict.setText(self.tr("Import nothing if anything is wrong"))
        self.graphemes.setText(self.tr("Offsets count what looks like one character (a setting of doccano projects)"))
        self.files.setAccessibleName(self.tr("Files"))
        self.preview.setAccessibleName(self.tr("What the files hold"))
        field = self.encoding.lineEdit()
        assert field is not None
        field.setPlaceholderText(self.tr("found out by itself"))
        if self._found:
            self.show_scan(Answer(self._found))
        else:
            self._show_nothing()
