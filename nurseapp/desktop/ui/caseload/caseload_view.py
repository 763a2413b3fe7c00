"""The page of a list of cases: filters, search, table, preview.

Must not filter or sort: it says what is asked for and shows what it is given.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import CaseLine, Filter, Listing
from nurseapp.desktop.ui.caseload.case_preview import CasePreview
from nurseapp.desktop.ui.caseload.caseload_columns import case_columns
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import PageHeader, TableFrame
from nurseapp.desktop.ui.widgets.search_field import SearchField
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs


class CaseloadView(QWidget):
    """Show one list of cases.

    Attributes:
        print_list, new_contact: the page's actions, for menus and the command palette.

    Signals:
        filter_chosen(str), search_changed(str): what to list.
        case_opened(object), contact_asked(object): the case id.
        print_asked()
    """

    filter_chosen = Signal(str)
    search_changed = Signal(str)
    case_opened = Signal(object)
    contact_asked = Signal(object)
    print_asked = Signal()

    def __init__(self, theme: Theme, *, with_nurse: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._lines: dict[object, CaseLine] = {}
        self._header = PageHeader("", self)
        self._search = SearchField(self.tr("Search name, number or note"), "/", self)
        self._tabs = UnderlineTabs(theme, self.tr("Saved filters"), self)
        columns = case_columns(lambda: self._today, with_nurse=with_nurse)
        self.table: DataTable[CaseLine] = DataTable(
            theme, columns, lambda line: line.row.case, self.tr("Cases"), self
        )
        self._preview = CasePreview(theme, self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._make_actions(with_nurse=with_nurse)
        self._lay_out()
        self._connect()

    def show_listing(self, listing: Listing, shown: Filter, *, is_searching: bool) -> None:
        """Show a list as it stands."""
        self._today = listing.today
        self._lines = {line.row.case: line for line in listing.lines}
        total = listing.counts[Filter.ALL]
        words = self.tr("%n cases", "", total)
        points = self.tr("%n points", "", listing.points)
        self._header.set_subtitle(f"{words} · {points}")
        self._tabs.set_tabs(self._filter_tabs(listing))
        self._tabs.choose(shown.value)
        self.table.set_rows(listing.lines)
        self._preview.show_line(self._lines.get(self.table.chosen_id()), listing.today)
        self._show_empty(total, is_searching=is_searching)
        self._stack.setCurrentIndex(0 if listing.lines else 1)

    def set_title(self, title: str) -> None:
        """Say whose list it is."""
        self._header.set_title(title)

    def _make_actions(self, *, with_nurse: bool) -> None:
        self.print_list = QAction(self.tr("Print list"), self)
        self.print_list.setShortcut(QKeySequence("Ctrl+P"))
        self.print_list.triggered.connect(self.print_asked)
        self.new_contact = QAction(self.tr("New contact"), self)
        self.new_contact.setShortcut(QKeySequence("Ctrl+N"))
        self.new_contact.triggered.connect(self._ask_contact)
        self.new_contact.setVisible(not with_nurse)
        for action in (self.print_list, self.new_contact):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)

    def _lay_out(self) -> None:
        self._header.add_widget(self._search)
        self._header.add_widget(ActionButton(self.print_list, parent=self))
        self._header.add_widget(ActionButton(self.new_contact, look=Look.PRIMARY, parent=self))
        row = QWidget(self)
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(16)
        beside.addWidget(TableFrame(self.table, self), 1)
        beside.addWidget(self._preview)
        self._preview.hide()
        self._stack.addWidget(row)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(self._header)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self._search.search_changed.connect(self.search_changed)
        self._search.left_downwards.connect(self.table.setFocus)
        self._tabs.tab_chosen.connect(self.filter_chosen)
        self.table.row_opened.connect(self.case_opened)
        self.table.row_previewed.connect(self._toggle_preview)
        self.table.row_chosen.connect(self._follow)

    def _toggle_preview(self, _case: object) -> None:
        self._preview.setVisible(not self._preview.isVisible())

    def _follow(self, case: object) -> None:
        self._preview.show_line(self._lines.get(case), self._today)

    def _ask_contact(self) -> None:
        case = self.table.chosen_id()
        if case is not None:
            self.contact_asked.emit(case)

    def _show_empty(self, total: int, *, is_searching: bool) -> None:
        if is_searching:
            title, words = self.tr("Nothing found"), self.tr("Escape empties the search.")
        elif total:
            title, words = self.tr("Nothing here now"), self.tr("The other filters have more.")
        else:
            title = self.tr("No cases yet")
            words = self.tr("Cases that are given to you appear here after the next sync, F9.")
        self._empty.set_content(title, words)

    def _filter_tabs(self, listing: Listing) -> list[Tab]:
        words = {
            Filter.ALL: self.tr("All"),
            Filter.SAFETY: self.tr("Safety"),
            Filter.OVERDUE: self.tr("Overdue"),
            Filter.DUE_TODAY: self.tr("Due today"),
            Filter.IN_HOSPITAL: self.tr("In hospital"),
            Filter.LONG_STAY: self.tr("Stay over 10 days"),
            Filter.SCREENING_DUE: self.tr("Screening due"),
            Filter.CLOSED: self.tr("Closed"),
        }
        return [Tab(key=f.value, words=w, count=listing.counts[f]) for f, w in words.items()]
