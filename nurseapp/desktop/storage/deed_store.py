"""What was done here and is no event, such as to print: kept until the server has it in its trail.

Runs on the store's thread, and on the sync's, which takes away what the server has. Called by
services and by the round.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from nurseapp.desktop.storage import sealed_log
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.safekeeping import Safekeeping
from nurseapp.domain.ids import EventId, StreamId
from nurseapp.wire.audit import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDeed:
    """One thing that was done with a stream.

    Attributes:
        at: when, aware UTC, by this computer's clock.
        action: a word, such as ``print``; ``detail`` names of the stream what it was done with.
    """

    id: str
    at: datetime
    action: str
    stream: StreamId
    detail: str


class DeedStore:
    """The deeds in the cache that the server does not know of yet."""

    def __init__(self, cache: Cache, safe: Safekeeping | None = None) -> None:
        """Read and write a cache; deeds are kept safe besides where that is given."""
        self._cache = cache
        self._safe = safe

    def note(self, deeds: Sequence[KeptDeed]) -> None:
        """Keep deeds, all or none: they are on the disk when this returns."""
        writing = self._cache.write() if self._safe is None else self._safe.write()
        with writing as connection:
            connection.exec_driver_sql(
                "INSERT INTO deed (id, at, action, stream, detail) VALUES (?, ?, ?, ?, ?)",
                [(d.id, d.at.isoformat(), d.action, d.stream, d.detail) for d in deeds],
            )
            if self._safe is not None:
                written = [(EventId(d.id), d.stream, msgspec.json.encode(sent(d))) for d in deeds]
                self._safe.keep_deeds(connection, written)

    def oldest(self, most: int) -> list[KeptDeed]:
        """Give the oldest deeds, the first first."""
        with self._cache.read(following=True) as connection:
            rows = connection.exec_driver_sql(
                "SELECT id, at, action, stream, detail FROM deed ORDER BY n LIMIT ?", (most,)
            )
            return [
                KeptDeed(
                    id=name,
                    at=datetime.fromisoformat(at),
                    action=action,
                    stream=StreamId(stream),
                    detail=detail,
                )
                for name, at, action, stream, detail in rows
            ]

    def forget(self, ids: Collection[str]) -> None:
        """Let go of deeds that are in the server's trail."""
        with self._cache.follow() as connection:
            connection.exec_driver_sql("DELETE FROM deed WHERE id = ?", [(name,) for name in ids])
            sealed_log.drop(connection, [EventId(name) for name in ids])
        if self._safe is not None:
            self._safe.settle()


def sent(deed: KeptDeed) -> Deed:
    """Write a deed as it is sent."""
    return Deed(id=deed.id, at=deed.at, action=deed.action, stream=deed.stream, detail=deed.detail)


def count(connection: Connection) -> int:
    """Say how many deeds the server does not know of."""
    found: int = connection.exec_driver_sql("SELECT count(*) FROM deed").scalar_one()
    return found
