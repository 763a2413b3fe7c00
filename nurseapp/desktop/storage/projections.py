"""What lists and searches read: a row for each case, and the index of words.

Written in the transaction that writes what they summarise, and rebuilt from nothing when their
shape changes. Functions over a connection, in the caller's transaction; called by the cache and
by the stores.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import msgspec

from nurseapp.desktop.storage import mirror, outbox, search_index, settings
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.mirror import HeldStream, Landed, RawRecords
from nurseapp.desktop.storage.remembered import Remembered
from nurseapp.desktop.storage.views import is_known, shown_case
from nurseapp.domain.appointment import Appointment
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.case import Case
from nurseapp.domain.caseload import CaseRow, case_row
from nurseapp.domain.fact import Fact
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.member import Member
from nurseapp.domain.problem import Problem
from nurseapp.domain.revising import Conflict
from nurseapp.domain.row_change import may_change
from nurseapp.domain.safety import SafetyConcern
from nurseapp.domain.screening import Screening
from nurseapp.domain.streams import Record, Stream, StreamKind, case_of
from nurseapp.wire.records import decode_record

VERSION = "1"
_VERSION_NAME = "projections"
_CASES_AT_ONCE = 50

ROW_KINDS = frozenset(
    kind.KIND
    for kind in (
        Member,
        Case,
        Problem,
        Goal,
        Intervention,
        Barrier,
        SafetyConcern,
        Screening,
        Fact,
        Appointment,
        Conflict,
    )
)
"""The kinds of record that a case's row is made of; others change nothing in it."""

