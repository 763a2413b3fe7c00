"""Who may see which stream, worked out from the policy and kept as ``case_access``.

Runs in the transaction that changes a fact it rests on: how people stand to a case, or who
somebody is; and once something that was given until a time is over. Decides nothing itself:
:mod:`nurseapp.domain.policy` does. Called by the inbox, by people and by upkeep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from nurseapp.domain.ids import CaseId, StreamId, UserId
from nurseapp.domain.policy import Actor, Relation, Right, rights_of
from nurseapp.domain.streams import (
    CASE_KINDS,
    LATER_KINDS,
    ORG_STREAM,
    StreamKind,
    stream_of,
)
from nurseapp.server.standing import NOBODYS, ends, facts_of
from nurseapp.server.store import access as store
from nurseapp.server.store import people
from nurseapp.server.store.access import GLASS, Assignment, Grant
from nurseapp.server.store.acting import as_server

REASSIGNED = "reassigned"
"""Why somebody lost a stream: the case is another's now."""
MOVED = "moved"
"""The same: they have another role or team now."""
DEACTIVATED = "deactivated"
"""The same: they may not sign in any more."""
OVER = "over"
"""The same: their part in the case was given until a time, and that is over."""
_KINDS = (*CASE_KINDS, *LATER_KINDS)


def grants(
    actors: Iterable[Actor], cases: Mapping[CaseId, Assignment], at: datetime
) -> Iterator[Grant]:
    """Work out what these people may see of these cases from a moment on."""
    for actor in actors:
        for case, whose in cases.items():
            for kind in _KINDS:
                yield from _grant(actor, stream_of(case, kind), kind, whose, at)


def refresh_cases(
    connection: Connection,
    cases: Mapping[CaseId, Assignment],
    at: datetime,
    reason: str = REASSIGNED,
) -> None:
    """Store how people stand to these cases now, and who may therefore see them."""
    with as_server(connection):
        store.lock(connection)
        changes = {case: next(iter(ends(whose, at)), None) for case, whose in cases.items()}
        store.put_assignments(connection, cases, changes)
        persons = {whose.nurse for whose in cases.values() if whose.nurse is not None}
        persons |= {part.person for whose in cases.values() for part in whose.others.parts}
        teams = {whose.team for whose in cases.values() if whose.team is not None}
        actors = [row.actor() for row in people.who_may_stand_to(connection, persons, teams)]
        streams = [stream_of(case, kind) for case in cases for kind in _KINDS]
        store.replace_for_streams(connection, streams, grants(actors, cases, at), reason)


def refresh_person(connection: Connection, actor: Actor, at: datetime) -> None:
    """Store what somebody may see now, after a change of who they are."""
    with as_server(connection):
        store.lock(connection)
        cases = store.assignments_near(connection, actor.id, actor.team)
        organisation = _grant(actor, ORG_STREAM, StreamKind.ORG, NOBODYS, at)
        granted = grants([actor], cases, at)
        store.replace_for_user(connection, actor.id, [*organisation, *granted], MOVED)


def end_person(connection: Connection, user: UserId) -> None:
    """Take back everything that somebody may see."""
    with as_server(connection):
        store.lock(connection)
        store.replace_for_user(connection, user, [], DEACTIVATED)


def end_what_is_over(connection: Connection, at: datetime) -> int:
    """Take back what was given until a time that is past; say of how many cases."""
    with as_server(connection):
        store.lock(connection)
        cases = store.lapsed(connection, at)
        if cases:
            refresh_cases(connection, cases, at, OVER)
    return len(cases)


def _grant(
    actor: Actor, stream: StreamId, kind: StreamKind, whose: Assignment, at: datetime
) -> Iterator[Grant]:
    mode = _mode(actor, kind, whose, at)
    if mode is not None:
        later = (end for end in ends(whose, at) if _mode(actor, kind, whose, end) != mode)
        yield Grant(user=actor.id, stream=stream, mode=mode, until=next(later, None))


def _mode(actor: Actor, kind: StreamKind, whose: Assignment, at: datetime) -> str | None:
    """Say how somebody may see a stream: what only an emergency gives is behind the glass."""
    facts = facts_of(kind, whose, at)
    rights = rights_of(actor, facts)
    if Right.READ not in rights:
        return None
    if Right.WRITE in rights:
        return "write"
    parts = frozenset(part for part in facts.parts if part[1] is not Relation.EMERGENCY)
    lasting = rights_of(actor, replace(facts, parts=parts))
    return "read" if Right.READ in lasting else GLASS
