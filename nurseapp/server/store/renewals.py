"""Sessions that their computers renew, in the database.

A session is one row from sign-in to its end: the family of all the tokens that it had. A family
knows the hash of the token that is good now, of the one that renews it, and of the one that did so
last; ``device_key`` is of the only computer that may.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from nurseapp.domain.ids import UserId
from nurseapp.server.store.schema import server_key, session


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A session that can be renewed, as it stands.

    Attributes:
        spent_hash: of what renewed it last, None before that.
        server_key: private, from which the next tokens are made.
    """

    name: str
    person: UserId
    device: str
    device_key: bytes
    refresh_hash: bytes
    spent_hash: bytes | None
    expires_at: datetime
    server_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Hashes of the tokens of a session, and until when the first is good."""

    token: bytes
    refresh: bytes
    expires_at: datetime


_FIND = (
    select(session, server_key.c.private)
    .join_from(session, server_key, server_key.c.single)
    .with_for_update(of=session)
)


def found(connection: Connection, family: str, now: datetime) -> Family | None:
    """Find a session that may still be renewed; whoever else asks waits for this transaction."""
    statement = _FIND.where(session.c.family == family, session.c.ends_at > now)
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    return Family(
        name=row.family,
        person=row.person,
        device=row.device,
        device_key=bytes(row.device_key),
        refresh_hash=bytes(row.refresh_hash),
        spent_hash=None if row.spent_hash is None else bytes(row.spent_hash),
        expires_at=row.expires_at,
        server_key=bytes(row.private),
    )


def begin(
    connection: Connection, family: str, key: bytes, tokens: Tokens, ends_at: datetime
) -> None:
    """Let a session, found by its token, be renewed with a computer's key until a time."""
    connection.execute(
        update(session)
        .where(session.c.token_hash == tokens.token)
        .values(family=family, device_key=key, refresh_hash=tokens.refresh, ends_at=ends_at)
    )


def renew(connection: Connection, family: Family, tokens: Tokens) -> None:
    """Give a session other tokens; those until now are good for nothing but to ask again."""
    connection.execute(
        update(session)
        .where(session.c.family == family.name)
        .values(
            token_hash=tokens.token,
            refresh_hash=tokens.refresh,
            spent_hash=family.refresh_hash,
            expires_at=tokens.expires_at,
        )
    )


def end(connection: Connection, family: Family) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.family == family.name))


def end_all_on(connection: Connection, person: UserId, device: str) -> None:
    """End every session that somebody has on a computer."""
    connection.execute(
        delete(session).where(session.c.person == person, session.c.device == device)
    )
