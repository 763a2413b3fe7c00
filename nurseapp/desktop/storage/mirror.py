"""The mirror: records exactly as the server last sent them, and how far each stream is.

Nothing a person does here changes it; only pages from the server do. Functions over a
connection, in the caller's transaction; called by the stores.

A record's number is its case's number times 2**24 plus a running number. So a case's records lie
side by side, and a search result tells its case without a look at the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.ids import CaseId, RecordId, StreamId
from nurseapp.wire import digest
from nurseapp.wire.messages import StreamPage

NUMBER_BITS = 24
NO_RECORDS = digest.as_text(0)
"""The digest of a stream without records."""

MirrorRow = tuple[int, int, RecordId, str, int, bool, int, bytes]
"""One record as it is stored: number, stream, id, kind, rev, deleted, schema, body.

A plain tuple of plain values, of which a first sync makes thousands.
"""

RawRecord = tuple[str, bytes]
"""Kind and body of a record."""
RawRecords = dict[RecordId, RawRecord]
"""The same of several, by id."""


class HeldStream(NamedTuple):
    """One stream that this computer holds, up to ``head``.

    A tuple, for a round makes one of every stream of every case that moved.
    """

    n: int
    id: StreamId
    case_n: int
    kind: str
    head: int
    digest: str


@dataclass(frozen=True, slots=True)
class Landed:
    """What a page brought to a stream; where it ``is_whole``, all that the stream now holds.

    Attributes:
        stream: as it was; ``after`` as it is.
        rows: the records as they are; ``before`` each as it was, None for one that was not there.
    """

    stream: HeldStream
    after: HeldStream
    rows: Sequence[MirrorRow]
    before: Sequence[RawRecord | None]
    is_whole: bool


class _Old(NamedTuple):
    """A record as it was before a page: its number, what it added to the digest, and itself."""

    n: int
    term: int
    raw: RawRecord | None


def case_number(connection: Connection, case: CaseId) -> int | None:
    """Give the number of a case, None for one that is not held here."""
    return case_numbers(connection, [case]).get(case)


def case_numbers(connection: Connection, cases: Iterable[CaseId]) -> dict[CaseId, int]:
    """Give the numbers of those of these cases that are held here."""
    wanted = list(cases)
    if not wanted:
        return {}
    found = connection.exec_driver_sql(
        "SELECT id, n FROM held_case WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    return {name: n for name, n in found}


def case_names(connection: Connection, cases: Iterable[int]) -> dict[int, CaseId]:
    """Give the names of cases by their numbers."""
    wanted = list(cases)
    if not wanted:
        return {}
    found = connection.exec_driver_sql(
        "SELECT n, id FROM held_case WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n",
        (json.dumps(wanted),),
    )
    return {n: name for n, name in found}


def cases_of(connection: Connection, streams: Iterable[int]) -> frozenset[int]:
    """Give the cases of streams, all by number."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT case_n FROM stream WHERE n IN (SELECT value FROM json_each(?))",
        (_numbers(streams),),
    )
    return frozenset(found.scalars())


def streams_of(connection: Connection, cases: Iterable[int]) -> list[HeldStream]:
    """List the streams of some cases, by their numbers."""
    rows = connection.exec_driver_sql(
        "SELECT n, id, case_n, kind, head, digest FROM stream"
        " WHERE case_n IN (SELECT value FROM json_each(?)) ORDER BY n",
        (_numbers(cases),),
    )
    return list(map(HeldStream._make, rows))


def streams_with_modes(
    connection: Connection, cases: Iterable[CaseId]
) -> list[tuple[HeldStream, str]]:
    """List the streams of some cases, by their names, each with whether one may write to it."""
    rows = connection.exec_driver_sql(
        "SELECT s.n, s.id, s.case_n, s.kind, s.head, s.digest, s.mode"
        " FROM held_case AS c CROSS JOIN stream AS s ON s.case_n = c.n"
        " WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY s.n",
        (json.dumps(list(cases)),),
    )
    return [(HeldStream(*stream), mode) for *stream, mode in rows.all()]


def raw_records(
    connection: Connection, cases: Iterable[int], kinds: Iterable[str] | None = None
) -> dict[int, RawRecords]:
    """Give the records of some cases by stream number, of some kinds or of all."""
    rows = connection.exec_driver_sql(
        "SELECT r.stream_n, r.id, r.kind, r.body FROM json_each(?1) AS j CROSS JOIN record AS r"
        " ON r.n BETWEEN j.value ->> 0 AND j.value ->> 1"
        " WHERE NOT r.deleted AND (?2 IS NULL OR r.kind IN (SELECT value FROM json_each(?2)))",
        (as_ranges(cases), None if kinds is None else json.dumps(sorted(kinds))),
    )
    found: dict[int, RawRecords] = {}
    for stream_n, record_id, kind, body in rows.all():
        found.setdefault(stream_n, {})[record_id] = (kind, body)
    return found


def to_refill(connection: Connection, pages: Sequence[StreamPage]) -> list[int]:
    """List the streams of these pages that are to be emptied first, by number."""
    found = connection.exec_driver_sql(
        "SELECT n FROM stream WHERE refill AND id IN (SELECT value FROM json_each(?))",
        (json.dumps([page.id for page in pages]),),
    )
    return found.scalars()


def empty(connection: Connection, streams: Sequence[int]) -> None:
    """Forget the records of streams."""
    numbers = _numbers(streams)
    connection.exec_driver_sql(
        "DELETE FROM record WHERE stream_n IN (SELECT value FROM json_each(?))", (numbers,)
    )
    connection.exec_driver_sql(
        "UPDATE stream SET head = 0, digest = ?, refill = 0"
        " WHERE n IN (SELECT value FROM json_each(?))",
        (NO_RECORDS, numbers),
    )


