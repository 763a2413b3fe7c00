"""Acts of a nurse at her desk: events with ids and times of their own."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId, UserId
from nurseapp.domain.note import NoteWritten
from nurseapp.domain.safety import SafetyConcernRaised
from nurseapp.domain.streams import CASE_KINDS, Record, StreamKind, stream_of
from tests.builders import (
    ANA,
    CASE,
    NOON,
    SCREENING,
    appointment,
    case,
    goal,
    intervention,
    member,
    problem,
)
from tests.desktop.sync.fake_server import FakeServer

_numbers = count(1)


def act(body: Act, case: CaseId = CASE, by: UserId = ANA) -> Event:
    """Do something in a case, a minute after what was done before."""
    n = next(_numbers)
    return Event(
        id=EventId(f"act-{n}"),
        stream=stream_of(case, body.STREAM),
        at=NOON + timedelta(minutes=n),
        author=by,
        body=body,
    )


def note_written(text: str, case: CaseId = CASE, by: UserId = ANA) -> Event:
    """Write a note."""
    return act(NoteWritten(note=RecordId(f"note-{next(_numbers)}"), text=text), case, by)


def concern_raised(case: CaseId = CASE) -> Event:
    """Raise a safety concern."""
    body = SafetyConcernRaised(screening=SCREENING, form="phq-9", item="9", points=2)
    return act(body, case)


def streams_of(case: CaseId = CASE) -> tuple[StreamId, ...]:
    """Name the streams of a case."""
    return tuple(stream_of(case, kind) for kind in CASE_KINDS)


def care_records(name: CaseId, family_name: str) -> list[Record]:
    """Give a small case: a member, the case, a problem, a goal, an intervention."""
    return [
        member(id=RecordId(f"member of {name}"), family_name=family_name),
        case(id=RecordId(name), member=RecordId(f"member of {name}")),
        problem(),
        goal(),
        intervention(),
    ]


def server_with(*cases: CaseId) -> FakeServer:
    """Give a server that has some cases of Ana's."""
    server = FakeServer()
    for name in cases or (CASE,):
        server.put(stream_of(name, StreamKind.CARE), care_records(name, f"Oliveira-{name}"))
        server.put(stream_of(name, StreamKind.SCHEDULE), [appointment()])
        server.allow(ANA, *streams_of(name))
    return server
