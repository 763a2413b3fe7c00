"""One event, one record and one claim of every kind, with the values that a real one could have.

What they look like on the wire is kept under ``golden/``. A sample is never changed: its file is
what the first release wrote, and every later one must read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

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
from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import EventId, RecordId, derived_id
from nurseapp.domain.member import Sex
from nurseapp.domain.revising import seen_fields
from nurseapp.domain.scoring import score
from nurseapp.domain.screening import ScreeningState
from nurseapp.domain.streams import Record
from nurseapp.wire.claims import (
    command_claim,
    event_claim,
    lease_claim,
    receipt_claim,
    revocation_claim,
)
from tests import builders as a
from tests.forms import phq_9

AT = datetime(2026, 3, 2, 12, 34, 56, 789000, tzinfo=UTC)
NINE = {"1": 2, "2": 2, "3": 1, "4": 3, "5": 0, "6": 1, "7": 0, "8": 0, "9": 1}
FORM = {"form": "phq-9", "version": "1", "language": "pt-BR"}

_ACTS: tuple[Act, ...] = (
    member.MemberRegistered(member=a.member()),
    member.MemberRevised(
        record=a.MEMBER,
        changes=a.changes(
            birth_date=(date(1961, 5, 14), date(1961, 5, 15)), interpreter=(False, True)
        ),
    ),
    member.ConsentRecorded(
        consent=RecordId("consent-1"),
        to="case-management",
        answer=member.ConsentAnswer.GIVEN,
        until=date(2027, 3, 2),
    ),
    case.CaseOpened(case=a.case()),
    case.CaseRevised(
        record=RecordId(a.CASE),
        changes=a.changes(stage=("plan", "implement"), tags=(("diabetes",), ("diabetes", "falls"))),
    ),
    case.CaseAssigned(case=RecordId(a.CASE), nurse=a.BEN, team=a.SOUTH, head=17),
    case.CaseClosed(case=RecordId(a.CASE), on=date(2026, 9, 30), reason="All goals met", head=42),
    participant.ParticipantJoined(
        participant=RecordId("participant-1"),
        person=a.BEN,
        part=participant.Part.COVERING,
        until=AT,
    ),
    participant.ParticipantLeft(participant=RecordId("participant-1")),
    emergency_access.EmergencyAccessOpened(
        access=RecordId("access-1"),
        person=a.BEN,
        emergency=emergency_access.Emergency.MEDICAL,
        reason="Found on the floor, a neighbour calls",
        until=AT,
    ),
    emergency_access.EmergencyAccessReviewed(
        access=RecordId("access-1"),
        finding=emergency_access.Finding.JUSTIFIED,
        comment="Right to look",
    ),
    problem.ProblemAdded(
        problem=a.PROBLEM,
        title="Type 2 diabetes, blood sugar too high",
        priority=1,
        code_system="http://snomed.info/sct",
        code="44054006",
        from_fact=RecordId("fact-1"),
    ),
    problem.ProblemRevised(record=a.PROBLEM, changes=a.changes(priority=(1, None))),
    problem.ProblemVoided(record=a.PROBLEM, reason="double", was=seen_fields(a.problem())),
    goal.GoalAdded(
        goal=a.GOAL,
        problem=a.PROBLEM,
        words="Quero brincar com meus netos",
        outcome="Caminhar 30 minutos\nem 5 dias da semana",
        due=date(2026, 6, 1),
        owner="Maria",
        importance=9,
        confidence=7,
    ),
    goal.GoalRevised(
        record=a.GOAL,
        changes=a.changes(due=(date(2026, 6, 1), date(2026, 6, 15))),
        settles=(RecordId("conflict-1"),),
    ),
    goal.GoalVoided(record=a.GOAL, reason="double", was=seen_fields(a.goal())),
    barrier.BarrierAdded(
        barrier=a.BARRIER,
        goal=a.GOAL,
        title="No safe place to walk",
        action="Ask the community centre",
        owner="Ana",
        due=date(2026, 3, 20),
    ),
    barrier.BarrierRevised(record=a.BARRIER, changes=a.changes(status=("open", "resolved"))),
    barrier.BarrierVoided(record=a.BARRIER, reason="double"),
    intervention.InterventionAdded(
        intervention=a.INTERVENTION,
        goal=a.GOAL,
        title="Teach how to measure blood sugar",
        owner="Ana",
        cadence="daily",
        status=intervention.InterventionStatus.DOING,
    ),
    intervention.InterventionRevised(
        record=a.INTERVENTION, changes=a.changes(void_reason=("double", None))
    ),
    intervention.InterventionVoided(record=a.INTERVENTION, reason="double", was={"due": None}),
    note.NoteWritten(
        note=RecordId("note-2"), text="«Durmo mal» 😴\tdesde janeiro", about=RecordId("note-1")
    ),
    note.NoteMarkedAsError(note=RecordId("note-1"), reason="another member"),
    withdrawal.EntryWithdrawn(
        entry=EventId("event-0"), reason="another member", instead=EventId("event-2")
    ),
    contact.ContactLogged(
        contact=RecordId("contact-1"),
        with_whom="daughter",
        channel=contact.Channel.VIDEO,
        outcome=contact.Outcome.REACHED,
        minutes=12,
        text="Will bring the meter on Monday.",
    ),
    contact.ContactMarkedAsError(contact=RecordId("contact-1"), reason="twice"),
    screening.ScreeningAnswered(screening=a.SCREENING, item="9", points=1, **FORM),
    screening.ScreeningSigned(
        screening=a.SCREENING,
        answers=NINE,
        sex=Sex.FEMALE,
        policy=phq_9(),
        total=10,
        amends=RecordId("screening-0"),
        **FORM,
    ),
    screening.ScreeningDeclined(screening=a.SCREENING, reason="Too tired today", **FORM),
    safety.SafetyConcernRaised(screening=a.SCREENING, form="phq-9", item="9", points=1),
    safety.SafetyConcernClosed(
        concern=safety.concern_id(a.SCREENING),
        outcome=safety.SafetyOutcome.UNABLE,
        steps=("asked",),
        reason="The line broke off",
        taken_over_by="SAMU 192",
    ),
    handout.HandoutWasGiven(
        given=RecordId("given-1"),
        handout="low-blood-sugar",
        version="1",
        language="pt-BR",
        title="Açúcar baixo no sangue",
        large_print=True,
        teach_back=handout.TeachBack.PARTLY,
    ),
    attachment.DocumentAttached(
        attachment=RecordId("attachment-1"),
        title="Raio-x do punho esquerdo",
        media=attachment.MediaType.PNG,
        size=5_242_881,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ),
    attachment.DocumentWithdrawn(
        attachment=RecordId("attachment-1"), reason="It belongs to another member"
    ),
    fact.FactReceived(
        fact=a.fact(
            category=fact.FactCategory.RESULT,
            display="Hemoglobin A1c/Hemoglobin.total in Blood",
            code_system="http://loinc.org",
            code="4548-4",
            status="final",
            value="8.1",
            unit="%",
        )
    ),
    appointment.AppointmentPlanned(
        appointment=RecordId("appointment-1"),
        purpose="Visit at home",
        on=date(2026, 3, 10),
        time="09:30",
        place="Rua das Flores 12",
    ),
    appointment.AppointmentRevised(
        record=RecordId("appointment-1"),
        changes=a.changes(on=(date(2026, 3, 10), date(2026, 3, 11)), place=("", "Clinic")),
    ),
    directory.StaffListed(person=a.staff_member()),
    directory.PractitionerListed(person=a.practitioner()),
)

RECORDS: tuple[Record, ...] = (
    a.member(died_on=date(2026, 8, 1)),
    a.consent(until=date(2027, 3, 2), at=AT),
    a.case(
        stage=case.Stage.CLOSE,
        closing_proposed="All goals met",
        closed_on=date(2026, 9, 30),
        closing_reason="All goals met",
    ),
    a.participant(until=AT, at=AT, left=True),
    a.emergency_access(
        at=AT,
        until=AT,
        finding=emergency_access.Finding.UNJUSTIFIED,
        comment="No need",
        reviewed_by=a.ANA,
        reviewed_at=AT,
    ),
    a.problem(from_fact=RecordId("fact-1"), added_at=AT),
    a.goal(outcome="Caminhar 30 minutos\nem 5 dias da semana", added_at=AT),
    a.barrier(void_reason="double", added_at=AT),
    a.intervention(cadence="daily", due=None, added_at=AT),
    a.note(text="«Durmo mal» 😴\tdesde janeiro", about=RecordId("note-0"), at=AT),
    a.contact(error_reason="twice", at=AT),
    a.screening(
        state=ScreeningState.SIGNED,
        answers=NINE,
        sex=Sex.FEMALE,
        policy=phq_9(),
        score=score(phq_9(), NINE, Sex.FEMALE),
        differs=True,
        amends=RecordId("screening-0"),
        at=AT,
    ),
    a.concern(
        raised_at=AT,
        outcome=safety.SafetyOutcome.DONE,
        steps=("asked", "plan-made"),
        closed_at=AT,
        closed_by=a.BEN,
    ),
    a.handout_given(at=AT),
    a.attachment(withdrawn_reason="It belongs to another member", at=AT),
    a.stay(until=date(2026, 3, 1)),
    a.appointment(added_at=AT),
    a.staff_member(),
    a.practitioner(),
    a.conflict(at=AT, closed_by=EventId("event-9")),
)

_LINKS: dict[type[Act], dict[str, str]] = {
    safety.SafetyConcernRaised: {"act": "act-1"},
    intervention.InterventionRevised: {"undoes": "event-1"},
}

EVENTS: tuple[Event, ...] = tuple(
    a.event(act, id=derived_id("sample", type(act).__name__), at=AT, **_LINKS.get(type(act), {}))
    for act in _ACTS
)

CLAIMS: Mapping[str, bytes] = {
    "event": event_claim(device="0123456789abcdef0123456789abcdef", payload_hash=bytes(range(32))),
    "lease": lease_claim(
        user="amara",
        device="0123456789abcdef0123456789abcdef",
        until=datetime(2026, 12, 1, tzinfo=UTC),
        epoch="e-1",
    ),
    "receipt": receipt_claim(
        event="018f0000-0000-7000-8000-000000000001",
        payload_hash=bytes(range(32)),
        stream="case-1.care",
        status="applied",
        rev=7,
        epoch="epoch-1",
    ),
    "command": command_claim(
        command="018f0000-0000-4000-8000-000000000003",
        kind="refill",
        user="nurse.ana",
        device="0123456789abcdef0123456789abcdef",
        streams=("case-1.care",),
        epoch="epoch-1",
    ),
    "revocation": revocation_claim(
        user="nurse.ana",
        stream="case-1.care",
        revocation="018f0000-0000-4000-8000-000000000002",
        epoch="epoch-1",
    ),
}
