"""Computers in the database: the keys with which they sign what was done on them, and their end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import UserId
from nurseapp.server.store.bulk import is_in, joined
from nurseapp.server.store.schema import device
from nurseapp.server.store.schema import person as people


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """A computer of somebody's, since when it is known, and since when it is not used any more."""

    id: str
    since: datetime
    ended_at: datetime | None


def register(
    connection: Connection, person: UserId, name: str, public_key: bytes, at: datetime
) -> None:
    """Keep a key of somebody's computer; one that is known stays."""
    row = {"person": person, "id": name, "public_key": public_key, "at": at}
    connection.execute(insert(device).values(row).on_conflict_do_nothing())


def keys_of(
    connection: Connection, person: UserId, names: Collection[str]
) -> dict[str, list[bytes]]:
    """Give the keys of some of a person's computers, by the computer."""
    statement = select(device.c.id, device.c.public_key).where(
        device.c.person == person, is_in(device.c.id, "ids")
    )
    found: dict[str, list[bytes]] = {}
    for name, key in connection.execute(statement, {"ids": joined(names)}):
        found.setdefault(name, []).append(bytes(key))
    return found


def all_of(connection: Connection, person: UserId) -> list[DeviceRow]:
    """List the computers that somebody signed in on with a key, the oldest first."""
    since = func.min(device.c.at)
    statement = (
        select(device.c.id, since.label("since"), func.max(device.c.ended_at).label("ended_at"))
        .where(device.c.person == person)
        .group_by(device.c.id)
        .order_by(since, device.c.id)
    )
    return [
        DeviceRow(id=row.id, since=row.since, ended_at=row.ended_at)
        for row in connection.execute(statement)
    ]


def end(connection: Connection, person: UserId, name: str, at: datetime) -> bool:
    """Let nobody sign in on a computer any more; say no where it is not known."""
    statement = (
        update(device)
        .where(device.c.person == person, device.c.id == name)
        .values(ended_at=func.coalesce(device.c.ended_at, at))
        .returning(device.c.id)
    )
    return connection.execute(statement).first() is not None


def is_one_more(connection: Connection, person: UserId, name: str, most: int) -> bool:
    """Tell whether a computer would be one more than somebody may have; those ended do not count.

    Whoever signs in at the same time elsewhere waits.
    """
    connection.execute(select(people.c.login).where(people.c.login == person).with_for_update())
    statement = select(device.c.id).where(device.c.person == person, device.c.ended_at.is_(None))
    theirs = set(connection.scalars(statement))
    return name not in theirs and len(theirs) >= most


def is_ended(connection: Connection, person: UserId, name: str) -> bool:
    """Tell whether somebody's computer was ended."""
    statement = select(device.c.id).where(
        device.c.person == person, device.c.id == name, device.c.ended_at.is_not(None)
    )
    return connection.execute(statement).first() is not None