def write(
    connection: Connection, pages: Sequence[StreamPage], after: Mapping[StreamId, int]
) -> list[Landed]:
    """Write pages and the heads that they lead to.

    A page of a stream that is not held, or that leads back, is passed over.

    Args:
        after: the revisions that pages follow, where that is known; others are passed over, too.
    """
    held, numbered = _held(connection, pages)
    by_stream = {page.id: page for page in pages if page.id in held}
    pages = [
        page
        for page in by_stream.values()
        if page.upto >= (head := held[page.id].head) == after.get(StreamId(page.id), head)
    ]
    if not pages:
        return []
    old = _old(connection, [(held[page.id].n, page) for page in pages if held[page.id].head])
    before = dict(numbered)
    landed = [_landed(held[page.id], page, old, numbered) for page in pages]
    _write_rows(connection, landed)
    _write_heads(connection, landed, pages)
    connection.exec_driver_sql(
        "UPDATE held_case SET numbered = ? WHERE n = ?",
        [(last, n) for n, last in sorted(numbered.items()) if last != before[n]],
    )
    return landed


def _held(
    connection: Connection, pages: Sequence[StreamPage]
) -> tuple[dict[str, HeldStream], dict[int, int]]:
    """Give the pages' streams by id, and the last running number of each of their cases."""
    rows = connection.exec_driver_sql(
        "SELECT s.n, s.id, s.case_n, s.kind, s.head, s.digest, c.numbered"
        " FROM stream AS s JOIN held_case AS c ON c.n = s.case_n"
        " WHERE s.id IN (SELECT value FROM json_each(?))",
        (json.dumps([page.id for page in pages]),),
    ).all()
    return {row[1]: HeldStream._make(row[:6]) for row in rows}, {row[2]: row[6] for row in rows}


def _old(
    connection: Connection, pages: Sequence[tuple[int, StreamPage]]
) -> dict[tuple[int, str], _Old]:
    """Look up, by stream and id, what is already there of the records of some pages."""
    wanted = [(stream_n, row.id) for stream_n, page in pages for row in page.rows]
    if not wanted:
        return {}
    found = connection.exec_driver_sql(
        "SELECT r.n, r.stream_n, r.id, r.rev, r.deleted, r.kind, r.schema, r.body"
        " FROM json_each(?) AS j CROSS JOIN record AS r"
        " ON r.stream_n = j.value ->> 0 AND r.id = j.value ->> 1",
        (json.dumps(wanted),),
    )
    return {
        (stream_n, record_id): _Old(
            n,
            digest.term(record_id, rev, bool(deleted), kind, schema, body),
            None if deleted else (kind, body),
        )
        for n, stream_n, record_id, rev, deleted, kind, schema, body in found.all()
    }


def _landed(
    stream: HeldStream,
    page: StreamPage,
    old: dict[tuple[int, str], _Old],
    numbered: dict[int, int],
) -> Landed:
    """Number a page's rows: a record that is there keeps its number, a new one gets the next."""
    rows: list[MirrorRow] = []
    before: list[RawRecord | None] = []
    total = digest.from_text(stream.digest)
    for row in {row.id: row for row in page.rows}.values():
        known = old.get((stream.n, row.id))
        if known is None:
            numbered[stream.case_n] += 1
        n = known.n if known else (stream.case_n << NUMBER_BITS) + numbered[stream.case_n]
        body = bytes(row.body)
        total = digest.combined(
            total,
            added=digest.term(row.id, row.rev, row.deleted, row.kind, row.schema, body),
            removed=known.term if known else 0,
        )
        before.append(known.raw if known else None)
        rows.append(
            (n, stream.n, RecordId(row.id), row.kind, row.rev, row.deleted, row.schema, body)
        )
    after = stream._replace(head=page.upto, digest=digest.as_text(total))
    return Landed(stream, after, rows, before, is_whole=not stream.head and not page.more)


def _write_rows(connection: Connection, landed: Sequence[Landed]) -> None:
    rows = sorted(row for part in landed for row in part.rows)
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO record (n, stream_n, id, kind, rev, deleted, schema, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (n) DO UPDATE SET"
            " kind = excluded.kind, rev = excluded.rev, deleted = excluded.deleted,"
            " schema = excluded.schema, body = excluded.body",
            rows,
        )


def _write_heads(
    connection: Connection, landed: Sequence[Landed], pages: Sequence[StreamPage]
) -> None:
    connection.exec_driver_sql(
        "UPDATE stream SET head = ?, digest = ?, server_head = ?, server_digest = ? WHERE n = ?",
        [
            (part.after.head, part.after.digest, page.head, page.digest, part.after.n)
            for part, page in zip(landed, pages, strict=True)
        ],
    )


def as_ranges(cases: Iterable[int]) -> str:
    """Write the first and the last number that records of some cases can have, as JSON."""
    return json.dumps([(n << NUMBER_BITS, ((n + 1) << NUMBER_BITS) - 1) for n in cases])


def _numbers(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


def cases_opened_in_emergency(connection: Connection) -> list[CaseId]:
    """Name the cases in which there is a record of that, whose kind its index holds alone."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT c.id FROM record AS r JOIN stream AS s ON s.n = r.stream_n"
        " JOIN held_case AS c ON c.n = s.case_n"
        " WHERE r.kind = 'emergency_access' AND NOT r.deleted ORDER BY c.n"
    )
    return [CaseId(case) for (case,) in rows]
