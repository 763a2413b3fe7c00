"""Who has seen a member: the audit trail of their cases, for whoever may audit them.

A supervisor asks about the members of the team, and is told why somebody broke the glass; an
auditor asks about anybody, and is told no word that stands in a record. That somebody asked is in
the trail as well. Called by the routes and by the command line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurseapp.domain.emergency_access import EmergencyAccess
from nurseapp.domain.ids import CaseId
from nurseapp.domain.policy import Allow, Right, can
from nurseapp.domain.streams import CASE_KINDS, LATER_KINDS, StreamKind, stream_of
from nurseapp.server.caller import Caller, feed
from nurseapp.server.standing import NOBODYS, facts_of, member_key
from nurseapp.server.store import access, audit, records
from nurseapp.server.store.access import Assignment
from nurseapp.server.store.acting import as_server
from nurseapp.server.store.audit import AuditRow, SeenRow
from nurseapp.wire.audit import SeenAnswer, SeenEntry
from nurseapp.wire.records import decode_record

MOST = 500
"""Rows in one answer."""
AT_THE_SERVER = feed("administration")
"""Whoever gives commands where the server runs: they read the whole trail anyway."""
_GLASS = frozenset({"break-glass", "emergency-read"})
_KINDS = (*CASE_KINDS, *LATER_KINDS)
_A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What somebody may be told: of which cases, and with the reasons for those of them."""

    cases: tuple[CaseId, ...]
    with_reasons: frozenset[CaseId]


def who_has_seen(
    connection: Connection, who: Caller, number: str, at: datetime, before: int | None = None
) -> SeenAnswer | None:
    """Tell who has seen the member of this number; None where there is none to be told about.

    What was asked is written down in any case, so the transaction is to be committed.
    """
    with as_server(connection):
        found = access.cases_of_member(connection, member_key(number))
        told = _told(who, found, at)
        audit.add(connection, _note(who, tuple(found), told, at))
        if not told.cases:
            return None
        streams = [stream_of(case, kind) for case in told.cases for kind in _KINDS]
        rows = audit.about(connection, streams, before, MOST + 1)
        reasons = [r for case in told.with_reasons for r in _emergencies(connection, case)]
        entries = tuple(_entry(row, streams, reasons) for row in rows[:MOST])
        return SeenAnswer(entries=entries, more=len(rows) > MOST)


def _told(who: Caller, found: Mapping[CaseId, Assignment], at: datetime) -> _Told:
    everywhere = who.is_feed or isinstance(
        can(who.actor, Right.AUDIT, facts_of(StreamKind.ORG, NOBODYS, at)), Allow
    )
    cares = {case: facts_of(StreamKind.CARE, whose, at) for case, whose in found.items()}
    audits = [c for c, f in cares.items() if isinstance(can(who.actor, Right.AUDIT, f), Allow)]
    reads = [c for c, f in cares.items() if isinstance(can(who.actor, Right.READ, f), Allow)]
    return _Told(
        cases=tuple(found) if everywhere else tuple(audits),
        with_reasons=frozenset(audits) & frozenset(reads),
    )


def _note(who: Caller, found: Sequence[CaseId], told: _Told, at: datetime) -> list[AuditRow]:
    """Write down who asked about whom; somebody who was told of nothing is noted all the same."""
    asked: Sequence[CaseId | None] = told.cases or found or (None,)
    return [
        AuditRow(
            at=at,
            actor=who.actor.id,
            device=who.device,
            action="audit-read",
            stream=None if case is None else stream_of(case, StreamKind.CARE),
            outcome="ok" if case in told.cases else "not_found",
        )
        for case in asked
    ]


def _emergencies(connection: Connection, case: CaseId) -> list[EmergencyAccess]:
    care = stream_of(case, StreamKind.CARE)
    found = (
        decode_record(row.id, row.kind, row.body.encode())
        for row in records.of_kind(connection, care, EmergencyAccess.KIND)
    )
    return [record for record in found if isinstance(record, EmergencyAccess)]


def _entry(
    seen: SeenRow, streams: Sequence[str], emergencies: Sequence[EmergencyAccess]
) -> SeenEntry:
    row = seen.row
    named = [row.stream] if row.stream else [one.stream for one in row.given]
    return SeenEntry(
        number=seen.id,
        at=row.at,
        actor=row.actor,
        name=seen.name or row.actor,
        roles=seen.roles,
        action=row.action,
        outcome=row.outcome,
        device=row.device,
        kinds=tuple(name.rpartition(".")[2] for name in named if name in streams),
        event=seen.event,
        detail=row.detail,
        acted_at=row.acted_at,
        reason=_reason(row, emergencies) if row.action in _GLASS else None,
    )


def _reason(row: AuditRow, emergencies: Sequence[EmergencyAccess]) -> str | None:
    """Find why the glass was broken through which this was done."""
    return next(
        (
            one.reason
            for one in emergencies
            if one.person == row.actor and one.at - _A_MOMENT <= row.at < one.until
        ),
        None,
    )
