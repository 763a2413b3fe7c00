"""The cases as a person sees and changes them: mirror with outbox, and rows of lists.

Runs on the store's thread. What is appended is on the disk when :meth:`CaseStore.append`
returns; it is not on the server yet, which is the sync's business. Called by services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from nurseapp.desktop.storage import mirror, outbox, projections, search_index
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.mirror import RawRecords
from nurseapp.desktop.storage.remembered import Remembered
from nurseapp.desktop.storage.safekeeping import Safekeeping, Written
from nurseapp.desktop.storage.views import is_known, shown_case
from nurseapp.domain.apply import apply
from nurseapp.domain.caseload import CaseRow, case_row
from nurseapp.domain.events import Event
from nurseapp.domain.ids import CaseId
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
            case_n = mirror.case_number(connection, case)
            return {} if case_n is None else self._view(connection, case_n, case)

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

    def waiting_in(self, case: CaseId) -> int:
        """Count what was done in a case and is not decided by the server yet."""
        with self._cache.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM outbox WHERE case_id = ? AND state = 'waiting'", (case,)
            )
            count: int = found.scalar_one()
            return count

    def modes(self, case: CaseId) -> Mapping[StreamKind, str]:
        """Say for each stream of a case whether it is there to ``read`` or to ``write``."""
        with self._cache.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT s.kind, s.mode FROM stream AS s JOIN held_case AS c ON c.n = s.case_n"
                " WHERE c.id = ?",
                (case,),
            )
            return {StreamKind(kind): mode for kind, mode in rows if is_known(kind)}

    def _append(self, connection: Connection, case: CaseId, events: Sequence[Event]) -> list[bytes]:
        case_n = mirror.case_number(connection, case)
        if case_n is None:
            raise DomainError("not_held", case=case)
        before = self._view(connection, case_n, case)
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

    def _view(self, connection: Connection, case_n: int, case: CaseId) -> dict[StreamKind, Stream]:
        streams = [s for s in mirror.streams_of(connection, [case_n]) if is_known(s.kind)]
        raw: Mapping[int, RawRecords] | None = None
        bases = []
        for stream in streams:
            records = self._remembered.get(stream)
            if records is None:
                raw = mirror.raw_records(connection, [case_n]) if raw is None else raw
                records = LazyRecords(raw.get(stream.n, {}))
                self._remembered.keep(stream, records)
            bases.append(Stream(id=stream.id, head=stream.head, base=records))
        return shown_case(case, bases, outbox.standing(connection, [case]))
