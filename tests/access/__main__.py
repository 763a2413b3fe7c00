"""Try who may do what, and the audit trail, at full length; write both into the report."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store.database import migrate, open_database
from tests.access.cast import employ_all
from tests.access.matrix import Tried, operations, try_all
from tests.access.pairs import Answers, Crowd
from tests.access.writers import Sealed, write_and_seal
from tests.reporting import write_section
from tests.server.conftest import served
from tests.server.organisation import CHEAP, UNPACED, Organisation

PAIRS, WRITERS, SECONDS = 10_000, 16, 30
SETTINGS = Settings(
    organisation="St. Brigid", enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=UNPACED
)
_numbers = count(1)


def main() -> int:
    """Run all three; 0 where nothing deviates."""
    parser = argparse.ArgumentParser(prog="python -m tests.access", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="that the writers write")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of a person and a stream")
    asked = parser.parse_args()
    with _folder() as folder, EmbeddedPostgres(folder / "data", durable=False) as server:
        with _engine(server) as engine:
            organisation = Organisation(engine)
            people = employ_all(organisation)
            with served(engine, SETTINGS, organisation.clock) as client:
                tried = list(try_all(client, people))
                routes = len(operations(client))
        with _engine(server) as engine:
            answers = list(Crowd(Organisation(engine), seed=1).ask(asked.pairs))
        with _engine(server) as engine:
            url = engine.url.render_as_string(hide_password=False)
            sealed = write_and_seal(url, WRITERS, asked.seconds)
    lines = [*_of_routes(tried, routes), *_of_pairs(answers), *_of_writers(sealed, asked.seconds)]
    for line in lines:
        print(line)
    deviating = [one for one in tried if one.found != one.expected]
    disagreeing = [one for one in answers if not one.agree]
    for one in [*deviating, *disagreeing][:20]:
        print(one, file=sys.stderr)
    write_section("Who may do what, and the audit trail", lines)
    return 1 if deviating or disagreeing or sealed.faults else 0


def _of_routes(tried: list[Tried], routes: int) -> Iterator[str]:
    wrong = sum(one.found != one.expected for one in tried)
    roles = len({one.who.partition(".")[0] for one in tried if "." in one.who})
    relations = len({one.who.partition(".")[2] for one in tried if "." in one.who})
    yield (
        f"- {len(tried):,} combinations of {routes} routes, {roles} roles and {relations} relations"
        f" over HTTP: {wrong} deviations from the table."
    )


def _of_pairs(answers: list[Answers]) -> Iterator[str]:
    wrong = sum(not one.agree for one in answers)
    modes = Counter(one.policy or "nothing" for one in answers)
    said = ", ".join(f"{number:,} {mode}" for mode, number in sorted(modes.items()))
    yield (
        f"- {len(answers):,} random pairs of a person and a stream ({said}): policy, stored access"
        f" and row-level security differ in {wrong}."
    )


def _of_writers(sealed: Sealed, seconds: float) -> Iterator[str]:
    yield (
        f"- {WRITERS} writers for {seconds:g} s wrote {sealed.rows:,} rows of the audit trail;"
        f" three competing sealers made {sealed.links:,} links, with {len(sealed.faults)} faults;"
        f" the longest wait for a link was {sealed.longest_s:.1f} s."
    )


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nurseapp-") as name:
        Path(name).chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        yield Path(name)


@contextmanager
def _engine(server: EmbeddedPostgres) -> Iterator[Engine]:
    urls = server.create_database(f"access_{next(_numbers)}")
    migrate(urls.owner)
    engine = open_database(urls.app)
    yield engine
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
