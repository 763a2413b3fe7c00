"""The room of dead letters: asks the server, and has what settles one sent at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.services.dead_letters import DeadLetters, Letter
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.oversight.letter_view import LetterView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling


class LetterRoom(QObject):
    """See to what the server refused."""

    def __init__(
        self,
        view: LetterView,
        letters: DeadLetters,
        runners: tuple[Runner, Runner],
        failures: Failures,
        clock: Callable[[], datetime],
    ) -> None:
        """Take the runner of the store, and the one that may wait for the network."""
        super().__init__(view)
        self.view = view
        self._letters = letters
        self._store, self._online = runners
        self._clock = clock
        self._telling = Telling(view, failures, self)
        view.said.connect(self._settle)

    def begin(self) -> None:
        """Ask for what there is."""
        self._telling.clear()
        self.view.begin()
        self._ask()

    def _ask(self) -> None:
        self._online.submit(self._letters.fetch, self._read, self._not_told)

    def _read(self, fetched: object) -> None:
        letters = self._letters
        self._store.submit(lambda: letters.letters(fetched), self._show, self._not_told)  # type: ignore[arg-type]  # what fetch gave

    def _show(self, letters: tuple[Letter, ...]) -> None:
        self._telling.note_read()
        self.view.show_letters(letters, self._clock())

    def _not_told(self, error: Exception) -> None:
        self.view.show_filling("")
        self._telling.tell_not_read(error)

    @Slot(object, str)
    def _settle(self, letter: Letter, reason: str) -> None:
        self._telling.clear()
        self._online.submit(
            lambda: self._letters.settle(letter, reason),
            self._on_settled,
            self._telling.tell_not_done,
        )

    def _on_settled(self, _nothing: None) -> None:
        self._ask()
