"""The audit trail in the database: one row for each read and write. It only grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from nurseapp.server.logs import request_id
from nurseapp.server.store.bulk import insert_rows
from nurseapp.server.store.schema import audit


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
            ``obey``, or ``replay`` for a sealed event that was turned away.
        first_rev: for the read of one record, its revision; ``last_rev`` likewise.
        given: for a read of streams, all that one request handed out.
        outcome: ``ok``, or an event's status, or a refusal's code.
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


def add(connection: Connection, rows: Iterable[AuditRow]) -> None:
    """Write down what was done, in the transaction that did it."""
    insert_rows(connection, audit, map(_values, rows))


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
    }
