"""Elena Marquez, who does not exist: a case with something in every room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from nurseapp.domain.appointment import Appointment, AppointmentStatus
from nurseapp.domain.barrier import Barrier, BarrierStatus
from nurseapp.domain.case import Case, Stage
from nurseapp.domain.contact import Channel, Contact, Outcome
from nurseapp.domain.directory import StaffMember
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.form import Form
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.handout import HandoutGiven, TeachBack
from nurseapp.domain.ids import CaseId, RecordId, TeamId, UserId
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.member import Consent, ConsentAnswer, Member, Sex
from nurseapp.domain.note import Note
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.domain.scoring import score
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import Record, StreamKind

CASE = CaseId("4402")
AMARA = UserId("a.osei")
NOW = datetime(2026, 11, 24, 9, 24, tzinfo=UTC)
TODAY = NOW.date()
SNOMED = "http://snomed.info/sct"


def elena(forms: Mapping[str, Form]) -> Mapping[StreamKind, Sequence[Record]]:
    """Give the records of the case, by compartment."""
    return {
        StreamKind.CARE: (
            _member(),
            _case(),
            _consent(),
            *_plan(),
            *_notes(),
            *_facts(),
            _handout(),
        ),
        StreamKind.BEHAVIOURAL: _screenings(forms),
        StreamKind.SCHEDULE: _appointments(),
    }


def staff() -> tuple[StaffMember, ...]:
    """Give the people who work here."""
    return (
        StaffMember(id=RecordId(AMARA), name="Amara Osei", role="nurse", team=TeamId("north")),
        StaffMember(id=RecordId("j.ruiz"), name="Javier Ruiz", role="nurse", team=None),
    )


def _member() -> Member:
    return Member(
        id=RecordId("elena"),
        number="4402-1187",
        family_name="Marquez",
        given_name="Elena",
        birth_date=date(1965, 3, 14),
        sex=Sex.FEMALE,
        language="es",
        interpreter=True,
        place="Hospital La Paz, ward 6B bed 12",
        country="ES",
        time_zone="Europe/Madrid",
    )


def _case() -> Case:
    return Case(
        id=RecordId(CASE),
        member=RecordId("elena"),
        programme="complex-care",
        stage=Stage.IMPLEMENT,
        opened_on=date(2026, 9, 14),
        team=TeamId("north"),
        nurse=AMARA,
    )


def _consent() -> Consent:
    return Consent(
        id=RecordId("consent"),
        to="case-management",
        answer=ConsentAnswer.GIVEN,
        until=date(2027, 6, 30),
        at=_at(-60),
        by=AMARA,
    )


def _plan() -> Sequence[Record]:
    return (
        _problem("p1", "Prolonged stay after hip fracture", 1),
        _goal("g1", "p1", "I want to walk to my kitchen again.", _WALK, 6, importance=9),
        _step("i1", "g1", "Physiotherapy twice a day, log steps", "Ward 6B", None),
        _step("i2", "g1", "Frame and raised seat ordered for home", "A. Osei", 0 - 2),
        _barrier("b1", "g1", "daughter works away", "Ask about home help", 1),
        _problem("p2", "Type 2 diabetes, HbA1c 8.4 %", 2),
        _goal("g2", "p2", "", "HbA1c below 7.5 % by February", 83, importance=7),
        _step("i3", "g2", "Teach low-sugar signs, teach-back", "A. Osei", 0),
        _step("i4", "g2", "Refill metformin before discharge", "Pharmacy", 12),
        _problem("p3", "Mild low mood, PHQ-9 9", 3, ProblemStatus.WATCH),
    )


_WALK = "Walk 20 m with a frame, without help"


def _problem(
    name: str, title: str, priority: int, status: ProblemStatus = ProblemStatus.ACTIVE
) -> Problem:
    return Problem(
        id=RecordId(name),
        title=title,
        status=status,
        priority=priority,
        code_system=None,
        code=None,
        from_fact=None,
        added_at=_at(-50),
        added_by=AMARA,
    )


def _goal(
    name: str, problem: str, words: str, outcome: str, in_days: int, *, importance: int
) -> Goal:
    return Goal(
        id=RecordId(name),
        problem=RecordId(problem),
        words=words,
        outcome=outcome,
        due=TODAY + timedelta(days=in_days + 8 if in_days == 6 else in_days),
        owner="Elena",
        importance=importance,
        confidence=6,
        status=GoalStatus.IN_PROGRESS,
        added_at=_at(-50),
        added_by=AMARA,
    )


def _step(name: str, goal: str, title: str, owner: str, in_days: int | None) -> Intervention:
    ongoing = in_days is None
    return Intervention(
        id=RecordId(name),
        goal=RecordId(goal),
        title=title,
        owner=owner,
        due=None if in_days is None else TODAY + timedelta(days=in_days),
        cadence="daily" if ongoing else "",
        status=InterventionStatus.DOING if ongoing else InterventionStatus.PLANNED,
        added_at=_at(-49),
        added_by=AMARA,
    )


def _barrier(name: str, goal: str, title: str, action: str, in_days: int) -> Barrier:
    return Barrier(
        id=RecordId(name),
        goal=RecordId(goal),
        title=title,
        action=action,
        owner="A. Osei",
        due=TODAY + timedelta(days=in_days),
        status=BarrierStatus.OPEN,
        added_at=_at(-48),
        added_by=AMARA,
    )


def _notes() -> Sequence[Record]:
    return (
        Note(
            id=RecordId("n1"),
            text="Slept badly, worries about the stairs at home.\nDaughter visits on Sunday.",
            about=None,
            at=_at(-1),
            by=AMARA,
        ),
        Note(
            id=RecordId("n2"),
            text="The ward agrees to a home visit before discharge.",
            about=RecordId("n1"),
            at=_at(0),
            by=AMARA,
        ),
        Note(
            id=RecordId("n3"),
            text="Belongs to another member.",
            about=None,
            at=_at(-9),
            by=UserId("j.ruiz"),
            error_reason="Wrong member",
        ),
        Contact(
            id=RecordId("c1"),
            with_whom="Lucía, daughter",
            channel=Channel.PHONE,
            outcome=Outcome.REACHED,
            minutes=12,
            text="Can come from Friday on.",
            at=_at(-3),
            by=AMARA,
        ),
    )


def _facts() -> Sequence[Record]:
    return (
        _fact("f1", FactCategory.CONDITION, "Essential hypertension (disorder)", "59621000"),
        _fact("f2", FactCategory.CONDITION, "Fracture of neck of femur (disorder)", "5913000"),
        _fact("f3", FactCategory.MEDICATION, "Metformin 850 mg tablet", "861004"),
        _fact("f4", FactCategory.MEDICATION, "Paracetamol 500 mg tablet", "313782"),
        _fact("f5", FactCategory.ALLERGY, "Penicillin", "91936005", kind_of="high"),
        _fact("f6", FactCategory.ENCOUNTER, "Hospital admission", None, kind_of="IMP", days=-13),
        _fact("f7", FactCategory.RESULT, "Hemoglobin A1c", "4548-4", value="8.4", unit="%"),
    )


def _fact(
    name: str,
    category: FactCategory,
    display: str,
    code: str | None,
    *,
    days: int = -20,
    kind_of: str | None = None,
    value: str | None = None,
    unit: str | None = None,
) -> Fact:
    return Fact(
        id=RecordId(name),
        category=category,
        display=display,
        code_system=SNOMED if code else None,
        code=code,
        status="in-progress" if category is FactCategory.ENCOUNTER else "active",
        on=TODAY + timedelta(days=days),
        kind_of=kind_of,
        value=value,
        unit=unit,
        source=f"Condition/{name}",
        document="0" * 64,
    )


def _handout() -> HandoutGiven:
    return HandoutGiven(
        id=RecordId("h1"),
        handout="low-blood-sugar",
        version="1",
        language="es",
        title="Azúcar baja en la sangre",
        large_print=False,
        teach_back=TeachBack.PARTLY,
        at=_at(-5),
        by=AMARA,
    )


def _screenings(forms: Mapping[str, Form]) -> Sequence[Record]:
    answers = (
        (-65, (2, 2, 2, 3, 2, 2, 2, 1, 0)),
        (-34, (2, 2, 2, 2, 2, 2, 1, 1, 0)),
        (-6, (1, 1, 2, 2, 1, 1, 1, 0, 0)),
    )
    return [_signed(forms["phq-9"], number, *given) for number, given in enumerate(answers)]


def _signed(form: Form, number: int, days: int, points: tuple[int, ...]) -> Screening:
    answers = dict(zip(form.policy.items, points, strict=True))
    return Screening(
        id=RecordId(f"s{number}"),
        form=form.id,
        version=form.version,
        language=form.language,
        state=ScreeningState.SIGNED,
        answers=answers,
        by=AMARA,
        at=_at(days),
        sex=Sex.FEMALE,
        policy=form.policy,
        score=score(form.policy, answers, Sex.FEMALE),
    )


def _appointments() -> Sequence[Record]:
    return (
        _appointment("a1", "Visit on the ward", 0, "10:00"),
        _appointment("a2", "Two-day call after discharge", 7, ""),
    )


def _appointment(name: str, purpose: str, in_days: int, time: str) -> Appointment:
    return Appointment(
        id=RecordId(name),
        purpose=purpose,
        on=TODAY + timedelta(days=in_days),
        time=time,
        place="",
        status=AppointmentStatus.PLANNED,
        added_at=_at(-10),
        added_by=AMARA,
    )


def _at(days: int) -> datetime:
    return NOW + timedelta(days=days, hours=-1)
