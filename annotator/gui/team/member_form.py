"""Letting somebody into a team, and a password that is shown once."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.guard import guard_events
from annotator.gui.opening import name_problem

_UNFIT = re.compile(r"[^\w.-]+")


@guard_events
class MemberForm(QDialog):
    """Emits `wanted` with login, annotator's name, whether it leads, and whether the login is to be made."""

    wanted = Signal(str, str, bool, bool)

    def __init__(self, parent: QWidget, *, makes_logins: bool) -> None:
        super().__init__(parent)
        self._makes_logins = makes_logins
        self.login, self.name, self.role = QLineEdit(self), QLineEdit(self), QComboBox(self)
        self.role.addItems(["", ""])
        self.role.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.make = QCheckBox(self)
        self.make.setChecked(makes_logins)
        self.make.setVisible(makes_logins)
        self.note, self.problem = QLabel(self), QLabel(self)
        self.note.setProperty("muted", True)
        self.problem.setProperty("problem", True)
        for label in (self.note, self.problem):
            label.setWordWrap(True)
        self.add, self.cancel = QPushButton(self), QPushButton(self)
        self.add.setProperty("primary", True)
        self.add.setDefault(True)
        self._labels = [QLabel(self) for _ in range(3)]
        self._lay_out()
        self.login.textEdited.connect(self._on_login)
        self.name.textChanged.connect(self._check)
        self.make.toggled.connect(self.retranslate)
        self.add.clicked.connect(self._on_add)
        self.cancel.clicked.connect(self.reject)
        self.retranslate()
        self._check()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for label, field in zip(self._labels, (self.login, self.name, self.role), strict=True):
            form.addRow(label, field)
            label.setBuddy(field)
        form.addRow("", self.make)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(500)

    def _on_login(self, login: str) -> None:
        """An annotator is called like the login, until somebody says otherwise."""
        if not self.name.isModified():
            self.name.setText(_UNFIT.sub("-", login.strip()).strip("-."))
        self._check()

    def _check(self) -> None:
        name = self.name.text().strip()
        problem = name_problem(name) if name else None
        self.problem.setText(str(problem or ""))
        self.add.setEnabled(bool(self.login.text().strip() and name) and problem is None)

    def _on_add(self) -> None:
        self.setEnabled(False)
        leads, makes = self.role.currentIndex() == 1, self._makes_logins and self.make.isChecked()
        self.wanted.emit(self.login.text().strip(), self.name.text().strip(), leads, makes)

    def tell(self, problem: str) -> None:
        """Say why it could not be done, and let it be mended."""
        self.setEnabled(True)
        self.problem.setText(problem)
        self.login.setFocus()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Add to the team"))
        texts = (self.tr("Login on the server"), self.tr("Annotates as"), self.tr("Role"))
        for label, field, text in zip(self._labels, (self.login, self.name, self.role), texts, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
        self.role.setItemText(0, self.tr("annotator: own articles and annotations"))
        self.role.setItemText(1, self.tr("lead: also everybody's, the scheme and the team"))
        self.make.setText(self.tr("Make this login on the server"))
        if not self._makes_logins:
            note = self.tr("The login has to be there already: the server's administrator makes logins and passwords.")
        elif self.make.isChecked():
            note = self.tr("A password is made and shown once, for you to pass on.")
        else:
            note = self.tr("The login is there already and keeps its password.")
        self.note.setText(note)
        self.add.setText(self.tr("Add"))
        self.cancel.setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


@guard_events
class PasswordOnce(QDialog):
    """Shows what somebody needs to connect. The password is forgotten with this dialog."""

    def __init__(self, url: str, login: str, password: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Password of {0}").format(login))
        self.note = QLabel(self.tr("Pass this on now: the password is kept nowhere and cannot be shown again."), self)
        self.note.setWordWrap(True)
        self.address, self.password = QLineEdit(url, self), QLineEdit(password, self)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for title, field in ((self.tr("Address"), self.address), (self.tr("Password"), self.password)):
            field.setReadOnly(True)
            field.setAccessibleName(title)
            form.addRow(title, field)
        self.copy, self.close_button = QPushButton(self.tr("Copy both"), self), QPushButton(self.tr("Close"), self)
        self.copy.setProperty("primary", True)
        self.copy.clicked.connect(self._on_copy)
        self.copy.setFocus()
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(14)
        column.addWidget(self.note)
        column.addLayout(form)
        column.addLayout(buttons)
        self.setMinimumWidth(560)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.address.text()}\n{self.password.text()}")
        self.copy.setText(self.tr("Copied"))
