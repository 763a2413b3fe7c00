"""The one worker thread for syncing, and when it runs.

Rounds run one at a time: when the last one says that the next is due, soon after something was
written here while they go through, and when somebody asks. Only frozen values cross to the main
thread, by queued signals.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from nurseapp.desktop.services.syncing import SyncOutcome, Told
from nurseapp.domain.ids import CaseId

AFTER_WRITE_MS = 1_500
AFTER_BUG_S = 60.0
Run = Callable[[Callable[[frozenset[CaseId]], None], Callable[[Told], None]], SyncOutcome]


class _Rounds(QObject):
    """Lives in the sync thread and runs one round after the other."""

    ended = Signal(object)
    failed = Signal(object)
    changed = Signal(object)
    told = Signal(object)

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    @Slot()
    def run(self) -> None:
        """Run one round; a bug crosses as a value, so that nothing is swallowed."""
        try:
            outcome = self._run(self.changed.emit, self.told.emit)
        except Exception as bug:  # handed to the main thread, which reports it
            self.failed.emit(bug)
        else:
            self.ended.emit(outcome)


class SyncThread(QObject):
    """Ask for rounds and tell what they came to.

    Signals:
        began(): a round is under way.
        changed(object): cases that look different now; a first round tells page by page.
        told(object): a Told, what the server wants done with this computer.
        ended(object): a SyncOutcome.
        failed(object): an exception that is a bug.
    """

    began = Signal()
    changed = Signal(object)
    told = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    _wanted = Signal()

    def __init__(
        self,
        run: Run,
        draw: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._has_news = False
        self._is_failing = False
        self._is_running = False
        self._is_asked = False
        self._thread = QThread(self)
        self._rounds = _Rounds(run)
        self._rounds.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._wanted.connect(self._rounds.run, queued)
        self._rounds.ended.connect(self._on_ended, queued)
        self._rounds.failed.connect(self._on_failed, queued)
        self._rounds.changed.connect(self._on_changed, queued)
        self._rounds.told.connect(self._on_told, queued)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        self._thread.start()

    @Slot()
    def ask(self) -> None:
        """Run a round now, or once more after the one that is under way."""
        self._timer.stop()
        if self._is_running:
            self._is_asked = True
            return
        self._is_running = True
        self._is_asked = self._has_news = False
        self.began.emit()
        self._wanted.emit()

    @Slot()
    def ask_soon(self) -> None:
        """Run a round shortly: what was just written may be followed by more.

        While rounds fail that changes nothing: the next one takes it along.
        """
        if self._is_running:
            self._has_news = True
        elif not self._is_failing:
            self._timer.start(AFTER_WRITE_MS)

    def close(self) -> None:
        """Stop asking, let the round that is under way end, and wait for the thread.

        What it came to is told to nobody any more: their threads may have ended.
        """
        self._timer.stop()
        self._is_asked = self._has_news = False
        self.blockSignals(True)
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _on_ended(self, outcome: SyncOutcome) -> None:
        self._is_failing = outcome.failures > 0
        self._go_on(outcome.pause_s(self._draw()))
        self.ended.emit(outcome)

    @Slot(object)
    def _on_changed(self, cases: frozenset[CaseId]) -> None:
        self.changed.emit(cases)

    @Slot(object)
    def _on_told(self, told: Told) -> None:
        self.told.emit(told)

    @Slot(object)
    def _on_failed(self, bug: Exception) -> None:
        self._go_on(AFTER_BUG_S)
        self.failed.emit(bug)

    def _go_on(self, pause_s: float) -> None:
        """Wait for the next round: not at all where somebody asked for it meanwhile."""
        self._is_running = False
        if self._is_asked:
            self._timer.start(0)
        elif self._has_news and not self._is_failing:
            self._timer.start(AFTER_WRITE_MS)
        else:
            self._timer.start(round(pause_s * 1_000))
