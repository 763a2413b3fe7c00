"""Promises about the devices, looked at when nothing has gone wrong for three rounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nurseapp.desktop.storage.outbox import REFUSED
from nurseapp.desktop.sync.round import RoundReport
from tests.simulation.books import Books
from tests.simulation.device import Device
from tests.simulation.world import World

_MIRROR = (
    "SELECT s.id, r.id, r.kind, r.rev, r.deleted, r.schema, r.body FROM record AS r"
    " JOIN stream AS s ON s.n = r.stream_n"
)
_NUMBERS = "SELECT n FROM record UNION ALL SELECT n FROM local_record"
_CASES = "SELECT id FROM held_case"
QUIET_BYTES = 100


def mirrors_equal_the_server(world: World, books: Books) -> Iterator[str]:
    """I8: each mirror is the server's records, for exactly what its reader may see."""
    for device in world.devices:
        may = books.visible_to(device.owner.id)
        if books.given_access(device.owner.id) != may:
            yield f"{device.owner.id} is given other streams than the policy gives"
        rows = _read(device, "SELECT id, mode, head, digest FROM stream")
        held = {row[0]: tuple(row[1:]) for row in rows}
        expected = {
            name: (mode, books.streams[name].head, books.streams[name].digest)
            for name, mode in may.items()
        }
        if held != expected:
            yield f"{device.name} holds {held}, not {expected}"
        mirror = {(row[0], row[1]): tuple(row[2:]) for row in _read(device, _MIRROR)}
        records = {
            key: (r.kind, r.rev, int(r.deleted), r.schema, r.body.encode())
            for key, r in books.records.items()
            if key[0] in may
        }
        if mirror != records:
            wrong = {k for k in mirror.keys() | records.keys() if mirror.get(k) != records.get(k)}
            yield f"{device.name} does not hold {sorted(wrong)} as the server does"


def nothing_stays_of_what_ended(world: World, books: Books) -> Iterator[str]:
    """I9: of a stream that ended for its reader, no record, word, draft or event is left."""
    for device in world.devices:
        may = books.visible_to(device.owner.id)
        cases = {stream.rpartition(".")[0] for stream in may}
        held = {row[0] for row in _read(device, _CASES)}
        if held - cases:
            yield f"{device.name} still has cases {sorted(held - cases)}"
        drafts = [row[0] for row in _read(device, "SELECT key FROM draft")]
        if any(not any(case in key for case in cases) for key in drafts):
            yield f"{device.name} still has drafts of {sorted(drafts)}"
        words = {row[0] for row in _read(device, "SELECT rowid FROM search")}
        if words - {row[0] for row in _read(device, _NUMBERS)}:
            yield f"{device.name} still finds words of records that are gone"
        for stream, body in _read(device, "SELECT stream, body FROM outbox"):
            if stream not in may and body:
                yield f"{device.name} still has the words of an event of {stream}"


def outboxes_are_empty(world: World, _books: Books) -> Iterator[str]:
    """I10: after three rounds without faults, nothing waits any more."""
    for device in world.devices:
        stuck = [e for e in device.desk.store.waiting() if e.state != REFUSED]
        if stuck:
            yield f"{device.name} still has {[(e.kind, e.state.value) for e in stuck]}"


def what_was_refused_is_shown_with_its_reason(world: World, books: Books) -> Iterator[str]:
    """A device that did what the server refused still says so, with the server's reason.

    A restored server says only that it had refused it before; the device knows the reason.
    """
    listed = {
        device.name: {event.id: event.reason for event in device.desk.store.waiting()}
        for device in world.devices
    }
    forgotten = world.ledger.lost_with_a_device
    for event_id, commit in world.ledger.committed.items():
        row = books.decided.get(event_id)
        if row is None or row.status != REFUSED or event_id in forgotten:
            continue
        told = listed[commit.device].get(event_id)
        is_known = told is not None and row.reason == "refused_before"
        if told != row.reason and not is_known:
            yield f"{commit.device} does not say that {commit.event.body} was refused"


def what_was_ordered_is_done(world: World, books: Books) -> Iterator[str]:
    """What the server told a computer to do is done there, and the server knows it."""
    for row in books.commands:
        if row.done_at is None:
            yield f"{row.device} did not {row.kind}, or did not say so"
    told = {row.id for row in books.commands}
    for device in world.devices:
        for name, state in _read(device, "SELECT id, state FROM command"):
            if name in told and state != "told":
                yield f"{device.name} still has an order that is {state}"


def nothing_was_fetched_anew(world: World, _books: Books) -> Iterator[str]:
    """I13: no digest ever differed, so no stream was fetched twice for it."""
    for device in world.devices:
        refills = device.refills + device.desk.store.refills
        if refills:
            yield f"{device.name} fetched {refills} streams anew"


def a_quiet_round_asks_once(device: Device, report: RoundReport, carried: int) -> Iterator[str]:
    """I17: where nothing has changed, a round is one small question and one small answer."""
    if report.pushed or report.pulled_rows or carried > QUIET_BYTES:
        yield f"{device.name} carried {carried} bytes with nothing to say"


PROMISES = (
    what_was_ordered_is_done,
    nothing_was_fetched_anew,
    mirrors_equal_the_server,
    nothing_stays_of_what_ended,
    outboxes_are_empty,
    what_was_refused_is_shown_with_its_reason,
)


def _read(device: Device, statement: str) -> list[tuple[Any, ...]]:
    with device.desk.cache.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement).all()]
