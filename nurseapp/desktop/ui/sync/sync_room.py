"""The room of syncing: reads how it stands on the store's thread and shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.services.syncing import Syncing, SyncStatus, Waiting
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.telling import Telling
from nurseapp.desktop.ui.wording.circumstances import circumstance_words
from nurseapp.domain.circumstance import Circumstance


class SyncRoom(QObject):
    """Show syncing.

    Signals:
        status_read(object): a SyncStatus, for the status bar.
        signed_in(): a round may run again.
    """

    status_read = Signal(object)
    signed_in = Signal()

    def __init__(
        self, view: SyncView, syncing: Syncing, author: Author, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._syncing = syncing
        self._author = author
        self._runner = runner
        self._telling = Telling(view, failures, self)
        view.signed_in.connect(self._sign_in)

    @Slot()
    def refresh(self) -> None:
        """Ask how syncing stands and what waits."""
        self._runner.submit(
            lambda: (self._syncing.status(), self._syncing.waiting()),
            self._show,
            self._telling.tell_not_read,
        )

    def show_status(self, status: SyncStatus) -> None:
        """Show what a round came to."""
        self.view.show_status(status, self._author.now())
        self.status_read.emit(status)

    def _show(self, found: tuple[SyncStatus, tuple[Waiting, ...]]) -> None:
        status, waiting = found
        self._telling.note_read()
        self.show_status(status)
        self.view.show_waiting(waiting)

    @Slot(str)
    def _sign_in(self, password: str) -> None:
        self.view.sign_in.set_busy(True)
        self._runner.submit(
            lambda: self._syncing.sign_in(password), self._on_signed_in, self._on_not_signed_in
        )

    def _on_signed_in(self, _nothing: None) -> None:
        self.view.sign_in.set_busy(False)
        self.view.sign_in.say("")
        self.refresh()
        self.signed_in.emit()

    def _on_not_signed_in(self, error: Exception) -> None:
        self.view.sign_in.set_busy(False)
        if isinstance(error, Circumstance):
            told = circumstance_words(error)
            self.view.sign_in.say(f"{told.happened} {told.step}")
        else:
            self._telling.tell_not_done(error)
