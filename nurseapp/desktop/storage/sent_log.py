"""The receipts of what was sent: what the server said it had, in its own hand.

Kept for as long as a restored server may have forgotten it; holds no words of anybody. Functions
over a connection, in the caller's transaction; called by the sync store.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import starmap
from typing import Any

from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.ids import EventId, StreamId

KEPT = timedelta(days=60)
UNDATED = datetime.max.replace(tzinfo=UTC)
"""Of a receipt whose round has not come to its end; it is kept."""
_COLUMNS = "event, stream, payload_hash, status, rev, epoch, signature, at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The server's word on one event.

    Attributes:
        rev, epoch: the revision that includes it, in which life of the server's database.
        signature: under :func:`nurseapp.wire.claims.receipt_claim`.
        at: when the round that it came with was told what there is to see, by the server's clock:
            this computer's may be years off, and would forget too early.
    """

    event: EventId
    stream: StreamId
    payload_hash: bytes
    status: str
    rev: int
    epoch: str
    signature: bytes
    at: datetime = UNDATED


def add(connection: Connection, receipts: Iterable[Receipt]) -> None:
    """Keep receipts, each in the place of an older one of its event."""
    rows = [
        (r.event, r.stream, r.payload_hash, r.status, r.rev, r.epoch, r.signature, r.at.isoformat())
        for r in receipts
    ]
    if rows:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO sent (event, stream, payload_hash, status, rev, epoch,"
            " signature, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def listed(connection: Connection) -> list[Receipt]:
    """List every receipt, the first that came first."""
    rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM sent ORDER BY at, event")  # noqa: S608  # a constant
    return list(starmap(_receipt, rows))


def doubt(connection: Connection) -> None:
    """Note that the server may have forgotten all of this: its database is another."""
    connection.exec_driver_sql("UPDATE sent SET forgotten = 1")


def give_up(connection: Connection, events: Collection[EventId]) -> None:
    """Note that the server does not take these back; another restore may change that."""
    connection.exec_driver_sql(
        "UPDATE sent SET forgotten = 0 WHERE event IN (SELECT value FROM json_each(?))",
        (json.dumps(list(events)),),
    )


def get(connection: Connection, events: Collection[EventId]) -> dict[EventId, Receipt]:
    """Give the receipts of some events, by event."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM sent WHERE event IN (SELECT value FROM json_each(?))",  # noqa: S608  # a constant
        (json.dumps(list(events)),),
    )
    return {receipt.event: receipt for receipt in starmap(_receipt, rows)}


def date_new(connection: Connection, now: datetime) -> None:
    """Date what came since the last round that ended."""
    connection.exec_driver_sql("UPDATE sent SET at = ?1 WHERE at > ?1", (now.isoformat(),))


def forget_old(connection: Connection, now: datetime) -> list[EventId]:
    """Let go of what was kept for long enough, and is not to be sent again; give the events."""
    forgotten = connection.exec_driver_sql(
        "DELETE FROM sent WHERE at < ? AND NOT forgotten RETURNING event",
        ((now - KEPT).isoformat(),),
    )
    return forgotten.scalars()


def _receipt(
    event: EventId, stream: StreamId, payload_hash: bytes, status: str, *more: Any
) -> Receipt:
    rev, epoch, signature, at = more
    return Receipt(
        event=event,
        stream=stream,
        payload_hash=payload_hash,
        status=status,
        rev=rev,
        epoch=epoch,
        signature=signature,
        at=datetime.fromisoformat(at),
    )
