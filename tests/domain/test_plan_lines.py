"""Problems, goals, barriers and interventions: how a plan comes together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.barrier import Barrier, BarrierAdded, BarrierRevised, BarrierStatus
from nurseapp.domain.events import Act
from nurseapp.domain.goal import Goal, GoalAdded, GoalRevised, GoalStatus
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import (
    Intervention,
    InterventionAdded,
    InterventionRevised,
    InterventionStatus,
)
from nurseapp.domain.problem import (
    Problem,
    ProblemAdded,
    ProblemRevised,
    ProblemStatus,
    ProblemVoided,
)
from tests.builders import (
    BARRIER,
    GOAL,
    INTERVENTION,
    PROBLEM,
    barrier,
    changes,
    fact,
    goal,
    intervention,
    problem,
    refused,
)
from tests.world import World, plan

SYSTEM = "http://snomed.info/sct"


def test_a_problem_in_the_nurses_words_is_active_and_has_no_code() -> None:
    world = World()
    assert world.does(ProblemAdded(problem=PROBLEM, title="Falls at night")) is Status.APPLIED
    assert world.get(Problem, PROBLEM) == problem(
        title="Falls at night",
        priority=None,
        code=None,
        code_system=None,
        added_at=world.now,
    )


def test_a_received_condition_is_accepted_once_with_its_code_as_it_came() -> None:
    world = World.of(fact())
    body = ProblemAdded(
        problem=PROBLEM,
        title=fact().display,
        code_system=SYSTEM,
        code="44054006",
        from_fact=fact().id,
    )
    world.does(body)
    assert world.get(Problem, PROBLEM).code == "44054006"
    again = ProblemAdded(problem=RecordId("problem-2"), title="Diabetes", from_fact=fact().id)
    with refused("accepted_already", record=PROBLEM):
        world.does(again)
    world.does(ProblemVoided(record=PROBLEM, reason="accepted by mistake"))
    assert world.does(again) is Status.APPLIED


def test_another_received_condition_is_accepted_beside_it() -> None:
    world = World.of(problem(from_fact=fact().id))
    body = ProblemAdded(problem=RecordId("p-2"), title="Asthma", from_fact=RecordId("fact-2"))
    assert world.does(body) is Status.APPLIED


def test_a_goal_keeps_the_words_of_the_member() -> None:
    world = World.of(problem())
    body = GoalAdded(
        goal=GOAL,
        problem=PROBLEM,
        words="I want to play with my grandchildren",
        outcome="Walk 30 minutes on 5 days a week",
        due=date(2026, 6, 1),
        owner="Maria",
        importance=9,
        confidence=7,
    )
    assert world.does(body) is Status.APPLIED
    assert world.get(Goal, GOAL) == goal(added_at=world.now)


def test_a_goal_needs_its_problem() -> None:
    with refused("no_such_record", kind="problem", record=PROBLEM):
        World().does(GoalAdded(goal=GOAL, problem=PROBLEM, outcome="Walk"))


def test_a_goal_in_words_alone_or_in_measures_alone_is_a_goal() -> None:
    world = World.of(problem())
    world.does(GoalAdded(goal=RecordId("g-1"), problem=PROBLEM, words="Sleep through"))
    world.does(GoalAdded(goal=RecordId("g-2"), problem=PROBLEM, outcome="Sleep 7 hours"))
    assert len(world.all(Goal)) == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "outcome"),
        ({"words": " ", "outcome": "\n"}, "outcome"),
        ({"words": "Walk", "importance": -1}, "importance"),
        ({"words": "Walk", "importance": 11}, "importance"),
        ({"words": "Walk", "confidence": -1}, "confidence"),
        ({"words": "Walk", "confidence": 11}, "confidence"),
    ],
)
def test_a_goal_without_words_or_off_the_scale_is_refused(
    values: dict[str, Any], field: str
) -> None:
    with refused("bad_value", kind="goal", field=field):
        World.of(problem()).does(GoalAdded(goal=GOAL, problem=PROBLEM, **values))


@pytest.mark.parametrize("asked", [None, 0, 10])
def test_the_scales_run_from_0_to_10_or_were_not_asked(asked: int | None) -> None:
    world = World.of(problem())
    world.does(
        GoalAdded(goal=GOAL, problem=PROBLEM, words="Walk", importance=asked, confidence=asked)
    )
    assert world.get(Goal, GOAL).importance == asked


def test_a_barrier_stands_against_a_goal_and_says_what_is_done() -> None:
    world = World.of(problem(), goal())
    body = BarrierAdded(
        barrier=BARRIER,
        goal=GOAL,
        title="No safe place to walk",
        action="Ask the community centre for its opening hours",
        owner="Ana",
        due=date(2026, 3, 20),
    )
    assert world.does(body) is Status.APPLIED
    assert world.get(Barrier, BARRIER) == barrier(added_at=world.now)


def test_an_intervention_serves_a_goal() -> None:
    world = World.of(problem(), goal())
    body = InterventionAdded(
        intervention=INTERVENTION,
        goal=GOAL,
        title="Teach how to measure blood sugar",
        owner="Ana",
        due=date(2026, 3, 9),
    )
    assert world.does(body) is Status.APPLIED
    assert world.get(Intervention, INTERVENTION) == intervention(added_at=world.now)


@pytest.mark.parametrize(
    "body",
    [
        BarrierAdded(barrier=BARRIER, goal=RecordId("goal-9"), title="Stairs"),
        InterventionAdded(intervention=INTERVENTION, goal=RecordId("goal-9"), title="Call"),
    ],
)
def test_a_barrier_or_an_intervention_needs_its_goal(body: Act) -> None:
    with refused("no_such_record", kind="goal", record="goal-9"):
        World.of(problem(), goal()).does(body)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ProblemAdded(problem=RecordId("new"), title=" "), "problem"),
        (BarrierAdded(barrier=RecordId("new"), goal=GOAL, title=""), "barrier"),
        (InterventionAdded(intervention=RecordId("new"), goal=GOAL, title="\t"), "intervention"),
    ],
)
def test_a_line_of_the_plan_without_a_title_is_refused(body: Act, kind: str) -> None:
    with refused("bad_value", kind=kind, field="title"):
        plan().does(body)


@pytest.mark.parametrize(
    "body",
    [
        ProblemAdded(problem=PROBLEM, title="Asthma"),
        GoalAdded(goal=GOAL, problem=PROBLEM, words="Walk"),
        BarrierAdded(barrier=BARRIER, goal=GOAL, title="Stairs"),
        InterventionAdded(intervention=INTERVENTION, goal=GOAL, title="Call"),
    ],
)
def test_a_line_of_the_plan_is_added_once(body: Act) -> None:
    with refused("exists"):
        plan().does(body)


@pytest.mark.parametrize(
    "body",
    [
        ProblemRevised(record=PROBLEM, changes=changes(status=("active", "resolved"))),
        GoalRevised(record=GOAL, changes=changes(status=("in-progress", "met"))),
        BarrierRevised(record=BARRIER, changes=changes(status=("open", "resolved"))),
        InterventionRevised(record=INTERVENTION, changes=changes(status=("planned", "done"))),
    ],
)
def test_a_line_of_the_plan_is_completed_by_a_revision(body: Act) -> None:
    assert plan().does(body) is Status.APPLIED


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ProblemRevised(record=PROBLEM, changes=changes(title=(problem().title, " "))), "problem"),
        (BarrierRevised(record=BARRIER, changes=changes(title=(barrier().title, ""))), "barrier"),
        (
            InterventionRevised(
                record=INTERVENTION, changes=changes(title=(intervention().title, ""))
            ),
            "intervention",
        ),
    ],
)
def test_a_title_is_not_revised_away(body: Act, kind: str) -> None:
    with refused("bad_value", kind=kind, field="title"):
        plan().does(body)


def test_the_states_are_the_words_that_cross_the_wire() -> None:
    assert list(ProblemStatus) == ["active", "watch", "resolved"]
    assert list(GoalStatus) == [
        "planned",
        "in-progress",
        "met",
        "partly-met",
        "not-met",
        "stopped",
    ]
    assert list(BarrierStatus) == ["open", "resolved"]
    assert list(InterventionStatus) == ["planned", "doing", "done", "stopped"]
