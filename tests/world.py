"""A small world in which acts follow each other, as they do on a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from nurseapp.domain.apply import Status, apply, status_of
from nurseapp.domain.events import Act, Event
from nurseapp.domain.ids import EventId, RecordId, StreamId, UserId
from nurseapp.domain.revising import Conflict
from nurseapp.domain.streams import CASE_KINDS, Record, Stream, StreamKind, changed_records
from tests.builders import (
    ANA,
    NOON,
    barrier,
    case,
    event,
    goal,
    intervention,
    member,
    problem,
    stream,
    stream_id,
)

R = TypeVar("R", bound=Record)


@dataclass
class World:
    """One case on one server: acts are applied in order, a minute apart, each to its stream.

    Attributes:
        streams: every stream as it stands; ``head`` rises by one per changed record.
        now: when the next act happens.
    """

    streams: dict[StreamId, Stream] = field(default_factory=dict)
    now: datetime = NOON
    acts: int = 0

    @classmethod
    def of(cls, *records: Record, kind: StreamKind = StreamKind.CARE) -> World:
        """Give a world in which one stream holds these records already."""
        held = stream(*records, kind=kind)
        return cls(streams={held.id: held})

    def stream(self, kind: StreamKind = StreamKind.CARE) -> Stream:
        """Give a stream as it stands."""
        return self.streams.get(stream_id(kind), Stream(id=stream_id(kind)))

    def case(self) -> Mapping[StreamKind, Stream]:
        """Give the streams of the case, by kind."""
        return {kind: self.stream(kind) for kind in CASE_KINDS}

    def does(self, body: Act, by: UserId = ANA, **values: Any) -> Status:
        """Let somebody act; give what became of it."""
        self.acts += 1
        self.now += timedelta(minutes=1)
        made = {"id": EventId(f"event-{self.acts}"), "at": self.now, "author": by}
        return self.takes(event(body, **(made | values)))

    def takes(self, act: Event) -> Status:
        """Apply an event, as the server does; a refusal changes nothing."""
        before = self.stream(act.body.STREAM)
        after = apply(before, act)
        changed = changed_records(before, after)
        self.streams[before.id] = Stream(
            id=before.id,
            head=before.head + len(changed),
            base={**before.base, **{r.id: r for r in changed}},
        )
        return status_of(before, after, act)

    def get(self, kind: type[R], record: RecordId) -> R:
        """Give a record as it stands, wherever it is."""
        for held in self.streams.values():
            found = held.find(kind, record)
            if found is not None:
                return found
        raise AssertionError(f"no {kind.KIND} {record}")

    def all(self, kind: type[R]) -> list[R]:
        """Give every record of one kind."""
        return [record for held in self.streams.values() for record in held.of(kind)]

    def open_conflicts(self) -> list[Conflict]:
        """Give the conflicts that nobody has settled."""
        return [c for c in self.all(Conflict) if c.closed_by is None]


def plan() -> World:
    """Give a world whose case has a problem, a goal, a barrier and an intervention."""
    return World.of(member(), case(), problem(), goal(), barrier(), intervention())
