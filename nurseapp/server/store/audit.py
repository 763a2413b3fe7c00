"""The audit trail in the database: one row for each read and write. It only grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, DateTime, cast, insert, select

from nurseapp.server.store.bulk import joined, rows_of
from nurseapp.server.store.schema import audit

_COLUMNS = [column.name for column in audit.columns if column.name != "id"]
_added = rows_of("added", *_COLUMNS, numbers=["first_rev", "last_rev"])
# In one statement, where COPY goes to the database and back three times: each request has a row.
_ADD = insert(audit).from_select(
    _COLUMNS,
    select(cast(_added.c.at, DateTime(timezone=True)), *list(_added.c)[1 : len(_COLUMNS)]).order_by(
        _added.c.number
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Who did what, with which device, and what came of it.

    Attributes:
        action: ``sign-in``, ``sign-out``, ``manifest``, ``status``, ``read``, ``write``,
            ``obey``, or ``replay`` for a sealed event that was turned away.
        first_rev: for a read, the first revision that was handed out; ``last_rev`` the last.
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


def add(connection: Connection, rows: Iterable[AuditRow]) -> None:
    """Write down what was done, in the transaction that did it."""
    columns = list(zip(*map(_values, rows), strict=True))
    if columns:
        written = dict(zip(_COLUMNS, map(joined, columns), strict=True))
        connection.execute(_ADD, written)


def _values(row: AuditRow) -> tuple[object, ...]:
    return (
        row.at.isoformat(),
        row.actor,
        row.device,
        row.action,
        row.stream,
        row.event,
        row.first_rev,
        row.last_rev,
        row.outcome,
    )
