"""One stream of the server in memory: its records, each with a revision of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from nurseapp.domain.ids import RecordId, StreamId
from nurseapp.domain.streams import Record, Stream
from nurseapp.wire import digest
from nurseapp.wire.messages import Row
from nurseapp.wire.records import SCHEMA, LazyRecords, encode_record


@dataclass(slots=True)
class ServerStream:
    """One stream: its records, and how far it goes."""

    head: int = 0
    rows: dict[RecordId, Row] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The digest over all records, counted anew."""
        total = 0
        for r in self.rows.values():
            added = digest.term(r.id, r.rev, r.deleted, r.kind, r.schema, bytes(r.body))
            total = digest.combined(total, added=added)
        return digest.as_text(total)

    def as_stream(self, name: StreamId) -> Stream:
        """Give it as the domain reads it."""
        raw = {i: (r.kind, bytes(r.body)) for i, r in self.rows.items() if not r.deleted}
        return Stream(id=name, head=self.head, base=LazyRecords(raw))

    def put(self, record: Record) -> None:
        """Write one record with the next revision."""
        known = self.rows.get(record.id)
        body = encode_record(record, bytes(known.body) if known else None)
        self.put_raw(record.id, record.KIND, body)

    def put_raw(self, record_id: str, kind: str, body: bytes, *, deleted: bool = False) -> None:
        """Write one record's bytes with the next revision."""
        self.head += 1
        self.rows[RecordId(record_id)] = Row(
            id=record_id,
            kind=kind,
            rev=self.head,
            deleted=deleted,
            schema=SCHEMA,
            body=msgspec.Raw(body),
        )
