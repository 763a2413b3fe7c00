"""The cache of the fast tier: the same engine, tables and transactions, but not encrypted, which
takes most of a history's time and decides nothing in it.

The second tier runs over the shipping cache, and a test holds that a history is the same over
both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from nurseapp.desktop.storage import projections, schema, sqlcipher
from nurseapp.desktop.storage.cache import FILE_NAME, Cache
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.connection import Connection

_SETTINGS = ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = ON", "temp_store = MEMORY")


def make_quick_cache(folder: Path) -> None:
    """Make an empty cache."""
    folder.mkdir()
    with closing(_connect(folder)) as driver:
        schema.bring_up_to_date(driver)
    QuickCache(folder).close()


class QuickCache(Cache):
    """The cache of a device of the fast tier."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free: list[Any] = []
        with self._transaction("IMMEDIATE") as connection:
            projections.bring_up_to_date(connection)

    @contextmanager
    def read(self, *, following: bool = False) -> Iterator[Connection]:
        """Give a connection that sees one state of the file throughout."""
        with self._transaction("DEFERRED") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for what a person did."""
        with self._transaction("IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def follow(self, *, much: bool = False) -> Iterator[Connection]:
        """Give a connection for what the server has."""
        with self._transaction("IMMEDIATE") as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        while self._free:
            self._free.pop().close()

    @contextmanager
    def _transaction(self, how: str) -> Iterator[Connection]:
        driver = self._free.pop() if self._free else _connect(self._folder)
        driver.execute(f"BEGIN {how}")
        try:
            yield Connection(driver)
            driver.execute("COMMIT")
        except sqlcipher.DRIVER.OperationalError as error:
            raise CacheError("cache_busy") from error
        finally:
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            self._free.append(driver)


def _connect(folder: Path) -> Any:
    connection = sqlcipher.DRIVER.connect(
        str(folder / FILE_NAME), isolation_level=None, check_same_thread=False
    )
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection
