"""The audit trail's chain in the database: rows that are not sealed yet, and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy import Row as DatabaseRow

from nurseapp.server.audit_chain import START, Head, Link, Row
from nurseapp.server.store.bulk import insert_rows
from nurseapp.server.store.schema import audit, audit_chain, meta
from nurseapp.server.store.statement import Statement

_SEALING = 7_242_004
_ROWS_AT_ONCE = 5000
_NAMES = [column.name for column in audit.columns if column.name != "id"]
_UNSEALED = (
    select(audit.c.id, *(audit.c[name] for name in _NAMES))
    .where(
        audit.c.id > bindparam("after"),
        ~select(audit_chain.c.seq).where(audit_chain.c.audit_id == audit.c.id).exists(),
    )
    .order_by(audit.c.id)
)
_SOME_UNSEALED = Statement(_UNSEALED.limit(_ROWS_AT_ONCE))
_HEAD = select(audit_chain.c.seq, audit_chain.c.hash).order_by(audit_chain.c.seq.desc()).limit(1)
_CHAIN = (
    select(audit_chain, *(audit.c[name].label(f"row_{name}") for name in ["id", *_NAMES]))
    .outerjoin(audit, audit.c.id == audit_chain.c.audit_id)
    .order_by(audit_chain.c.seq)
)


def lead(connection: Connection) -> bool:
    """Be the one who seals until the transaction ends; say no where another is."""
    return bool(connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({_SEALING})")))


def unsealed(connection: Connection, after: int) -> list[Row]:
    """Give the next rows that have no link, of those numbered after another, in their order."""
    found = _SOME_UNSEALED.rows(connection, {"after": after})
    return [Row(id=number, values=dict(zip(_NAMES, rest, strict=True))) for number, *rest in found]


def head(connection: Connection) -> Head:
    """Say where the chain ends."""
    row = connection.execute(_HEAD).one_or_none()
    return START if row is None else Head(seq=row.seq, hash=bytes(row.hash))


def epoch(connection: Connection) -> str:
    """Name the epoch that the database is in."""
    return str(connection.scalar(select(meta.c.epoch)))


def append(connection: Connection, links: Sequence[Link]) -> None:
    """Write links."""
    insert_rows(connection, audit_chain, map(_values, links))


def whole(connection: Connection) -> Iterator[tuple[Link, Row | None]]:
    """Give every link with its row, as the database sends them."""
    found = connection.execute(_CHAIN, execution_options={"yield_per": _ROWS_AT_ONCE})
    for row in found:
        yield _link(row), None if row.row_id is None else _row(row._mapping)


def all_unsealed(connection: Connection) -> Iterable[int]:
    """Give the ids of all rows without a link."""
    found = connection.execute(_UNSEALED.with_only_columns(audit.c.id), {"after": 0})
    return found.scalars()


def _row(values: Any) -> Row:
    return Row(id=values["row_id"], values={name: values[f"row_{name}"] for name in _NAMES})


def _link(row: DatabaseRow[*tuple[Any, ...]]) -> Link:
    return Link(
        seq=row.seq,
        row=row.audit_id,
        sealed_at=row.sealed_at,
        epoch=row.epoch,
        content=bytes(row.content),
        previous=bytes(row.previous),
        hash=bytes(row.hash),
    )


def _values(link: Link) -> dict[str, object]:
    return {
        "seq": link.seq,
        "audit_id": link.row,
        "sealed_at": link.sealed_at,
        "epoch": link.epoch,
        "content": f"\\x{link.content.hex()}",
        "previous": f"\\x{link.previous.hex()}",
        "hash": f"\\x{link.hash.hex()}",
    }
