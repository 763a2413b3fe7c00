"""How every history begins: the people of two teams, three cases, and nobody's work done yet.

Some records carry what only a newer release knows: members and a kind that this one must keep.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

import msgspec
from sqlalchemy import Engine, select, update

from nurseapp.domain.appointment import AppointmentPlanned
from nurseapp.domain.case import Case, CaseOpened, Stage
from nurseapp.domain.events import Act, Event
from nurseapp.domain.goal import GoalAdded
from nurseapp.domain.ids import CaseId, EventId, RecordId, TeamId, UserId
from nurseapp.domain.intervention import InterventionAdded
from nurseapp.domain.member import Member, MemberRegistered
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.policy import Role
from nurseapp.domain.problem import ProblemAdded
from nurseapp.domain.streams import StreamKind, stream_of
from nurseapp.server.caller import feed
from nurseapp.server.inbox import receive
from nurseapp.server.passwords import HashCost, Passwords
from nurseapp.server.people import NewPerson, create_person
from nurseapp.server.store import schema
from nurseapp.server.store.acting import server_transaction
from nurseapp.wire import digest
from nurseapp.wire.canonical import canonical

CHEAP = HashCost(memory_kib=64, passes=1)
PASSWORD = "a password for a history"
BEGINS_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEAMS = (TeamId("north"), TeamId("south"))
HOSPITAL = feed("hospital")
NEWER_MEMBER = "zz_newer"
NEWER_VALUE = {"kept": True}
NEWER_KIND = "wearable"
CASES = 3
PEOPLE = (
    NewPerson(login=UserId("ana"), name="Ana", role=Role.NURSE, team=TEAMS[0]),
    NewPerson(login=UserId("ben"), name="Ben", role=Role.NURSE, team=TEAMS[0]),
    NewPerson(login=UserId("sam"), name="Sam", role=Role.SUPERVISOR, team=TEAMS[0]),
    NewPerson(login=UserId("cara"), name="Cara", role=Role.NURSE, team=TEAMS[1]),
    NewPerson(login=UserId("ruth"), name="Ruth", role=Role.SUPERVISOR, team=TEAMS[1]),
    NewPerson(login=UserId("dan"), name="Dan", role=Role.NURSE, team=TEAMS[0]),
    NewPerson(login=UserId("eve"), name="Eve", role=Role.NURSE, team=TEAMS[1]),
)
NURSES = tuple(person.login for person in PEOPLE if person.role is Role.NURSE)


def make_beginning(engine: Engine) -> None:
    """Fill a migrated database."""
    source = random.Random(1)  # noqa: S311  # made-up ids must repeat
    passwords = Passwords(CHEAP, source.randbytes)
    for person in PEOPLE:
        with server_transaction(engine) as connection:
            create_person(connection, passwords, person, PASSWORD, BEGINS_AT)
    for number in range(CASES):
        with server_transaction(engine) as connection:
            events = list(_case(source, number))
            results = receive(connection, HOSPITAL, events, BEGINS_AT)
        if any(result.status != "applied" for result in results):
            raise ValueError("the beginning was refused")
    _write_as_a_newer_release(engine)


def _case(source: random.Random, number: int) -> Iterator[Event]:
    def new_id() -> RecordId:
        return RecordId(str(uuid.UUID(int=source.getrandbits(128), version=4)))

    case, member, problem = new_id(), new_id(), new_id()

    def event(body: Act) -> Event:
        stream = stream_of(CaseId(case), body.STREAM)
        author = HOSPITAL.actor.id
        return Event(id=EventId(new_id()), stream=stream, at=BEGINS_AT, author=author, body=body)

    yield event(MemberRegistered(member=_member(member, number)))
    yield event(CaseOpened(case=_opened(case, member)))
    yield event(ProblemAdded(problem=problem, title="Heart failure"))
    for _ in range(2):
        goal = new_id()
        outcome = "Walks daily\nSleeps through\nEats with others"
        yield event(GoalAdded(goal=goal, problem=problem, outcome=outcome, due=date(2027, 1, 8)))
        yield event(InterventionAdded(intervention=new_id(), goal=goal, title="Weigh daily"))
    yield event(NoteWritten(note=new_id(), text="Discharged with a letter."))
    yield event(
        AppointmentPlanned(appointment=new_id(), purpose="First visit", on=date(2026, 11, 23))
    )


def _member(member: RecordId, number: int) -> Member:
    return Member(
        id=member,
        number=f"M-{number}",
        family_name="Okoro",
        given_name="Ada",
        birth_date=date(1958, 3, 14),
        phone="555-0100",
    )


def _opened(case: RecordId, member: RecordId) -> Case:
    return Case(
        id=case,
        member=member,
        programme="complex-care",
        stage=Stage.PLAN,
        opened_on=date(2026, 11, 2),
        team=TEAMS[0],
        nurse=None,
        tags=("diabetes",),
    )


def _write_as_a_newer_release(engine: Engine) -> None:
    """Give goals, members and cases a member of the future, and make notes a kind of it."""
    record, stream = schema.record, schema.stream
    with server_transaction(engine) as connection:
        for row in connection.execute(select(record)).all():
            values: dict[str, object] = {}
            if row.kind in ("goal", "member", "case", "appointment"):
                body = msgspec.json.decode(row.body)
                values["body"] = canonical({**body, NEWER_MEMBER: NEWER_VALUE}).decode()
            if row.kind == "note":
                values["kind"] = NEWER_KIND
            if values:
                key = (record.c.stream_id == row.stream_id) & (record.c.record_id == row.record_id)
                connection.execute(update(record).where(key).values(values))
        for name in connection.scalars(select(stream.c.id).where(stream.c.kind != StreamKind.ORG)):
            rows = connection.execute(select(record).where(record.c.stream_id == name)).all()
            total = sum(
                digest.term(r.record_id, r.rev, r.deleted, r.kind, r.schema, r.body.encode())
                for r in rows
            )
            text = digest.as_text(digest.combined(0, added=total))
            connection.execute(update(stream).where(stream.c.id == name).values(digest=text))
