"""Attached files: taken in chunk by chunk, checked, stored once, handed out, and collected.

A file is reached only through the record that names it, in a stream that the caller may see; for
anybody else there is nothing. Each stream brings the bytes itself, though they are stored once:
who knows only the hash of a file gets none of it. Called by the routes and by the command line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from nurseapp.domain.attachment import BEGINNING, Attachment, media_type_of
from nurseapp.domain.ids import RecordId
from nurseapp.domain.refusal import DomainError
from nurseapp.server.caller import Caller
from nurseapp.server.ids import is_id
from nurseapp.server.store import audit, files
from nurseapp.server.store.audit import AuditRow
from nurseapp.wire.attachments import (
    Chunk,
    FetchChunk,
    FileStatus,
    FileStatusRequest,
    SendChunk,
    chunk_count,
    chunk_size,
)
from nurseapp.wire.records import decode_record

UPLOADS_KEPT = timedelta(days=7)
"""How long an upload may take before what came in of it is dropped."""
_WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a chunk; ``is_wrong_file`` where the whole is not what its record names."""

    status: FileStatus
    is_wrong_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """How many files were dropped that nothing names, and how many uploads that never ended."""

    files: int
    uploads: int


def status(connection: Connection, caller: Caller, request: FileStatusRequest) -> FileStatus:
    """Say how much of a file is here; refuse ``not_found`` as for a file that does not exist."""
    attachment, _ = _named(connection, caller, request.stream, request.record)
    if files.is_whole(connection, request.stream, attachment.sha256):
        return _whole(request.epoch, attachment)
    upload = files.upload(connection, request.stream, attachment.sha256, caller.device)
    return FileStatus(epoch=request.epoch, held=upload.held if upload else 0, is_whole=False)


def take(connection: Connection, sender: Caller, request: SendChunk, at: datetime) -> Taken:
    """Take in a chunk; with the last one, check the whole.

    Raises:
        DomainError: ``not_found``; ``wrong_chunk`` for one that is not what it says;
            ``wrong_type`` for a file that does not begin as its record says. Nothing was kept.
    """
    attachment, _ = _named(connection, sender, request.stream, request.record, _WRITE)
    name, epoch = attachment.sha256, request.epoch
    if files.is_whole(connection, request.stream, name):
        return Taken(status=_whole(epoch, attachment))
    _check(request, attachment)
    files.begin_upload(connection, request.stream, name, sender.device, at)
    upload = files.upload(connection, request.stream, name, sender.device)
    if upload is None:  # another request of this device has just finished it
        return Taken(status=_whole(epoch, attachment))
    held = upload.held
    if request.number == held:
        files.add_chunk(connection, upload.blob, held, request.content)
        held += 1
    if held < chunk_count(attachment.size):
        return Taken(status=FileStatus(epoch=epoch, held=held, is_whole=False))
    if files.hash_of(connection, upload.blob) != name:
        files.abandon_upload(connection, request.stream, name, sender.device, upload.blob)
        status = FileStatus(epoch=epoch, held=0, is_whole=False)
        return Taken(status=status, is_wrong_file=True)
    files.finish_upload(connection, request.stream, name, sender.device, upload.blob)
    audit.add(connection, [_audit_row(sender, at, "store", request.stream)])
    return Taken(status=_whole(epoch, attachment))


def give(connection: Connection, reader: Caller, request: FetchChunk, at: datetime) -> Chunk:
    """Hand out a chunk, and write down that the record's revision was read.

    Raises:
        DomainError: ``not_found``; ``not_there_yet`` where its sender has not sent it all.
    """
    attachment, rev = _named(connection, reader, request.stream, request.record)
    content = files.chunk(
        connection, reader.actor.id, request.stream, attachment.sha256, request.number
    )
    if content is None:
        is_beyond = not 0 <= request.number < chunk_count(attachment.size)
        raise DomainError("not_found" if is_beyond else "not_there_yet")
    audit.add(connection, [_audit_row(reader, at, "read", request.stream, rev)])
    return Chunk(
        epoch=request.epoch,
        number=request.number,
        sha256=sha256(content).digest(),
        content=content,
    )


def collect(connection: Connection, at: datetime) -> Collected:
    """Drop the files that no record names any more, and uploads that nobody goes on with."""
    files.lock(connection)
    unnamed = files.copies(connection)
    for stream, record, body in files.records_beside_files(connection) if unnamed else ():
        found = decode_record(record, Attachment.KIND, body.encode())
        if not isinstance(found, Attachment):
            unnamed = {(other, name) for other, name in unnamed if other != stream}
        elif found.withdrawn_reason is None:
            unnamed.discard((stream, found.sha256))
    for stream_id, name in sorted(unnamed):
        files.drop_copy(connection, stream_id, name)
    return Collected(
        files=files.drop_files_of_nobody(connection),
        uploads=files.drop_uploads(connection, at - UPLOADS_KEPT),
    )


def _named(
    connection: Connection, caller: Caller, stream: str, record: str, mode: str | None = None
) -> tuple[Attachment, int]:
    """Give the attachment and its revision, where it stands and the caller may see it."""
    if is_id(stream) and is_id(record):
        naming = files.naming_record(connection, caller.actor.id, stream, record)
        if naming is not None and mode in (None, naming.mode):
            found = decode_record(RecordId(record), Attachment.KIND, naming.body.encode())
            if isinstance(found, Attachment) and found.withdrawn_reason is None:
                return found, naming.rev
    raise DomainError("not_found")


def _check(request: SendChunk, attachment: Attachment) -> None:
    is_one = 0 <= request.number < chunk_count(attachment.size)
    if not is_one or len(request.content) != chunk_size(attachment.size, request.number):
        raise DomainError("wrong_chunk")
    if sha256(request.content).digest() != request.sha256:
        raise DomainError("wrong_chunk")
    if request.number == 0 and not _begins_as(attachment, request.content):
        raise DomainError("wrong_type")


def _begins_as(attachment: Attachment, content: bytes) -> bool:
    try:
        return media_type_of(content[:BEGINNING]) is attachment.media
    except DomainError:
        return False


def _whole(epoch: str, attachment: Attachment) -> FileStatus:
    return FileStatus(epoch=epoch, held=chunk_count(attachment.size), is_whole=True)


def _audit_row(
    caller: Caller, at: datetime, action: str, stream: str, rev: int | None = None
) -> AuditRow:
    return AuditRow(
        at=at,
        actor=caller.actor.id,
        device=caller.device,
        action=action,
        stream=stream,
        first_rev=rev,
        last_rev=rev,
    )
