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
        ratio: the most that the wall may be of the floor's, None for the record only.
        wanted: the ratio to come to.
        most_ms: the most that the wall may be on a quiet machine, whatever the floor's.
    """

    name: str
    what: str
    quantile: float = MEDIAN
    ratio: float | None = None
    wanted: float | None = None
    most_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One goal, measured."""

    goal: Goal
    floor: Sequence[Sample]
    product: Sequence[Sample]

    def wall(self, side: Sequence[Sample]) -> float:
        """Give the milliseconds of the clock that count."""
        return _quantile([sample.wall for sample in side], self.goal.quantile) * 1_000

    def cpu(self, side: Sequence[Sample]) -> float:
        """Give the median milliseconds of processor."""
        return statistics.median(sample.cpu for sample in side) * 1_000

    def is_met(self) -> bool:
        """Tell whether the goal is reached."""
        ratio, most = self.goal.ratio, self.goal.most_ms
        wall = self.wall(self.product)
        if ratio is not None and wall > ratio * self.wall(self.floor):
            return False
        return most is None or wall <= most


def table(figures: Sequence[Figure]) -> str:
    """Write figures as a table, one line each, times in milliseconds."""
    head = (
        f"{'goal':5}{'what':36}{'floor':>9}{'program':>9}{'x wall':>8}{'x cpu':>7}"
        f"{'asked':>10}{'wanted':>8}  "
    )
    return "\n".join([head, *map(_line, figures)])


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
    floor, product = figure.wall(figure.floor), figure.wall(figure.product)
    cpu = figure.cpu(figure.product) / figure.cpu(figure.floor)
    asked = [f"<= {goal.ratio:g}"] if goal.ratio else []
    asked += [f"<= {goal.most_ms:g} ms"] if goal.most_ms else []
    verdict = ("met" if figure.is_met() else "MISSED") if asked else ""
    return (
        f"{goal.name:5}{goal.what:36}{floor:9.1f}{product:9.1f}{product / floor:8.2f}{cpu:7.2f}"
        f"{', '.join(asked):>10}{f'<= {goal.wanted:g}' if goal.wanted else '':>8}  {verdict}"
    )


def _figure_as_json(figure: Figure) -> dict[str, object]:
    goal = figure.goal
    sides = {"floor": figure.floor, "program": figure.product}
    return {
        "what": goal.what,
        "quantile": goal.quantile,
        "asked": {"ratio": goal.ratio, "wanted": goal.wanted, "most_ms": goal.most_ms},
        "met": figure.is_met(),
        "ratio": {
            "wall": round(figure.wall(figure.product) / figure.wall(figure.floor), 3),
            "cpu": round(figure.cpu(figure.product) / figure.cpu(figure.floor), 3),
        },
        **{
            name: {
                "wall_ms": round(figure.wall(side), 3),
                "cpu_ms": round(figure.cpu(side), 3),
                "least_ms": round(min(sample.wall for sample in side) * 1_000, 3),
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
