"""Makes a history that fails shorter: fewer steps, fewer faults, the same broken promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.simulation.history import Outcome, Plan

Run = Callable[[Plan], Outcome]
MOST_TRIES = 300


def shrunk(failed: Outcome, run: Run, most_tries: int = MOST_TRIES) -> Outcome:
    """Give the shortest history that was found to break the same promise."""
    shrinking = _Shrinking(failed, run, most_tries)
    shrinking.cut_the_end()
    shrinking.leave_out_faults()
    shrinking.leave_out_steps()
    return shrinking.best


class _Shrinking:
    def __init__(self, failed: Outcome, run: Run, most_tries: int) -> None:
        self.best = failed
        self._run = run
        self._tries = most_tries

    def cut_the_end(self) -> None:
        """Leave out ever smaller parts of the end."""
        part = len(self.best.plan.steps) // 2
        while part:
            steps = self.best.plan.steps
            if len(steps) <= part or not self._still_fails(steps=steps[:-part]):
                part //= 2

    def leave_out_faults(self) -> None:
        """Leave out one kind of fault after the other."""
        for name in sorted(self.best.faults):
            self._still_fails(without=self.best.plan.without | {name})

    def leave_out_steps(self) -> None:
        """Leave out ever smaller parts anywhere."""
        part = max(1, len(self.best.plan.steps) // 2)
        while True:
            place = 0
            while place < len(self.best.plan.steps):
                steps = self.best.plan.steps
                if not self._still_fails(steps=steps[:place] + steps[place + part :]):
                    place += part
            if part == 1:
                return
            part //= 2

    def _still_fails(self, **changes: object) -> bool:
        """Try a shorter history, and keep it if it breaks the same promise."""
        if not self._tries:
            return False
        self._tries -= 1
        outcome = self._run(replace(self.best.plan, **changes))  # type: ignore[arg-type]  # they are fields of it
        before, after = self.best.violation, outcome.violation
        if before is None or after is None or before.name != after.name:
            return False
        self.best = outcome
        return True
