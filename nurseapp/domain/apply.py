"""The one function that changes a stream, run alike by the desktop and by the server.

This module is only the table that sends an event to its noun, and the two registries that the
codec reads: every kind of record and every kind of event has its row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

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
    revising,
    safety,
    screening,
    withdrawal,
)
from nurseapp.domain.events import Act, Event
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Conflict, Revision
from nurseapp.domain.streams import Record, Stream, changed_records

Handler = Callable[[Stream, Event, Any], Stream]

HANDLERS: Mapping[type[Act], Handler] = {
    member.MemberRegistered: member.registered,
    member.MemberRevised: revising.revised,
    member.ConsentRecorded: member.consent_recorded,
    case.CaseOpened: case.opened,
    case.CaseRevised: revising.revised,
    case.CaseAssigned: case.assigned,
    case.CaseClosed: case.closed,
    participant.ParticipantJoined: participant.joined,
    participant.ParticipantLeft: participant.left,
    emergency_access.EmergencyAccessOpened: emergency_access.opened,
    emergency_access.EmergencyAccessReviewed: emergency_access.reviewed,
    problem.ProblemAdded: problem.added,
    problem.ProblemRevised: revising.revised,
    problem.ProblemVoided: revising.voided,
    goal.GoalAdded: goal.added,
    goal.GoalRevised: revising.revised,
    goal.GoalVoided: revising.voided,
    barrier.BarrierAdded: barrier.added,
    barrier.BarrierRevised: revising.revised,
    barrier.BarrierVoided: revising.voided,
    intervention.InterventionAdded: intervention.added,
    intervention.InterventionRevised: revising.revised,
    intervention.InterventionVoided: revising.voided,
    note.NoteWritten: note.written,
    note.NoteMarkedAsError: note.marked_as_error,
    contact.ContactLogged: contact.logged,
    contact.ContactMarkedAsError: contact.marked_as_error,
    screening.ScreeningAnswered: screening.answered,
    screening.ScreeningSigned: screening.signed,
    screening.ScreeningDeclined: screening.declined,
    safety.SafetyConcernRaised: safety.raised,
    safety.SafetyConcernClosed: safety.closed,
    handout.HandoutWasGiven: handout.given,
    attachment.DocumentAttached: attachment.attached,
    attachment.DocumentWithdrawn: attachment.withdrawn,
    withdrawal.EntryWithdrawn: withdrawal.withdrawn,
    fact.FactReceived: fact.received,
    appointment.AppointmentPlanned: appointment.planned,
    appointment.AppointmentRevised: revising.revised,
    directory.StaffListed: directory.listed,
    directory.PractitionerListed: directory.listed,
}

RECORDS: tuple[type[Record], ...] = (
    member.Member,
    member.Consent,
    case.Case,
    participant.Participant,
    emergency_access.EmergencyAccess,
    problem.Problem,
    goal.Goal,
    barrier.Barrier,
    intervention.Intervention,
    note.Note,
    contact.Contact,
    screening.Screening,
    safety.SafetyConcern,
    handout.HandoutGiven,
    attachment.Attachment,
    fact.Fact,
    appointment.Appointment,
    directory.StaffMember,
    directory.Practitioner,
    Conflict,
)


class Status(StrEnum):
    """What became of an event that was not refused."""

    APPLIED = "applied"
    MERGED = "merged"
    NOOP = "noop"
    CONFLICT = "conflict"


def apply(stream: Stream, event: Event) -> Stream:
    """Give the stream's next value.

    Raises:
        DomainError: the act is refused; ``wrong_stream`` where it belongs to another compartment.
    """
    if event.body.STREAM is not stream.kind or event.stream != stream.id:
        raise DomainError("wrong_stream", stream=event.stream, belongs=event.body.STREAM.value)
    return HANDLERS[type(event.body)](stream, event, event.body)


def status_of(before: Stream, after: Stream, event: Event) -> Status:
    """Say what an applied event came to."""
    changed = changed_records(before, after)
    if any(isinstance(r, Conflict) and r.event == event.id for r in changed):
        return Status.CONFLICT
    if not changed:
        return Status.NOOP
    if isinstance(event.body, Revision):
        record = after.get(event.body.REVISES, event.body.record)
        if any(getattr(record, name) != c.now for name, c in event.body.changes.items()):
            return Status.MERGED
    return Status.APPLIED
