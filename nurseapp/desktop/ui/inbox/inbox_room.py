"""The room of the inbox: lists what needs a decision, settles conflicts on the store's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.caseloads import Caseloads, Filter
from nurseapp.desktop.services.conflicts import Conflicts, OpenConflict
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.inbox.inbox_lines import InboxLine, inbox_lines
from nurseapp.desktop.ui.inbox.inbox_view import InboxView
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.telling import Telling
from nurseapp.domain.revising import FieldValue


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
        self,
        view: InboxView,
        conflicts: Conflicts,
        caseloads: Caseloads,
        runner: Runner,
        failures: Failures,
    ) -> None:
        super().__init__(view)
        self.view = view
        self._conflicts = conflicts
        self._caseloads = caseloads
        self._runner = runner
        self._telling = Telling(view, failures, self)
        view.case_opened.connect(self.case_opened)
        view.settled.connect(self._settle)

    @Slot()
    def refresh(self) -> None:
        """Ask anew for what is open."""
        self._runner.submit(self._read, self._show, self._telling.tell_not_read)

    def _read(self) -> tuple[Sequence[InboxLine], datetime]:
        safety = self._caseloads.listing(Filter.SAFETY).lines
        return inbox_lines(safety, self._conflicts.open()), self._conflicts.author.now()

    def _show(self, found: tuple[Sequence[InboxLine], datetime]) -> None:
        lines, now = found
        self._telling.note_read()
        self.view.show_lines(lines, now)
        self.counted.emit(len(lines))

    @Slot(object, object)
    def _settle(self, chosen: OpenConflict, now: FieldValue) -> None:
        self._telling.clear()
        self._runner.submit(
            lambda: (chosen, now, self._conflicts.settle(chosen, now)),
            self._on_settled,
            self._on_not_settled,
        )

    def _on_settled(self, settled: tuple[OpenConflict, FieldValue, bool]) -> None:
        chosen, now, stands = settled
        if stands:
            self.view.show_settled(chosen, now)
        else:
            self.view.show_disputed_anew(chosen)
        self.written.emit()
        self.refresh()

    def _on_not_settled(self, error: Exception) -> None:
        """Tell why, and show what there is now: a refusal may be news from somebody else."""
        self._telling.tell_not_done(error)
        self.refresh()
