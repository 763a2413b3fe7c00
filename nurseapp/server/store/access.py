"""Assignments of cases and who may see which stream, in the database."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, delete, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import CaseId, StreamId, TeamId, UserId
from nurseapp.server.store.bulk import copy_in, is_in, joined, rows_of
from nurseapp.server.store.schema import assignment, case_access, revocation

_CHANGING_ACCESS = 7_242_002


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whose case it is."""

    nurse: UserId | None
    team: TeamId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Somebody may see a stream; ``mode`` is ``read`` or ``write``."""

    user: UserId
    stream: StreamId
    mode: str


_OF_CASES = select(assignment).where(is_in(assignment.c.case_id, "cases"))
_OF_PERSON = select(assignment).where(
    or_(assignment.c.nurse == bindparam("nurse"), assignment.c.team == bindparam("team"))
)
_put = rows_of("put", "cases", "nurses", "teams")
_incoming = insert(assignment).from_select(
    ["case_id", "nurse", "team"], select(_put.c.cases, _put.c.nurses, _put.c.teams)
)
_PUT = _incoming.on_conflict_do_update(
    index_elements=["case_id"],
    set_={"nurse": _incoming.excluded.nurse, "team": _incoming.excluded.team},
)
Revoked = Row[str, str, str]
"""A stream that somebody lost: its id, the revocation's and the reason."""

_HAD = (case_access.c.user_id, case_access.c.stream_id)
_TAKE_FROM_ALL = (
    delete(case_access).where(is_in(case_access.c.stream_id, "streams")).returning(*_HAD)
)
_TAKE_FROM_ONE = (
    delete(case_access).where(case_access.c.user_id == bindparam("user")).returning(*_HAD)
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
_SEES = select(case_access.c.stream_id).where(
    case_access.c.user_id == bindparam("user"), is_in(case_access.c.stream_id, "streams")
)


def assignments(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, Assignment]:
    """Find whose these cases are."""
    rows = connection.execute(_OF_CASES, {"cases": joined(cases)})
    return {CaseId(row.case_id): Assignment(nurse=row.nurse, team=row.team) for row in rows}


def assignments_near(
    connection: Connection, nurse: UserId, team: TeamId | None
) -> dict[CaseId, Assignment]:
    """Find the cases that somebody stands to: their own and their team's."""
    rows = connection.execute(_OF_PERSON, {"nurse": nurse, "team": team})
    return {CaseId(row.case_id): Assignment(nurse=row.nurse, team=row.team) for row in rows}


def put_assignments(connection: Connection, cases: Mapping[CaseId, Assignment]) -> None:
    """Store whose these cases are."""
    connection.execute(
        _PUT,
        {
            "cases": joined(cases),
            "nurses": joined(one.nurse for one in cases.values()),
            "teams": joined(one.team for one in cases.values()),
        },
    )


def lock(connection: Connection) -> None:
    """Let nobody else change people or assignments until the end of the transaction.

    Each of the two changes who may see what by reading the other.
    """
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_CHANGING_ACCESS})"))


def replace_for_streams(
    connection: Connection, streams: Sequence[StreamId], grants: Iterable[Grant], reason: str
) -> None:
    """Let exactly these people see these streams, and keep who lost them, and why."""
    rows = connection.execute(_TAKE_FROM_ALL, {"streams": joined(streams)})
    _replace(connection, {(row.user_id, row.stream_id) for row in rows}, grants, reason)


def replace_for_user(
    connection: Connection, user: UserId, grants: Iterable[Grant], reason: str
) -> None:
    """Let somebody see exactly these streams, and keep which they lost, and why."""
    rows = connection.execute(_TAKE_FROM_ONE, {"user": user})
    _replace(connection, {(row.user_id, row.stream_id) for row in rows}, grants, reason)


def revocations(connection: Connection, user: UserId) -> Sequence[Revoked]:
    """List the streams that somebody lost and did not get back, by stream."""
    return connection.execute(_LOST, {"user": user}).all()


def seen_by(connection: Connection, user: UserId, streams: Collection[str]) -> set[str]:
    """Say which of these streams somebody may see."""
    return set(connection.scalars(_SEES, {"user": user, "streams": joined(streams)}))


def _replace(
    connection: Connection,
    before: Collection[tuple[str, str]],
    grants: Iterable[Grant],
    reason: str,
) -> None:
    kept = list(grants)
    now = {(grant.user, grant.stream) for grant in kept}
    _add(connection, kept)
    lost = sorted(set(before) - now)
    columns = ("user_id", "stream_id", "id", "reason")
    rows = ((user, stream, str(uuid.uuid4()), reason) for user, stream in lost)
    copy_in(connection, revocation.name, columns, rows)
    gained = sorted(now - set(before))
    values = {"users": joined(u for u, _ in gained), "streams": joined(s for _, s in gained)}
    connection.execute(_GIVEN_BACK, values)


def _add(connection: Connection, grants: Iterable[Grant]) -> None:
    columns = ("user_id", "stream_id", "mode")
    copy_in(connection, case_access.name, columns, ((g.user, g.stream, g.mode) for g in grants))
