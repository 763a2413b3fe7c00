"""The room of syncing: reads how it stands on the store's thread and shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.browsing import Arrived, Browsing
from nurseapp.desktop.services.keeping import Keeping, Kept
from nurseapp.desktop.services.syncing import Syncing, SyncState, SyncStatus, Waiting
from nurseapp.desktop.ui.browser_signing_in import BrowserSigningIn
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.people import NEEDS_CODE, NEEDS_ENROLMENT
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.event_rooms import room_of
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.telling import Telling
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId, EventId, RecordId


class SyncRoom(QObject):
    """Show syncing.

    Signals:
        status_read(object): a SyncStatus, for the status bar.
        signed_in(): a round may run again.
        written(): something was done again and waits to sync.
        entry_opened(object, str, object): a case id, a room of the case, and the record in it that
            an entry is about, or None.
        check_in_asked(): sync, then end the day at this computer.
    """

    status_read = Signal(object)
    signed_in = Signal()
    written = Signal()
    entry_opened = Signal(object, str, object)
    check_in_asked = Signal()

    def __init__(
        self, view: SyncView, syncing: Syncing, keeping: Keeping, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._syncing = syncing
        self._keeping = keeping
        self._runner = runner
        self._telling = Telling(view, failures, self)
        view.signed_in.connect(self._sign_in)
        view.entry_opened.connect(self._open)
        view.retried.connect(self._retry)
        view.withdrawn.connect(self._withdraw)
        view.check_in_asked.connect(self.check_in_asked)
        view.doing.agree.triggered.connect(self._agree)

    def follow(self, browsing: BrowserSigningIn, make: Callable[[], Browsing]) -> None:
        """Offer to sign in again with the browser, too, each time that somebody has to."""
        self.view.sign_in.shown.connect(lambda: browsing.offer(make))
        browsing.arrived.connect(self._on_arrived)
        browsing.failed.connect(self._on_not_signed_in)

    @Slot()
    def refresh(self) -> None:
        """Ask how syncing stands and what waits."""
        self._runner.submit(
            lambda: (self._syncing.status(), self._syncing.waiting(), self._keeping.kept()),
            self._show,
            self._telling.tell_not_read,
        )

    def show_status(self, status: SyncStatus) -> None:
        """Show what a round came to."""
        self.view.show_status(status, self._keeping.author.now())
        self.status_read.emit(status)

    def check_in(self, status: SyncStatus) -> bool:
        """Say what the end of the day leaves here; tell whether it came to its end."""
        self.view.show_checked_in(status)
        return status.state is SyncState.SYNCED and not status.waiting

    def _show(self, found: tuple[SyncStatus, tuple[Waiting, ...], Kept]) -> None:
        status, waiting, kept = found
        self._telling.note_read()
        self.view.show_kept(kept)
        self.show_status(status)
        self.view.show_waiting(waiting)

    @Slot(object)
    def _open(self, entry: Waiting) -> None:
        """Find the record that an entry is about, and lead there."""
        self._runner.submit(
            lambda: (entry, self._keeping.record_of(entry.event)),
            self._on_found,
            self._telling.tell_not_done,
        )

    def _on_found(self, found: tuple[Waiting, RecordId | None]) -> None:
        entry, record = found
        self.entry_opened.emit(entry.case, room_of(entry.kind), record)

    @Slot(object)
    def _retry(self, event: EventId) -> None:
        self._telling.clear()
        self._runner.submit(
            lambda: self._keeping.retry(event), self._on_retried, self._telling.tell_not_done
        )

    def _on_retried(self, _nothing: None) -> None:
        self.refresh()
        self.written.emit()

    @Slot(object, object, str)
    def _withdraw(self, event: EventId, case: CaseId, why: str) -> None:
        self._telling.clear()
        self._runner.submit(
            lambda: self._keeping.withdraw(event, case, why),
            self._on_withdrawn,
            self._telling.tell_not_done,
        )

    def _on_withdrawn(self, _nothing: None) -> None:
        self.refresh()
        self.written.emit()

    @Slot()
    def _agree(self) -> None:
        """Let go of what the server takes back; the next round takes it off this computer."""
        self._runner.submit(
            self._syncing.confirm_revocations, self._on_agreed, self._telling.tell_not_done
        )

    def _on_agreed(self, _nothing: None) -> None:
        self.refresh()
        self.signed_in.emit()

    @Slot(str, str, str)
    def _sign_in(self, password: str, code: str, enrolment: str) -> None:
        self.view.sign_in.set_busy(True)
        self._runner.submit(
            lambda: self._syncing.sign_in(password, code, enrolment),
            self._on_signed_in,
            self._on_not_signed_in,
        )

    @Slot(object)
    def _on_arrived(self, arrived: Arrived) -> None:
        self.view.sign_in.set_busy(True)
        self._runner.submit(
            lambda: self._syncing.go_on_in(arrived.signed_in),
            self._on_signed_in,
            self._on_not_signed_in,
        )

    def _on_signed_in(self, _nothing: None) -> None:
        self.view.sign_in.set_busy(False)
        self.view.sign_in.forget()
        self.view.sign_in.say("")
        self.refresh()
        self.signed_in.emit()

    @Slot(object)
    def _on_not_signed_in(self, error: Exception) -> None:
        self.view.sign_in.set_busy(False)
        if isinstance(error, Circumstance):
            told = circumstance_words(error)
            words = f"{told.happened} {told.step}"
            if error.code in NEEDS_CODE | NEEDS_ENROLMENT:
                self.view.sign_in.ask_for(error.code, words)
            else:
                self.view.sign_in.say(words)
        else:
            self._telling.tell_not_done(error)
