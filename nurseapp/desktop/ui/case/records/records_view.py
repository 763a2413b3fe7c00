"""The page of received records: categories as tabs, one table, a button for what can be accepted.

Must not filter: it says which category was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.records.record_lines import RecordLine
from nurseapp.desktop.ui.case.records.records_actions import RecordsActions
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs
from nurseapp.desktop.ui.wording.records import category_words
from nurseapp.domain.fact import FactCategory
from nurseapp.domain.ids import RecordId

ALL = "all"


class RecordsView(QWidget):
    """Show received records.

    Signals:
        category_chosen(str): a FactCategory, or `all`.
        record_chosen(object): the id of the chosen record.
        record_opened(object): Enter was pressed on it.
    """

    category_chosen = Signal(str)
    record_chosen = Signal(object)
    record_opened = Signal(object)

    def __init__(
        self, theme: Theme, actions: RecordsActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tabs = UnderlineTabs(theme, self.tr("Received records"), self)
        self._table: DataTable[RecordLine] = DataTable(
            theme, self._columns(), lambda line: line.record, self.tr("Received records"), self
        )
        self._empty = EmptyState(self)
        self._empty.set_content(
            self.tr("Nothing received"),
            self.tr("What hospitals and pharmacies send about the member appears here."),
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        panel = Panel("", self)
        panel.set_title(
            self.tr("Received records"), self.tr("as they came; nothing here changes the plan")
        )
        panel.add_button(ActionButton(actions.accept, parent=self))
        panel.body.addWidget(self._tabs)
        panel.body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        self.setFocusProxy(self._table)
        self._tabs.tab_chosen.connect(self.category_chosen)
        self._table.row_chosen.connect(self.record_chosen)
        self._table.row_opened.connect(self.record_opened)

    def set_counts(self, counts: Mapping[FactCategory, int]) -> None:
        """Show the categories that hold anything."""
        tabs = [Tab(key=ALL, words=self.tr("All"), count=sum(counts.values()))]
        tabs += [
            Tab(key=category.value, words=category_words(category), count=counts[category])
            for category in FactCategory
            if counts[category]
        ]
        self._tabs.set_tabs(tabs)

    def set_lines(self, lines: Sequence[RecordLine], category: str) -> None:
        """Show records."""
        self._tabs.choose(category)
        self._table.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)

    def choose(self, record: RecordId) -> None:
        """Choose a record; an unknown one changes nothing."""
        self._table.choose(record)

    def chosen_id(self) -> object | None:
        """Give the id of the chosen record."""
        return self._table.chosen_id()

    def _columns(self) -> tuple[Column[RecordLine], ...]:
        return (
            Column(
                name="when",
                title=self.tr("Day"),
                words=lambda line: line.when,
                emphasis=Emphasis.DIM,
                width=124,
            ),
            Column(
                name="what",
                title=self.tr("What"),
                words=lambda line: line.what,
                width=260,
                grows=True,
            ),
            Column(name="value", title=self.tr("Value"), words=lambda line: line.value, width=110),
            Column(
                name="status", title=self.tr("Status"), chips=lambda line: (line.face,), width=150
            ),
            Column(
                name="code",
                title=self.tr("Code as sent"),
                words=lambda line: line.code,
                emphasis=Emphasis.DIM,
                width=180,
            ),
            Column(
                name="source",
                title=self.tr("Sender's id"),
                words=lambda line: line.source,
                emphasis=Emphasis.DIM,
                width=150,
                may_hide=True,
            ),
        )
