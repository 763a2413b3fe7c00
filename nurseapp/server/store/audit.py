"""The audit trail in the database: one row for each read and write. It only grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, or_, select

from nurseapp.server.logs import request_id
from nurseapp.server.store.bulk import BETWEEN, insert_rows, insertion
from nurseapp.server.store.events import Delivery, EventRow
from nurseapp.server.store.schema import audit, event, person
from nurseapp.server.store.statement import Statement

_KIND = (
    select(event.c.kind)
    .where(event.c.id == audit.c.event_id, event.c.sender == audit.c.actor)
    .limit(1)
    .scalar_subquery()
)
_ADD_WRITES = Statement(
    insertion(
        audit,
        ("stream_id", "event_id", "outcome"),
        ("at", "actor", "device", "action", "request"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The revisions of one stream that a request handed out, the first and the last."""

    stream: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Who did what, with which device, and what came of it.

    Attributes:
        action: ``sign-in``, ``sign-out``, ``manifest``, ``status``, ``read``, ``write``,
            ``obey``, ``break-glass``, ``emergency-read``, ``audit-read``, ``replay`` for a sealed
            event that was turned away, or what was done on a computer, such as ``print``.
        first_rev: for the read of one record, its revision; ``last_rev`` likewise.
        given: for a read of streams, all that one request handed out.
        outcome: ``ok``, or an event's status, or a refusal's code.
        acted_at: when it was done, where that was on a computer before the server knew; ``event``
            is then the id that it was given there.
    """

    at: datetime
    actor: str
    device: str
    action: str
    stream: str | None = None
    event: str | None = None
    first_rev: int | None = None
    last_rev: int | None = None
    outcome: str = "ok"
    given: tuple[Given, ...] = ()
    detail: str | None = None
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """One row about the streams of a case; ``event`` is the kind of event that it tells of."""

    id: int
    row: AuditRow
    name: str | None
    roles: tuple[str, ...]
    event: str | None


def add(connection: Connection, rows: Iterable[AuditRow]) -> None:
    """Write down what was done, in the transaction that did it."""
    insert_rows(connection, audit, map(_values, rows))


def add_writes(connection: Connection, delivery: Delivery, rows: Sequence[EventRow]) -> None:
    """Write down what was written, in the transaction that did it."""
    values = {
        "at": delivery.at,
        "actor": delivery.sender,
        "device": delivery.device,
        "action": "write",
        "stream_id": BETWEEN.join([row.stream for row in rows]),
        "event_id": BETWEEN.join([row.known.id for row in rows]),
        "outcome": BETWEEN.join([row.known.reason or row.known.status for row in rows]),
        "request": request_id.get(None),
    }
    _ADD_WRITES.run(connection, values)


def add_once(connection: Connection, rows: Iterable[AuditRow]) -> None:
    """Write down what was done on computers; what is known already changes nothing."""
    insert_rows(connection, audit, map(_values, rows), once=True)


def openings(connection: Connection, person: str, since: datetime) -> int:
    """Count the cases that somebody opened by breaking the glass, from a moment on."""
    is_opening = (audit.c.action == "break-glass") & (audit.c.outcome == "ok")
    statement = select(func.count()).where(is_opening, audit.c.actor == person, audit.c.at > since)
    return connection.execute(statement).scalar_one()


def about(
    connection: Connection, streams: Sequence[str], before: int | None, most: int
) -> list[SeenRow]:
    """Give the newest rows about any of these streams, of those numbered before another."""
    given = [audit.c.given.contains([{"stream": name}]) for name in streams]
    statement = (
        select(audit, person.c.name, person.c.roles, _KIND.label("kind"))
        .outerjoin(person, person.c.login == audit.c.actor)
        .where(or_(audit.c.stream_id.in_(streams), *given))
        .order_by(audit.c.id.desc())
        .limit(most)
    )
    if before is not None:
        statement = statement.where(audit.c.id < before)
    return [_seen(row) for row in connection.execute(statement)]


def _seen(row: Row[*tuple[Any, ...]]) -> SeenRow:
    given = msgspec.convert(row.given or (), tuple[Given, ...])
    return SeenRow(
        id=row.id,
        row=AuditRow(
            at=row.at,
            actor=row.actor,
            device=row.device,
            action=row.action,
            stream=row.stream_id,
            event=row.event_id,
            outcome=row.outcome,
            given=given,
            detail=row.detail,
            acted_at=row.acted_at,
        ),
        name=row.name,
        roles=tuple(row.roles or ()),
        event=row.kind,
    )


def _values(row: AuditRow) -> Mapping[str, object]:
    return {
        "at": row.at,
        "actor": row.actor,
        "device": row.device,
        "action": row.action,
        "stream_id": row.stream,
        "event_id": row.event,
        "first_rev": row.first_rev,
        "last_rev": row.last_rev,
        "outcome": row.outcome,
        "given": row.given or None,
        "detail": row.detail,
        "request": request_id.get(None),
        "acted_at": row.acted_at,
    }
