"""The place of work behind the lock: the ways between the rooms, and syncing beside them.

One controller for what concerns more than one room; each room keeps to itself. It holds nothing
but which place is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nurseapp.desktop.services.caseloads import Filter, Listing
from nurseapp.desktop.services.syncing import SyncOutcome, SyncState, SyncStatus
from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.caseload.caseload_room import CaseloadRoom
from nurseapp.desktop.ui.checking_in import CheckingIn
from nurseapp.desktop.ui.frame.connection import Connection, ConnectionFace
from nurseapp.desktop.ui.frame.places import PlaceName, side_pages
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.inbox.inbox_room import InboxRoom
from nurseapp.desktop.ui.once_painted import once_painted
from nurseapp.desktop.ui.oversight.aside import Aside
from nurseapp.desktop.ui.resuming import Resuming
from nurseapp.desktop.ui.rooms import CASE, VISIT_LIST, AnyRoom, Rooms
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync_thread import SyncThread
from nurseapp.desktop.ui.team.team_room import TeamRoom
from nurseapp.desktop.ui.today.today_room import TodayRoom
from nurseapp.desktop.ui.visit_list.visit_list_room import VisitListRoom
from nurseapp.desktop.ui.wording.rescued import rescued_words
from nurseapp.domain.ids import CaseId, UserId

_CONNECTIONS = {
    SyncState.NEVER: Connection.OFFLINE,
    SyncState.SYNCED: Connection.ONLINE,
    SyncState.OFFLINE: Connection.OFFLINE,
    SyncState.SIGNED_OUT: Connection.ATTENTION,
    SyncState.PROBLEM: Connection.ATTENTION,
}

IDLE_MS = 800
"""When nobody waits for the first page any more, what the next one needs is made."""


class Workplace(QObject):
    """Lead between the rooms and keep them fresh.

    Attributes:
        window: holds the pages.
        rooms: the rooms, for the tour and for tests; ``aside`` the pages beside them.
        resuming: keeps where somebody is.

    Signals:
        lock_asked(): the person wants the screen locked.
        hand_over_asked(object): a HandOverPage that is to hide everything else.
        told(object): a Told, what the server wants done with this computer.
        synced(object): a SyncOutcome, after each round.
        closing(): the end of it; what is to be written down yet is written now.
    """

    lock_asked = Signal()
    hand_over_asked = Signal(object)
    told = Signal(object)
    synced = Signal(object)
    closing = Signal()

    def __init__(
        self, window: MainWindow, tools: CaseTools, status: SyncStatus, draw: Callable[[], float]
    ) -> None:
        super().__init__(window)
        self.window = window
        self.rooms = Rooms(window, tools, self._connect_room)
        self.sync_thread = SyncThread(tools.desk.rounds.run, draw, self)
        self.resuming = Resuming(tools.desk.drafts, tools.runner, tools.failures, self)
        self._tools = tools
        self._place = PlaceName.CASELOAD
        self._status = status
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._prepare)
        self.aside = Aside(window, self.rooms, tools, self)
        self.aside.left.connect(self._come_back)
        self.aside.written.connect(self._on_written)
        self.aside.case_opened.connect(self.open_case)
        self.synced.connect(self.aside.refresh)
        self.synced.connect(self.resuming.look_again)
        desk = tools.desk
        window.set_person(desk.name, team=desk.is_supervisor, aside=side_pages(desk.roles))
        window.set_marks(is_example=desk.is_example, keeps_nothing=desk.keeps_nothing)
        self._connect_window_and_sync()
        self._show_status(status)

    def open(self, listing: Listing, left_at: str | None = None) -> None:
        """Show the first page with what was read at the unlocking, and begin to sync.

        Args:
            left_at: where the last program ended in the midst of work; shown instead.
        """
        self.rooms.caseload.narrow_to(None, self.tr("Caseload"))
        self.rooms.caseload.show_listing(listing)
        self.window.show_page(PlaceName.CASELOAD, PlaceName.CASELOAD)
        if self._status.state is SyncState.NEVER:
            self.rooms.caseload.view.show_filling(self.tr("Fetching your cases…"))
        if self._tools.desk.keeps_nothing:
            self.resuming.begin_once_there(left_at, self.open_case)
        else:
            self.resuming.begin(left_at, self.open_case)
        once_painted(self, self.sync_thread.ask)
        self._idle.start(IDLE_MS)

    def close(self) -> None:
        """Stop syncing; what was written is on the disk already."""
        self._idle.stop()
        self.closing.emit()
        self.resuming.stop()
        self.sync_thread.close()

    @Slot(object)
    @Slot(object, str, object)
    def open_case(self, case: CaseId, room: str = "", record: object = None) -> None:
        """Open a case and go there; to one of its rooms, and a record in it, where one is named."""
        self.rooms.case.open(case, room, record)
        table = self.rooms.caseload.view.table
        self.rooms.case.set_neighbours(
            has_previous=table.neighbour(case, -1) is not None,
            has_next=table.neighbour(case, 1) is not None,
        )
        self.window.show_page(CASE, self._place)

    @Slot(str)
    def go(self, place: str) -> None:
        """Go to a place and ask for it anew; a case with open safety questions stays."""
        if not self.rooms.case.may_leave():
            return
        self._place = PlaceName(place)
        if self._place is PlaceName.CASELOAD:
            self.rooms.caseload.narrow_to(None, self.tr("Caseload"))
        self._come_back()

    def _connect_room(self, room: AnyRoom) -> None:
        """Connect a room that was just made."""
        if isinstance(room, TodayRoom | CaseloadRoom | InboxRoom):
            room.case_opened.connect(self.open_case)
        if isinstance(room, TodayRoom | CaseloadRoom):
            room.print_asked.connect(self._show_visit_list)
        match room:
            case CaseloadRoom():
                room.contact_asked.connect(self._log_contact)
            case InboxRoom():
                room.written.connect(self._on_written)
                room.counted.connect(self._count_inbox)
            case TeamRoom():
                room.nurse_opened.connect(self._open_nurse)
                self.aside.offer_on(room.view.header)
            case SyncRoom():
                room.entry_opened.connect(self.open_case)
                room.status_read.connect(self._show_status)
                room.signed_in.connect(self.sync_thread.ask)
                room.written.connect(self.sync_thread.ask_soon)
                CheckingIn(room, self.sync_thread, self).done.connect(self.lock_asked)
            case VisitListRoom():
                room.left.connect(self._come_back)
            case CasePage():
                self.resuming.follow(room)
                self.closing.connect(room.holder.finish)
                room.hand_over_asked.connect(self.hand_over_asked)
                room.acted.connect(self._on_written)
                room.left.connect(self._come_back)
                room.conflicts_asked.connect(self._go_to_inbox)
                room.neighbour_asked.connect(self._open_neighbour)

    def _connect_window_and_sync(self) -> None:
        thread, window = self.sync_thread, self.window
        window.place_chosen.connect(self.go)
        window.lock_requested.connect(self.lock_asked)
        window.sync_requested.connect(thread.ask)
        thread.began.connect(self._on_began)
        thread.changed.connect(self._on_changed)
        thread.told.connect(self.told)
        thread.ended.connect(self._on_ended)
        thread.failed.connect(self._tools.failures.report)

    @Slot()
    def _prepare(self) -> None:
        """Make the page that is most likely wanted next."""
        self.rooms.case.prepare()

    @Slot()
    def _come_back(self) -> None:
        """Show the place that was chosen last, asked for anew."""
        self.rooms.at(self._place).refresh()
        self.window.show_page(self._place, self._place)

    @Slot(int)
    def _open_neighbour(self, step: int) -> None:
        """Open the case before or after in the caseload, as it is listed now."""
        shown, table = self.rooms.case.holder.case, self.rooms.caseload.view.table
        case = None if shown is None else table.neighbour(shown.id, step)
        if case is not None:
            table.choose(case)
            self.open_case(CaseId(str(case)))

    @Slot()
    def _go_to_inbox(self) -> None:
        self.go(PlaceName.INBOX)

    @Slot(object)
    def _open_nurse(self, nurse: UserId) -> None:
        title = self.tr("Nobody's cases")
        if nurse:
            title = self.tr("Caseload of %1").replace("%1", self.rooms.team.name_of(nurse))
        self._place = PlaceName.CASELOAD
        self.rooms.caseload.narrow_to(nurse, title)
        self.rooms.caseload.refresh()
        self.window.show_page(PlaceName.CASELOAD, PlaceName.TEAM)

    @Slot(object)
    def _log_contact(self, case: CaseId) -> None:
        self.rooms.case.log_contact(case)
        self.window.show_page(CASE, self._place)

    @Slot(object)
    def _show_visit_list(self, shown: Filter) -> None:
        self.rooms.visit_list.show_list(shown)
        self.window.show_page(VISIT_LIST, self._place)

    @Slot()
    def _on_written(self) -> None:
        """Something was written here: it waits, and goes up soon."""
        self.rooms.sync.refresh()
        self.sync_thread.ask_soon()

    @Slot()
    def _on_began(self) -> None:
        self.window.set_connection(_face(self._status, Connection.SYNCING, self._tools.clock()))

    @Slot(object)
    def _on_changed(self, cases: frozenset[CaseId]) -> None:
        """Show what a page brought, while the round goes on."""
        self.rooms.at(self._place).refresh()
        self.rooms.case.reopen_if_among(cases)

    @Slot(object)
    def _on_ended(self, outcome: SyncOutcome) -> None:
        self._show_status(outcome.status)
        self.rooms.caseload.view.show_filling("")
        self.rooms.at(self._place).refresh()
        if self._place is not PlaceName.INBOX:
            self.rooms.inbox.refresh()
        if outcome.rescued is not None:
            found = outcome.rescued
            words = rescued_words(found.taken, found.refused, found.unreadable)
            self.rooms.caseload.view.show_problem(*words)
        self.synced.emit(outcome)

    @Slot(object)
    def _show_status(self, status: SyncStatus) -> None:
        self._status = status
        connection = _CONNECTIONS[status.state]
        self.window.set_connection(_face(status, connection, self._tools.clock()))

    @Slot(int)
    def _count_inbox(self, count: int) -> None:
        self.window.rail.set_count(PlaceName.INBOX, count)


def _face(status: SyncStatus, connection: Connection, now: datetime) -> ConnectionFace:
    return ConnectionFace(
        connection=connection,
        as_of=now,
        last_synced=status.last_synced,
        waiting=status.waiting,
        conflicts=status.conflicts,
    )
