"""The server's books, as an auditor reads them: every table, and what each record was when."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, cast

import msgspec

from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, StreamId, TeamId, UserId
from nurseapp.domain.policy import Actor, Right, Role, StreamFacts, rights_of
from nurseapp.domain.streams import CASE_KINDS, ORG_STREAM, StreamKind, stream_of
from nurseapp.wire.events import decode_event
from tests.simulation.database import Database

Body = Mapping[str, Any]
"""A record's body, as plain JSON values."""

_WHOSE = (
    "SELECT person.roles, person.team, record.body FROM person"
    " LEFT JOIN record ON record.kind = 'case' WHERE person.login = %s"
)


class Change:
    """One record changed by one event: what it was, and what it became."""

    def __init__(self, row: Any, before: Body | None, after: Body) -> None:
        self.stream: str = row.stream_id
        self.record: str = row.record_id
        self.rev: int = row.rev
        self.event: str = row.event_id
        self.before = before
        self.after = after

    def differing(self) -> set[str]:
        """Name the members that changed; all of them for a record that is new."""
        before = self.before or {}
        names = before.keys() | self.after.keys()
        return {name for name in names if before.get(name) != self.after.get(name)}


class Books:
    """Everything that the server has, at one moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.streams = {row.id: row for row in database.rows("SELECT * FROM stream")}
        self.records = {
            (row.stream_id, row.record_id): row for row in database.rows("SELECT * FROM record")
        }

    @cached_property
    def events(self) -> Sequence[Any]:
        """Every event that came in, by id."""
        return self._database.rows("SELECT * FROM event ORDER BY id")

    @cached_property
    def decided(self) -> Mapping[str, Any]:
        """The events that are what their ids say, each once."""
        return {row.id: row for row in self.events if row.reason not in ("not_author", "forked")}

    @cached_property
    def read(self) -> Mapping[str, Event]:
        """The same events, as values."""
        return {name: decode_event(row.payload.encode()) for name, row in self.decided.items()}

    @cached_property
    def history(self) -> Sequence[Any]:
        """Every change, in the order of the streams' revisions."""
        return self._database.rows("SELECT * FROM history ORDER BY stream_id, rev")

    @cached_property
    def audit(self) -> Sequence[Any]:
        """The audit trail, in its order."""
        return self._database.rows("SELECT * FROM audit ORDER BY id")

    @cached_property
    def commands(self) -> Sequence[Any]:
        """What computers were told to do."""
        return self._database.rows("SELECT * FROM command ORDER BY id")

    @cached_property
    def bodies(self) -> Mapping[tuple[str, str], Body]:
        """The records as they are."""
        return {key: msgspec.json.decode(row.body) for key, row in self.records.items()}

    @cached_property
    def changes(self) -> Mapping[tuple[str, str], Sequence[Change]]:
        """What became of each record, in order."""
        rows: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        for row in self.history:
            rows[row.stream_id, row.record_id].append(row)
        found = {}
        for key, several in rows.items():
            befores = [None if r.before is None else msgspec.json.decode(r.before) for r in several]
            afters = [*cast(list[Body], befores[1:]), self.bodies[key]]
            found[key] = [
                Change(row, before, after)
                for row, before, after in zip(several, befores, afters, strict=True)
            ]
        return found

    @cached_property
    def changes_by_event(self) -> Mapping[str, Sequence[Change]]:
        """What each event changed."""
        found: defaultdict[str, list[Change]] = defaultdict(list)
        for several in self.changes.values():
            for change in several:
                found[change.event].append(change)
        return found

    def as_of(self, stream: str, record: str, rev: int) -> Body | None:
        """Give a record as it was when its stream was at a revision."""
        several = self.changes.get((stream, record), ())
        place = bisect_right([change.rev for change in several], rev)
        return several[place - 1].after if place else None

    def visible_to(self, login: UserId) -> Mapping[str, str]:
        """Say what somebody may see and how, by the policy and by what the cases say of whose
        they are: not by the table that the server keeps of it.
        """
        return visible_to(self._database, login)

    def given_access(self, login: UserId) -> Mapping[str, str]:
        """Say what somebody may see by the server's own table."""
        statement = "SELECT stream_id, mode FROM case_access WHERE user_id = %s"
        return {row.stream_id: row.mode for row in self._database.rows(statement, login)}


def visible_to(database: Database, login: UserId) -> Mapping[str, str]:
    """Say what somebody may see now and how; see :meth:`Books.visible_to`."""
    rows = database.rows(_WHOSE, login)
    actor = Actor(id=login, roles=frozenset(map(Role, rows[0].roles)), team=rows[0].team)
    facts = [(ORG_STREAM, StreamFacts(kind=StreamKind.ORG, nurse=None, team=None))]
    for row in rows:
        if row.body is not None:
            facts += _facts_of(msgspec.json.decode(row.body))
    found = {}
    for stream, whose in facts:
        rights = rights_of(actor, whose)
        if Right.READ in rights:
            found[str(stream)] = "write" if Right.WRITE in rights else "read"
    return found


def _facts_of(case: Body) -> list[tuple[StreamId, StreamFacts]]:
    nurse = None if case["nurse"] is None else UserId(case["nurse"])
    return [
        (
            stream_of(CaseId(case["id"]), kind),
            StreamFacts(kind=kind, nurse=nurse, team=TeamId(case["team"])),
        )
        for kind in CASE_KINDS
    ]
