"""The way to the pages beside the places, and back. Called by the workplace.

A page is made when it is first gone to. Whoever stands in a case takes its member along.
"""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.frame.places import PageName, PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.oversight.emergency_room import EmergencyRoom
from nurseapp.desktop.ui.oversight.emergency_view import EmergencyView
from nurseapp.desktop.ui.oversight.letter_room import LetterRoom
from nurseapp.desktop.ui.oversight.letter_view import LetterView
from nurseapp.desktop.ui.oversight.review_room import ReviewRoom
from nurseapp.desktop.ui.oversight.review_view import ReviewView
from nurseapp.desktop.ui.oversight.seen_room import SeenRoom
from nurseapp.desktop.ui.oversight.seen_view import SeenView
from nurseapp.desktop.ui.rooms import Rooms
from nurseapp.desktop.ui.widgets.buttons import ActionButton
from nurseapp.desktop.ui.widgets.panel import PageHeader
from nurseapp.domain.policy import Role

_LOOKED_INTO = frozenset({PageName.SEEN.value, PageName.REVIEWS.value, PageName.DEAD_LETTERS.value})


class Aside(QObject):
    """Lead to a page beside the places.

    Signals:
        left(): back to the place that was shown before.
        written(): something was written, and waits to sync.
        case_opened(object): the id of a case that is to be shown.
    """

    left = Signal()
    written = Signal()
    case_opened = Signal(object)

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

    @cached_property
    def reviews(self) -> ReviewRoom:
        """What was opened in emergencies."""
        tools = self._tools
        view = ReviewView(tools.theme, tools.zone)
        room = ReviewRoom(view, tools.desk.reviews, tools.runner, tools.failures)
        self._window.add_page(PageName.REVIEWS, view)
        view.left.connect(self.left)
        view.case_opened.connect(self.case_opened)
        room.written.connect(self.written)
        room.counted.connect(self._count)
        return room

    @cached_property
    def dead_letters(self) -> LetterRoom:
        """What the server refused."""
        tools = self._tools
        view = LetterView(tools.theme, tools.zone)
        letters, failures = tools.desk.dead_letters, tools.failures
        runners = (tools.runner, tools.online)
        room = LetterRoom(view, letters, runners, failures, tools.clock)
        self._window.add_page(PageName.DEAD_LETTERS, view)
        view.left.connect(self.left)
        view.case_opened.connect(self.case_opened)
        return room

    def offer_on(self, header: PageHeader) -> None:
        """Put the ways to what a supervisor looks into beside a page's title."""
        for action in self._window.aside.actions():
            if action.data() in _LOOKED_INTO:
                header.add_widget(ActionButton(action, parent=header))

    @Slot()
    def refresh(self) -> None:
        """Ask anew for what waits for a supervisor, as after a sync."""
        if Role.SUPERVISOR in self._tools.desk.roles:
            self.reviews.refresh()

    @Slot(int)
    def _count(self, waiting: int) -> None:
        self._window.rail.set_count(PlaceName.TEAM, waiting)

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
            case PageName.REVIEWS:
                self.reviews.refresh()
            case PageName.DEAD_LETTERS:
                self.dead_letters.begin()
        self._window.show_page(name)
