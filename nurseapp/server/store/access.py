"""Assignments of cases and who may see which stream, in the database."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    DateTime,
    Row,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from nurseapp.domain.ids import CaseId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.policy import Relation
from nurseapp.server.store.acting import moment
from nurseapp.server.store.bulk import is_in, joined, rows_of
from nurseapp.server.store.schema import assignment, case_access, revocation, stream
from nurseapp.server.store.statement import Statement

_CHANGING_ACCESS = 7_242_002
_OPENING = 7_242_005
GLASS = "glass"
"""The mode of what somebody may read in an emergency: it is never listed, and never kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Somebody's part in a case, by the record that says so; ``until`` None has no end."""

    record: RecordId
    person: UserId
    relation: Relation
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the member last said of their coach, and until when it holds."""

    at: datetime
    is_given: bool
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Who stands to a case besides its nurse and its team."""

    parts: tuple[Participation, ...] = ()
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whose case it is.

    Attributes:
        member: the key of the member's number; ``person`` of their name and birth date.
    """

    nurse: UserId | None
    team: TeamId | None
    others: Others = field(default_factory=Others)
    member: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Somebody may see a stream until a time, None for no end.

    ``mode`` is ``read``, ``write`` or :data:`GLASS`.
    """

    user: UserId
    stream: StreamId
    mode: str
    until: datetime | None = None


_others = msgspec.json.Decoder(Others)
_COLUMNS = (
    assignment.c.case_id,
    assignment.c.nurse,
    assignment.c.team,
    assignment.c.member,
    assignment.c.person,
    cast(assignment.c.others, Text).label("others"),
)
_OF_CASES = Statement(select(*_COLUMNS).where(is_in(assignment.c.case_id, "cases")))
_OF_PERSON = select(*_COLUMNS).where(
    or_(
        assignment.c.nurse == bindparam("nurse"),
        assignment.c.team == bindparam("team"),
        assignment.c.others.contains(cast(bindparam("part", type_=Text), JSONB)),
    )
)
_OF_MEMBER = (
    select(*_COLUMNS)
    .where(assignment.c.member == bindparam("member"))
    .order_by(assignment.c.case_id)
)
_OF_NAMED = (
    select(*_COLUMNS)
    .where(assignment.c.person == bindparam("person"))
    .order_by(assignment.c.case_id)
)
_LAPSED = select(*_COLUMNS).where(assignment.c.changes_at <= bindparam("at"))
_put = rows_of("put", "cases", "nurses", "teams", "others", "changes", "members", "persons")
_incoming = insert(assignment).from_select(
    ["case_id", "nurse", "team", "others", "changes_at", "member", "person"],
    select(
        _put.c.cases,
        _put.c.nurses,
        _put.c.teams,
        cast(_put.c.others, JSONB),
        cast(_put.c.changes, DateTime(timezone=True)),
        _put.c.members,
        _put.c.persons,
    ),
)
_PUT = _incoming.on_conflict_do_update(
    index_elements=["case_id"],
    set_={
        name: _incoming.excluded[name]
        for name in ("nurse", "team", "others", "changes_at", "member", "person")
    },
)
Revoked = Row[str, str, str]
"""A stream that somebody lost: its id, the revocation's and the reason."""

_HAD = (case_access.c.user_id, case_access.c.stream_id, case_access.c.mode)
_TAKE_FROM_ALL = (
    delete(case_access).where(is_in(case_access.c.stream_id, "streams")).returning(*_HAD)
)
_TAKE_FROM_ONE = (
    delete(case_access).where(case_access.c.user_id == bindparam("user")).returning(*_HAD)
)
_given = rows_of("given", "users", "streams", "modes", "untils")
# A compartment that nobody has written to yet is not there: it is granted once it is.
_GIVE = insert(case_access).from_select(
    ["user_id", "stream_id", "mode", "until"],
    select(
        _given.c.users,
        _given.c.streams,
        _given.c.modes,
        cast(_given.c.untils, DateTime(timezone=True)),
    ).where(_given.c.streams == stream.c.id),
)
_taken = rows_of("taken", "users", "streams", "ids")
_REVOKE = insert(revocation).from_select(
    ["user_id", "stream_id", "id", "reason"],
    select(_taken.c.users, _taken.c.streams, _taken.c.ids, bindparam("reason", type_=Text)),
)
_gained = rows_of("gained", "users", "streams")
_GIVEN_BACK = delete(revocation).where(
    revocation.c.user_id == _gained.c.users, revocation.c.stream_id == _gained.c.streams
)
_LOST = (
    select(revocation.c.stream_id, revocation.c.id, revocation.c.reason)
    .where(revocation.c.user_id == bindparam("user"))
    .order_by(revocation.c.stream_id)
)
_IS_HERS = case_access.c.user_id == bindparam("user")
HOLDS = and_(
    _IS_HERS,
    case_access.c.mode != GLASS,
    or_(case_access.c.until.is_(None), case_access.c.until > moment),
)
"""In a statement: a row of the table gives its person something to keep, at this moment."""
SEES_BEHIND_GLASS = and_(_IS_HERS, case_access.c.mode == GLASS, case_access.c.until > moment)
"""In a statement: a row of the table lets its person look at something in an emergency."""
_BEHIND_GLASS = select(case_access.c.stream_id).where(
    SEES_BEHIND_GLASS, is_in(case_access.c.stream_id, "streams")
)
_SEES = select(case_access.c.stream_id).where(HOLDS, is_in(case_access.c.stream_id, "streams"))


