"""One history: people work, everything goes wrong, then all is quiet and the books are read."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from nurseapp.desktop.sync.round import RoundReport
from nurseapp.domain.policy import Actor, Role
from tests.simulation.beginning import PEOPLE, TEAMS
from tests.simulation.books import Books
from tests.simulation.chance import Chance
from tests.simulation.device import Device, Surroundings
from tests.simulation.invariants import durable, hold_all, judging, merging, quiet, screen
from tests.simulation.invariants.screen import Screen
from tests.simulation.invariants.spoken import Watch
from tests.simulation.ledger import Ledger
from tests.simulation.line import FailingLine
from tests.simulation.link import Link
from tests.simulation.place import Place
from tests.simulation.steps import STEPS
from tests.simulation.trace import Trace
from tests.simulation.violation import Violation
from tests.simulation.world import World

STEPS_A_HISTORY = 100
QUIET_ROUNDS = 3
TWIN_EACH = 20
_A_STEP = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which history it is.

    Attributes:
        steps: the numbers of the steps that are taken.
        without: faults that do not happen.
        clocks: which of many ways in which clocks are off; None for all of them right.
    """

    seed: int
    clients: int = 4
    steps: tuple[int, ...] = tuple(range(STEPS_A_HISTORY))
    without: frozenset[str] = frozenset()
    clocks: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a history came to.

    Attributes:
        events: that people committed; ``results`` what became of them, by status.
        rounds: that came to their end.
        trace, shape: their hashes.
    """

    plan: Plan
    events: int = 0
    results: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    trace: str = ""
    shape: str = ""
    violation: Violation | None = None


def run(plan: Plan, place: Place, *, has_shape: bool = False) -> Outcome:
    """Run a history, and say what it came to; a violation ends it."""
    with _world(plan, place, has_shape=has_shape) as world:
        violation = None
        results: Counter[str] = Counter()
        try:
            for step in plan.steps:
                _take(step, world)
            results = _be_quiet(world)
            place.check_log()
        except Violation as found:
            violation = found
        return Outcome(
            plan=plan,
            events=len(world.ledger.committed),
            results=results,
            rounds=world.ledger.rounds,
            requests=sum(device.link.requests for device in world.devices),
            faults=world.chance.faults,
            trace=world.trace.digest(),
            shape=world.trace.shape(),
            violation=violation,
        )


def run_with_twin(plan: Plan, place: Place) -> Outcome:
    """Run a history; one in some is run again with all clocks right, and must come to the same.

    I19: clocks decide nothing. I16: the same seed gives the same trace.
    """
    has_twin = plan.seed % TWIN_EACH == 0
    outcome = run(plan, place, has_shape=has_twin)
    if outcome.violation is not None or not has_twin:
        return outcome
    right = run(replace(plan, clocks=None), place, has_shape=True)
    if outcome.shape == right.shape:
        return outcome
    found = Violation("clocks_decide_nothing", f"{outcome.shape} became {right.shape}")
    return replace(outcome, violation=found)


@contextmanager
def _world(plan: Plan, place: Place, *, has_shape: bool) -> Iterator[World]:
    central = place.central
    central.begin(plan.seed)
    place.log.clear()
    chance = Chance(plan.seed, plan.without)
    trace = Trace(has_shape=has_shape)
    line = FailingLine(place.inner, central.trouble, chance)
    watch = Watch()
    world = World(
        central=central,
        line=line,
        chance=chance,
        trace=trace,
        ledger=Ledger(),
        clocks=_clocks(plan),
        cases=place.cases,
    )
    watch.world = world
    around = Surroundings(
        files=place.files,
        template=place.template,
        open_cache=place.open_cache,
        library=place.library,
        line=line,
        url=place.url,
        chance=chance,
        now=lambda: central.now,
    )
    try:
        chance.begin(-1)
        for name, owner in _owners(plan.clients):
            link = Link(name, trace, chance, watch)
            world.devices.append(Device(name, owner, around, link))
        _set_the_scene(world)
        yield world
    finally:
        for device in world.devices:
            device.close()
        shutil.rmtree(place.files)
        place.files.mkdir()


def _owners(clients: int) -> Iterator[tuple[str, Actor]]:
    """Give people computers: one each, and the last ones a second to those who came first."""
    people = PEOPLE[: max(1, clients - 1)]
    for number in range(clients):
        person = people[number % len(people)]
        actor = Actor(id=person.login, roles=frozenset({person.role}), team=person.team)
        yield f"{person.login}-{number // len(people) + 1}", actor


def _clocks(plan: Plan) -> Random | None:
    if plan.clocks is None:
        return None
    return Random(f"{plan.seed}/clocks/{plan.clocks}")  # noqa: S311  # choices must repeat


def _set_the_scene(world: World) -> None:
    """Let every case have a nurse, the first of them one with two computers; set the clocks."""
    nurses = [d.owner.id for d in world.devices if Role.NURSE in d.owner.roles]
    whose = {case: world.chance.pick(nurses) for case in world.cases}
    world.central.assign(whose | {world.cases[0]: nurses[0]}, TEAMS[0])
    for device in world.devices:
        device.skew = world.any_skew()
    world.day_of_server = timedelta(days=world.any_skew().days)
    world.set_server_clock()


def _take(step: int, world: World) -> None:
    world.chance.begin(step)
    world.central.now += _A_STEP
    kinds = [kind for kind, _ in STEPS]
    kind = world.chance.weighted(kinds, [weight for _, weight in STEPS])
    world.trace.add(step, kind.__name__)
    device = kind(world)
    if device is not None:
        _look_at(device, world)


def _look_at(device: Device, world: World) -> None:
    if not device.has_changed():
        return
    world.ledger.take_down(device.name, device.desk.cache)
    hold_all(screen.PROMISES, Screen(device))


def _be_quiet(world: World) -> Counter[str]:
    """End all faults, let everybody sync, and read the books; then nobody has anything to say."""
    world.chance.is_calm = True
    for device in world.devices:
        device.kill()
    for _ in range(QUIET_ROUNDS):
        for device in world.devices:
            _sync_quietly(device, world)
    books = Books(world.central.database)
    for promises in (durable, merging, judging, quiet):
        hold_all(promises.PROMISES, world, books)
    for device in world.devices:
        report, carried = _sync_quietly(device, world)
        hold_all((quiet.a_quiet_round_asks_once,), device, report, carried)
    return Counter(row.status for row in books.events)


def _sync_quietly(device: Device, world: World) -> tuple[RoundReport, int]:
    """Run a round that nothing disturbs; give the bytes that it took, too."""
    before = world.line.carried
    report = device.sync()
    if report is None and not device.link.is_signed_in:
        report = device.sync()
    _look_at(device, world)
    if report is None:
        raise Violation("a_round_comes_to_its_end", f"{device.name} could not sync")
    world.ledger.rounds += 1
    if report.held_back:
        device.agree()
    if report.halted:
        raise Violation("a_round_comes_to_its_end", f"{device.name} halted {report.halted}")
    return report, world.line.carried - before
