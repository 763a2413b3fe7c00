"""The index of words: members by name, number, phone and place; notes, contacts, the plan.

It holds no text of its own, only words by record number, and can be dropped and rebuilt. Its
merging is left out of the commits of a person who writes. Functions over a connection, in the
caller's transaction; called by the projections and by search.

What is in the outbox only has numbers of its own, in the upper half of its case's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.mirror import NUMBER_BITS, as_ranges
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.contact import Contact
from nurseapp.domain.fact import Fact
from nurseapp.domain.goal import Goal
from nurseapp.domain.handout import HandoutGiven
from nurseapp.domain.ids import StreamId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.member import Member
from nurseapp.domain.note import Note
from nurseapp.domain.problem import Problem
from nurseapp.domain.streams import Record

_MOST_SEGMENTS = 64
"""So many commits' words are kept apart before a commit has to merge them."""
_PAGES_A_MERGE = 32
LocalRecord = tuple[StreamId, Record]
_LOCAL = 1 << (NUMBER_BITS - 1)
_WHO: Mapping[type[Record], tuple[str, ...]] = {
    Member: ("family_name", "given_name", "number", "phone", "place"),
}
_WHAT: Mapping[type[Record], tuple[str, ...]] = {
    Note: ("text",),
    Contact: ("with_whom", "text"),
    Problem: ("title",),
    Goal: ("words", "outcome"),
    Intervention: ("title",),
    Barrier: ("title", "action"),
    HandoutGiven: ("title",),
    Fact: ("display",),
    Appointment: ("purpose", "place"),
}


def create(connection: Connection) -> None:
    """Make the index anew, empty."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS search")
    connection.exec_driver_sql("DROP TABLE IF EXISTS local_record")
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE search USING fts5 (who, what, content='', contentless_delete=1,"
        " prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('automerge', 0)")
    connection.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('usermerge', 2)")
    connection.exec_driver_sql(
        "INSERT INTO search (search, rank) VALUES ('crisismerge', ?)", (_MOST_SEGMENTS,)
    )
    connection.exec_driver_sql(
        "CREATE TABLE local_record (n INTEGER PRIMARY KEY, stream TEXT NOT NULL,"
        " id TEXT NOT NULL, UNIQUE (stream, id))"
    )


def put(connection: Connection, records: Iterable[tuple[int, Record | None]]) -> None:
    """Index records by number, in order of the numbers; None takes one out."""
    rows: list[tuple[int, str, str]] = []
    wordless: list[int] = []
    for n, record in records:
        who, what = ("", "") if record is None else _words(record)
        if who or what:
            rows.append((n, who, what))
        else:
            wordless.append(n)
    _take_out(connection, wordless)
    if rows:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO search (rowid, who, what) VALUES (?, ?, ?)", rows
        )


def put_local(connection: Connection, case_n: int, records: Sequence[LocalRecord]) -> None:
    """Index what the outbox adds to a case or changes in it."""
    first, last = (case_n << NUMBER_BITS) + _LOCAL, ((case_n + 1) << NUMBER_BITS) - 1
    found = connection.exec_driver_sql(
        "SELECT max(n) FROM local_record WHERE n BETWEEN ? AND ?", (first, last)
    )
    highest = found.scalar() or first
    numbered = []
    for stream, record in records:
        known = connection.exec_driver_sql(
            "SELECT n FROM local_record WHERE stream = ? AND id = ?", (stream, record.id)
        ).scalar()
        if known is None:
            highest += 1
            connection.exec_driver_sql(
                "INSERT INTO local_record (n, stream, id) VALUES (?, ?, ?)",
                (highest, stream, record.id),
            )
        numbered.append((known or highest, record))
    put(connection, sorted(numbered, key=lambda pair: pair[0]))


def drop_local(connection: Connection, cases: Iterable[int]) -> None:
    """Take what the outbox had added to some cases out of the index."""
    numbers = connection.exec_driver_sql(
        "SELECT r.n FROM json_each(?) AS j CROSS JOIN local_record AS r"
        " ON r.n BETWEEN j.value ->> 0 AND j.value ->> 1",
        (as_ranges(cases),),
    ).scalars()
    found = list(numbers)
    if found:
        _take_out(connection, found)
        connection.exec_driver_sql(
            "DELETE FROM local_record WHERE n IN (SELECT value FROM json_each(?))",
            (json.dumps(found),),
        )


def merge_a_little(connection: Connection) -> bool:
    """Merge a few pages of the index; tell whether there was anything to merge."""
    before = _changes(connection)
    connection.exec_driver_sql(
        "INSERT INTO search (search, rank) VALUES ('merge', ?)", (_PAGES_A_MERGE,)
    )
    return _changes(connection) - before > 1  # the command itself counts as one


def forget(connection: Connection, streams: Sequence[int]) -> None:
    """Take the records of streams out of the index, before the mirror forgets them."""
    numbers = connection.exec_driver_sql(
        "SELECT n FROM record WHERE stream_n IN (SELECT value FROM json_each(?))",
        (json.dumps(list(streams)),),
    ).scalars()
    _take_out(connection, list(numbers))


def _changes(connection: Connection) -> int:
    count: int = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    return count


def _take_out(connection: Connection, numbers: Sequence[int]) -> None:
    if numbers:
        connection.exec_driver_sql(
            "DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(numbers)),),
        )


def _words(record: Record) -> tuple[str, str]:
    kind = type(record)
    return _joined(record, _WHO.get(kind, ())), _joined(record, _WHAT.get(kind, ()))


def _joined(record: Record, names: tuple[str, ...]) -> str:
    return " ".join([value for name in names if (value := getattr(record, name))])
