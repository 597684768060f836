"""Statistics as charts: progress, labels over time, length, time, balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.domain import EntityLabel, LabelScheme, RelationLabel, Status
from annotator.gui.charts.data import Figure, Kind, Series, grouped
from annotator.gui.charts.view import ChartView
from annotator.gui.guard import guard_events
from annotator.gui.language import FollowsLanguage
from annotator.gui.overview.figures import histogram, over_days, running
from annotator.gui.overview.words import minutes, status_name
from annotator.gui.settings import ThemeName
from annotator.gui.theme import LIGHT, Colors
from annotator.messages import current_language
from annotator.workspace.survey import Mark, Survey

_STATUSES = (Status.DONE, Status.IN_PROGRESS, Status.SKIPPED, Status.NOT_STARTED)


@guard_events
class StatisticsTab(FollowsLanguage, QWidget):
    """One chart at a time, of everybody or of one annotator."""

    failed = Signal(str)

    def __init__(self, scheme: LabelScheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme, self._survey, self._colors = scheme, Survey(), LIGHT
        self.which, self.whose = QComboBox(self), QComboBox(self)
        self.copy, self.save = QPushButton(self), QPushButton(self)
        self.chart = ChartView(self)
        above = QHBoxLayout()
        for part in (self.which, self.whose, None, self.copy, self.save):
            above.addStretch(1) if part is None else above.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addLayout(above)
        column.addWidget(self.chart, 1)
        for box in (self.which, self.whose):
            box.currentIndexChanged.connect(lambda _index: self.show_now())
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self.chart.choose_and_save)
        self.chart.failed.connect(self.failed)
        self.retranslate()

    def _copy(self) -> None:
        self.chart.copy_numbers()

    def show_survey(self, survey: Survey) -> None:
        """Show another survey."""
        self._survey = survey
        self._fill_whose()
        self.show_now()

    def _fill_whose(self) -> None:
        chosen = self.whose.currentData() or ""
        self.whose.blockSignals(True)
        self.whose.clear()
        self.whose.addItem(self.tr("everybody together"), "")
        for name in self._survey.marks:
            self.whose.addItem(name, name)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))
        self.whose.blockSignals(False)

    def show_now(self) -> None:
        """Draw the chosen figure."""
        makers: tuple[Callable[[], Figure], ...] = (
            self.progress,
            self.labels_over_time,
            self.balance,
            self.relation_balance,
            self.lengths,
            self.times,
        )
        number = max(0, self.which.currentIndex())
        self.whose.setEnabled(number in {1, 2, 3, 5})
        hint = (
            self.tr("No working time has been measured on this computer yet.")
            if number == 5
            else self.tr("Nothing has been annotated yet: open a document and tag the first entity.")
        )
        figure = makers[number]()
        self.chart.show_figure(figure, hint)
        self.copy.setEnabled(not figure.empty)
        self.save.setEnabled(not figure.empty)

    def _marks(self) -> list[tuple[str, Mark]]:
        chosen = self.whose.currentData() or ""
        names = [chosen] if chosen in self._survey.marks else self._survey.annotators
        return [(name, mark) for name in names for mark in self._survey.marks[name].values()]

    # -- figures ------------------------------------------------------------------------------------------------------

    def progress(self) -> Figure:
        """Documents of each annotator by status."""
        names = list(self._survey.marks)
        counts = self._survey.statistics().annotators
        strong = self._colors  # where its accent is the colour of its warnings, too
        colors = {
            Status.DONE: self._colors.ok,
            Status.IN_PROGRESS: self._colors.accent,
            Status.SKIPPED: strong.muted if strong.name is ThemeName.HIGH_CONTRAST else strong.warning,
            Status.NOT_STARTED: self._colors.faint,
        }
        series = [
            Series(status_name(s), tuple(counts[name].statuses[s] for name in names), colors[s]) for s in _STATUSES
        ]
        return Figure(Kind.BARS, self.tr("Progress"), tuple(names), tuple(series), self.tr("Annotator"))

    def _name_of(self, label: str) -> str:
        kinds: list[EntityLabel | RelationLabel] = [*self._scheme.entities, *self._scheme.relations]
        kind = next((kind for kind in kinds if kind.label == label), None)
        return kind.name(current_language()) if kind else label

    def _color_of(self, label: str) -> str:
        return next((kind.color or "" for kind in self._scheme.entities if kind.label == label), "")

    def labels_over_time(self) -> Figure:
        """Entities of each label so far, day by day of the last save of their documents."""
        days, sums = over_days(self._marks(), lambda _name, mark: mark.labels.items())
        order = sorted(sums, key=lambda label: -sum(sums[label]))
        series = [
            Series(self._name_of(label), tuple(map(float, running(sums[label]))), self._color_of(label))
            for label in order
        ]
        title, axis = self.tr("Entities by label over time"), self.tr("Day of the last save")
        return Figure(Kind.LINES, title, tuple(days), tuple(series), axis)

    def balance(self) -> Figure:
        """Entities by label."""
        counts: Counter[str] = Counter()
        for _, mark in self._marks():
            counts.update(mark.labels)
        return self._counted(self.tr("Entities by label"), counts, self.tr("Entities"))

    def relation_balance(self) -> Figure:
        """Relations by label."""
        counts: Counter[str] = Counter()
        for _, mark in self._marks():
            counts.update(mark.relations)
        return self._counted(self.tr("Relations by label"), counts, self.tr("Relations"))

    def _counted(self, title: str, counts: Counter[str], name: str) -> Figure:
        pairs = counts.most_common()
        series = Series(name, tuple(float(count) for _, count in pairs), self._colors.accent)
        return Figure(Kind.BARS, title, tuple(self._name_of(p[0]) for p in pairs), (series,), self.tr("Label"))

    def lengths(self) -> Figure:
        """Documents by length."""
        ranges, counts = histogram(float(row.length) for row in self._survey.articles)
        names = tuple(f"{grouped(low)}–{grouped(high)}" for low, high in ranges)
        series = Series(self.tr("Documents"), tuple(map(float, counts)), self._colors.accent)
        return Figure(Kind.COLUMNS, self.tr("Document length"), names, (series,), self.tr("Characters"))

    def times(self) -> Figure:
        """Documents by the time that was worked on them, as measured on this computer."""
        chosen = self.whose.currentData() or ""
        seconds = [s for name, times in self._survey.seconds.items() if chosen in {"", name} for s in times.values()]
        ranges, counts = histogram(seconds)
        names = tuple(f"{minutes(low)}–{minutes(high)}" for low, high in ranges)
        series = Series(self.tr("Documents"), tuple(map(float, counts)), self._colors.accent)
        return Figure(Kind.COLUMNS, self.tr("Time per document"), names, (series,), self.tr("Minutes and seconds"))

    # -- theme and language -------------------------------------------------------------------------------------------

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.chart.set_colors(colors)
        self.show_now()

    def retranslate(self) -> None:
        """Show all texts in the language chosen now."""
        chosen = max(0, self.which.currentIndex())
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems(
            [
                self.tr("Progress"),
                self.tr("Entities by label over time"),
                self.tr("Entities by label"),
                self.tr("Relations by label"),
                self.tr("Document length"),
                self.tr("Time per document"),
            ]
        )
        self.which.setCurrentIndex(chosen)
        self.which.blockSignals(False)
        self.which.setAccessibleName(self.tr("Chart"))
        self.whose.setAccessibleName(self.tr("Whose annotations"))
        self.copy.setText(self.tr("Copy the numbers"))
        self.save.setText(self.tr("Save as…"))
        self._fill_whose()
        self.show_now()
