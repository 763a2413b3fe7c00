"""What the server told this computer to do, kept so that it is done once however often it is told.

An order is *asked* until it is carried out here, *done* until the server knows that, then *told*;
the last stays for good. Runs on the sync's thread; called by the sync store and by the round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nurseapp.desktop.storage import listing
from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection
from nurseapp.domain.ids import StreamId
from nurseapp.wire.messages import Command, CommandKind

_KNOWN = {kind.value for kind in CommandKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to do; ``streams`` of a refill, none for all.

    Attributes:
        is_done: it was carried out, and the server is to be told so.
    """

    id: str
    kind: CommandKind
    streams: tuple[StreamId, ...]
    is_done: bool


class OrderStore:
    """The orders in the cache, as the round carries them out."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def refill(self, order: Order) -> None:
        """Have the streams of an order fetched anew; what is held is shown until then."""
        with self._cache.follow() as connection:
            if order.streams:
                listing.refill(connection, order.streams)
            else:
                listing.refill_every(connection)
            _mark(connection, [order.id], "done")

    def note_done(self, order: Order) -> None:
        """Note that an order was carried out."""
        with self._cache.follow() as connection:
            _mark(connection, [order.id], "done")

    def note_told(self, orders: Iterable[str]) -> None:
        """Note that the server knows what was done."""
        with self._cache.follow() as connection:
            _mark(connection, orders, "told")


def take(connection: Connection, commands: Iterable[Command]) -> None:
    """Keep what is to be done; what is not known to this version is left alone.

    One that the server was told of and names again it has forgotten since: it is told once more.
    """
    rows = [(c.id, c.kind, json.dumps(c.streams)) for c in commands if c.kind in _KNOWN]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO command (id, kind, streams) VALUES (?, ?, ?) ON CONFLICT (id)"
            " DO UPDATE SET state = 'done' WHERE state = 'told'",
            rows,
        )


def standing(connection: Connection) -> Sequence[Order]:
    """List what is to be done, and what was done and not told, in the order of its coming."""
    rows = connection.exec_driver_sql(
        "SELECT id, kind, streams, state = 'done' FROM command WHERE state <> 'told' ORDER BY rowid"
    )
    return [
        Order(
            id=name,
            kind=CommandKind(kind),
            streams=tuple(json.loads(streams)),
            is_done=bool(is_done),
        )
        for name, kind, streams, is_done in rows
    ]


def _mark(connection: Connection, orders: Iterable[str], state: str) -> None:
    connection.exec_driver_sql(
        "UPDATE command SET state = ? WHERE id IN (SELECT value FROM json_each(?))",
        (state, json.dumps(list(orders))),
    )
