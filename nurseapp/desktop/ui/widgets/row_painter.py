"""Paints a row of a list: words or chips in their cells, a hairline below, the chosen one tinted.

A list that has its rows painted by a delegate goes from C++ to Python and back five times a cell;
a page has sixty. Called by the table and by the tree, a row at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_painter import ChipPainter
from nurseapp.desktop.ui.widgets.columns import Cell, Emphasis
from nurseapp.desktop.ui.widgets.line_painter import LinePainter

MARGIN = 12
RING = 2


class RowPainter:
    """Paint one row style for every list of the desktop."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._chips = ChipPainter(theme)

    def size(self, row_px: int) -> QSize:
        """Return the room that a row needs, of a height in the design."""
        return QSize(0, self._theme.typography.px(row_px))

    def paint(
        self,
        lines: LinePainter,
        cells: Sequence[tuple[QRect, Cell]],
        *,
        selected: bool,
        focused: bool,
    ) -> None:
        """Paint a row into the areas of its cells, from the leading one to the trailing one."""
        painter = lines.painter
        row = cells[0][0].united(cells[-1][0])
        palette, colour = self._theme.palette, self._theme.drawing.colour
        if selected:  # else the list's own ground is seen
            painter.fillRect(row, colour(palette.soft))
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, colour(palette.line))
        for area, cell in cells:
            self._paint_cell(lines, _inside(area, lines.direction), cell, selected=selected)
        if selected:
            self._paint_ring(painter, row, focused=focused)

    def fits(self, cell: Cell, area: QRect) -> bool:
        """Tell whether a cell is seen whole in its area."""
        width = _inside(area, Qt.LayoutDirection.LeftToRight).width()
        if cell.chips:
            all_fit = self._chips.fitting(cell.chips, width) == len(cell.chips)
            return all_fit and self._chips.size(cell.chips[0]).width() <= width
        strong = cell.emphasis is Emphasis.STRONG
        return self._theme.drawing.width(cell.words, strong=strong) <= width

    def _paint_cell(self, lines: LinePainter, room: QRect, cell: Cell, *, selected: bool) -> None:
        if cell.chips:
            self._chips.paint_row(
                lines.painter, room, cell.chips, lines.direction, set_off=selected
            )
        elif cell.words:
            palette, colour = self._theme.palette, self._theme.drawing.colour
            dim = cell.emphasis is Emphasis.DIM and not selected
            lines.painter.setPen(colour(palette.dim if dim else palette.ink))
            strong = cell.emphasis is Emphasis.STRONG
            lines.paint(room, cell.words, strong=strong, trailing=cell.numeric)

    def _paint_ring(self, painter: QPainter, row: QRect, *, focused: bool) -> None:
        """Frame the chosen row while the list has the focus; without grounds, always."""
        palette = self._theme.palette
        if not focused and not palette.outlined:
            return
        colour = self._theme.drawing.colour(palette.accent if focused else palette.ink)
        painter.fillRect(row.left(), row.top(), row.width(), RING, colour)
        painter.fillRect(row.left(), row.bottom() - RING + 1, row.width(), RING, colour)
        painter.fillRect(row.left(), row.top(), RING, row.height(), colour)
        painter.fillRect(row.right() - RING + 1, row.top(), RING, row.height(), colour)


def _inside(area: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Give the part of a cell's area that its words and chips may use."""
    room = area.adjusted(MARGIN, 0, -MARGIN // 2, -1)
    if direction is Qt.LayoutDirection.LeftToRight:
        return room
    return QStyle.visualRect(direction, area, room)
