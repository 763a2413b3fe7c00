"""Bugs of the desktop: of the outbox, of the mirror, of the round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec
import pytest

from nurseapp.desktop.storage import (
    listing,
    mirror,
    orders,
    outbox,
    projections,
    search_index,
    sent_log,
)
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.orders import Order, OrderStore
from nurseapp.desktop.storage.outbox import Undecided
from nurseapp.desktop.storage.sync_store import Standing, SyncStore
from nurseapp.desktop.sync import planner, round
from nurseapp.desktop.sync.planner import (
    Acknowledge,
    Action,
    AskStatus,
    Brake,
    Done,
    FetchManifest,
    Progress,
    Purge,
)
from nurseapp.desktop.sync.steps.under_way import UnderWay
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, EventId, StreamId
from nurseapp.domain.revising import Change, Revision
from nurseapp.domain.streams import case_of
from nurseapp.wire.events import decode_event, encode_event
from nurseapp.wire.messages import EventResult, StreamPage
from nurseapp.wire.records import decode_record
from tests.simulation.planted.plant import plants_of


def acknowledged_by_position(patch: pytest.MonkeyPatch) -> None:
    """Results are taken to be in the order of what waits, whatever their ids."""
    right = outbox.decide

    def decide(connection: Connection, results: Iterable[EventResult]) -> frozenset[CaseId]:
        waiting = outbox.undecided(connection)
        pairs = zip(waiting, results, strict=False)
        return right(connection, [msgspec.structs.replace(r, id=e.id) for e, r in pairs])

    patch.setattr(outbox, "decide", decide)


def absence_is_the_end(patch: pytest.MonkeyPatch) -> None:
    """A stream that the manifest does not name is purged, and nobody is asked."""
    right = planner.plan

    def plan(standing: Standing, progress: Progress, brake: Brake) -> Action:
        action = right(standing, progress, brake)
        return Purge(action.streams) if isinstance(action, AskStatus) else action

    patch.setattr(round, "plan", plan)


def purged_before_sent(patch: pytest.MonkeyPatch) -> None:
    """What ended is forgotten with what was done there, before that is sent."""
    right = planner.plan

    def plan(standing: Standing, progress: Progress, brake: Brake) -> Action:
        if not progress.manifest_known:
            return FetchManifest()
        action = right(replace(standing, undecided=()), progress, brake)
        return right(standing, progress, brake) if isinstance(action, Done) else action

    def forget(connection: Connection, streams: Collection[StreamId]) -> None:
        for stream in streams:
            connection.exec_driver_sql("DELETE FROM outbox WHERE stream = ?", (stream,))

    patch.setattr(round, "plan", plan)
    patch.setattr(outbox, "forget", forget)


def cursor_before_data(patch: pytest.MonkeyPatch) -> None:
    """How far a stream is held is written first, and what is in it afterwards."""
    right = SyncStore.write_pages

    def write_pages(store: SyncStore, pages: Sequence[StreamPage]) -> frozenset[CaseId]:
        with store._cache.follow() as connection:
            for page in pages:
                connection.exec_driver_sql(
                    "UPDATE stream SET head = ? WHERE id = ? AND NOT refill", (page.upto, page.id)
                )
        return right(store, pages)

    patch.setattr(SyncStore, "write_pages", write_pages)


def sent_events_are_not_shown(patch: pytest.MonkeyPatch) -> None:
    """What the server has decided is no longer laid over the mirror, which lacks it yet."""
    _show_only(patch, lambda state: state == "waiting")


def refused_events_are_shown(patch: pytest.MonkeyPatch) -> None:
    """What the server refused is shown as if it had been done."""
    _show_only(patch, lambda _state: True)


def dropped_when_answered(patch: pytest.MonkeyPatch) -> None:
    """An event leaves the outbox with its result, before the mirror holds its effect."""

    def drop_included(connection: Connection) -> frozenset[CaseId]:
        dropped = "DELETE FROM outbox WHERE state = 'sent' RETURNING case_id"
        return frozenset(connection.exec_driver_sql(dropped).scalars())

    patch.setattr(outbox, "drop_included", drop_included)


def refused_events_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A device lets go of what was refused, so that nobody learns of it."""
    right = outbox.decide

    def decide(connection: Connection, results: Iterable[EventResult]) -> frozenset[CaseId]:
        cases = right(connection, results)
        connection.exec_driver_sql("DELETE FROM outbox WHERE state = 'refused'")
        return cases

    patch.setattr(outbox, "decide", decide)


def a_refused_event_blocks_the_rest(patch: pytest.MonkeyPatch) -> None:
    """Nothing is sent any more once something was refused."""
    right = outbox.undecided

    def undecided(connection: Connection) -> list[Undecided]:
        refused = "SELECT count(*) FROM outbox WHERE state = 'refused'"
        return [] if connection.exec_driver_sql(refused).scalar() else right(connection)

    patch.setattr(outbox, "undecided", undecided)


def another_epoch_is_taken_for_the_same(patch: pytest.MonkeyPatch) -> None:
    """Of another epoch only the name is taken: what is held is not fetched anew."""
    patch.setattr(listing, "refill_all", lambda _connection: None)


def sent_events_are_not_sent_again(patch: pytest.MonkeyPatch) -> None:
    """In another epoch, what had been sent is taken for known there, too."""
    patch.setattr(outbox, "reopen", lambda _connection: None)
    patch.setattr(sent_log, "doubt", lambda _connection: None)


