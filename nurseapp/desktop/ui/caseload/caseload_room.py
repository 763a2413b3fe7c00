"""The room of a list of cases: asks the service on the store's thread, shows what comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.caseloads import Caseloads, Filter, Listing
from nurseapp.desktop.ui.caseload.caseload_view import CaseloadView
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.ids import UserId


class CaseloadRoom(QObject):
    """List cases; the last question asked is the one whose answer is shown.

    Signals:
        case_opened(object), contact_asked(object): the case id.
        print_asked(object): the Filter to print.
        listed(object): a Listing was shown.
    """

    case_opened = Signal(object)
    contact_asked = Signal(object)
    print_asked = Signal(object)
    listed = Signal(object)

    def __init__(
        self, view: CaseloadView, caseloads: Caseloads, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._caseloads = caseloads
        self._runner = runner
        self._telling = Telling(view, failures, self)
        self._shown = Filter.ALL
        self._text = ""
        self._nurse: UserId | None = None
        view.filter_chosen.connect(self._choose_filter)
        view.search_changed.connect(self._search)
        view.case_opened.connect(self.case_opened)
        view.contact_asked.connect(self.contact_asked)
        view.print_asked.connect(self._ask_print)

    def narrow_to(self, nurse: UserId | None, title: str) -> None:
        """Narrow the list to one nurse's caseload, or widen it to all; ask for it after that.

        Another caseload is shown whole: a filter or a search was meant for the one before.
        """
        if nurse != self._nurse:
            self._shown, self._text = Filter.ALL, ""
            self.view.forget_search()
        self._nurse = nurse
        self.view.set_title(title)

    @Slot()
    def refresh(self) -> None:
        """Ask for the list anew."""
        shown, text, nurse = self._shown, self._text, self._nurse
        self._runner.submit(
            lambda: (shown, text, nurse, self._caseloads.listing(shown, text, nurse)),
            self._show,
            self._telling.tell_not_read,
        )

    def show_listing(self, listing: Listing) -> None:
        """Show a list that somebody else asked for, such as at the unlocking."""
        self._telling.note_read()
        self.view.show_listing(listing, self._shown, is_searching=bool(self._text.strip()))
        self.listed.emit(listing)

    @Slot(str)
    def _choose_filter(self, key: str) -> None:
        self._shown = Filter(key)
        self.refresh()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._text = text
        self.refresh()

    @Slot()
    def _ask_print(self) -> None:
        self.print_asked.emit(self._shown)

    def _show(self, answer: tuple[Filter, str, UserId | None, Listing]) -> None:
        *asked, listing = answer
        if asked == [self._shown, self._text, self._nurse]:
            self.show_listing(listing)
