"""The table of the desktop: a caseload, a timeline, a list of results.

Must not sort or filter: it asks by signal, and shows the rows it is given. Used by rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.cell_delegate import CellDelegate
from nurseapp.desktop.ui.widgets.columns import Column, R
from nurseapp.desktop.ui.widgets.fitting import fitted
from nurseapp.desktop.ui.widgets.line_painter import LinePainter
from nurseapp.desktop.ui.widgets.row_painter import RowPainter
from nurseapp.desktop.ui.widgets.rows_model import Role, RowsModel

ROW_PX = 38
HEAD_PX = 36
_UP_DOWN = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}


class DataTable(QTableView, Generic[R]):
    """Show frozen rows and say what the nurse does with them.

    Arrow keys or J and K move, Enter opens, the space bar asks for a preview.

    Signals:
        row_opened(object), row_previewed(object), row_chosen(object): the id of the row.
        sort_asked(str, bool): the column's name, and whether the largest comes first.
    """

    row_opened = Signal(object)
    row_previewed = Signal(object)
    row_chosen = Signal(object)
    sort_asked = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], object],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = RowsModel(columns, row_id, self)
        self._sorted: tuple[str, bool] | None = None
        self.setModel(self._rows)
        self._row_painter = RowPainter(theme)
        self.setItemDelegate(CellDelegate(self._row_painter, ROW_PX, self))
        self.setAccessibleName(name)
        self._set_up_view()
        self._set_up_header(self.horizontalHeader())
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(self._tell_opened)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; the chosen row stays chosen when it is still among them."""
        chosen = self.chosen_id()
        top = self.verticalScrollBar().value()
        with QSignalBlocker(self.selectionModel()):
            self._rows.set_rows(rows)
            place = self._rows.place_of(chosen) if chosen is not None else None
            if place is None:
                self.selectionModel().clear()
            else:
                self._select(place)
        self.executeDelayedItemsLayout()  # while it is painted would be too late for the heading
        self.verticalScrollBar().setValue(top)
        self.viewport().update()

    def chosen_id(self) -> object | None:
        """Return the id of the chosen row, or None."""
        index = self.currentIndex()
        return index.data(Role.ROW_ID) if index.isValid() else None

    def choose(self, row_id: object) -> None:
        """Choose a row by its id; a row that is not shown changes nothing."""
        place = self._rows.place_of(row_id)
        if place is not None:
            self._select(place)

    def neighbour(self, row_id: object, step: int) -> object | None:
        """Return the id of the row that stands some steps from another, or None."""
        place = self._rows.place_of(row_id)
        if place is None:
            return None
        found: object | None = self._rows.index(place + step, 0).data(Role.ROW_ID)
        return found

    def show_sorted(self, name: str, *, descending: bool) -> None:
        """Say in the heading by which column the rows are sorted."""
        self._sorted = (name, descending)
        self._rows.set_sorted(name, descending)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._tell_opened(index)
        elif key is Qt.Key.Key_Space and index.isValid():
            self.row_previewed.emit(index.data(Role.ROW_ID))
        elif key in _UP_DOWN and event.modifiers() is Qt.KeyboardModifier.NoModifier:
            place = index.row() + _UP_DOWN[key]
            self._select(max(0, min(place, self._rows.rowCount() - 1)))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters to shortcuts: searching has a field of its own."""

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """Ring the chosen row; by itself Qt paints the headings and the scroll bar anew, too."""
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self._select(0)
        self.viewport().update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()  # before the view decides whether to scroll
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen; the view itself would ask for each cell by itself."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(event.rect(), self._theme.drawing.colour(self._theme.palette.panel))
        lines = LinePainter(painter, self._theme.drawing)
        seen = event.rect()
        columns = _columns_seen(self)
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        focused = self.hasFocus()
        first = max(0, self.rowAt(seen.top()))
        top = self.rowViewportPosition(first)
        for place in range(first, self._rows.rowCount()):
            if top > seen.bottom():
                break
            height = self.rowHeight(place)
            cells = [
                (QRect(left, top, width, height), self._rows.cell(place, column))
                for column, left, width in columns
            ]
            self._row_painter.paint(lines, cells, selected=place in selected, focused=focused)
            top += height

    def _set_up_view(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()

    def _set_up_header(self, header: QHeaderView) -> None:
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(24)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.sectionClicked.connect(self._ask_to_sort)
        # The headings show nothing of what is chosen; told of it, they would all be painted anew.
        header.setSelectionModel(QItemSelectionModel(self._rows, header))

    def _lay_out(self) -> None:
        px = self._theme.typography.px
        self.verticalHeader().setMinimumSectionSize(px(ROW_PX))
        self.verticalHeader().setDefaultSectionSize(px(ROW_PX))
        self.horizontalHeader().setFixedHeight(px(HEAD_PX))
        self._fit_columns()

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        widths = fitted(self._rows.columns, room, self._theme.typography.scale)
        for number, width in enumerate(widths):
            self.setColumnHidden(number, width is None)
            if width is not None:
                self.setColumnWidth(number, width)

    def _select(self, place: int) -> None:
        column = max(0, self.currentIndex().column())
        self.setCurrentIndex(self._rows.index(place, column))

    def _tell_opened(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.data(Role.ROW_ID))

    def _tell_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(index.data(Role.ROW_ID))

    def _ask_to_sort(self, section: int) -> None:
        column = self._rows.columns[section]
        if column.sort is not None:
            descending = self._sorted == (column.name, False)
            self.sort_asked.emit(column.name, descending)


def _columns_seen(view: QTableView) -> list[tuple[int, int, int]]:
    """List number, left edge and width of each column that is not hidden."""
    return [
        (column, view.columnViewportPosition(column), view.columnWidth(column))
        for column in range(view.model().columnCount())
        if not view.isColumnHidden(column)
    ]
