"""Statements that every round runs: written once, they go to the driver, and plain rows come back.

What SQLAlchemy does at each execution costs about what the database takes for ours. Called by the
modules beside it only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects.postgresql import psycopg as postgresql
from sqlalchemy.sql.elements import CompilerElement

_DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # carries no types


class Statement:
    """A statement with named parameters, within the connection's transaction."""

    def __init__(self, written: CompilerElement) -> None:
        compiled = written.compile(dialect=_DIALECT)
        self._text = str(compiled).encode()
        self._values = compiled.params

    def rows(
        self, connection: Connection, values: Mapping[str, object], *, planned_anew: bool = False
    ) -> list[tuple[Any, ...]]:
        """Execute it and give all rows.

        Args:
            planned_anew: for these values, where a plan for any would be a bad one.
        """
        return self._executed(connection, values, planned_anew=planned_anew).fetchall()

    def run(self, connection: Connection, values: Mapping[str, object]) -> None:
        """Execute it for what it does."""
        self._executed(connection, values)

    def _executed(
        self, connection: Connection, values: Mapping[str, object], *, planned_anew: bool = False
    ) -> psycopg.Cursor[tuple[Any, ...]]:
        return driver_of(connection).execute(
            self._text, {**self._values, **values}, prepare=False if planned_anew else None
        )


def driver_of(connection: Connection) -> psycopg.Connection[tuple[Any, ...]]:
    """Give the driver's connection, whose transaction is that of SQLAlchemy's."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the database is not reached through psycopg")
    return driver
