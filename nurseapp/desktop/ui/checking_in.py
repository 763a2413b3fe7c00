"""The end of the day at this computer: sync, say what is left on it, lock.

Called by the workplace. It is asked only while nothing waits; what stops the round stops it too.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.syncing import SyncOutcome
from nurseapp.desktop.ui.sync.sync_room import SyncRoom
from nurseapp.desktop.ui.sync_thread import SyncThread


class CheckingIn(QObject):
    """Wait for the round after which the day is over, and all files are on the server.

    Signals:
        done(): everything is on the server, and it was said what stays here.
    """

    done = Signal()

    def __init__(self, room: SyncRoom, thread: SyncThread, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._thread = thread
        self._is_asked = False
        room.check_in_asked.connect(self._begin)
        thread.ended.connect(self._end)

    @Slot()
    def _begin(self) -> None:
        self._is_asked = True
        self._thread.ask()

    @Slot(object)
    def _end(self, outcome: SyncOutcome) -> None:
        if self._is_asked and not outcome.has_files:
            self._is_asked = False
            if self._room.check_in(outcome.status):
                self.done.emit()
