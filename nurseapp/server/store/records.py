"""Records in the database: fetched for the inbox, read for the feed, written in bulk."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing
from itertools import starmap
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    select,
    update,
)

from nurseapp.domain.ids import RecordId, StreamId, UserId
from nurseapp.server.store.access import HOLDS, SEES_BEHIND_GLASS
from nurseapp.server.store.bulk import BETWEEN, insertion, joined, rows_of
from nurseapp.server.store.schema import case_access, record, stream
from nurseapp.server.store.statement import Statement

_ROWS_AT_ONCE = 1000


class StoredRecord(msgspec.Struct, frozen=True, gc=False):
    """One record as it is kept: a struct, as a push makes hundreds, and from rows as they come."""

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
_NAMED = Statement(
    select(*_columns).join(
        _named, and_(record.c.stream_id == _named.c.streams, record.c.record_id == _named.c.ids)
    )
)
_WHOLE = select(*_columns).where(record.c.stream_id == bindparam("stream"))
_ONE = _WHOLE.where(record.c.record_id == bindparam("record"))
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
_ADD = Statement(insertion(record, _NAMES))
_new = rows_of("new", *_NAMES)
_REPLACE = Statement(
    update(record)
    .values({name: cast(_new.c[name], record.c[name].type) for name in _NAMES[2:]})
    .where(record.c.stream_id == _new.c.stream_id, record.c.record_id == _new.c.record_id)
)


def named(
    connection: Connection, wanted: Collection[tuple[StreamId, RecordId]]
) -> Iterator[StoredRecord]:
    """Fetch those of these records that exist."""
    keys = {
        "streams": BETWEEN.join([stream_id for stream_id, _ in wanted]),
        "ids": BETWEEN.join([record_id for _, record_id in wanted]),
    }
    return starmap(StoredRecord, _NAMED.rows(connection, keys))


def one(connection: Connection, stream_id: StreamId, record_id: RecordId) -> StoredRecord | None:
    """Fetch one record, None where it does not exist."""
    row = connection.execute(_ONE, {"stream": stream_id, "record": record_id}).one_or_none()
    return None if row is None else StoredRecord(*row)


def whole(connection: Connection, stream_id: StreamId) -> Iterator[StoredRecord]:
    """Fetch every record of a stream."""
    return starmap(StoredRecord, connection.execute(_WHOLE, {"stream": stream_id}))


def of_kind(connection: Connection, stream_id: StreamId, kind: str) -> Iterator[StoredRecord]:
    """Fetch the records of one kind in a stream."""
    statement = _WHOLE.where(record.c.kind == kind)
    return starmap(StoredRecord, connection.execute(statement, {"stream": stream_id}))


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


def add(connection: Connection, records: Collection[StoredRecord]) -> None:
    """Write records that are not there yet."""
    if records:
        _ADD.run(connection, _columns_of(records))


def replace(connection: Connection, records: Collection[StoredRecord]) -> None:
    """Write records, each in the place of its older revision."""
    if records:
        _REPLACE.run(connection, _columns_of(records))


def _columns_of(records: Collection[StoredRecord]) -> Mapping[str, str]:
    rows = sorted(records, key=attrgetter("stream", "id"))
    return {
        "stream_id": BETWEEN.join([row.stream for row in rows]),
        "record_id": BETWEEN.join([row.id for row in rows]),
        "kind": BETWEEN.join([row.kind for row in rows]),
        "rev": joined(row.rev for row in rows),
        "deleted": joined(row.deleted for row in rows),
        "schema": joined(row.schema for row in rows),
        "body": BETWEEN.join([row.body for row in rows]),
    }
