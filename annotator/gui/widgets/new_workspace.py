"""A new workspace: its name, its place, the articles to begin with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.dropping import ARTICLE_SUFFIXES
from annotator.gui.guard import guard_events
from annotator.gui.jobs import CommandJob
from annotator.gui.language import FollowsLanguage
from annotator.gui.placing import open_size
from annotator.gui.scheme.choice import SchemeChoice
from annotator.workspace.layout import is_workspace

_LANGUAGES = (("ru", "Русский"), ("en", "English"))


def choose_articles(parent: QWidget, title: str) -> list[Path]:
    """Ask for article files; empty where the user cancels."""
    pattern = " ".join(f"*{suffix}" for suffix in ARTICLE_SUFFIXES)
    files, _ = QFileDialog.getOpenFileNames(parent, title, "", f"{title} ({pattern})")
    return [Path(file) for file in files]


@guard_events
class NewWorkspace(FollowsLanguage, QDialog):
    """Makes the workspace in a process of its own. `created` brings its path, with what the import reported."""

    created = Signal(object, str)  # Path, report

    def __init__(self, folder: Path, name: str, articles: list[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._articles = list(articles)
        self._job: CommandJob | None = None
        self.name, self.folder = QLineEdit(name, self), QLineEdit(str(folder), self)
        self.language = QComboBox(self)
        for code, text in _LANGUAGES:
            self.language.addItem(text, code)
        self.scheme = SchemeChoice(self)
        self.browse, self.choose = QPushButton(self), QPushButton(self)
        self.list = QListWidget(self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.create_button, self.cancel = QPushButton(self), QPushButton(self)
        self.create_button.setProperty("primary", True)
        self.create_button.setDefault(True)
        self._labels = [QLabel(self) for _ in range(5)]
        self._lay_out()
        self._connect()
        self.retranslate()
        self._check()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        place, articles = QHBoxLayout(), QVBoxLayout()
        place.setSpacing(8)
        articles.setSpacing(8)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        articles.addWidget(self.list)
        articles.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        form.addRow(self._labels[0], self.name)
        form.addRow(self._labels[1], place)
        form.addRow(self._labels[2], self.language)
        form.addRow(self._labels[3], self.scheme)
        form.addRow(self._labels[4], articles)
        fields = (self.name, self.folder, self.language, self.scheme, self.list)
        for label, field in zip(self._labels, fields, strict=True):
            label.setBuddy(field)
            label.setMinimumHeight(self.name.sizeHint().height())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.create_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self.progress.hide()
        open_size(self, 620, 500)

    def _connect(self) -> None:
        self.browse.clicked.connect(self._on_browse)
        self.choose.clicked.connect(self._on_choose)
        self.create_button.clicked.connect(self.create_workspace)
        self.cancel.clicked.connect(self.close)
        self.name.textChanged.connect(self._check)
        self.folder.textChanged.connect(self._check)

    @property
    def path(self) -> Path:
        """Where the workspace will be."""
        return Path(self.folder.text().strip()).expanduser() / self.name.text().strip()

    def _check(self) -> None:
        name = self.name.text().strip()
        if not name or "/" in name or "\\" in name:
            problem = self.tr("Give the workspace a name.")
        elif is_workspace(self.path):
            problem = self.tr("There is a workspace of this name already.")
        else:
            problem = ""
        self.problem.setText(problem)
        self.create_button.setEnabled(not problem and self._job is None)
        self.list.clear()
        self.list.addItems([path.name for path in self._articles])

    def _on_browse(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self.tr("Where to put it"), self.folder.text()):
            self.folder.setText(folder)

    def _on_choose(self) -> None:
        chosen = choose_articles(self, self.tr("Articles"))
        self._articles += [path for path in chosen if path not in self._articles]
        self._check()

    # -- making it ------------------------------------------------------------------------------------------------

    def create_workspace(self) -> None:
        """Make the workspace and bring the articles in."""
        commands = [["init", str(self.path), "--language", self.language.currentData(), "--scheme", self.scheme.value]]
        if self._articles:
            commands.append(["import", str(self.path), *map(str, self._articles)])
        self._job = CommandJob(commands, self)
        self._job.finished.connect(self._on_finished)
        self.progress.show()
        self.create_button.setEnabled(False)
        self._job.start()

    def _on_finished(self, _fine: bool, said: str) -> None:
        self._job = None
        self.progress.hide()
        # Articles that were refused are told about, but the workspace is there and the others are in it.
        if is_workspace(self.path):
            self.created.emit(self.path, said)
            self.close()
        else:
            self._check()
            self.problem.setText(said or self.tr("The workspace could not be made."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is running."""
        if self._job is not None:
            self._job.blockSignals(True)
            self._job.cancel()
        super().closeEvent(event)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("New workspace"))
        texts = (
            self.tr("Name"),
            self.tr("Folder"),
            self.tr("Language of the articles"),
            self.tr("Label scheme"),
            self.tr("Articles"),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.browse.setText(self.tr("Choose…"))
        self.choose.setText(self.tr("Add files…"))
        self.create_button.setText(self.tr("Create"))
        self.cancel.setText(self.tr("Cancel"))
        self.list.setAccessibleName(texts[4])
        self.scheme.setAccessibleName(texts[3])
        self.progress.setAccessibleName(self.tr("Making the workspace"))
