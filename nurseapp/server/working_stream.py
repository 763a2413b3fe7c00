"""A locked stream while events are applied to it: its records, fetched when first asked for.

What the events name is fetched beforehand, for all streams at once; a rule that looks at more
gets it all the same, only slower. Called by the inbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from nurseapp.domain.ids import EventId, RecordId
from nurseapp.domain.streams import Record, Stream
from nurseapp.server.ids import is_id
from nurseapp.server.store import records
from nurseapp.server.store.events import HistoryRow
from nurseapp.server.store.records import StoredRecord
from nurseapp.server.store.streams import StreamRow
from nurseapp.wire.digest import combined, term
from nurseapp.wire.records import SCHEMA, decode_record, encode_record


class WorkingStream(Mapping[RecordId, Record]):
    """One stream, read and changed in memory.

    Attributes:
        row: where the stream stood when it was locked.
        head: where it stands by now, and ``digest``.
        added: records that were not there, ``replaced`` those that were; each as it is by now.
    """

    def __init__(self, connection: Connection, row: StreamRow) -> None:
        self.row = row
        self.head = row.head
        self.digest = row.digest
        self.added: dict[RecordId, StoredRecord] = {}
        self.replaced: dict[RecordId, StoredRecord] = {}
        self._connection = connection
        self._stored: dict[RecordId, StoredRecord | None] = {}
        self._decoded: dict[RecordId, Record] = {}
        self._is_whole = row.head == 0

    def expect(self, asked: Iterable[RecordId]) -> None:
        """Take these records for absent, unless they come with :meth:`know`."""
        self._stored.update(dict.fromkeys(asked))

    def know(self, found: StoredRecord) -> None:
        """Take what was fetched beforehand."""
        self._stored[found.id] = found

    def value(self) -> Stream:
        """Give the stream as the value that events are applied to; good until the next change."""
        return Stream(id=self.row.id, head=self.head, base=self)

    def body_of(self, record: Record) -> bytes:
        """Write a changed record, carrying over what this version does not know of it."""
        old = self._row(record.id)
        return encode_record(record, None if old is None else old.body.encode())

    def keep(self, record: Record, body: bytes, event: EventId) -> HistoryRow:
        """Put a changed record in its place: head and digest move with it."""
        old = self._row(record.id)
        new = StoredRecord(
            stream=self.row.id,
            id=record.id,
            kind=record.KIND,
            rev=self.head + 1,
            deleted=False,
            schema=SCHEMA if old is None else max(SCHEMA, old.schema),
            body=body.decode(),
        )
        self.head = new.rev
        self.digest = combined(self.digest, added=_term(new), removed=_term(old) if old else 0)
        self._stored[record.id] = new
        kept = self.added if old is None or record.id in self.added else self.replaced
        kept[record.id] = new
        self._decoded[record.id] = record
        before = old.body if old else None
        return HistoryRow(stream=new.stream, rev=new.rev, record=new.id, event=event, before=before)

    def __getitem__(self, record_id: RecordId) -> Record:
        """Decode and remember."""
        found = self._decoded.get(record_id)
        if found is None:
            row = self._row(record_id)
            if row is None:
                raise KeyError(record_id)
            found = decode_record(row.id, row.kind, row.body.encode())
            self._decoded[record_id] = found
        return found

    def __contains__(self, record_id: object) -> bool:
        """Tell without decoding."""
        return isinstance(record_id, str) and self._row(RecordId(record_id)) is not None

    def __iter__(self) -> Iterator[RecordId]:
        """Give the ids of all records."""
        self._fetch_all()
        return iter([record_id for record_id, row in self._stored.items() if row is not None])

    def __len__(self) -> int:
        """Count all records."""
        return sum(1 for _ in self)

    def _row(self, record_id: RecordId) -> StoredRecord | None:
        if record_id not in self._stored and not self._is_whole and is_id(record_id):
            self._stored[record_id] = records.one(self._connection, self.row.id, record_id)
        return self._stored.get(record_id)

    def _fetch_all(self) -> None:
        if not self._is_whole:
            for row in records.whole(self._connection, self.row.id):
                if row.id not in self.replaced:
                    self._stored[row.id] = row
            self._is_whole = True


def _term(row: StoredRecord) -> int:
    return term(row.id, row.rev, row.deleted, row.kind, row.schema, row.body.encode())
