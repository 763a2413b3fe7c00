"""The outbox: what was done here and is not in the mirror yet.

An event is *waiting* until the server has decided it, then *sent* until the mirror holds its
effect, and then it leaves; or it is *refused* and stays, to be shown with the reason, until the
person has seen to it: then it is *withdrawn*, which takes it off the list and keeps it. Nothing
else takes an event out: only a final result does, and for what was not refused, the record
coming back. Functions over a connection, in the caller's transaction; called by the stores.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import case_of
from nurseapp.domain.withdrawal import EntryWithdrawn
from nurseapp.wire.canonical import WireError
from nurseapp.wire.events import decode_event, encode_event
from nurseapp.wire.messages import MAX_BODY, EventResult


class State(StrEnum):
    """Where an event of the outbox stands."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEvent:
    """An event of the outbox as a list shows it.

    Attributes:
        kind: the name of the event's class.
        reason: the code of the refusal, None for what was not refused.
    """

    id: EventId
    stream: StreamId
    kind: str
    at: datetime
    state: State
    reason: str | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """An event that is to be sent.

    Attributes:
        size: in bytes.
        is_forgotten: the server had it, was restored, and is sent it again with its receipt.
    """

    id: EventId
    stream: StreamId
    kind: str
    size: int
    is_forgotten: bool = False


REFUSED = "refused"
"""The one final status after which an event is not applied."""
LARGEST = MAX_BODY // 2
"""Bytes of one event: one that fits into no push would hold up all that come after it."""
FINAL = frozenset({"applied", "merged", "noop", "conflict", REFUSED})


def unknown(connection: Connection, events: Sequence[Event]) -> list[Event]:
    """Leave out the events that are there already: saying the same twice changes nothing.

    Raises:
        DomainError: ``forked`` for an event whose id stands for another one.
    """
    found = connection.exec_driver_sql(
        "SELECT id, body FROM outbox WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([event.id for event in events]),),
    )
    bodies: dict[str, bytes] = {event_id: body for event_id, body in found}
    for event in events:
        if event.id in bodies and bodies[event.id] != encode_event(event):
            raise DomainError("forked", event=event.id)
    return [event for event in events if event.id not in bodies]


def add(connection: Connection, events: Sequence[Event]) -> list[bytes]:
    """Add events, in the order in which they were done; give them as they are sent.

    Raises:
        DomainError: ``too_large`` for one that the server could not take, with the ``limit``.
    """
    rows = [
        (
            event.id,
            event.stream,
            case_of(event.stream),
            type(event.body).__name__,
            event.at.isoformat(),
            encode_event(event),
        )
        for event in events
    ]
    if any(len(body) > LARGEST for *_, body in rows):
        raise DomainError("too_large", limit=LARGEST)
    connection.exec_driver_sql(
        "INSERT INTO outbox (id, stream, case_id, kind, at, body) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return [body for *_, body in rows]


def standing(connection: Connection, cases: Iterable[CaseId]) -> dict[StreamId, list[Event]]:
    """Give, by stream, the events of some cases that are to be shown as done, oldest first.

    An event that this version cannot read is left out: it is still sent.
    """
    rows = connection.exec_driver_sql(
        "SELECT body FROM outbox WHERE case_id IN (SELECT value FROM json_each(?))"
        " AND state IN ('waiting', 'sent') ORDER BY n",
        (json.dumps(list(cases)),),
    )
    found: dict[StreamId, list[Event]] = {}
    for (body,) in rows:
        try:
            event = decode_event(body)
        except WireError:
            continue
        found.setdefault(event.stream, []).append(event)
    return found


def cases_among(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Name those of some cases, by number, of which anything is in the outbox."""
    found = connection.exec_driver_sql(
        "SELECT n FROM held_case WHERE n IN (SELECT value FROM json_each(?))"
        " AND id IN (SELECT case_id FROM outbox)",
        (json.dumps(list(numbers)),),
    )
    return set(found.scalars())


def waiting_in(connection: Connection, case: CaseId) -> int:
    """Count what was done in a case and is not decided by the server yet."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM outbox WHERE case_id = ? AND state = 'waiting'", (case,)
    )
    count: int = found.scalar_one()
    return count


def undecided(connection: Connection) -> list[Undecided]:
    """List what is to be sent, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, stream, kind, length(body), id IN"
        " (SELECT sent.event FROM sent CROSS JOIN sealed ON sealed.event = sent.event"
        " WHERE sent.forgotten) FROM outbox WHERE state = 'waiting' ORDER BY n"
    )
    return [
        Undecided(event, stream, kind, size, bool(forgotten))
        for event, stream, kind, size, forgotten in rows
    ]


def bodies(connection: Connection, events: Sequence[EventId]) -> list[bytes]:
    """Give events as they are sent, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT body FROM outbox WHERE id IN (SELECT value FROM json_each(?)) ORDER BY n",
        (json.dumps(list(events)),),
    )
    return rows.scalars()


