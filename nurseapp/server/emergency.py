"""Breaking the glass: a case is opened to somebody who may not see it, for an hour, with a reason.

Read only, never listed in a manifest, told to everybody who sees the case by a record in it, and
waiting there for a review. That somebody asked is in the audit trail whatever came of it. Called
by the routes.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurseapp.domain.emergency_access import (
    Emergency,
    EmergencyAccessOpened,
    check_reason,
)
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId
from nurseapp.domain.member import NamedPerson
from nurseapp.domain.policy import Allow, Relation, Right, can
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import CASE_KINDS, LATER_KINDS, StreamKind, stream_of
from nurseapp.server.caller import Caller, feed
from nurseapp.server.inbox import receive
from nurseapp.server.standing import facts_of, member_key, person_key
from nurseapp.server.store import access, audit
from nurseapp.server.store.access import Assignment
from nurseapp.server.store.acting import as_server
from nurseapp.server.store.audit import AuditRow

LASTS = timedelta(minutes=60)
_A_DAY = timedelta(days=1)
_GATE = feed("emergency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case that somebody may read until a time."""

    case: CaseId
    until: datetime
    streams: tuple[StreamId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What somebody says for opening a case; refuse ``bad_value`` for a reason that is none."""

    emergency: Emergency
    reason: str

    def __post_init__(self) -> None:
        check_reason(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks for: the case of a member, and how often in a day they may at all.

    ``whom`` is the member's number, or who they are where nobody has it at hand.
    """

    whom: str | NamedPerson
    why: Why
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOpened:
    """Why nothing was opened: ``not_found`` or ``too_many_emergencies``."""

    code: str


def open_case(
    connection: Connection, who: Caller, asked: Asked, at: datetime
) -> Opened | NotOpened:
    """Open the case of a member to somebody, where there is one that they may open.

    Asking again while it is open opens nothing anew, and counts as nothing. Too often in a day is
    told before it is looked whether there is such a case. What was asked is written down whatever
    comes of it, so the transaction is to be committed.
    """
    with as_server(connection):
        access.lock_emergencies(connection, who.actor.id)
        found = _case_meant(connection, asked.whom)
        case, whose = found or (CaseId(""), None)
        until = None if whose is None else _open_until(who, whose, at)
        outcome = "ok" if until is None else "open_already"
        if until is None and audit.openings(connection, who.actor.id, at - _A_DAY) >= asked.most:
            outcome = "too_many_emergencies"
        elif until is None and whose is not None:
            until = _opened(connection, who, case, whose, asked.why, at)
        if until is None and outcome == "ok":
            outcome = "not_found"
        row = AuditRow(
            at=at,
            actor=who.actor.id,
            device=who.device,
            action="break-glass",
            stream=stream_of(case, StreamKind.CARE) if case else None,
            outcome=outcome,
            detail=asked.why.emergency.value,
        )
        audit.add(connection, [row])
    if until is None:
        return NotOpened(code=outcome)
    names = [stream_of(case, kind) for kind in (*CASE_KINDS, *LATER_KINDS)]
    seen = access.behind_glass(connection, who.actor.id, names)
    return Opened(case=case, until=until, streams=tuple(n for n in names if n in seen))


def _case_meant(
    connection: Connection, whom: str | NamedPerson
) -> tuple[CaseId, Assignment] | None:
    """Find the case, the first of several of one member; of several people, none is meant."""
    if isinstance(whom, NamedPerson):
        cases = access.cases_of_person(connection, person_key(whom))
        if len({whose.member for whose in cases.values()}) > 1:
            return None
    else:
        cases = access.cases_of_member(connection, member_key(whom))
    return next(iter(cases.items()), None)


def _open_until(who: Caller, whose: Assignment, at: datetime) -> datetime | None:
    """Say until when a case is open to somebody already."""
    if (who.actor.id, Relation.EMERGENCY) not in facts_of(StreamKind.CARE, whose, at).parts:
        return None
    return max(
        part.until
        for part in whose.others.parts
        if part.person == who.actor.id
        and part.relation is Relation.EMERGENCY
        and part.until is not None
    )


def _opened(
    connection: Connection,
    who: Caller,
    case: CaseId,
    whose: Assignment,
    why: Why,
    at: datetime,
) -> datetime | None:
    facts = facts_of(StreamKind.CARE, whose, at)
    may_read = isinstance(can(who.actor, Right.READ, facts), Allow)
    if may_read or not isinstance(can(who.actor, Right.BREAK_GLASS, facts), Allow):
        return None
    body = EmergencyAccessOpened(
        access=RecordId(str(uuid.uuid4())),
        person=who.actor.id,
        emergency=why.emergency,
        reason=why.reason,
        until=at + LASTS,
    )
    event = Event(
        id=EventId(str(uuid.uuid4())),
        stream=stream_of(case, StreamKind.CARE),
        at=at,
        author=_GATE.actor.id,
        body=body,
    )
    [result] = receive(connection, _GATE, [event], at)
    if result.reason is not None:
        raise DomainError(result.reason, case=case)
    return body.until
