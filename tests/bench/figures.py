"""From samples to figures: floor beside program, their ratio, and what is asked of it."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from nurseapp import __version__
from tests.bench.sides import Sample

MEDIAN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is measured, and how much of its floor the program may take.

    Attributes:
        quantile: which of the samples counts; 0.5 is the median.
        fact: the fact of a sample that counts, by its name; empty for the clock's milliseconds.
        unit: in which it is.
        is_rate: more is better: ``ratio`` and ``limit`` are then the least.
        ratio: the most that it may be of the floor's, None for the record only.
        cpu_ratio: the most that the processor's time may be of the floor's.
        limit: the most that it may be on a quiet machine, whatever the floor's.
    """

    name: str
    what: str
    quantile: float = MEDIAN
    fact: str = ""
    unit: str = "ms"
    is_rate: bool = False
    ratio: float | None = None
    cpu_ratio: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One goal, measured."""

    goal: Goal
    floor: Sequence[Sample]
    product: Sequence[Sample]

    @property
    def ratio(self) -> float:
        """What the program takes, or gives, of the floor's."""
        return self.counted(self.product) / self.counted(self.floor)

    @property
    def cpu_ratio(self) -> float:
        """The same of the processor's time."""
        return self.cpu(self.product) / self.cpu(self.floor)

    def counted(self, side: Sequence[Sample]) -> float:
        """Give what counts of the samples, in the goal's unit."""
        return _quantile([self.value(sample) for sample in side], self.goal.quantile)

    def value(self, sample: Sample) -> float:
        """Give what counts of one sample."""
        fact = self.goal.fact
        return sample.facts[fact] if fact else sample.wall * 1_000

    def cpu(self, side: Sequence[Sample]) -> float:
        """Give the median milliseconds of processor."""
        return statistics.median(sample.cpu for sample in side) * 1_000

    def is_met(self) -> bool:
        """Tell whether the goal is reached."""
        goal = self.goal
        sign = -1 if goal.is_rate else 1
        found = (
            (self.ratio, goal.ratio, sign),
            (self.counted(self.product), goal.limit, sign),
            (self.cpu_ratio, goal.cpu_ratio, 1),
        )
        return all(most is None or way * value <= way * most for value, most, way in found)


def table(figures: Sequence[Figure]) -> str:
    """Write figures as a table, one line each."""
    head = (
        f"{'goal':5}{'what':40}{'floor':>9}{'program':>9} {'unit':4}{'ratio':>7}{'x cpu':>7}"
        f"  {'asked':30}  "
    )
    return "\n".join([head, *map(_line, figures)])


def as_markdown(figures: Sequence[Figure], loads: Sequence[float]) -> list[str]:
    """Write figures as a table of the report."""
    before, after = loads
    return [
        "| goal | what | floor | program | ratio | of CPU | asked | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *map(_row, figures),
        "",
        f"Load of the machine: {before:.2f} before, {after:.2f} after.",
    ]


def as_json(figures: Sequence[Figure], loads: Sequence[float]) -> dict[str, object]:
    """Give figures with the machine they were measured on."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "load": list(loads),
        },
        "goals": {figure.goal.name: _figure_as_json(figure) for figure in figures},
    }


def _line(figure: Figure) -> str:
    goal = figure.goal
    floor, product = figure.counted(figure.floor), figure.counted(figure.product)
    return (
        f"{goal.name:5}{goal.what:40}{floor:9.1f}{product:9.1f} {goal.unit:4}{figure.ratio:7.2f}"
        f"{figure.cpu_ratio:7.2f}  {_asked(goal):30}  {_verdict(figure)}"
    )


def _row(figure: Figure) -> str:
    goal = figure.goal
    floor, product = figure.counted(figure.floor), figure.counted(figure.product)
    cells = (
        goal.name,
        goal.what,
        f"{floor:,.1f} {goal.unit}",
        f"{product:,.1f} {goal.unit}",
        f"{figure.ratio:.2f}",
        f"{figure.cpu_ratio:.2f}",
        _asked(goal),
        _verdict(figure),
    )
    return f"| {' | '.join(cells)} |"


def _asked(goal: Goal) -> str:
    way = ">=" if goal.is_rate else "<="
    asked = [f"{way} {goal.ratio:g}"] if goal.ratio else []
    asked += [f"cpu <= {goal.cpu_ratio:g}"] if goal.cpu_ratio else []
    asked += [f"{way} {goal.limit:g} {goal.unit}"] if goal.limit else []
    return ", ".join(asked)


def _verdict(figure: Figure) -> str:
    return ("met" if figure.is_met() else "MISSED") if _asked(figure.goal) else ""


def _figure_as_json(figure: Figure) -> dict[str, object]:
    goal = figure.goal
    sides = {"floor": figure.floor, "program": figure.product}
    return {
        "what": goal.what,
        "quantile": goal.quantile,
        "unit": goal.unit,
        "is_rate": goal.is_rate,
        "asked": {
            "ratio": goal.ratio,
            "cpu_ratio": goal.cpu_ratio,
            "limit": goal.limit,
        },
        "met": figure.is_met(),
        "ratio": round(figure.ratio, 3),
        "cpu_ratio": round(figure.cpu_ratio, 3),
        **{
            name: {
                "counted": round(figure.counted(side), 3),
                "cpu_ms": round(figure.cpu(side), 3),
                "least": round(min(map(figure.value, side)), 3),
                "most": round(max(map(figure.value, side)), 3),
                "samples": len(side),
                "facts": side[-1].facts,
            }
            for name, side in sides.items()
        },
    }


def _quantile(values: Sequence[float], quantile: float) -> float:
    if quantile == MEDIAN:
        return statistics.median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(quantile * len(ordered)))]
