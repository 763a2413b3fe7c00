"""What somebody sees, read as a whole or from what they saw before, and a short text for it.

A look from before takes what its snapshot did not show, by the transaction that wrote it: so
nothing is passed over, in whatever order transactions end. Called by the feed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.types import UserDefinedType

from nurseapp.domain.ids import UserId
from nurseapp.server.store.access import HOLDS
from nurseapp.server.store.schema import case_access, command, revocation, stream
from nurseapp.server.store.statement import Statement
from nurseapp.wire import listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What somebody sees on a computer.

    Attributes:
        fingerprint: a short text that differs whenever what they see, lost or are told does.
        lines: of their streams, as :mod:`nurseapp.wire.listing` has them, in order; none where
            the fingerprint is the one that was known.
        until: when the first of these streams ends by itself, None for never.
        snapshot: what the database showed then, as it writes it.
    """

    fingerprint: str
    lines: Sequence[str]
    until: datetime | None
    snapshot: str

    @property
    def has_lost(self) -> bool:
        """Streams were taken from them."""
        return bool(self.fingerprint.split(".")[2])

    @property
    def is_told(self) -> bool:
        """Their computer is to do something."""
        return bool(self.fingerprint.split(".")[3])


_DIGITS_READ = 15
"""Of a digest's 32: so many are a number in PostgreSQL, too."""
_DOT, _SPACE, _BREAK = (literal_column(one, Text) for one in ("'.'", "' '", "E'\\n'"))
_MINE = case_access.join(stream, stream.c.id == case_access.c.stream_id)
_SNAPSHOT = cast(func.pg_current_snapshot(), Text)
_mine = (
    select(stream.c.id, case_access.c.mode, case_access.c.until, stream.c.head, stream.c.digest)
    .select_from(_MINE)
    .where(HOLDS)
    .cte("mine")
)


def _hashed(column: ColumnElement[str]) -> ColumnElement[Decimal]:
    return func.sum(func.hashtextextended(column, literal(0)))


def _begun(digest: ColumnElement[str]) -> ColumnElement[int]:
    """Read the beginning of a digest as a number, as :func:`_begin_of` does."""
    digits = func.concat("x", func.left(digest, _DIGITS_READ))
    return cast(cast(digits, BIT(4 * _DIGITS_READ)), BigInteger)


def _line(streams: FromClause, access: FromClause) -> ColumnElement[str]:
    return func.concat_ws(_SPACE, streams.c.id, access.c.mode, streams.c.head, streams.c.digest)


_TOLD = (
    select(_hashed(command.c.id))
    .where(
        command.c.person == bindparam("user"),
        command.c.device == bindparam("device"),
        command.c.done_at.is_(None),
    )
    .scalar_subquery()
)
_print = select(
    func.concat(
        func.count(),
        _DOT,
        # Of what moves, a part that is added up here as well: see :func:`since`.
        _hashed(_mine.c.id + _SPACE + _mine.c.mode) + func.sum(_begun(_mine.c.digest)),
        _DOT,
        select(_hashed(revocation.c.id))
        .where(revocation.c.user_id == bindparam("user"))
        .scalar_subquery(),
        _DOT,
        _TOLD,
    ).label("fingerprint"),
    func.min(_mine.c.until).label("until"),
).cte("print")
# One text and not a row for each, which both ends would take longer to write and to read.
_LINES = select(func.string_agg(_line(_mine, _mine), _BREAK)).scalar_subquery()
_WHOLE = Statement(
    select(
        _print.c.fingerprint,
        _print.c.until,
        _SNAPSHOT,
        case((_print.c.fingerprint.is_distinct_from(bindparam("known", type_=Text)), _LINES)),
    )
)
_DIGITS_OF_FEW = 3
"""Of how many streams somebody sees: with that a fingerprint begins."""


