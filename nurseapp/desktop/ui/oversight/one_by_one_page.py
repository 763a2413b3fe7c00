"""A page of entries that somebody looks into one by one: the list, below it the chosen one.

Two actions settle an entry, one of them with a reason. Which entries there are, what is said of
one and what the actions do, the views of the rooms know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from typing import Generic

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.reason_asker import ReasonAsker
from nurseapp.desktop.ui.oversight.aside_page import AsidePage
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.columns import Column, R
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel, TableFrame
from nurseapp.domain.ids import CaseId


class OneByOnePage(AsidePage, Generic[R]):
    """List entries and keep one of them chosen.

    Attributes:
        table: the list.
        asker: takes the reason.

    Signals:
        said(object, str): an entry, and the reason that was given for it.
        case_opened(object): the id of a case.
    """

    said = Signal(object, str)
    case_opened = Signal(object)
    table: DataTable[R]
    asker: ReasonAsker

    def __init__(
        self, theme: Theme, title: str, zone: tzinfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, title, parent)
        self._title = title
        self._zone, self._today = zone, date.min
        self._panel = Panel("", self)
        self._chosen: R | None = None

    def list_them(self, columns: Sequence[Column[R]], row_id: Callable[[R], object]) -> None:
        """Make the list."""
        self._row_id = row_id
        self._entries: dict[object, R] = {}
        self.table = DataTable(self._theme, columns, row_id, self._title, self)

    def settle_by(self, actions: tuple[QAction, QAction], asker: ReasonAsker) -> None:
        """Offer the actions, the more frequent first, below what is said of the chosen one."""
        self._actions = actions
        self.asker = asker
        first, second = actions
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(ActionButton(first, look=Look.PRIMARY, parent=self))
        buttons.addWidget(ActionButton(second, parent=self))
        buttons.addStretch(1)
        self._panel.body.addLayout(buttons)
        self._panel.body.addWidget(asker)
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(TableFrame(self.table, self), 1)
        column.addWidget(self._panel)
        self.lay_out((), both, self.table)
        self.table.row_chosen.connect(self._choose)
        self.table.row_opened.connect(self._open)
        asker.given.connect(self._say)
        asker.put_away.connect(self.table.setFocus)

    def made(self, words: str, key: str) -> QAction:
        """Make an action of this page."""
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        self.addAction(action)
        return action

    def show_entries(self, entries: Sequence[R]) -> None:
        """Show these; the chosen one stays chosen while it is there."""
        self._entries = {self._row_id(entry): entry for entry in entries}
        self.table.set_rows(entries)
        if entries and self.table.chosen_id() not in self._entries:
            self.table.choose(self._row_id(entries[0]))
        self._choose(self.table.chosen_id())
        self.show_content(bool(entries))

    def show_chosen(self, chosen: R) -> None:
        """Say everything of the chosen one."""
        raise NotImplementedError

    def waits(self, entry: R) -> bool:
        """Tell whether an entry is still to be settled."""
        raise NotImplementedError

    def case_of(self, entry: R) -> CaseId | None:
        """Name the case that an entry leads to, where there is one to be opened."""
        raise NotImplementedError

    def _choose(self, name: object) -> None:
        before, self._chosen = self._chosen, self._entries.get(name)
        chosen = self._chosen
        if chosen is None or before is None or self._row_id(before) != name:
            self.asker.hide()
        self._panel.setVisible(chosen is not None)
        for action in self._actions:
            action.setEnabled(chosen is not None and self.waits(chosen))
        if chosen is not None:
            self.show_chosen(chosen)

    def _say(self, words: str) -> None:
        if self._chosen is not None:
            self.said.emit(self._chosen, words)
        self.table.setFocus()

    def _open(self, name: object) -> None:
        case = self.case_of(self._entries[name])
        if case is not None:
            self.case_opened.emit(case)
