"""The care plan as a tree: arrow keys move and open, what is chosen is said by signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeView, QWidget

from nurseapp.desktop.ui.case.plan.plan_tree_model import PlanTreeModel
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.cell_delegate import CellDelegate
from nurseapp.desktop.ui.widgets.line_painter import LinePainter
from nurseapp.desktop.ui.widgets.row_painter import RowPainter
from nurseapp.desktop.ui.widgets.rows_model import Role
from nurseapp.domain.care_plan import PlanNode, PlanRecord
from nurseapp.domain.ids import RecordId

ROW_PX = 30
INDENT_PX = 22
HEAD_PX = 32
COLUMNS_PX = (102, 78, 108)
"""Widths of owner, due and status; what is done takes the rest."""


class PlanTree(QTreeView):
    """Show a care plan.

    Signals:
        node_chosen(object): the PlanNode, or None.
    """

    node_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan = PlanTreeModel(self)
        self._closed: set[RecordId] = set()
        self.setModel(self._plan)
        self._rows = RowPainter(theme)
        self.setItemDelegate(CellDelegate(self._rows, ROW_PX, self))
        self.setAccessibleName(self.tr("Care plan"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header().setStretchLastSection(False)
        self.header().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.collapsed.connect(self._note_closed)
        self.expanded.connect(self._note_opened)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def set_plan(self, plan: Sequence[PlanNode], today: date) -> None:
        """Show a plan; what was chosen and what was closed stays so."""
        chosen = self.chosen_id()
        top = self.verticalScrollBar().value()
        with QSignalBlocker(self.selectionModel()), QSignalBlocker(self):
            self._plan.set_plan(plan, today)
            self.expandAll()
            for record in self._closed:
                self.collapse(self._plan.index_of(record))
            self.setCurrentIndex(self._plan.index_of(chosen))
        self.executeDelayedItemsLayout()  # while it is painted would be too late for the heading
        self.verticalScrollBar().setValue(top)
        self.viewport().update()

    def chosen(self) -> PlanNode | None:
        """Give the chosen node."""
        return self._plan.node_at(self.currentIndex())

    def chosen_id(self) -> RecordId | None:
        """Give the id of the chosen record."""
        node = self.chosen()
        return None if node is None else node.record.id

    def above(self, record: RecordId, kind: type[PlanRecord]) -> RecordId | None:
        """Give the nearest line of a kind, from a record upwards, the record itself included."""
        index = self._plan.index_of(record)
        while (node := self._plan.node_at(index)) is not None:
            if isinstance(node.record, kind):
                return node.record.id
            index = index.parent()
        return None

    def choose(self, record: RecordId) -> None:
        """Choose a record and bring it into view; an unknown one changes nothing."""
        index = self._plan.index_of(record)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters to shortcuts."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._plan.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        if event.oldSize().height() != event.size().height():
            self.verticalScrollBar().setValue(0)
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen; the view itself would ask for each cell by itself."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(event.rect(), self._theme.drawing.colour(self._theme.palette.panel))
        lines = LinePainter(painter, self._theme.drawing)
        seen, focused = event.rect(), self.hasFocus()
        columns = [
            (self.columnViewportPosition(n), self.columnWidth(n))
            for n in range(self._plan.columnCount())
        ]
        chosen = self.selectionModel().currentIndex()
        index = self.indexAt(QPoint(columns[0][0], seen.top()))
        while index.isValid() and (inner := self.visualRect(index)).top() <= seen.bottom():
            areas = [QRect(left, inner.top(), width, inner.height()) for left, width in columns]
            selected = index == chosen and self.selectionModel().isSelected(index)
            self._paint_opener(painter, areas[0], inner, index, selected=selected)
            areas[0] = inner
            cells = [(area, self._plan.cell(index, n)) for n, area in enumerate(areas)]
            self._rows.paint(lines, cells, selected=selected, focused=focused)
            index = self.indexBelow(index)

    def _paint_opener(
        self, painter: QPainter, whole: QRect, inner: QRect, index: QModelIndex, *, selected: bool
    ) -> None:
        """Tint the chosen row from edge to edge, and paint a small triangle where it opens."""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        room = QRect(whole)
        if rtl:
            room.setLeft(inner.right() + 1)
        else:
            room.setRight(inner.left() - 1)
        if selected:
            painter.fillRect(room, self._theme.drawing.colour(self._theme.palette.soft))
        if not self._plan.rowCount(index):
            return
        opener = self._opener(is_open=self.isExpanded(index), ratio=self.devicePixelRatio())
        half = opener.deviceIndependentSize().width() / 2
        middle = self.indentation() / 2
        edge = room.left() + middle if rtl else room.right() - middle
        painter.drawPixmap(QPointF(edge - half, room.center().y() + 1 - half), opener)

    def _opener(self, *, is_open: bool, ratio: float) -> QPixmap:
        """Give the picture of the small triangle, painted once for each look."""
        drawing, colour = self._theme.drawing, self._theme.palette.dim
        looks = ("opener", is_open, ratio)
        picture = drawing.picture(looks)
        if picture is None:
            half = drawing.px(4)
            picture = QPixmap(QSize(2 * half, 2 * half) * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(drawing.colour(colour))
            painter.drawPolygon(_triangle(QPointF(half, half), half, is_open=is_open))
            painter.end()
            drawing.keep_picture(looks, picture)
        return picture

    def _lay_out(self) -> None:
        px = self._theme.typography.px
        self.setIndentation(px(INDENT_PX))
        self.header().setFixedHeight(px(HEAD_PX))
        self.scheduleDelayedItemsLayout()
        self._fit_columns()

    def _fit_columns(self) -> None:
        widths = [self._theme.typography.px(width) for width in COLUMNS_PX]
        room = self.viewport().width()
        share = min(1.0, 0.55 * room / sum(widths)) if room else 1.0
        for column, width in enumerate(widths, start=1):
            self.setColumnWidth(column, int(width * share))
        taken = sum(int(width * share) for width in widths)
        self.setColumnWidth(0, max(room - taken, 0))

    def _note_closed(self, index: QModelIndex) -> None:
        self._closed.add(RecordId(index.data(Role.ROW_ID)))

    def _note_opened(self, index: QModelIndex) -> None:
        self._closed.discard(RecordId(index.data(Role.ROW_ID)))

    def _tell_chosen(self, index: QModelIndex) -> None:
        self.node_chosen.emit(self._plan.node_at(index))


def _triangle(at: QPointF, half: float, *, is_open: bool) -> QPolygonF:
    flat = half / 2
    corners = [QPointF(-half, -flat), QPointF(half, -flat), QPointF(0, flat)]
    if not is_open:
        corners = [QPointF(-flat, -half), QPointF(-flat, half), QPointF(flat, 0)]
    return QPolygonF([at + corner for corner in corners])
