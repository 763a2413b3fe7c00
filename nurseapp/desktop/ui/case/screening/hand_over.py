"""Hands the open form over to the member: nothing but that form, until the nurse is back.

Must not hide the work or ask for a passphrase: it gives the page and is told when it is over.
Called by the builder of the rooms.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.screenings import Screenings
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.screening.form_filling import FormFilling
from nurseapp.desktop.ui.case.screening.hand_over_page import HandOverPage
from nurseapp.desktop.ui.case.screening.screening_actions import ScreeningActions
from nurseapp.desktop.ui.case.screening.screening_room import ScreeningRoom
from nurseapp.desktop.ui.theme.theme import Theme


class HandOver(QObject):
    """Make the member's page of a form.

    Signals:
        asked(object): a HandOverPage that is to hide everything else.
    """

    asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        actions: ScreeningActions,
        holder: CaseHolder,
        screenings: Screenings,
        room: ScreeningRoom,
    ) -> None:
        super().__init__(room)
        self._theme = theme
        self._holder = holder
        self._screenings = screenings
        self._room = room
        actions.hand_over.triggered.connect(self._hand_over)

    @Slot()
    def _hand_over(self) -> None:
        shown, case = self._room.filling.shown(), self._holder.case
        if shown is None or case is None:
            return
        page = HandOverPage(self._theme, shown.form, case.member.given_name)
        # A concern waits for the nurse, who is there when the form is open again.
        filling = FormFilling(page.sheet, self._holder, self._screenings, stays_at_concern=False)
        filling.changed.connect(page.show_progress)
        filling.open(shown)
        page.ended.connect(self._take_back)
        self.asked.emit(page)

    @Slot()
    def _take_back(self) -> None:
        """Open the form anew as the member left it; the safety questions come first, if any."""
        form = self._room.filling.form()
        if form is not None:
            self._room.open_form(form.id)
