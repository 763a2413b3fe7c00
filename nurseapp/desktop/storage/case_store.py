"""The cases as a person sees and changes them: mirror with outbox, and rows of lists.

Runs on the store's thread. What is appended is on the disk when :meth:`CaseStore.append`
returns; it is not on the server yet, which is the sync's business. Called by services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nurseapp.desktop.storage import mirror, outbox, projections, search_index
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.mirror import HeldStream
from nurseapp.desktop.storage.remembered import Remembered
from nurseapp.desktop.storage.safekeeping import Safekeeping, Written
from nurseapp.desktop.storage.views import HeldCase, is_known, shown_case
from nurseapp.domain.apply import apply
from nurseapp.domain.caseload import CaseRow, case_row
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.streams import (
    ORG_STREAM,
    Stream,
    StreamKind,
    case_of,
    changed_records,
    kind_of,
)
from nurseapp.wire.records import LazyRecords

_STREAMS_REMEMBERED = 24


class CaseStore:
    """Reads cases and takes down what is done to them."""

    def __init__(self, cache: Cache, safe: Safekeeping | None = None) -> None:
        """Read and write a cache; what is written is kept safe besides where that is given."""
        self._cache = cache
        self._safe = safe
        self._remembered: Remembered[LazyRecords] = Remembered(_STREAMS_REMEMBERED)

    def rows(self) -> list[CaseRow]:
        """Give one row for each case."""
        with self._cache.read() as connection:
            return projections.rows(connection)

    def row(self, case: CaseId) -> CaseRow | None:
        """Give the row of a case, None for one that is not here or has none."""
        with self._cache.read() as connection:
            return projections.row(connection, case)

    def open(self, case: CaseId) -> Mapping[StreamKind, Stream]:
        """Give the streams of a case as they stand with what was done here."""
        with self._cache.read() as connection:
            return self._view(connection, [case])[0][case]

    def held(self, case: CaseId) -> HeldCase:
        """Give all that a screen shows of a case."""
        organisation = case_of(ORG_STREAM)
        with self._cache.read() as connection:
            shown, modes = self._view(connection, [case, organisation])
            waiting = outbox.waiting_in(connection, case)
        return HeldCase(
            streams=shown[case],
            modes={kind: modes[s.id] for kind, s in shown[case].items() if s.id in modes},
            waiting=waiting,
            organisation=shown[organisation].get(StreamKind.ORG, Stream(id=ORG_STREAM)),
        )

    def cases_opened_in_emergency(self) -> list[CaseId]:
        """Name the cases here that somebody has ever opened in an emergency."""
        with self._cache.read() as connection:
            return mirror.cases_opened_in_emergency(connection)

    def organisation(self) -> Stream:
        """Give the organisation's reference data."""
        streams = self.open(case_of(ORG_STREAM))
        return streams.get(StreamKind.ORG, Stream(id=ORG_STREAM))

    def append(
        self, events: Sequence[Event], beside: Callable[[Connection], None] | None = None
    ) -> None:
        """Take down one act, its events together or not at all.

        Args:
            beside: writes what belongs to the act and is no event, in the same transaction.

        Raises:
            DomainError: the act is refused, ``not_held`` for a case that is not here.
            CacheError: it could not be written; nothing of it is kept.
        """
        writing = self._cache.write() if self._safe is None else self._safe.write()
        with writing as connection:
            new = outbox.unknown(connection, events)
            written: list[Written] = []
            for case in dict.fromkeys(case_of(event.stream) for event in new):
                of_case = [event for event in new if case_of(event.stream) == case]
                bodies = self._append(connection, case, of_case)
                written += [(e.id, e.stream, b) for e, b in zip(of_case, bodies, strict=True)]
            if beside is not None:
                beside(connection)
            if self._safe is not None:
                self._safe.keep(connection, written)

    def _append(self, connection: Connection, case: CaseId, events: Sequence[Event]) -> list[bytes]:
        case_n = mirror.case_number(connection, case)
        if case_n is None:
            raise DomainError("not_held", case=case)
        before = self._view(connection, [case])[0][case]
        after = dict(before)
        for event in events:
            kind = kind_of(event.stream)
            after[kind] = apply(after.get(kind, Stream(id=event.stream)), event)
        bodies = outbox.add(connection, events)
        changed = [
            (stream.id, record)
            for kind, stream in after.items()
            for record in changed_records(before.get(kind, Stream(id=stream.id)), stream)
        ]
        search_index.put_local(connection, case_n, changed)
        if any(record.KIND in projections.ROW_KINDS for _, record in changed):
            projections.put_rows(connection, [(case_n, case_row(after))])
        return bodies

    def _view(
        self, connection: Connection, cases: Sequence[CaseId]
    ) -> tuple[dict[CaseId, dict[StreamKind, Stream]], dict[StreamId, str]]:
        """Give the streams of cases with what was done here, and the modes of those held."""
        held = mirror.streams_with_modes(connection, cases)
        known = [(stream, mode) for stream, mode in held if is_known(stream.kind)]
        records = self._records(connection, [stream for stream, _ in known])
        events = outbox.standing(connection, cases)
        bases: dict[CaseId, list[Stream]] = {case: [] for case in cases}
        for stream, _ in known:
            base = Stream(id=stream.id, head=stream.head, base=records[stream.n])
            bases[case_of(stream.id)].append(base)
        shown = {
            case: shown_case(case, streams, events) if streams else {}
            for case, streams in bases.items()
        }
        return shown, {stream.id: mode for stream, mode in known}

    def _records(
        self, connection: Connection, streams: Sequence[HeldStream]
    ) -> dict[int, LazyRecords]:
        """Give the records of streams by number, read only where they are not remembered."""
        found = {stream.n: self._remembered.get(stream) for stream in streams}
        unread = {stream.case_n for stream in streams if found[stream.n] is None}
        raw = mirror.raw_records(connection, sorted(unread)) if unread else {}
        records: dict[int, LazyRecords] = {}
        for stream in streams:
            remembered = found[stream.n]
            if remembered is None:
                remembered = LazyRecords(raw.get(stream.n, {}))
                self._remembered.keep(stream, remembered)
            records[stream.n] = remembered
        return records
