"""A place to measure in: one PostgreSQL, two databases with the same records, and their two APIs.

The floor's database is filled with the bytes that the program stored, record by record.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psycopg
from sqlalchemy import Engine, make_url

from nurseapp.domain.events import Event
from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.policy import Role
from nurseapp.domain.streams import stream_of
from nurseapp.server.caller import feed
from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.inbox import receive
from nurseapp.server.passwords import HashCost, Passwords
from nurseapp.server.people import NewPerson, create_person
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import migrate, open_database
from tests.bench.project import ROOT
from tests.bench.sides import Side
from tests.bench.sync import floor_server
from tests.bench.workload import NURSE, TEAM, Edit, Workload

PASSWORD = "a password for the bench"
CASES_AT_ONCE = 20
_ELSEWHERE = feed("elsewhere")
_ALL = (
    "SELECT stream_id, record_id, kind, rev, body FROM record WHERE stream_id <> 'organisation.org'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """An API that answers, and the process that started all others of it."""

    url: str
    pid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where both sides find what they sync with.

    Attributes:
        folder: for the sides' files; gone afterwards.
        floor_url: of the floor's API, ``product_url`` of the program's; one process each.
        floor_database: the address at which the floor's API finds its database; so of the
            program's.
    """

    folder: Path
    workload: Workload
    floor_url: str
    product_url: str
    floor: psycopg.Connection
    product: Engine
    floor_database: str
    product_database: str

    def side(self, module: str, *arguments: str) -> Side:
        """Start a side."""
        return Side(module, *arguments, bytecode=self.folder / "bytecode")

    def change(self, edits: Sequence[Edit]) -> None:
        """Let somebody elsewhere make edits, alike in both databases."""
        events = [_event(edit) for edit in edits]
        with server_transaction(self.product) as connection:
            results = receive(connection, _ELSEWHERE, events, datetime.now(UTC))
        if any(result.status != "applied" for result in results):
            raise ValueError("an edit was not applied")
        _copy(self.product, self.floor, [edit.record for edit in edits])


@contextmanager
def open_place(cases: int, postgres: EmbeddedPostgres | None = None) -> Iterator[Place]:
    """Make a place with a caseload of so many cases; without a PostgreSQL, start one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nurseapp-bench-")))
        folder.chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        server = postgres or stack.enter_context(EmbeddedPostgres(folder / "postgres"))
        name = f"bench_{secrets.token_hex(4)}"
        urls = server.create_database(f"{name}_product")
        stack.callback(server.drop_database, f"{name}_product")
        floor_url = _for_libpq(server.create_database(f"{name}_floor").owner)
        stack.callback(server.drop_database, f"{name}_floor")
        migrate(urls.owner)
        product = open_database(urls.app)
        stack.callback(product.dispose)
        floor = stack.enter_context(psycopg.connect(floor_url, autocommit=True))
        workload = Workload(cases)
        _fill(product, workload)
        floor.execute(floor_server.TABLES)
        _copy(product, floor)
        for database in (_for_libpq(urls.owner), floor_url):
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        yield Place(
            folder=folder,
            workload=workload,
            floor_url=stack.enter_context(floor_api(floor_url)).url,
            product_url=stack.enter_context(product_api(urls.app, workers=1)).url,
            floor=floor,
            product=product,
            floor_database=floor_url,
            product_database=urls.app,
        )


def _fill(engine: Engine, workload: Workload) -> None:
    """Enter the nurse, and send what is known of her cases."""
    now = datetime.now(UTC)
    nurse = NewPerson(login=NURSE, name="Bench Nurse", role=Role.NURSE, team=TEAM)
    with server_transaction(engine) as connection:
        passwords = Passwords(HashCost(), secrets.token_bytes)
        create_person(connection, passwords, nurse, PASSWORD, now)
    told = list(workload.events())
    for first in range(0, len(told), CASES_AT_ONCE):
        some = [event for case in told[first : first + CASES_AT_ONCE] for event in case]
        with server_transaction(engine) as connection:
            results = receive(connection, _ELSEWHERE, some, now)
        if any(result.status != "applied" for result in results):
            raise ValueError("a part of the workload was not applied")


def _copy(product: Engine, floor: psycopg.Connection, records: Sequence[RecordId] = ()) -> None:
    """Write records of the program's database into the floor's, all or some."""
    with server_transaction(product) as connection:
        if records:
            only = " AND record_id = ANY(%s)"
            rows = connection.exec_driver_sql(_ALL + only, (list(records),)).all()
        else:
            rows = connection.exec_driver_sql(_ALL + " ORDER BY stream_id, rev").all()
    items = (
        msgspec.Raw(
            msgspec.json.encode([record, stream.rpartition(".")[0], kind, rev, msgspec.Raw(body)])
        )
        for stream, record, kind, rev, body in rows
    )
    floor_server.upsert(floor, list(items))


def _event(edit: Edit) -> Event:
    act = edit.act()
    return Event(
        id=EventId(secrets.token_hex(16)),
        stream=stream_of(edit.case, act.STREAM),
        at=datetime.now(UTC),
        author=NURSE,
        body=act,
    )


def floor_api(database: str) -> AbstractContextManager[Api]:
    """Run the floor's API, in one process."""
    return _api(["tests.bench.sync.floor_server", database], {})


def product_api(database: str, workers: int) -> AbstractContextManager[Api]:
    """Run the program's API, in so many processes."""
    program = ["nurseapp.server.main", "serve", "--port", "0", "--workers", str(workers)]
    settings = {
        "NURSEAPP_DATABASE_URL": database,
        "NURSEAPP_ENROLMENT": "open",
        "NURSEAPP_REQUESTS_A_MINUTE": "1000000",
    }
    return _api(program, settings)


@contextmanager
def _api(module: Sequence[str], variables: dict[str, str]) -> Iterator[Api]:
    """Run an API, which says its address in its first line."""
    process = subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        with process.stdout or os.fdopen(0) as said:
            line = said.readline()
            if not line:
                raise OSError(f"{module[0]} did not start")
            yield Api(url=line.split()[-1], pid=process.pid)
    finally:
        process.terminate()
        process.wait()


def _for_libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
