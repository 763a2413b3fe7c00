"""What a run came to is said in full: nothing that failed is left out."""

from __future__ import annotations

from collections import Counter

from tests.simulation.history import Outcome, Plan
from tests.simulation.report import Tally, caught_lines
from tests.simulation.violation import Violation
from tests.simulation.workers import Caught


def test_a_tally_counts_and_names_what_failed() -> None:
    tally = Tally(seconds=2)
    tally.add(Outcome(plan=Plan(seed=1), events=3, faults=Counter(portal=2)))
    tally.add(Outcome(plan=Plan(seed=2), violation=Violation("a_promise", "broken")))
    said = "\n".join(tally.lines())
    assert "histories 2, events 3" in said
    assert "faults 2, violations 1" in said
    assert "seed 2: a_promise: broken" in said


def test_a_bug_that_was_not_caught_is_named() -> None:
    caught = [Caught(name="one", history=4, promise="a_promise"), Caught(name="two", history=None)]
    said = caught_lines(caught, 1)
    assert said[0].startswith("planted bugs 2, caught 1,")
    assert said[1:] == ["one: history 4, a_promise", "two: NOT CAUGHT"]
