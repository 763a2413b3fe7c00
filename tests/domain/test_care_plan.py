"""The plan as a tree: what stands, in the order in which it asks for something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from nurseapp.domain.barrier import BarrierStatus
from nurseapp.domain.care_plan import (
    PlanNode,
    PlanRecord,
    due_lines,
    is_open,
    plan_tree,
    walk,
)
from nurseapp.domain.goal import GoalStatus
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import InterventionStatus
from nurseapp.domain.problem import ProblemStatus
from nurseapp.domain.streams import ByKind, Record
from nurseapp.domain.timing import Timing
from tests.builders import (
    BARRIER,
    GOAL,
    INTERVENTION,
    PROBLEM,
    TODAY,
    barrier,
    goal,
    intervention,
    problem,
    stream,
)


def tree(*records: Record) -> tuple[PlanNode, ...]:
    return plan_tree(stream(*records), TODAY)


def named(nodes: Iterable[PlanNode]) -> list[str]:
    return [node.record.id for node in nodes]


def test_goals_stand_under_their_problem_and_steps_under_their_goal() -> None:
    (top,) = tree(barrier(), intervention(), goal(), problem())
    assert named(walk([top])) == [PROBLEM, GOAL, INTERVENTION, BARRIER]
    assert named(top.children) == [GOAL]
    assert named(top.children[0].children) == [INTERVENTION, BARRIER]


def test_an_empty_stream_has_an_empty_plan() -> None:
    assert tree() == ()


def test_a_line_tells_its_date_and_how_it_stands() -> None:
    (top,) = tree(problem(), goal(due=date(2026, 3, 1)), intervention(due=TODAY))
    (line,) = top.children
    (step,) = line.children
    assert (top.due, top.timing, top.is_open) == (None, Timing.NEUTRAL, True)
    assert (line.due, line.timing) == (date(2026, 3, 1), Timing.OVERDUE)
    assert (step.due, step.timing) == (TODAY, Timing.DUE)


def test_what_was_entered_in_error_is_left_out_with_all_that_hangs_on_it() -> None:
    void: dict[str, Any] = {"void_reason": "double"}
    assert tree(problem(**void), goal(), intervention()) == ()
    assert named(walk(tree(problem(), goal(**void), intervention()))) == [PROBLEM]
    assert named(walk(tree(problem(), goal(), barrier(**void), intervention(**void)))) == [
        PROBLEM,
        GOAL,
    ]


def test_active_problems_come_first_then_by_priority() -> None:
    def one(name: str, status: ProblemStatus, priority: int | None) -> Record:
        return problem(id=RecordId(name), status=status, priority=priority)

    assert named(
        tree(
            one("resolved", ProblemStatus.RESOLVED, 1),
            one("watched", ProblemStatus.WATCH, 1),
            one("unranked", ProblemStatus.ACTIVE, None),
            one("second", ProblemStatus.ACTIVE, 2),
            one("first", ProblemStatus.ACTIVE, 1),
        )
    ) == ["first", "second", "unranked", "watched", "resolved"]


def test_open_goals_come_first_then_by_date_and_those_without_one_last() -> None:
    def one(name: str, due: date | None, status: GoalStatus = GoalStatus.IN_PROGRESS) -> Record:
        return goal(id=RecordId(name), due=due, status=status)

    (top,) = tree(
        problem(),
        one("met", date(2026, 1, 1), GoalStatus.MET),
        one("sometime", None),
        one("june", date(2026, 6, 1)),
        one("also-june", date(2026, 6, 1)),
        one("may", date(2026, 5, 1)),
    )
    assert named(top.children) == ["may", "also-june", "june", "sometime", "met"]


OPEN: list[tuple[PlanRecord, bool]] = [
    *[(problem(status=s), s != "resolved") for s in ProblemStatus],
    *[(goal(status=s), s in {"planned", "in-progress", "partly-met"}) for s in GoalStatus],
    *[(barrier(status=s), s == "open") for s in BarrierStatus],
    *[(intervention(status=s), s in {"planned", "doing"}) for s in InterventionStatus],
]


@pytest.mark.parametrize(("record", "still"), OPEN, ids=[f"{r.KIND}-{r.status}" for r, _ in OPEN])
def test_a_line_is_open_until_its_status_says_otherwise(record: PlanRecord, still: bool) -> None:
    assert is_open(record) is still


def test_a_line_that_is_done_has_no_timing_however_late_it_was() -> None:
    (top,) = tree(problem(), goal(status=GoalStatus.MET, due=date(2020, 1, 1)))
    assert top.children[0].timing is Timing.NEUTRAL


@pytest.mark.parametrize(
    "plan",
    [
        (),
        (problem(), goal(), intervention(), barrier()),
        (problem(void_reason="double"), goal(), intervention()),
        (problem(), goal(void_reason="double"), intervention(), barrier()),
        (problem(), goal(due=None), intervention(void_reason="double"), barrier(due=None)),
        (problem(status=ProblemStatus.RESOLVED), goal(status=GoalStatus.MET), intervention()),
        (problem(), goal(), intervention(status=InterventionStatus.DONE)),
        (problem(), intervention(goal=RecordId("goal-9")), goal(problem=RecordId("problem-9"))),
    ],
)
def test_what_is_due_is_what_the_tree_shows_as_open_with_a_date(plan: tuple[Record, ...]) -> None:
    shown = {n.record.id for n in walk(tree(*plan)) if n.is_open and n.due is not None}
    assert {name for _, name, _ in due_lines(ByKind(stream(*plan)))} == shown
