"""The command ``python -m tests.load``; see the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.load import clients
from tests.reporting import write_section


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the load that is asked for; give 0 where no request failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("kind", choices=["clients"])
    parser.add_argument("--clients", type=int, default=500, metavar="N")
    parser.add_argument("--cycle", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--cycles", type=int, default=5, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes of the API")
    parser.add_argument("--report", action="store_true", help="write the figures into the report")
    asked = parser.parse_args(arguments)
    plan = clients.Plan(
        clients=asked.clients, cycle_s=asked.cycle, cycles=asked.cycles, workers=asked.workers
    )
    outcome = clients.run(plan)
    title, lines = "Load: many desktops", outcome.lines(plan)
    print("\n".join([title, *lines]))
    if asked.report:
        write_section(title, lines)
    return int(not outcome.is_clean)


if __name__ == "__main__":
    sys.exit(main())
