"""Goals g9, g9s, g9w: what floor and program hold, each in a process that has done nothing else.

Idle is a nurse's program some seconds after she was let in. The most is that of a supervisor's
first sync: g9s without a screen on either side, g9w with the window that somebody waits at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.bench.figures import Figure, Goal
from tests.bench.place import PASSWORD, Place
from tests.bench.sides import Sample, Side
from tests.bench.starting.goals import FLOOR, PRODUCT, floor_file
from tests.bench.vaults import empty_vault
from tests.bench.workload import NURSE, RECORDS_A_CASE

PAGE = 2_000
G9 = Goal(
    name="g9",
    what="memory, some seconds after entering",
    fact="held_mib",
    unit="MiB",
    ratio=1.7,
    limit=110,
)
G9S = Goal(
    name="g9s",
    what="most memory in a first sync in pages",
    fact="peak_mib",
    unit="MiB",
    ratio=1.7,
    limit=180,
)
G9W = Goal(name="g9w", what="the same behind a window", fact="peak_mib", unit="MiB")
GOALS = (G9,)
LARGE_GOALS = (G9S, G9W)


def measure(place: Place, vaults: Path, rounds: int) -> Iterator[Figure]:
    """Measure what is held by those that wait."""
    commands = {FLOOR: str(floor_file(place)), PRODUCT: str(vaults)}
    samples: dict[str, list[Sample]] = {FLOOR: [], PRODUCT: []}
    for _ in range(rounds):
        for module, argument in commands.items():
            with place.side(module, argument) as side:
                samples[module].append(_with_memory(side.do("enter"), side))
    yield Figure(goal=G9, floor=samples[FLOOR], product=samples[PRODUCT])


def measure_large(place: Place, rounds: int) -> Iterator[Figure]:
    """Measure the most that is held while everything is fetched."""
    samples: dict[str, tuple[list[Sample], list[Sample]]] = {"g9s": ([], []), "g9w": ([], [])}
    for _ in range(rounds):
        for name, (floors, programs) in samples.items():
            measured = _without_a_screen if name == G9S.name else _behind_a_window
            floor, program = measured(place)
            floors.append(floor)
            programs.append(program)
    for asked in LARGE_GOALS:
        floors, programs = samples[asked.name]
        yield Figure(goal=asked, floor=floors, product=programs)


def _without_a_screen(place: Place) -> tuple[Sample, Sample]:
    folder = tempfile.mkdtemp(prefix="memory-", dir=place.folder)
    with place.side("tests.bench.sync.floor_desktop", place.floor_url, folder) as side:
        side.do("empty")
        floor = _filled(side.do("first_sync", page=PAGE), "records", _records(place), side)
    program = ("tests.bench.sync.product_desktop", place.product_url, folder, NURSE, PASSWORD)
    with place.side(*program) as side:
        side.do("empty")
        return floor, _filled(side.do("sync"), "records", _records(place), side)


def _behind_a_window(place: Place) -> tuple[Sample, Sample]:
    folder = Path(tempfile.mkdtemp(prefix="memory-", dir=place.folder))
    with place.side("tests.bench.memory.floor_filling", place.floor_url, str(folder)) as side:
        floor = _filled(side.do("fill", page=PAGE), "cases", place.workload.cases, side)
    empty_vault(folder, place.product_url, PASSWORD)
    with place.side("tests.bench.memory.product_filling", str(folder)) as side:
        return floor, _filled(side.do("fill"), "cases", place.workload.cases, side)


def _records(place: Place) -> int:
    return place.workload.cases * RECORDS_A_CASE


def _filled(taken: Sample, what: str, at_least: int, side: Side) -> Sample:
    """Hold a side to having done the work, and see what memory that took."""
    if taken.facts[what] < at_least:
        raise ValueError(f"a side has not done its work: {taken.facts}")
    return _with_memory(taken, side)


def _with_memory(taken: Sample, side: Side) -> Sample:
    return msgspec.structs.replace(taken, facts={**taken.facts, **side.do("memory").facts})
