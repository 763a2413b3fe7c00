"""Second factors in the database: the sealed secret of somebody's app, and their recovery codes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import UserId
from nurseapp.server.store.schema import recovery_code, second_factor


def enrol(connection: Connection, person: UserId, sealed: bytes, codes: Iterable[bytes]) -> None:
    """Keep somebody's sealed secret, and hashes of their codes, in the place of older ones."""
    new = {"secret": sealed, "last_step": 0}
    statement = insert(second_factor).values(person=person, **new)
    connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=new))
    connection.execute(delete(recovery_code).where(recovery_code.c.person == person))
    rows = [{"person": person, "hash": code} for code in codes]
    connection.execute(insert(recovery_code).values(rows))


def secret_of(connection: Connection, person: UserId) -> bytes | None:
    """Give somebody's sealed secret, None where they have none."""
    found = connection.scalar(
        select(second_factor.c.secret).where(second_factor.c.person == person)
    )
    return None if found is None else bytes(found)


def secrets(connection: Connection) -> list[tuple[UserId, bytes]]:
    """Give everybody's secrets, as they are kept."""
    rows = connection.execute(select(second_factor.c.person, second_factor.c.secret)).all()
    return [(UserId(person), bytes(secret)) for person, secret in rows]


def put_secret(connection: Connection, person: UserId, was: bytes, now: bytes) -> None:
    """Keep somebody's secret otherwise, unless they have been given another meanwhile."""
    table = second_factor
    connection.execute(
        update(table).where(table.c.person == person, table.c.secret == was).values(secret=now)
    )


def use_step(connection: Connection, person: UserId, step: int) -> bool:
    """Use a step of time up, with all before it; say no where it was used before."""
    table = second_factor
    statement = (
        update(table)
        .where(table.c.person == person, table.c.last_step < step)
        .values(last_step=step)
        .returning(table.c.person)
    )
    return connection.execute(statement).one_or_none() is not None


def use_code(connection: Connection, person: UserId, code: bytes) -> bool:
    """Use a recovery code up, by its hash; say no where there is none."""
    statement = (
        delete(recovery_code)
        .where(recovery_code.c.person == person, recovery_code.c.hash == code)
        .returning(recovery_code.c.person)
    )
    return connection.execute(statement).one_or_none() is not None
