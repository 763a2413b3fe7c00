"""Signing in with the browser, beside a page that goes on being of use.

The network is asked on the runner for it, in short questions: nothing waits there for a person, so
that giving up, locking and leaving work at once. Made by the entrance and by the rooms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.browser_part import BrowserPart
from nurseapp.desktop.ui.lock.people import NEEDS_ENROLMENT
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.circumstance import Circumstance

LOOK_MS = 300


class Browsing(Protocol):
    """One person's way through their browser; asks the network, and raises Circumstance."""

    def is_offered(self) -> bool:
        """Tell whether the server knows a provider."""

    def begin(self, enrolment: str = "") -> str:
        """Give the address for the browser, and listen for its answer."""

    def look(self) -> object | None:
        """Give who came back, None while nobody did."""

    def stop(self) -> None:
        """Listen no more."""


class BrowserSigningIn(QObject):
    """Lead through the browser and back.

    Signals:
        arrived(object): who came back, as `look` gave it.
        failed(object): the exception that it came to nothing for.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        part: BrowserPart,
        online: Runner,
        failures: Failures,
        parent: QObject,
        enrolment: Callable[[], str] = lambda: "",
    ) -> None:
        """Wait to be asked.

        Args:
            enrolment: reads the code that was typed for a new computer, empty for none.
        """
        super().__init__(parent)
        self._enrolment = enrolment
        self._part = part
        self._online = online
        self._failures = failures
        self._make: Callable[[], Browsing] | None = None
        self._under_way: Browsing | None = None
        self._begun_last = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        part.asked.connect(self._begin)
        part.given_up.connect(self.give_up)

    def offer(self, make: Callable[[], Browsing]) -> None:
        """Offer the browser, if the server knows a provider."""
        if self._part.is_waiting():
            return
        self._make = make
        self._online.submit(lambda: (make, _is_offered(make)), self._offered, self._not_offered)

    def take_back(self) -> None:
        """Offer it no more, and give up what is under way."""
        self._make = None
        self._stop()
        self._part.put_away()

    @Slot()
    def give_up(self) -> None:
        """Wait for the browser no longer."""
        self._stop()
        self._part.offer()
        self._part.go_to_button()

    @Slot()
    def _begin(self) -> None:
        make = self._make
        if make is None:
            return
        self._begun_last += 1
        number, enrolment = self._begun_last, self._enrolment()
        self._part.show_beginning()
        self._online.submit(
            lambda: (number, *_begun(make, enrolment)), self._begun, self._on_failed
        )

    def _begun(self, found: tuple[int, Browsing, str]) -> None:
        number, browsing, address = found
        if number != self._begun_last or not self._part.is_waiting():  # it was given up meanwhile
            self._let_go(browsing)
            return
        self._under_way = browsing
        if not QDesktopServices.openUrl(QUrl(address)):
            self._on_failed(Circumstance("no_browser"))
            return
        self._part.show_waiting()
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self._under_way is not None:
            browsing = self._under_way
            self._online.submit(lambda: (browsing, browsing.look()), self._looked, self._on_failed)

    def _looked(self, found: tuple[Browsing, object | None]) -> None:
        browsing, who = found
        if browsing is not self._under_way:
            return
        if who is None:
            self._timer.start()
            return
        self._stop()
        self._part.offer()
        self._part.window().activateWindow()
        self.arrived.emit(who)

    def _on_failed(self, error: Exception) -> None:
        if not self._part.is_waiting():  # it was given up
            if not isinstance(error, Circumstance):
                self._failures.report(error)
            return
        self._stop()
        self._part.offer()
        self.failed.emit(error)
        if getattr(error, "code", "") not in NEEDS_ENROLMENT:  # else its field is asked for
            self._part.go_to_button()

    def _offered(self, found: tuple[Callable[[], Browsing], bool]) -> None:
        make, is_offered = found
        if make is not self._make or self._part.is_waiting():
            return
        if is_offered:
            self._part.offer()
        else:
            self._part.put_away()

    def _not_offered(self, error: Exception) -> None:
        if self._make is None or self._part.is_waiting():
            return
        if isinstance(error, Circumstance) and error.code == "offline":
            self._part.show_offline()
        else:
            self._part.put_away()
        if not isinstance(error, Circumstance):
            self._failures.report(error)

    def _stop(self) -> None:
        self._timer.stop()
        browsing, self._under_way = self._under_way, None
        if browsing is not None:
            self._let_go(browsing)

    def _let_go(self, browsing: Browsing) -> None:
        self._online.submit(browsing.stop, self._rest, self._failures.report)

    def _rest(self, _nothing: None) -> None:
        """Nothing is left to do."""


def _is_offered(make: Callable[[], Browsing]) -> bool:
    browsing = make()
    try:
        return browsing.is_offered()
    finally:
        browsing.stop()


def _begun(make: Callable[[], Browsing], enrolment: str) -> tuple[Browsing, str]:
    browsing = make()
    try:
        return browsing, browsing.begin(enrolment)
    except Exception:
        browsing.stop()
        raise
