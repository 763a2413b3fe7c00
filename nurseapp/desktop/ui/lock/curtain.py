"""The soft lock: a curtain over the work until the passphrase is given again.

The process still holds the key; after too many wrong passphrases it has to end. Must not end it:
it asks by signal. Made by the composition root.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.lock_page import LockPage
from nurseapp.desktop.ui.lock.people import Person
from nurseapp.desktop.ui.lock.troubles import trouble_words
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.domain.circumstance import Circumstance

WRONG = frozenset({"wrong_passphrase", "wrong_secret"})


class Check(Protocol):
    """What tries a passphrase on the store's thread."""

    def check(self, passphrase: str) -> None:
        """Try the passphrase of the vault that is open."""


class Coverable(Protocol):
    """A window whose work can be hidden."""

    def cover(self, curtain: QWidget) -> None:
        """Hide everything behind a widget."""

    def uncover(self, curtain: QWidget) -> None:
        """Show the work again that a widget hid."""


class Curtain(QObject):
    """Hide the work of one person.

    Signals:
        fell(): the work is about to be hidden.
        rose(): the work is shown again.
        given_up(): somebody else wants to work at this shared computer.
        tries_spent(): a wrong passphrase was given too often.
    """

    fell = Signal()
    rose = Signal()
    given_up = Signal()
    tries_spent = Signal()

    def __init__(
        self, theme: Theme, check: Check, runner: Runner, failures: Failures, tries: int
    ) -> None:
        super().__init__()
        self._theme = theme
        self._check = check
        self._runner = runner
        self._failures = failures
        self._tries = tries
        self._is_shared = self._keeps_half_typed = False
        self._wrong = 0
        self._page: LockPage | None = None
        self._window: Coverable | None = None

    def is_down(self) -> bool:
        """Tell whether the work is hidden."""
        return self._page is not None

    def be_shared(self, *, keeps_half_typed: bool) -> None:
        """Be for a computer that several people share: anybody may take it over from here."""
        self._is_shared = True
        self._keeps_half_typed = keeps_half_typed

    def fall(self, window: Coverable, name: str, way_back: str = "") -> None:
        """Hide the work; where it is hidden already nothing happens.

        Args:
            way_back: what goes back without the passphrase, where something may.
        """
        if self._page is not None:
            return
        self.fell.emit()
        asked = self.tr("Your password, or the PIN that you chose") if self._is_shared else ""
        page = self._page = LockPage(self._theme, asked=asked)
        self._window = window
        page.set_people((Person(key="", name=name),))
        page.set_only_this_person()
        if way_back:
            page.offer_way_back(way_back)
            page.set_mark(self.tr("Please give the computer to the nurse."))
            page.person_wanted.connect(self._lift)
        elif self._is_shared:
            page.offer_way_back(self.tr("Somebody else"))
            page.set_mark(self._cost_of_leaving())
            page.person_wanted.connect(self.given_up)
        page.unlock_requested.connect(self._try)
        window.cover(page)
        page.setFocus()

    def _cost_of_leaving(self) -> str:
        if self._keeps_half_typed:
            return self.tr("What you have half typed stays sealed here until you sign in again.")
        return self.tr("What is only half typed is lost when somebody else signs in.")

    @Slot(str, str)
    def _try(self, _key: str, passphrase: str) -> None:
        if self._page is not None:
            self._page.set_busy(True)
            self._runner.submit(
                lambda: self._check.check(passphrase), self._rise, self._on_not_opened
            )

    def _rise(self, _nothing: None) -> None:
        self._wrong = 0
        self._lift()
        self.rose.emit()

    @Slot()
    def _lift(self) -> None:
        if self._page is not None and self._window is not None:
            self._window.uncover(self._page)
            self._page.deleteLater()
            self._page = self._window = None

    def _on_not_opened(self, error: Exception) -> None:
        if self._page is None:
            return
        self._wrong += isinstance(error, Circumstance) and error.code in WRONG
        self._page.set_busy(False)
        self._page.show_problem(*trouble_words(error, self._failures))
        if self._wrong >= self._tries:
            self.tries_spent.emit()
