"""The panel beside a form: how far it is, what it came to, and what was before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.case.screening.score_words import SHOWN_BEFORE, ResultLine, ScoreFace
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.trend_chart import Trend, TrendChart


class ScorePanel(Panel):
    """Show a score and the results before it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._theme = theme
        self._figure = _label(Look.PAGE_TITLE, self)
        self._words = _label(Look.DIM, self)
        self._source = _label(Look.SMALL, self)
        self._lines: list[StatusLine] = []
        self._lines_place = QVBoxLayout()
        self._lines_place.setSpacing(6)
        self._before = _label(Look.PANEL_TITLE, self)
        self._before.setText(self.tr("Before"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._results = [self._result_row(row) for row in range(SHOWN_BEFORE)]
        self._chart = TrendChart(theme, self)
        self._foot = _label(Look.DIM, self)
        self._lay_out()

    def show_score(self, face: ScoreFace) -> None:
        """Show a score; what is new is read aloud."""
        self.set_title(self.tr("Score"))
        if self._figure.text() and self._figure.text() != face.figure:
            announce(self, f"{face.figure}. {face.words}")
        self._figure.setText(face.figure)
        self._words.setText(face.words)
        dress(self._words, Look.STRONG if face.is_final else Look.DIM)
        self._source.setText(face.source)
        while len(self._lines) < len(face.lines):
            line = StatusLine(self._theme, self)
            self._lines.append(line)
            self._lines_place.addWidget(line)
        for line, said in zip(self._lines, face.lines, strict=False):
            line.set_face(said)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(face.lines))
        self._show_parts()

    def show_no_score(self) -> None:
        """Show only the results before, while no form is open."""
        self.set_title("")
        for label in (self._figure, self._words, self._source):
            label.setText("")
        for line in self._lines:
            line.hide()
        self._show_parts()

    def show_results(self, name: str, results: Sequence[ResultLine], trend: Trend) -> None:
        """Show the results of a form, newest first, and their trend."""
        self._before.setText(name)
        self._before.setVisible(bool(name))
        for place, labels in enumerate(self._results):
            for label, words in zip(labels, _words_of(results, place), strict=True):
                label.setText(words)
                label.setVisible(bool(words))
        self._chart.set_trend(trend)
        self._chart.setVisible(len(trend.points) > 1)

    def set_foot(self, words: str) -> None:
        """Say what is saved and what waits."""
        self._foot.setText(words)

    def _lay_out(self) -> None:
        self.body.setSpacing(6)
        for label in (self._figure, self._words):
            self.body.addWidget(label)
        self.body.addLayout(self._lines_place)
        self.body.addWidget(self._source)
        self.body.addSpacing(8)
        self.body.addWidget(self._before)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._chart)
        self.body.addStretch(1)
        self.body.addWidget(self._foot)

    def _result_row(self, row: int) -> tuple[QLabel, QLabel, QLabel]:
        labels = (_label(Look.DIM, self), _label(Look.STRONG, self), _label(Look.DIM, self))
        for column, label in enumerate(labels):
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        return labels

    def _show_parts(self) -> None:
        for label in (self._figure, self._words, self._source):
            label.setVisible(bool(label.text()))


def _words_of(results: Sequence[ResultLine], place: int) -> tuple[str, str, str]:
    if place >= len(results):
        return ("", "", "")
    return (results[place].when, results[place].figure, results[place].words)


def _label(look: Look, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dress(label, look)
    return label
