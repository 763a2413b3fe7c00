"""A history that fails is made shorter, and kept in a line that gives it back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.simulation.history import Outcome, Plan
from tests.simulation.seeds import keep, kept_plans, line_of, plan_of
from tests.simulation.shrinking import shrunk
from tests.simulation.violation import Violation


def outcome_of(plan: Plan) -> Outcome:
    """Break a promise where two certain steps are taken and requests may be lost."""
    is_broken = {7, 40} <= set(plan.steps) and "request lost" not in plan.without
    return Outcome(
        plan=plan,
        faults=Counter({"request lost": 2, "portal": 1}),
        violation=Violation("a_promise", "broken") if is_broken else None,
    )


def test_only_what_it_takes_to_fail_is_left() -> None:
    shorter = shrunk(outcome_of(Plan(seed=1)), outcome_of)
    assert shorter.plan.steps == (7, 40)
    assert shorter.plan.without == {"portal"}


def test_another_promise_is_another_matter() -> None:
    def other(plan: Plan) -> Outcome:
        return Outcome(plan=plan, violation=Violation("another_promise", "broken"))

    failed = outcome_of(Plan(seed=1))
    assert shrunk(failed, other) is failed


def test_trying_has_an_end() -> None:
    tries = []

    def count(plan: Plan) -> Outcome:
        tries.append(plan)
        return outcome_of(plan)

    shrunk(outcome_of(Plan(seed=1)), count, most_tries=5)
    assert len(tries) == 5


@pytest.mark.parametrize(
    "plan",
    [
        Plan(seed=3),
        Plan(seed=17, clients=8, steps=(0, 1, 2, 9, 11, 12)),
        Plan(seed=4, without=frozenset({"answer lost", "portal"})),
        Plan(seed=5, steps=()),
    ],
)
def test_a_line_gives_its_history_back(plan: Plan) -> None:
    assert plan_of(line_of(plan)) == plan


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text("# those that failed\n\n", "utf-8")
    plan = Plan(seed=9, steps=(4, 5))
    keep(plan, "a_promise: broken\nin two lines", file)
    assert list(kept_plans(file)) == [plan]
    assert "broken in two lines" in file.read_text("utf-8")


@pytest.mark.parametrize(
    "line", ["clients=4", "seed=one", "seed=1 colour=red", "seed=1 steps=x", "1"]
)
def test_a_line_that_is_no_history_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "seeds.txt"
    file.write_text(f"# first\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"seeds\.txt:2"):
        list(kept_plans(file))
