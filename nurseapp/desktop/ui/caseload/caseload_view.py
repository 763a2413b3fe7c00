"""The page of a list of cases: filters, search, table, preview.

Must not filter: it says what is asked for and shows what it is given, in the order asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.caseloads import CaseLine, Filter, Listing
from nurseapp.desktop.ui.caseload.case_list import CaseList
from nurseapp.desktop.ui.caseload.case_order import CaseOrder
from nurseapp.desktop.ui.caseload.caseload_columns import caseload_columns
from nurseapp.desktop.ui.caseload.line_words import cases_words, points_words
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.theme.looks import Look
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.search_field import SearchField
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs

SEARCH_SHARE = 0.3
"""The part of the page's width that the search field takes at most."""


class CaseloadView(ListPage):
    """Show one list of cases.

    Attributes:
        print_list, new_contact, order: the page's actions, for menus and the command palette.
        table, preview: the parts of the list.

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
        super().__init__(theme, "", parent)
        self._today = date.min
        self._lines: Sequence[CaseLine] = ()
        self._total = 0
        self._is_searching = False
        self._search = SearchField(self.tr("Search name, number or note"), "/", self)
        self._tabs = UnderlineTabs(theme, self.tr("Saved filters"), self)
        columns = caseload_columns(lambda: self._today, with_nurse=with_nurse)
        self._list = CaseList(theme, columns, self.tr("Cases"), self)
        self.table, self.preview = self._list.table, self._list.preview
        self.order = CaseOrder(columns, self)
        self._make_actions(with_nurse=with_nurse)
        self.header.add_widget(self._search)
        self.header.add_widget(ActionButton(self.print_list, parent=self))
        self.header.add_widget(ActionButton(self.new_contact, look=Look.PRIMARY, parent=self))
        self.lay_out((self._tabs,), self._list, self.table)
        self._connect()

    def show_listing(self, listing: Listing, shown: Filter, *, is_searching: bool) -> None:
        """Show a list as it stands."""
        self._today = listing.today
        self._lines = listing.lines
        self._total = listing.counts[Filter.ALL]
        self._is_searching = is_searching
        self.header.set_subtitle(f"{cases_words(self._total)} · {points_words(listing.points)}")
        self._tabs.set_tabs(self._filter_tabs(listing))
        self._tabs.choose(shown.value)
        self._show_lines()
        self._show_empty()

    def show_filling(self, words: str) -> None:
        """Say that cases are being fetched, in the words given; without words no longer."""
        super().show_filling(words)
        self._show_empty()

    def set_title(self, title: str) -> None:
        """Say whose list it is."""
        self.header.set_title(title)

    def forget_search(self) -> None:
        """Empty the search field without asking for a list."""
        blocked = self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(blocked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the search field give way before the counts do."""
        super().resizeEvent(event)
        self._search.setMaximumWidth(round(self.width() * SEARCH_SHARE))

    def _make_actions(self, *, with_nurse: bool) -> None:
        self.print_list = self._action(self.tr("&Print list"), "Ctrl+P")
        self.print_list.setProperty("menu", "file")
        self.new_contact = self._action(self.tr("&New contact"), "Ctrl+N")
        self.new_contact.setVisible(not with_nurse)
        self.addActions(list(self.order.actions))

    def _action(self, words: str, key: str) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)  # macOS would guess one from the words
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self._search.search_changed.connect(self.search_changed)
        self._search.left_downwards.connect(self.table.setFocus)
        self._tabs.tab_chosen.connect(self.filter_chosen)
        self._list.case_opened.connect(self.case_opened)
        self.table.sort_asked.connect(self.order.ask)
        self.order.changed.connect(self._show_lines)
        self.print_list.triggered.connect(self.print_asked)
        self.new_contact.triggered.connect(self._ask_contact)

    def _show_lines(self) -> None:
        self.table.show_sorted(self.order.column, descending=self.order.descending)
        self._list.show_lines(self.order.ordered(self._lines), self._today)
        self.show_content(bool(self._lines))

    def _ask_contact(self) -> None:
        case = self._list.chosen()
        if case is not None:
            self.contact_asked.emit(case)

    def _show_empty(self) -> None:
        if self._is_searching:
            title, words = self.tr("Nothing found"), self.tr("Escape empties the search.")
        elif self._total:
            title, words = self.tr("Nothing here now"), self.tr("The other filters have more.")
        elif self.is_filling():
            title = self.tr("Your cases are on their way")
            words = self.tr("Those for today come first. You can open each as soon as it is here.")
        else:
            title = self.tr("No cases yet")
            words = self.tr("Cases that are given to you appear here after the next sync, F9.")
        self.empty.set_content(title, words)

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
