"""The item model of the care plan: frozen nodes as a tree of four columns.

Must not change a node: the service does, and the room sets the whole plan anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from nurseapp.desktop.ui.widgets.columns import Cell, Emphasis
from nurseapp.desktop.ui.widgets.rows_model import Index, Role
from nurseapp.desktop.ui.wording.days import short_date_words
from nurseapp.desktop.ui.wording.filling import filled
from nurseapp.desktop.ui.wording.statuses import plan_face
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import PlanNode
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    node: PlanNode
    parent: int | None
    row: int
    children: tuple[int, ...]


class PlanTreeModel(QAbstractItemModel):
    """Serve the plan to a view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._tops: tuple[int, ...] = ()
        self._numbers: dict[RecordId, int] = {}
        self._today = date.min
        self._heads = ("", self.tr("Owner"), self.tr("Due"), self.tr("Status"))

    def set_plan(self, plan: Sequence[PlanNode], today: date) -> None:
        """Replace the whole plan; after a reset the view would set up its heading anew."""
        nowhere = QModelIndex()
        self._today = today
        if self._tops:
            self.beginRemoveRows(nowhere, 0, len(self._tops) - 1)
            self._places, self._tops, self._numbers = [], (), {}
            self.endRemoveRows()
        if plan:
            self.beginInsertRows(nowhere, 0, len(plan) - 1)
            self._tops = self._laid_out(plan, None)
            self._numbers = {p.node.record.id: number for number, p in enumerate(self._places)}
            self.endInsertRows()

    def node_at(self, index: Index) -> PlanNode | None:
        """Give the node of an index, or None for no index."""
        return self._places[index.internalId()].node if index.isValid() else None

    def cell(self, index: Index, column: int) -> Cell:
        """Give what a cell in the row of an index shows."""
        return self._cell(self._places[index.internalId()].node, column)

    def index_of(self, record: RecordId | None) -> QModelIndex:
        """Find a record; an invalid index where it is not in the plan."""
        number = self._numbers.get(record) if record is not None else None
        return QModelIndex() if number is None else self._index(number, 0)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own default
        siblings = self._children(parent)
        if not (0 <= row < len(siblings) and 0 <= column < len(self._heads)):
            return QModelIndex()
        return self._index(siblings[row], column)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() has another meaning
        if not index.isValid():
            return QModelIndex()
        above = self._places[index.internalId()].parent
        return QModelIndex() if above is None else self._index(above, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return len(self._children(parent))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008  # Qt's own default
        return bool(self._children(parent))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node_at(index)
        if node is None:
            return None
        if role == Role.CELL:
            return self._cell(node, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(node, index.column()).words
        if role == Role.ROW_ID:
            return node.record.id
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            said = (self._cell(node, column).words for column in range(len(self._heads)))
            return ", ".join(words for words in said if words)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _laid_out(self, nodes: Sequence[PlanNode], parent: int | None) -> tuple[int, ...]:
        numbers = []
        for row, node in enumerate(nodes):
            number = len(self._places)
            self._places.append(_Place(node=node, parent=parent, row=row, children=()))
            children = self._laid_out(node.children, number)
            self._places[number] = _Place(node=node, parent=parent, row=row, children=children)
            numbers.append(number)
        return tuple(numbers)

    def _children(self, parent: Index) -> tuple[int, ...]:
        if not parent.isValid():
            return self._tops
        return self._places[parent.internalId()].children if parent.column() == 0 else ()

    def _index(self, number: int, column: int) -> QModelIndex:
        return self.createIndex(self._places[number].row, column, number)

    def _cell(self, node: PlanNode, column: int) -> Cell:
        record = node.record
        if column == 0:
            strong = isinstance(record, Problem)
            return Cell(
                words=self._what(node), emphasis=Emphasis.STRONG if strong else Emphasis.PLAIN
            )
        if column == 1:
            return Cell(words="" if isinstance(record, Problem) else record.owner)
        if column == 2:
            return Cell(words=self._when(node))
        face = plan_face(node)
        return Cell(words=face.words, chips=(face,))

    def _what(self, node: PlanNode) -> str:
        record = node.record
        if isinstance(record, Goal):
            said = filled(self.tr("“%1”"), record.words) if record.words else ""
            return "  ".join(part for part in (said, " ".join(record.outcome.split())) if part)
        if isinstance(record, Barrier):
            barrier = filled(self.tr("Barrier: %1"), record.title)
            return f"{barrier}. {record.action}" if record.action else barrier
        return record.title

    def _when(self, node: PlanNode) -> str:
        if node.due is not None:
            return short_date_words(node.due, self._today)
        return node.record.cadence if isinstance(node.record, Intervention) else ""
