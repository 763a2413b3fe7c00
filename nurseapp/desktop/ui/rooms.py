"""Every room of the workplace, made over one set of tools and put into the window as pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.caseload.caseload_view import CaseloadView
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom
from nurseapp.desktop.ui.inbox.inbox_view import InboxView
from nurseapp.desktop.ui.library.library_room import LibraryRoom
from nurseapp.desktop.ui.library.library_view import LibraryView
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.team.team_room import TeamRoom
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.today.today_room import TodayRoom
from nurseapp.desktop.ui.today.today_view import TodayView

CASE = "case"
Room = TodayRoom | CaseloadRoom | InboxRoom | LibraryRoom | TeamRoom | SyncRoom


class Rooms:
    """The rooms, by name."""

    def __init__(self, window: MainWindow, tools: CaseTools) -> None:
        desk, theme = tools.desk, tools.theme
        shared = (tools.runner, tools.failures)
        teams = desk.is_supervisor
        self.today = TodayRoom(TodayView(theme, with_nurse=teams), desk.caseloads, *shared)
        self.caseload = CaseloadRoom(CaseloadView(theme, with_nurse=teams), desk.caseloads, *shared)
        self.inbox = InboxRoom(InboxView(theme, tools.zone), desk.conflicts, *shared)
        self.library = LibraryRoom(LibraryView(theme), desk.handouts, *shared)
        self.team = TeamRoom(TeamView(theme), desk.caseloads, *shared)
        self.sync = SyncRoom(SyncView(theme, tools.zone), desk.syncing, *shared)
        self.case = CasePage(tools)
        self._places: dict[PlaceName, Room] = {
            PlaceName.TODAY: self.today,
            PlaceName.CASELOAD: self.caseload,
            PlaceName.INBOX: self.inbox,
            PlaceName.LIBRARY: self.library,
            PlaceName.TEAM: self.team,
            PlaceName.SYNC: self.sync,
        }
        for place, room in self._places.items():
            window.add_page(place, room.view)
        window.add_page(CASE, self.case)

    def at(self, place: PlaceName) -> Room:
        """Give the room of a place."""
        return self._places[place]
