"""The organisation that the server's tests work with: people, cases, and devices that sync."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import msgspec
from sqlalchemy import Connection, Engine, select

from nurseapp.domain.case import Case, CaseOpened, Stage
from nurseapp.domain.events import Act, Event
from nurseapp.domain.goal import GoalAdded, GoalRevised
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId, TeamId, UserId
from nurseapp.domain.member import Member, MemberRegistered
from nurseapp.domain.policy import Actor, Role
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.revising import Change, FieldValue
from nurseapp.domain.streams import Record, stream_of
from nurseapp.server import feed, inbox
from nurseapp.server.caller import Caller
from nurseapp.server.caller import feed as feed_caller
from nurseapp.server.passwords import HashCost, Passwords
from nurseapp.server.people import NewPerson, create_person
from nurseapp.server.settings import Limits
from nurseapp.server.store import people, schema
from nurseapp.server.store.acting import act_as, server_transaction
from nurseapp.server.store.database import transaction
from nurseapp.wire.digest import as_text, combined, term
from nurseapp.wire.events import encode_event
from nurseapp.wire.messages import (
    EventResult,
    Manifest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    StreamCursor,
)
from nurseapp.wire.records import decode_record

PASSWORD = "a password for a test"
CHEAP = HashCost(memory_kib=64, passes=1)
UNPACED = Limits(requests_a_minute=1_000_000)
"""For a run that asks in an hour what a computer asks in a year."""
HOSPITAL = feed_caller("hospital")


class Organisation:
    """An organisation; whatever it makes up is the same in every run."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        self._random = random.Random(20)  # noqa: S311  # made-up ids must repeat
        self._passwords = Passwords(CHEAP, self._random.randbytes)

    def clock(self) -> datetime:
        """Give a time that goes on a little whenever somebody looks."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def new_id(self) -> str:
        """Make up an id."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def employ(self, login: str, role: str, team: str | None) -> None:
        """Enter somebody."""
        new = NewPerson(
            login=UserId(login),
            name=login.title(),
            role=Role(role),
            team=TeamId(team) if team else None,
        )
        with transaction(self.engine) as connection:
            create_person(connection, self._passwords, new, PASSWORD, self.now)

    def caller(self, login: str) -> Caller:
        """Sign somebody in, without HTTP."""
        with transaction(self.engine) as connection:
            person = people.find(connection, login)
        if person is None:
            raise LookupError(login)
        return Caller(actor=person.actor(), device=f"desk-of-{login}")

    def event(self, author: str, stream: StreamId, body: Act) -> Event:
        """Let somebody act; nothing is sent yet."""
        return Event(
            id=EventId(self.new_id()),
            stream=stream,
            at=self.clock(),
            author=UserId(author),
            body=body,
        )

    def act(self, author: str, case: CaseId, body: Act) -> Event:
        """Let somebody act on the stream of a case that the act belongs to."""
        return self.event(author, stream_of(case, body.STREAM), body)

    def receive(self, *events: Event) -> tuple[EventResult, ...]:
        """Take events from the hospital."""
        with transaction(self.engine) as connection:
            return inbox.receive(connection, HOSPITAL, events, self.clock())

    def open_case(
        self, nurse: str | None, team: str = "north", family_name: str = "Okoro"
    ) -> CaseId:
        """Open a case of a new member."""
        return self.open_cases(nurse, team, 1, family_name)[0]

    def open_cases(
        self, nurse: str | None, team: str, count: int, family_name: str = "Okoro"
    ) -> list[CaseId]:
        """Open cases of so many new members at once."""
        cases = [(CaseId(self.new_id()), RecordId(self.new_id())) for _ in range(count)]
        events = [
            self.act("hospital", case, body)
            for case, member in cases
            for body in (
                MemberRegistered(member=_member(member, family_name)),
                CaseOpened(case=_case(case, member, nurse, team)),
            )
        ]
        results = self.receive(*events)
        assert {result.status for result in results} == {"applied"}
        return [case for case, _ in cases]

    def add_goal(self, author: str, case: CaseId) -> RecordId:
        """Let a nurse put a problem with a goal into the plan."""
        problem, goal = RecordId(self.new_id()), RecordId(self.new_id())
        answer = self.push(
            author,
            self.act(author, case, ProblemAdded(problem=problem, title="Heart failure")),
            self.act(author, case, GoalAdded(goal=goal, problem=problem, outcome="Walks daily")),
        )
        assert [result.status for result in answer.results] == ["applied", "applied"]
        return goal

    def revision(
        self, author: str, case: CaseId, goal: RecordId, **changes: tuple[FieldValue, FieldValue]
    ) -> Event:
        """Let somebody change fields of a goal, each from what they saw to what they want."""
        fields = {name: Change(was=was, now=now) for name, (was, now) in changes.items()}
        return self.act(author, case, GoalRevised(record=goal, changes=fields))

    def push(self, login: str, *events: Event) -> PushAnswer:
        """Send events from somebody's device."""
        return self.push_raw(login, [encode_event(event) for event in events])

    def push_raw(self, login: str, payloads: Sequence[bytes]) -> PushAnswer:
        """Send what claims to be events from somebody's device."""
        caller = self.caller(login)
        request = PushRequest(
            epoch="the epoch", device=caller.device, events=tuple(map(msgspec.Raw, payloads))
        )
        return inbox.push(self.engine, caller, request, self.clock)

    @contextmanager
    def reading(self, login: str) -> Iterator[Connection]:
        """Open a transaction that acts for somebody, as that of a request does."""
        with transaction(self.engine) as connection:
            act_as(connection, login, self.now)
            yield connection

    def manifest(self, login: str) -> Manifest:
        """Read somebody's manifest."""
        with self.reading(login) as connection:
            caller = self.caller(login)
            seen = feed.look(connection, caller, "the epoch", self.clock())
            return feed.manifest(connection, caller, seen, feed.Terms())

    def modes(self, login: str) -> dict[str, str]:
        """Say what somebody may do with which stream."""
        return {stream.id: stream.mode for stream in self.manifest(login).streams}

    def pull(self, login: str, after: dict[StreamId, int], max_bytes: int = 1 << 20) -> PullAnswer:
        """Pull to somebody's device."""
        cursors = tuple(StreamCursor(id=name, after=rev) for name, rev in after.items())
        request = PullRequest(epoch="the epoch", streams=cursors, max_bytes=max_bytes)
        with self.reading(login) as connection:
            return feed.pull(connection, self.caller(login), request, self.clock())

    def records(self, stream: StreamId) -> list[Record]:
        """Read a stream's records from the database, in the order of their revisions."""
        table = schema.record
        statement = select(table).where(table.c.stream_id == stream).order_by(table.c.rev)
        with server_transaction(self.engine) as connection:
            rows = connection.execute(statement).all()
        return [decode_record(row.record_id, row.kind, row.body.encode()) for row in rows]

    def faults(self) -> list[str]:
        """Name the streams whose digest, head or history is not what their records say."""
        with server_transaction(self.engine) as connection:
            streams = connection.execute(select(schema.stream)).all()
            records = connection.execute(select(schema.record)).all()
            history = connection.execute(
                select(schema.history.c.stream_id, schema.history.c.rev)
            ).all()
        wrong = []
        for stream in streams:
            rows = [row for row in records if row.stream_id == stream.id]
            digest = 0
            for row in rows:
                body = row.body.encode()
                one = term(row.record_id, row.rev, row.deleted, row.kind, row.schema, body)
                digest = combined(digest, added=one)
            revs = sorted(rev for name, rev in history if name == stream.id)
            is_gapless = revs == list(range(1, stream.head + 1))
            is_at_head = max((row.rev for row in rows), default=0) == stream.head
            if as_text(digest) != stream.digest or not is_gapless or not is_at_head:
                wrong.append(stream.id)
        return wrong


def actor(login: str, role: Role, team: str | None) -> Actor:
    """Make somebody up who is in no database."""
    return Actor(id=UserId(login), roles=frozenset({role}), team=TeamId(team) if team else None)


def _member(member: RecordId, family_name: str) -> Member:
    return Member(
        id=member,
        number=f"M-{member[:8]}",
        family_name=family_name,
        given_name="Ada",
        birth_date=date(1958, 3, 14),
    )


def _case(case: CaseId, member: RecordId, nurse: str | None, team: str) -> Case:
    return Case(
        id=RecordId(case),
        member=member,
        programme="complex-care",
        stage=Stage.PLAN,
        opened_on=date(2026, 11, 2),
        team=TeamId(team),
        nurse=UserId(nurse) if nurse else None,
    )
