"""Streams in the database: made, locked and advanced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from nurseapp.domain.ids import CaseId, StreamId
from nurseapp.domain.streams import StreamKind
from nurseapp.server.store.bulk import is_in, joined, rows_of
from nurseapp.server.store.schema import CURRENT_TRANSACTION, stream
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
    select(stream.c.id, stream.c.kind, stream.c.case_id, stream.c.head, stream.c.digest)
    .where(is_in(stream.c.id, "ids"))
    .order_by(stream.c.id.collate("C"))
    .with_for_update(key_share=True)
)
_moved = rows_of("moved", "ids", "heads", "digests", numbers=["heads"])
_ADVANCE = Statement(
    update(stream)
    .values(head=_moved.c.heads, digest=_moved.c.digests, changed=CURRENT_TRANSACTION)
    .where(stream.c.id == _moved.c.ids)
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
