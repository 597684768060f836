"""Dealing documents out from the overview."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.messages import AnnotatorError
from annotator.workspace.names import check_annotator_name


class AssignDialog(QDialog):
    """Asks who annotates, how many of them each document, and whether those who have documents keep them."""

    def __init__(self, names: list[str], documents: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Assign documents"))
        self.names = QLineEdit(", ".join(names), self)
        self.overlap = QSpinBox(self)
        self.overlap.setRange(1, 30)
        self.again = QCheckBox(self.tr("Also those that are assigned already"), self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("problem", True)
        form = QFormLayout()
        form.addRow(self.tr("Documents"), QLabel(str(documents), self))
        form.addRow(self.tr("Annotators"), self.names)
        form.addRow(self.tr("Annotators of each document"), self.overlap)
        form.addRow("", self.again)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Assign"))
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(440)

    def chosen_names(self) -> list[str]:
        """Return the names as they were typed, without blanks and repetitions."""
        return list(dict.fromkeys(name.strip() for name in self.names.text().split(",") if name.strip()))

    def _check(self) -> None:
        names = self.chosen_names()
        try:
            for name in names:
                check_annotator_name(name)
        except AnnotatorError as error:
            self.problem.setText(str(error))
            return
        if len(names) < self.overlap.value():
            self.problem.setText(
                self.tr("Each document needs {0} annotators: name as many.").format(self.overlap.value())
            )
            return
        self.accept()
