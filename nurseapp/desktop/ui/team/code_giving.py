"""Gives codes for new computers on the page of the team, as the server makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from PySide6.QtCore import QObject, Slot

from nurseapp.desktop.services.new_computers import GivenCode, NewComputers
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.telling import Telling
from nurseapp.desktop.ui.wording.days import time_words
from nurseapp.domain.ids import UserId


class CodeGiving(QObject):
    """Lead from the action to a code that can be read out."""

    def __init__(
        self,
        view: TeamView,
        computers: NewComputers,
        runners: tuple[Runner, Runner],
        failures: Failures,
        zone: tzinfo,
    ) -> None:
        """Take the runner of the store, and the one that may wait for the network."""
        super().__init__(view)
        self._view = view
        self._computers = computers
        self._store, self._online = runners
        self._zone = zone
        self._telling = Telling(view, failures, self)
        view.give_code.triggered.connect(self._begin)
        view.codes.asked.connect(self._give)

    @Slot()
    def _begin(self) -> None:
        self._telling.clear()
        self._store.submit(self._computers.people, self._ask, self._telling.tell_not_done)

    def _ask(self, people: Mapping[UserId, str]) -> None:
        chosen = self._view.table.chosen_id()
        self._view.codes.ask(people, UserId(str(chosen)) if chosen else None)

    @Slot(object)
    def _give(self, user: UserId) -> None:
        self._telling.clear()
        self._view.codes.set_busy(True)
        self._online.submit(lambda: self._computers.give(user), self._show, self._not_given)

    def _show(self, given: GivenCode) -> None:
        self._view.codes.set_busy(False)
        words = self.tr(
            "For %1, once, until %2. Read it out to them: it is not shown again, and an older code "
            "of theirs is good no more."
        )
        words = words.replace("%1", given.name).replace("%2", time_words(given.until, self._zone))
        self._view.codes.show_code(given.code, words)

    def _not_given(self, error: Exception) -> None:
        self._view.codes.set_busy(False)
        self._telling.tell_not_done(error)
