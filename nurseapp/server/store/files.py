"""Attached files in the database: chunks of bytes, whose they are, and uploads under way.

Whoever reads is checked by the statement that reads. Called by :mod:`nurseapp.server.attachments`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import psycopg
from sqlalchemy import Connection, and_, bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.attachment import Attachment
from nurseapp.domain.ids import RecordId, StreamId, UserId
from nurseapp.server.store.access import HOLDS
from nurseapp.server.store.schema import (
    attachment_chunk,
    attachment_copy,
    attachment_file,
    attachment_upload,
    case_access,
    record,
)

_STORING = 7_242_003
_CAN_SEE = and_(HOLDS, case_access.c.stream_id == bindparam("stream"))
_RECORD = (
    select(record.c.body, record.c.rev, case_access.c.mode)
    .join(case_access, case_access.c.stream_id == record.c.stream_id)
    .where(
        _CAN_SEE,
        record.c.record_id == bindparam("record"),
        record.c.kind == Attachment.KIND,
        ~record.c.deleted,
    )
)
_CHUNK = (
    select(attachment_chunk.c.content)
    .join(attachment_file, attachment_file.c.blob == attachment_chunk.c.blob)
    .join(attachment_copy, attachment_copy.c.sha256 == attachment_file.c.sha256)
    .join(case_access, case_access.c.stream_id == attachment_copy.c.stream_id)
    .where(
        _CAN_SEE,
        attachment_file.c.sha256 == bindparam("sha256"),
        attachment_chunk.c.number == bindparam("number"),
    )
)
_IN_STREAMS_WITH_FILES = select(record.c.stream_id, record.c.record_id, record.c.body).where(
    record.c.stream_id.in_(select(attachment_copy.c.stream_id)),
    record.c.kind == Attachment.KIND,
    ~record.c.deleted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingRecord:
    """The record that names a file, as its reader sees it; ``mode`` is ``read`` or ``write``."""

    body: str
    rev: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on its way from one device; ``held`` chunks of it are here."""

    blob: str
    held: int


def naming_record(
    connection: Connection, user: UserId, stream: str, record_id: str
) -> NamingRecord | None:
    """Give the record of an attachment, None where there is none or the user may not see it."""
    keys = {"user": user, "stream": stream, "record": record_id}
    row = connection.execute(_RECORD, keys).one_or_none()
    return None if row is None else NamingRecord(body=row.body, rev=row.rev, mode=row.mode)


def is_whole(connection: Connection, stream: str, name: str) -> bool:
    """Tell whether a stream has brought all bytes of a file."""
    statement = select(attachment_copy.c.sha256).where(
        attachment_copy.c.stream_id == stream, attachment_copy.c.sha256 == name
    )
    return connection.scalar(statement) is not None


def chunk(
    connection: Connection, user: UserId, stream: str, name: str, number: int
) -> bytes | None:
    """Give one chunk of a file that a stream has brought, where the user may see that stream."""
    keys = {"user": user, "stream": stream, "sha256": name, "number": number}
    return connection.scalar(_CHUNK, keys)


def upload(connection: Connection, stream: str, name: str, device: str) -> Upload | None:
    """Find an upload under way, and let nobody else add to it until the transaction ends."""
    table = attachment_upload
    blob = connection.scalar(
        select(table.c.blob)
        .where(table.c.stream_id == stream, table.c.sha256 == name, table.c.device == device)
        .with_for_update()
    )
    if blob is None:
        return None
    count = select(func.count()).where(attachment_chunk.c.blob == blob)
    return Upload(blob=blob, held=connection.execute(count).scalar_one())


def begin_upload(connection: Connection, stream: str, name: str, device: str, at: datetime) -> None:
    """Begin an upload, where it has not begun already."""
    connection.execute(
        insert(attachment_upload)
        .values(stream_id=stream, sha256=name, device=device, blob=str(uuid.uuid4()), begun_at=at)
        .on_conflict_do_nothing()
    )


def add_chunk(connection: Connection, blob: str, number: int, content: bytes) -> None:
    """Keep one chunk."""
    connection.execute(insert(attachment_chunk).values(blob=blob, number=number, content=content))


def hash_of(connection: Connection, blob: str) -> str:
    """Hash what came in, with one chunk in memory at a time."""
    hashed = sha256()
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the database is not reached through psycopg")
    with driver.cursor(name="attachment", binary=True) as cursor:
        cursor.itersize = 1
        cursor.execute(
            "SELECT content FROM attachment_chunk WHERE blob = %s ORDER BY number", (blob,)
        )
        for (content,) in cursor:
            hashed.update(content)
    return hashed.hexdigest()


def finish_upload(connection: Connection, stream: str, name: str, device: str, blob: str) -> None:
    """Make what came in the file, or drop it where the same file is here; the stream has it."""
    lock(connection)
    stored = connection.scalar(
        insert(attachment_file)
        .values(sha256=name, blob=blob)
        .on_conflict_do_nothing()
        .returning(attachment_file.c.sha256)
    )
    if stored is None:
        _drop_chunks(connection, blob)
    connection.execute(
        insert(attachment_copy).values(stream_id=stream, sha256=name).on_conflict_do_nothing()
    )
    _drop_upload(connection, stream, name, device)


def abandon_upload(connection: Connection, stream: str, name: str, device: str, blob: str) -> None:
    """Drop an upload with what came in of it."""
    _drop_chunks(connection, blob)
    _drop_upload(connection, stream, name, device)


def lock(connection: Connection) -> None:
    """Let nobody else finish an upload, or drop files, until the transaction ends."""
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_STORING})"))


def copies(connection: Connection) -> set[tuple[str, str]]:
    """List which stream has brought which file."""
    rows = connection.execute(select(attachment_copy.c.stream_id, attachment_copy.c.sha256))
    return {(row.stream_id, row.sha256) for row in rows}


def records_beside_files(connection: Connection) -> Iterator[tuple[StreamId, RecordId, str]]:
    """Give the attachment records, stream, id and body, of every stream that has brought files."""
    for row in connection.execute(_IN_STREAMS_WITH_FILES, execution_options={"yield_per": 1000}):
        yield StreamId(row.stream_id), RecordId(row.record_id), row.body


def drop_copy(connection: Connection, stream: str, name: str) -> None:
    """Take a file from a stream."""
    connection.execute(
        delete(attachment_copy).where(
            attachment_copy.c.stream_id == stream, attachment_copy.c.sha256 == name
        )
    )


def drop_files_of_nobody(connection: Connection) -> int:
    """Drop the files that no stream has any more; count them."""
    blobs = connection.scalars(
        delete(attachment_file)
        .where(attachment_file.c.sha256.not_in(select(attachment_copy.c.sha256)))
        .returning(attachment_file.c.blob)
    ).all()
    for blob in blobs:
        _drop_chunks(connection, blob)
    return len(blobs)


def drop_uploads(connection: Connection, begun_before: datetime) -> int:
    """Drop the uploads that began too long ago; count them."""
    blobs = connection.scalars(
        delete(attachment_upload)
        .where(attachment_upload.c.begun_at < begun_before)
        .returning(attachment_upload.c.blob)
    ).all()
    for blob in blobs:
        _drop_chunks(connection, blob)
    return len(blobs)


def _drop_chunks(connection: Connection, blob: str) -> None:
    connection.execute(delete(attachment_chunk).where(attachment_chunk.c.blob == blob))


def _drop_upload(connection: Connection, stream: str, name: str, device: str) -> None:
    table = attachment_upload
    connection.execute(
        delete(table).where(
            table.c.stream_id == stream, table.c.sha256 == name, table.c.device == device
        )
    )
