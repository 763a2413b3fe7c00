"""The command ``python -m tests.fuzzing``: the full counts, into the report."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.store.database import migrate, open_database
from tests.fuzzing.answering import answer_badly
from tests.fuzzing.pushing import Told, push_badly
from tests.reporting import write_section
from tests.server.organisation import Organisation

REQUESTS = 5_000
ROUNDS = 5_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Send and answer garbage; give 0 where nothing came of it that must not."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nurseapp-") as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        told = _told(Path(name), asked.seed)
        heard = answer_badly(Path(name), ROUNDS, asked.seed)
    lines = ["To the API:", "", *told.lines(), "", "To the desktop's round:", "", *heard.lines()]
    lines += ["", f"Seed {asked.seed}, {time.monotonic() - begun:.0f} s."]
    print("\n".join(lines))
    write_section("Bad input", lines)
    return 1 if told.faults or heard.faults else 0


def _told(folder: Path, seed: int) -> Told:
    with EmbeddedPostgres(folder / "postgres", durable=False) as postgres:
        urls = postgres.create_database("fuzzing")
        migrate(urls.owner)
        engine = open_database(urls.app)
        organisation = Organisation(engine)
        organisation.employ("amara", "nurse", "north")
        organisation.employ("joseph", "nurse", "south")
        told = push_badly(organisation, REQUESTS, seed)
        engine.dispose()
    return told


if __name__ == "__main__":
    sys.exit(main())
