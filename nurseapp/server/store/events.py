"""Events in the database: what came in, what became of it, and what each changed.

Both tables only grow. An event that was refused is kept here with its reason: the dead letter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, literal_column, or_, select

from nurseapp.domain.ids import EventId, RecordId, StreamId
from nurseapp.server.store.bulk import BETWEEN, insertion, is_in, joined
from nurseapp.server.store.schema import event, history, person
from nurseapp.server.store.statement import Statement


class KnownEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known of one event that came in before."""

    id: EventId
    sender: str
    payload_hash: bytes
    status: str
    rev: int
    conflicts: tuple[str, ...]
    reason: str | None


class EventRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One event as it came in, and what became of it; the author is whom the event names."""

    known: KnownEvent
    stream: str
    author: str
    kind: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is the same of all events that came in together: who was signed in, where, and when."""

    sender: str
    device: str
    at: datetime


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change of one record by one event; ``before`` is the body that it replaced."""

    stream: StreamId
    rev: int
    record: RecordId
    event: EventId
    before: str | None


_KNOWN = Statement(
    select(
        event.c.id,
        event.c.sender,
        event.c.payload_hash,
        event.c.status,
        event.c.rev,
        event.c.conflicts,
        event.c.reason,
    ).where(is_in(event.c.id, "ids"))
)


def known(connection: Connection, ids: Collection[EventId]) -> list[KnownEvent]:
    """Find what came in before under these ids."""
    return [
        KnownEvent(
            id=event_id,
            sender=sender,
            payload_hash=payload_hash,
            status=status,
            rev=rev,
            conflicts=tuple(conflicts),
            reason=reason,
        )
        for event_id, sender, payload_hash, status, rev, conflicts, reason in _KNOWN.rows(
            connection, {"ids": BETWEEN.join(ids)}
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One event that was refused; ``name`` is its sender's, None where nobody is listed."""

    id: str
    sender: str
    name: str | None
    stream: str
    received_at: datetime
    kind: str
    reason: str
    payload: str


_WITHDRAWN = "EntryWithdrawn"
_MOST_REFUSED = 1000
_IS_WITHDRAWAL = event.c.kind == literal_column(f"'{_WITHDRAWN}'")
_REFUSED = (
    select(event, person.c.name)
    .outerjoin(person, person.c.login == event.c.sender)
    .where(
        event.c.status == literal_column("'refused'"),
        event.c.kind != _WITHDRAWN,
        or_(event.c.sender == bindparam("sender"), is_in(event.c.stream_id, "streams")),
    )
    .order_by(event.c.received_at.desc(), event.c.id)
    .limit(_MOST_REFUSED)
)
_WITHDRAWALS = select(event.c.sender, event.c.status, event.c.payload).where(
    _IS_WITHDRAWAL, is_in(event.c.stream_id, "streams")
)


def refused(connection: Connection, sender: str, streams: Collection[str]) -> list[Refused]:
    """Find what somebody sent and was refused, and what was refused in these streams."""
    keys = {"sender": sender, "streams": joined(streams)}
    return [
        Refused(
            id=row.id,
            sender=row.sender,
            name=row.name,
            stream=row.stream_id,
            received_at=row.received_at,
            kind=row.kind,
            reason=row.reason or "",
            payload=row.payload,
        )
        for row in connection.execute(_REFUSED, keys)
    ]


def withdrawals(connection: Connection, streams: Collection[str]) -> list[tuple[str, str, str]]:
    """Find what settles dead letters in these streams: sender, status and payload."""
    rows = connection.execute(_WITHDRAWALS, {"streams": joined(streams)})
    return [(row.sender, row.status, row.payload) for row in rows]


_EACH = ("id", "payload_hash", "stream_id", "author", "kind", "payload")
_OUTCOME = ("status", "rev", "conflicts", "reason")
_ADD = Statement(insertion(event, (*_EACH, *_OUTCOME), ("sender", "device", "received_at")))
_ADD_HISTORY = Statement(
    insertion(history, ("stream_id", "rev", "record_id", "event_id", "before"))
)


def add(connection: Connection, delivery: Delivery, rows: Sequence[EventRow]) -> None:
    """Keep events with what became of them."""
    known = [row.known for row in rows]
    values = {
        "id": BETWEEN.join([one.id for one in known]),
        "payload_hash": BETWEEN.join([f"\\x{one.payload_hash.hex()}" for one in known]),
        "stream_id": BETWEEN.join([row.stream for row in rows]),
        "author": BETWEEN.join([row.author for row in rows]),
        "kind": BETWEEN.join([row.kind for row in rows]),
        "payload": BETWEEN.join([row.payload for row in rows]),
        "status": BETWEEN.join([one.status for one in known]),
        "rev": joined(one.rev for one in known),
        "conflicts": BETWEEN.join([f"{{{','.join(one.conflicts)}}}" for one in known]),
        "reason": BETWEEN.join([one.reason or "" for one in known]),
        "sender": delivery.sender,
        "device": delivery.device,
        "received_at": delivery.at,
    }
    _ADD.run(connection, values)


def add_history(connection: Connection, rows: Sequence[HistoryRow]) -> None:
    """Keep what events changed."""
    values = {
        "stream_id": BETWEEN.join([row.stream for row in rows]),
        "rev": joined(row.rev for row in rows),
        "record_id": BETWEEN.join([row.record for row in rows]),
        "event_id": BETWEEN.join([row.event for row in rows]),
        "before": BETWEEN.join([row.before or "" for row in rows]),
    }
    _ADD_HISTORY.run(connection, values)
