"""What runs came to, in lines of text, and their section of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import psycopg
import sqlalchemy

from nurseapp.desktop.storage.sqlcipher import versions
from tests.reporting import write_section
from tests.simulation.history import Outcome
from tests.simulation.workers import MOST_HISTORIES, Caught


@dataclass(slots=True)
class Tally:
    """What many histories came to."""

    histories: int = 0
    events: int = 0
    rounds: int = 0
    requests: int = 0
    results: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)
    seconds: float = 0

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        self.histories += 1
        self.events += outcome.events
        self.rounds += outcome.rounds
        self.requests += outcome.requests
        self.results += outcome.results
        self.faults += outcome.faults
        if outcome.violation is not None:
            self.failed.append(outcome)

    def lines(self) -> list[str]:
        """Say it in lines of text."""
        return [
            f"histories {self.histories:,}, events {self.events:,}, requests {self.requests:,},"
            f" faults {self.faults.total():,}, violations {len(self.failed)},"
            f" {self.seconds:.0f} s, {self.histories / self.seconds:.1f} histories/s",
            f"results: {_counts(self.results)}",
            f"faults: {_counts(self.faults)}",
            *(f"seed {o.plan.seed}: {o.violation}" for o in self.failed),
        ]


def caught_lines(caught: Sequence[Caught], seconds: float) -> list[str]:
    """Say which planted bugs were caught, by which promise, at which history."""
    count = sum(one.history is not None for one in caught)
    return [
        f"planted bugs {len(caught)}, caught {count}, within at most {MOST_HISTORIES} histories"
        f" each, {seconds:.0f} s",
        *(
            f"{one.name}: "
            + ("NOT CAUGHT" if one.history is None else f"history {one.history}, {one.promise}")
            for one in caught
        ),
    ]


def write(title: str, lines: Iterable[str]) -> None:
    """Write a section of the report of the long runs, with what the figures rest on."""
    rests_on = f"{versions()}, SQLAlchemy {sqlalchemy.__version__}, psycopg {psycopg.__version__}"
    write_section(title, [f"- {line}" for line in (*lines, rests_on)])


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counter.most_common())
