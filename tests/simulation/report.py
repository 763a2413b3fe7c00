"""What runs came to, written into the report of the tests by the run itself."""

from __future__ import annotations

import os
import platform
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import sqlalchemy

from nurseapp import __version__
from nurseapp.desktop.storage.sqlcipher import versions
from tests.simulation.history import Outcome
from tests.simulation.workers import MOST_HISTORIES, Caught

FILE = Path(__file__).resolve().parent.parent / "report.md"
_HEAD = (
    "# Report of the tests\n\nWritten by the runs. Every section names the command that wrote it.\n"
)


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


def write_section(name: str, command: str, lines: Iterable[str], file: Path = FILE) -> None:
    """Write a section in the place of the older one of the same name."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    body = [
        begin,
        f"## {name}",
        "",
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, nurseapp {__version__}, {machine},"
        f" Python {platform.python_version()}, {versions()}, SQLAlchemy {sqlalchemy.__version__},"
        f" psycopg {psycopg.__version__}",
        "",
        *(f"- {line}" for line in lines),
        end,
    ]
    text = file.read_text("utf-8") if file.exists() else _HEAD
    section = "\n".join(body)
    old = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    text = old.sub(lambda _: section, text) if old.search(text) else f"{text}\n{section}\n"
    file.write_text(text, "utf-8")


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counter.most_common())
