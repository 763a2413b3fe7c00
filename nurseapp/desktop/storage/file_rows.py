"""What is known of attached files: which are on this computer, and what is to become of each.

A *use* is what one record wants of its file: that it be sent, fetched, or just kept. A file that
no record uses any more is forgotten with its key, and then taken off the disk. Functions over a
connection, in the caller's transaction; called by the stores.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.attachment import Attachment
from nurseapp.domain.ids import CaseId, EventId, RecordId, StreamId
from nurseapp.domain.streams import case_of
from nurseapp.wire.attachments import CHUNK

UNNAMED_KEPT = timedelta(days=7)
"""How long a file is kept whose record is not there: after a restore it may come back."""


class Goal(StrEnum):
    """What is to become of a record's file; one that is ``stuck`` can only be attached again."""

    SEND = "send"
    FETCH = "fetch"
    KEEP = "keep"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """A file on this computer, under its hash; ``held`` chunks of it are on the disk."""

    sha256: str
    size: int
    name: str
    key: bytes = field(repr=False)
    held: int

    @property
    def chunks(self) -> int:
        """Count its chunks."""
        return -(-self.size // CHUNK)

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it is here."""
        return self.held == self.chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse:
    """What a record wants of its file.

    Attributes:
        sent: how many chunks the server has from here.
        hindered: the code of what was in the way when it was last tried.
        is_announced: the server has the record; only then does it take the file.
    """

    stream: StreamId
    record: RecordId
    file: HeldFile
    goal: Goal
    sent: int
    hindered: str | None
    is_announced: bool

    @property
    def case(self) -> CaseId:
        """The case that it belongs to."""
        return case_of(self.stream)


_USES = """
    SELECT u.stream, u.record, u.goal, u.sent, u.hindered, NOT EXISTS (
        SELECT 1 FROM outbox AS o WHERE o.id = u.event AND o.state IN ('waiting', 'refused')
    ), f.sha256, f.size, f.name, f.key, f.held
    FROM file_use AS u JOIN held_file AS f ON f.sha256 = u.sha256
"""
_STANDING = """
    SELECT u.n, r.n IS NOT NULL, CAST(r.body AS TEXT) ->> 'withdrawn_reason', EXISTS (
        SELECT 1 FROM outbox AS o WHERE o.id = u.event AND o.state <> 'withdrawn'
    ), u.unnamed_since
    FROM file_use AS u LEFT JOIN stream AS s ON s.id = u.stream
    LEFT JOIN record AS r ON r.stream_n = s.n AND r.id = u.record AND r.kind = ? AND NOT r.deleted
"""


def file(connection: Connection, sha256: str) -> HeldFile | None:
    """Give a file, None where nothing of it is here."""
    row = connection.exec_driver_sql(
        "SELECT sha256, size, name, key, held FROM held_file WHERE sha256 = ?", (sha256,)
    ).first()
    return None if row is None else _file(row)


def put_file(connection: Connection, new: HeldFile) -> None:
    """Keep a file in the place of what there is of it."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO dropped_file (name) SELECT name FROM held_file WHERE sha256 = ?",
        (new.sha256,),
    )
    connection.exec_driver_sql(
        "INSERT INTO held_file (sha256, size, name, key, held) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (sha256) DO UPDATE SET"
        " size = excluded.size, name = excluded.name, key = excluded.key, held = excluded.held",
        (new.sha256, new.size, new.name, new.key, new.held),
    )


def set_held(connection: Connection, held: HeldFile, chunks: int) -> None:
    """Note how much of a file is on the disk, unless it was replaced meanwhile."""
    connection.exec_driver_sql(
        "UPDATE held_file SET held = ? WHERE sha256 = ? AND name = ?",
        (chunks, held.sha256, held.name),
    )


def put_use(
    connection: Connection,
    stream: StreamId,
    attachment: tuple[RecordId, str],
    goal: Goal,
    event: EventId | None = None,
) -> None:
    """Say what is to become of the file, by its hash, that a record names."""
    record, sha256 = attachment
    connection.exec_driver_sql(
        "INSERT INTO file_use (stream, record, case_id, sha256, goal, event)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stream, record) DO UPDATE SET"
        " goal = excluded.goal, hindered = NULL, unnamed_since = NULL",
        (stream, record, case_of(stream), sha256, goal, event),
    )


def for_visits(connection: Connection) -> list[tuple[StreamId, RecordId, str, int]]:
    """List the files of the cases that are to be visited, of which nobody has said what becomes.

    Each with its stream, record, hash and size. The kind is spelled out, as in its index.
    """
    found = connection.exec_driver_sql(
        "SELECT s.id, r.id, CAST(r.body AS TEXT) ->> 'sha256', CAST(r.body AS TEXT) ->> 'size'"
        " FROM held_case AS c JOIN stream AS s ON s.case_n = c.n JOIN record AS r"
        " ON r.stream_n = s.n WHERE c.wanted AND r.kind = 'attachment' AND NOT r.deleted"
        " AND CAST(r.body AS TEXT) ->> 'withdrawn_reason' IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM file_use AS u WHERE u.stream = s.id AND u.record = r.id)"
    )
    return [(stream, record, sha256, size) for stream, record, sha256, size in found]


