"""A line of the plan that is being written and not added yet. Pure but for the service it calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.domain.barrier import Barrier, BarrierStatus
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.goal import Goal, GoalStatus
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.intervention import Intervention, InterventionStatus
from nurseapp.domain.problem import Problem, ProblemStatus
from nurseapp.domain.revising import FieldValue
from nurseapp.domain.smart import Finding

FIRST_STATUS: Mapping[type[PlanRecord], FieldValue] = {
    Problem: ProblemStatus.ACTIVE,
    Goal: GoalStatus.IN_PROGRESS,
    Intervention: InterventionStatus.PLANNED,
    Barrier: BarrierStatus.OPEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """What is being written; ``under`` is the problem or the goal that it belongs to."""

    kind: type[PlanRecord]
    under: RecordId | None


def written(typed: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Give what somebody wrote into a new line; empty while only its status stands there."""
    filled: dict[str, FieldValue] = {n: v for n, v in typed.items() if v not in ("", None)}
    return {} if filled.keys() <= {"status"} else filled


def add_line(
    plans: CarePlans, case: CaseId, new: NewLine, values: Mapping[str, FieldValue]
) -> RecordId:
    """Add the line; runs on the store's thread, refusals pass through."""
    if new.kind is Problem or new.under is None:
        status = ProblemStatus(str(values["status"]))
        return plans.add_problem(case, str(values.get("title", "")), status)
    if new.kind is Goal:
        return plans.add_goal(case, new.under, values)
    if new.kind is Intervention:
        return plans.add_intervention(case, new.under, {"title": "", **values})
    return plans.add_barrier(case, new.under, {"title": "", **values})


def check_typed(
    plans: CarePlans, typed: Mapping[str, FieldValue], zone: str
) -> tuple[Finding, ...]:
    """Check a goal's wording as it is typed; runs on the store's thread."""
    due, confidence = typed.get("due"), typed.get("confidence")
    return plans.check(
        str(typed.get("outcome") or ""),
        due if isinstance(due, date) else None,
        str(typed.get("owner") or ""),
        confidence if isinstance(confidence, int) else None,
        zone,
    )
