"""Events in the database: what came in, what became of it, and what each changed.

Both tables only grow. An event that was refused is kept here with its reason: the dead letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal_column, or_, select

from nurseapp.domain.ids import EventId, RecordId, StreamId
from nurseapp.server.store.bulk import insert_rows, is_in, joined
from nurseapp.server.store.schema import event, history, person


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEvent:
    """What is known of one event that came in before."""

    id: EventId
    sender: str
    payload_hash: bytes
    status: str
    rev: int
    conflicts: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event as it came in, and what became of it.

    Attributes:
        sender: who was signed in; the author is whom the event names.
    """

    known: KnownEvent
    stream: str
    author: str
    device: str
    received_at: datetime
    kind: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One change of one record by one event; ``before`` is the body that it replaced."""

    stream: StreamId
    rev: int
    record: RecordId
    event: EventId
    before: str | None


_KNOWN = select(
    event.c.id,
    event.c.sender,
    event.c.payload_hash,
    event.c.status,
    event.c.rev,
    event.c.conflicts,
    event.c.reason,
).where(is_in(event.c.id, "ids"))


def known(connection: Connection, ids: Collection[EventId]) -> list[KnownEvent]:
    """Find what came in before under these ids."""
    return [
        KnownEvent(
            id=row.id,
            sender=row.sender,
            payload_hash=row.payload_hash,
            status=row.status,
            rev=row.rev,
            conflicts=tuple(row.conflicts),
            reason=row.reason,
        )
        for row in connection.execute(_KNOWN, {"ids": joined(ids)})
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


def add(connection: Connection, rows: Iterable[EventRow]) -> None:
    """Keep events with what became of them."""
    insert_rows(connection, event, map(_event_values, rows))


def add_history(connection: Connection, rows: Iterable[HistoryRow]) -> None:
    """Keep what events changed."""
    insert_rows(connection, history, map(_history_values, rows))


def _event_values(row: EventRow) -> Mapping[str, object]:
    known = row.known
    return {
        "id": known.id,
        "sender": known.sender,
        "payload_hash": f"\\x{known.payload_hash.hex()}",
        "stream_id": row.stream,
        "author": row.author,
        "device": row.device,
        "received_at": row.received_at,
        "kind": row.kind,
        "payload": row.payload,
        "status": known.status,
        "rev": known.rev,
        "conflicts": known.conflicts,
        "reason": known.reason,
    }


def _history_values(row: HistoryRow) -> Mapping[str, object]:
    return {
        "stream_id": row.stream,
        "rev": row.rev,
        "record_id": row.record,
        "event_id": row.event,
        "before": row.before,
    }
