"""Notices that nobody touches the desk any more, and that the computer slept.

Looks at the clock every few seconds and at what reaches the windows from outside; must not look at
what is typed. Works alike on every system. Made by the composition root once somebody is in.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from nurseapp.desktop.ui.lock.lock_rules import LockRules

LOOK_MS = 5_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Watch for a touch.

    Signals:
        idle(): nobody touched anything for a while; said at each look until somebody does.
        away(): for so long that the desk is to be locked for good.
        slept(): the computer slept since the last look.
    """

    idle = Signal()
    away = Signal()
    slept = Signal()

    def __init__(self, rules: LockRules, now_s: Callable[[], float], parent: QObject) -> None:
        """Take the system's clock, which goes on while the computer sleeps."""
        super().__init__(parent)
        self._rules = rules
        self._now_s = now_s
        self._touched_s = self._looked_s = now_s()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self, application: QGuiApplication) -> None:
        """Watch every window that gets the focus from now on."""
        self._touched_s = self._looked_s = self._now_s()
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Look at the clock."""
        now_s = self._now_s()
        slept_s, idle_s = now_s - self._looked_s, now_s - self._touched_s
        self._looked_s = now_s
        if slept_s > self._rules.slept_after_s:
            self.slept.emit()
        elif idle_s >= self._rules.hard_after_s:
            self.away.emit()
        elif idle_s >= self._rules.soft_after_s:
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched_s = self._now_s()
        return super().eventFilter(watched, event)

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
