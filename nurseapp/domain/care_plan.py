"""The care plan as a tree: problems, their goals, and under those interventions and barriers.

A view over the ``care`` stream; it holds nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from nurseapp.domain.barrier import Barrier, BarrierStatus
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.domain.streams import ByKind, Stream
from nurseapp.domain.timing import Timing, timing_of

PlanRecord = Problem | Goal | Intervention | Barrier

OPEN_GOALS = {GoalStatus.PLANNED, GoalStatus.IN_PROGRESS, GoalStatus.PARTLY_MET}
OPEN_INTERVENTIONS = {InterventionStatus.PLANNED, InterventionStatus.DOING}
_PROBLEM_ORDER = (ProblemStatus.ACTIVE, ProblemStatus.WATCH, ProblemStatus.RESOLVED)
_LAST = date.max
P = TypeVar("P", bound=PlanRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNode:
    """One line of the plan.

    Attributes:
        record: the value itself; its ``status`` is the word, ``timing`` how its date stands.
        due: its due date, None for a problem or a thing that goes on.
    """

    record: PlanRecord
    due: date | None
    timing: Timing
    is_open: bool
    children: tuple[PlanNode, ...] = ()


def plan_tree(care: Stream, today: date) -> tuple[PlanNode, ...]:
    """Build the tree without what was entered in error; active first, then by date."""
    records = ByKind(care)
    goals = _by_parent((g.problem, g) for g in _standing(records.of(Goal)))
    lines: list[Intervention | Barrier] = [*_standing(records.of(Intervention))]
    lines += _standing(records.of(Barrier))
    steps = _by_parent((line.goal, line) for line in lines)
    problems = sorted(_standing(records.of(Problem)), key=_problem_order)
    return tuple(
        _node(
            problem,
            today,
            [
                _node(goal, today, [_node(s, today, []) for s in steps.get(goal.id, [])])
                for goal in goals.get(problem.id, [])
            ],
        )
        for problem in problems
    )


def walk(nodes: Iterable[PlanNode]) -> Iterator[PlanNode]:
    """Give every node, parents before children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def due_lines(care: ByKind) -> list[tuple[date, RecordId, Goal | Intervention | Barrier]]:
    """Give the open lines of the tree that have a date, with it and their ids, in no order.

    It builds no tree: a sync asks this of every case that it touches.
    """
    problems = {p.id for p in care.of(Problem) if p.void_reason is None}
    goals = [g for g in care.of(Goal) if g.void_reason is None and g.problem in problems]
    reached = {goal.id for goal in goals}
    due: list[tuple[date, RecordId, Goal | Intervention | Barrier]] = [
        (goal.due, goal.id, goal)
        for goal in goals
        if goal.due is not None and goal.status in OPEN_GOALS
    ]
    due += [
        (step.due, step.id, step)
        for step in care.of(Intervention)
        if step.due is not None
        and step.status in OPEN_INTERVENTIONS
        and step.void_reason is None
        and step.goal in reached
    ]
    due += [
        (step.due, step.id, step)
        for step in care.of(Barrier)
        if step.due is not None
        and step.status is BarrierStatus.OPEN
        and step.void_reason is None
        and step.goal in reached
    ]
    return due


def is_open(record: PlanRecord) -> bool:
    """Tell whether a line of the plan still asks for something."""
    if isinstance(record, Goal):
        return record.status in OPEN_GOALS
    if isinstance(record, Intervention):
        return record.status in OPEN_INTERVENTIONS
    if isinstance(record, Barrier):
        return record.status is BarrierStatus.OPEN
    return record.status is not ProblemStatus.RESOLVED


def _standing(records: Iterable[P]) -> list[P]:
    return [r for r in records if r.void_reason is None]


def _by_parent(pairs: Iterable[tuple[RecordId, P]]) -> dict[RecordId, list[P]]:
    found: dict[RecordId, list[P]] = {}
    for parent, record in pairs:
        found.setdefault(parent, []).append(record)
    return found


def _problem_order(problem: Problem) -> tuple[int, int, str]:
    return _PROBLEM_ORDER.index(problem.status), problem.priority or 99, problem.id


def _node(record: PlanRecord, today: date, children: list[PlanNode]) -> PlanNode:
    due = None if isinstance(record, Problem) else record.due
    standing = is_open(record)
    children.sort(key=lambda n: (not n.is_open, n.due or _LAST, n.record.id))
    return PlanNode(
        record=record,
        due=due,
        timing=timing_of(due, today, is_open=standing),
        is_open=standing,
        children=tuple(children),
    )
