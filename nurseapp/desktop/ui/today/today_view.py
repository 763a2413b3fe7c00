"""The page of the day. Must not decide what is due: the listing does."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.services.caseloads import Filter, Listing
from nurseapp.desktop.ui.caseload.case_list import CaseList
from nurseapp.desktop.ui.caseload.caseload_columns import today_columns
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.wording.days import spelled_day_words
from nurseapp.desktop.ui.wording.filling import filled


class TodayView(ListPage):
    """Show the cases that ask for something today, the most needed first.

    Attributes:
        print_list: the page's action, for menus and the command palette.
        table, preview: the parts of the list.

    Signals:
        case_opened(object): the case id.
        print_asked()
    """

    case_opened = Signal(object)
    print_asked = Signal()

    def __init__(self, theme: Theme, *, with_nurse: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Today"), parent)
        self._today = date.min
        self._counts = ChipRow(theme, self)
        columns = today_columns(lambda: self._today, with_nurse=with_nurse)
        self._list = CaseList(theme, columns, self.tr("Cases of today"), self)
        self.table, self.preview = self._list.table, self._list.preview
        self.print_list = QAction(self.tr("&Print list"), self)
        self.print_list.setShortcut(QKeySequence("Ctrl+P"))
        self.print_list.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.print_list.setProperty("menu", "file")
        self.addAction(self.print_list)
        self.header.add_widget(ActionButton(self.print_list, parent=self))
        self.empty.set_content(
            self.tr("Nothing is due today"), self.tr("The caseload has what comes next: Ctrl+2.")
        )
        self.lay_out((self._counts,), self._list, self.table)
        self._list.case_opened.connect(self.case_opened)
        self.print_list.triggered.connect(self.print_asked)

    def show_listing(self, listing: Listing) -> None:
        """Show the cases of a day."""
        self._today = listing.today
        self.header.set_subtitle(spelled_day_words(listing.today))
        self._counts.set_faces(self._faces(listing))
        self._list.show_lines(listing.lines, listing.today)
        self.print_list.setEnabled(bool(listing.lines))
        self.show_content(bool(listing.lines))

    def _faces(self, listing: Listing) -> list[ChipFace]:
        words = {
            Filter.SAFETY: (ChipKind.SAFETY, self.tr("Safety %1")),
            Filter.OVERDUE: (ChipKind.OVERDUE, self.tr("Overdue %1")),
            Filter.DUE_TODAY: (ChipKind.DUE, self.tr("Due today %1")),
            Filter.IN_HOSPITAL: (ChipKind.NEUTRAL, self.tr("In hospital %1")),
        }
        return [
            ChipFace(kind=kind, words=filled(said, listing.counts[shown]))
            for shown, (kind, said) in words.items()
            if listing.counts[shown]
        ]
