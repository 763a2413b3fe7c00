"""Answers for the cells of tables and trees what their view does not paint itself: height, tips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from nurseapp.desktop.ui.widgets.columns import Cell
from nurseapp.desktop.ui.widgets.row_painter import RowPainter
from nurseapp.desktop.ui.widgets.rows_model import Index, Role


class CellDelegate(QStyledItemDelegate):
    """Size the rows of one list, and show whole what a cell has no room for."""

    def __init__(self, rows: RowPainter, row_px: int, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self._row_px = row_px

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return self._rows.size(self._row_px)

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
            whole = "" if self._rows.fits(cell, area) else cell.words
            QToolTip.showText(event.globalPos(), whole, view)
            return True
        return super().helpEvent(event, view, option, index)