class _Type(UserDefinedType[str]):
    """A type of PostgreSQL that is only ever named."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_options: object) -> str:
        return self.name


def _is_later(changed: Column[int]) -> ColumnElement[bool]:
    """Say that a snapshot did not show what a transaction wrote.

    Both ends are asked for by themselves, since an index knows of them: it is not older than the
    snapshot's oldest, nor from a database that was copied into this one, whose count was further.
    """
    snapshot = cast(bindparam("snapshot", type_=Text), _Type("pg_snapshot"))
    was_shown = func.pg_visible_in_snapshot(cast(cast(changed, Text), _Type("xid8")), snapshot)
    newest = cast(cast(func.pg_snapshot_xmax(func.pg_current_snapshot()), Text), BigInteger)
    return and_(changed >= bindparam("oldest", type_=BigInteger), changed < newest, not_(was_shown))


def _has_later(table: Table) -> ColumnElement[bool]:
    whose = table.c.user_id == bindparam("user", type_=Text)
    return exists().where(whose, _is_later(table.c.changed))


# Who may see other streams, or in another way, has another row of one or the other.
_SINCE = Statement(
    select(
        _SNAPSHOT,
        or_(_has_later(case_access), _has_later(revocation)),
        cast(_TOLD, Text),
        select(func.string_agg(_line(stream, case_access), _BREAK))
        .select_from(_MINE)
        .where(HOLDS, _is_later(stream.c.changed))
        .scalar_subquery(),
    )
)


def whole(connection: Connection, user: UserId, device: str, known: str | None) -> Sight:
    """Look what somebody may see and is told: all of one moment, so that it never lies.

    Args:
        known: a fingerprint with which no lines are wanted.
    """
    values = {"user": user, "device": device, "known": known}
    [(fingerprint, until, snapshot, lines)] = _WHOLE.rows(
        connection, values, planned_anew=_has_many(known)
    )
    return Sight(
        fingerprint=fingerprint,
        until=until,
        snapshot=snapshot,
        lines=sorted(lines.split("\n")) if lines else (),
    )


def since(connection: Connection, user: UserId, device: str, before: Sight) -> Sight | None:
    """Look again, at what has changed alone; None where they may see other streams than before.

    To be asked before the first of those that they saw ends by itself.
    """
    oldest = int(before.snapshot.partition(":")[0])
    values = {"user": user, "device": device, "snapshot": before.snapshot, "oldest": oldest}
    [(snapshot, sees_others, told, moved)] = _SINCE.rows(
        connection, values, planned_anew=_has_many(before.fingerprint)
    )
    if sees_others:
        return None
    count, mine, lost, _ = before.fingerprint.split(".")
    lines = before.lines
    if moved:
        lines, now = list(lines), moved.split("\n")
        replaced = _put(lines, now)
        if replaced is None:
            return None
        mine = str(int(mine) + sum(map(_begin_of, now)) - sum(map(_begin_of, replaced)))
    return replace(
        before,
        fingerprint=f"{count}.{mine}.{lost}.{told or ''}",
        lines=lines,
        snapshot=snapshot,
    )


def _has_many(fingerprint: str | None) -> bool:
    """Tell by what is known of it whether somebody sees many streams.

    The plan for anybody fits a nurse's caseload: with many streams it takes three times as long
    as one made for their reader, which takes a nurse a half longer.
    """
    return fingerprint is None or fingerprint.find(".") > _DIGITS_OF_FEW


def _put(lines: list[str], moved: Sequence[str]) -> list[str] | None:
    """Put lines in the place of those of the same streams in the same modes, and give these.

    None where there is no such line.
    """
    replaced = []
    for line in moved:
        place = listing.place_of(lines, line.partition(" ")[0])
        if place is None or lines[place].split(" ")[1] != line.split(" ")[1]:
            return None
        replaced.append(lines[place])
        lines[place] = line
    return replaced


def _begin_of(line: str) -> int:
    """Read the beginning of a line's digest as a number."""
    return int(line.rpartition(" ")[2][:_DIGITS_READ], 16)
