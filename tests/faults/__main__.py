"""The command ``python -m tests.faults``; see the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from tests.faults import clocks, disk, failover, kills, network, writes
from tests.faults.accounts import Account
from tests.reporting import write_section

Run = Callable[[int, int], tuple[Account, list[str]]]
"""Makes one kind of trouble, of a seed, at one part of so many of the full count."""

RUNS: Mapping[str, tuple[str, Run]] = {
    "kills": (
        "Faults: programs killed",
        lambda seed, share: kills.run(kills.Kills().share(share), seed),
    ),
    "network": (
        "Faults: a line that lies",
        lambda seed, share: network.run(network.FAULTS // share, seed),
    ),
    "disk": ("Faults: full disks", lambda seed, share: disk.run(disk.POINTS // share, seed)),
    "writes": (
        "Faults: writes that fail",
        lambda seed, share: writes.run(writes.ACTS // share, seed),
    ),
    "clocks": ("Faults: clocks that jump", lambda s, share: clocks.run(clocks.JUMPS // share, s)),
    "failover": ("Faults: a failover", lambda seed, share: failover.fail_over(seed, 1 / share)),
    "backup": (
        "Faults: a restored backup",
        lambda seed, share: failover.restore_backup(seed, 1 / share),
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the kinds of trouble that are asked for; give 0 where every account is clean."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[[], *RUNS], metavar="KIND")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--share", type=int, default=1, metavar="N", help="one Nth of each count")
    parser.add_argument("--report", action="store_true", help="write the figures into the report")
    asked = parser.parse_args(arguments)
    is_clean = True
    for kind in asked.kinds or RUNS:
        title, run = RUNS[kind]
        account, lines = run(asked.seed, asked.share)
        is_clean &= account.is_clean
        print("\n".join([title, *lines]), flush=True)
        if asked.report:
            write_section(title, lines)
    return int(not is_clean)


if __name__ == "__main__":
    sys.exit(main())
