"""Received documents in the database: the bytes as they came, under their SHA-256."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from nurseapp.server.store.schema import document


def keep(connection: Connection, content: bytes, sender: str, at: datetime) -> str:
    """Keep a document and give its name, the SHA-256 in hexadecimal; the same again is kept once.

    No file name is kept: senders write members' names into them.
    """
    name = sha256(content).hexdigest()
    connection.execute(
        insert(document)
        .values(sha256=name, received_at=at, sender=sender, content=content)
        .on_conflict_do_nothing()
    )
    return name


def content(connection: Connection, name: str) -> bytes | None:
    """Give a document's bytes."""
    return connection.scalar(select(document.c.content).where(document.c.sha256 == name))
