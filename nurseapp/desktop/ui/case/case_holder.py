"""The case that is open: acts on it run on the store thread, then it is read again and shown.

Every room acts through here, so that what is shown is always what the store gives after the act,
and so that refusals and circumstances are told in one place. Must not word anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nurseapp.desktop.services.cases import Cases, OpenCase
from nurseapp.desktop.services.deeds import Deeds
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.runner import Runner
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import CaseId
from nurseapp.domain.refusal import DomainError

T = TypeVar("T")

NOTED_AFTER_MS = 20
"""A frame after a case is shown, that it was opened is sealed and written down.

Nobody has read anything by then; sealed at once, it would hold up the painting and the first key.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Acted:
    value: object
    case: OpenCase
    done: Callable[..., None] | None


class CaseHolder(QObject):
    """Hold the open case.

    Attributes:
        case: as it was last read; None before the first.

    Signals:
        opened(object): an OpenCase, the first time and after each act.
        acted(object): the CaseId that an act changed.
        gone(): the open case is no longer on this computer, or another was asked for that cannot be
            read.
        not_read(object): the exception for which another case cannot be read; after `gone`.
        refused(object): a DomainError.
        hindered(object): a Circumstance.
        not_done(): something was refused, hindered or failed; what is shown may be ahead of it.
    """

    opened = Signal(object)
    acted = Signal(object)
    gone = Signal()
    not_read = Signal(object)
    refused = Signal(object)
    hindered = Signal(object)
    not_done = Signal()

    def __init__(
        self, cases: Cases, deeds: Deeds, runner: Runner, failures: Failures, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.case: OpenCase | None = None
        self._asked_for: CaseId | None = None
        self._to_note: list[CaseId] = []
        self._cases = cases
        self._deeds = deeds
        self._runner = runner
        self._failures = failures
        runner.closing.connect(self.finish)

    def open(self, case_id: CaseId) -> None:
        """Read a case and show it; that it was opened is written down a frame later."""
        self._asked_for = case_id
        self._runner.submit(lambda: self._cases.open(case_id), self._show_opened, self._not_opened)

    def reopen(self) -> None:
        """Read the open case again, such as after a sync."""
        if self.case is not None:
            self._runner.submit(self._reader(), self._show_again, self._not_read)

    @Slot()
    def finish(self) -> None:
        """Write down now what was to be written down a frame later: no turn may come."""
        noted, self._to_note = self._to_note, []
        for case_id in noted:
            self._note_opened(case_id)

    @Slot(object)
    def show_case(self, case: OpenCase) -> None:
        """Make this the open case."""
        self.case = case
        self.opened.emit(case)

    def act(self, call: Callable[[], T], done: Callable[[T], None] | None = None) -> None:
        """Do something to the open case and read it again.

        `done` gets what the call returned, after the case is shown, unless another case is open
        by then.

        Raises RuntimeError when no case is open.
        """
        if self.case is None:
            raise RuntimeError("no case is open")
        read = self._reader()
        self._runner.submit(
            lambda: _Acted(value=call(), case=read(), done=done), self._show_acted, self.tell
        )

    def ask(self, call: Callable[[], T], done: Callable[[T], None]) -> None:
        """Ask a service something that changes nothing; `done` is a bound method of a QObject."""
        self._runner.submit(call, done, self.tell)

    @Slot(object)
    def tell(self, error: Exception) -> None:
        """Pass on why something was not done; a bug is reported."""
        if isinstance(error, DomainError):
            self.refused.emit(error)
        elif isinstance(error, Circumstance):
            self.hindered.emit(error)
        else:
            self._failures.report(error)
        self.not_done.emit()

    def _reader(self) -> Callable[[], OpenCase]:
        assert self.case is not None  # noqa: S101  # both callers have looked
        case_id = self.case.id
        return lambda: self._cases.open(case_id)

    @Slot(object)
    def _show_opened(self, case: OpenCase) -> None:
        self._to_note.append(case.id)
        self.show_case(case)
        QTimer.singleShot(NOTED_AFTER_MS, self, self.finish)

    def _note_opened(self, case_id: CaseId) -> None:
        self._runner.submit(lambda: self._deeds.note_opened(case_id), self._on_noted, self.tell)

    @Slot(object)
    def _on_noted(self, _nothing: None) -> None:
        """Nobody waits for it."""

    @Slot(object)
    def _not_opened(self, error: Exception) -> None:
        """Show nobody in the place of somebody else."""
        if self.case is not None and self.case.id == self._asked_for:
            self.tell(error)
            return
        self.case = None
        self.gone.emit()
        self.not_read.emit(error)
        if not isinstance(error, DomainError | Circumstance):
            self._failures.report(error)

    @Slot(object)
    def _show_again(self, case: OpenCase) -> None:
        if self._is_open(case):
            self.show_case(case)

    @Slot(object)
    def _show_acted(self, acted: _Acted) -> None:
        self.acted.emit(acted.case.id)
        if self._is_open(acted.case):
            self.show_case(acted.case)
            if acted.done is not None:
                acted.done(acted.value)

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        """Show no longer what a sync has taken away."""
        if isinstance(error, DomainError) and error.code == "no_such_case":
            self.case = None
            self.gone.emit()
        self.tell(error)

    def _is_open(self, case: OpenCase) -> bool:
        return self.case is not None and self.case.id == case.id
