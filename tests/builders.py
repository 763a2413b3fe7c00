"""Values with defaults, for every test that needs a case.

A test names only what it is about: ``goal(due=date(2026, 4, 1))`` is a whole goal. The people and
the case are always the same: Ana and Ben are nurses of team North, Sam is their supervisor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest

from nurseapp.domain.appointment import Appointment, AppointmentStatus
from nurseapp.domain.attachment import Attachment, MediaType
from nurseapp.domain.barrier import Barrier, BarrierStatus
from nurseapp.domain.case import Case, Stage
from nurseapp.domain.contact import Channel, Contact, Outcome
from nurseapp.domain.directory import Practitioner, StaffMember
from nurseapp.domain.emergency_access import Emergency, EmergencyAccess
from nurseapp.domain.events import Act, Event
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.handout import HandoutGiven, TeachBack
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.member import Consent, ConsentAnswer, Member, Sex
from nurseapp.domain.note import Note
from nurseapp.domain.participant import Part, Participant
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Change, Conflict, FieldValue
from nurseapp.domain.safety import SafetyConcern, concern_id
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import (
    ORG_STREAM,
    Record,
    Stream,
    StreamKind,
    stream_of,
)

R = TypeVar("R", bound=Record)

CASE = CaseId("case-1")
NORTH = TeamId("north")
SOUTH = TeamId("south")
ANA = UserId("nurse.ana")
BEN = UserId("nurse.ben")
SAM = UserId("supervisor.sam")
TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

MEMBER = RecordId("member-1")
PROBLEM = RecordId("problem-1")
GOAL = RecordId("goal-1")
BARRIER = RecordId("barrier-1")
INTERVENTION = RecordId("intervention-1")
SCREENING = RecordId("screening-1")


def stream_id(kind: StreamKind = StreamKind.CARE) -> StreamId:
    """Name the stream of the test's case, or the organisation's."""
    return ORG_STREAM if kind is StreamKind.ORG else stream_of(CASE, kind)


def stream(*records: Record, kind: StreamKind = StreamKind.CARE, head: int = 0) -> Stream:
    """Give a stream that holds these records."""
    return Stream(id=stream_id(kind), head=head, base={r.id: r for r in records})


def event(body: Act, **values: Any) -> Event:
    """Give an event of Ana's at noon; ``values`` are members of :class:`Event`."""
    default = Event(
        id=EventId("event-1"), stream=stream_id(body.STREAM), at=NOON, author=ANA, body=body
    )
    return replace(default, **values)


def changes(**fields: tuple[FieldValue, FieldValue]) -> Mapping[str, Change]:
    """Give the changes of a revision: ``changes(due=(was, now))``."""
    return {name: Change(was=was, now=now) for name, (was, now) in fields.items()}


def member(**values: Any) -> Member:
    """Give Maria Oliveira, born on 14 May 1961."""
    default = Member(
        id=MEMBER,
        number="N-1001",
        family_name="Oliveira",
        given_name="Maria",
        birth_date=date(1961, 5, 14),
        sex=Sex.FEMALE,
        language="pt-BR",
        phone="+55 11 5550 1001",
        place="São Paulo",
        country="BR",
        time_zone="America/Sao_Paulo",
    )
    return replace(default, **values)


def consent(**values: Any) -> Consent:
    """Give a consent to case management."""
    default = Consent(
        id=RecordId("consent-1"),
        to="case-management",
        answer=ConsentAnswer.GIVEN,
        until=None,
        at=NOON,
        by=ANA,
    )
    return replace(default, **values)


def case(**values: Any) -> Case:
    """Give Ana's case, in planning since February."""
    default = Case(
        id=RecordId(CASE),
        member=MEMBER,
        programme="complex-care",
        stage=Stage.PLAN,
        opened_on=date(2026, 2, 2),
        team=NORTH,
        nurse=ANA,
        tags=("diabetes",),
    )
    return replace(default, **values)


def problem(**values: Any) -> Problem:
    """Give an active problem, type 2 diabetes as SNOMED CT codes it."""
    default = Problem(
        id=PROBLEM,
        title="Type 2 diabetes, blood sugar too high",
        status=ProblemStatus.ACTIVE,
        priority=1,
        code_system="http://snomed.info/sct",
        code="44054006",
        from_fact=None,
        added_at=NOON,
        added_by=ANA,
    )
    return replace(default, **values)


def goal(**values: Any) -> Goal:
    """Give a goal in progress, due on 1 June."""
    default = Goal(
        id=GOAL,
        problem=PROBLEM,
        words="I want to play with my grandchildren",
        outcome="Walk 30 minutes on 5 days a week",
        due=date(2026, 6, 1),
        owner="Maria",
        importance=9,
        confidence=7,
        status=GoalStatus.IN_PROGRESS,
        added_at=NOON,
        added_by=ANA,
    )
    return replace(default, **values)


def barrier(**values: Any) -> Barrier:
    """Give an open barrier to the goal."""
    default = Barrier(
        id=BARRIER,
        goal=GOAL,
        title="No safe place to walk",
        action="Ask the community centre for its opening hours",
        owner="Ana",
        due=date(2026, 3, 20),
        status=BarrierStatus.OPEN,
        added_at=NOON,
        added_by=ANA,
    )
    return replace(default, **values)


def intervention(**values: Any) -> Intervention:
    """Give a planned intervention under the goal."""
    default = Intervention(
        id=INTERVENTION,
        goal=GOAL,
        title="Teach how to measure blood sugar",
        owner="Ana",
        due=date(2026, 3, 9),
        cadence="",
        status=InterventionStatus.PLANNED,
        added_at=NOON,
        added_by=ANA,
    )
    return replace(default, **values)


