"""Goal g6: floor and program take turns at opening cases in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from tests.bench.figures import Figure, Goal
from tests.bench.place import Place
from tests.bench.sides import Sample, Side

OPENED_A_ROUND = 40
WARMED_UP_BY = 10
G6 = Goal(name="g6", what="case opened and painted, p95", quantile=0.95, ratio=1.3, limit=16)
GOALS = (G6,)


def measure(place: Place, vaults: Path, rounds: int) -> Iterator[Figure]:
    """Measure it over cases drawn at random, none twice running."""
    order = Random("order")  # noqa: S311  # the same in every run
    numbers = [
        n for _ in range(rounds) for n in order.sample(range(place.workload.cases), _each(place))
    ]
    samples: dict[str, list[Sample]] = {"floor": [], "product": []}
    floor = ("tests.bench.opening.floor_case", place.floor_url, str(place.folder / "opening"))
    with (
        place.side(*floor) as floor_side,
        place.side("tests.bench.opening.product_case", str(vaults)) as product_side,
    ):
        sides: Mapping[str, Side] = {"floor": floor_side, "product": product_side}
        for number in range(min(WARMED_UP_BY, place.workload.cases)):
            for side in sides.values():
                side.do("open", number=number)
        for number in numbers:
            for name, side in sides.items():
                samples[name].append(side.do("open", number=number))
                side.do("rest")
    yield Figure(goal=G6, floor=samples["floor"], product=samples["product"])


def _each(place: Place) -> int:
    return min(OPENED_A_ROUND, place.workload.cases)
