"""Keeps what is done here safe from the loss of this vault, and from that of the server's memory.

Each act is sealed when it is written down: into the cache's log, from which a restored server gets
it back, and into the escrow beside the cache, from which it is rescued when the vault is lost.
Whoever is told that something was saved may rely on both. Called by the stores, on their threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from nurseapp.desktop.storage import sealed_log, settings
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.escrow import Escrow
from nurseapp.desktop.storage.lost_vaults import lost_escrows
from nurseapp.desktop.storage.sealed_log import SealedEvent
from nurseapp.desktop.storage.sealing import DeviceKey, Sealer
from nurseapp.domain.ids import EventId, StreamId

SEAL_KEY = "seal_key"
"""The setting under which the server's key is pinned."""
Written = tuple[EventId, StreamId, bytes]
"""The id of an event or of a deed, its stream and its bytes as they are sent."""


class Safekeeping:
    """Seals for one vault; without a pinned key of the server it keeps nothing yet."""

    def __init__(self, cache: Cache, escrow: Escrow, signing: DeviceKey) -> None:
        self._cache = cache
        self._escrow = escrow
        self._signing = signing
        self._sealer: Sealer | None = None

    @property
    def signing(self) -> DeviceKey:
        """The key of this computer."""
        return self._signing

    def lost(self) -> tuple[Path, ...]:
        """Name the escrows of vaults that this one was made in the place of."""
        return tuple(lost_escrows(self._escrow.folder))

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for what a person did; what is kept with it is in both or in none.

        The escrow is on the disk before the cache is: where the escrow cannot be written, nothing
        was done.
        """
        with self._escrow.whole(), self._cache.write() as connection:
            yield connection

    def keep(self, connection: Connection, written: Iterable[Written]) -> None:
        """Seal what was written, at the end of a :meth:`write`.

        Raises:
            CacheError: the escrow cannot be written.
        """
        self._put(connection, self.seal(connection, written))

    def keep_deeds(self, connection: Connection, written: Iterable[Written]) -> None:
        """Seal deeds, at the end of a :meth:`write`; raise as :meth:`keep`."""
        sealer = self._known_sealer(connection)
        if sealer is not None:
            self._put(connection, [_sealed(one, sealer.seal_deed(one[2])) for one in written])

    def _put(self, connection: Connection, sealed: list[SealedEvent]) -> None:
        if sealed:
            sealed_log.add(connection, sealed)
            self._escrow.put(sealed)

    def seal(self, connection: Connection, written: Iterable[Written]) -> list[SealedEvent]:
        """Seal events for the server; none where its key is not known."""
        sealer = self._known_sealer(connection)
        if sealer is None:
            return []
        return [_sealed(one, sealer.seal(one[2])) for one in written]

    def settle(self) -> None:
        """Let the escrow hold what the server has not decided, and nothing else.

        For before and after each round: a program that was killed, or that had no key to seal to,
        left the two apart.

        Raises:
            CacheError: the cache or the escrow cannot be written; nothing is lost.
        """
        with self._escrow.whole():
            with self._cache.read(following=True) as connection:
                missing = sealed_log.missing(connection)
            if missing:
                with self._cache.follow() as connection:
                    sealed_log.add(connection, self.seal(connection, missing))
            with self._cache.read(following=True) as connection:
                undecided = sealed_log.undecided(connection)
            self._escrow.hold(undecided)

    def _known_sealer(self, connection: Connection) -> Sealer | None:
        if self._sealer is None:
            pinned = settings.get(connection, SEAL_KEY)
            self._sealer = None if pinned is None else Sealer(self._signing, bytes.fromhex(pinned))
        return self._sealer


def _sealed(written: Written, sealed: bytes) -> SealedEvent:
    name, stream, body = written
    return SealedEvent(event=name, stream=stream, payload_hash=sha256(body).digest(), sealed=sealed)
