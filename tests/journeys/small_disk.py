"""A disk that can be full: SQLite is kept from taking another page, as a full disk keeps it.

Only for files that are opened while it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch

from nurseapp.desktop.storage import sqlcipher

_NO_LIMIT = 4_294_967_294


class SmallDisk:
    """The disk."""

    def __init__(self) -> None:
        self._connections: list[Any] = []
        self._connect = sqlcipher.connect

    def fill(self) -> None:
        """Leave no room: fewer pages than there are means as many as there are."""
        self._allow(1)

    def make_room(self) -> None:
        """Leave all the room there is."""
        self._allow(_NO_LIMIT)

    def open(self, *arguments: Any) -> Any:
        """Open a file, and notice it."""
        connection = self._connect(*arguments)
        self._connections.append(connection)
        return connection

    def _allow(self, pages: int) -> None:
        for connection in self._connections:
            with suppress(sqlcipher.DRIVER.ProgrammingError):  # it is closed
                connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Put files on a small disk from now on."""
    disk = SmallDisk()
    with patch.object(sqlcipher, "connect", disk.open):
        yield disk
