"""Who may do what: one table, one pure function, for the API, for sync and for the screens.

The answers for whole streams are what the server materialises as ``case_access``. A role gains
its rights through its *relations* to the case, all of them: nobody has a right to a case in
general.
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
    emergency_access,
    fact,
    goal,
    handout,
    intervention,
    member,
    note,
    participant,
    problem,
    safety,
    screening,
    withdrawal,
)
from nurseapp.domain.events import Act
from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.participant import Part
from nurseapp.domain.revising import Revision, Rule
from nurseapp.domain.streams import StreamKind


class Role(StrEnum):
    """The roles there are; ``feed`` is another system that sends, and the demo's generator.

    A navigator is a coordinator to whom cases are routed one by one; a director is a physician
    who decides on coverage; an expert one who gives a second opinion.
    """

    NURSE = "nurse"
    COORDINATOR = "coordinator"
    NAVIGATOR = "navigator"
    COACH = "coach"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    EXPERT = "expert"
    ADMIN = "admin"
    AUDITOR = "auditor"
    FEED = "feed"


class Relation(StrEnum):
    """How somebody stands to a case; ``organisation`` stands for its reference data.

    Those of :class:`nurseapp.domain.participant.Part` bear its names. ``agreed`` is ``enrolled``
    where the member agreed that their coach may know of their screenings; ``emergency`` is
    whoever broke the glass, as long as it is open.
    """

    ASSIGNED = "assigned"
    COVERING = "covering"
    ATTRIBUTED = "attributed"
    ROUTED = "routed"
    ENROLLED = "enrolled"
    AGREED = "agreed"
    CONSULTED = "consulted"
    TEAM = "team"
    EMERGENCY = "emergency"
    NONE = "none"
    ORGANISATION = "organisation"


class Right(StrEnum):
    """What can be allowed on a stream.

    Attributes:
        LOG: write contacts, what was handed out, and no more of a case.
        COACH: write the goals, the contacts and the notes of a coach.
        COMMENT: write a note, and no more of a case.
        FOLLOW: be told where a second opinion stands, and not what it says.
        BREAK_GLASS: be let in for an hour, with a reason, and be asked about it later.
        ADMINISTER: people, settings and devices; on the organisation alone.
        ENROL: let somebody of the organisation set up another computer.
        AUDIT: see who did what; on the organisation, or on a case.
        RECEIVE: bring what another system knows.
    """

    READ = "read"
    WRITE = "write"
    LOG = "log"
    COACH = "coach"
    COMMENT = "comment"
    SETTLE = "settle"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    OVERRIDE = "override"
    DECIDE = "decide"
    OPINE = "opine"
    FOLLOW = "follow"
    BREAK_GLASS = "break_glass"
    REVIEW = "review"
    ADMINISTER = "administer"
    ENROL = "enrol"
    AUDIT = "audit"
    RECEIVE = "receive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who wants to do something."""

    id: UserId
    roles: frozenset[Role]
    team: TeamId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """What the decision needs to know of a stream, of its case, and of this moment.

    Attributes:
        nurse: whose the case is; ``team`` likewise, or of whom in the organisation it is about.
        parts: who takes part besides, each with how they stand to the case.
        coach_may_know: the member agreed that their coach sees the behavioural compartment.
    """

    kind: StreamKind
    nurse: UserId | None
    team: TeamId | None
    parts: frozenset[tuple[UserId, Relation]] = frozenset()
    coach_may_know: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """It may be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny:
    """It may not; ``reason`` is a code."""

    reason: str


_READS = frozenset({Right.READ})
_WRITES = _READS | {Right.WRITE}
_LOGS = _READS | {Right.LOG}
_COMMENTS = _READS | {Right.COMMENT, Right.SETTLE, Right.AUDIT}
_OVERSEES = _COMMENTS | {Right.ASSIGN, Right.CLOSE, Right.OVERRIDE, Right.REVIEW}
_MAY_ENTER = frozenset({Right.BREAK_GLASS})
_OF_A_NURSE: Mapping[StreamKind, frozenset[Right]] = {
    StreamKind.CARE: _WRITES | {Right.HAND_OVER},
    StreamKind.BEHAVIOURAL: _WRITES,
    StreamKind.COVERAGE: _WRITES,
    StreamKind.OPINION: _WRITES,
    StreamKind.SCHEDULE: _WRITES,
}

RIGHTS: Mapping[tuple[Role, Relation, StreamKind], frozenset[Right]] = {
    **{
        (Role.NURSE, relation, kind): rights
        for relation in (Relation.ASSIGNED, Relation.COVERING)
        for kind, rights in _OF_A_NURSE.items()
    },
    (Role.NURSE, Relation.TEAM, StreamKind.SCHEDULE): _READS | _MAY_ENTER,
    (Role.NURSE, Relation.TEAM, StreamKind.CARE): _MAY_ENTER,
    (Role.NURSE, Relation.TEAM, StreamKind.BEHAVIOURAL): _MAY_ENTER,
    (Role.NURSE, Relation.EMERGENCY, StreamKind.CARE): _READS,
    (Role.NURSE, Relation.EMERGENCY, StreamKind.BEHAVIOURAL): _READS,
    (Role.NURSE, Relation.EMERGENCY, StreamKind.SCHEDULE): _READS,
    (Role.COORDINATOR, Relation.ATTRIBUTED, StreamKind.CARE): _LOGS,
    (Role.COORDINATOR, Relation.ATTRIBUTED, StreamKind.SCHEDULE): _WRITES,
    (Role.NAVIGATOR, Relation.ROUTED, StreamKind.CARE): _LOGS,
    (Role.NAVIGATOR, Relation.ROUTED, StreamKind.COVERAGE): _READS,
    (Role.NAVIGATOR, Relation.ROUTED, StreamKind.SCHEDULE): _WRITES,
    (Role.COACH, Relation.ENROLLED, StreamKind.CARE): _READS | {Right.COACH},
    (Role.COACH, Relation.AGREED, StreamKind.BEHAVIOURAL): _READS,
    (Role.COACH, Relation.ENROLLED, StreamKind.SCHEDULE): _WRITES,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.CARE): _OVERSEES,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.BEHAVIOURAL): _COMMENTS,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.COVERAGE): _COMMENTS,
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.OPINION): frozenset({Right.FOLLOW}),
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.SCHEDULE): _READS,
    (Role.DIRECTOR, Relation.TEAM, StreamKind.CARE): _READS,
    (Role.DIRECTOR, Relation.TEAM, StreamKind.BEHAVIOURAL): _READS,
    (Role.DIRECTOR, Relation.TEAM, StreamKind.COVERAGE): _READS | {Right.DECIDE},
    **{
        (Role.DIRECTOR, relation, kind): rights
        for relation, rights in ((Relation.NONE, _MAY_ENTER), (Relation.EMERGENCY, _READS))
        for kind in (StreamKind.CARE, StreamKind.BEHAVIOURAL)
    },
    (Role.EXPERT, Relation.CONSULTED, StreamKind.OPINION): _READS | {Right.OPINE},
    **{
        (role, Relation.ORGANISATION, StreamKind.ORG): _READS
        for role in Role
        if role not in (Role.FEED, Role.ADMIN, Role.AUDITOR)
    },
    (Role.ADMIN, Relation.ORGANISATION, StreamKind.ORG): _READS | {Right.ADMINISTER, Right.ENROL},
    (Role.AUDITOR, Relation.ORGANISATION, StreamKind.ORG): _READS | {Right.AUDIT},
    (Role.SUPERVISOR, Relation.TEAM, StreamKind.ORG): frozenset({Right.ENROL}),
    **{
        (Role.FEED, relation, kind): frozenset({Right.RECEIVE})
        for relation in Relation
        for kind in StreamKind
    },
}

_ONLY_RECEIVED = frozenset({Right.RECEIVE})
_WRITTEN = frozenset({Right.WRITE, Right.RECEIVE})
EVENT_RIGHTS: Mapping[type[Act], frozenset[Right]] = {
    member.MemberRegistered: _ONLY_RECEIVED,
    case.CaseOpened: _ONLY_RECEIVED,
    case.CaseAssigned: frozenset({Right.ASSIGN, Right.RECEIVE}),
    case.CaseClosed: frozenset({Right.CLOSE, Right.RECEIVE}),
    participant.ParticipantJoined: frozenset({Right.ASSIGN, Right.RECEIVE}),
    participant.ParticipantLeft: frozenset({Right.ASSIGN, Right.RECEIVE}),
    emergency_access.EmergencyAccessOpened: _ONLY_RECEIVED,
    emergency_access.EmergencyAccessReviewed: frozenset({Right.REVIEW}),
    **{
        kind: _WRITTEN
        for kind in (
            member.MemberRevised,
            member.ConsentRecorded,
            case.CaseRevised,
            problem.ProblemAdded,
            problem.ProblemRevised,
            problem.ProblemVoided,
            goal.GoalVoided,
            barrier.BarrierAdded,
            barrier.BarrierRevised,
            barrier.BarrierVoided,
            intervention.InterventionAdded,
            intervention.InterventionRevised,
            intervention.InterventionVoided,
            note.NoteMarkedAsError,
            contact.ContactMarkedAsError,
            attachment.DocumentAttached,
            attachment.DocumentWithdrawn,
            screening.ScreeningAnswered,
            screening.ScreeningSigned,
            screening.ScreeningDeclined,
            safety.SafetyConcernRaised,
            safety.SafetyConcernClosed,
            appointment.AppointmentPlanned,
            appointment.AppointmentRevised,
        )
    },
    goal.GoalAdded: _WRITTEN | {Right.COACH},
    goal.GoalRevised: _WRITTEN | {Right.COACH},
    note.NoteWritten: _WRITTEN | {Right.COACH, Right.COMMENT},
    contact.ContactLogged: _WRITTEN | {Right.COACH, Right.LOG},
    handout.HandoutWasGiven: _WRITTEN | {Right.LOG},
    withdrawal.EntryWithdrawn: _WRITTEN | {Right.COACH, Right.COMMENT, Right.LOG},
    fact.FactReceived: _ONLY_RECEIVED,
    directory.StaffListed: _ONLY_RECEIVED,
    directory.PractitionerListed: _ONLY_RECEIVED,
}


def relations_of(actor: Actor, facts: StreamFacts) -> frozenset[Relation]:
    """Say in which ways somebody stands to a stream; ``none`` where in no other."""
    is_of_team = facts.team is not None and facts.team == actor.team
    if facts.kind is StreamKind.ORG:
        team = {Relation.TEAM} if is_of_team else set()
        return frozenset({Relation.ORGANISATION} | team)
    found = {relation for person, relation in facts.parts if person == actor.id}
    if facts.nurse == actor.id:
        found.add(Relation.ASSIGNED)
    if is_of_team:
        found.add(Relation.TEAM)
    if Relation.ENROLLED in found and facts.coach_may_know:
        found.add(Relation.AGREED)
    return frozenset(found or {Relation.NONE})


def rights_of(actor: Actor, facts: StreamFacts) -> frozenset[Right]:
    """Give every right that somebody has on a stream, by all their roles and relations."""
    rights: frozenset[Right] = frozenset()
    for relation in relations_of(actor, facts):
        for role in actor.roles:
            rights |= RIGHTS.get((role, relation, facts.kind), frozenset())
    return rights


def can(actor: Actor, action: Right | Act, facts: StreamFacts) -> Allow | Deny:
    """Decide whether somebody may read a stream, or do this act on it."""
    return permitted(rights_of(actor, facts), action)


def permitted(rights: frozenset[Right], action: Right | Act) -> Allow | Deny:
    """Decide what these rights on a stream allow.

    An act is allowed by any of the rights of its row; a revision that settles a conflict by the
    right to settle, too. Identity fields are for a supervisor: a conflict over one is settled by
    that right alone. Whose a case is may let somebody cover for them.
    """
    if isinstance(action, Right):
        return Allow() if action in rights else Deny(reason=f"may_not_{action.value}")
    enough = EVENT_RIGHTS[type(action)]
    if isinstance(action, Revision) and action.settles:
        settle = frozenset({Right.SETTLE})
        enough = settle if _touches_identity(action) else enough | settle
    if isinstance(action, participant.ParticipantJoined) and action.part is Part.COVERING:
        enough |= {Right.HAND_OVER}
    return Deny(reason="may_not_write") if rights.isdisjoint(enough) else Allow()


def _touches_identity(revision: Revision) -> bool:
    rules = revision.REVISES.RULES
    return any(rules.get(name) is Rule.IDENTITY for name in revision.changes)
