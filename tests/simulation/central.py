"""The organisation's server: the shipping application over a real PostgreSQL.

Beside what it serves, it can be copied and put back, as an administrator would, and told of what
happens elsewhere: a hospital sends, somebody changes teams.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import update
from starlette.applications import Starlette

from nurseapp.domain.case import CaseAssigned
from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, TeamId, UserId
from nurseapp.domain.streams import stream_of
from nurseapp.server import access
from nurseapp.server.app import build_app
from nurseapp.server.embedded import Urls
from nurseapp.server.inbox import receive
from nurseapp.server.settings import Enrolment, Limits, Settings
from nurseapp.server.store import commands, people, schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.commands import CommandRow
from nurseapp.server.store.database import open_database
from nurseapp.wire.messages import CommandKind, EventResult
from tests.simulation.beginning import BEGINS_AT, CHEAP, HOSPITAL
from tests.simulation.database import Copy, Database
from tests.simulation.trouble import Trouble

SETTINGS = Settings(
    organisation="Simulated",
    enrolment=Enrolment.OPEN,
    hash_cost=CHEAP,
    token=timedelta(days=50 * 365),
    limits=Limits(requests_a_minute=1_000_000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """The server as it was.

    Attributes:
        handed_out: how much had been handed out by then.
    """

    copy: Copy
    handed_out: int


class Central:
    """One server, which begins anew with each history.

    Attributes:
        now: what the time really is; the server's clock is ``skew`` off.
        first_records: those of the beginning, by stream and id; ``first_events`` its events' ids.
    """

    def __init__(self, urls: Urls) -> None:
        self.database = Database(urls.superuser)
        self.engine = open_database(urls.app)
        # Nobody else ends a connection here, and asking each time takes longer than the rest.
        self.engine.pool._pre_ping = False
        self.trouble = Trouble(self.engine)
        self.now = BEGINS_AT
        self.skew = timedelta(0)
        self._random = Random(0)  # noqa: S311  # what it makes up must repeat
        self._beginning = self.database.copy()
        rows = self.database.rows("SELECT * FROM record ORDER BY stream_id, rev")
        self.first_records = {(row.stream_id, row.record_id): row for row in rows}
        self.first_events = {row.id for row in self.database.rows("SELECT id FROM event")}

    def application(self) -> Starlette:
        """Build the application, as its composition root does."""
        return build_app(self.engine, SETTINGS, self.clock, self.bytes)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
        self.database.close()

    def begin(self, seed: int) -> None:
        """Begin a history."""
        self.trouble.end()
        self.database.put(self._beginning)
        self.now = BEGINS_AT
        self.skew = timedelta(0)
        self._random = Random(f"{seed}/server")  # noqa: S311  # a history must repeat

    def clock(self) -> datetime:
        """Tell the time as the server has it."""
        return self.now + self.skew

    def bytes(self, count: int) -> bytes:
        """Give bytes for a token."""
        return self._random.randbytes(count)

    def back_up(self, handed_out: int) -> Backup:
        """Copy the database."""
        return Backup(copy=self.database.copy(), handed_out=handed_out)

    def restore(self, backup: Backup) -> None:
        """Put a backup in the place of what there is."""
        self.database.put(backup.copy)
        self.database.move_elsewhere()
        self.engine.dispose()

    def assign(self, whose: Mapping[CaseId, UserId | None], team: TeamId) -> None:
        """Let cases be somebody else's, whoever decided it."""
        names = [f"{case}.care" for case in whose]
        rows = self.database.rows("SELECT id, head FROM stream WHERE id = ANY(%s)", names)
        heads = {row.id: row.head for row in rows}
        self.hear(
            *(
                (case, CaseAssigned(case=RecordId(case), nurse=nurse, team=team, head=head))
                for case, nurse in whose.items()
                for head in [heads[f"{case}.care"]]
            )
        )

    def hear(self, *acts: tuple[CaseId, Act]) -> Sequence[EventResult]:
        """Take acts that happened elsewhere, from the hospital's feed."""
        events = [self._event(case, act) for case, act in acts]
        with server_transaction(self.engine) as connection:
            return receive(connection, HOSPITAL, events, self.clock())

    def move(self, login: UserId, team: TeamId) -> None:
        """Let somebody change teams."""
        person = schema.person
        with server_transaction(self.engine) as connection:
            connection.execute(update(person).where(person.c.login == login).values(team=team))
            found = people.find(connection, login)
            if found is None:
                raise LookupError(login)
            access.refresh_person(connection, found.actor(), self.clock())

    def tell(self, login: UserId, device: str, kind: CommandKind) -> None:
        """Tell somebody's computer to do something."""
        name = str(uuid.UUID(bytes=self.bytes(16), version=4))
        row = CommandRow(id=name, person=login, device=device, kind=kind.value, streams=())
        with server_transaction(self.engine) as connection:
            commands.issue(connection, [row], self.clock())

    def _event(self, case: CaseId, act: Act) -> Event:
        return Event(
            id=EventId(str(uuid.UUID(bytes=self.bytes(16), version=4))),
            stream=stream_of(case, act.STREAM),
            at=self.clock(),
            author=HOSPITAL.actor.id,
            body=act,
        )
