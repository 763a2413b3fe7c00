"""The command ``python -m tests.escrow``; see the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.desktop.storage.files import make_template, new_folder
from tests.escrow.costing import costs
from tests.escrow.killing import faults, run
from tests.reporting import write_section

ACTS = 400


def main() -> int:
    """Kill a program at every one of its steps, measure what sealing costs, and say so."""
    parser = argparse.ArgumentParser(prog="python -m tests.escrow", description=__doc__)
    parser.add_argument("--report", action="store_true", help="write the result into the report")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="nurseapp-") as folder:
        here = Path(folder)
        template = make_template(here / "template")
        wrong: list[str] = []
        lines = [*_killed(template, here, wrong), "", *_costing(template, here)]
    print("\n".join([*lines, *wrong]))
    if asked.report:
        write_section("Escrow", lines)
    return 1 if wrong else 0


def _killed(template: Path, folder: Path, wrong: list[str]) -> Iterator[str]:
    began = perf_counter()
    steps = run(new_folder(template, folder / "whole"), 0).steps
    for step in range(1, steps + 1):
        wrong += faults(template, folder / f"killed-{step}", step)
    yield f"- killed at each of {steps} steps of saving and of rounds: {len(wrong)} violations"
    yield f"- {perf_counter() - began:.0f} s"


def _costing(template: Path, folder: Path) -> Iterator[str]:
    found = costs(template, folder, ACTS)
    yield f"Saving a note, {ACTS} times each, in turns; medians:"
    yield ""
    yield "| | ms | ms of processor |"
    yield "|---|---|---|"
    for name, cost in found.items():
        yield f"| {name} sealing and escrow | {cost.wall_ms:.2f} | {cost.cpu_ms:.2f} |"
    ratio = found["with"].wall_ms / found["without"].wall_ms
    yield f"| ratio | {ratio:.2f} | {found['with'].cpu_ms / found['without'].cpu_ms:.2f} |"


if __name__ == "__main__":
    sys.exit(main())