def listed(connection: Connection) -> list[WaitingEvent]:
    """List every event that asks for something or waits for it, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, stream, kind, at, state, reason FROM outbox"
        " WHERE state <> 'withdrawn' ORDER BY n"
    )
    return [
        WaitingEvent(
            id=event_id,
            stream=stream,
            kind=kind,
            at=datetime.fromisoformat(at),
            state=State(state),
            reason=reason,
        )
        for event_id, stream, kind, at, state, reason in rows
    ]


def decide(connection: Connection, results: Iterable[EventResult]) -> frozenset[CaseId]:
    """Note what the server decided; name the cases in which it refused something.

    A result that is not final, or of an event that is not waiting here, changes nothing. A
    withdrawal has said its word when it is decided, whichever way.
    """
    final = [result for result in results if result.status in FINAL]
    _forget_withdrawals(connection, final)
    sent = [(r.rev, r.id) for r in final if r.status != REFUSED]
    refused = [(r.reason, r.id) for r in final if r.status == REFUSED]
    if sent:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'sent', rev = ? WHERE id = ? AND state = 'waiting'", sent
        )
    if refused:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'refused', reason = ? WHERE id = ? AND state = 'waiting'",
            refused,
        )
        _forget_words_of_what_ended(connection, [EventId(event_id) for _, event_id in refused])
    cases = connection.exec_driver_sql(
        "SELECT DISTINCT case_id FROM outbox WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([event_id for _, event_id in refused]),),
    )
    return frozenset(cases.scalars())


def _forget_withdrawals(connection: Connection, final: Iterable[EventResult]) -> None:
    connection.exec_driver_sql(
        "DELETE FROM outbox WHERE kind = ? AND state = 'waiting'"
        " AND id IN (SELECT value FROM json_each(?))",
        (EntryWithdrawn.__name__, json.dumps([result.id for result in final])),
    )


def body_of(connection: Connection, event_id: EventId) -> Event | None:
    """Give an event that is here; None where it, or what it says, is not, or cannot be read."""
    body = connection.exec_driver_sql("SELECT body FROM outbox WHERE id = ?", (event_id,)).scalar()
    try:
        return decode_event(body) if body else None
    except WireError:
        return None


def stands(connection: Connection, event_id: EventId) -> bool:
    """Tell whether an event waits, or is sent and not in the mirror yet."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM outbox WHERE id = ? AND state IN ('waiting', 'sent')", (event_id,)
    )
    return found.scalar() is not None


def refused(connection: Connection, event_id: EventId) -> Event:
    """Give an event that the server refused.

    Raises:
        DomainError: ``no_such_entry`` for one that is not among them, or of which the words are
            no longer here.
    """
    body = connection.exec_driver_sql(
        "SELECT body FROM outbox WHERE id = ? AND state = 'refused'", (event_id,)
    ).scalar()
    if not body:
        raise DomainError("no_such_entry", event=event_id)
    return decode_event(body)


def withdraw(connection: Connection, event_id: EventId, why: str) -> None:
    """Take a refused event off the list; ``why`` is kept with it, in the place of the code.

    The server keeps what it refused, with its code.

    Raises:
        DomainError: ``no_such_entry`` for one that was not refused.
    """
    changed = connection.exec_driver_sql(
        "UPDATE outbox SET state = 'withdrawn', reason = ? WHERE id = ? AND state = 'refused'",
        (why, event_id),
    )
    if not changed.rowcount:
        raise DomainError("no_such_entry", event=event_id)
    # Of a stream that ended nothing is kept that a person typed.
    connection.exec_driver_sql(
        "DELETE FROM outbox WHERE id = ? AND state = 'withdrawn' AND body = x''", (event_id,)
    )


def drop_included(connection: Connection) -> frozenset[CaseId]:
    """Let go of the sent events whose effect the mirror holds; name their cases.

    Between two pages of a stream it may lack a record that changed again since: then it holds
    neither the older revision nor the newer one.
    """
    dropped = connection.exec_driver_sql(
        "DELETE FROM outbox WHERE state = 'sent' AND rev <= coalesce("
        "(SELECT CASE WHEN refill OR head < server_head THEN -1 ELSE head END FROM stream"
        " WHERE id = outbox.stream), 0) RETURNING case_id"
    )
    return frozenset(dropped.scalars())


def reopen(connection: Connection) -> None:
    """Send again what was sent and is not in the mirror."""
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'waiting', rev = NULL WHERE state = 'sent'"
    )


def forget(connection: Connection, streams: Collection[StreamId]) -> None:
    """Let go of what was decided in streams that ended: of the refused the words alone.

    Why something was withdrawn are a person's words too, so that goes as a whole.
    """
    names = json.dumps(list(streams))
    connection.exec_driver_sql(
        "DELETE FROM outbox WHERE state IN ('sent', 'withdrawn')"
        " AND stream IN (SELECT value FROM json_each(?))",
        (names,),
    )
    connection.exec_driver_sql(
        "UPDATE outbox SET body = x'' WHERE state = 'refused'"
        " AND stream IN (SELECT value FROM json_each(?))",
        (names,),
    )


def _forget_words_of_what_ended(connection: Connection, events: Sequence[EventId]) -> None:
    """Let go of the words of refused events whose stream is no longer here.

    Done in a stream that had just ended, they were not there when it was forgotten.
    """
    connection.exec_driver_sql(
        "UPDATE outbox SET body = x'' WHERE state = 'refused' AND reason = 'no_such_stream'"
        " AND id IN (SELECT value FROM json_each(?)) AND stream NOT IN (SELECT id FROM stream)",
        (json.dumps(list(events)),),
    )
