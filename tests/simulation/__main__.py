"""The command ``python -m tests.simulation``; see the package."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence

from tests.simulation.history import STEPS_A_HISTORY, Plan
from tests.simulation.planted.garden import PLANTS, chosen
from tests.simulation.report import Tally, caught_lines, write
from tests.simulation.seeds import keep, kept_plans, line_of, plan_of
from tests.simulation.workers import Caught, Workers, workers

_MOST_FAILURES = 5
_TOLD_EVERY = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; give 0 where every promise held and every planted bug was caught."""
    asked = _parser().parse_args(arguments)
    try:
        plants = () if asked.planted is None else chosen(asked.planted)
        plans = _plans(asked)
    except (LookupError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for told_to_end in (signal.SIGINT, signal.SIGTERM):
        # Else its database would go on without it; and a shell has who runs behind ignore the one.
        signal.signal(told_to_end, signal.default_int_handler)
    with workers(asked.jobs, is_http=asked.http) as pool:
        if asked.planted is not None:
            return _plant(pool, [plant.name for plant in plants], asked)
        return _run(pool, plans, asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation", description="Simulate the sync; see tests/simulation."
    )
    parser.add_argument("--histories", type=int, default=300, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the first history")
    parser.add_argument("--clients", type=int, default=4, metavar="K")
    parser.add_argument("--minutes", type=float, metavar="M", help="end after so many of them")
    parser.add_argument("--steps", type=int, default=STEPS_A_HISTORY, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--http", action="store_true", help="behind a real HTTP server")
    parser.add_argument("--kept", action="store_true", help="run the kept histories instead")
    parser.add_argument("--replay", metavar="LINE", help="run one history, as seeds.txt has it")
    parser.add_argument("--keep", action="store_true", help="shrink and keep what fails")
    parser.add_argument("--report", action="store_true", help="write the result into the report")
    parser.add_argument(
        "--planted", nargs="*", metavar="BUG", help=f"plant bugs instead, of {', '.join(PLANTS)}"
    )
    return parser


def _plans(asked: argparse.Namespace) -> list[Plan]:
    if asked.replay:
        return [plan_of(asked.replay)]
    if asked.kept:
        return list(kept_plans())
    steps = tuple(range(asked.steps))
    seeds = range(asked.seed, asked.seed + asked.histories)
    return [Plan(seed=seed, clients=asked.clients, steps=steps) for seed in seeds]


def _run(pool: Workers, plans: Sequence[Plan], asked: argparse.Namespace) -> int:
    tally = Tally()
    begun = time.monotonic()
    for outcome in pool.run(plans):
        tally.add(outcome)
        if tally.histories % _TOLD_EVERY == 1:
            print(f"{tally.histories:,} of {len(plans):,}", file=sys.stderr, flush=True)
        if outcome.violation is not None:
            print(f"seed {outcome.plan.seed}: {outcome.violation}", flush=True)
        is_late = asked.minutes is not None and time.monotonic() - begun > 60 * asked.minutes
        if is_late or len(tally.failed) == _MOST_FAILURES:
            break
    tally.seconds = time.monotonic() - begun
    print("\n".join(tally.lines()))
    if len(plans) == 1:
        print(f"trace {outcome.trace}")
    for failed in tally.failed if asked.keep else ():
        shorter = pool.shrink(failed)
        print(f"kept: {line_of(shorter.plan)}  # {shorter.violation}", flush=True)
        keep(shorter.plan, str(shorter.violation))
    if asked.report:
        name = f"Simulated histories{' over HTTP' if asked.http else ''}"
        last = plans[tally.histories - 1].seed
        seeds = f"seeds {plans[0].seed} to {last}, {asked.clients} clients"
        write(name, [seeds, *tally.lines()])
    return bool(tally.failed)


def _plant(pool: Workers, names: Sequence[str], asked: argparse.Namespace) -> int:
    begun = time.monotonic()
    caught: list[Caught] = []
    for one in pool.catch(names, asked.clients):
        caught.append(one)
        print(caught_lines([one], 0)[-1], flush=True)
    lines = caught_lines(caught, time.monotonic() - begun)
    print(lines[0])
    if asked.report:
        write("Planted bugs", lines)
    return any(one.history is None for one in caught)


if __name__ == "__main__":
    sys.exit(main())
