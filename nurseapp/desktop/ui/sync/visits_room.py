"""Preparing visits on the page of syncing: reads what is missing, has what was chosen first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.visits import Visit, Visits
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.sync.sync_view import SyncView
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.ids import CaseId


class VisitsRoom(QObject):
    """Show what prepares visits while its action is on.

    Attributes:
        page: on which it is shown.

    Signals:
        prepared(): a round is to fetch what was chosen.
    """

    prepared = Signal()

    def __init__(self, page: SyncView, visits: Visits, runner: Runner, failures: Failures) -> None:
        super().__init__(page)
        self.page = page
        self._view = page.visits
        self._shown = page.doing.visits
        self._visits = visits
        self._runner = runner
        self._telling = Telling(page, failures, self)
        self._shown.toggled.connect(self._show)
        self._view.prepared.connect(self._prepare)

    @Slot(bool)
    def _show(self, is_shown: bool) -> None:
        self._view.setVisible(is_shown)
        if is_shown:
            self._runner.submit(
                self._visits.offered, self._show_offered, self._telling.tell_not_read
            )

    def _show_offered(self, offered: tuple[Visit, ...]) -> None:
        self._view.show_visits(offered)
        self._view.take_focus()

    @Slot(object)
    def _prepare(self, cases: tuple[CaseId, ...]) -> None:
        self._runner.submit(
            lambda: self._visits.prepare(cases), self._on_prepared, self._telling.tell_not_done
        )

    def _on_prepared(self, _nothing: None) -> None:
        self._shown.setChecked(False)
        self.prepared.emit()