def assignments(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, Assignment]:
    """Find whose these cases are."""
    return _found(_OF_CASES.rows(connection, {"cases": joined(cases)}))


def assignments_near(
    connection: Connection, person: UserId, team: TeamId | None
) -> dict[CaseId, Assignment]:
    """Find the cases that somebody stands to: their own, their team's, and those they share."""
    part = msgspec.json.encode({"parts": [{"person": person}]}).decode()
    keys = {"nurse": person, "team": team, "part": part}
    return _found(connection.execute(_OF_PERSON, keys))


def cases_of_member(connection: Connection, member: str) -> dict[CaseId, Assignment]:
    """Find every case of a member by the key of their number."""
    return _found(connection.execute(_OF_MEMBER, {"member": member}))


def cases_of_person(connection: Connection, person: str) -> dict[CaseId, Assignment]:
    """Find every case of whoever has this key of a name and birth date: of several, of all."""
    return _found(connection.execute(_OF_NAMED, {"person": person}))


def lapsed(connection: Connection, at: datetime) -> dict[CaseId, Assignment]:
    """Find the cases where something that was given until a time is over."""
    return _found(connection.execute(_LAPSED, {"at": at}))


def put_assignments(
    connection: Connection,
    cases: Mapping[CaseId, Assignment],
    changes: Mapping[CaseId, datetime | None],
) -> None:
    """Store whose these cases are, and when that next changes by itself."""
    connection.execute(
        _PUT,
        {
            "cases": joined(cases),
            "nurses": joined(one.nurse for one in cases.values()),
            "teams": joined(one.team for one in cases.values()),
            "others": joined(msgspec.json.encode(one.others).decode() for one in cases.values()),
            "changes": joined(changes[case] for case in cases),
            "members": joined(one.member for one in cases.values()),
            "persons": joined(one.person for one in cases.values()),
        },
    )


def lock(connection: Connection) -> None:
    """Let nobody else change people or assignments until the end of the transaction.

    Each of the two changes who may see what by reading the other.
    """
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_CHANGING_ACCESS})"))


def lock_emergencies(connection: Connection, person: UserId) -> None:
    """Let somebody open no other case in an emergency until the end of the transaction."""
    whose = func.hashtext(bindparam("person", type_=Text))
    connection.execute(select(func.pg_advisory_xact_lock(_OPENING, whose)), {"person": person})


def replace_for_streams(
    connection: Connection, streams: Sequence[StreamId], grants: Iterable[Grant], reason: str
) -> None:
    """Let exactly these people see these streams, and keep who lost them, and why."""
    rows = connection.execute(_TAKE_FROM_ALL, {"streams": joined(streams)})
    _replace(connection, _kept(rows), grants, reason)


def replace_for_user(
    connection: Connection, user: UserId, grants: Iterable[Grant], reason: str
) -> None:
    """Let somebody see exactly these streams, and keep which they lost, and why."""
    rows = connection.execute(_TAKE_FROM_ONE, {"user": user})
    _replace(connection, _kept(rows), grants, reason)


def revocations(connection: Connection, user: UserId) -> Sequence[Revoked]:
    """List the streams that somebody lost and did not get back, by stream."""
    return connection.execute(_LOST, {"user": user}).all()


def seen_by(connection: Connection, user: UserId, streams: Collection[str]) -> set[str]:
    """Say which of these streams somebody may see."""
    return set(connection.scalars(_SEES, {"user": user, "streams": joined(streams)}))


def _found(
    rows: Iterable[Row[str, str | None, str | None, str | None, str | None, str] | tuple[Any, ...]],
) -> dict[CaseId, Assignment]:
    return {
        CaseId(case): Assignment(
            nurse=None if nurse is None else UserId(nurse),
            team=None if team is None else TeamId(team),
            others=_others.decode(others),
            member=member,
            person=person,
        )
        for case, nurse, team, member, person, others in rows
    }


def _kept(rows: Iterable[Row[str, str, str]]) -> set[tuple[str, str]]:
    """Say who held what of the rows that are gone; what was behind the glass, nobody held."""
    return {(user, stream) for user, stream, mode in rows if mode != GLASS}


def behind_glass(connection: Connection, user: UserId, streams: Collection[str]) -> set[str]:
    """Say which of these streams somebody may look at in an emergency."""
    return set(connection.scalars(_BEHIND_GLASS, {"user": user, "streams": joined(streams)}))


def _replace(
    connection: Connection,
    before: Set[tuple[str, str]],
    grants: Iterable[Grant],
    reason: str,
) -> None:
    given = list(grants)
    now = {(grant.user, grant.stream) for grant in given if grant.mode != GLASS}
    connection.execute(
        _GIVE,
        {
            "users": joined(grant.user for grant in given),
            "streams": joined(grant.stream for grant in given),
            "modes": joined(grant.mode for grant in given),
            "untils": joined(grant.until for grant in given),
        },
    )
    lost, gained = sorted(before - now), sorted(now - before)
    if lost:
        connection.execute(
            _REVOKE,
            {
                "users": joined(user for user, _ in lost),
                "streams": joined(name for _, name in lost),
                "ids": joined(str(uuid.uuid4()) for _ in lost),
                "reason": reason,
            },
        )
    values = {"users": joined(u for u, _ in gained), "streams": joined(s for _, s in gained)}
    connection.execute(_GIVEN_BACK, values)
