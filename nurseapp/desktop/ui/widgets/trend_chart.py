"""A few results over time as a small line with a threshold, and the same as a table, on key T.

Must not judge a result: the words of each point and the threshold are handed in. Used by rooms.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import Step
from nurseapp.desktop.ui.widgets.buttons import KeyButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import HEAD_PX, ROW_PX, DataTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One result: when, how much, the figure as it is written, and what it means in words."""

    when: str
    value: float
    figure: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Results in the order of time.

    Attributes:
        name: what is measured, such as the name of a form.
        threshold: the value from which on a result asks for something; None when there is none.
    """

    name: str
    points: tuple[TrendPoint, ...]
    threshold: float | None = None
    threshold_words: str = ""


class TrendLine(QWidget):
    """Paint a trend. What it shows is its accessible description as well."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trend = Trend(name="", points=())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_trend(self, trend: Trend) -> None:
        """Show another trend."""
        self._trend = trend
        self.setAccessibleName(trend.name)
        said = (f"{point.when}: {point.figure} {point.words}".rstrip() for point in trend.points)
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.typography.px
        return QSize(px(240), px(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.typography.px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.typography.font(Step.SMALL))
        self._paint_threshold(painter)
        spots = self._spots()
        painter.setPen(QPen(QColor(self._theme.palette.accent), 2))
        painter.drawPolyline(spots)
        painter.setBrush(QColor(self._theme.palette.accent))
        for spot in spots:
            painter.drawEllipse(spot, 4, 4)
        for point, spot in zip(self._trend.points, spots, strict=True):
            self._paint_words(painter, point, spot)

    def _plot(self) -> QRectF:
        px = self._theme.typography.px
        return QRectF(self.rect()).adjusted(px(20), px(24), -px(28), -px(40))

    def _height_of(self, value: float) -> float:
        values = [point.value for point in self._trend.points]
        if self._trend.threshold is not None:
            values.append(self._trend.threshold)
        low, high = min(values), max(values)
        share = (value - low) / (high - low) if high > low else 0.5
        plot = self._plot()
        return plot.bottom() - share * plot.height()

    def _spots(self) -> list[QPointF]:
        plot, points = self._plot(), self._trend.points
        step = plot.width() / max(1, len(points) - 1)
        spots = [
            QPointF(plot.left() + number * step, self._height_of(point.value))
            for number, point in enumerate(points)
        ]
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return [QPointF(self.width() - spot.x(), spot.y()) for spot in spots]
        return spots

    def _paint_threshold(self, painter: QPainter) -> None:
        if self._trend.threshold is None or not self._trend.points:
            return
        height = round(self._height_of(self._trend.threshold)) + 0.5
        painter.setPen(QPen(QColor(self._theme.palette.edge), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, height), QPointF(self.width(), height))
        painter.setPen(QColor(self._theme.palette.dim))
        words = self._trend.threshold_words
        width = painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(QPointF(self.width() - width, height - 4), words)

    def _paint_words(self, painter: QPainter, point: TrendPoint, spot: QPointF) -> None:
        """Write the figure beside its spot, away from the threshold, and the time at the foot."""
        metrics = QFontMetrics(painter.font())
        painter.setPen(QColor(self._theme.palette.ink))
        threshold = self._trend.threshold
        is_below = threshold is not None and point.value < threshold
        lift = -metrics.ascent() - 6 if is_below else 8
        half = metrics.horizontalAdvance(point.figure) / 2
        painter.drawText(QPointF(spot.x() - half, spot.y() - lift), point.figure)
        if point not in (self._trend.points[0], self._trend.points[-1]):
            return
        painter.setPen(QColor(self._theme.palette.dim))
        width = metrics.horizontalAdvance(point.when)
        left = min(max(0.0, spot.x() - width / 2), self.width() - width)
        painter.drawText(QPointF(left, self.height() - 4.0), point.when)


class TrendChart(QWidget):
    """Show a trend as a line, or on key T as a table."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = TrendLine(theme, self)
        self._table = DataTable[TrendPoint](
            theme, self._columns(), attrgetter("when"), self.tr("Results"), self
        )
        self._toggle = KeyButton(self.tr("As a table"), key="T", look=Look.LINK, parent=self)
        self._toggle.clicked.connect(self.toggle)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._line)
        self._stack.addWidget(self._table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._stack)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeading)

    def set_trend(self, trend: Trend) -> None:
        """Show another trend, in the form that is shown now."""
        self._line.set_trend(trend)
        self._table.set_rows(trend.points)
        self._table.setAccessibleName(trend.name)
        px = self._theme.typography.px
        self._table.setMinimumHeight(px(HEAD_PX) + min(3, len(trend.points)) * px(ROW_PX))

    def toggle(self) -> None:
        """Change between the line and the table."""
        as_table = self._stack.currentWidget() is self._line
        self._stack.setCurrentWidget(self._table if as_table else self._line)
        self._toggle.set_words(self.tr("As a line") if as_table else self.tr("As a table"))

    def _columns(self) -> tuple[Column[TrendPoint], ...]:
        when, figure, words = self.tr("When"), self.tr("Result"), self.tr("Meaning")
        dim = Emphasis.DIM
        return (
            Column(name="when", title=when, words=attrgetter("when"), emphasis=dim, width=68),
            Column(name="figure", title=figure, words=attrgetter("figure"), width=60),
            Column(name="words", title=words, words=attrgetter("words"), width=132),
        )
