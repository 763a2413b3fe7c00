"""Every room of the workplace, made over one set of tools and put into the window as a page.

A room is made when it is first gone to, so that nobody waits for seven of them to see one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from nurseapp.desktop.ui.browser_signing_in import BrowserSigningIn
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.caseload.caseload_view import CaseloadView
from nurseapp.desktop.ui.frame.key_sheet import KeyHint
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom
from nurseapp.desktop.ui.inbox.inbox_view import InboxView
from nurseapp.desktop.ui.library.library_room import LibraryRoom
from nurseapp.desktop.ui.library.library_view import LibraryView
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.sync.visits_room import VisitsRoom
from nurseapp.desktop.ui.team.code_giving import CodeGiving
from nurseapp.desktop.ui.team.team_room import TeamRoom
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.today.today_room import TodayRoom
from nurseapp.desktop.ui.today.today_view import TodayView
from nurseapp.desktop.ui.visit_list.visit_list_room import VisitListRoom, VisitListView

CASE = "case"
VISIT_LIST = "visit-list"
PlaceRoom = TodayRoom | CaseloadRoom | InboxRoom | LibraryRoom | TeamRoom | SyncRoom
AnyRoom = PlaceRoom | VisitListRoom | CasePage
R = TypeVar("R", bound=PlaceRoom | VisitListRoom)


class Rooms:
    """The rooms, each by its noun; one is made when it is first asked for.

    Attributes:
        desk: what all of them work at.
    """

    def __init__(
        self, window: MainWindow, tools: CaseTools, made: Callable[[AnyRoom], None]
    ) -> None:
        """Make none yet; `made` is told of each that is, to connect it."""
        self.desk = tools.desk
        self._window = window
        self._tools = tools
        self._made = made
        self._shared = (tools.runner, tools.failures)

    @cached_property
    def today(self) -> TodayRoom:
        """The day."""
        view = TodayView(self._tools.theme, with_nurse=self.desk.is_supervisor)
        return self._put(PlaceName.TODAY, TodayRoom(view, self.desk.caseloads, *self._shared))

    @cached_property
    def caseload(self) -> CaseloadRoom:
        """The cases."""
        view = CaseloadView(self._tools.theme, with_nurse=self.desk.is_supervisor)
        return self._put(PlaceName.CASELOAD, CaseloadRoom(view, self.desk.caseloads, *self._shared))

    @cached_property
    def inbox(self) -> InboxRoom:
        """What somebody has to decide."""
        desk = self.desk
        view = InboxView(self._tools.theme, self._tools.zone, is_supervisor=desk.is_supervisor)
        room = InboxRoom(view, desk.conflicts, desk.caseloads, *self._shared)
        return self._put(PlaceName.INBOX, room)

    @cached_property
    def library(self) -> LibraryRoom:
        """Handouts and forms."""
        view = LibraryView(self._tools.theme)
        room = LibraryRoom(view, self.desk.handouts, self.desk.screenings, *self._shared)
        return self._put(PlaceName.LIBRARY, room)

    @cached_property
    def team(self) -> TeamRoom:
        """The team's caseloads."""
        view, tools = TeamView(self._tools.theme), self._tools
        runners = (tools.runner, tools.online)
        CodeGiving(view, self.desk.new_computers, runners, tools.failures, tools.zone)
        return self._put(PlaceName.TEAM, TeamRoom(view, self.desk.caseloads, *self._shared))

    @cached_property
    def sync(self) -> SyncRoom:
        """How this computer stands with the server."""
        view = SyncView(self._tools.theme, self._tools.zone, self._window.sync_now)
        desk = self.desk
        room = SyncRoom(view, desk.syncing, desk.keeping, *self._shared)
        panel = view.sign_in
        typed = panel.codes.enrolment.text
        browsing = BrowserSigningIn(
            panel.browser, self._tools.online, self._tools.failures, room, typed
        )
        room.follow(browsing, desk.browsing)
        visits = VisitsRoom(view, desk.visits, *self._shared)
        visits.prepared.connect(room.signed_in)
        return self._put(PlaceName.SYNC, room)

    @cached_property
    def visit_list(self) -> VisitListRoom:
        """The list to take along."""
        view = VisitListView(self._tools.theme)
        desk = self.desk
        room = VisitListRoom(view, desk.printouts, desk.deeds, *self._shared)
        return self._put(VISIT_LIST, room)

    @cached_property
    def case(self) -> CasePage:
        """The case that is open."""
        page = CasePage(self._tools)
        self._window.add_page(CASE, page, _form_keys())
        self._made(page)
        return page

    def at(self, place: PlaceName) -> PlaceRoom:
        """Give the room of a place, which has its name."""
        room: PlaceRoom = getattr(self, place.value)
        return room

    def _put(self, name: str, room: R) -> R:
        self._window.add_page(name, room.view)
        self._made(room)
        return room


def _form_keys() -> tuple[KeyHint, ...]:
    """Name the keys of a screening form, which are no actions."""
    translate = QCoreApplication.translate
    return (
        KeyHint(key="0-4", words=translate("rooms", "Answer with the points of the column")),
        KeyHint(key="Backspace", words=translate("rooms", "Back to the question before")),
        KeyHint(key="R", words=translate("rooms", "Repeat the question over all items")),
        KeyHint(key="D", words=translate("rooms", "The member declines the form")),
        KeyHint(key="T", words=translate("rooms", "Earlier results as a table")),
    )
