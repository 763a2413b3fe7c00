"""A disk that can be full: SQLite is kept from taking another page, as a full disk keeps it.

Only for files that are opened while it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Pool, event

from nurseapp.desktop.storage.sqlcipher import DRIVER

_NO_LIMIT = 4_294_967_294


class SmallDisk:
    """The disk."""

    def __init__(self) -> None:
        self._connections: list[Any] = []

    def fill(self) -> None:
        """Leave no room: fewer pages than there are means as many as there are."""
        self._allow(1)

    def make_room(self) -> None:
        """Leave all the room there is."""
        self._allow(_NO_LIMIT)

    def opened(self, connection: object, _record: object) -> None:
        """Notice that a file was opened."""
        if isinstance(connection, DRIVER.Connection):
            self._connections.append(connection)

    def closed(self, connection: object, _record: object) -> None:
        """Notice that a file was closed."""
        if connection in self._connections:
            self._connections.remove(connection)

    def _allow(self, pages: int) -> None:
        for connection in self._connections:
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Put files on a small disk from now on."""
    disk = SmallDisk()
    event.listen(Pool, "connect", disk.opened)
    event.listen(Pool, "close", disk.closed)
    try:
        yield disk
    finally:
        event.remove(Pool, "connect", disk.opened)
        event.remove(Pool, "close", disk.closed)
