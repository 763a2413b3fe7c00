"""The order of a list of cases: by need, as the service gives it, or by a column.

A heading asks for its column, then for the reverse, then for need again; so does an action of the
View menu, for who uses the keys alone. Must not judge need.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup

from nurseapp.desktop.services.caseloads import CaseLine
from nurseapp.desktop.ui.caseload.caseload_columns import CaseColumn
from nurseapp.desktop.ui.widgets.columns import in_order

NEED = ""


class CaseOrder(QObject):
    """Keep the order that was asked for, and put lines into it.

    Attributes:
        column: the name of the column, or NEED; ``descending`` whether the largest comes first.
        actions: «Sort by …», the one in force ticked.

    Signals:
        changed(): another order was asked for.
    """

    changed = Signal()

    def __init__(self, columns: Sequence[CaseColumn], parent: QObject) -> None:
        super().__init__(parent)
        self.column = NEED
        self.descending = False
        self._columns = {column.name: column for column in columns if column.sort is not None}
        group = QActionGroup(self)
        for name, words in self._words().items():
            if name == NEED or name in self._columns:
                group.addAction(self._made(name, words))
        group.triggered.connect(self._choose)
        self.actions: tuple[QAction, ...] = tuple(group.actions())
        self._tick()

    def ordered(self, lines: Sequence[CaseLine]) -> tuple[CaseLine, ...]:
        """Put lines that are sorted by need into the order in force."""
        if self.column == NEED:
            return tuple(lines)
        return in_order(lines, self._columns[self.column], descending=self.descending)

    @Slot(str, bool)
    def ask(self, column: str, descending: bool) -> None:
        """Sort by a column; a third time in a row asks for need again."""
        was_reversed = self.column == column and self.descending
        self.column = NEED if was_reversed else column
        self.descending = descending and not was_reversed
        self._tick()
        self.changed.emit()

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.column, self.descending = str(action.data()), False
        self.changed.emit()

    def _tick(self) -> None:
        for action in self.actions:
            action.setChecked(action.data() == self.column)

    def _words(self) -> dict[str, str]:
        return {
            NEED: self.tr("Sort by n&eed"),
            "member": self.tr("Sort by &member"),
            "nurse": self.tr("Sort by n&urse"),
            "programme": self.tr("Sort by &programme"),
            "when": self.tr("Sort by &date"),
            "result": self.tr("Sort by last &result"),
        }

    def _made(self, name: str, words: str) -> QAction:
        action = QAction(words, self)
        action.setCheckable(True)
        action.setData(name)
        action.setProperty("menu", "view")
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        return action
