"""What is new: only the streams that moved are named, and what stands then is checked as a whole.

Functions over a connection, in the caller's transaction, and the part of the sync store that
reads; called by the sync store and by sync.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.ids import StreamId
from nurseapp.wire import listing
from nurseapp.wire.messages import StreamState

_STANDING = (
    "SELECT group_concat(id || ' ' || mode || ' ' || server_head || ' ' || server_digest, char(10)"
    " ORDER BY id) FROM stream"
)


class UnlikeNewsError(Exception):
    """What was told in part does not come to what the server says of the whole."""


class NewsStore:
    """How far streams are held, for who looks at pages of news."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def heads(self, streams: Iterable[str]) -> dict[StreamId, int]:
        """Say how far some streams are held."""
        with self._cache.read(following=True) as connection:
            found = connection.exec_driver_sql(
                "SELECT id, head FROM stream WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(streams)),),
            )
            return {name: head for name, head in found.all()}


def follow(connection: Connection, moved: Sequence[StreamState], standing: str) -> None:
    """Note how far the streams go that moved; what is not named is as it was.

    Raises:
        UnlikeNewsError: with these, the streams are not as ``standing`` says; nothing is to be
            kept of it.
    """
    if moved:
        connection.exec_driver_sql(
            "UPDATE stream SET server_head = ?, server_digest = ? WHERE id = ?",
            [(s.head, s.digest, s.id) for s in moved],
        )
    if listing.hashed(connection.exec_driver_sql(_STANDING).scalar() or "") != standing:
        raise UnlikeNewsError
