"""What a nurse does all day, drawn at random: notes, plans, forms, appointments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from nurseapp.desktop.services.desk import Desk
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId
from nurseapp.domain.problem import Problem
from nurseapp.domain.streams import StreamKind
from tests.journeys.forms import PHQ_9

Act = Callable[[CaseId], object]


@dataclass(frozen=True, slots=True)
class Nurse:
    """A nurse at a desk."""

    desk: Desk
    chance: Random

    def does_something(self, cases: Sequence[CaseId]) -> None:
        """Do one act in one of the cases."""
        acts: Sequence[tuple[Act, int]] = (
            (self._writes, 5),
            (self._plans, 2),
            (self._revises, 4),
            (self._asks, 2),
            (self._agrees, 1),
        )
        [act] = self.chance.choices([a for a, _ in acts], [often for _, often in acts])
        act(self.chance.choice(cases))

    def _writes(self, case: CaseId) -> None:
        self.desk.notes.write(case, f"Slept badly, night {self.chance.random()}.")

    def _plans(self, case: CaseId) -> None:
        care = self.desk.notes.store.open(case)[StreamKind.CARE]
        problems = list(care.of(Problem))
        if len(problems) < 3:
            self.desk.care_plans.add_problem(case, f"Trouble {self.chance.random()}")
        elif sum(1 for _ in care.of(Goal)) < 12:
            chosen = self.chance.choice(problems)
            self.desk.care_plans.add_goal(case, chosen.id, {"outcome": "Walks daily"})

    def _revises(self, case: CaseId) -> None:
        care = self.desk.notes.store.open(case)[StreamKind.CARE]
        goals = list(care.of(Goal))
        if goals:
            outcome = f"Walks {self.chance.randrange(9_999)} steps"
            self.desk.care_plans.revise(case, self.chance.choice(goals), {"outcome": outcome})

    def _asks(self, case: CaseId) -> None:
        shown = self.desk.screenings.start(case, PHQ_9)
        item = self.chance.choice(shown.form.policy.items)
        shown = self.desk.screenings.answer(shown, item, self.chance.randrange(4))
        if self.chance.random() < 0.2:
            self.desk.screenings.decline(shown, "too tired for more")

    def _agrees(self, case: CaseId) -> None:
        day = date(2026, 12, self.chance.randrange(1, 31))
        self.desk.notes.plan_appointment(case, "Home visit", day)
