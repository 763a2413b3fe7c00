"""Opens a case in an emergency and closes it when its time is over; keeps nothing of it.

What is shown is read from memory by a case page of its own, without the rooms that would fetch or
print; it goes with that page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nurseapp.desktop.services.emergencies import BehindGlass
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.oversight.emergency_view import EmergencyView
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.emergency_access import Emergency
from nurseapp.domain.member import NamedPerson

LOOK_EVERY_MS = 5_000
ROOMS = (RoomName.SUMMARY, RoomName.PLAN, RoomName.SCREENING, RoomName.NOTES, RoomName.RECORDS)


class EmergencyRoom(QObject):
    """Ask for a case, show it, close it.

    Signals:
        left(): back to where somebody came from.
    """

    left = Signal()

    def __init__(self, view: EmergencyView, tools: CaseTools) -> None:
        super().__init__(view)
        self.view = view
        self._tools = tools
        self._telling = Telling(view, tools.failures, self)
        self._until: datetime | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look_at_clock)
        view.form.asked.connect(self._ask)
        view.banner.ended.connect(self._end_now)
        view.left.connect(self.left)

    def begin(self, number: str = "") -> None:
        """Show the form, or the case that is open still."""
        self.look_at_clock()
        if self._until is None:
            self._telling.clear()
            self.view.form.begin(self._today(), number)

    @Slot()
    def look_at_clock(self) -> None:
        """Say how long the case stays open; close it when its time is over."""
        if self._until is None:
            return
        now = self._tools.clock()
        if now < self._until:
            self.view.banner.show_left(self._until, now)
            return
        self._end()
        self.view.show_problem(
            self.tr("The hour is over; the case was closed."),
            self.tr("Nothing of it is left on this computer."),
            self.tr("Open it once more if you still need it."),
        )

    @Slot(object, object, str, str)
    def _ask(
        self, whom: str | NamedPerson, emergency: Emergency, reason: str, password: str
    ) -> None:
        emergencies = self._tools.desk.emergencies
        self._telling.clear()
        self.view.form.set_busy(True)
        self.view.show_filling(self.tr("Opening the case…"))
        self._tools.online.submit(
            lambda: emergencies.open(whom, emergency, reason, password),
            self._show,
            self._not_opened,
        )

    def _show(self, glass: BehindGlass) -> None:
        self.view.show_filling("")
        self.view.form.begin(self._today())
        desk = replace(self._tools.desk, cases=glass.cases, is_supervisor=False)
        page = CasePage(replace(self._tools, desk=desk), self.view, ROOMS)
        page.left.connect(self.left)
        self._until = glass.until
        self._watch.start()
        self.view.show_case(page)
        page.open(glass.case)
        self.look_at_clock()

    def _not_opened(self, error: Exception) -> None:
        self.view.show_filling("")
        self.view.form.set_busy(False)
        self._telling.tell_not_done(error)

    @Slot()
    def _end_now(self) -> None:
        self._end()
        self.left.emit()

    def _end(self) -> None:
        self._watch.stop()
        self._until = None
        self.view.put_case_away()
        self.view.form.begin(self._today())

    def _today(self) -> date:
        return self._tools.clock().astimezone(self._tools.zone).date()
