"""What the server has had already, sealed, with its word on it: to be sent again if it forgets.

Runs on the sync's thread. Called by sync, and by services for the computer's key.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from nurseapp.desktop.storage import sealed_log, sent_log
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.desktop.storage.sealed_log import SealedEvent
from nurseapp.desktop.storage.sealing import DeviceKey
from nurseapp.desktop.storage.sent_log import Receipt
from nurseapp.domain.ids import EventId


class SentStore:
    """The log of one vault."""

    def __init__(self, cache: Cache, safe: Safekeeping | None) -> None:
        """Read and write a cache; without anything to seal with, nothing new is kept."""
        self._cache = cache
        self._safe = safe

    @property
    def signing(self) -> DeviceKey | None:
        """The key of this computer; None where it signs nothing."""
        return None if self._safe is None else self._safe.signing

    def sealed(self, events: Sequence[EventId]) -> list[tuple[SealedEvent, Receipt]]:
        """Give what a restored server is to be sent again, with the word that it gave."""
        with self._cache.read(following=True) as connection:
            receipts = sent_log.get(connection, events)
            return [(one, receipts[one.event]) for one in sealed_log.get(connection, events)]

    def give_up(self, events: Collection[EventId]) -> None:
        """Note that the server does not take sealed events back; they stay as long as any."""
        with self._cache.follow() as connection:
            sent_log.give_up(connection, events)

    def keep(self, body: bytes, receipt: Receipt) -> None:
        """Keep what was sent past the outbox, like what has left it."""
        with self._cache.follow() as connection:
            if self._safe is not None:
                written = (receipt.event, receipt.stream, body)
                sealed_log.add(connection, self._safe.seal(connection, [written]))
            sent_log.add(connection, [receipt])

    def keep_rescued(self, rescued: Sequence[tuple[SealedEvent, Receipt]]) -> None:
        """Keep what came from the escrow of another vault, like what was sent from this one."""
        with self._cache.follow() as connection:
            sealed_log.add(connection, [sealed for sealed, _ in rescued])
            sent_log.add(connection, [receipt for _, receipt in rescued])

    def lost(self) -> tuple[Path, ...]:
        """Name the escrows of vaults that this one was made in the place of."""
        return () if self._safe is None else self._safe.lost()

    def settle(self) -> None:
        """Let the escrow hold what the server has not decided, and nothing else."""
        if self._safe is not None:
            self._safe.settle()
