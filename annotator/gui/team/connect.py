"""Where is the team's server? A small form; the password is kept for this session of the program and never stored."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.gui.guard import guard_events
from annotator.team.address import Address, read_address, remember_password


@guard_events
class Connect(QDialog):
    """Emits `wanted` with an Address."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget, address: Address | None = None, problem: str = "") -> None:
        super().__init__(parent)
        self.setModal(True)
        self.host, self.database, self.user = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.service, self.password = QLineEdit(self), QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.note, self.problem = QLabel(self), QLabel(problem, self)
        for label in (self.note, self.problem):
            label.setWordWrap(True)
        self.note.setProperty("muted", True)
        self.problem.setProperty("problem", True)
        self.problem.setVisible(bool(problem))
        self.connect_button, self.cancel = QPushButton(self), QPushButton(self)
        self.connect_button.setProperty("primary", True)
        self.connect_button.setDefault(True)
        self._fields = (self.host, self.database, self.user, self.password, self.service)
        self._labels = [QLabel(self) for _ in self._fields]
        self._lay_out()
        for field in self._fields:
            field.textChanged.connect(self._check)
        self.connect_button.clicked.connect(self._on_connect)
        self.cancel.clicked.connect(self.reject)
        if address is not None:
            self._show_address(address)
        self.retranslate()
        self._check()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for label, field in zip(self._labels, self._fields, strict=True):
            form.addRow(label, field)
            label.setBuddy(field)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.connect_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.problem)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(buttons)
        self.resize(520, 380)

    def _show_address(self, address: Address) -> None:
        parts = urlsplit(address.url)
        self.host.setText(parts.netloc.rpartition("@")[2])
        self.database.setText(parts.path.strip("/"))
        self.user.setText(address.user)
        self._query = parts.query
        (self.password if parts.hostname else self.service).setFocus()

    _query = ""

    def _check(self) -> None:
        named = bool(self.host.text().strip() and self.database.text().strip())
        self.connect_button.setEnabled(named or bool(self.service.text().strip()))

    def address(self) -> Address:
        """Return what the form says; raises WorkspaceError where the host is none."""
        user, service = self.user.text().strip(), self.service.text().strip()
        query = urlencode({"service": service}) if service else self._query
        place = (quote(user, safe="") + "@" if user else "") + self.host.text().strip()
        path = quote(self.database.text().strip(), safe="")
        return read_address(f"postgresql://{place}/{path}" + (f"?{query}" if query else ""))

    def _on_connect(self) -> None:
        from annotator.messages import AnnotatorError

        try:
            address = self.address()
        except AnnotatorError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        if secret := self.password.text():
            remember_password(address, secret)
            self.password.clear()
        self.accept()
        self.wanted.emit(address)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Connect to a team server"))
        texts = (
            self.tr("Host, port"),
            self.tr("Database"),
            self.tr("User"),
            self.tr("Password"),
            self.tr("Or a service"),
        )
        for label, field, text in zip(self._labels, self._fields, texts, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
        self.host.setPlaceholderText("db.example.org:5432")
        self.service.setPlaceholderText("~/.pg_service.conf")
        self.note.setText(
            self.tr("The password is not stored. Leave it empty where it is in ~/.pgpass or none is needed.")
        )
        self.connect_button.setText(self.tr("Connect"))
        self.cancel.setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
