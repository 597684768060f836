"""Everybody's progress at a glance, for whoever leads."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from annotator.domain import Status
from annotator.gui.agreement.text_rows import TextRows, text_table
from annotator.gui.charts.data import Figure, Kind, Series, grouped
from annotator.gui.charts.view import ChartView
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.overview.figures import Member, members, over_days
from annotator.gui.overview.words import local_time, minutes
from annotator.gui.theme import Colors
from annotator.workspace.survey import Mark, Survey


@guard_events
class TeamTab(FollowsLanguage, QWidget):
    """A row for each annotator; below, finished documents day by day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._survey = Survey()
        self.model = TextRows(self, numbers=True)
        self.table = text_table(self.model, self)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setProperty("muted", True)
        self.chart = ChartView(self)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.chart)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(parts, 1)
        column.addWidget(self.note)
        self.retranslate()

    def show_survey(self, survey: Survey) -> None:
        """Show another survey."""
        self._survey = survey
        heads = (
            self.tr("Annotator"),
            self.tr("Assigned"),
            self.tr("Done"),
            self.tr("In progress"),
            self.tr("Skipped"),
            self.tr("Not started"),
            self.tr("Done in 7 days"),
            self.tr("Time per document"),
            self.tr("Agreement (F1)"),
            self.tr("Last save"),
        )
        today = datetime.now(UTC).astimezone().date()
        self.model.show_table(heads, [self._row(member) for member in members(survey, today)])
        self.chart.show_figure(self.done_by_day(), self.tr("No document is done yet."))

    def _row(self, member: Member) -> tuple[str, ...]:
        counts = member.statuses
        return (
            member.name,
            grouped(member.assigned) if member.assigned else "—",
            *(grouped(counts[s]) for s in (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED)),
            grouped(max(0, counts[Status.NOT_STARTED])),
            grouped(member.week),
            "—" if member.seconds is None else minutes(member.seconds),
            "—" if member.agreement is None else f"{member.agreement:.2f} ({member.shared})",
            local_time(member.last_save) or "—",
        )

    def done_by_day(self) -> Figure:
        """Documents that each annotator finished, by the day of their last save."""

        def finished(name: str, mark: Mark) -> list[tuple[str, int]]:
            return [(name, 1)] if mark.status is Status.DONE else []

        marks = [(name, mark) for name in self._survey.annotators for mark in self._survey.marks[name].values()]
        days, sums = over_days(marks, finished)
        series = tuple(Series(name, tuple(map(float, values))) for name, values in sums.items())
        return Figure(Kind.COLUMNS, self.tr("Done per day"), tuple(days), series, self.tr("Day of the last save"))

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self.chart.set_colors(colors)

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        self.table.setAccessibleName(self.tr("Everybody's progress"))
        self.note.setText(
            self.tr(
                "Agreement: mean strict F1 of entities with colleagues, in brackets over how many shared finished "
                "documents. Time is measured on this computer only. Nobody's annotations are shown here."
            )
        )
        self.show_survey(self._survey)
