"""Who may see which stream, worked out from the policy and kept as ``case_access``.

Runs in the transaction that changes a fact it rests on: whose a case is, or who somebody is.
Decides nothing itself: :mod:`nurseapp.domain.policy` does. Called by the inbox and by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from nurseapp.domain.ids import CaseId, StreamId, UserId
from nurseapp.domain.policy import Actor, Right, StreamFacts, rights_of
from nurseapp.domain.streams import CASE_KINDS, ORG_STREAM, StreamKind, stream_of
from nurseapp.server.store import access as store
from nurseapp.server.store import people
from nurseapp.server.store.access import Assignment, Grant

REASSIGNED = "reassigned"
"""Why somebody lost a stream: the case is another's now."""
MOVED = "moved"
"""The same: they have another role or team now."""
DEACTIVATED = "deactivated"
"""The same: they may not sign in any more."""
NOBODYS = Assignment(nurse=None, team=None)


def facts_of(kind: StreamKind, whose: Assignment) -> StreamFacts:
    """Say of a stream what a decision needs to know."""
    return StreamFacts(kind=kind, nurse=whose.nurse, team=whose.team)


def grants(actors: Iterable[Actor], cases: Mapping[CaseId, Assignment]) -> Iterator[Grant]:
    """Work out what these people may see of these cases."""
    for actor in actors:
        for case, whose in cases.items():
            for kind in CASE_KINDS:
                yield from _grant(actor, stream_of(case, kind), facts_of(kind, whose))


def refresh_cases(connection: Connection, cases: Mapping[CaseId, Assignment]) -> None:
    """Store whose these cases are now, and who may therefore see them."""
    store.lock(connection)
    store.put_assignments(connection, cases)
    nurses = {whose.nurse for whose in cases.values() if whose.nurse is not None}
    teams = {whose.team for whose in cases.values() if whose.team is not None}
    actors = [row.actor() for row in people.who_may_stand_to(connection, nurses, teams)]
    streams = [stream_of(case, kind) for case in cases for kind in CASE_KINDS]
    store.replace_for_streams(connection, streams, grants(actors, cases), REASSIGNED)


def refresh_person(connection: Connection, actor: Actor) -> None:
    """Store what somebody may see now, after a change of who they are."""
    store.lock(connection)
    cases = store.assignments_near(connection, actor.id, actor.team)
    organisation = _grant(actor, ORG_STREAM, facts_of(StreamKind.ORG, NOBODYS))
    granted = grants([actor], cases)
    store.replace_for_user(connection, actor.id, [*organisation, *granted], MOVED)


def end_person(connection: Connection, user: UserId) -> None:
    """Take back everything that somebody may see."""
    store.lock(connection)
    store.replace_for_user(connection, user, [], DEACTIVATED)


def _grant(actor: Actor, stream: StreamId, facts: StreamFacts) -> Iterator[Grant]:
    rights = rights_of(actor, facts)
    if Right.READ in rights:
        mode = "write" if Right.WRITE in rights else "read"
        yield Grant(user=actor.id, stream=stream, mode=mode)
