"""The item model of every table: a tuple of frozen rows behind named columns.

Must not sort, filter or fetch: the caller hands in the rows to show, in order. Filled by DataTable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nurseapp.desktop.ui.widgets.columns import Cell, Column, R, cell_of

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a view may ask of a cell besides its text."""

    ROW_ID = Qt.ItemDataRole.UserRole + 1
    SORT = Qt.ItemDataRole.UserRole + 2
    CELL = Qt.ItemDataRole.UserRole + 3


class RowsModel(QAbstractTableModel, Generic[R]):
    """Serve frozen rows to a view."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._row_id = row_id
        self._rows: tuple[R, ...] = ()
        self._places: dict[object, int] = {}
        self._sorted: tuple[str, bool] | None = None

    def set_rows(self, rows: Sequence[R]) -> None:
        """Replace all rows; after a reset the view would set up its headings anew."""
        nowhere = QModelIndex()
        if self._rows:
            self.beginRemoveRows(nowhere, 0, len(self._rows) - 1)
            self._rows, self._places = (), {}
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(nowhere, 0, len(rows) - 1)
            self._rows = tuple(rows)
            self._places = {self._row_id(row): place for place, row in enumerate(self._rows)}
            self.endInsertRows()

    def set_sorted(self, name: str, descending: bool) -> None:
        """Say in the heading by which column the rows are sorted."""
        self._sorted = (name, descending)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def place_of(self, row_id: object) -> int | None:
        """Return the position of a row, or None when it is not shown."""
        return self._places.get(row_id)

    def cell(self, place: int, column: int) -> Cell:
        """Give what a cell shows."""
        return cell_of(self.columns[column], self._rows[place])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Role.CELL:
            return cell_of(column, row)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_of(column, row).words
        if role == Role.ROW_ID:
            return self._row_id(row)
        if role == Role.SORT:
            return column.sort(row) if column.sort else None
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            edge = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return edge | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if self._sorted is None or self._sorted[0] != column.name:
            return column.title
        return f"{column.title} {'↓' if self._sorted[1] else '↑'}"
