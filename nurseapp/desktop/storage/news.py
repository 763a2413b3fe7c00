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


def follow(connection: Connection, moved: Sequence[StreamState], standing: str) -> None:
    """Note how far the streams go that moved; what is not named is as it was.

    After their pages, which say the same of the streams that they lead to.

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
    # Brought into order here, which takes half as long as there.
    lines = sorted((connection.exec_driver_sql(_LINES).scalar() or "").split("\n"))
    if listing.standing("\n".join(lines)) != standing:
        raise UnlikeNewsError
