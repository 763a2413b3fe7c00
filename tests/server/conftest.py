"""An organisation in a fresh, migrated database, for the tests of the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
from sqlalchemy import Engine

from nurseapp.server.app import build_app
from nurseapp.server.clock import Clock
from nurseapp.server.embedded import EmbeddedPostgres, Urls
from nurseapp.server.serving import ApiServer, listen
from nurseapp.server.settings import Enrolment, Limits, Settings
from nurseapp.server.store.database import migrate, open_database
from tests.server.organisation import CHEAP, PASSWORD, Organisation

_numbers = count(1)


@pytest.fixture(scope="session")
def migrated(postgres: EmbeddedPostgres) -> str:
    """Name a migrated database to copy: copying is quicker than migrating."""
    name = f"migrated_{next(_numbers)}"
    migrate(postgres.create_database(name).owner)
    return name


@pytest.fixture(scope="session")
def staffed(postgres: EmbeddedPostgres, migrated: str) -> str:
    """Name a database to copy that has the people of two teams, and an administrator."""
    name = f"staffed_{next(_numbers)}"
    engine = open_database(postgres.create_database(name, template=migrated).app)
    organisation = Organisation(engine)
    organisation.employ("amara", "nurse", "north")
    organisation.employ("tomas", "nurse", "north")
    organisation.employ("helen", "supervisor", "north")
    organisation.employ("joseph", "nurse", "south")
    organisation.employ("ruth", "supervisor", "south")
    organisation.employ("adam", "admin", None)
    engine.dispose()
    return name


@pytest.fixture
def urls(
    postgres: EmbeddedPostgres, request: pytest.FixtureRequest, migrated: str
) -> Iterator[Urls]:
    """Give a migrated database of the test's own, with people where there is an organisation."""
    has_people = "organisation" in request.fixturenames
    model = request.getfixturevalue("staffed") if has_people else migrated
    name = f"server_{next(_numbers)}"
    yield postgres.create_database(name, template=model)
    postgres.drop_database(name)


@pytest.fixture
def engine(urls: Urls) -> Iterator[Engine]:
    """Open it as the application does."""
    engine = open_database(urls.app)
    yield engine
    engine.dispose()


@pytest.fixture
def organisation(engine: Engine) -> Organisation:
    """Give an organisation with two teams and an administrator."""
    return Organisation(engine)


@contextmanager
def served(
    engine: Engine, settings: Settings, clock: Clock, port: int = 0
) -> Iterator[httpx.Client]:
    """Serve the API in a thread, on any free port or on this one, and talk to it."""
    is_ready = Event()
    with listen("127.0.0.1", port) as listener:
        server = ApiServer(build_app(engine, settings, clock), listener, is_ready.set)
        thread = Thread(target=server.serve_until_stopped)
        thread.start()
        try:
            assert is_ready.wait(10)
            port = listener.getsockname()[1]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                yield client
        finally:
            server.stop()
            thread.join()


@pytest.fixture
def client(organisation: Organisation, tmp_path: Path) -> Iterator[httpx.Client]:
    """Talk to the API of the organisation."""
    limits = Limits(body_bytes=100_000, decoded_bytes=300_000, events=5, events_bytes=50_000)
    name = "St. Brigid"
    settings = Settings(
        organisation=name, enrolment=Enrolment.OPEN, hash_cost=CHEAP, limits=limits, data=tmp_path
    )
    with served(organisation.engine, settings, organisation.clock) as client:
        yield client


@pytest.fixture
def amara(client: httpx.Client) -> httpx.Client:
    """Talk to it as a nurse who is signed in."""
    client.headers["Authorization"] = f"Bearer {sign_in(client, 'amara')}"
    return client


def sign_in(client: httpx.Client, login: str) -> str:
    """Sign somebody in and give the token."""
    request = {"user": login, "password": PASSWORD, "device": f"desk-of-{login}"}
    token: str = client.post("/v1/session", json=request).json()["token"]
    return token
