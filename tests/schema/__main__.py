"""The command ``python -m tests.schema``: 20,000 requests made up from the description."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store.database import migrate, open_database
from tests.reporting import write_section
from tests.schema.asking import Answered, ask
from tests.server.conftest import served
from tests.server.organisation import CHEAP, UNPACED, Organisation

REQUESTS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask; give 0 where the server never failed and always did as described."""
    parser = argparse.ArgumentParser(prog="python -m tests.schema", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--report", action="store_true", help="write the section of the report")
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    begun = time.monotonic()
    answered = _answered(asked.requests, asked.seed)
    lines = [*answered.lines(), "", f"Seed {asked.seed}, {time.monotonic() - begun:.0f} s."]
    print("\n".join(lines))
    if asked.report:
        write_section("The description of the API", lines)
    return 1 if answered.faults or answered.server_errors else 0


def _answered(count: int, seed: int) -> Answered:
    with tempfile.TemporaryDirectory(prefix="nurseapp-") as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        with EmbeddedPostgres(Path(name) / "postgres", durable=False) as postgres:
            urls = postgres.create_database("schema")
            migrate(urls.owner)
            engine = open_database(urls.app)
            organisation = Organisation(engine)
            for login, team in (("amara", "north"), ("tomas", "north"), ("joseph", "south")):
                organisation.employ(login, "nurse", team)
            organisation.employ("helen", "supervisor", "north")
            settings = Settings(
                organisation="St. Brigid", enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=UNPACED
            )
            with served(engine, settings, organisation.clock) as client:
                answered = ask(organisation, client, count, seed)
            engine.dispose()
    return answered


if __name__ == "__main__":
    sys.exit(main())
