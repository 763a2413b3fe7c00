"""Goals g8a and g8b: floor and program are started in turns, many times."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, Goal
from tests.bench.place import Place
from tests.bench.sides import Sample
from tests.bench.starting.listed import list_cases
from tests.bench.sync.floor_desktop import FloorDesktop

G8A = Goal(name="g8a", what="start to first window painted", ratio=1.5)
G8B = Goal(name="g8b", what="key derived to caseload painted", ratio=2)
GOALS = (G8A, G8B)
FLOOR, PRODUCT = "tests.bench.starting.floor_window", "tests.bench.starting.product_program"
_LISTED = "CREATE TABLE listed (name TEXT, number TEXT, stage TEXT, next_on TEXT)"


def measure(place: Place, vaults: Path, rounds: int) -> Iterator[Figure]:
    """Measure both, on one start each."""
    commands = {FLOOR: str(floor_file(place)), PRODUCT: str(vaults)}
    first: dict[str, list[Sample]] = {FLOOR: [], PRODUCT: []}
    second: dict[str, list[Sample]] = {FLOOR: [], PRODUCT: []}
    for number in range(rounds + 1):
        for module, argument in commands.items():
            with place.side(module, argument) as side:
                opened = side.do("enter")
                if number:  # the first start fills the system's cache of files
                    first[module].append(side.began)
                    second[module].append(opened)
    yield Figure(goal=G8A, floor=first[FLOOR], product=first[PRODUCT])
    yield Figure(goal=G8B, floor=second[FLOOR], product=second[PRODUCT])


def floor_file(place: Place) -> Path:
    """Make the floor's file: all records, and a list of cases beside them."""
    desktop = FloorDesktop(place.floor_url, Path(tempfile.mkdtemp(dir=place.folder)))
    desktop.empty()
    desktop.first_sync()
    listed = list_cases(desktop.file)
    desktop.file.execute(_LISTED)
    desktop.file.execute("BEGIN")
    desktop.file.executemany("INSERT INTO listed VALUES (?, ?, ?, ?)", listed)
    desktop.file.execute("COMMIT")
    desktop.close()
    return desktop.path
