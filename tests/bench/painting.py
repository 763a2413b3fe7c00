"""When something has been painted: the same question put to floor and program alike.

Idle means that all that was posted has been done: layout, then paint. Zero timers run after that;
two of them, since what the first finds done may post more. Imports nothing but Qt, since it is
there before the first window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

REST_MS = 60


class Painted(QObject):
    """Call something once, when a widget has been painted and all is idle."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            when_idle(self._then)
        return False


def when_idle(then: Callable[[], None]) -> None:
    """Call something once everything that is posted by now has been done."""
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, then))


def wait_until_idle() -> None:
    """Let what is shown be laid out and painted."""
    loop = QEventLoop()
    when_idle(loop.quit)
    loop.exec()


def rest() -> dict[str, float]:
    """Let a moment pass, as it does between two things that somebody does.

    What a side writes down of the last of them, once it is painted, is done by then.
    """
    pause = QEventLoop()
    QTimer.singleShot(REST_MS, pause.quit)
    pause.exec()
    return {}
