"""Notice when syncing is worth a try again: the network is back, or the computer woke up.

Made by the composition root once the first page is there; says so and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QNetworkInformation

TICK_MS = 20_000
_ASLEEP = timedelta(milliseconds=2 * TICK_MS)

Reachability = QNetworkInformation.Reachability


class Waking(QObject):
    """Watch the network and the clock.

    No system tells every program that it slept, but the clock does: between two ticks of a timer
    lies more than there should.

    Signals:
        woke(): a round has a chance again.
    """

    woke = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        # A system without such a service never tells; the rounds then keep their own time.
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            QNetworkInformation.instance().reachabilityChanged.connect(self.follow)

    @Slot()
    def tick(self) -> None:
        """Look at the clock."""
        now = self._clock()
        if now - self._last > _ASLEEP:
            self.woke.emit()
        self._last = now

    @Slot(object)
    def follow(self, reachable: Reachability) -> None:
        """Follow the network; one that reaches a part of the world may reach the server."""
        if reachable not in (Reachability.Disconnected, Reachability.Unknown):
            self.woke.emit()
