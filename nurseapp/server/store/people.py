"""People and their sessions in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, and_, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.policy import Actor, Role
from nurseapp.server.store.acting import acting
from nurseapp.server.store.bulk import is_in, joined
from nurseapp.server.store.schema import meta, person, server_key, session
from nurseapp.server.store.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody who may sign in; ``password`` is an Argon2id hash."""

    login: UserId
    name: str
    roles: tuple[Role, ...]
    team: TeamId | None
    password: str

    def actor(self) -> Actor:
        """Give what decisions need to know of them."""
        return Actor(id=self.login, roles=frozenset(self.roles), team=self.team)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """Who holds a session, on which device; the epoch that the server is in, and its key."""

    person: PersonRow
    device: str
    epoch: str
    key: bytes = field(repr=False)


LEAVING = timedelta(days=60)
"""How long after its end a session of somebody who left still lets their computer give up."""

_PERSON = (person.c.login, person.c.name, person.c.roles, person.c.team, person.c.password)
_SESSION = Statement(
    select(
        *_PERSON,
        person.c.active,
        session.c.device,
        meta.c.epoch,
        server_key.c.private,
        *acting(person.c.login, "now"),
    )
    .join_from(session, person, person.c.login == session.c.person)
    .join(meta, meta.c.single)
    .join(server_key, server_key.c.single)
    .where(
        session.c.token_hash == bindparam("token_hash"),
        or_(
            and_(person.c.active, session.c.expires_at > bindparam("now")),
            and_(~person.c.active, session.c.expires_at > bindparam("long_ago")),
        ),
    )
)
_WHO_MAY_STAND_TO = select(*_PERSON).where(
    person.c.active, or_(is_in(person.c.login, "logins"), is_in(person.c.team, "teams"))
)


def find(connection: Connection, login: str) -> PersonRow | None:
    """Find somebody who may sign in."""
    row = connection.execute(
        select(*_PERSON).where(person.c.login == login, person.c.active)
    ).one_or_none()
    return _person(row) if row else None


def add(connection: Connection, row: PersonRow) -> bool:
    """Enter somebody; say no where the login is taken."""
    statement = (
        insert(person)
        .values(
            login=row.login,
            name=row.name,
            roles=[role.value for role in row.roles],
            team=row.team,
            password=row.password,
            active=True,
        )
        .on_conflict_do_nothing()
        .returning(person.c.login)
    )
    return connection.execute(statement).one_or_none() is not None


def set_password(connection: Connection, login: UserId, password: str) -> None:
    """Store another hash of somebody's password."""
    connection.execute(update(person).where(person.c.login == login).values(password=password))


def deactivate(connection: Connection, login: UserId) -> bool:
    """Let somebody sign in no more; say no where there is nobody who may.

    Their sessions stay, with which their computers learn it; see :func:`find_session`.
    """
    statement = (
        update(person)
        .where(person.c.login == login, person.c.active)
        .values(active=False)
        .returning(person.c.login)
    )
    return connection.execute(statement).one_or_none() is not None


def devices_of(connection: Connection, login: UserId) -> set[str]:
    """Name the devices on which somebody signed in, and of which the session is still kept."""
    return set(connection.scalars(select(session.c.device).where(session.c.person == login)))


def who_may_stand_to(
    connection: Connection, nurses: Iterable[UserId], teams: Collection[TeamId]
) -> list[PersonRow]:
    """List the people who have a relation to cases of these nurses and teams."""
    keys = {"logins": joined(nurses), "teams": joined(teams)}
    return [_person(row) for row in connection.execute(_WHO_MAY_STAND_TO, keys)]


def open_session(
    connection: Connection, token_hash: bytes, login: UserId, device: str, expires_at: datetime
) -> None:
    """Store a session."""
    connection.execute(
        insert(session).values(
            token_hash=token_hash, person=login, device=device, expires_at=expires_at
        )
    )


def find_session(connection: Connection, token_hash: bytes, now: datetime) -> SessionRow | None:
    """Find the session of a token while it lasts.

    That of somebody who left stands for nobody's role in no team: their computer can send what
    waits on it, which is kept as a dead letter, and learn that it is to give up what it holds.
    The rest of the transaction acts for whoever it is.
    """
    values = {"token_hash": token_hash, "now": now, "long_ago": now - LEAVING}
    rows = _SESSION.rows(connection, values)
    if not rows:
        return None
    [(login, name, roles, team, password, is_active, device, epoch, key, *_)] = rows
    person = PersonRow(
        login=login,
        name=name,
        roles=tuple(map(Role, roles)) if is_active else (),
        team=team if is_active else None,
        password=password,
    )
    return SessionRow(person=person, device=device, epoch=epoch, key=key)


def close_session(connection: Connection, token_hash: bytes) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.token_hash == token_hash))


def forget_ended_sessions(connection: Connection, now: datetime) -> None:
    """Remove the sessions whose time has been over for long."""
    connection.execute(delete(session).where(session.c.expires_at <= now - LEAVING))


def _person(row: Row[*tuple[object, ...]]) -> PersonRow:
    return PersonRow(
        login=row.login,
        name=row.name,
        roles=tuple(map(Role, row.roles)),
        team=row.team,
        password=row.password,
    )