def what_was_seen_is_filled_in_late(patch: pytest.MonkeyPatch) -> None:
    """A revision says that its author had seen whatever the mirror holds when it is sent."""
    right = outbox.bodies

    def bodies(connection: Connection, events: Sequence[EventId]) -> list[bytes]:
        return [_as_if_seen_now(connection, body) for body in right(connection, events)]

    patch.setattr(outbox, "bodies", bodies)


def newest_first(patch: pytest.MonkeyPatch) -> None:
    """What was done last is sent first."""
    right = outbox.bodies
    patch.setattr(outbox, "bodies", lambda connection, events: right(connection, events)[::-1])


def safety_waits_its_turn(patch: pytest.MonkeyPatch) -> None:
    """A safety concern goes up among everything else."""
    patch.setattr(planner, "SAFETY", "")


def words_of_what_ended_are_found(patch: pytest.MonkeyPatch) -> None:
    """The index of words keeps the records of streams that ended."""
    patch.setattr(search_index, "forget", lambda _connection, _streams: None)


def words_of_what_was_refused_stay(patch: pytest.MonkeyPatch) -> None:
    """What was refused in a stream that ended keeps its words."""
    patch.setattr(outbox, "forget", lambda _connection, _streams: None)


def lists_are_not_refreshed(patch: pytest.MonkeyPatch) -> None:
    """What comes from the server changes no row of a list."""
    patch.setattr(projections, "land", lambda _connection, *_about: frozenset())


def a_changed_record_changes_no_row(patch: pytest.MonkeyPatch) -> None:
    """What is another than it was is taken for something that no row tells."""
    patch.setattr(projections, "may_change", lambda _row, _before, _after: False)


def one_compartment_takes_the_others(patch: pytest.MonkeyPatch) -> None:
    """With one stream of a case that ended, all are forgotten."""
    right = SyncStore.purge

    def purge(store: SyncStore, streams: Collection[StreamId]) -> frozenset[CaseId]:
        cases = {case_of(stream) for stream in streams}
        with store._cache.read() as connection:
            held = connection.exec_driver_sql("SELECT id FROM stream").scalars()
        return right(store, [name for name in held if case_of(name) in cases])

    patch.setattr(SyncStore, "purge", purge)


def deleted_with_the_page(patch: pytest.MonkeyPatch) -> None:
    """A page of a stream takes the place of everything that was held of it."""
    right = mirror.write

    def write(
        connection: Connection, pages: Sequence[StreamPage], after: Mapping[StreamId, int]
    ) -> list[mirror.Landed]:
        names = [page.id for page in pages if page.rows]
        for name in names:
            connection.exec_driver_sql(
                "DELETE FROM record WHERE stream_n = (SELECT n FROM stream WHERE id = ?)", (name,)
            )
        return right(connection, pages, after)

    patch.setattr(mirror, "write", write)


def orders_are_never_acknowledged(patch: pytest.MonkeyPatch) -> None:
    """What the server ordered is done, and the server is not told."""
    patch.setattr(round, "acknowledge", _told)


def orders_are_thrown_away(patch: pytest.MonkeyPatch) -> None:
    """What the server ordered is not kept where it is carried out."""
    patch.setattr(orders, "take", lambda _connection, _commands: None)


def a_refill_forgets_what_was_done(patch: pytest.MonkeyPatch) -> None:
    """Whoever fetches everything anew lets go of what the server has not decided."""
    right = OrderStore.refill

    def refill(store: OrderStore, order: Order) -> None:
        right(store, order)
        with store._cache.follow() as connection:
            connection.exec_driver_sql("DELETE FROM outbox")

    patch.setattr(OrderStore, "refill", refill)


def _told(running: UnderWay, action: Acknowledge) -> None:
    running.store.orders.note_told(action.orders)


def _show_only(patch: pytest.MonkeyPatch, is_shown: object) -> None:
    def standing(connection: Connection, cases: Iterable[CaseId]) -> dict[StreamId, list[Event]]:
        found: dict[StreamId, list[Event]] = {}
        wanted = set(cases)
        rows = connection.exec_driver_sql("SELECT case_id, state, body FROM outbox ORDER BY n")
        for case, state, body in rows.all():
            if case in wanted and body and is_shown(state):  # type: ignore[operator]  # it is a plain test
                event = decode_event(body)
                found.setdefault(event.stream, []).append(event)
        return found

    patch.setattr(outbox, "standing", standing)


def _as_if_seen_now(connection: Connection, body: bytes) -> bytes:
    event = decode_event(body)
    if not isinstance(event.body, Revision):
        return body
    row = connection.exec_driver_sql(
        "SELECT kind, body FROM record WHERE id = ?", (event.body.record,)
    ).first()
    if row is None:
        return body
    record = decode_record(event.body.record, *row)
    changes = {
        name: Change(was=getattr(record, name), now=change.now)
        for name, change in event.body.changes.items()
    }
    return encode_event(replace(event, body=replace(event.body, changes=changes)))


PLANTS = plants_of(
    acknowledged_by_position,
    absence_is_the_end,
    purged_before_sent,
    cursor_before_data,
    sent_events_are_not_shown,
    refused_events_are_shown,
    dropped_when_answered,
    refused_events_are_forgotten,
    a_refused_event_blocks_the_rest,
    another_epoch_is_taken_for_the_same,
    sent_events_are_not_sent_again,
    what_was_seen_is_filled_in_late,
    newest_first,
    safety_waits_its_turn,
    words_of_what_ended_are_found,
    words_of_what_was_refused_stay,
    lists_are_not_refreshed,
    a_changed_record_changes_no_row,
    one_compartment_takes_the_others,
    deleted_with_the_page,
    orders_are_never_acknowledged,
    orders_are_thrown_away,
    a_refill_forgets_what_was_done,
)
