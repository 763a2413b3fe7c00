"""The central API of one organisation, as a journey meets it: up, stopped, and up again.

The real application on the real PostgreSQL, over real HTTP. Beside it stands what an auditor
would read from the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from nurseapp.server.clock import Clock, utc_now
from nurseapp.server.settings import Enrolment, Settings
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from tests.server.conftest import served
from tests.server.organisation import CHEAP, Organisation

SETTINGS = Settings(organisation="St. Brigid", enrolment=Enrolment.OPEN, hash_cost=CHEAP)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class HeldRecord:
    """One record as one end holds it; both ends hold the same when all of them are equal."""

    stream: str
    id: str
    kind: str
    rev: int
    body: bytes


class Central:
    """The API, always at the same address.

    Attributes:
        organisation: whose people and cases it serves.
    """

    def __init__(self, organisation: Organisation, settings: Settings = SETTINGS) -> None:
        self.organisation = organisation
        self._settings = settings
        self._running = ExitStack()
        self._port = 0

    @property
    def url(self) -> str:
        """Where the desktops find it."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """The port that it answers on."""
        return self._port

    def start(self, clock: Clock = utc_now) -> None:
        """Answer from now on."""
        api = served(self.organisation.engine, self._settings, clock, self._port)
        self._port = self._running.enter_context(api).base_url.port or 0

    def stop(self) -> None:
        """Stop; the address refuses connections until :meth:`start`."""
        self._running.close()

    def records_for(self, login: str) -> list[HeldRecord]:
        """List every record that somebody may see."""
        record, access = schema.record.c, schema.case_access.c
        seen = select(access.stream_id).where(access.user_id == login)
        rows = self._rows(select(schema.record).where(record.stream_id.in_(seen)))
        return sorted(
            HeldRecord(
                stream=row.stream_id,
                id=row.record_id,
                kind=row.kind,
                rev=row.rev,
                body=row.body.encode(),
            )
            for row in rows
        )

    def decided(self, login: str) -> list[tuple[str, str]]:
        """List what somebody sent, oldest first: the kind of event, and what it came to."""
        event, audit = schema.event.c, schema.audit.c
        decision = (audit.event_id == event.id) & (audit.actor == event.sender)
        rows = self._rows(
            select(event.kind, event.status, event.reason)
            .join(schema.audit, decision & (audit.action == "write"))
            .where(event.sender == login)
            .order_by(audit.id)
        )
        return [(row.kind, row.reason or row.status) for row in rows]

    def changes_by(self, login: str) -> Counter[str]:
        """Count, by kind of event, the records that somebody's events changed."""
        event, history = schema.event.c, schema.history.c
        rows = self._rows(
            select(event.kind)
            .join(schema.history, history.event_id == event.id)
            .where(event.sender == login)
        )
        return Counter(row.kind for row in rows)

    def _rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        with server_transaction(self.organisation.engine) as connection:
            return connection.execute(statement).all()
