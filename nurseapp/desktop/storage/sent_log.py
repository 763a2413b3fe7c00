"""The receipts of what was sent: what the server said it had, in its own hand.

Kept for as long as a restored server may have forgotten it; holds no words of anybody. Functions
over a connection, in the caller's transaction; called by the sync store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurseapp.domain.ids import EventId, StreamId

KEPT = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The server's word on one event.

    Attributes:
        rev, epoch: the revision that includes it, in which life of the server's database.
        signature: under :func:`nurseapp.wire.claims.receipt_claim`.
        at: when it came.
    """

    event: EventId
    stream: StreamId
    payload_hash: bytes
    status: str
    rev: int
    epoch: str
    signature: bytes
    at: datetime


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
    rows = connection.exec_driver_sql(
        "SELECT event, stream, payload_hash, status, rev, epoch, signature, at FROM sent"
        " ORDER BY at, event"
    )
    return [
        Receipt(
            event=event,
            stream=stream,
            payload_hash=payload_hash,
            status=status,
            rev=rev,
            epoch=epoch,
            signature=signature,
            at=datetime.fromisoformat(at),
        )
        for event, stream, payload_hash, status, rev, epoch, signature, at in rows
    ]


def forget_old(connection: Connection, now: datetime) -> None:
    """Let go of what was kept for long enough."""
    connection.exec_driver_sql("DELETE FROM sent WHERE at < ?", ((now - KEPT).isoformat(),))
