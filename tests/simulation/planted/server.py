"""Bugs of the server: of the inbox, of the feed, of access, of the epoch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, Engine, select

from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync import planner, round
from nurseapp.desktop.sync.planner import Action, Brake, Done, Progress, Refill
from nurseapp.domain import case
from nurseapp.domain.ids import EventId, RecordId, UserId
from nurseapp.domain.streams import Record, Stream
from nurseapp.server import access, feed, inbox, working_stream
from nurseapp.server.arrivals import Arrival
from nurseapp.server.batch import Batch
from nurseapp.server.caller import Caller
from nurseapp.server.store import audit, database, events, records, schema, sight
from nurseapp.server.store.acting import as_server
from nurseapp.server.store.audit import AuditRow
from nurseapp.server.store.events import Delivery, EventRow, HistoryRow, KnownEvent
from nurseapp.server.store.sight import Sight
from nurseapp.server.working_stream import WorkingStream
from nurseapp.wire.digest import combined
from nurseapp.wire.messages import StreamPage
from nurseapp.wire.records import encode_record
from tests.simulation.planted.plant import plants_of


def no_memory_of_events(patch: pytest.MonkeyPatch) -> None:
    """An event that comes a second time is done a second time."""
    known, add = events.known, events.add
    there: set[EventId] = set()

    def known_to_nobody(connection: Connection, ids: Collection[EventId]) -> list[KnownEvent]:
        there.update(one.id for one in known(connection, ids))
        return []

    def add_new(connection: Connection, delivery: Delivery, rows: Sequence[EventRow]) -> None:
        add(connection, delivery, [row for row in rows if row.known.id not in there])

    patch.setattr(events, "known", known_to_nobody)
    patch.setattr(events, "add", add_new)


def a_result_told_again_has_no_revision(patch: pytest.MonkeyPatch) -> None:
    """The result of an event that comes a second time names no revision."""
    right = events.known

    def known(connection: Connection, ids: Collection[EventId]) -> list[KnownEvent]:
        return [msgspec.structs.replace(one, rev=0) for one in right(connection, ids)]

    patch.setattr(events, "known", known)


def dead_letters_are_not_kept(patch: pytest.MonkeyPatch) -> None:
    """What is refused is answered, and kept nowhere."""
    right = events.add

    def add(connection: Connection, delivery: Delivery, rows: Sequence[EventRow]) -> None:
        right(connection, delivery, [row for row in rows if row.known.status != "refused"])

    patch.setattr(events, "add", add)


def revisions_have_gaps(patch: pytest.MonkeyPatch) -> None:
    """Each change takes two revisions."""
    right = WorkingStream.keep

    def keep(stream: WorkingStream, record: Record, body: bytes, event: EventId) -> HistoryRow:
        stream.head += 1
        return right(stream, record, body, event)

    patch.setattr(WorkingStream, "keep", keep)


def digests_only_grow(patch: pytest.MonkeyPatch) -> None:
    """What a record was before it changed stays in the stream's digest."""

    def only_added(digest: int, *, added: int, removed: int = 0) -> int:
        del removed
        return combined(digest, added=added)

    patch.setattr(working_stream, "combined", only_added)


def newer_members_are_dropped(patch: pytest.MonkeyPatch) -> None:
    """A record is written anew without what this version does not know of it."""

    def known_only(record: Record, onto: bytes | None = None) -> bytes:
        del onto
        return encode_record(record)

    patch.setattr(working_stream, "encode_record", known_only)


def what_must_wait_is_overtaken(patch: pytest.MonkeyPatch) -> None:
    """After an event that must wait, later ones of its stream are decided all the same."""

    def one_by_one(
        engine: Engine, sender: Caller, arrivals: Sequence[Arrival], at: datetime, retry: list[str]
    ) -> list[tuple[Arrival, KnownEvent | None]]:
        found = [(one, inbox._alone(engine, sender, one, at)) for one in arrivals]
        retry += [one.id for one, result in found if result is None]
        return [result for _, result in found if result is not None]

    patch.setattr(inbox, "_one_by_one", one_by_one)


def a_refused_event_takes_the_rest_along(patch: pytest.MonkeyPatch) -> None:
    """Once an event of a push is refused, the rest of it is refused, too."""
    right = Batch.decide
    refused: set[int] = set()

    def decide(batch: Batch, arrival: Arrival) -> KnownEvent | None:
        if id(batch._decided) in refused:
            return batch.refuse(arrival, "after_refused")
        result = right(batch, arrival)
        if result is not None and result.status == "refused":
            refused.add(id(batch._decided))
        return result

    patch.setattr(Batch, "decide", decide)


