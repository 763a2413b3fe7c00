"""The timeline of a case, newest first, with a filter; Enter opens the thing.

Must not filter by itself: it says which filter was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from nurseapp.desktop.ui.case.summary.summary_words import Happened, Happening
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs


class HappenedPanel(Panel):
    """Show what happened.

    Signals:
        filter_chosen(str): a Happened.
        opened(object): the entry's kind and the id of its record, as a pair.
    """

    filter_chosen = Signal(str)
    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._tabs = UnderlineTabs(theme, self.tr("What happened"), self)
        self._table: DataTable[Happening] = DataTable(
            theme, self._columns(), _row_id, self.tr("What happened"), self
        )
        self._empty = EmptyState(self)
        self._empty.set_content(
            self.tr("Nothing yet"), self.tr("Notes, contacts, screenings and papers appear here.")
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._tabs)
        self.body.addWidget(self._stack, 1)
        self._tabs.tab_chosen.connect(self.filter_chosen)
        self._table.row_opened.connect(self.opened)

    def set_counts(self, counts: Mapping[Happened, int]) -> None:
        """Show the filters that have anything, each with how much."""
        words = {
            Happened.ALL: self.tr("What happened"),
            Happened.NOTES: self.tr("Notes and contacts"),
            Happened.SCREENING: self.tr("Screening"),
            Happened.PLAN: self.tr("Plan"),
            Happened.PAPERS: self.tr("Papers"),
            Happened.ENCOUNTERS: self.tr("Encounters"),
        }
        tabs = [
            Tab(key=shown.value, words=words[shown], count=counts[shown])
            for shown in Happened
            if counts[shown] or shown is Happened.ALL
        ]
        self._tabs.set_tabs(tabs)

    def set_happenings(self, rows: Sequence[Happening], shown: Happened) -> None:
        """Show entries, newest first."""
        self._tabs.choose(shown.value)
        self._table.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self.setFocusProxy(self._table if rows else self._tabs)

    def _columns(self) -> tuple[Column[Happening], ...]:
        return (
            Column(
                name="when",
                title=self.tr("When"),
                words=lambda h: h.when,
                emphasis=Emphasis.DIM,
                width=144,
            ),
            Column(name="kind", title=self.tr("What"), words=lambda h: h.kind, width=130),
            Column(name="words", title="", words=lambda h: h.words, width=240, grows=True),
            Column(
                name="who",
                title=self.tr("Who"),
                words=lambda h: h.who,
                emphasis=Emphasis.DIM,
                width=128,
            ),
        )


def _row_id(happening: Happening) -> object:
    return happening.entry.kind, happening.entry.record
