"""Histories that once failed, one to a line, run again by every test run.

    seed=17 clients=4 steps=0-12,15 without=answer lost; portal  # what it showed

A line without steps takes all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.simulation.history import STEPS_A_HISTORY, Plan

KEPT = Path(__file__).with_name("seeds.txt")
_NAMES = {"seed", "clients", "steps", "without"}


def kept_plans(file: Path = KEPT) -> Iterator[Plan]:
    """Read the kept histories; raise ValueError for a line that is none, by its number."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if text:
            try:
                yield plan_of(text)
            except ValueError as error:
                raise ValueError(f"{file.name}:{number}: {error}") from error


def plan_of(text: str) -> Plan:
    """Read one history."""
    values: dict[str, str] = {}
    for part in text.split():
        name, is_named, value = part.partition("=")
        if is_named:
            if name not in _NAMES:
                raise ValueError(f"{name} is unknown")
            values[last := name] = value
        elif values:
            values[last] += f" {part}"
        else:
            raise ValueError(f"{part} has no name")
    if not values.get("seed", "").isdigit():
        raise ValueError("no seed")
    without = (name.strip() for name in values.get("without", "").split(";"))
    return Plan(
        seed=int(values["seed"]),
        clients=int(values.get("clients", "4")),
        steps=tuple(_numbers(values["steps"])) if "steps" in values else Plan(seed=0).steps,
        without=frozenset(filter(None, without)),
    )


def line_of(plan: Plan) -> str:
    """Write one history, so that :func:`plan_of` reads it."""
    parts = [f"seed={plan.seed}", f"clients={plan.clients}"]
    if plan.steps != tuple(range(STEPS_A_HISTORY)):
        parts.append(f"steps={_ranges(plan.steps)}")
    if plan.without:
        parts.append(f"without={'; '.join(sorted(plan.without))}")
    return " ".join(parts)


def keep(plan: Plan, why: str, file: Path = KEPT) -> None:
    """Add a history that failed."""
    words = " ".join(why.split())[:200]
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{line_of(plan)}  # {words}\n")


def _numbers(text: str) -> Iterator[int]:
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _ranges(numbers: Iterable[int]) -> str:
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in found)
