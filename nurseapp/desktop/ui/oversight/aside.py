"""The way to the pages beside the places, and back. Called by the workplace.

A page is made when it is first gone to. Whoever stands in a case takes its member along.
"""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.frame.places import PageName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.oversight.emergency_room import EmergencyRoom
from nurseapp.desktop.ui.oversight.emergency_view import EmergencyView
from nurseapp.desktop.ui.oversight.seen_room import SeenRoom
from nurseapp.desktop.ui.oversight.seen_view import SeenView
from nurseapp.desktop.ui.rooms import Rooms


class Aside(QObject):
    """Lead to a page beside the places.

    Signals:
        left(): back to the place that was shown before.
    """

    left = Signal()

    def __init__(self, window: MainWindow, rooms: Rooms, tools: CaseTools, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._rooms = rooms
        self._tools = tools
        window.aside.triggered.connect(self._go)

    @cached_property
    def seen(self) -> SeenRoom:
        """Who has seen a member."""
        tools = self._tools
        view = SeenView(tools.theme, tools.zone)
        room = SeenRoom(view, tools.desk.auditing, tools.online, tools.failures, tools.clock)
        self._window.add_page(PageName.SEEN, view)
        room.left.connect(self.left)
        return room

    @cached_property
    def emergency(self) -> EmergencyRoom:
        """The case that is open in an emergency, or what asks for one."""
        tools = self._tools
        room = EmergencyRoom(EmergencyView(tools.theme, tools.zone), tools)
        self._window.add_page(PageName.EMERGENCY, room.view)
        room.left.connect(self.left)
        return room

    @Slot(QAction)
    def _go(self, action: QAction) -> None:
        """Go to a page; a case with open safety questions stays."""
        page = self._rooms.case
        if not page.may_leave():
            return
        shown = page.holder.case if page.isVisible() else None
        number = "" if shown is None else shown.member.number
        match name := PageName(action.data()):
            case PageName.SEEN:
                self.seen.begin(number)
            case PageName.EMERGENCY:
                self.emergency.begin()
        self._window.show_page(name)
