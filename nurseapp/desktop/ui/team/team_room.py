"""The room of the team: asks for the caseloads on the store's thread and shows them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.caseloads import Caseloads
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.team.team_view import TeamView


class TeamRoom(QObject):
    """Show the team.

    Signals:
        nurse_opened(object): the user id of a nurse, None for cases of nobody.
    """

    nurse_opened = Signal(object)

    def __init__(
        self, view: TeamView, caseloads: Caseloads, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._caseloads = caseloads
        self._runner = runner
        self._failures = failures
        view.nurse_opened.connect(self.nurse_opened)

    @Slot()
    def refresh(self) -> None:
        """Ask for the caseloads anew."""
        self._runner.submit(self._caseloads.team, self.view.show_team, self._failures.report)
