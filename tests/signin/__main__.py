"""Measure refused sign-ins, and write what came of it into the report."""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import tempfile
from pathlib import Path

from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.passwords import HashCost
from nurseapp.server.store.database import migrate, open_database
from tests.reporting import write_section
from tests.signin.timing import Times, time_refusals

TRIES = 500
MOST = 0.05


def main() -> int:
    """Run it; 0 where nobody can tell the two apart by the time."""
    parser = argparse.ArgumentParser(prog="python -m tests.signin", description=__doc__)
    parser.add_argument("--tries", type=int, default=TRIES, help="for each of the two")
    parser.add_argument("--report", action="store_true", help="write the section")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="nurseapp-") as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        with EmbeddedPostgres(Path(name) / "data", durable=False) as server:
            urls = server.create_database("signin")
            migrate(urls.owner)
            engine = open_database(urls.app)
            times = time_refusals(engine, asked.tries, HashCost())
            engine.dispose()
    lines = _told(times)
    print("\n".join(lines))
    if asked.report:
        write_section("Signing in, for who exists and who does not", lines)
    return 1 if times.difference > MOST else 0


def _told(times: Times) -> list[str]:
    cost = HashCost()
    return [
        f"- {len(times.known):,} refused sign-ins of people who exist and"
        f" {len(times.unknown):,} of people who do not, in a random order, over HTTP, at Argon2id"
        f" {cost.memory_kib // 1024} MiB and {cost.passes} passes.",
        f"- medians {_ms(times.known)} and {_ms(times.unknown)}: they differ by"
        f" {times.difference:.1%} (limit {MOST:.0%}).",
    ]


def _ms(times: tuple[float, ...]) -> str:
    return f"{statistics.median(times) * 1e3:.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
