"""Goals g1 to g4: floor and program take turns at first sync, push, delta, nothing, push.

A push is done when the computer holds the server's proof of every result; a round goes on and
brings the changed records back, which is the goal of its own g4b: there the floor fetches too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict

from tests.bench.figures import Figure, Goal
from tests.bench.place import PASSWORD, Place
from tests.bench.sides import Sample, Side
from tests.bench.workload import NURSE, RECORDS_A_CASE

DELTA, EDITS, EDITED_CASES = 50, 200, 20
DELTAS_A_ROUND, NOTHINGS_A_ROUND = 3, 5
G1 = Goal(name="g1", what="first sync", ratio=2, cpu_ratio=2)
G2 = Goal(name="g2", what=f"delta of {DELTA} records", ratio=2.5)
G3 = Goal(name="g3", what="nothing has changed", limit=5)
G4 = Goal(name="g4", what=f"{EDITS} edits sent", ratio=2.5, cpu_ratio=4)
G4F = Goal(name="g4f", what="the first push against later ones", ratio=1.2)
G4B = Goal(name="g4b", what=f"{EDITS} edits sent and brought back")
GOALS = (G1, G2, G3, G4, G4F, G4B)

G1S = Goal(name="g1s", what="first sync of a supervisor", ratio=2)
G2F = Goal(name="g2f", what="g2 there against g2 of a nurse", ratio=1.5)
G3F = Goal(name="g3f", what="g3 there against g3 of a nurse", ratio=1.2)
LARGE_GOALS = (G1S, G2F, G3F)
"""With many times the records: what a round costs must follow what changed."""

_FIRST = {"floor": "first_sync", "product": "sync"}
Samples = Mapping[str, dict[str, list[Sample]]]


def measure(place: Place, rounds: int) -> Iterator[Figure]:
    """Measure all four; what one needs, another has done."""
    samples, warming = _no_samples(), _no_samples()
    with _sides(place) as sides:
        _round(place, sides, warming)
        for number in range(rounds):
            order = sides if number % 2 else dict(reversed(list(sides.items())))
            _round(place, order, samples)
    for goal in GOALS:
        taken = samples[goal.name]
        yield Figure(goal=goal, floor=taken["floor"], product=taken["product"])


def measure_large(place: Place, rounds: int, nurses: Iterable[Figure]) -> Iterator[Figure]:
    """Measure the same with many times the records.

    Args:
        nurses: what :func:`measure` found, in the same run.
    """
    small = {figure.goal.name: figure.product for figure in nurses}
    samples = _no_samples()
    with _sides(place) as sides:
        for _ in range(rounds):
            _first_syncs(place, sides, samples)
            _deltas(place, sides, samples)
    first = samples["g1"]
    yield Figure(goal=G1S, floor=first["floor"], product=first["product"])
    yield Figure(goal=G2F, floor=small["g2"], product=samples["g2"]["product"])
    yield Figure(goal=G3F, floor=small["g3"], product=samples["g3"]["product"])


def _round(place: Place, sides: Mapping[str, Side], samples: Samples) -> None:
    """Let each side do all jobs once on a new file, in turns."""
    _first_syncs(place, sides, samples)
    first = _push(place, sides, samples)
    samples["g4f"]["product"].append(first)
    _deltas(place, sides, samples)
    later = _push(place, sides, samples)
    samples["g4f"]["floor"].append(later)


def _first_syncs(place: Place, sides: Mapping[str, Side], samples: Samples) -> None:
    for name, side in sides.items():
        side.do("empty")
        taken = side.do(_FIRST[name])
        _check(taken, at_least=place.workload.cases * RECORDS_A_CASE)
        samples["g1"][name].append(taken)


def _deltas(place: Place, sides: Mapping[str, Side], samples: Samples) -> None:
    for _ in range(DELTAS_A_ROUND):
        changed = place.workload.edits(DELTA)
        place.change(changed)
        for name, side in sides.items():
            taken = side.do("sync")
            _check(taken, at_least=len(changed))
            samples["g2"][name].append(taken)
    for _ in range(NOTHINGS_A_ROUND):
        for name, side in sides.items():
            samples["g3"][name].append(side.do("sync"))


def _push(place: Place, sides: Mapping[str, Side], samples: Samples) -> Sample:
    """Let each side send the same edits; give what the program's sending took."""
    edits = place.workload.edits(EDITS, within=EDITED_CASES)
    for name, side in sides.items():
        side.do("edit", edits=[asdict(edit) | {"field": edit.field} for edit in edits])
        taken = [side.do("push")] if name == "floor" else []
        taken.append(side.do("sync"))
        for one in taken:
            _check(one, at_least=len(edits))
        facts = taken[-1].facts
        sent = (
            taken[0]
            if name == "floor"
            else Sample(wall=facts["sent_wall"], cpu=facts["sent_cpu"], facts=facts)
        )
        both = Sample(
            wall=sum(one.wall for one in taken), cpu=sum(one.cpu for one in taken), facts=facts
        )
        samples["g4"][name].append(sent)
        samples["g4b"][name].append(both)
    return samples["g4"]["product"][-1]


def _no_samples() -> Samples:
    return {goal.name: {"floor": [], "product": []} for goal in GOALS}


@contextmanager
def _sides(place: Place) -> Iterator[Mapping[str, Side]]:
    folder = tempfile.mkdtemp(prefix="syncing-", dir=place.folder)
    program = ("tests.bench.sync.product_desktop", place.product_url, folder, NURSE, PASSWORD)
    with (
        place.side("tests.bench.sync.floor_desktop", place.floor_url, folder) as floor,
        place.side(*program) as product,
    ):
        yield {"floor": floor, "product": product}


def _check(sample: Sample, at_least: int) -> None:
    """Hold a side to having done the work."""
    if sample.facts["records"] < at_least or sample.facts.get("refused"):
        raise ValueError(f"a side has not done its work: {sample.facts}")
