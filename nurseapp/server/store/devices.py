"""Computers in the database: the keys with which they sign what was done on them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import UserId
from nurseapp.server.store.bulk import is_in, joined
from nurseapp.server.store.schema import device


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
