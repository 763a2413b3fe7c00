"""A few short lines, what at the leading edge and when or how much at the trailing one.

One widget for all of them: a label each, twenty to a page, costs more than all their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QToolTip, QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.line_painter import LinePainter

GAP_PX = 6
ASIDE_PX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line.

    Attributes:
        is_dim: it says that there is nothing, or how much more.
    """

    what: str
    aside: str = ""
    is_dim: bool = False


class LineList(QWidget):
    """Show up to so many lines; a screen reader says them as one text.

    It is as high as its most lines, so that what stands below stays in its place.
    """

    def __init__(self, theme: Theme, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most = most
        self._lines: tuple[TextLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_lines(self, lines: Sequence[TextLine]) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        said = (" ".join(part for part in (line.what, line.aside) if part) for line in lines)
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._most * self._pitch() - self._theme.drawing.px(GAP_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Show the whole of a line that is too narrow for it."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = event.pos().y() // self._pitch()
            whole = ""
            if place < len(self._lines):
                line = self._lines[place]
                words = self._theme.drawing.width(line.what)
                whole = line.what if words > self._room(place, line)[0].width() else ""
            QToolTip.showText(event.globalPos(), whole, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        palette, drawing = self._theme.palette, self._theme.drawing
        lines = LinePainter(painter, drawing)
        for place, line in enumerate(self._lines):
            what, aside = self._room(place, line)
            painter.setPen(drawing.colour(palette.dim if line.is_dim else palette.ink))
            lines.paint(what, line.what)
            if line.aside:
                painter.setPen(drawing.colour(palette.dim))
                lines.paint(aside, line.aside, trailing=True)

    def _room(self, place: int, line: TextLine) -> tuple[QRect, QRect]:
        """Give the areas of a line's two parts."""
        drawing = self._theme.drawing
        metrics = drawing.metrics()
        row = QRect(0, place * self._pitch(), self.width(), metrics.height())
        if not line.aside:
            return row, QRect()
        width = drawing.width(line.aside)
        what = row.adjusted(0, 0, -width - drawing.px(ASIDE_PX), 0)
        aside = row.adjusted(row.width() - width, 0, 0, 0)
        direction = self.layoutDirection()
        return QStyle.visualRect(direction, row, what), QStyle.visualRect(direction, row, aside)

    def _pitch(self) -> int:
        """Return how far below each other two lines begin."""
        drawing = self._theme.drawing
        return drawing.metrics().height() + drawing.px(GAP_PX)
