"""Commands to computers in the database: issued, listed until they are done, kept for good."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from nurseapp.domain.ids import UserId
from nurseapp.server.store.bulk import insert_rows, is_in, joined
from nurseapp.server.store.schema import command


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRow:
    """One command: to whose vault on which device; ``streams`` of a refill, none for all."""

    id: str
    person: UserId
    device: str
    kind: str
    streams: tuple[str, ...]


_OF_DEVICE = (
    command.c.person == bindparam("user"),
    command.c.device == bindparam("computer"),
    command.c.done_at.is_(None),
)
_WAITING = (
    select(command.c.id, command.c.kind, command.c.streams)
    .where(*_OF_DEVICE)
    .order_by(command.c.number)
)
_DONE = update(command).where(*_OF_DEVICE, is_in(command.c.id, "ids"))


def issue(connection: Connection, rows: Iterable[CommandRow], at: datetime) -> None:
    """Keep commands, to be given to their computers."""
    values = (
        {
            "id": row.id,
            "person": row.person,
            "device": row.device,
            "kind": row.kind,
            "streams": row.streams,
            "issued_at": at,
        }
        for row in rows
    )
    insert_rows(connection, command, values)


def waiting(connection: Connection, user: UserId, device: str) -> list[CommandRow]:
    """List what a computer was told and has not done yet, in the order of the telling."""
    return [
        CommandRow(id=row.id, person=user, device=device, kind=row.kind, streams=tuple(row.streams))
        for row in connection.execute(_WAITING, {"user": user, "computer": device})
    ]


def note_done(
    connection: Connection, user: UserId, device: str, ids: Collection[str], at: datetime
) -> None:
    """Note that a computer did what it was told; what was not told to it stays as it is."""
    values = {"user": user, "computer": device, "ids": joined(ids)}
    connection.execute(_DONE.values(done_at=at), values)
