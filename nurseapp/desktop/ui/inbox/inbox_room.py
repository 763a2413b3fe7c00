"""The room of the inbox: lists conflicts and settles them on the store's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.conflicts import Conflicts, OpenConflict, Side
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.inbox.inbox_view import InboxView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.ids import CaseId


class InboxRoom(QObject):
    """Show what needs a decision.

    Signals:
        case_opened(object): a case id.
        written(): something was settled and waits to sync.
        counted(int): how many are open.
    """

    case_opened = Signal(object)
    written = Signal()
    counted = Signal(int)

    def __init__(
        self, view: InboxView, conflicts: Conflicts, runner: Runner, failures: Failures
    ) -> None:
        super().__init__(view)
        self.view = view
        self._conflicts = conflicts
        self._runner = runner
        self._failures = failures
        view.case_opened.connect(self.case_opened)
        view.settled.connect(self._settle)

    @Slot()
    def refresh(self) -> None:
        """Ask for the open conflicts anew."""
        self._runner.submit(self._conflicts.open, self._show, self._failures.report)

    def _show(self, conflicts: tuple[OpenConflict, ...]) -> None:
        self.view.show_conflicts(conflicts, self._conflicts.author.today())
        self.counted.emit(len(conflicts))

    @Slot(object, object)
    def _settle(self, chosen: OpenConflict, side: Side) -> None:
        case, conflict = CaseId(chosen.row.case), chosen.conflict.id
        self._runner.submit(
            lambda: self._conflicts.settle(case, conflict, side),
            self._on_settled,
            self._failures.report,
        )

    def _on_settled(self, _nothing: None) -> None:
        self.written.emit()
        self.refresh()
