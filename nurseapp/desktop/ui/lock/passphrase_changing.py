"""Changes the passphrase: the page over the work, and what comes of it.

What the gate does runs on the store's thread, for deriving two keys takes its time. Made by the
composition root once somebody is in.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.ui.case.announcing import announce
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.frame.window import MainWindow
from nurseapp.desktop.ui.lock.passphrase_page import PassphrasePage
from nurseapp.desktop.ui.lock.troubles import trouble_words
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.theme import Theme


class Changes(Protocol):
    """What changes the passphrase of the vault that is open."""

    def change_passphrase(self, now: str, then: str) -> None:
        """Change it."""


class PassphraseChanging(QObject):
    """Let somebody change the passphrase of this computer."""

    def __init__(
        self, theme: Theme, window: MainWindow, gate: Changes, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._gate = gate
        self._runner = runner
        self._failures = failures
        self._page: PassphrasePage | None = None
        window.passphrase_requested.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        page = self._page = PassphrasePage(self._theme)
        page.change_requested.connect(self._change)
        page.left.connect(self._end)
        self._window.cover(page)

    @Slot(str, str)
    def _change(self, now: str, then: str) -> None:
        if self._page is not None:
            self._page.set_busy(True)
            gate = self._gate
            self._runner.submit(
                lambda: gate.change_passphrase(now, then), self._on_changed, self._on_not_changed
            )

    def _on_changed(self, _nothing: None) -> None:
        self._end()
        announce(self._window, self.tr("The passphrase is changed"))

    def _on_not_changed(self, error: Exception) -> None:
        if self._page is not None:
            self._page.set_busy(False)
            self._page.problem.say(*trouble_words(error, self._failures))

    @Slot()
    def _end(self) -> None:
        if self._page is not None:
            self._window.uncover(self._page)
            self._page.deleteLater()
            self._page = None
