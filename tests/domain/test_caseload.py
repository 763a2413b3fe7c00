"""A case as one row of a list: what it summarises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nurseapp.domain.appointment import AppointmentStatus
from nurseapp.domain.case import Stage
from nurseapp.domain.caseload import (
    CaseRow,
    case_row,
)
from nurseapp.domain.fact import FactCategory
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.member import Sex
from nurseapp.domain.problem import ProblemStatus
from nurseapp.domain.safety import SafetyOutcome
from nurseapp.domain.scoring import score
from nurseapp.domain.screening import Screening, ScreeningState
from nurseapp.domain.streams import Record, StreamKind
from tests.builders import (
    ANA,
    CASE,
    NOON,
    NORTH,
    TODAY,
    appointment,
    barrier,
    case,
    concern,
    conflict,
    goal,
    intervention,
    member,
    problem,
    screening,
    stay,
    stream,
)
from tests.forms import phq_9

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NONE_DUE: dict[str, int] = {}


def signed(name: str, total: int, day: int = 0, **values: Any) -> Screening:
    answers = dict.fromkeys("123456789", 0) | {str(n): 1 for n in range(1, total + 1)}
    return screening(
        id=RecordId(name),
        state=ScreeningState.SIGNED,
        answers=answers,
        policy=phq_9(),
        score=score(phq_9(), answers, Sex.FEMALE),
        at=NOON + timedelta(days=day),
        **values,
    )


def row_of(
    *care: Record, schedule: tuple[Record, ...] = (), behavioural: tuple[Record, ...] = ()
) -> CaseRow:
    """Give the row of a case that holds these records besides its member and itself."""
    held = {
        StreamKind.CARE: stream(member(), case(), *care),
        StreamKind.SCHEDULE: stream(*schedule, kind=StreamKind.SCHEDULE),
        StreamKind.BEHAVIOURAL: stream(*behavioural, kind=StreamKind.BEHAVIOURAL),
    }
    found = case_row(held)
    assert found is not None
    return found


def test_a_row_tells_who_the_member_is_and_where_the_case_stands() -> None:
    assert row_of() == CaseRow(
        case=CASE,
        family_name="Oliveira",
        given_name="Maria",
        birth_date=date(1961, 5, 14),
        sex=Sex.FEMALE,
        number="N-1001",
        place="São Paulo",
        country="BR",
        language="pt-BR",
        interpreter=False,
        died_on=None,
        programme="complex-care",
        stage=Stage.PLAN,
        nurse=ANA,
        team=NORTH,
        opened_on=date(2026, 2, 2),
        closed_on=None,
        closing_proposed=False,
        next_what=None,
        next_on=None,
        plan_due_what=None,
        plan_due_on=None,
        safety_since=None,
        screened=(),
        stay_since=None,
        last_form=None,
        last_total=None,
        last_change=None,
        conflicts=0,
    )


def test_whoever_holds_only_a_part_of_a_case_has_no_row_of_it() -> None:
    schedule = stream(appointment(), kind=StreamKind.SCHEDULE)
    assert case_row({}) is None
    assert case_row({StreamKind.SCHEDULE: schedule}) is None
    assert case_row({StreamKind.CARE: stream(member())}) is None
    assert case_row({StreamKind.CARE: stream(case())}) is None


def test_whoever_holds_the_care_stream_alone_has_a_row_without_the_rest() -> None:
    found = case_row({StreamKind.CARE: stream(member(), case())})
    assert found is not None
    assert (found.next_on, found.last_form, found.screened) == (None, None, ())


def test_the_next_appointment_is_the_first_that_is_still_planned() -> None:
    def one(name: str, on: date, time: str = "", **values: Any) -> Record:
        return appointment(id=RecordId(name), purpose=name, on=on, time=time, **values)

    found = row_of(
        schedule=(
            one("done", YESTERDAY, status=AppointmentStatus.DONE),
            one("cancelled", YESTERDAY, status=AppointmentStatus.CANCELLED),
            one("afternoon", TODAY, "15:00"),
            one("morning", TODAY, "09:30"),
            one("tomorrow", TOMORROW, "08:00"),
        )
    )
    assert (found.next_what, found.next_on) == ("morning", TODAY)


@pytest.mark.parametrize(
    ("records", "what", "on"),
    [
        ((goal(due=TODAY),), "Walk 30 minutes on 5 days a week", TODAY),
        ((goal(due=TODAY, outcome=""),), "I want to play with my grandchildren", TODAY),
        ((goal(due=None), intervention(due=TODAY)), "Teach how to measure blood sugar", TODAY),
        ((goal(), barrier(due=TODAY)), "No safe place to walk", TODAY),
        ((goal(due=TODAY), intervention(due=YESTERDAY)), intervention().title, YESTERDAY),
        ((goal(due=YESTERDAY, status=GoalStatus.MET), intervention(due=TODAY)), None, TODAY),
        ((goal(due=TODAY, status=GoalStatus.MET),), None, None),
        ((goal(due=TODAY, void_reason="double"),), None, None),
        ((goal(due=None),), None, None),
        ((), None, None),
    ],
)
def test_a_row_names_the_open_line_of_the_plan_that_is_due_first(
    records: tuple[Record, ...], what: str | None, on: date | None
) -> None:
    found = row_of(problem(), *records)
    assert found.plan_due_on == on
    assert what is None or found.plan_due_what == what


def test_a_resolved_problem_does_not_hide_an_open_goal() -> None:
    found = row_of(problem(status=ProblemStatus.RESOLVED), goal(due=TODAY))
    assert found.plan_due_on == TODAY


def test_a_row_tells_since_when_somebody_has_not_been_made_safe() -> None:
    first = concern(id=RecordId("one"), raised_at=NOON - timedelta(hours=2))
    ended = concern(
        id=RecordId("two"), raised_at=NOON - timedelta(hours=5), outcome=SafetyOutcome.DONE
    )
    assert row_of(concern(), first, ended).safety_since == NOON - timedelta(hours=2)
    assert row_of(ended).safety_since is None


def test_a_row_counts_open_conflicts_of_every_stream() -> None:
    settled = conflict(id=RecordId("settled"), closed_by=EventId("event-9"))
    found = row_of(conflict(), settled, schedule=(conflict(id=RecordId("of-a-date")),))
    assert found.conflicts == 2


@pytest.mark.parametrize("code", ["IMP", "ACUTE", "NONAC", "inpatient"])
def test_a_stay_lasts_from_the_first_admission_that_has_not_ended(code: str) -> None:
    ended = stay(id=RecordId("ended"), on=date(2026, 1, 1), until=date(2026, 1, 9))
    later = stay(id=RecordId("later"), on=date(2026, 2, 24), kind_of=code)
    assert row_of(stay(kind_of=code), ended, later).stay_since == date(2026, 2, 20)


@pytest.mark.parametrize(
    "values",
    [
        {"kind_of": "AMB"},
        {"kind_of": None},
        {"on": None},
        {"until": date(2026, 2, 22)},
        {"status": "completed"},
        {"category": FactCategory.CONDITION},
    ],
)
def test_what_is_no_admission_is_no_stay(values: dict[str, Any]) -> None:
    assert row_of(stay(**values)).stay_since is None


def test_a_row_shows_the_last_total_and_how_it_changed() -> None:
    found = row_of(behavioural=(signed("later", 4, day=9), signed("first", 9), screening()))
    assert (found.last_form, found.last_total, found.last_change) == ("phq-9", 4, -5)
    assert found.screened == ("phq-9",)


def test_a_first_result_has_no_change_and_neither_has_one_of_another_form() -> None:
    audit = signed("audit", 3, day=9, form="audit-c")
    found = row_of(behavioural=(signed("first", 9), audit))
    assert (found.last_form, found.last_total, found.last_change) == ("audit-c", 3, None)
    assert found.screened == ("audit-c", "phq-9")


def test_a_correction_takes_the_place_of_what_it_corrects_and_is_no_change() -> None:
    wrong = signed("wrong", 9)
    right = signed("right", 4, day=1, amends=wrong.id)
    assert row_of(behavioural=(wrong, right)).last_change is None
    before = signed("before", 6, day=-9)
    assert row_of(behavioural=(before, wrong, right)).last_change == -2


def test_a_declined_form_was_asked_but_has_no_result() -> None:
    declined = screening(state=ScreeningState.DECLINED, reason="Too tired")
    found = row_of(behavioural=(declined,))
    assert (found.screened, found.last_form) == (("phq-9",), None)


def test_a_draft_was_not_asked_yet() -> None:
    assert row_of(behavioural=(screening(),)).screened == ()


def test_a_proposal_to_close_is_in_the_row() -> None:
    assert row_of(case(closing_proposed="Goals met")).closing_proposed
