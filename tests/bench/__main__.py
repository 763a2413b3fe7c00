"""The command ``python -m tests.bench``; see the package."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from tests.bench.figures import Figure, Goal, as_json, as_markdown, table
from tests.bench.memory import goals as memory
from tests.bench.opening import goals as opening
from tests.bench.place import PASSWORD, open_place
from tests.bench.serving import goals as serving
from tests.bench.starting import goals as starting
from tests.bench.sync import goals as syncing
from tests.bench.vaults import fill_vault
from tests.reporting import write_section

CASES = 100
ROUNDS = 5
NAMES = tuple(goal.name for part in (syncing, opening, starting) for goal in part.GOALS)
LARGE_CASES = 1_500
LARGE_ROUNDS = 2
AS_LINUX_TELLS = (*memory.GOALS, *memory.LARGE_GOALS, *serving.GOALS)
LONG_GOALS = (*syncing.LARGE_GOALS, *(AS_LINUX_TELLS if sys.platform == "linux" else ()))
LONG_NAMES = tuple(goal.name for goal in LONG_GOALS)


def main() -> int:
    """Measure what is asked for, print the table, and write the JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("goals", nargs="*", metavar="GOAL", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--all", action="store_true", help=f"{', '.join(LONG_NAMES)} as well")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), metavar="PATH")
    parser.add_argument("--report", action="store_true", help="write the table into the report")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    asked = parser.parse_args()
    names = {name.lower() for name in asked.goals} or set(NAMES)
    names |= set(LONG_NAMES) if asked.all else set()
    if unknown := names - {*NAMES, *LONG_NAMES}:
        parser.error(f"no such goal: {', '.join(sorted(unknown))}")
    loads = [_load()]
    figures = [figure for figure in _measured(names, asked.rounds) if figure.goal.name in names]
    loads.append(_load())
    print(table(figures))
    print(f"load of the machine: {loads[0]:.2f} before, {loads[1]:.2f} after")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    found = as_json(figures, loads)
    asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    if asked.report:
        write_section("Speed", as_markdown(figures, loads))
    return 0


def _load() -> float:
    """Tell how much the machine has to do, where it tells."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def _measured(names: Collection[str], rounds: int) -> Iterator[Figure]:
    is_large = _is_asked(names, syncing.LARGE_GOALS)
    is_heavy = _is_asked(names, memory.LARGE_GOALS)
    synced: list[Figure] = []
    with open_place(CASES) as place:
        if is_large or _is_asked(names, syncing.GOALS):
            synced += syncing.measure(place, rounds)
            yield from synced
        vaults = place.folder / "vaults"
        if _is_asked(names, opening.GOALS + starting.GOALS + memory.GOALS):
            fill_vault(vaults, place.product_url, PASSWORD)
        if _is_asked(names, opening.GOALS):
            yield from opening.measure(place, vaults, rounds)
        if _is_asked(names, starting.GOALS):
            yield from starting.measure(place, vaults, rounds)
        if _is_asked(names, memory.GOALS):
            yield from memory.measure(place, vaults, rounds)
        if _is_asked(names, serving.GOALS):
            yield from serving.measure(place, rounds)
    if is_large or is_heavy:
        with open_place(LARGE_CASES) as place:
            if is_heavy:
                yield from memory.measure_large(place, LARGE_ROUNDS)
            if is_large:
                yield from syncing.measure_large(place, LARGE_ROUNDS, synced)


def _is_asked(names: Collection[str], goals: Iterable[Goal]) -> bool:
    return any(goal.name in names for goal in goals)


if __name__ == "__main__":
    sys.exit(main())
