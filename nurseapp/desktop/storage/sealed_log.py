"""The log of what was done here, sealed: nobody on this computer can read it, the server can.

An entry is made with the event and stays as long as its receipt. Functions over a connection, in
the caller's transaction; called by the safekeeping and by the sync store.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.ids import EventId, StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEvent:
    """An event that only the server can read.

    Attributes:
        payload_hash: SHA-256 of its bytes as they are sent, to know a receipt for it.
    """

    event: EventId
    stream: StreamId
    payload_hash: bytes
    sealed: bytes


_COLUMNS = "sealed.event, sealed.stream, sealed.payload_hash, sealed.sealed"


def add(connection: Connection, sealed: Iterable[SealedEvent]) -> None:
    """Keep entries; one that is there already stays."""
    rows = [(s.event, s.stream, s.payload_hash, s.sealed) for s in sealed]
    if rows:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO sealed (event, stream, payload_hash, sealed)"
            " VALUES (?, ?, ?, ?)",
            rows,
        )


def get(connection: Connection, events: Sequence[EventId]) -> list[SealedEvent]:
    """Give entries, the first that was made first."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM sealed WHERE event IN (SELECT value FROM json_each(?))"  # noqa: S608  # a constant
        " ORDER BY n",
        (json.dumps(events),),
    )
    return [_entry(*row) for row in rows]


def undecided(connection: Connection) -> list[SealedEvent]:
    """Give the entries of what the server has not decided, then of deeds that it was not told."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM outbox JOIN sealed ON sealed.event = outbox.id"  # noqa: S608  # a constant
        " WHERE outbox.state = 'waiting' ORDER BY outbox.n"
    ).all()
    deeds = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM deed JOIN sealed ON sealed.event = deed.id ORDER BY deed.n"  # noqa: S608  # a constant
    )
    return [_entry(*row) for row in (*rows, *deeds)]


def missing(connection: Connection) -> list[tuple[EventId, StreamId, bytes]]:
    """Give what waits and has no entry: it was done before there was a key to seal to."""
    rows = connection.exec_driver_sql(
        "SELECT id, stream, body FROM outbox WHERE state = 'waiting'"
        " AND NOT EXISTS (SELECT 1 FROM sealed WHERE event = outbox.id) ORDER BY n"
    )
    return [(event, stream, body) for event, stream, body in rows]


def forgotten(connection: Connection) -> list[tuple[EventId, int]]:
    """List what a restored server has to be sent again, the oldest first, with its size."""
    # CROSS JOIN keeps the order of the tables: all that was sealed in weeks is never read.
    rows = connection.exec_driver_sql(
        "SELECT sealed.event, length(sealed.sealed) FROM sent CROSS JOIN sealed"
        " ON sealed.event = sent.event WHERE sent.forgotten ORDER BY sealed.n"
    )
    return [(event, size) for event, size in rows]


def drop(connection: Connection, events: Collection[EventId]) -> None:
    """Let go of entries."""
    connection.exec_driver_sql(
        "DELETE FROM sealed WHERE event IN (SELECT value FROM json_each(?))",
        (json.dumps(list(events)),),
    )


def _entry(event: EventId, stream: StreamId, payload_hash: bytes, sealed: bytes) -> SealedEvent:
    return SealedEvent(event=event, stream=stream, payload_hash=payload_hash, sealed=sealed)
