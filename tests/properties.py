"""The command ``python -m tests.properties``: what merging promises, tried with very many cases.

The properties are those of the normal tests, which try few cases of each. Here each is tried with
as many as are asked for, from a seed that is named, and the figures go into the report.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from types import ModuleType
from typing import Any

import hypothesis
from hypothesis import HealthCheck, settings

from tests.domain import test_merging_of_every_kind, test_merging_properties
from tests.reporting import write_section

CASES = 2_500
"""Of each property: more than 50,000 in all."""
MODULES = (test_merging_properties, test_merging_of_every_kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of one property; ``found`` says how it fails."""

    name: str
    cases: int
    seconds: float
    found: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every property; give 0 where all hold."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.properties", description="Try what merging promises."
    )
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help="of each property")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--report", action="store_true", help="write the result into the report")
    asked = parser.parse_args(arguments)
    tried = []
    for module in MODULES:
        for one in properties_of(module):
            tried.append(try_out(one, asked.cases, asked.seed))
            print(_line(tried[-1]), flush=True)
    failed = [one for one in tried if one.found]
    total = (
        f"properties {len(tried)}, cases {sum(one.cases for one in tried):,},"
        f" failed {len(failed)}, {sum(one.seconds for one in tried):.0f} s, seed {asked.seed}"
    )
    print(total)
    if asked.report:
        lines = [total, *map(_line, tried)]
        write_section("Properties of merging", [f"- {line}" for line in lines])
    return bool(failed)


def properties_of(module: ModuleType) -> Iterator[Callable[[], None]]:
    """Give the properties that a module of tests holds."""
    for value in vars(module).values():
        if hypothesis.is_hypothesis_test(value):
            yield value


def try_out(test: Any, cases: int, seed: int) -> Tried:
    """Try one property; cases that it sets aside do not count."""
    inner, count = test.hypothesis.inner_test, 0

    @wraps(inner)
    def counted(*given: Any, **named: Any) -> None:
        nonlocal count
        inner(*given, **named)
        count += 1

    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    many = settings(max_examples=cases, deadline=None, database=None, suppress_health_check=quiet)
    begun, found = time.monotonic(), ""
    test.hypothesis.inner_test = counted
    try:
        hypothesis.seed(seed)(many(test))()
    except Exception as error:  # whatever a property trips over is what it found
        found = " ".join(str(error).split()) or type(error).__name__
    finally:
        test.hypothesis.inner_test = inner
    name = test.__name__.removeprefix("test_").replace("_", " ")
    return Tried(name=name, cases=count, seconds=time.monotonic() - begun, found=found)


def _line(one: Tried) -> str:
    said = f"{one.name}: {one.cases:,} cases"
    return f"{said}, FAILED: {one.found[:200]}" if one.found else said


if __name__ == "__main__":
    sys.exit(main())
