"""Which received conditions the plan does not have yet. Pure; used by the plan and the records."""

from __future__ import annotations

from nurseapp.desktop.services.cases import OpenCase
from nurseapp.domain.fact import Fact, FactCategory
from nurseapp.domain.problem import Problem


def not_in_plan(case: OpenCase) -> tuple[Fact, ...]:
    """List the current conditions that no problem of the plan was accepted from."""
    taken = {n.record.from_fact for n in case.plan if isinstance(n.record, Problem)}
    return tuple(
        fact
        for fact in case.facts
        if fact.category is FactCategory.CONDITION and fact.is_active() and fact.id not in taken
    )
