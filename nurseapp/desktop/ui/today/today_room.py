"""The room of the day: asks for the listing on the store's thread and shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.caseloads import Caseloads, Filter, Listing
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling
from nurseapp.desktop.ui.today.today_view import TodayView


class TodayRoom(QObject):
    """Show the day.

    Signals:
        case_opened(object): a case id.
        print_asked(object): the Filter to print.
    """

    case_opened = Signal(object)
    print_asked = Signal(object)

    def __init__(
        self, view: TodayView, caseloads: Caseloads, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._caseloads = caseloads
        self._runner = runner
        self._telling = Telling(view, failures, self)
        view.case_opened.connect(self.case_opened)
        view.print_asked.connect(self._ask_print)

    @Slot()
    def refresh(self) -> None:
        """Ask for the day anew."""
        self._runner.submit(
            lambda: self._caseloads.listing(Filter.TODAY), self._show, self._telling.tell_not_read
        )

    def _show(self, listing: Listing) -> None:
        self._telling.note_read()
        self.view.show_listing(listing)

    @Slot()
    def _ask_print(self) -> None:
        self.print_asked.emit(Filter.TODAY)
