"""Where faults happen: a PostgreSQL that keeps what it commits, the API, and desktops in the field.

Two computers are Amara's, so that the same cases are worked on twice at once; one is Tomas's.
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from os import kill
from pathlib import Path
from random import Random

from sqlalchemy import Engine

from nurseapp.domain.ids import CaseId
from nurseapp.server.embedded import EmbeddedPostgres, Urls
from nurseapp.server.store.database import migrate, open_database
from tests.faults.api import Api
from tests.faults.computers import computer_at
from tests.faults.desktops import Desktop, new_orders
from tests.server.organisation import Organisation

USERS = ("amara", "amara", "tomas")
WORKERS = 2
_CASES = 4


@dataclass(slots=True)
class Field:
    """The field.

    Attributes:
        cases: of each user.
        desktops: enrolled, and not at work yet.
    """

    folder: Path
    postgres: EmbeddedPostgres
    urls: Urls
    engine: Engine
    organisation: Organisation
    api: Api
    chance: Random
    cases: dict[str, list[CaseId]]
    desktops: list[Desktop] = field(default_factory=list)

    def enrol(self, users: Sequence[str] = USERS, url: str = "", **orders: float) -> None:
        """Let people sign in on new computers and sync once, at an address other than the API's."""
        for user in users:
            number = len(self.desktops) + 1
            computer = computer_at(self.folder / f"computer-{number}")
            try:
                computer.enrol(url or self.api.url, user).sync()
            finally:
                computer.shut_down()
            seed = self.chance.randrange(1 << 30)
            self.desktops.append(Desktop(new_orders(computer.folder, user, seed, **orders)))

    def begin(self, environment: Mapping[str, str] | None = None) -> None:
        """Set every desktop to work."""
        for desktop in self.desktops:
            desktop.begin(environment)

    def check(self) -> None:
        """Hold every desktop to be at work still."""
        for desktop in self.desktops:
            desktop.check()

    def await_acts(self) -> None:
        """Wait until something was saved on every desktop."""
        while not all(any(e.what == "kept" for e in d.entries()) for d in self.desktops):
            time.sleep(0.05)
            self.check()

    def finish(self) -> None:
        """Have every desktop stop, settle and end; what comes in last then comes to all."""
        for desktop in self.desktops:
            desktop.orders.stop.touch()
        for desktop in self.desktops:
            desktop.finish()

    def end(self) -> None:
        """End every desktop that still runs."""
        for desktop in self.desktops:
            desktop.end()

    def kill_postgres(self, chance: Random) -> str:
        """Kill the PostgreSQL, or one of its processes; have it run again and say which."""
        if chance.random() < 0.3:
            with self.engine.connect() as connection:
                victim = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
                kill(victim, signal.SIGKILL)
                connection.invalidate()
            return "a backend"
        recorded = self.postgres.data / "cluster" / "postmaster.pid"
        kill(int(recorded.read_text().split()[0]), signal.SIGKILL)
        self.postgres.stop()
        self.postgres.start()
        return "the postmaster"


@contextmanager
def open_field(seed: int, workers: int = WORKERS) -> Iterator[Field]:
    """Make a field, and clear it away."""
    chance = Random(seed)  # noqa: S311  # the same in every run
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nurseapp-faults-")))
        folder.chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        postgres = stack.enter_context(EmbeddedPostgres(folder / "postgres"))
        urls = postgres.start()
        migrate(urls.owner)
        engine = open_database(urls.app)
        stack.callback(engine.dispose)
        organisation = Organisation(engine)
        for user in dict.fromkeys(USERS):
            organisation.employ(user, "nurse", "north")
        cases = {u: [organisation.open_case(u) for _ in range(_CASES)] for u in set(USERS)}
        unpaced = {"NURSEAPP_REQUESTS_A_MINUTE": "1000000"}  # it is faults that slow them down
        api = Api(folder, urls.app, workers, unpaced)
        stack.callback(api.stop)
        api.start()
        place = Field(
            folder=folder,
            postgres=postgres,
            urls=urls,
            engine=engine,
            organisation=organisation,
            api=api,
            chance=chance,
            cases=cases,
        )
        stack.callback(place.end)
        yield place
