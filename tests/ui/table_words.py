"""Reads what a table shows, as a person would."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from nurseapp.desktop.ui.widgets.columns import Cell
from nurseapp.desktop.ui.widgets.rows_model import Role


def headings(table: QTableView) -> list[str]:
    """Give the headings of the columns that can be seen."""
    model, horizontal = table.model(), Qt.Orientation.Horizontal
    columns = range(model.columnCount())
    return [model.headerData(n, horizontal) for n in columns if not table.isColumnHidden(n)]


def column(table: QTableView, name: str) -> list[str]:
    """Give the words of a column, from the top."""
    model, number = table.model(), number_of(table, name)
    return [model.index(row, number).data() for row in range(model.rowCount())]


def chips(table: QTableView, name: str, row: int) -> list[str]:
    """Give the chips of a cell, each with its shape."""
    cell = table.model().index(row, number_of(table, name)).data(Role.CELL)
    assert isinstance(cell, Cell)
    return [f"{face.kind.value} {face.words}" for face in cell.chips]


def number_of(table: QTableView, name: str) -> int:
    """Give the number of a column by its heading, with or without the arrow of an order."""
    model, horizontal = table.model(), Qt.Orientation.Horizontal
    titles = [model.headerData(n, horizontal) for n in range(model.columnCount())]
    return next(n for n, title in enumerate(titles) if title.rstrip(" ↑↓") == name)
