"""Whether a record that changed can change the row of its case.

Most of what colleagues change are words that no row shows; then the other records of the case need
not be read again. Says no only where that is certain. Called by the projections.
"""

from __future__ import annotations

from datetime import date

from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import is_open
from nurseapp.domain.caseload import CaseRow, what_is_due
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem
from nurseapp.domain.streams import Record

_Line = Goal | Intervention | Barrier


def may_change(row: CaseRow, before: Record, after: Record) -> bool:
    """Tell whether a row may look different with one of its case's records as it is afterwards.

    Args:
        before: the record with which the row was made; ``after`` has the same id.
    """
    if isinstance(before, Problem) and isinstance(after, Problem):
        return (before.void_reason is None) != (after.void_reason is None)
    if isinstance(before, _Line) and isinstance(after, _Line):
        if _place(before) != _place(after):
            return True
        is_told = (row.plan_due_on, row.plan_due_what) == (before.due, what_is_due(before))
        return is_told and what_is_due(before) != what_is_due(after)
    return before != after


def _place(line: _Line) -> tuple[type[_Line], RecordId, date | None, bool]:
    """Give what decides whether a line of the plan is due, and which is first."""
    under = line.problem if isinstance(line, Goal) else line.goal
    stands = line.void_reason is None
    return type(line), under, line.due if is_open(line) else None, stands
