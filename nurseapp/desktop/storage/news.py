"""What is new: only the streams that moved are named, and what stands then is checked as a whole.

Functions over a connection, in the caller's transaction; called by the sync store, which sync
gives what the server told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.ids import StreamId
from nurseapp.wire import listing
from nurseapp.wire.messages import StreamPage, StreamState

# One call a row: joining with || makes a text anew at each step.
_LINES = (
    "SELECT group_concat(format('%s %s %d %s', id, mode, server_head, server_digest), char(10))"
    " FROM stream"
)


class UnlikeNewsError(Exception):
    """What was told in part does not come to what the server says of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What came with a manifest that names only the streams that moved.

    Attributes:
        standing: how all streams stand then.
        pages: records of those that moved; ``after`` the revision that each stream's page follows.
    """

    standing: str
    pages: Sequence[StreamPage]
    after: Mapping[StreamId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """How all streams stood when a manifest was written, by its tag: a line each, in order."""

    etag: str
    lines: Sequence[str]


def lines_under(etag: str | None, listed: Listed | None) -> Sequence[str] | None:
    """Give how all streams stand under the manifest that was written last, where it is known.

    Whatever names a stream, or drops one, writes another tag.
    """
    return listed.lines if listed is not None and listed.etag == etag else None


def follow(
    connection: Connection,
    moved: Sequence[StreamState],
    standing: str,
    before: Sequence[str] | None,
) -> Sequence[str]:
    """Note how far the streams go that moved; what is not named is as it was.

    After their pages, which say the same of the streams that they lead to.

    Args:
        before: how all streams stood under the manifest that this is news of, where it is known.

    Returns:
        How they stand now.

    Raises:
        UnlikeNewsError: with these, the streams are not as ``standing`` says; nothing is to be
            kept of it.
    """
    if moved:
        connection.exec_driver_sql(
            "UPDATE stream SET server_head = ?1, server_digest = ?2 WHERE id = ?3"
            " AND (server_head <> ?1 OR server_digest <> ?2)",
            [(s.head, s.digest, s.id) for s in moved],
        )
    lines = _read(connection) if before is None else _moved(before, moved)
    if listing.standing("\n".join(lines)) != standing:
        raise UnlikeNewsError
    return lines


def _read(connection: Connection) -> list[str]:
    # Brought into order here, which takes half as long as there.
    return sorted((connection.exec_driver_sql(_LINES).scalar() or "").split("\n"))


def _moved(before: Sequence[str], moved: Sequence[StreamState]) -> list[str]:
    """Put what moved in the place of the lines of the same streams."""
    lines = list(before)
    for stream in moved:
        place = listing.place_of(lines, stream.id)
        if place is not None:
            _, mode, *_ = lines[place].split(" ")
            lines[place] = f"{stream.id} {mode} {stream.head} {stream.digest}"
    return lines
