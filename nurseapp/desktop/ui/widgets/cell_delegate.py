"""Paints the cells of tables and trees: words or chips, a hairline below, the chosen row tinted.

Must not read anything but the model's `Role.CELL`: one call a cell keeps long lists quick.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QTreeView,
    QWidget,
)

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_painter import ChipPainter
from nurseapp.desktop.ui.widgets.columns import Cell, Emphasis
from nurseapp.desktop.ui.widgets.line_painter import paint_line
from nurseapp.desktop.ui.widgets.rows_model import Index, Role

MARGIN = 12
RING = 2


class CellDelegate(QStyledItemDelegate):
    """Paint one row style for every list of the desktop."""

    def __init__(self, theme: Theme, row_px: int, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_px = row_px
        self._chips = ChipPainter(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, self._theme.typography.px(self._row_px))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content and hairline of one cell."""
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        palette, colour = self._theme.palette, self._theme.drawing.colour
        if selected:  # else the list's own ground is seen
            painter.fillRect(area, colour(palette.soft))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, colour(palette.line))
        cell = index.data(Role.CELL)
        if isinstance(cell, Cell):
            self._paint_cell(painter, _inside(area, option.direction), cell, option, selected)
        if selected:
            self._paint_ring(painter, area, option, index)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text of a cell that is too narrow for it."""
        cell = index.data(Role.CELL)
        if event.type() is QEvent.Type.ToolTip and isinstance(cell, Cell):
            area: QRect = option.rect
            room = _inside(area, option.direction)
            whole = "" if self._fits(cell, room.width()) else cell.words
            QToolTip.showText(event.globalPos(), whole, view)
            return True
        return super().helpEvent(event, view, option, index)

    def _paint_cell(
        self,
        painter: QPainter,
        room: QRect,
        cell: Cell,
        option: QStyleOptionViewItem,
        selected: bool,
    ) -> None:
        direction: Qt.LayoutDirection = option.direction
        if cell.chips:
            self._chips.paint_row(painter, room, cell.chips, direction, set_off=selected)
            return
        if not cell.words:
            return
        palette, drawing = self._theme.palette, self._theme.drawing
        strong = cell.emphasis is Emphasis.STRONG
        dim = cell.emphasis is Emphasis.DIM and not selected
        painter.setFont(drawing.font(strong=strong))
        painter.setPen(drawing.colour(palette.dim if dim else palette.ink))
        metrics = drawing.metrics(strong=strong)
        paint_line(painter, room, cell.words, metrics, trailing=cell.numeric)

    def _paint_ring(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Frame the chosen row while the list has the focus; without grounds, always."""
        view = option.widget
        focused = view is not None and view.hasFocus()
        if not focused and not self._theme.palette.outlined:
            return
        palette = self._theme.palette
        colour = self._theme.drawing.colour(palette.accent if focused else palette.ink)
        painter.fillRect(area.left(), area.top(), area.width(), RING, colour)
        painter.fillRect(area.left(), area.bottom() - RING + 1, area.width(), RING, colour)
        first, last = _ends(view, index)
        if option.direction is Qt.LayoutDirection.RightToLeft:
            first, last = last, first
        if first:
            painter.fillRect(area.left(), area.top(), RING, area.height(), colour)
        if last:
            painter.fillRect(area.right() - RING + 1, area.top(), RING, area.height(), colour)

    def _fits(self, cell: Cell, width: int) -> bool:
        if cell.chips:
            all_fit = self._chips.fitting(cell.chips, width) == len(cell.chips)
            return all_fit and self._chips.size(cell.chips[0]).width() <= width
        metrics = self._theme.drawing.metrics(strong=cell.emphasis is Emphasis.STRONG)
        return metrics.horizontalAdvance(cell.words) <= width


def _inside(area: QRect, direction: Qt.LayoutDirection) -> QRect:
    inside = area.adjusted(MARGIN, 0, -MARGIN // 2, -1)
    if direction is Qt.LayoutDirection.LeftToRight:
        return inside
    return QStyle.visualRect(direction, area, inside)


def _ends(view: QWidget, index: Index) -> tuple[bool, bool]:
    """Tell whether a cell is the first and whether it is the last one shown in its row."""
    columns = range(index.model().columnCount())
    if isinstance(view, QTableView | QTreeView):
        columns_shown = [column for column in columns if not view.isColumnHidden(column)]
    else:
        columns_shown = list(columns)
    return index.column() == columns_shown[0], index.column() == columns_shown[-1]
