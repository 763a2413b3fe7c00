"""A case as one row of a list: what a nurse must see without opening it.

The row is a projection: written in the transaction that writes what it summarises, by the one
function here, and never dependent on the day; the day comes in when its marks are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nurseapp.domain.appointment import Appointment, AppointmentStatus
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import due_lines
from nurseapp.domain.case import Case, Stage
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, TeamId, UserId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.member import Member, Sex, age_on
from nurseapp.domain.revising import Conflict
from nurseapp.domain.safety import SafetyConcern
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import ByKind, Stream, StreamKind

LONG_STAY_DAYS = 10
_INPATIENT = {"IMP", "ACUTE", "NONAC", "inpatient"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case in a list.

    Attributes:
        next_what: the next appointment's purpose, ``next_on`` its date.
        plan_due_what: the open line of the plan that is due first, ``plan_due_on`` its date.
        safety_since: when the oldest open safety concern was raised.
        screened: forms signed or declined in this case.
        stay_since: the day of admission while in hospital.
        last_change: the last total less the one before of the same form, None without one.
        conflicts: how many are open.
    """

    case: CaseId
    family_name: str
    given_name: str
    birth_date: date | None
    sex: Sex
    number: str
    place: str | None
    country: str | None
    language: str | None
    interpreter: bool
    died_on: date | None
    programme: str
    stage: Stage
    nurse: UserId | None
    team: TeamId
    opened_on: date
    closed_on: date | None
    closing_proposed: bool
    next_what: str | None
    next_on: date | None
    plan_due_what: str | None
    plan_due_on: date | None
    safety_since: datetime | None
    screened: tuple[str, ...]
    stay_since: date | None
    last_form: str | None
    last_total: int | None
    last_change: int | None
    conflicts: int


class MarkKind(StrEnum):
    """What a row can be marked with, in the order of need."""

    SAFETY = "safety"
    OVERDUE = "overdue"
    CONFLICT = "conflict"
    DUE_TODAY = "due-today"
    LONG_STAY = "long-stay"
    IN_HOSPITAL = "in-hospital"
    SCREENING_DUE = "screening-due"
    CLOSING_PROPOSED = "closing-proposed"
    ON_TIME = "on-time"
    CLOSED = "closed"
    DIED = "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark; ``number`` counts days overdue, days of stay, or conflicts."""

    kind: MarkKind
    number: int | None = None


def case_row(streams: Mapping[StreamKind, Stream]) -> CaseRow | None:
    """Summarise the streams of one case that the reader holds; None without member and case.

    Who holds only the schedule of a case has no row of it.
    """
    sorted_out = {kind: ByKind(stream) for kind, stream in streams.items()}
    care = sorted_out.get(StreamKind.CARE)
    case = next(iter(care.of(Case)), None) if care else None
    member = next(iter(care.of(Member)), None) if care else None
    if care is None or case is None or member is None:
        return None
    appointment = _next_appointment(sorted_out.get(StreamKind.SCHEDULE))
    due_on, due_what = _first_due(care)
    screenings = _judged(sorted_out.get(StreamKind.BEHAVIOURAL))
    last_form, last_total, last_change = _last_result(screenings)
    return CaseRow(
        case=CaseId(case.id),
        family_name=member.family_name,
        given_name=member.given_name,
        birth_date=member.birth_date,
        sex=member.sex,
        number=member.number,
        place=member.place,
        country=member.country,
        language=member.language,
        interpreter=member.interpreter,
        died_on=member.died_on,
        programme=case.programme,
        stage=case.stage,
        nurse=case.nurse,
        team=case.team,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        closing_proposed=case.closing_proposed is not None,
        next_what=appointment.purpose if appointment else None,
        next_on=appointment.on if appointment else None,
        plan_due_what=due_what,
        plan_due_on=due_on,
        safety_since=min(_open_concerns(care), default=None),
        screened=tuple(sorted({s.form for s in screenings})),
        stay_since=_stay_since(care),
        last_form=last_form,
        last_total=last_total,
        last_change=last_change,
        conflicts=sum(c.closed_by is None for s in sorted_out.values() for c in s.of(Conflict)),
    )


def due_on(row: CaseRow) -> date | None:
    """Give the first date on which the case asks for something."""
    return min((d for d in (row.next_on, row.plan_due_on) if d is not None), default=None)


