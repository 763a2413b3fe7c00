"""Lets the window of a shared computer close once nothing would be lost by it unsaid.

A computer that keeps nothing forgets what is half typed when somebody leaves it, and holds what was
not sent as nothing but a sealed escrow. Closing therefore asks about the one and sends the other
first. Made by the composition root once somebody is in.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Slot

from nurseapp.desktop.services.syncing import SyncOutcome
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.leaving_page import LeavingPage
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.workplace import Workplace
from nurseapp.domain.circumstance import Circumstance


class Drafts(Protocol):
    """What keeps half-typed texts; its calls run on the store's thread."""

    def has_texts(self) -> bool:
        """Tell whether there are any."""

    def clear(self) -> None:
        """Forget all of them."""


class Leaving(QObject):
    """Stand between somebody and the end of their program.

    Attributes:
        page: what is said meanwhile; None while somebody works.
    """

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        drafts: Drafts,
        runner: Runner,
        failures: Failures,
    ) -> None:
        super().__init__(place)
        self._theme = theme
        self._place = place
        self._drafts = drafts
        self._runner = runner
        self._failures = failures
        self._may_close = False
        self._is_sending = False
        self._is_given_up = False
        self._waiting = 0
        self.page: LeavingPage | None = None
        place.window.installEventFilter(self)
        place.synced.connect(self._on_round)
        place.sync_thread.failed.connect(self._on_no_round)

    def stop(self) -> None:
        """Let the window close: nothing is left that could be lost."""
        self._may_close = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the window open until it may close."""
        if event.type() is not QEvent.Type.Close or self._may_close:
            return super().eventFilter(watched, event)
        event.ignore()
        if self.page is None:
            self._begin()
        return True

    def _begin(self) -> None:
        page = self.page = LeavingPage(self._theme)
        page.stay_asked.connect(self._stay)
        page.go_asked.connect(self._go)
        page.show_sending()
        self._place.resuming.keep()
        is_unsaved = self._place.rooms.case.stack.is_unsaved()
        self._place.window.cover(page)
        self._runner.submit(
            lambda: self._drafts.has_texts() or is_unsaved, self._on_looked, self._on_not_looked
        )

    def _on_looked(self, is_unsaved: bool) -> None:
        if self.page is None:
            return
        if is_unsaved:
            self.page.show_unsaved()
        else:
            self._send()

    def _on_not_looked(self, error: Exception) -> None:
        """Ask as if something were half typed, where that cannot be known."""
        self._failures.report(error)
        self._on_looked(is_unsaved=True)

    def _send(self) -> None:
        if self.page is not None:
            self._is_sending = True
            self.page.show_sending()
            self._place.sync_thread.ask()

    @Slot(object)
    def _on_round(self, outcome: SyncOutcome) -> None:
        self._waiting = outcome.status.waiting
        if self.page is None or not self._is_sending:
            return
        if outcome.failures or self._waiting:
            self.page.show_waiting(self._waiting)
        else:
            self._close()

    @Slot(object)
    def _on_no_round(self, _bug: Exception) -> None:
        if self.page is not None and self._is_sending:
            self.page.show_waiting(self._waiting)

    @Slot()
    def _go(self) -> None:
        """Go on: from what is half typed to sending, and from there to the end."""
        if self._is_sending:
            self._close()
        else:
            self._is_given_up = True
            self._send()

    @Slot()
    def _stay(self) -> None:
        page, self.page = self.page, None
        self._is_sending = self._is_given_up = False
        if page is not None:
            self._place.window.uncover(page)
            page.deleteLater()

    def _close(self) -> None:
        """Forget now what was given up: until now a lock for good would have kept it."""
        if self._is_given_up:
            self._runner.submit(self._drafts.clear, self._rest, self._on_not_cleared)
        self._may_close = True
        self._place.window.close()

    @Slot(object)
    def _rest(self, _nothing: None) -> None:
        """Nothing is left to do."""

    @Slot(object)
    def _on_not_cleared(self, error: Exception) -> None:
        """Leave it: it is sealed, and there again when they come back."""
        if not isinstance(error, Circumstance):
            self._failures.report(error)
