"""Records in the database: fetched for the inbox, read for the feed, written in bulk."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    select,
    table,
    text,
)
from sqlalchemy import column as plain_column
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import RecordId, StreamId, UserId
from nurseapp.server.store.access import HOLDS, SEES_BEHIND_GLASS
from nurseapp.server.store.bulk import copy_in, joined, rows_of
from nurseapp.server.store.schema import case_access, record, stream
from nurseapp.server.store.statement import Statement

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """One record as it is kept."""

    stream: StreamId
    id: RecordId
    kind: str
    rev: int
    deleted: bool
    schema: int
    body: str


Change = Row[str, int, int, str, str | None, str, int, bool, int, str] | tuple[Any, ...]
"""Of a stream: its id, the cursor, head and digest; of a record: id (None where nothing changed),
kind, rev, deleted, schema and body."""

_NAMES = ("stream_id", "record_id", "kind", "rev", "deleted", "schema", "body")
_columns = [record.c[name] for name in _NAMES]
_named = rows_of("named", "streams", "ids")
_NAMED = select(*_columns).join(
    _named, and_(record.c.stream_id == _named.c.streams, record.c.record_id == _named.c.ids)
)
_WHOLE = select(*_columns).where(record.c.stream_id == bindparam("stream"))
_asked = rows_of("asked", "ids", "afters", numbers=["afters"])


def _changed(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Read what changed, where a row of ``case_access`` meets a condition."""
    readable = (
        _asked.join(case_access, and_(condition, case_access.c.stream_id == _asked.c.ids))
        .join(stream, stream.c.id == case_access.c.stream_id)
        # Both bounds from the same table: only then does the index over both columns serve them.
        .outerjoin(record, and_(record.c.stream_id == _asked.c.ids, record.c.rev > _asked.c.afters))
    )
    return (
        select(_asked.c.ids, _asked.c.afters, stream.c.head, stream.c.digest, *_columns[1:])
        .select_from(readable)
        .order_by(_asked.c.number, record.c.rev)
    )


_CHANGED = _changed(HOLDS)
_CHANGED_BEHIND_GLASS = _changed(SEES_BEHIND_GLASS)
_NEWS = Statement(_CHANGED)
_STAGE = text(
    "CREATE TEMPORARY TABLE IF NOT EXISTS staged_record (LIKE record) ON COMMIT DELETE ROWS"
)
_staged = table("staged_record", *(plain_column(name, record.c[name].type) for name in _NAMES))
_incoming = insert(record).from_select(_NAMES, select(_staged))
_WRITE = _incoming.on_conflict_do_update(
    index_elements=_NAMES[:2], set_={name: _incoming.excluded[name] for name in _NAMES[2:]}
)


def named(
    connection: Connection, wanted: Sequence[tuple[StreamId, RecordId]]
) -> Iterator[StoredRecord]:
    """Fetch those of these records that exist."""
    keys = {
        "streams": joined(stream_id for stream_id, _ in wanted),
        "ids": joined(record_id for _, record_id in wanted),
    }
    return map(_stored, connection.execute(_NAMED, keys))


def whole(connection: Connection, stream_id: StreamId) -> Iterator[StoredRecord]:
    """Fetch every record of a stream."""
    return map(_stored, connection.execute(_WHOLE, {"stream": stream_id}))


def of_kind(connection: Connection, stream_id: StreamId, kind: str) -> Iterator[StoredRecord]:
    """Fetch the records of one kind in a stream."""
    statement = _WHOLE.where(record.c.kind == kind)
    return map(_stored, connection.execute(statement, {"stream": stream_id}))


def changed_since(
    connection: Connection, user: UserId, cursors: Mapping[str, int], *, behind_glass: bool = False
) -> Generator[Change]:
    """Read what changed in those streams that the user may see, as the database sends it.

    Access and records come from one statement, so that nothing is read that may no longer be.

    Args:
        cursors: the revision after which to read, by stream, in the order to read them.
        behind_glass: read what is open in an emergency, instead of what the user holds.

    Returns:
        A row for each record that changed; one without a record for a stream without news.
    """
    keys = {"user": user, "ids": joined(cursors), "afters": joined(cursors.values())}
    statement = _CHANGED_BEHIND_GLASS if behind_glass else _CHANGED
    if statement is _CHANGED and 0 not in cursors.values():
        # News is little, and a cursor for it costs more than the reading.
        yield from _NEWS.rows(connection, keys)
        return
    options = {"yield_per": _ROWS_AT_ONCE}
    with closing(connection.execute(statement, keys, execution_options=options)) as found:
        yield from found


def stage(connection: Connection, records: Iterable[StoredRecord]) -> None:
    """Bring records to the database, for :func:`write_staged` in the same transaction."""
    connection.execute(_STAGE)
    rows = sorted(records, key=lambda row: (row.stream, row.id))
    copy_in(
        connection,
        _staged.name,
        _NAMES,
        ((r.stream, r.id, r.kind, r.rev, r.deleted, r.schema, r.body) for r in rows),
    )


def write_staged(connection: Connection) -> None:
    """Write what was staged, each in the place of its older revision."""
    connection.execute(_WRITE)
    connection.execute(_staged.delete())


def _stored(row: Row[str, str, str, int, bool, int, str]) -> StoredRecord:
    stream_id, record_id, kind, rev, deleted, schema, body = row
    return StoredRecord(
        stream=StreamId(stream_id),
        id=RecordId(record_id),
        kind=kind,
        rev=rev,
        deleted=deleted,
        schema=schema,
        body=body,
    )
