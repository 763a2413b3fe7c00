"""Promises about one device, looked at after each of its steps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.sync.planner import PURGE_BRAKE
from nurseapp.domain.apply import apply
from nurseapp.domain.caseload import case_row
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Conflict
from nurseapp.domain.safety import SafetyConcernRaised, concern_id
from nurseapp.domain.streams import Record, Stream, StreamKind, case_of
from nurseapp.wire import events, records
from tests.simulation.device import Device, Seen

_STREAMS = "SELECT id, head, refill, head < server_head, digest FROM stream ORDER BY n"
_RECORDS = (
    "SELECT s.id, r.id, r.kind, r.body FROM record AS r JOIN stream AS s ON s.n = r.stream_n"
    " WHERE NOT r.deleted AND s.id GLOB ? || '.*'"
)
_OUTBOX = "SELECT stream, state, body FROM outbox ORDER BY n"

# The same bytes are looked at again and again, and what they say never changes.
decode_event = lru_cache(maxsize=2_000)(events.decode_event)
decode_record = lru_cache(maxsize=4_000)(records.decode_record)

Shown = Mapping[CaseId, Mapping[StreamKind, Stream]]


class Screen:
    """What a device holds, read from its tables, and what it shows, asked from its stores.

    Attributes:
        shown: the cases that may look different since somebody last looked.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        with device.desk.cache.read() as connection:
            streams = connection.exec_driver_sql(_STREAMS).all()
            self.outbox: Any = connection.exec_driver_sql(_OUTBOX).all()
            self.streams = {StreamId(name): head for name, head, *_ in streams}
            self.to_refill = {StreamId(name) for name, _, refill, *_ in streams if refill}
            self.behind = {StreamId(name) for name, _, _, is_behind, _ in streams if is_behind}
            cases = self._changed_cases(streams)
            rows = [row for case in cases for row in _records_of(connection, case)]
        self.epoch = device.desk.store.epoch()
        self.mirror: dict[StreamId, dict[RecordId, Record]] = {s: {} for s in self.streams}
        for stream, record, kind, body in rows:
            self.mirror[stream][record] = decode_record(record, kind, body)
        self.shown: Shown = {case: device.desk.cases.open(case) for case in cases}

    def _changed_cases(self, streams: Any) -> set[CaseId]:
        """Compare the tables with what they were, case by case."""
        held = {case_of(stream) for stream in self.streams}
        now: dict[CaseId, list[object]] = {case: [] for case in held}
        for row in streams:
            now[case_of(row[0])].append(tuple(row))
        for row in self.outbox:
            if case_of(row[0]) in now:
                now[case_of(row[0])].append(tuple(row))
        before, self.device.seen.tables = self.device.seen.tables, now
        return {case for case in held if before.get(case) != now[case]}

    def ids_shown(self) -> dict[StreamId, set[str]]:
        """Give the ids of all records on the screen, but for conflicts.

        One of those may be the device's alone, until the server finds that there is none.
        """
        return {
            stream.id: {i for i, r in _records(stream).items() if not isinstance(r, Conflict)}
            for streams in self.shown.values()
            for stream in streams.values()
        }


def screen_is_mirror_with_outbox(screen: Screen) -> Iterator[str]:
    """I12: what is shown is the mirror with everything done here applied, but for the refused."""
    expected = {
        stream: Stream(id=stream, head=head, base=screen.mirror[stream])
        for stream, head in screen.streams.items()
        if case_of(stream) in screen.shown
    }
    for stream, state, body in screen.outbox:
        if state not in ("waiting", "sent") or case_of(stream) not in screen.shown:
            continue
        before = expected.get(stream, Stream(id=stream))
        try:
            expected[stream] = apply(before, decode_event(body))
        except DomainError:
            expected[stream] = before
    for streams in screen.shown.values():
        for shown in streams.values():
            if _records(shown) != _records(expected[shown.id]):
                yield f"{screen.device.name} does not show {shown.id} as it stands"


def what_was_shown_stays(screen: Screen) -> Iterator[str]:
    """I12: nothing blinks: what was once on the screen stays there.

    But for what ended, what was refused, and what is fetched anew from another epoch of the
    server.
    """
    seen = screen.device.seen
    if seen.epoch != screen.epoch:
        screen.device.seen = seen = Seen(gone=seen.gone, epoch=screen.epoch, streams=seen.streams)
    shown = screen.ids_shown()
    fallen = {s for s, head in screen.streams.items() if head < seen.heads.get(s, 0)}
    filling = screen.to_refill | ((seen.filling | fallen) & screen.behind)
    settled = (screen.streams.keys() - filling - seen.filling) & shown.keys()
    seen.filling, seen.heads = filling, dict(screen.streams)
    refused = _words_of(screen, {"refused"})
    for stream, ids in seen.shown.items():
        missing = ids - shown.get(stream, set()) if stream in settled else set()
        unexplained = {name for name in missing if name.encode() not in refused}
        if refused:
            waiting = _words_of(screen, {"waiting", "sent"})
            unexplained = {name for name in unexplained if name.encode() not in waiting}
        if unexplained:
            yield f"{screen.device.name} no longer shows {sorted(unexplained)} of {stream}"
    kept = {s: ids for s, ids in seen.shown.items() if s in screen.streams and s not in shown}
    seen.shown = kept | shown


def nothing_goes_untold(screen: Screen) -> Iterator[str]:
    """I15: a stream leaves a device only after the server said that it ended for its reader.

    Many at once leave it only after a person agreed.
    """
    seen = screen.device.seen
    left = seen.streams - screen.streams.keys()
    for stream in left - seen.gone:
        yield f"{screen.device.name} forgot {stream}"
    unasked = left - seen.agreed
    if PURGE_BRAKE.holds(len(unasked), len(seen.streams)):
        yield f"{screen.device.name} forgot {len(unasked)} of {len(seen.streams)} streams unasked"
    seen.gone -= left
    seen.streams = set(screen.streams)


def lists_say_what_cases_hold(screen: Screen) -> Iterator[str]:
    """A case's row in the list is made of what opening the case shows."""
    for case, streams in screen.shown.items():
        if screen.device.desk.cases.row(case) != case_row(streams):
            yield f"{screen.device.name} lists {case} otherwise than it is"


def _records_of(connection: Connection, case: CaseId) -> Any:
    return connection.exec_driver_sql(_RECORDS, (case,)).all()


def _records(stream: Stream) -> Mapping[RecordId, Record]:
    return {**stream.base, **stream.changes}


def _words_of(screen: Screen, states: Collection[str]) -> bytes:
    """Give every id that events of the outbox name, or that is derived from one."""
    bodies = [body for _, state, body in screen.outbox if state in states and body]
    acts = [decode_event(body).body for body in bodies]
    concerns = [concern_id(a.screening) for a in acts if isinstance(a, SafetyConcernRaised)]
    return b"".join([*bodies, *(concern.encode() for concern in concerns)])


PROMISES = (
    screen_is_mirror_with_outbox,
    what_was_shown_stays,
    nothing_goes_untold,
    lists_say_what_cases_hold,
)
