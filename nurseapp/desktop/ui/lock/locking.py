"""Locks a desk: with the curtain, or for good, which ends the process.

Knows what asks for which lock; what happens at the end of the process is for the composition
root, which makes this once somebody is in.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.ui.case.screening.hand_over_page import HandOverPage
from nurseapp.desktop.ui.lock.curtain import Coverable, Curtain
from nurseapp.desktop.ui.lock.idle_watch import IdleWatch
from nurseapp.desktop.ui.lock.session_watch import SessionWatch


class Locking(QObject):
    """Lock one person's desk.

    Signals:
        ending(): the process is to end, and a locked one to begin.
    """

    ending = Signal()

    def __init__(
        self,
        window: Coverable,
        name: str,
        curtain: Curtain,
        watches: tuple[IdleWatch, SessionWatch],
    ) -> None:
        super().__init__()
        self._window = window
        self._name = name
        self._curtain = curtain
        self._is_stopped = False
        self._handed_over: HandOverPage | None = None
        curtain.rose.connect(self._take_back)
        idle, session = watches
        idle.idle.connect(self.lock)
        for for_good in (
            idle.away,
            idle.slept,
            session.suspending,
            session.screen_locked,
            curtain.given_up,
            curtain.tries_spent,
        ):
            for_good.connect(self.lock_for_good)

    @Slot()
    def lock(self) -> None:
        """Let the curtain fall."""
        if not self._is_stopped:
            self._curtain.fall(self._window, self._name)

    @Slot()
    def lock_for_good(self) -> None:
        """End the process; what asks again meanwhile changes nothing."""
        if not self._is_stopped:
            self.ending.emit()

    @Slot(object)
    def hand_over(self, page: HandOverPage) -> None:
        """Show nothing but one form until the passphrase is given."""
        self._handed_over = page
        self._curtain.fell.emit()
        page.given_back.connect(self._ask_back)
        self._window.cover(page)

    @Slot()
    def _ask_back(self) -> None:
        self._curtain.fall(self._window, self._name, self.tr("Back to the form"))

    @Slot()
    def _take_back(self) -> None:
        """End the handing over: the nurse is back."""
        page, self._handed_over = self._handed_over, None
        if page is not None:
            self._window.uncover(page)
            page.ended.emit()
            page.deleteLater()

    def stop(self) -> None:
        """Lock no more: nothing is left to hide."""
        self._is_stopped = True
