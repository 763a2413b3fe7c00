"""The page of the day. Must not decide what is due: the listing does."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from nurseapp.desktop.services.caseloads import CaseLine, Filter, Listing
from nurseapp.desktop.ui.caseload.caseload_columns import case_columns
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import ChipRow
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import PageHeader, TableFrame
from nurseapp.desktop.ui.widgets.states import EmptyState
from nurseapp.desktop.ui.wording.days import spelled_day_words


class TodayView(QWidget):
    """Show the cases that ask for something today, the most needed first.

    Signals:
        case_opened(object): the case id.
    """

    case_opened = Signal(object)

    def __init__(self, theme: Theme, *, with_nurse: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._header = PageHeader(self.tr("Today"), self)
        self._counts = ChipRow(theme, self)
        self._header.add_widget(self._counts)
        columns = case_columns(lambda: self._today, with_nurse=with_nurse)
        self.table: DataTable[CaseLine] = DataTable(
            theme, columns, lambda line: line.row.case, self.tr("Cases of today"), self
        )
        self._empty = EmptyState(self)
        self._empty.set_content(
            self.tr("Nothing is due today"), self.tr("The caseload has what comes next: Ctrl+2.")
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(TableFrame(self.table, self))
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self.table.row_opened.connect(self.case_opened)

    def show_listing(self, listing: Listing) -> None:
        """Show the cases of a day."""
        self._today = listing.today
        self._header.set_subtitle(spelled_day_words(listing.today))
        self._counts.set_faces(self._faces(listing))
        self.table.set_rows(listing.lines)
        self._stack.setCurrentIndex(0 if listing.lines else 1)

    def _faces(self, listing: Listing) -> list[ChipFace]:
        words = {
            Filter.SAFETY: (ChipKind.SAFETY, self.tr("Safety %1")),
            Filter.OVERDUE: (ChipKind.OVERDUE, self.tr("Overdue %1")),
            Filter.DUE_TODAY: (ChipKind.DUE, self.tr("Due today %1")),
            Filter.IN_HOSPITAL: (ChipKind.NEUTRAL, self.tr("In hospital %1")),
        }
        return [
            ChipFace(kind=kind, words=said.replace("%1", str(listing.counts[shown])))
            for shown, (kind, said) in words.items()
            if listing.counts[shown]
        ]
