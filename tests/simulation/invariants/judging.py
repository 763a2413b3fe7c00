"""A promise about the inbox: whatever it does for many events at once, each is judged by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nurseapp.desktop.storage.outbox import REFUSED
from nurseapp.domain.apply import apply, status_of
from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.restored import apply_again
from nurseapp.domain.streams import Record, Stream, changed_records
from nurseapp.wire.records import decode_record
from tests.simulation.books import Books
from tests.simulation.world import World

_NOT_ABOUT_WORK = {"no_such_stream", "may_not_write", "refused_before"}


def each_event_is_judged_by_itself(world: World, books: Books) -> Iterator[str]:
    """Done again one by one, in the order of the audit trail, all come to the same.

    What was refused because of who its author is is left out: access has promises of its own. So is
    what a restored server had refused before: it stays refused. What it had taken, it takes again,
    whatever the stream has come to.
    """
    streams = {name: Stream(id=StreamId(name)) for name in books.streams}
    for (stream, record), row in world.central.first_records.items():
        first = decode_record(RecordId(record), row.kind, row.body.encode())
        streams[stream] = _with(streams[stream], {first.id: first}, head=1)
    for trail in books.audit:
        row = books.decided.get(trail.event_id) if trail.action == "write" else None
        if row is None or row.id in world.central.first_events or row.reason in _NOT_ABOUT_WORK:
            continue
        event = books.read[row.id]
        before = streams[event.stream]
        again = event.id in world.ledger.sent_again and row.status != REFUSED
        try:
            after = apply_again(before, event) if again else apply(before, event)
        except DomainError as refusal:
            expected: tuple[str, str | None] = (REFUSED, refusal.code)
        else:
            expected = (str(status_of(before, after, event)), None)
            changed = changed_records(before, after)
            streams[event.stream] = _with(before, {r.id: r for r in changed}, head=len(changed))
        if expected != (row.status, row.reason):
            yield f"{event.body} came to {row.status} {row.reason}, by itself to {expected}"
    for (stream, record), row in books.records.items():
        stands = decode_record(RecordId(record), row.kind, row.body.encode())
        if streams[stream].base.get(stands.id) != stands:
            yield f"{row.kind} {record} is not what its events make of it"


def _with(stream: Stream, records: Mapping[RecordId, Record], head: int) -> Stream:
    return Stream(id=stream.id, head=stream.head + head, base={**stream.base, **records})


PROMISES = (each_event_is_judged_by_itself,)
