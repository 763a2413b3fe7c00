"""The place of work behind the lock: the rooms, the ways between them, and syncing beside them.

One controller for what concerns more than one room; each room keeps to itself. It knows no case
by name and holds nothing but which page is shown.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.caseloads import Filter, Listing
from nurseapp.desktop.services.syncing import SyncOutcome, SyncState, SyncStatus
from nurseapp.desktop.ui.case.tools import CaseTools
from nurseapp.desktop.ui.frame.connection import Connection, ConnectionFace
from nurseapp.desktop.ui.frame.places import PlaceName
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.rooms import Rooms
from nurseapp.desktop.ui.sync_thread import SyncThread
from nurseapp.domain.ids import CaseId, UserId

CASE = "case"
_CONNECTIONS = {
    SyncState.NEVER: Connection.OFFLINE,
    SyncState.SYNCED: Connection.ONLINE,
    SyncState.OFFLINE: Connection.OFFLINE,
    SyncState.SIGNED_OUT: Connection.ATTENTION,
    SyncState.PROBLEM: Connection.ATTENTION,
}


class Workplace(QObject):
    """Lead between the rooms and keep them fresh.

    Attributes:
        window: holds the pages.
        rooms: the rooms, for the tour and for tests.

    Signals:
        lock_asked(): the person wants the screen locked.
        synced(object): a SyncOutcome, after each round.
    """

    lock_asked = Signal()
    synced = Signal(object)

    def __init__(
        self, window: MainWindow, tools: CaseTools, rooms: Rooms, jitter_ms: Callable[[], int]
    ) -> None:
        super().__init__(window)
        self.window = window
        self._tools = tools
        self.rooms = rooms
        self._shown = PlaceName.CASELOAD
        self.sync_thread = SyncThread(tools.desk.syncing.run, jitter_ms, self)
        desk = tools.desk
        window.set_person(desk.name, team=desk.is_supervisor)
        window.set_example(desk.is_example)
        self._connect()

    def open(self, listing: Listing, status: SyncStatus) -> None:
        """Show the first page with what was read at the unlocking, and begin to sync."""
        self.rooms.caseload.narrow_to(None, self.tr("Caseload"))
        self.rooms.caseload.show_listing(listing)
        self._show_status(status)
        self.window.show_page(PlaceName.CASELOAD, PlaceName.CASELOAD)
        self.sync_thread.ask()

    def close(self) -> None:
        """Stop syncing; what was written is on the disk already."""
        self.sync_thread.close()

    @Slot(object)
    def open_case(self, case: CaseId) -> None:
        """Open a case and go there."""
        self.rooms.case.open(case)
        self.window.show_page(CASE, self._shown)

    @Slot(str)
    def go(self, place: str) -> None:
        """Go to a place and ask for it anew."""
        self._shown = PlaceName(place)
        if self._shown is PlaceName.CASELOAD:
            self.rooms.caseload.narrow_to(None, self.tr("Caseload"))
        self._refresh_shown()
        self.window.show_page(self._shown, self._shown)

    def _connect(self) -> None:
        window, rooms, thread = self.window, self.rooms, self.sync_thread
        window.place_chosen.connect(self.go)
        window.lock_requested.connect(self.lock_asked)
        window.sync_requested.connect(thread.ask)
        for room in (rooms.today, rooms.caseload, rooms.inbox):
            room.case_opened.connect(self.open_case)
        rooms.caseload.contact_asked.connect(self._log_contact)
        rooms.caseload.print_asked.connect(self._print_list)
        rooms.inbox.written.connect(self._on_written)
        rooms.inbox.counted.connect(self._count_inbox)
        rooms.case.acted.connect(self._on_written)
        rooms.case.left.connect(self._leave_case)
        rooms.sync.status_read.connect(self._show_status)
        rooms.sync.signed_in.connect(thread.ask)
        if rooms.team is not None:
            rooms.team.nurse_opened.connect(self._open_nurse)
        thread.began.connect(self._on_began)
        thread.changed.connect(self._on_changed)
        thread.ended.connect(self._on_ended)
        thread.failed.connect(self._tools.failures.report)

    @Slot(object)
    def _open_nurse(self, nurse: UserId) -> None:
        title = self.tr("Nobody's cases")
        if nurse and self.rooms.team is not None:
            name = self.rooms.team.name_of(nurse)
            title = self.tr("Caseload of %1").replace("%1", name)
        self._shown = PlaceName.CASELOAD
        self.rooms.caseload.narrow_to(nurse, title)
        self.rooms.caseload.refresh()
        self.window.show_page(PlaceName.CASELOAD, PlaceName.TEAM)

    @Slot(object)
    def _log_contact(self, case: CaseId) -> None:
        self.open_case(case)
        self.rooms.case.show_notes()

    @Slot(object)
    def _print_list(self, shown: Filter) -> None:
        self.rooms.case.print_visit_list(shown)

    @Slot()
    def _leave_case(self) -> None:
        self.go(self._shown)

    @Slot()
    def _on_written(self) -> None:
        """Something was written here: it waits, and goes up soon."""
        self.rooms.sync.refresh()
        self.sync_thread.ask_soon()

    @Slot()
    def _on_began(self) -> None:
        self.window.set_connection(self._face(self._last, Connection.SYNCING))

    @Slot(object)
    def _on_changed(self, cases: frozenset[CaseId]) -> None:
        """Show what a page brought, while the round goes on."""
        self._refresh_shown()
        self.rooms.case.reopen_if_among(cases)

    @Slot(object)
    def _on_ended(self, outcome: SyncOutcome) -> None:
        self.rooms.sync.show_status(outcome.status)
        if self._shown is PlaceName.SYNC:
            self.rooms.sync.refresh()
        self.rooms.inbox.refresh()
        self.synced.emit(outcome)

    @Slot(object)
    def _show_status(self, status: SyncStatus) -> None:
        self._last = status
        self.window.set_connection(self._face(status, _CONNECTIONS[status.state]))

    @Slot(int)
    def _count_inbox(self, count: int) -> None:
        self.window.rail.set_count(PlaceName.INBOX, count)

    def _face(self, status: SyncStatus, connection: Connection) -> ConnectionFace:
        return ConnectionFace(
            connection=connection,
            as_of=self._tools.clock(),
            last_synced=status.last_synced,
            waiting=status.waiting,
        )

    def _refresh_shown(self) -> None:
        room = self.rooms.at(self._shown)
        if room is not None:
            room.refresh()
