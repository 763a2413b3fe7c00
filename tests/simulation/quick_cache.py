"""The cache of the fast tier: the same engine, tables and transactions, but neither encrypted nor
reached through SQLAlchemy, which take most of a history's time and decide nothing in it.

Hands the stores what they use of SQLAlchemy's connections. The second tier runs over the shipping
cache, and a test holds that a history is the same over both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, NullPool, create_engine

from nurseapp.desktop.storage import projections, schema, sqlcipher
from nurseapp.desktop.storage.cache import FILE_NAME, Cache
from nurseapp.desktop.storage.circumstances import CacheError

_SETTINGS = ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = ON", "temp_store = MEMORY")


def make_quick_cache(folder: Path) -> None:
    """Make an empty cache."""
    folder.mkdir()
    engine = create_engine(
        "sqlite://",
        module=sqlcipher.DRIVER,
        creator=lambda: _connect(folder),
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        schema.bring_up_to_date(connection)
        projections.bring_up_to_date(connection)


class QuickResult:
    """The rows that a statement gave."""

    def __init__(self, cursor: Any) -> None:
        self.rowcount: int = cursor.rowcount
        self._rows: list[tuple[Any, ...]] = cursor.fetchall()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Give the rows one after the other."""
        return iter(self._rows)

    def all(self) -> list[tuple[Any, ...]]:
        """Give all rows."""
        return self._rows

    def first(self) -> tuple[Any, ...] | None:
        """Give the first row."""
        return self._rows[0] if self._rows else None

    def one(self) -> tuple[Any, ...]:
        """Give the one row."""
        [row] = self._rows
        return row

    def scalar(self) -> Any:
        """Give the first value."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Give the one value."""
        return self.one()[0]

    def scalars(self) -> QuickScalars:
        """Give the first value of each row."""
        return QuickScalars(row[0] for row in self._rows)


class QuickScalars(list[Any]):
    """The first values of rows."""

    def all(self) -> list[Any]:
        """Give all of them."""
        return self


class QuickConnection:
    """A connection, as far as stores use one."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def exec_driver_sql(
        self, statement: str, parameters: tuple[Any, ...] | Sequence[tuple[Any, ...]] = ()
    ) -> QuickResult:
        """Execute a statement, once for each of several lots of parameters."""
        is_one = isinstance(parameters, tuple)
        execute = self.inner.execute if is_one else self.inner.executemany
        return QuickResult(execute(statement, parameters))


class QuickCache(Cache):
    """The cache of a device of the fast tier."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free: list[QuickConnection] = []
        with self._transaction("IMMEDIATE") as connection:
            schema.bring_up_to_date(connection)
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
            self._free.pop().inner.close()

    @contextmanager
    def _transaction(self, how: str) -> Iterator[Connection]:
        connection = self._free.pop() if self._free else QuickConnection(_connect(self._folder))
        connection.inner.execute(f"BEGIN {how}")
        try:
            yield cast(Connection, connection)
            connection.inner.execute("COMMIT")
        except sqlcipher.DRIVER.OperationalError as error:
            raise CacheError("cache_busy") from error
        finally:
            if connection.inner.in_transaction:
                connection.inner.execute("ROLLBACK")
            self._free.append(connection)


def _connect(folder: Path) -> Any:
    connection = sqlcipher.DRIVER.connect(
        str(folder / FILE_NAME), isolation_level=None, check_same_thread=False
    )
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection
