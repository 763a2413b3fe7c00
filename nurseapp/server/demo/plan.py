"""The care plan: problems accepted from what was received, goals, interventions, barriers.

Nothing of it is due today or late, except where the outline says so: what a list shows as due is
the next appointment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from nurseapp.domain.barrier import BarrierAdded, BarrierStatus
from nurseapp.domain.case import Stage
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.goal import GoalAdded, GoalStatus
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import InterventionAdded, InterventionStatus
from nurseapp.domain.problem import ProblemAdded, ProblemStatus
from nurseapp.server.demo.scene import Scene, Told
from nurseapp.server.demo.words import BarrierWords, GoalWords, ProblemWords, StepWords

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def problems_of(scene: Scene, facts: Iterable[Fact]) -> list[ProblemWords]:
    """Choose what the case is about, the main thing first; of a received condition or of none."""
    if scene.outline.problem:
        return list(scene.outline.problem)
    conditions = {f.code for f in facts if f.category is FactCategory.CONDITION}
    fitting = [p for p in scene.programme.problem if p.code is None or p.code in conditions]
    return fitting[:1] + scene.some(fitting[1:], scene.between((0, 2)))


def care_plan(
    scene: Scene, problems: Sequence[ProblemWords], facts: Iterable[Fact]
) -> Iterator[Told]:
    """Write the plan, as far as the case has come."""
    if scene.outline.stage is Stage.ASSESS:
        problems = problems[: scene.between((0, 1))]
    elif not scene.has_reached(Stage.PLAN):
        return
    conditions = {f.code: f for f in facts if f.category is FactCategory.CONDITION}
    day = min(0, 9 - scene.outline.opened)
    if scene.outline.stay is not None and scene.programme.stay:
        day = max(day, 3 - scene.outline.stay.since)
    at = scene.at(day, scene.between((60, 400)))
    for rank, words in enumerate(problems, 1):
        fact = conditions.get(words.code) if words.code else None
        yield from _Branch(scene, at).problem(words, rank, fact)


def day_and_month(day: date) -> str:
    """Write a day as sentences have it, in English whatever the server's locale."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


class _Branch:
    """One problem with everything under it, all written in one sitting."""

    def __init__(self, scene: Scene, at: datetime) -> None:
        self._scene = scene
        self._at = at

    def problem(self, words: ProblemWords, rank: int, fact: Fact | None) -> Iterator[Told]:
        """Add the problem and, where planning has begun, its goals."""
        scene = self._scene
        problem = scene.new_id(self._at)
        status = words.status or ProblemStatus.ACTIVE
        yield self._told(
            ProblemAdded(
                problem=problem,
                title=scene.filled(words.title),
                status=ProblemStatus.RESOLVED if scene.is_over else status,
                priority=rank,
                code_system=fact.code_system if fact else None,
                code=fact.code if fact else None,
                from_fact=fact.id if fact else None,
            )
        )
        if scene.has_reached(Stage.PLAN):
            for goal in words.goal:
                yield from self._goal(goal, problem)

    def _goal(self, words: GoalWords, problem: RecordId) -> Iterator[Told]:
        scene = self._scene
        goal = scene.new_id(self._at)
        due = self._goal_due(words)
        yield self._told(
            GoalAdded(
                goal=goal,
                problem=problem,
                words=scene.filled(words.words),
                outcome=scene.filled(words.outcome, due=day_and_month(due)),
                due=due,
                owner=self._owner(words.owner),
                importance=words.importance or scene.between((6, 10)),
                confidence=words.confidence or scene.between((4, 10)),
                status=words.status or self._goal_status(words),
            )
        )
        for step in words.step:
            yield self._step(step, goal)
        for barrier in words.barrier:
            yield self._barrier(barrier, goal)

    def _step(self, words: StepWords, goal: RecordId) -> Told:
        status = words.status or self._step_status(words)
        due = self._scene.on(words.due) if words.due is not None else None
        if due is None and not words.cadence:
            due = self._due(is_open=status is not InterventionStatus.DONE)
        return self._told(
            InterventionAdded(
                intervention=self._scene.new_id(self._at),
                goal=goal,
                title=words.title,
                owner=self._owner(words.owner),
                due=due,
                cadence=words.cadence,
                status=status,
            )
        )

    def _barrier(self, words: BarrierWords, goal: RecordId) -> Told:
        scene = self._scene
        resolved = scene.is_over or (scene.has_reached(Stage.MONITOR) and scene.chance(0.7))
        status = BarrierStatus.RESOLVED if resolved else BarrierStatus.OPEN
        due = scene.on(words.due) if words.due is not None else self._due(is_open=not resolved)
        return self._told(
            BarrierAdded(
                barrier=scene.new_id(self._at),
                goal=goal,
                title=scene.filled(words.title),
                action=words.action,
                owner=self._owner(words.owner),
                due=due,
                status=words.status or status,
            )
        )

    def _goal_due(self, words: GoalWords) -> date:
        scene = self._scene
        if words.due is not None:
            return scene.on(words.due)
        first, last = words.weeks
        days = scene.between((7 * first, 7 * last))
        return scene.on(scene.until - days // 4 if scene.is_over else days)

    def _due(self, *, is_open: bool) -> date:
        """Give a date: to come for what is open, past for what is done."""
        scene = self._scene
        return scene.on(scene.between((2, 30)) if is_open else scene.until - scene.between((2, 25)))

    def _goal_status(self, words: GoalWords) -> GoalStatus:
        scene = self._scene
        if words.lasting:
            return GoalStatus.MET if scene.is_over else GoalStatus.IN_PROGRESS
        if scene.is_over:
            return scene.one([GoalStatus.MET, GoalStatus.MET, GoalStatus.PARTLY_MET])
        if scene.has_reached(Stage.MONITOR):
            return scene.one([GoalStatus.IN_PROGRESS, GoalStatus.PARTLY_MET, GoalStatus.MET])
        planned = scene.outline.stage is Stage.PLAN and scene.chance(0.5)
        return GoalStatus.PLANNED if planned else GoalStatus.IN_PROGRESS

    def _step_status(self, words: StepWords) -> InterventionStatus:
        scene = self._scene
        if scene.is_over:
            return InterventionStatus.DONE
        if scene.outline.stage is Stage.PLAN:
            return InterventionStatus.PLANNED
        if words.cadence:
            return InterventionStatus.DOING
        done = 0.75 if scene.has_reached(Stage.MONITOR) else 0.35
        open_ = (InterventionStatus.DOING, InterventionStatus.PLANNED)
        return InterventionStatus.DONE if scene.chance(done) else scene.one(open_)

    def _owner(self, words: str) -> str:
        scene = self._scene
        owners = {"member": scene.outline.given, "nurse": scene.nurse.short_name}
        filled = scene.filled(words)
        return owners.get(words) or filled[0].upper() + filled[1:]

    def _told(self, body: ProblemAdded | GoalAdded | InterventionAdded | BarrierAdded) -> Told:
        return self._scene.by_nurse(self._at, body)
