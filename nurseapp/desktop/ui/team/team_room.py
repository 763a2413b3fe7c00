"""The room of the team: asks for the caseloads on the store's thread and shows them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.caseloads import Caseloads, NurseLoad
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.team.team_view import TeamView
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.ids import UserId


class TeamRoom(QObject):
    """Show the team.

    Signals:
        nurse_opened(object): the user id of a nurse, empty for cases of nobody.
    """

    nurse_opened = Signal(object)

    def __init__(
        self, view: TeamView, caseloads: Caseloads, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._caseloads = caseloads
        self._runner = runner
        self._telling = Telling(view, failures, self)
        self._names: dict[object, str] = {}
        view.nurse_opened.connect(self.nurse_opened)

    @Slot()
    def refresh(self) -> None:
        """Ask for the caseloads anew."""
        self._runner.submit(self._caseloads.team, self._show, self._telling.tell_not_read)

    def name_of(self, nurse: UserId) -> str:
        """Give the name of a nurse of the team that is shown."""
        return self._names.get(nurse, nurse)

    def _show(self, loads: tuple[NurseLoad, ...]) -> None:
        self._telling.note_read()
        self._names = {load.nurse: load.name for load in loads}
        self.view.show_team(loads)
