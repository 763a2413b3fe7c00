"""What a nurse can do to a care plan. Undo appends: it never takes an event back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.barrier import (
    Barrier,
    BarrierAdded,
    BarrierRevised,
    BarrierStatus,
    BarrierVoided,
)
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.events import Act, Event
from nurseapp.domain.fact import Fact
from nurseapp.domain.goal import Goal, GoalAdded, GoalRevised, GoalStatus, GoalVoided
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.intervention import (
    Intervention,
    InterventionAdded,
    InterventionRevised,
    InterventionStatus,
    InterventionVoided,
)
from nurseapp.domain.problem import (
    Problem,
    ProblemAdded,
    ProblemRevised,
    ProblemStatus,
    ProblemVoided,
)
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Change, FieldValue, Revision, Voiding, opposite, seen_fields
from nurseapp.domain.smart import Finding, check_goal
from nurseapp.domain.streams import StreamKind

_REVISED: Mapping[type[PlanRecord], type[Revision]] = {
    Problem: ProblemRevised,
    Goal: GoalRevised,
    Intervention: InterventionRevised,
    Barrier: BarrierRevised,
}
_VOIDED: Mapping[type[PlanRecord], type[Voiding]] = {
    Problem: ProblemVoided,
    Goal: GoalVoided,
    Intervention: InterventionVoided,
    Barrier: BarrierVoided,
}
_COMPLETE: Mapping[type[PlanRecord], FieldValue] = {
    Problem: ProblemStatus.RESOLVED,
    Goal: GoalStatus.MET,
    Intervention: InterventionStatus.DONE,
    Barrier: BarrierStatus.RESOLVED,
}
UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """The last act on a plan that can be taken back.

    Attributes:
        record: what it was about; ``added`` tells an addition from a revision.
    """

    event: Event
    record: RecordId
    kind: str
    added: bool


@dataclass(slots=True)
class CarePlans:
    """Adds, revises, completes and undoes; runs on the store's thread.

    Acts are remembered for undo while the desk is open, each case for itself.
    """

    store: CaseStore
    author: Author
    _done: dict[CaseId, list[Undoable]] = field(default_factory=dict)

    def add_problem(
        self, case: CaseId, title: str, status: ProblemStatus = ProblemStatus.ACTIVE
    ) -> RecordId:
        """Add a problem in the nurse's words."""
        body = ProblemAdded(problem=self.author.new_id(), title=title, status=status)
        return self._add(case, body, body.problem, Problem)

    def accept_fact(self, case: CaseId, fact_id: RecordId) -> RecordId:
        """Accept a received condition as a problem, its code kept as it came."""
        fact = self.store.open(case)[StreamKind.CARE].get(Fact, fact_id)
        body = ProblemAdded(
            problem=self.author.new_id(),
            title=fact.display,
            code_system=fact.code_system,
            code=fact.code,
            from_fact=fact.id,
        )
        return self._add(case, body, body.problem, Problem)

    def add_goal(
        self, case: CaseId, problem: RecordId, values: Mapping[str, FieldValue]
    ) -> RecordId:
        """Add a goal; ``values`` by field name as in :class:`GoalAdded`."""
        body = GoalAdded(goal=self.author.new_id(), problem=problem, **values)  # type: ignore[arg-type]  # the editor's fields
        return self._add(case, body, body.goal, Goal)

    def add_intervention(
        self, case: CaseId, goal: RecordId, values: Mapping[str, FieldValue]
    ) -> RecordId:
        """Add an intervention; ``values`` by field name."""
        body = InterventionAdded(intervention=self.author.new_id(), goal=goal, **values)  # type: ignore[arg-type]  # the editor's fields
        return self._add(case, body, body.intervention, Intervention)

    def add_barrier(
        self, case: CaseId, goal: RecordId, values: Mapping[str, FieldValue]
    ) -> RecordId:
        """Add a barrier; ``values`` by field name."""
        body = BarrierAdded(barrier=self.author.new_id(), goal=goal, **values)  # type: ignore[arg-type]  # the editor's fields
        return self._add(case, body, body.barrier, Barrier)

    def revise(self, case: CaseId, seen: PlanRecord, now: Mapping[str, FieldValue]) -> bool:
        """Change fields of what the nurse was looking at; False when nothing differs."""
        changes = {
            name: Change(was=getattr(seen, name), now=value)
            for name, value in now.items()
            if getattr(seen, name) != value
        }
        if not changes:
            return False
        body = _REVISED[type(seen)](record=seen.id, changes=changes)
        self._do(case, body, seen.id, type(seen).KIND, added=False)
        return True

    def complete(self, case: CaseId, seen: PlanRecord) -> bool:
        """Say that it is met, done or resolved."""
        return self.revise(case, seen, {"status": _COMPLETE[type(seen)]})

    def void(self, case: CaseId, seen: PlanRecord, reason: str) -> None:
        """Mark a line of the plan as entered in error."""
        body = _VOIDED[type(seen)](record=seen.id, reason=reason, was=seen_fields(seen))
        self.store.append([self.author.event(case, body)])

    def can_undo(self, case: CaseId) -> Undoable | None:
        """Tell what the next undo would take back."""
        done = self._done.get(case)
        return done[-1] if done else None

    def undo(self, case: CaseId) -> Undoable:
        """Take back the last act of this desk on the plan by appending its opposite.

        Raises:
            DomainError: ``nothing_to_undo``.
        """
        done = self._done.get(case)
        if not done:
            raise DomainError("nothing_to_undo", case=case)
        last = done[-1]
        event = self.author.event(case, self._opposite(case, last), undoes=last.event.id)
        self.store.append([event])
        return done.pop()

    def check(
        self, outcome: str, due: date | None, owner: str, confidence: int | None, time_zone: str
    ) -> tuple[Finding, ...]:
        """Check a goal's wording while it is typed."""
        return check_goal(outcome, due, owner, confidence, self.author.today(time_zone))

    def _add(self, case: CaseId, body: Act, record: RecordId, kind: type[PlanRecord]) -> RecordId:
        self._do(case, body, record, kind.KIND, added=True)
        return record

    def _do(self, case: CaseId, body: Act, record: RecordId, kind: str, *, added: bool) -> None:
        event = self.author.event(case, body)
        self.store.append([event])
        done = Undoable(event=event, record=record, kind=kind, added=added)
        self._done.setdefault(case, []).append(done)

    def _opposite(self, case: CaseId, last: Undoable) -> Act:
        body = last.event.body
        if isinstance(body, Revision):
            return type(body)(record=body.record, changes=opposite(body.changes))
        care = self.store.open(case)[StreamKind.CARE]
        for kind, voided in _VOIDED.items():
            record = care.find(kind, last.record)
            if record is not None:
                return voided(record=record.id, reason=UNDONE, was=seen_fields(record))
        raise DomainError("nothing_to_undo", case=case)
