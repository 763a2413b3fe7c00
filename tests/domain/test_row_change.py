"""When a record changes, the row of its case is made anew wherever it could look different."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurseapp.domain.caseload import CaseRow, case_row
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.ids import RecordId
from nurseapp.domain.row_change import may_change
from nurseapp.domain.streams import Record, StreamKind
from tests.builders import (
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
from tests.domain import profiles
from tests.domain.strategies import records

profiles.use()

BESIDE = RecordId("beside")
FIRST, LAST = date(2026, 1, 2), date(2027, 1, 2)
PLAN = (problem(), goal(), intervention(), barrier())
CHANGING: list[Any] = [
    *PLAN,
    problem(id=BESIDE),
    *(one for line in (goal, intervention, barrier) for one in (line(due=FIRST), line(due=LAST))),
    goal(id=BESIDE, due=FIRST, status=GoalStatus.MET),
    goal(id=BESIDE, due=FIRST, problem=RecordId("no problem")),
    intervention(id=BESIDE, due=FIRST, void_reason="double"),
    member(),
    case(),
    concern(),
    conflict(),
    stay(),
    appointment(),
    screening(),
]


def row_with(*changed: Record) -> CaseRow | None:
    """Give the row of a full case in which these records stand for those of their ids."""
    beside = (appointment(), screening(), stay(), concern(), conflict())
    everything: tuple[Any, ...] = (member(), case(), *PLAN, *beside, *changed)
    held = {one.id: one for one in everything}
    return case_row({kind: stream(*held.values(), kind=kind) for kind in StreamKind})


@pytest.mark.parametrize("before", CHANGING, ids=lambda one: one.KIND)
@given(data=st.data())
def test_a_row_of_which_no_change_is_expected_does_not_change(
    before: Any, data: st.DataObject
) -> None:
    kind: type[Record] = type(before)
    others = data.draw(records(kind))
    names = st.sampled_from([field.name for field in fields(before) if field.name != "id"])
    anew = {name: getattr(others, name) for name in data.draw(st.sets(names, min_size=1))}
    after = replace(before, **anew)
    row = row_with(before)
    assert row is not None
    assert may_change(row, before, after) or row_with(after) == row


def told(row: CaseRow, line: Any, **anew: Any) -> bool:
    """Tell whether the row is said to change with this line of the plan."""
    return may_change(row, line, replace(line, **anew))


@pytest.fixture
def row() -> CaseRow:
    """Give the row of a full case; its intervention is due first."""
    found = row_with()
    assert found is not None
    assert found.plan_due_what == intervention().title
    return found


@pytest.mark.parametrize(
    ("line", "field"),
    [(goal(), "outcome"), (barrier(), "title"), (intervention(due=LAST), "title")],
    ids=["goal", "barrier", "intervention"],
)
def test_words_of_a_line_that_is_not_due_first_change_no_row(
    row: CaseRow, line: Any, field: str
) -> None:
    assert not told(row, line, **{field: "In other words"})


def test_words_of_the_line_that_is_due_first_change_the_row(row: CaseRow) -> None:
    assert told(row, intervention(), title="In other words")


def test_what_no_row_tells_of_a_line_changes_none(row: CaseRow) -> None:
    assert not told(row, intervention(), owner="Maria", cadence="daily")


def test_a_line_that_gets_another_date_or_ends_may_change_the_row(row: CaseRow) -> None:
    assert told(row, goal(), due=FIRST)
    assert told(row, goal(), status=GoalStatus.MET)
    assert told(row, barrier(), void_reason="double")


def test_only_the_end_of_a_problem_may_change_the_row(row: CaseRow) -> None:
    assert not told(row, problem(), title="In other words", priority=3)
    assert told(row, problem(), void_reason="double")


def test_whatever_changes_of_another_record_may_change_the_row(row: CaseRow) -> None:
    assert told(row, member(), family_name="Silva")
    assert not may_change(row, member(), member())