def marks(row: CaseRow, today: date, required: Mapping[str, int]) -> tuple[Mark, ...]:
    """Mark a row as it stands today, the most needed first.

    Args:
        required: forms that every open case is screened with, each with its minimum age.
    """
    if row.died_on is not None:
        return (Mark(kind=MarkKind.DIED),)
    if row.closed_on is not None:
        return (Mark(kind=MarkKind.CLOSED),)
    found = []
    first = due_on(row)
    if row.safety_since is not None:
        found.append(Mark(kind=MarkKind.SAFETY))
    if first is not None and first < today:
        found.append(Mark(kind=MarkKind.OVERDUE, number=(today - first).days))
    if row.conflicts:
        found.append(Mark(kind=MarkKind.CONFLICT, number=row.conflicts))
    if first == today:
        found.append(Mark(kind=MarkKind.DUE_TODAY))
    if row.stay_since is not None:
        days = (today - row.stay_since).days
        kind = MarkKind.LONG_STAY if days > LONG_STAY_DAYS else MarkKind.IN_HOSPITAL
        found.append(Mark(kind=kind, number=days))
    if screenings_due(row, today, required):
        found.append(Mark(kind=MarkKind.SCREENING_DUE))
    if row.closing_proposed:
        found.append(Mark(kind=MarkKind.CLOSING_PROPOSED))
    return tuple(found) or (Mark(kind=MarkKind.ON_TIME),)


def screenings_due(row: CaseRow, today: date, required: Mapping[str, int]) -> tuple[str, ...]:
    """List the required forms that were neither signed nor declined and may be asked."""
    if row.birth_date is None or row.died_on is not None or row.closed_on is not None:
        return ()
    age = age_on(row.birth_date, today)
    return tuple(f for f, minimum in required.items() if f not in row.screened and age >= minimum)


def by_need(
    rows: Iterable[CaseRow], today: date, required: Mapping[str, int]
) -> list[tuple[CaseRow, tuple[Mark, ...]]]:
    """Sort rows by need, not by name, each with its marks."""
    order = list(MarkKind)

    def need(pair: tuple[CaseRow, tuple[Mark, ...]]) -> tuple[int, date, str, str]:
        row, found = pair
        return order.index(found[0].kind), due_on(row) or date.max, row.family_name, row.case

    return sorted(((row, marks(row, today, required)) for row in rows), key=need)


def points(row: CaseRow, today: date) -> int:
    """Weigh a case for balancing a caseload: a proposal of this product, not a norm.

    One for the case; one more each for a complex one, a long stay, open safety, an interpreter.
    """
    if row.closed_on is not None:
        return 0
    long_stay = row.stay_since is not None and (today - row.stay_since).days > LONG_STAY_DAYS
    extra = (row.programme == "complex-care", long_stay, row.safety_since is not None)
    return 1 + sum(extra) + row.interpreter


def _next_appointment(schedule: ByKind | None) -> Appointment | None:
    if schedule is None:
        return None
    planned = (a for a in schedule.of(Appointment) if a.status is AppointmentStatus.PLANNED)
    return min(planned, key=lambda a: (a.on, a.time, a.id), default=None)


def _first_due(care: ByKind) -> tuple[date | None, str | None]:
    """Give the first due date in the plan, whatever today is, with what is due."""
    due, _, line = min(due_lines(care), default=(None, "", None))
    return (None, None) if line is None else (due, what_is_due(line))


def what_is_due(line: Goal | Intervention | Barrier) -> str:
    """Give the words by which a row tells of a line of the plan."""
    return line.outcome or line.words if isinstance(line, Goal) else line.title


def _open_concerns(care: ByKind) -> list[datetime]:
    return [c.raised_at for c in care.of(SafetyConcern) if c.outcome is None]


def _judged(behavioural: ByKind | None) -> list[Screening]:
    if behavioural is None:
        return []
    done = [s for s in behavioural.of(Screening) if s.state is not ScreeningState.DRAFT]
    corrected = {s.amends for s in done}
    return sorted((s for s in done if s.id not in corrected), key=lambda s: (s.at, s.id))


def _last_result(screenings: list[Screening]) -> tuple[str | None, int | None, int | None]:
    scored = [s for s in screenings if s.score is not None and s.score.total is not None]
    if not scored:
        return None, None, None
    last = scored[-1]
    totals = [s.score.total for s in scored if s.score and s.form == last.form]
    change = None
    if len(totals) > 1 and totals[-1] is not None and totals[-2] is not None:
        change = totals[-1] - totals[-2]
    return last.form, totals[-1], change


def _stay_since(care: ByKind) -> date | None:
    stays = (
        f.on
        for f in care.of(Fact)
        if f.category is FactCategory.ENCOUNTER and f.kind_of in _INPATIENT and f.is_active()
    )
    return min((on for on in stays if on is not None), default=None)
