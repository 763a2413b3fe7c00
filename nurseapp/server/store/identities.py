"""Identities in the database: who of ours somebody is whom a provider names."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import UserId
from nurseapp.server.store.schema import identity


def link(connection: Connection, issuer: str, subject: str, person: UserId) -> bool:
    """Say that a provider's subject is one of ours; say no where it is another's already."""
    row = {"issuer": issuer, "subject": subject, "person": person}
    connection.execute(insert(identity).values(row).on_conflict_do_nothing())
    return person_of(connection, issuer, subject) == person


def person_of(connection: Connection, issuer: str, subject: str) -> UserId | None:
    """Give who of ours it is, None where an administrator has linked nobody."""
    found = connection.scalar(
        select(identity.c.person).where(identity.c.issuer == issuer, identity.c.subject == subject)
    )
    return None if found is None else UserId(found)