def note(**values: Any) -> Note:
    """Give a note of Ana's."""
    default = Note(
        id=RecordId("note-1"), text="Sleeps badly since the move.", about=None, at=NOON, by=ANA
    )
    return replace(default, **values)


def contact(**values: Any) -> Contact:
    """Give a call with the member."""
    default = Contact(
        id=RecordId("contact-1"),
        with_whom="Maria",
        channel=Channel.PHONE,
        outcome=Outcome.REACHED,
        minutes=12,
        text="Will bring the meter on Monday.",
        at=NOON,
        by=ANA,
    )
    return replace(default, **values)


def handout_given(**values: Any) -> HandoutGiven:
    """Give the record of a handout that was taken home."""
    default = HandoutGiven(
        id=RecordId("given-1"),
        handout="low-blood-sugar",
        version="1",
        language="pt-BR",
        title="Açúcar baixo no sangue",
        large_print=False,
        teach_back=TeachBack.CORRECT,
        at=NOON,
        by=ANA,
    )
    return replace(default, **values)


def attachment(**values: Any) -> Attachment:
    """Give an x-ray image that was attached."""
    default = Attachment(
        id=RecordId("attachment-1"),
        title="X-ray of the left wrist",
        media=MediaType.PNG,
        size=5_242_881,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        at=NOON,
        by=ANA,
    )
    return replace(default, **values)


def fact(**values: Any) -> Fact:
    """Give a received condition."""
    default = Fact(
        id=RecordId("fact-1"),
        category=FactCategory.CONDITION,
        display="Diabetes mellitus type 2 (disorder)",
        code_system="http://snomed.info/sct",
        code="44054006",
        status="active",
        on=date(2019, 7, 4),
        source="Condition/77",
        document="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )
    return replace(default, **values)


def stay(**values: Any) -> Fact:
    """Give a stay in hospital that has not ended."""
    default = fact(
        id=RecordId("stay-1"),
        category=FactCategory.ENCOUNTER,
        display="Hospital admission",
        code=None,
        code_system=None,
        status="in-progress",
        on=date(2026, 2, 20),
        kind_of="IMP",
    )
    return replace(default, **values)


def participant(**values: Any) -> Participant:
    """Give Ben, who covers for Ana for a week."""
    default = Participant(
        id=RecordId("participant-1"),
        person=BEN,
        part=Part.COVERING,
        until=NOON + timedelta(days=7),
        at=NOON,
        by=ANA,
    )
    return replace(default, **values)


def emergency_access(**values: Any) -> EmergencyAccess:
    """Give an hour behind the glass that nobody has reviewed."""
    default = EmergencyAccess(
        id=RecordId("access-1"),
        person=BEN,
        emergency=Emergency.MEDICAL,
        reason="Found on the floor, a neighbour calls",
        at=NOON,
        until=NOON + timedelta(hours=1),
    )
    return replace(default, **values)


def appointment(**values: Any) -> Appointment:
    """Give a planned visit at home."""
    default = Appointment(
        id=RecordId("appointment-1"),
        purpose="Visit at home",
        on=date(2026, 3, 10),
        time="09:30",
        place="Rua das Flores 12",
        status=AppointmentStatus.PLANNED,
        added_at=NOON,
        added_by=ANA,
    )
    return replace(default, **values)


def staff_member(**values: Any) -> StaffMember:
    """Give Ana as the directory lists her."""
    default = StaffMember(id=RecordId(ANA), name="Ana Lima", role="nurse", team=NORTH)
    return replace(default, **values)


def practitioner(**values: Any) -> Practitioner:
    """Give a family doctor whom another system named."""
    default = Practitioner(
        id=RecordId("practitioner-1"),
        name="Dr. Rui Prado",
        identifier="CRM-SP 123456",
        phone="+55 11 5550 2000",
        place="São Paulo",
        source="Practitioner/5",
    )
    return replace(default, **values)


def concern(**values: Any) -> SafetyConcern:
    """Give an open safety concern over PHQ-9 item 9."""
    default = SafetyConcern(
        id=concern_id(SCREENING),
        screening=SCREENING,
        form="phq-9",
        item="9",
        points=1,
        raised_at=NOON,
        raised_by=ANA,
    )
    return replace(default, **values)


def screening(**values: Any) -> Screening:
    """Give a draft of Ana's with its first answer."""
    default = Screening(
        id=SCREENING,
        form="phq-9",
        version="1",
        language="pt-BR",
        state=ScreeningState.DRAFT,
        answers={"1": 2},
        by=ANA,
        at=NOON,
    )
    return replace(default, **values)


def conflict(**values: Any) -> Conflict:
    """Give an open conflict over the goal's date."""
    default = Conflict(
        id=RecordId("conflict-1"),
        record=GOAL,
        of_kind=Goal.KIND,
        field="due",
        was=date(2026, 6, 1),
        theirs=date(2026, 7, 1),
        mine=date(2026, 5, 1),
        by=BEN,
        at=NOON,
        event=EventId("event-1"),
    )
    return replace(default, **values)


@contextmanager
def refused(code: str, **facts: object) -> Iterator[None]:
    """Expect a refusal with this code, and at least these facts."""
    with pytest.raises(DomainError) as caught:
        yield
    assert caught.value.code == code
    assert {name: caught.value.facts.get(name) for name in facts} == facts