def anybody_may_pull_anything(patch: pytest.MonkeyPatch) -> None:
    """Records are read without a look at who may see them, past row-level security too."""

    def changed_since(
        connection: Connection, _user: UserId, cursors: Mapping[str, int]
    ) -> Iterator[tuple[Any, ...]]:
        stream, record = schema.stream.c, schema.record.c
        for name, after in cursors.items():
            here = (record.stream_id == stream.id) & (record.rev > after)
            columns = [record[n] for n in ("record_id", "kind", "rev", "deleted", "schema", "body")]
            found = (
                select(stream.id, stream.head, stream.digest, *columns)
                .select_from(schema.stream.outerjoin(schema.record, here))
                .where(stream.id == name)
                .order_by(record.rev)
            )
            with as_server(connection):
                rows = connection.execute(found).all()
            yield from ((row[0], after, *row[1:]) for row in rows)

    patch.setattr(records, "changed_since", changed_since)


def access_is_not_followed_up(patch: pytest.MonkeyPatch) -> None:
    """Whose a case is changes nothing in who may see it."""
    patch.setattr(access, "refresh_cases", lambda _connection, _cases, _at: None)


def reads_leave_no_trace(patch: pytest.MonkeyPatch) -> None:
    """What is handed out is not written down."""

    def add(connection: Connection, rows: Iterable[AuditRow]) -> None:
        audit.add(connection, [row for row in rows if row.action != "read"])

    patch.setattr(feed, "audit", SimpleNamespace(add=add))


def the_tag_counts_streams_only(patch: pytest.MonkeyPatch) -> None:
    """The manifest's tag stays the same when a stream changes."""
    right = feed._tag

    def tag(begin: str, seen: Sight) -> str:
        return right(begin, replace(seen, fingerprint=seen.fingerprint.partition(".")[0]))

    patch.setattr(feed, "_tag", tag)


def who_looked_before_does_not_learn_of_access(patch: pytest.MonkeyPatch) -> None:
    """Of streams that came or went, a computer that looks again is told nothing."""
    right = sight.since

    def since(connection: Connection, user: UserId, device: str, before: Sight) -> Sight | None:
        return right(connection, user, device, before) or before

    patch.setattr(sight, "since", since)


def a_page_skips_what_did_not_fit(patch: pytest.MonkeyPatch) -> None:
    """A page that is full says that it leads to the stream's head."""
    right = feed._read_pages

    def read_pages(*about: Any) -> tuple[list[StreamPage], bool]:
        pages, is_cut = right(*about)
        return [msgspec.structs.replace(page, upto=page.head) for page in pages], is_cut

    patch.setattr(feed, "_read_pages", read_pages)


def a_page_skips_and_nobody_counts(patch: pytest.MonkeyPatch) -> None:
    """The same, and the desktop does not compare digests."""
    a_page_skips_what_did_not_fit(patch)
    right = planner.plan

    def plan(standing: Standing, progress: Progress, brake: Brake) -> Action:
        action = right(standing, progress, brake)
        return Done(frozenset()) if isinstance(action, Refill) else action

    patch.setattr(round, "plan", plan)


def a_restored_server_is_the_same(patch: pytest.MonkeyPatch) -> None:
    """A database that was put back goes on in its old epoch."""
    patch.setattr(database, "_bind_epoch", lambda _driver: None)


def a_stale_assignment_is_taken(patch: pytest.MonkeyPatch) -> None:
    """A case is assigned or closed by somebody who had not seen how it stands."""

    def current(stream: Stream, case_id: RecordId, _head: int) -> case.Case:
        return stream.get(case.Case, case_id)

    patch.setattr(case, "_current", current)


PLANTS = plants_of(
    no_memory_of_events,
    a_result_told_again_has_no_revision,
    dead_letters_are_not_kept,
    revisions_have_gaps,
    digests_only_grow,
    newer_members_are_dropped,
    what_must_wait_is_overtaken,
    a_refused_event_takes_the_rest_along,
    anybody_may_pull_anything,
    access_is_not_followed_up,
    reads_leave_no_trace,
    the_tag_counts_streams_only,
    who_looked_before_does_not_learn_of_access,
    a_page_skips_what_did_not_fit,
    a_page_skips_and_nobody_counts,
    a_restored_server_is_the_same,
    a_stale_assignment_is_taken,
)
