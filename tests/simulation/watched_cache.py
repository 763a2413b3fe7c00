"""A cache that says when it is about to commit and when it has.

Those are the points at which a process may be killed: what is between them is either in the file
afterwards or is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nurseapp.desktop.storage.cache import Cache
from nurseapp.desktop.storage.connection import Connection

BEFORE = "before commit"
AFTER = "after commit"


class WatchedCache(Cache):
    """The cache of a device, watched.

    Attributes:
        commits: how many there were.
    """

    def __init__(self, inner: Cache, at: Callable[[str], None]) -> None:
        """Name what is called at each point; what it raises ends the transaction."""
        self.commits = 0
        self._inner = inner
        self._at = at

    @contextmanager
    def read(self, *, following: bool = False) -> Iterator[Connection]:
        """Give a connection for reading."""
        with self._inner.read(following=following) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for what a person did."""
        with self._inner.write() as connection:
            yield connection
            self._at(BEFORE)
        self.commits += 1
        self._at(AFTER)

    @contextmanager
    def follow(self, *, much: bool = False) -> Iterator[Connection]:
        """Give a connection for what the server has."""
        with self._inner.follow(much=much) as connection:
            yield connection
            self._at(BEFORE)
        self.commits += 1
        self._at(AFTER)

    def close(self) -> None:
        """Close every connection."""
        self._inner.close()
