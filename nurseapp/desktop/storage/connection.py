"""A connection as the stores use one: statements go to the driver, and plain rows come back.

What SQLAlchemy does with a statement of text costs more than most of ours take, and a round has
fifty of them; it migrates, and is not loaded for anything else. Handed out by the cache; called by
the modules beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

Row = tuple[Any, ...]


class Result:
    """The rows that a statement gave."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Row], rowcount: int) -> None:
        self._rows = rows
        self.rowcount: Final = rowcount

    def __iter__(self) -> Iterator[Row]:
        """Give the rows one after the other."""
        return iter(self._rows)

    def all(self) -> list[Row]:
        """Give all rows."""
        return self._rows

    def first(self) -> Row | None:
        """Give the first row, None where there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Row:
        """Give the one row that there is."""
        [row] = self._rows
        return row

    def scalar(self) -> Any:  # the statement knows of what type
        """Give the first value, None where there is no row."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:  # the statement knows of what type
        """Give the first value of the one row that there is."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """Give the first value of each row."""
        return [row[0] for row in self._rows]


class Connection:
    """A connection within a transaction that somebody else begins and ends."""

    __slots__ = ("_driver",)

    def __init__(self, driver: Any) -> None:  # the driver carries no types
        self._driver = driver

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = ()) -> Result:
        """Execute a statement: with a tuple of parameters once, with a list for each in it."""
        is_one = isinstance(parameters, tuple)
        execute = self._driver.execute if is_one else self._driver.executemany
        cursor = execute(statement, parameters)
        return Result(cursor.fetchall(), cursor.rowcount)
