"""The one worker thread for the store: what a screen asks for runs there, its result comes back.

```
 main thread                                   store thread
 submit(call, done, failed) ── queued ──────>  call()
 done(value) or failed(error) <── queued ────  value, or the exception as a value
```

Calls run one at a time, in the order of submission. Must not know what a call does. With
sync_thread, the only place that names a thread. Made by the composition root.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TypeVar
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    number: int
    call: Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    number: int
    value: object
    error: Exception | None


class _Worker(QObject):
    """Lives in the store thread and runs one call after the other."""

    ran = Signal(object)

    @Slot(object)
    def run(self, order: _Order) -> None:
        """Run one call; an exception crosses as a value, so that nothing is swallowed."""
        try:
            value = order.call()
        except Exception as error:  # handed to the receiver's `failed`
            self.ran.emit(_Outcome(number=order.number, value=None, error=error))
        else:
            self.ran.emit(_Outcome(number=order.number, value=value, error=None))

    @Slot()
    def stop(self) -> None:
        """End the thread's event loop; being queued, it comes after every call before it."""
        self.thread().quit()


class Runner(QObject):
    """Run calls away from the main thread and bring back what they return.

    Signals:
        closing(): the last moment at which a call can be submitted.
    """

    closing = Signal()
    _ordered = Signal(object)
    _ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._waiting: dict[int, tuple[WeakMethod[Callable[..., None]], ...]] = {}
        self._thread = QThread(self)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._ordered.connect(self._worker.run, queued)
        self._ended.connect(self._worker.stop, queued)
        self._worker.ran.connect(self._deliver, queued)
        self._thread.start()

    def submit(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a call on the store thread, then `done` or `failed` on this one.

        Both must be bound methods of QObjects: a lambda would run wherever the signal comes from.
        When their object is gone by then, the result is dropped.

        Raises TypeError for another kind of receiver, RuntimeError after `close`.
        """
        receivers = (_receiver(done), _receiver(failed))
        if not self._thread.isRunning():
            raise RuntimeError("the runner is closed")
        order = _Order(number=next(self._numbers), call=call)
        self._waiting[order.number] = receivers
        self._ordered.emit(order)

    def close(self) -> None:
        """Run what was submitted, drop its results, and wait for the thread to end."""
        self.closing.emit()
        self._waiting.clear()
        self._ended.emit()
        self._thread.wait()

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        receivers = self._waiting.pop(outcome.number, None)
        if receivers is None:
            return
        receiver = receivers[0 if outcome.error is None else 1]()
        if inspect.ismethod(receiver) and shiboken6.isValid(receiver.__self__):
            receiver(outcome.value if outcome.error is None else outcome.error)


def _receiver(method: Callable[..., None]) -> WeakMethod[Callable[..., None]]:
    if not inspect.ismethod(method) or not isinstance(method.__self__, QObject):
        raise TypeError("a result can be received by a bound method of a QObject only")
    return WeakMethod(method)
