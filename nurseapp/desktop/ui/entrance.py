"""Leads from the lock page to an open desk.

Knows a gate and two pages. What the gate does (deriving a key, signing in) runs on the store's
thread; this module imports nothing heavy, for it is there before the first window is painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.lock.people import NEEDS_CODE, NEEDS_ENROLMENT, Enrolling, Person
from nurseapp.desktop.ui.lock.start_window import StartWindow
from nurseapp.desktop.ui.lock.troubles import trouble_words
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.circumstance import Circumstance

if TYPE_CHECKING:
    from nurseapp.desktop.services.browsing import Arrived
    from nurseapp.desktop.ui.browser_signing_in import BrowserSigningIn, Browsing
    from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage

LEAST_LENGTH = 15
LEAST_PIN = 6
MAY_BE_FOR_GOOD = frozenset(
    {
        "secret_missing",
        "keyring_missing",
        "vault_damaged",
        "cache_damaged",
        "older_copy",
        "other_user",
        "not_encrypted",
    }
)
"""What a passphrase, typed again, may not mend: then somebody signs in again."""
FORGOTTEN_AFTER = 3
"""Wrong passphrases, after which it may be forgotten."""


class Gate(Protocol):
    """What stands behind the lock page; what it opens is for the composition root alone."""

    def here(self) -> Sequence[Person]:
        """List whose vaults are on this computer."""

    def unlock(
        self, key: str, passphrase: str, password: str = "", code: str = "", enrolment: str = ""
    ) -> object:
        """Open a vault; all but the passphrase is for where the server has to be asked."""

    def enrol(self, enrolling: Enrolling) -> object:
        """Sign in and make a vault."""

    def browsing(self, server: str, user: str) -> Browsing:
        """Give the way to sign in with the browser; `user` is whose account it must be."""

    def enter(self, enrolling: Enrolling) -> object:
        """Unlock where that person is here already, else enrol."""


class Entrance(QObject):
    """Show the lock page or the first run, and let somebody in.

    Signals:
        entered(object): what the gate opened.
    """

    entered = Signal(object)

    def __init__(
        self,
        window: StartWindow,
        theme: Theme,
        gate: Gate,
        runner: Runner,
        online: Runner,
        failures: Failures,
    ) -> None:
        """Show the lock page.

        Args:
            runner: for the store; `online` for what waits for the network alone.
        """
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._gate = gate
        self._runner = runner
        self._online = online
        self._failures = failures
        self._server = ""
        self._locked_by = ""
        self._can_leave = False
        self._is_shared = False
        self._wrong = 0
        self._first_run: FirstRunPage | None = None
        self._browsing: BrowserSigningIn | None = None
        self.lock_page = LockPage(theme, window)
        self.lock_page.unlock_requested.connect(self._unlock)
        self.lock_page.person_wanted.connect(self._show_first_run)
        self.lock_page.again_wanted.connect(self._show_again)
        self._window.show_page(self.lock_page)

    @property
    def first_run(self) -> FirstRunPage:
        """The page of the first run, made when it is first wanted: most starts never want it."""
        if self._first_run is None:
            from nurseapp.desktop.ui.browser_signing_in import BrowserSigningIn
            from nurseapp.desktop.ui.lock.first_run_page import FirstRunPage

            least = LEAST_PIN if self._is_shared else LEAST_LENGTH
            page = self._first_run = FirstRunPage(self._theme, least, self._window)
            page.hide()
            if self._is_shared:
                page.be_shared()
            page.set_server(self._server)
            page.enrol_requested.connect(self.enrol)
            page.left.connect(self._show_lock)
            page.server_named.connect(self._offer_browser)
            typed = page.codes.enrolment.text
            browsing = BrowserSigningIn(page.browser, self._online, self._failures, self, typed)
            browsing.arrived.connect(self._on_arrived)
            browsing.failed.connect(self._on_not_arrived)
            self._browsing = browsing
        return self._first_run

    def be_shared(self) -> None:
        """Be for a computer that several people share: everybody signs in anew."""
        self._is_shared = True

    def look_who_is_here(self, server: str, locked_by: str = "") -> None:
        """Ask whose vaults there are; without any, go on to the first run.

        Args:
            locked_by: the key of whom the program locked itself for, to be asked first.
        """
        self._server = server
        self._locked_by = locked_by
        if locked_by and not self._is_shared:
            self.lock_page.set_mark(self.tr("Locked. What you were writing is kept."))
        if self._first_run is not None:
            self._first_run.set_server(server)
        self._runner.submit(self._gate.here, self._show_people, self._on_failed)

    def enter_as(self, enrolling: Enrolling) -> None:
        """Let somebody in without their typing anything, as the example organisation does."""
        self.lock_page.set_busy(True)
        self._runner.submit(
            lambda: self._gate.enter(enrolling), self._on_entered, self._on_unlock_failed
        )

    @Slot(object)
    def enrol(self, enrolling: Enrolling) -> None:
        """Sign in and make a vault."""
        self.first_run.set_busy(True)
        self._runner.submit(
            lambda: self._gate.enrol(enrolling), self._on_entered, self._on_enrol_failed
        )

    @Slot(str, str)
    def _unlock(self, key: str, passphrase: str) -> None:
        typed = (self.lock_page.password(), *self.lock_page.codes())
        self.lock_page.set_busy(True)
        self._runner.submit(
            lambda: self._gate.unlock(key, passphrase, *typed),
            self._on_entered,
            self._on_unlock_failed,
        )

    def _show_people(self, people: Sequence[Person]) -> None:
        if self._is_shared:
            self.first_run.show_waiting([person.name for person in people])
            if self._locked_by:
                self.first_run.set_mark(self.tr("Locked. What was saved is safe."))
            self._show(self.first_run)
            return
        self.lock_page.set_people(people, self._locked_by)
        self._can_leave = bool(people)
        if not people:
            self._show_first_run()

    @Slot(object)
    def _show_again(self, person: Person) -> None:
        self.first_run.set_again(person)
        self._show(self.first_run)

    def _show_first_run(self) -> None:
        self.first_run.set_again(None)
        self._show(self.first_run)

    def _show(self, page: FirstRunPage) -> None:
        page.set_can_leave(self._can_leave)
        self._window.show_page(page)

    @Slot(str, str)
    def _offer_browser(self, server: str, user: str) -> None:
        if self._browsing is not None:
            self._browsing.take_back()
            if server:
                self._browsing.offer(lambda: self._gate.browsing(server, user))

    @Slot(object)
    def _on_arrived(self, arrived: Arrived) -> None:
        self.first_run.show_arrived(arrived)

    @Slot(object)
    def _on_not_arrived(self, error: Exception) -> None:
        self.first_run.show_problem(*trouble_words(error, self._failures))
        self.first_run.ask_for(getattr(error, "code", ""))

    def _show_lock(self) -> None:
        if self._browsing is not None:
            self._browsing.take_back()
        self._forget_typed()
        self._window.show_page(self.lock_page)

    def _on_entered(self, opened: object) -> None:
        self._forget_typed()
        self.entered.emit(opened)

    def _forget_typed(self) -> None:
        if self._first_run is not None:
            self._first_run.forget()

    def _on_unlock_failed(self, error: Exception) -> None:
        self.lock_page.set_busy(False)
        if getattr(error, "code", "") in {"lease_over", "clock_back"}:
            self.lock_page.ask_password()
        if getattr(error, "code", "") in NEEDS_CODE | NEEDS_ENROLMENT:
            self.lock_page.ask_for(getattr(error, "code", ""))
        self.lock_page.show_problem(*trouble_words(error, self._failures))
        code = error.code if isinstance(error, Circumstance) else ""
        self._wrong += code == "wrong_passphrase"
        if code in MAY_BE_FOR_GOOD or self._wrong >= FORGOTTEN_AFTER:
            self.lock_page.offer_again()

    def _on_enrol_failed(self, error: Exception) -> None:
        self.first_run.set_busy(False)
        self.first_run.show_problem(*trouble_words(error, self._failures))
        self.first_run.ask_for(getattr(error, "code", ""))

    def _on_failed(self, error: Exception) -> None:
        self.lock_page.show_problem(*trouble_words(error, self._failures))
