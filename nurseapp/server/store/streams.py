"""Streams in the database: made, locked, advanced, and listed for whoever may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import CaseId, StreamId, UserId
from nurseapp.domain.streams import StreamKind
from nurseapp.server.store.access import HOLDS
from nurseapp.server.store.bulk import is_in, joined, rows_of
from nurseapp.server.store.schema import case_access, command, revocation, stream
from nurseapp.server.store.statement import Statement
from nurseapp.wire.digest import as_text, from_text


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRow:
    """Where one stream stands."""

    id: StreamId
    kind: StreamKind
    case: CaseId
    head: int = 0
    digest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What somebody sees on a computer.

    Attributes:
        fingerprint: a short text that differs whenever what they see, lost or are told does.
        has_lost: streams were taken from them; ``is_told``: their computer is to do something.
        lines: of each stream, as :mod:`nurseapp.wire.listing` has them; none where the fingerprint
            is the one that was known.
    """

    fingerprint: str
    has_lost: bool
    is_told: bool
    lines: Sequence[str]


_new = rows_of("new", "ids", "kinds", "cases")
_CREATE = (
    insert(stream)
    .from_select(
        ["id", "kind", "case_id", "head", "digest"],
        select(_new.c.ids, _new.c.kinds, _new.c.cases, literal(0), literal(as_text(0))),
    )
    .on_conflict_do_nothing()
    .returning(stream.c.case_id)
)
_LOCK = Statement(
    select(stream)
    .where(is_in(stream.c.id, "ids"))
    .order_by(stream.c.id.collate("C"))
    .with_for_update(key_share=True)
)
_moved = rows_of("moved", "ids", "heads", "digests", numbers=["heads"])
_ADVANCE = Statement(
    update(stream)
    .values(head=_moved.c.heads, digest=_moved.c.digests)
    .where(stream.c.id == _moved.c.ids)
)
_MINE = case_access.join(stream, stream.c.id == case_access.c.stream_id)
_mine = (
    select(stream.c.id, case_access.c.mode, stream.c.head, stream.c.digest)
    .select_from(_MINE)
    .where(HOLDS)
    .cte("mine")
)
_DOT, _SPACE = literal_column("'.'", Text), literal_column("' '", Text)


def _hashed(column: ColumnElement[str]) -> ColumnElement[Decimal]:
    return func.sum(func.hashtextextended(column, literal(0)))


_print = select(
    func.concat(
        func.count(),
        _DOT,
        _hashed(_mine.c.id + _SPACE + _mine.c.mode + _SPACE + _mine.c.digest),
        _DOT,
        select(_hashed(revocation.c.id))
        .where(revocation.c.user_id == bindparam("user"))
        .scalar_subquery(),
        _DOT,
        select(_hashed(command.c.id))
        .where(
            command.c.person == bindparam("user"),
            command.c.device == bindparam("device"),
            command.c.done_at.is_(None),
        )
        .scalar_subquery(),
    ).label("fingerprint")
).cte("print")
_LINE = func.concat_ws(_SPACE, _mine.c.id, _mine.c.mode, _mine.c.head, _mine.c.digest)
# One text and not a row for each, which both ends would take longer to write and to read.
_LINES = select(func.string_agg(_LINE, literal_column("E'\\n'"))).scalar_subquery()
_SIGHT = Statement(
    select(
        _print.c.fingerprint,
        case((_print.c.fingerprint.is_distinct_from(bindparam("known", type_=Text)), _LINES)),
    )
)


def create(connection: Connection, rows: Iterable[StreamRow]) -> set[CaseId]:
    """Make the streams that do not exist yet, empty; say of which cases."""
    ordered = sorted(rows, key=lambda row: row.id)
    made = connection.scalars(
        _CREATE,
        {
            "ids": joined(row.id for row in ordered),
            "kinds": joined(row.kind.value for row in ordered),
            "cases": joined(row.case for row in ordered),
        },
    )
    return set(map(CaseId, made))


def lock(connection: Connection, ids: Collection[StreamId]) -> list[StreamRow]:
    """Lock those of these streams that exist, in ascending order of their ids."""
    return [
        StreamRow(id=name, kind=StreamKind(kind), case=of, head=head, digest=from_text(digest))
        for name, kind, of, head, digest in _LOCK.rows(connection, {"ids": joined(ids)})
    ]


def advance(connection: Connection, moved: Sequence[tuple[StreamId, int, int]]) -> None:
    """Store the new heads and digests of locked streams."""
    _ADVANCE.run(
        connection,
        {
            "ids": joined(name for name, _, _ in moved),
            "heads": joined(head for _, head, _ in moved),
            "digests": joined(as_text(digest) for _, _, digest in moved),
        },
    )


def sight(connection: Connection, user: UserId, device: str, known: str | None) -> Sight:
    """Look what somebody may see and is told: all of one moment, so that it never lies."""
    values = {"user": user, "device": device, "known": known}
    [(fingerprint, lines)] = _SIGHT.rows(connection, values)
    _, _, lost, told = fingerprint.split(".")
    return Sight(
        fingerprint=fingerprint,
        has_lost=bool(lost),
        is_told=bool(told),
        lines=sorted(lines.split("\n")) if lines else (),
    )
