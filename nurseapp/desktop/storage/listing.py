"""Which streams there are for this person, as the last manifest says, and which want fetching.

Functions over a connection, in the caller's transaction; called by the sync store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.mirror import NO_RECORDS
from nurseapp.domain.ids import StreamId
from nurseapp.domain.streams import case_of
from nurseapp.wire.messages import Revocation, StreamState

_WANTS = "(head <> server_head OR digest <> server_digest OR refill OR NOT listed)"
_SOME_WANT = f"SELECT EXISTS (SELECT 1 FROM stream INDEXED BY stream_wanting WHERE {_WANTS})"  # noqa: S608  # written above
_WANTING = (
    "SELECT id, head, server_head, digest <> server_digest, refill, listed, revoked, confirmed"  # noqa: S608  # written above
    f" FROM stream WHERE {_WANTS}"
    " ORDER BY (SELECT wanted FROM held_case AS c WHERE c.n = case_n) DESC,"
    " min(priority) OVER (PARTITION BY case_n), case_n, priority, n"
)


class WantingStream(NamedTuple):
    """A stream that is not as the last manifest says.

    A tuple, for a first sync lists thousands with each page.

    Attributes:
        head: how far it is held; ``server_head`` how far it goes.
        differs: the digests are not the same, which means something only at the same head.
        refill: it is to be fetched anew from the beginning.
        listed: the last manifest named it.
        revoked: the last manifest took it back, with the server's word for it; ``confirmed`` when
            a person agreed.
    """

    id: StreamId
    head: int
    server_head: int
    differs: bool
    refill: bool
    listed: bool
    revoked: bool = False
    confirmed: bool = False


def wanting(connection: Connection) -> list[WantingStream]:
    """List the streams that are not as the manifest says.

    Case by case, first those that a person wants before all others, then the one with the most
    urgent stream: so a case is whole with the page
    that begins it, and its row is made once.
    """
    # For the order every stream is looked at; that there are none, as nearly always, an index says.
    if not connection.exec_driver_sql(_SOME_WANT).scalar_one():
        return []
    return [
        WantingStream(name, head, server_head, *map(bool, marks))
        for name, head, server_head, *marks in connection.exec_driver_sql(_WANTING).all()
    ]


def count(connection: Connection) -> int:
    """Count the streams that are held."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM stream").scalar_one())


def write(
    connection: Connection,
    streams: Sequence[StreamState],
    revoked: Iterable[Revocation] = (),
    proves: Callable[[Revocation], bool] = lambda _revocation: False,
) -> None:
    """Note the streams that the server names, and that it names no others.

    Args:
        revoked: what it takes back; of those that are held and not named, ``proves`` says
            whether the server's word stands.
    """
    named = {stream.id: stream for stream in streams}
    rows = connection.exec_driver_sql(
        "SELECT id, mode, priority, server_head, server_digest, listed, revoked FROM stream"
    )
    held = {name: values for name, *values in rows.all()}
    _add(connection, [s for s in named.values() if s.id not in held])
    changed = [
        (s.mode, s.priority, s.head, s.digest, s.id)
        for s in named.values()
        if s.id in held and held[s.id] != [s.mode, s.priority, s.head, s.digest, 1, 0]
    ]
    if changed:
        connection.exec_driver_sql(
            "UPDATE stream SET mode = ?, priority = ?, server_head = ?, server_digest = ?,"
            " listed = 1, revoked = 0, confirmed = 0 WHERE id = ?",
            changed,
        )
    absent = [StreamId(name) for name in held if name not in named]
    if absent:
        unlist(connection, absent)
    lost = {r.id for r in revoked if r.id in held and r.id not in named and proves(r)}
    if lost or any(was_revoked for *_, was_revoked in held.values()):
        _mark_revoked(connection, [name for name in absent if name in lost])


def confirm(connection: Connection) -> None:
    """Note that a person agreed to give up what was taken back."""
    connection.exec_driver_sql("UPDATE stream SET confirmed = 1 WHERE revoked")


def _mark_revoked(connection: Connection, streams: Collection[StreamId]) -> None:
    """Note that a manifest takes these back, and no others."""
    connection.exec_driver_sql(
        "UPDATE stream SET revoked = 0, confirmed = 0 WHERE revoked = 1"
        " AND id NOT IN (SELECT value FROM json_each(?))",
        (_names(streams),),
    )
    connection.exec_driver_sql(
        "UPDATE stream SET revoked = 1 WHERE id IN (SELECT value FROM json_each(?))",
        (_names(streams),),
    )


def give_up(connection: Connection, streams: Collection[StreamId]) -> None:
    """Note that the server, when it was asked, said of streams that they are not ours.

    Manifests do not repeat that; it stands until one names the stream again.
    """
    connection.exec_driver_sql(
        "UPDATE stream SET revoked = 2 WHERE NOT listed AND NOT revoked"
        " AND id IN (SELECT value FROM json_each(?))",
        (_names(streams),),
    )


def unlist(connection: Connection, streams: Collection[StreamId]) -> None:
    """Note that streams were not named."""
    connection.exec_driver_sql(
        "UPDATE stream SET listed = 0 WHERE listed AND id IN (SELECT value FROM json_each(?))",
        (_names(streams),),
    )


def refill(connection: Connection, streams: Collection[StreamId]) -> None:
    """Have streams fetched anew."""
    connection.exec_driver_sql(
        "UPDATE stream SET refill = 1 WHERE id IN (SELECT value FROM json_each(?))",
        (_names(streams),),
    )


def refill_every(connection: Connection) -> None:
    """Have every stream fetched anew; what was taken back stays so."""
    connection.exec_driver_sql("UPDATE stream SET refill = 1")


def refill_all(connection: Connection) -> None:
    """Have every stream fetched anew; what was taken back is to be said again."""
    connection.exec_driver_sql("UPDATE stream SET refill = 1, revoked = 0, confirmed = 0")


def numbers(connection: Connection, streams: Collection[StreamId]) -> list[int]:
    """Give the numbers of those of these streams that are held."""
    found = connection.exec_driver_sql(
        "SELECT n FROM stream WHERE id IN (SELECT value FROM json_each(?))", (_names(streams),)
    )
    return found.scalars()


def drop(connection: Connection, stream_numbers: Sequence[int]) -> None:
    """Forget streams, after their records."""
    connection.exec_driver_sql(
        "DELETE FROM stream WHERE n IN (SELECT value FROM json_each(?))",
        (json.dumps(list(stream_numbers)),),
    )


def _add(connection: Connection, streams: Sequence[StreamState]) -> None:
    if not streams:
        return
    cases = dict.fromkeys(case_of(StreamId(stream.id)) for stream in streams)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO held_case (id) VALUES (?)", [(case,) for case in cases]
    )
    connection.exec_driver_sql(
        "INSERT INTO stream (id, case_n, kind, mode, priority, digest, server_head, server_digest)"
        " SELECT ?1, n, ?2, ?3, ?4, ?5, ?6, ?7 FROM held_case WHERE id = ?8",
        [
            (
                s.id,
                s.id.rpartition(".")[2],
                s.mode,
                s.priority,
                NO_RECORDS,
                s.head,
                s.digest,
                case_of(StreamId(s.id)),
            )
            for s in streams
        ],
    )


def _names(streams: Iterable[StreamId]) -> str:
    return json.dumps(list(streams))
