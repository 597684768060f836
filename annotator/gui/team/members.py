"""The team in a window of its own: members and roles, blindness and the queue, changed by whoever leads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import quote, urlsplit

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.agreement.text_rows import TextRows, text_table
from annotator.gui.guard import guard_events
from annotator.gui.storage.background import Background
from annotator.gui.team.member_form import MemberForm, PasswordOnce
from annotator.messages import AnnotatorError
from annotator.team.members import Member, Members
from annotator.team.mirrored import MirroredWorkspace
from annotator.team.roster import Roster, read_roster
from annotator.team.store import TeamStore

Act = Callable[[TeamStore], object]


@guard_events
class TeamDialog(QDialog):
    """Asks and changes beside the window; `task_wanted` asks for the next articles of the queue."""

    task_wanted = Signal()

    def __init__(self, workspace: MirroredWorkspace, annotator: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._annotator = workspace, annotator
        self.roster: Roster | None = None
        self.form: MemberForm | None = None
        self._work: Background | None = None
        self.model = TextRows(self, numbers=False)
        self.table = text_table(self.model, self)
        self.add, self.role, self.reset, self.remove = (QPushButton(self) for _ in range(4))
        self.blind, self.overlap = QCheckBox(self), QSpinBox(self)
        self.overlap.setRange(1, 30)
        self.overlap.setProperty("quiet", True)
        self.overlap.setFixedWidth(56)
        self.overlap.lineEdit().setTextMargins(6, 0, 6, 0)
        self.queue, self.fill, self.take = QLabel(self), QPushButton(self), QPushButton(self)
        self.mine, self.note, self.problem = QLabel(self), QLabel(self), QLabel(self)
        self.progress, self.close_button = QProgressBar(self), QPushButton(self)
        self._fill_label = QLabel(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.resize(min(760, parent.width() - 20), min(560, parent.height() - 20))
        self.ask()

    # -- putting together -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.note.setProperty("muted", True)
        self.problem.setProperty("problem", True)
        for label in (self.note, self.problem, self.queue):
            label.setWordWrap(True)
        self.problem.hide()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        column.addLayout(_row(self.add, self.role, self.reset, self.remove))
        column.addWidget(self.note)
        column.addWidget(self._card())
        column.addWidget(self.problem)
        column.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

    def _card(self) -> QFrame:
        card = QFrame(self)
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(10)
        inside.addWidget(self.blind)
        inside.addWidget(self.queue)
        self._filling = _row(self._fill_label, self.overlap, self.fill)
        inside.addLayout(self._filling)
        inside.addLayout(_row(self.mine, self.take))
        return card

    def _connect(self) -> None:
        self.add.clicked.connect(self.open_form)
        self.role.clicked.connect(self._on_role)
        self.reset.clicked.connect(self._on_reset)
        self.remove.clicked.connect(self._on_remove)
        self.blind.clicked.connect(lambda on: self._do(lambda s: s.set("blind", "true" if on else "false")))
        self.fill.clicked.connect(lambda: self._do(lambda s: s.queue.fill(self.overlap.value())))
        self.take.clicked.connect(self._on_take)
        self.close_button.clicked.connect(self.reject)
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        for button in (self.add, self.role, self.reset, self.remove, self.fill, self.take):
            button.setAutoDefault(False)

    # -- asking and changing ----------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask the server how the team is."""
        self._do(lambda _store: None)

    def _do(self, act: Act, then: Callable[[object], None] = lambda _result: None) -> None:
        """Do something on the server beside the window, then show how the team is and pass the result on."""
        if self._work is not None:
            return
        workspace, annotator = self._workspace, self._annotator

        def work(_stops: object) -> tuple[object, Roster]:
            store = workspace.connected()
            result = act(store)
            return result, read_roster(store, annotator)

        self._work = Background(work, self)
        self._work.finished.connect(partial(self._on_done, then))
        self._work.failed.connect(self._on_failed)
        self._show_state()
        self._work.start()

    def _on_done(self, then: Callable[[object], None], found: tuple[object, Roster]) -> None:
        self._work = None
        result, self.roster = found
        self.problem.hide()
        self._show_roster(self.roster)
        self._close_form()
        then(result)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._work = None
        text = str(error.message)
        text = f"{text[:1].upper()}{text[1:]}."
        if self.form is not None:
            self.form.tell(text)
        else:
            self.problem.setText(text)
            self.problem.show()
        if self.roster is not None:
            self.blind.setChecked(self.roster.blind)
        self._show_state()

    # -- showing --------------------------------------------------------------------------------------------------

    def _show_roster(self, roster: Roster) -> None:
        chosen = self.chosen()
        heads = (self.tr("Annotates as"), self.tr("Login"), self.tr("Role"))
        mine = {roster.login: self.tr("{0} (you)").format(roster.login)}
        role = {True: self.tr("lead"), False: self.tr("annotator")}
        self.model.show_table(heads, [(m.annotator, mine.get(m.login, m.login), role[m.lead]) for m in roster.members])
        logins = [m.login for m in roster.members]
        if chosen is not None and chosen.login in logins:
            self.table.selectRow(logins.index(chosen.login))
        self.blind.setChecked(roster.blind)
        self._show_words(roster)
        self._show_state()

    def _show_words(self, roster: Roster) -> None:
        self.queue.setText(self.tr("Articles that wait in the queue: {0}").format(roster.waiting))
        self.mine.setText(self.tr("Yours and not finished yet: {0}").format(roster.outstanding))
        self.note.setText(
            self.tr("Removing shuts somebody out at once; what was annotated stays, and every version is kept.")
            if roster.leads
            else self.tr("Only leads change the team.")
        )

    def chosen(self) -> Member | None:
        """Return the member whose row is selected."""
        rows = self.table.selectionModel().selectedRows()
        members = self.roster.members if self.roster is not None else ()
        return members[rows[0].row()] if rows and rows[0].row() < len(members) else None

    def _show_state(self) -> None:
        roster, member = self.roster, self.chosen()
        busy = self._work is not None
        self.progress.setVisible(busy)
        leads = roster is not None and roster.leads
        for part in (self.add, self.role, self.reset, self.remove, self.fill, self.overlap, self._fill_label):
            part.setVisible(leads)
            part.setEnabled(not busy)
        own = roster is not None and member is not None and member.login == roster.login
        for button in (self.role, self.remove):
            button.setEnabled(not busy and member is not None and not own)
            button.setToolTip(self.tr("Your own role is another lead's to change.") if own else "")
        self.reset.setEnabled(False)
        self.blind.setEnabled(leads and not busy)
        self.take.setEnabled(not busy and roster is not None and bool(roster.waiting or roster.outstanding))
        if member is not None:
            self.role.setText(self.tr("Make an annotator") if member.lead else self.tr("Make a lead"))
            self.reset.setEnabled(not busy and member.made_here)
            self.reset.setToolTip(
                "" if member.made_here else self.tr("This login was made by the server's administrator, who resets it.")
            )

    # -- members ----------------------------------------------------------------------------------------------------

    def open_form(self) -> None:
        """Ask whom to let in."""
        if self.roster is None:
            return
        self.form = MemberForm(self, makes_logins=self.roster.makes_logins)
        self.form.wanted.connect(self._on_wanted)
        self.form.rejected.connect(self._close_form)
        self.form.open()

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.hide()
            form.deleteLater()

    def _on_wanted(self, login: str, name: str, leads: bool, makes: bool) -> None:
        def act(store: TeamStore) -> str:
            members = Members(store.server)
            if makes:
                return members.make(login, name, lead=leads)
            members.add(login, name, lead=leads)
            return ""

        self._do(act, lambda password: self._show_password(login, str(password)))

    def _on_role(self) -> None:
        if (member := self.chosen()) is not None:
            self._do(lambda s: Members(s.server).add(member.login, member.annotator, lead=not member.lead))

    def _on_reset(self) -> None:
        if (member := self.chosen()) is not None:
            self._do(
                lambda s: Members(s.server).reset_password(member.login),
                lambda password: self._show_password(member.login, str(password)),
            )

    def _on_remove(self) -> None:
        member = self.chosen()
        if member is None:
            return
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove from the team"), "", parent=self)
        box.setText(self.tr("Shut {0} out of this team?").format(member.annotator))
        box.setInformativeText(self.tr("What {0} annotated stays. They can be let in again.").format(member.annotator))
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is yes:
            self._do(lambda s: Members(s.server).remove(member.login))

    def _show_password(self, login: str, password: str) -> None:
        if not password:
            return
        parts = urlsplit(self._workspace.mirror.address.url)
        url = parts._replace(netloc=f"{quote(login, safe='')}@{parts.netloc.rpartition('@')[2]}").geturl()
        self.password = PasswordOnce(url, login, password, self)
        self.password.finished.connect(self.password.deleteLater)
        self.password.open()

    # -- tasks --------------------------------------------------------------------------------------------------------

    def _on_take(self) -> None:
        self.accept()
        self.task_wanted.emit()

    # -- closing and language -----------------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        """Wait for what is under way."""
        if self._work is not None:
            self._work.stop()
            self._work = None
        super().done(result)
        self.deleteLater()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.setWindowTitle(self.tr("Team — {0}").format(self._workspace.name))
        self.add.setText(self.tr("Add…"))
        self.role.setText(self.tr("Make a lead"))
        self.reset.setText(self.tr("New password…"))
        self.remove.setText(self.tr("Remove…"))
        self.blind.setText(self.tr("Blind: others' annotations are hidden until an article is adjudicated"))
        self._fill_label.setText(self.tr("Annotators of each article"))
        self.overlap.setAccessibleName(self._fill_label.text())
        self.fill.setText(self.tr("Put all articles into the queue"))
        self.take.setText(self.tr("Take the next articles"))
        self.close_button.setText(self.tr("Close"))
        self.table.setAccessibleName(self.tr("Members of the team"))
        self.progress.setAccessibleName(self.tr("Progress"))
        if self.roster is not None:
            self._show_roster(self.roster)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
