"""Enrolment codes in the database: at most one a person, by its hash, until it is used or over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import UserId
from nurseapp.server.store.schema import enrolment_code


def give(connection: Connection, person: UserId, code: bytes, until: datetime) -> None:
    """Keep somebody's code in the place of an older one."""
    new = {"hash": code, "until": until}
    statement = insert(enrolment_code).values(person=person, **new)
    connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=new))


def is_good(connection: Connection, person: UserId, code: bytes, at: datetime) -> bool:
    """Tell whether a code is somebody's, and neither used nor over."""
    table = enrolment_code
    statement = select(table.c.person).where(
        table.c.person == person, table.c.hash == code, table.c.until > at
    )
    return connection.execute(statement).one_or_none() is not None


def use_up(connection: Connection, person: UserId, code: bytes) -> bool:
    """Use somebody's code up; say no where that was done meanwhile."""
    table = enrolment_code
    statement = (
        delete(table)
        .where(table.c.person == person, table.c.hash == code)
        .returning(table.c.person)
    )
    return connection.execute(statement).one_or_none() is not None
