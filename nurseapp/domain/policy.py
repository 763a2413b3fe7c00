"""Who may do what: one table, one pure function, for the API, for sync and for the screens.

The answers for whole streams are what the server materialises as ``case_access``. A role gains
its rights through a *relation* to the case: nobody has a right to a case in general.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nurseapp.domain import (
    appointment,
    attachment,
    barrier,
    case,
    contact,
    directory,
    fact,
    goal,
    handout,
    intervention,
    member,
    note,
    problem,
    safety,
    screening,
)
from nurseapp.domain.events import Act
from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.revising import Revision, Rule
from nurseapp.domain.streams import StreamKind


class Role(StrEnum):
    """The roles there are; ``feed`` is another system that sends, and the demo's generator."""

    NURSE = "nurse"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    FEED = "feed"


class Relation(StrEnum):
    """How somebody stands to a case; ``organisation`` stands for its reference data."""

    ASSIGNED = "assigned"
    TEAM = "team"
    NONE = "none"
    ORGANISATION = "organisation"


class Right(StrEnum):
    """What can be allowed on a stream."""

    READ = "read"
    WRITE = "write"
    SETTLE = "settle"
    ASSIGN = "assign"
    CLOSE = "close"
    RECEIVE = "receive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who wants to do something."""

    id: UserId
    roles: frozenset[Role]
    team: TeamId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """What the decision needs to know of a stream; ``nurse`` and ``team`` of its case."""

    kind: StreamKind
    nurse: UserId | None
    team: TeamId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """It may be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny:
    """It may not; ``reason`` is a code."""

    reason: str


_ALL_CASE = frozenset({Right.READ, Right.WRITE})
_OVERSEES = frozenset({Right.READ, Right.SETTLE, Right.ASSIGN, Right.CLOSE})
_READS = frozenset({Right.READ})

RIGHTS: Mapping[tuple[Role, Relation, StreamKind], frozenset[Right]] = {
    (Role.NURSE, Relation.ASSIGNED, StreamKind.CARE): _ALL_CASE,
    (Role.NURSE, Relation.ASSIGNED, StreamKind.BEHAVIOURAL): _ALL_CASE,
    (Role.NURSE, Relation.ASSIGNED, StreamKind.SCHEDULE): _ALL_CASE,
    (Role.NURSE, Relation.TEAM, StreamKind.SCHEDULE): _READS,
    (Role.NURSE, Relation.ORGANISATION, StreamKind.ORG): _READS,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.CARE): _OVERSEES,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.BEHAVIOURAL): _OVERSEES,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.SCHEDULE): _READS,
    (Role.SUPERVISOR, Relation.ORGANISATION, StreamKind.ORG): _READS,
    (Role.ADMIN, Relation.ORGANISATION, StreamKind.ORG): _READS,
    **{
        (Role.FEED, relation, kind): frozenset({Right.RECEIVE})
        for relation in Relation
        for kind in StreamKind
    },
}

EVENT_RIGHTS: Mapping[type[Act], frozenset[Right]] = {
    member.MemberRegistered: frozenset({Right.RECEIVE}),
    member.MemberRevised: frozenset({Right.WRITE, Right.RECEIVE}),
    member.ConsentRecorded: frozenset({Right.WRITE, Right.RECEIVE}),
    case.CaseOpened: frozenset({Right.RECEIVE}),
    case.CaseRevised: frozenset({Right.WRITE, Right.RECEIVE}),
    case.CaseAssigned: frozenset({Right.ASSIGN, Right.RECEIVE}),
    case.CaseClosed: frozenset({Right.CLOSE, Right.RECEIVE}),
    **{
        kind: frozenset({Right.WRITE, Right.RECEIVE})
        for kind in (
            problem.ProblemAdded,
            problem.ProblemRevised,
            problem.ProblemVoided,
            goal.GoalAdded,
            goal.GoalRevised,
            goal.GoalVoided,
            barrier.BarrierAdded,
            barrier.BarrierRevised,
            barrier.BarrierVoided,
            intervention.InterventionAdded,
            intervention.InterventionRevised,
            intervention.InterventionVoided,
            note.NoteWritten,
            note.NoteMarkedAsError,
            contact.ContactLogged,
            contact.ContactMarkedAsError,
            screening.ScreeningAnswered,
            screening.ScreeningSigned,
            screening.ScreeningDeclined,
            safety.SafetyConcernRaised,
            safety.SafetyConcernClosed,
            handout.HandoutWasGiven,
            attachment.DocumentAttached,
            attachment.DocumentWithdrawn,
            appointment.AppointmentPlanned,
            appointment.AppointmentRevised,
        )
    },
    fact.FactReceived: frozenset({Right.RECEIVE}),
    directory.StaffListed: frozenset({Right.RECEIVE}),
    directory.PractitionerListed: frozenset({Right.RECEIVE}),
}


def relation_of(actor: Actor, facts: StreamFacts) -> Relation:
    """Say how somebody stands to a stream; the nearest relation counts."""
    if facts.kind is StreamKind.ORG:
        return Relation.ORGANISATION
    if facts.nurse == actor.id:
        return Relation.ASSIGNED
    if facts.team is not None and facts.team == actor.team:
        return Relation.TEAM
    return Relation.NONE


def rights_of(actor: Actor, facts: StreamFacts) -> frozenset[Right]:
    """Give every right that somebody has on a stream, by all their roles."""
    relation = relation_of(actor, facts)
    rights: frozenset[Right] = frozenset()
    for role in actor.roles:
        rights |= RIGHTS.get((role, relation, facts.kind), frozenset())
    return rights


def can(actor: Actor, action: Right | Act, facts: StreamFacts) -> Allow | Deny:
    """Decide whether somebody may read a stream, or do this act on it.

    An act is allowed by any of the rights of its row; a revision that settles a conflict by the
    right to settle, too. Identity fields are for a supervisor: a conflict over one is settled by
    that right alone.
    """
    rights = rights_of(actor, facts)
    if isinstance(action, Right):
        return Allow() if action in rights else Deny(reason=f"may_not_{action.value}")
    enough = EVENT_RIGHTS[type(action)]
    if isinstance(action, Revision) and action.settles:
        settle = frozenset({Right.SETTLE})
        enough = settle if _touches_identity(action) else enough | settle
    return Allow() if rights & enough else Deny(reason="may_not_write")


def _touches_identity(revision: Revision) -> bool:
    rules = revision.REVISES.RULES
    return any(rules.get(name) is Rule.IDENTITY for name in revision.changes)
