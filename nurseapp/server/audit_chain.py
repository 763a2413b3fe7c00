"""The chain over the audit trail: what is hashed, how links hang together, and what breaks them.

Rows are sealed after they are committed, by one process at a time, never inside the transactions
that write them: those run side by side, and a chain made by them would fork. Each link holds the
hash of its row and of the link before, so that a row that is changed, taken out, put in or moved
is named. The end of the chain is held by its head alone, which the log keeps: compare one that was
kept elsewhere. Called by upkeep and by the command ``verify-audit``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from nurseapp.wire.canonical import canonical

YOUNGER = frozenset({"acted_at"})
"""Columns of the trail that came when it had been sealed for some time."""
BEGINNING = bytes(32)
"""What the first link names as the one before it."""
LONGEST_TRANSACTION = timedelta(minutes=10)
"""A row that comes into the trail later than this after its successors was put in by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the trail: its id, and every other column by name."""

    id: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link; ``content`` is the hash of its row, ``previous`` that of the link before."""

    seq: int
    row: int
    sealed_at: datetime
    epoch: str
    content: bytes
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain ends."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with the trail.

    Attributes:
        code: ``row_changed``, ``row_missing``, ``row_put_in``, ``link_changed``,
            ``link_missing``, ``link_moved`` or ``head_unknown``.
        number: the row's id, or the link's seq.
    """

    code: str
    number: int


START = Head(seq=0, hash=BEGINNING)


def content_of(row: Row) -> bytes:
    """Hash a row: canonical JSON, times in microseconds, which is what the database keeps.

    A column that is younger than the chain counts where it says something: older links hold.
    """
    values = {
        name: _plain(value)
        for name, value in row.values.items()
        if name not in YOUNGER or value is not None
    }
    return sha256(canonical([row.id, values])).digest()


def sealed(rows: Sequence[Row], after: Head, epoch: str, at: datetime) -> Iterator[Link]:
    """Make the links of rows, in their order, after the chain's head."""
    head = after
    for row in rows:
        content = content_of(row)
        seq = head.seq + 1
        whole = _hash_of(seq, row.id, at, epoch, content, head.hash)
        yield Link(
            seq=seq,
            row=row.id,
            sealed_at=at,
            epoch=epoch,
            content=content,
            previous=head.hash,
            hash=whole,
        )
        head = Head(seq=seq, hash=whole)


def faults(
    chain: Iterable[tuple[Link, Row | None]], unsealed: Iterable[int], kept: Head | None = None
) -> Iterator[Fault]:
    """Name what is wrong with a trail.

    Args:
        chain: every link in the order of ``seq``, with its row where there is one.
        unsealed: ids of the rows without a link.
        kept: a head that was written down elsewhere: the chain must still go through it.
    """
    last, passed = START, kept is None or kept == START
    late = _LateRows()
    for link, row in chain:
        own = _hash_of(link.seq, link.row, link.sealed_at, link.epoch, link.content, link.previous)
        if own != link.hash:
            yield Fault(code="link_changed", number=link.seq)
        if link.seq != last.seq + 1:
            yield Fault(code="link_missing", number=last.seq + 1)
        elif link.previous != last.hash:
            yield Fault(code="link_moved", number=link.seq)
        if row is None:
            yield Fault(code="row_missing", number=link.row)
        elif content_of(row) != link.content:
            yield Fault(code="row_changed", number=link.row)
        if late.holds(link):
            yield Fault(code="row_put_in", number=link.row)
        last = Head(seq=link.seq, hash=link.hash)
        passed = passed or last == kept
    yield from (Fault(code="row_put_in", number=row) for row in unsealed if row < late.settled)
    if kept is not None and not passed:
        yield Fault(code="head_unknown", number=kept.seq)


class _LateRows:
    """Tells rows that came long after others which the database numbered later."""

    def __init__(self) -> None:
        self.settled = 0
        self._young: deque[tuple[datetime, int]] = deque()

    def holds(self, link: Link) -> bool:
        """Take a link, and tell whether its row is one of those."""
        while self._young and self._young[0][0] <= link.sealed_at - LONGEST_TRANSACTION:
            self.settled = max(self.settled, self._young.popleft()[1])
        self._young.append((link.sealed_at, link.row))
        return link.row < self.settled


def _hash_of(
    seq: int, row: int, sealed_at: datetime, epoch: str, content: bytes, previous: bytes
) -> bytes:
    parts = [seq, row, _plain(sealed_at), epoch, content.hex(), previous.hex()]
    return sha256(canonical(parts)).digest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    return value
