"""Every room of the workplace, made over one set of tools and put into the window as pages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

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
from nurseapp.desktop.ui.team.team_room import TeamRoom
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.today.today_room import TodayRoom
from nurseapp.desktop.ui.today.today_view import TodayView
from nurseapp.desktop.ui.visit_list.visit_list_room import VisitListRoom, VisitListView

CASE = "case"
VISIT_LIST = "visit-list"
PlaceRoom = TodayRoom | CaseloadRoom | InboxRoom | LibraryRoom | TeamRoom | SyncRoom


class Rooms:
    """The rooms, each by its noun.

    Attributes:
        desk: what all of them work at.
    """

    def __init__(self, window: MainWindow, tools: CaseTools) -> None:
        self.desk = desk = tools.desk
        theme = tools.theme
        shared = (tools.runner, tools.failures)
        leads = desk.is_supervisor
        self.today = TodayRoom(TodayView(theme, with_nurse=leads), desk.caseloads, *shared)
        self.caseload = CaseloadRoom(CaseloadView(theme, with_nurse=leads), desk.caseloads, *shared)
        self.inbox = InboxRoom(
            InboxView(theme, tools.zone, is_supervisor=leads),
            desk.conflicts,
            desk.caseloads,
            *shared,
        )
        self.library = LibraryRoom(LibraryView(theme), desk.handouts, desk.screenings, *shared)
        self.team = TeamRoom(TeamView(theme), desk.caseloads, *shared)
        self.sync = SyncRoom(
            SyncView(theme, tools.zone, window.sync_now), desk.syncing, desk.keeping, *shared
        )
        self.visit_list = VisitListRoom(VisitListView(theme), desk.printouts, *shared)
        self.case = CasePage(tools)
        self._places: dict[PlaceName, PlaceRoom] = {
            PlaceName.TODAY: self.today,
            PlaceName.CASELOAD: self.caseload,
            PlaceName.INBOX: self.inbox,
            PlaceName.LIBRARY: self.library,
            PlaceName.TEAM: self.team,
            PlaceName.SYNC: self.sync,
        }
        for place, room in self._places.items():
            window.add_page(place, room.view)
        window.add_page(CASE, self.case, _form_keys())
        window.add_page(VISIT_LIST, self.visit_list.view)

    def at(self, place: PlaceName) -> PlaceRoom:
        """Give the room of a place."""
        return self._places[place]


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