def uses_in(connection: Connection, case: CaseId) -> list[FileUse]:
    """List what the records of a case want of their files."""
    found = connection.exec_driver_sql(f"{_USES} WHERE u.case_id = ? ORDER BY u.n", (case,))
    return [_use(row) for row in found]


def uses_of(connection: Connection, sha256: str) -> list[FileUse]:
    """List what records want of one file."""
    found = connection.exec_driver_sql(f"{_USES} WHERE u.sha256 = ? ORDER BY u.n", (sha256,))
    return [_use(row) for row in found]


def under_way(connection: Connection) -> list[FileUse]:
    """List what is to be fetched and sent, the oldest wish first."""
    found = connection.exec_driver_sql(f"{_USES} WHERE u.goal IN ('send', 'fetch') ORDER BY u.n")
    return [_use(row) for row in found]


def count_unsent(connection: Connection) -> int:
    """Count the files that the server is to have and can be given: what hinders one is told."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM file_use WHERE goal = 'send' AND hindered IS NULL"
    )
    return int(found.scalar_one())


def move(connection: Connection, use: FileUse, goal: Goal, sent: int, hindered: str | None) -> None:
    """Note how far a use is by now."""
    connection.exec_driver_sql(
        "UPDATE file_use SET goal = ?, sent = ?, hindered = ? WHERE stream = ? AND record = ?",
        (goal, sent, hindered, use.stream, use.record),
    )


def reopen(connection: Connection) -> None:
    """Offer the server again what is here: it may have lost it with its database."""
    connection.exec_driver_sql(
        "UPDATE file_use SET goal = 'send', sent = 0 WHERE goal = 'keep'"
        " AND EXISTS (SELECT 1 FROM stream AS s WHERE s.id = file_use.stream AND s.mode = 'write')"
    )


def forget(connection: Connection, streams: Collection[StreamId]) -> None:
    """Forget the files of streams that ended, with their keys."""
    connection.exec_driver_sql(
        "DELETE FROM file_use WHERE stream IN (SELECT value FROM json_each(?))",
        (json.dumps(list(streams)),),
    )
    _drop_unused(connection)


def sweep(connection: Connection, at: datetime) -> list[str]:
    """Forget the files that no record names any more; list those to be taken off the disk.

    What was withdrawn goes at once; what is not there for another reason, after a while.
    """
    gone: list[int] = []
    noted: list[tuple[str | None, int]] = []
    rows = connection.exec_driver_sql(_STANDING, (Attachment.KIND,)).all()
    for n, is_there, withdrawn, is_in_outbox, since in rows:
        if withdrawn is not None:
            gone.append(n)
        elif is_there or is_in_outbox:
            if since is not None:
                noted.append((None, n))
        elif since is None:
            noted.append((at.isoformat(), n))
        elif datetime.fromisoformat(since) < at - UNNAMED_KEPT:
            gone.append(n)
    if noted:
        connection.exec_driver_sql("UPDATE file_use SET unnamed_since = ? WHERE n = ?", noted)
    if gone:
        connection.exec_driver_sql(
            "DELETE FROM file_use WHERE n IN (SELECT value FROM json_each(?))", (json.dumps(gone),)
        )
        _drop_unused(connection)
    return connection.exec_driver_sql("SELECT name FROM dropped_file").scalars()


def is_swept(connection: Connection, name: str) -> None:
    """Note that a file is off the disk."""
    connection.exec_driver_sql("DELETE FROM dropped_file WHERE name = ?", (name,))


def names(connection: Connection) -> set[str]:
    """Name every file that has its place on the disk."""
    return set(connection.exec_driver_sql("SELECT name FROM held_file").scalars())


def _drop_unused(connection: Connection) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO dropped_file (name) SELECT name FROM held_file"
        " WHERE sha256 NOT IN (SELECT sha256 FROM file_use)"
    )
    connection.exec_driver_sql(
        "DELETE FROM held_file WHERE sha256 NOT IN (SELECT sha256 FROM file_use)"
    )


def _use(row: Sequence[Any]) -> FileUse:
    stream, record, goal, sent, hindered, is_announced = row[:6]
    return FileUse(
        stream=StreamId(stream),
        record=RecordId(record),
        file=_file(row[6:]),
        goal=Goal(goal),
        sent=sent,
        hindered=hindered,
        is_announced=bool(is_announced),
    )


def _file(row: Sequence[Any]) -> HeldFile:
    sha256, size, name, key, held = row
    return HeldFile(sha256=sha256, size=size, name=name, key=key, held=held)
