"""Connections to one encrypted file, kept from one transaction to the next.

Opening one costs more than most transactions. Made by the cache, which alone begins and ends what
is done on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Full, LifoQueue
from typing import Any

Connect = Callable[[], Any]  # the driver carries no types


class Pool:
    """Hand out connections, each to one taker at a time; any thread may take one."""

    def __init__(self, connect: Connect, kept: int) -> None:
        """Open a connection when none is free; keep so many of those that come back."""
        self._connect = connect
        # The one that came back last, since it has most of the file in its memory.
        self._free: LifoQueue[Any] = LifoQueue(kept)

    @contextmanager
    def taken(self) -> Iterator[Any]:
        """Give a connection of the driver; what was not committed on it is rolled back."""
        try:
            driver = self._free.get_nowait()
        except Empty:
            driver = self._connect()
        try:
            yield driver
        finally:
            driver.rollback()
            self._give_back(driver)

    def close(self) -> None:
        """Close the connections that are free."""
        while True:
            try:
                self._free.get_nowait().close()
            except Empty:
                return

    def _give_back(self, driver: Any) -> None:
        try:
            self._free.put_nowait(driver)
        except Full:
            driver.close()
