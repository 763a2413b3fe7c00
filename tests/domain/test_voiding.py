"""What is entered in error: marked, never erased, and an edit wins over it either way round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from nurseapp.domain.apply import Status
from nurseapp.domain.barrier import Barrier, BarrierRevised, BarrierVoided
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.goal import Goal, GoalRevised, GoalVoided
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import Intervention, InterventionRevised, InterventionVoided
from nurseapp.domain.problem import Problem, ProblemRevised, ProblemVoided
from nurseapp.domain.revising import Revision, Voiding, seen_fields
from tests.builders import ANA, BARRIER, BEN, GOAL, INTERVENTION, PROBLEM, changes, goal
from tests.world import World, plan


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of line of the plan, with its events and a text that may be revised."""

    kind: type[PlanRecord]
    record: RecordId
    field: str
    revision: type[Revision]
    voiding: type[Voiding]

    def of(self, world: World) -> PlanRecord:
        return world.get(self.kind, self.record)

    def edited(self, world: World) -> Revision:
        was = getattr(self.of(world), self.field)
        return self.revision(
            record=self.record, changes=changes(**{self.field: (was, "as agreed today")})
        )


LINES = (
    Line(Problem, PROBLEM, "title", ProblemRevised, ProblemVoided),
    Line(Goal, GOAL, "owner", GoalRevised, GoalVoided),
    Line(Barrier, BARRIER, "action", BarrierRevised, BarrierVoided),
    Line(Intervention, INTERVENTION, "cadence", InterventionRevised, InterventionVoided),
)
by_line = pytest.mark.parametrize("line", LINES, ids=[line.kind.KIND for line in LINES])


@by_line
def test_a_line_entered_in_error_is_marked_and_the_first_reason_stays(line: Line) -> None:
    world = plan()
    seen = seen_fields(line.of(world))
    body = line.voiding(record=line.record, reason="wrong person", was=seen)
    assert world.does(body) is Status.APPLIED
    assert world.does(line.voiding(record=line.record, reason="again")) is Status.NOOP
    assert line.of(world).void_reason == "wrong person"


@by_line
def test_an_edit_that_whoever_voided_had_not_seen_wins_and_the_wish_is_kept(line: Line) -> None:
    world = plan()
    seen = seen_fields(line.of(world))
    world.does(line.edited(world), by=BEN)
    body = line.voiding(record=line.record, reason="double", was=seen)
    assert world.does(body, by=ANA) is Status.CONFLICT
    assert line.of(world).void_reason is None
    assert getattr(line.of(world), line.field) == "as agreed today"
    (opened,) = world.open_conflicts()
    assert (opened.field, opened.by) == ("void_reason", ANA)
    assert (opened.theirs, opened.mine) == (None, "double")


@by_line
def test_an_edit_that_had_not_seen_the_voiding_brings_the_line_back_and_says_so(
    line: Line,
) -> None:
    world = plan()
    edit = line.edited(world)
    world.does(line.voiding(record=line.record, reason="double"), by=BEN)
    assert world.does(edit, by=ANA) is Status.CONFLICT
    assert line.of(world).void_reason is None
    assert getattr(line.of(world), line.field) == "as agreed today"
    (opened,) = world.open_conflicts()
    assert (opened.field, opened.by) == ("void_reason", ANA)
    assert (opened.theirs, opened.mine) == ("double", None)


@by_line
def test_a_voiding_is_taken_back_by_a_revision_of_its_reason_without_a_conflict(
    line: Line,
) -> None:
    world = plan()
    world.does(line.voiding(record=line.record, reason="double"))
    body = line.revision(record=line.record, changes=changes(void_reason=("double", None)))
    assert world.does(body) is Status.APPLIED
    assert line.of(world).void_reason is None
    assert world.open_conflicts() == []


@by_line
def test_only_a_voiding_voids_since_it_alone_tells_what_was_seen(line: Line) -> None:
    world = plan()
    body = line.revision(record=line.record, changes=changes(void_reason=(None, "double")))
    assert world.does(body) is Status.CONFLICT
    assert line.of(world).void_reason is None


@pytest.mark.parametrize("decision", ["double", None])
def test_a_voiding_that_lost_to_an_edit_is_settled_either_way(decision: str | None) -> None:
    world = plan()
    world.does(GoalRevised(record=GOAL, changes=changes(owner=("Maria", "Ana"))), by=BEN)
    world.does(GoalVoided(record=GOAL, reason="double", was=seen_fields(goal())))
    (opened,) = world.open_conflicts()
    fields = changes(void_reason=(None, decision))
    world.does(GoalRevised(record=GOAL, changes=fields, settles=(opened.id,)))
    assert world.open_conflicts() == []
    assert world.get(Goal, GOAL).void_reason == decision


def test_an_edit_that_changes_nothing_does_not_bring_back_what_was_voided() -> None:
    world = plan()
    world.does(GoalVoided(record=GOAL, reason="double"))
    body = GoalRevised(record=GOAL, changes=changes(owner=("Ana", "Maria")))
    assert world.does(body) is Status.NOOP
    assert world.get(Goal, GOAL).void_reason == "double"


def test_an_edit_that_conflicts_does_not_bring_back_what_was_voided() -> None:
    world = plan()
    world.does(GoalVoided(record=GOAL, reason="double"))
    body = GoalRevised(record=GOAL, changes=changes(due=(date(2026, 5, 1), date(2026, 8, 1))))
    assert world.does(body) is Status.CONFLICT
    assert world.get(Goal, GOAL).void_reason == "double"


def test_an_edit_by_somebody_who_saw_the_voiding_leaves_it() -> None:
    world = plan()
    world.does(GoalVoided(record=GOAL, reason="double"))
    seen = changes(owner=("Maria", "Ana"), void_reason=("double", "double"))
    assert world.does(GoalRevised(record=GOAL, changes=seen)) is Status.APPLIED
    assert world.get(Goal, GOAL) == goal(owner="Ana", void_reason="double")