Records = Mapping[RecordId, Record]
_Pair = tuple[Record | None, Record | None]
"""A record before and after; None where there was or is none."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(CaseRow)


def bring_up_to_date(connection: Connection) -> None:
    """Rebuild everything here where it was made by another version, or never."""
    if settings.get(connection, _VERSION_NAME) == VERSION:
        return
    search_index.create(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS case_row")
    connection.exec_driver_sql(
        "CREATE TABLE case_row (n INTEGER PRIMARY KEY, conflicts INTEGER NOT NULL,"
        " body BLOB NOT NULL)"
    )
    cases = connection.exec_driver_sql("SELECT n FROM held_case ORDER BY n").scalars()
    for start in range(0, len(cases), _CASES_AT_ONCE):
        some = cases[start : start + _CASES_AT_ONCE]
        _index_mirror(connection, some)
        refresh(connection, some, Remembered(0))
    settings.put(connection, _VERSION_NAME, VERSION)


def land(
    connection: Connection,
    landed: Sequence[Landed],
    also: Collection[int],
    remembered: Remembered[Records],
) -> frozenset[CaseId]:
    """Follow what pages brought; ``also`` are cases whose outbox changed. Name all of them."""
    by_case: dict[int, list[Landed]] = {}
    for part in landed:
        if part.rows:
            by_case.setdefault(part.stream.case_n, []).append(part)
    cases = sorted(by_case)
    for start in range(0, len(cases), _CASES_AT_ONCE):
        some = cases[start : start + _CASES_AT_ONCE]
        parts = [part for case in some for part in by_case[case]]
        _land(connection, parts, {case for case in some if case in also}, remembered)
    rest = set(also) - set(cases)
    refresh(connection, sorted(rest), remembered)
    named = {case_of(part.stream.id) for part in landed if part.rows}
    return frozenset(named.union(mirror.case_names(connection, rest).values()))


def _land(
    connection: Connection,
    landed: Sequence[Landed],
    affected: set[int],
    remembered: Remembered[Records],
) -> None:
    """Read each record that came once, for the index and for the row of its case."""
    indexed: list[tuple[int, Record | None]] = []
    changed: dict[int, list[_Pair]] = {}
    for part in landed:
        decoded = [
            None if deleted else decode_record(record_id, kind, body)
            for _, _, record_id, kind, _, deleted, _, body in part.rows
        ]
        indexed += zip((row[0] for row in part.rows), decoded, strict=True)
        known = {} if part.is_whole else remembered.get(part.stream)
        if known is not None:
            remembered.keep(part.after, _followed(known, part, decoded))
        pairs = changed.setdefault(part.stream.case_n, [])
        for (_, _, name, kind, *_), raw, record in zip(
            part.rows, part.before, decoded, strict=True
        ):
            if kind in ROW_KINDS:
                pairs.append((decode_record(name, *raw) if raw else None, record))
    search_index.put(connection, sorted(indexed, key=lambda pair: pair[0]))
    affected |= _look_different(
        connection, {n: pairs for n, pairs in changed.items() if pairs and n not in affected}
    )
    refresh(connection, sorted(affected), remembered)


def _look_different(connection: Connection, changed: Mapping[int, Sequence[_Pair]]) -> set[int]:
    """Name the cases whose rows may be others after these changes, before and after of each."""
    if not changed:
        return set()
    found = connection.exec_driver_sql(
        "SELECT n, body FROM case_row WHERE n IN (SELECT value FROM json_each(?))",
        (json.dumps(list(changed)),),
    )
    rows = {n: _decoder.decode(body) for n, body in found}
    # What was done here stands on what the server has: it may meet a change of it in another way.
    unsent = outbox.cases_among(connection, changed)
    return {
        n
        for n, pairs in changed.items()
        if n in unsent or n not in rows or any(_may_change(rows[n], *pair) for pair in pairs)
    }


def _may_change(row: CaseRow, before: Record | None, after: Record | None) -> bool:
    return before is None or after is None or may_change(row, before, after)


def refresh(connection: Connection, cases: Sequence[int], remembered: Remembered[Records]) -> None:
    """Write the rows of cases anew, and the words that their outbox adds.

    Args:
        remembered: the records of streams that rows are made of, as far as they are at hand.
    """
    if not cases:
        return
    held = mirror.streams_of(connection, cases)
    names = {s.case_n: case_of(s.id) for s in held}
    names |= mirror.case_names(connection, [n for n in cases if n not in names])
    streams = [s for s in held if is_known(s.kind)]
    records = _records(connection, streams, remembered)
    bases: dict[int, list[Stream]] = {}
    for s in streams:
        stream = Stream(id=s.id, head=s.head, base=records[s.n])
        bases.setdefault(s.case_n, []).append(stream)
    events = outbox.standing(connection, names.values())
    search_index.drop_local(connection, cases)
    rows: list[tuple[int, CaseRow | None]] = []
    for n, name in names.items():
        views = shown_case(name, bases.get(n, ()), events)
        _index_outbox(connection, n, views)
        rows.append((n, case_row(views)))
    put_rows(connection, rows)


def _records(
    connection: Connection, streams: Sequence[HeldStream], remembered: Remembered[Records]
) -> dict[int, Records]:
    """Give the records of streams that rows are made of, and remember them."""
    known = {s.n: records for s in streams if (records := remembered.get(s)) is not None}
    unknown = [stream for stream in streams if stream.n not in known]
    unread = {stream.case_n for stream in unknown}
    raw = mirror.raw_records(connection, unread, ROW_KINDS) if unread else {}
    for stream in unknown:
        known[stream.n] = _decoded(raw.get(stream.n, {}))
        remembered.keep(stream, known[stream.n])
    return known


def _followed(known: Records, part: Landed, decoded: Sequence[Record | None]) -> Records:
    """Give the records that rows are made of, after a page.

    One that was deleted, or that this version can no longer read, leaves.
    """
    after = dict(known)
    for row, record in zip(part.rows, decoded, strict=True):
        if record is not None and record.KIND in ROW_KINDS:
            after[record.id] = record
        else:
            after.pop(row[2], None)
    return after


def put_rows(connection: Connection, rows: Sequence[tuple[int, CaseRow | None]]) -> None:
    """Write the rows of cases by number; None where there is nothing to list."""
    gone = [n for n, row in rows if row is None]
    if gone:
        connection.exec_driver_sql(
            "DELETE FROM case_row WHERE n IN (SELECT value FROM json_each(?))", (json.dumps(gone),)
        )
    written = [(n, row.conflicts, _encoder.encode(row)) for n, row in rows if row is not None]
    if written:
        connection.exec_driver_sql(
            "INSERT INTO case_row (n, conflicts, body) VALUES (?, ?, ?) ON CONFLICT (n) DO UPDATE"
            " SET conflicts = excluded.conflicts, body = excluded.body WHERE body <> excluded.body",
            written,
        )


def rows(connection: Connection) -> list[CaseRow]:
    """Give the rows of all cases."""
    found = connection.exec_driver_sql("SELECT body FROM case_row ORDER BY n")
    return [_decoder.decode(body) for body in found.scalars()]


def row(connection: Connection, case: CaseId) -> CaseRow | None:
    """Give the row of one case."""
    body = connection.exec_driver_sql(
        "SELECT r.body FROM case_row AS r JOIN held_case AS c ON c.n = r.n WHERE c.id = ?", (case,)
    ).scalar()
    return None if body is None else _decoder.decode(body)


def _index_outbox(connection: Connection, case_n: int, views: Mapping[StreamKind, Stream]) -> None:
    changed = [(view.id, record) for view in views.values() for record in view.changes.values()]
    if changed:
        search_index.put_local(connection, case_n, changed)


def _index_mirror(connection: Connection, cases: Sequence[int]) -> None:
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.id, r.kind, r.body FROM json_each(?) AS j CROSS JOIN record AS r"
        " ON r.n BETWEEN j.value ->> 0 AND j.value ->> 1 WHERE NOT r.deleted",
        (mirror.as_ranges(cases),),
    )
    records = [(n, decode_record(record_id, kind, body)) for n, record_id, kind, body in rows.all()]
    search_index.put(connection, sorted(records, key=lambda pair: pair[0]))


def _decoded(raw: RawRecords) -> Records:
    return {record_id: decode_record(record_id, *stored) for record_id, stored in raw.items()}
