"""How a row is marked on a day, what it weighs, and how rows are sorted by need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nurseapp.domain.caseload import (
    CaseRow,
    Mark,
    MarkKind,
    by_need,
    case_row,
    due_on,
    marks,
    points,
    screenings_due,
)
from nurseapp.domain.ids import CaseId
from nurseapp.domain.streams import StreamKind
from tests.builders import (
    NOON,
    TODAY,
    case,
    member,
    stream,
)

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NONE_DUE: dict[str, int] = {}
QUIET = case_row({StreamKind.CARE: stream(member(), case())})


def row(**values: Any) -> CaseRow:
    """Give a quiet row; ``values`` are members of :class:`CaseRow`."""
    assert QUIET is not None
    return replace(QUIET, **values)


def kinds(found: CaseRow, today: date = TODAY, **required: int) -> list[str]:
    return [mark.kind.value for mark in marks(found, today, required)]


@pytest.mark.parametrize(
    ("next_on", "plan_due_on", "first"),
    [
        (None, None, None),
        (TODAY, None, TODAY),
        (None, TODAY, TODAY),
        (TODAY, YESTERDAY, YESTERDAY),
        (YESTERDAY, TODAY, YESTERDAY),
    ],
)
def test_a_case_is_due_when_the_first_of_plan_and_schedule_is(
    next_on: date | None, plan_due_on: date | None, first: date | None
) -> None:
    assert due_on(row(next_on=next_on, plan_due_on=plan_due_on)) == first


@pytest.mark.parametrize(
    ("due", "mark"),
    [
        (TODAY - timedelta(days=3), Mark(kind=MarkKind.OVERDUE, number=3)),
        (YESTERDAY, Mark(kind=MarkKind.OVERDUE, number=1)),
        (TODAY, Mark(kind=MarkKind.DUE_TODAY)),
        (TOMORROW, Mark(kind=MarkKind.ON_TIME)),
        (None, Mark(kind=MarkKind.ON_TIME)),
    ],
)
def test_a_case_is_due_on_the_day_and_overdue_from_the_day_after(
    due: date | None, mark: Mark
) -> None:
    assert marks(row(next_on=due), TODAY, NONE_DUE) == (mark,)


@pytest.mark.parametrize(
    ("admitted", "today", "mark"),
    [
        # A long stay is one of more than 10 days, midnights counted; leap years count.
        (date(2026, 3, 1), date(2026, 3, 11), Mark(kind=MarkKind.IN_HOSPITAL, number=10)),
        (date(2026, 3, 1), date(2026, 3, 12), Mark(kind=MarkKind.LONG_STAY, number=11)),
        (date(2024, 2, 20), date(2024, 3, 1), Mark(kind=MarkKind.IN_HOSPITAL, number=10)),
        (date(2024, 2, 20), date(2024, 3, 2), Mark(kind=MarkKind.LONG_STAY, number=11)),
        (date(2026, 3, 1), date(2026, 3, 1), Mark(kind=MarkKind.IN_HOSPITAL, number=0)),
    ],
)
def test_a_stay_is_long_from_its_eleventh_day(admitted: date, today: date, mark: Mark) -> None:
    assert marks(row(stay_since=admitted), today, NONE_DUE) == (mark,)


def test_a_form_is_due_until_it_was_signed_or_declined() -> None:
    assert kinds(row(), phq9=12) == ["screening-due"]
    assert kinds(row(screened=("phq9",)), phq9=12) == ["on-time"]
    assert screenings_due(row(screened=("a",)), TODAY, {"a": 12, "b": 18, "c": 90}) == ("b",)


@pytest.mark.parametrize(
    ("birth", "due"),
    [(date(2014, 3, 2), True), (date(2014, 3, 3), False), (None, False)],
)
def test_a_form_is_due_from_its_minimum_age_on(birth: date | None, due: bool) -> None:
    assert screenings_due(row(birth_date=birth), TODAY, {"phq-9": 12}) == (
        ("phq-9",) if due else ()
    )


@pytest.mark.parametrize(
    ("values", "mark"),
    [({"died_on": YESTERDAY}, "died"), ({"closed_on": YESTERDAY}, "closed")],
)
def test_a_case_that_is_over_asks_for_nothing_more(values: dict[str, Any], mark: str) -> None:
    busy: dict[str, Any] = {
        "next_on": YESTERDAY,
        "safety_since": NOON,
        "conflicts": 1,
        "stay_since": YESTERDAY,
    }
    found = row(**(busy | values))
    assert kinds(found, phq9=12) == [mark]
    assert screenings_due(found, TODAY, {"phq9": 12}) == ()


def test_every_mark_is_shown_the_most_needed_first() -> None:
    busy = row(
        safety_since=NOON,
        next_on=YESTERDAY,
        conflicts=2,
        stay_since=date(2026, 1, 1),
        closing_proposed=True,
    )
    assert kinds(busy, phq9=12) == [
        "safety",
        "overdue",
        "conflict",
        "long-stay",
        "screening-due",
        "closing-proposed",
    ]
    assert kinds(replace(busy, next_on=TODAY)) == [
        "safety",
        "conflict",
        "due-today",
        "long-stay",
        "closing-proposed",
    ]
    assert Mark(kind=MarkKind.CONFLICT, number=2) in marks(busy, TODAY, NONE_DUE)


def test_rows_are_sorted_by_need_then_date_then_name() -> None:
    def one(name: str, **values: Any) -> CaseRow:
        return row(case=CaseId(name), **values)

    rows = [
        one("quiet"),
        one("later", next_on=TOMORROW),
        one("late", next_on=YESTERDAY),
        one("latest", next_on=date(2026, 1, 1)),
        one("unsafe", safety_since=NOON),
        one("died", died_on=YESTERDAY),
        one("closed", closed_on=YESTERDAY),
        one("today-b", next_on=TODAY, family_name="Berg"),
        one("today-a", next_on=TODAY, family_name="Abel"),
        one("disputed", conflicts=1),
    ]
    found = by_need(rows, TODAY, NONE_DUE)
    assert [r.case for r, _ in found] == [
        "unsafe",
        "latest",
        "late",
        "disputed",
        "today-a",
        "today-b",
        "later",
        "quiet",
        "closed",
        "died",
    ]
    assert found[0][1] == (Mark(kind=MarkKind.SAFETY),)


@pytest.mark.parametrize(
    ("values", "weight"),
    [
        ({"programme": "diabetes"}, 1),
        ({}, 2),
        ({"stay_since": TODAY - timedelta(days=10)}, 2),
        ({"stay_since": TODAY - timedelta(days=11)}, 3),
        ({"safety_since": NOON}, 3),
        ({"interpreter": True}, 3),
        (
            {
                "stay_since": TODAY - timedelta(days=11),
                "safety_since": NOON,
                "interpreter": True,
            },
            5,
        ),
        ({"closed_on": YESTERDAY}, 0),
    ],
)
def test_a_case_weighs_more_the_more_it_asks_for(values: dict[str, Any], weight: int) -> None:
    assert points(row(**values), TODAY) == weight
