"""Goals g10 and g10c, g10d: floor and program take turns, each alone at work.

Both serve from the PostgreSQL that they share, by as many processes, beside the generator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from nurseapp.domain.ids import CaseId
from tests.bench.figures import Figure, Goal
from tests.bench.place import Place, floor_api, product_api
from tests.bench.serving.askers import Asker, FloorAsker, ProductAsker
from tests.bench.serving.generator import Sending, Taken, send
from tests.bench.sides import Sample
from tests.bench.workload import Edit

EDITS, DELTA, PACE_A_S = 200, 50, 20
CONNECTIONS, PROCESSES = 8, 2
G10 = Goal(
    name="g10",
    what=f"push of {EDITS}, {PACE_A_S} a second, p99",
    quantile=0.99,
    ratio=2,
    cpu_ratio=2.5,
    limit=150,
)
G10C = Goal(
    name="g10c",
    what=f"records accepted, pushes of {EDITS}",
    fact="a_second",
    unit="/s",
    is_rate=True,
    ratio=0.4,
    limit=10_000,
)
G10D = Goal(
    name="g10d",
    what=f"deltas of {DELTA} records answered",
    fact="a_second",
    unit="/s",
    is_rate=True,
    ratio=0.5,
)
GOALS = (G10, G10C, G10D)
Samples = Mapping[str, dict[str, list[Sample]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much each connection sends a round."""

    paced: int = 15
    pushes: int = 10
    deltas: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two; connections are spread over its addresses."""

    name: str
    asker: Asker
    urls: Sequence[str]
    pids: Sequence[int]

    def send(self, requests: Sequence[Sequence[bytes]], pace_a_s: float | None = None) -> Taken:
        """Have each connection send its requests."""
        sendings = [
            Sending(url=self.urls[turn % len(self.urls)], requests=asked)
            for turn, asked in enumerate(requests)
        ]
        return send(sendings, self.pids, pace_a_s)


def measure(place: Place, rounds: int, amount: Amount | None = None) -> Iterator[Figure]:
    """Measure all three, after a round that warms both up."""
    amount = amount or Amount()
    with _sides(place) as sides:
        _round(place, sides, amount)
        samples: Samples = {goal.name: {"floor": [], "program": []} for goal in GOALS}
        for number in range(rounds):
            found = _round(place, sides if number % 2 else sides[::-1], amount)
            for goal in GOALS:
                for side in sides:
                    samples[goal.name][side.name] += found[goal.name, side.name]
    for goal in GOALS:
        taken = samples[goal.name]
        yield Figure(goal=goal, floor=taken["floor"], product=taken["program"])


def _round(
    place: Place, sides: Sequence[_Side], amount: Amount
) -> Mapping[tuple[str, str], list[Sample]]:
    """Let each side do all once; all that is sent is made before anything is timed."""
    found: dict[tuple[str, str], list[Sample]] = {}
    _look(sides)
    for goal, each, pace in ((G10, amount.paced, PACE_A_S), (G10C, amount.pushes, None)):
        edits = _edits(place, each)
        count = min(len(one) for computers in edits for one in computers)
        for side in sides:
            asked = [[side.asker.push(turn, one) for one in own] for turn, own in enumerate(edits)]
            taken = side.send(asked, pace)
            _check(map(side.asker.pushed, taken.answers), at_least=count)
            found[goal.name, side.name] = (
                [_rate(taken, each=count)] if goal.is_rate else _latencies(taken)
            )
    _look(sides)
    changed = place.workload.edits(DELTA)
    place.change(changed)
    for side in sides:
        asked = [[side.asker.delta(turn)] * amount.deltas for turn in range(len(_shares(place)))]
        taken = side.send(asked)
        _check(map(side.asker.fetched, taken.answers), at_least=len(changed))
        found[G10D.name, side.name] = [_rate(taken, each=1)]
    return found


def _look(sides: Sequence[_Side]) -> None:
    for side in sides:
        side.asker.look()


def _edits(place: Place, each: int) -> list[list[list[Edit]]]:
    """Make what each connection pushes: so many times edits in its own cases."""
    return [[place.workload.edits(EDITS, among=own) for _ in range(each)] for own in _shares(place)]


def _shares(place: Place) -> list[list[CaseId]]:
    """Give each connection its cases; a small caseload is not enough for all of them."""
    cases = place.workload.edited_cases()
    return [cases[turn::CONNECTIONS] for turn in range(min(CONNECTIONS, len(cases)))]


def _rate(taken: Taken, each: int) -> Sample:
    count = len(taken.seconds)
    return Sample(
        wall=taken.wall_s / count,
        cpu=taken.cpu_s / count,
        facts={"a_second": count * each / taken.wall_s, "requests": count},
    )


def _latencies(taken: Taken) -> list[Sample]:
    cpu = taken.cpu_s / len(taken.seconds)
    return [Sample(wall=wall, cpu=cpu, facts={}) for wall in taken.seconds]


@contextmanager
def _sides(place: Place) -> Iterator[Sequence[_Side]]:
    with ExitStack() as stack:
        floors = [stack.enter_context(floor_api(place.floor_database)) for _ in range(PROCESSES)]
        product = stack.enter_context(product_api(place.product_database, PROCESSES))
        yield (
            _Side(
                name="floor",
                asker=FloorAsker(place.floor),
                urls=[api.url for api in floors],
                pids=[api.pid for api in floors],
            ),
            _Side(
                name="program",
                asker=ProductAsker(product.url, len(_shares(place))),
                urls=[product.url],
                pids=[product.pid],
            ),
        )


def _check(counts: Iterator[int], at_least: int) -> None:
    """Hold a side to having done the work."""
    if any(count < at_least for count in counts):
        raise ValueError("an API has not done its work")
