"""The server's database as an administrator holds it: copied out, put back, read.

Knows the tables from the application's own list of them, so that a new one is not forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.rows import namedtuple_row
from sqlalchemy import make_url

from nurseapp.server.store.schema import metadata

Copy = Mapping[str, bytes]
"""The rows of every table, as PostgreSQL copies them out."""

_TABLES = [sql.Identifier(table.name) for table in metadata.sorted_tables]
_NAMES = [table.name for table in metadata.sorted_tables]


class Database:
    """One database, reached as the role that owns it."""

    def __init__(self, owner_url: str) -> None:
        url = make_url(owner_url).set(drivername="postgresql")
        self._connection = psycopg.connect(
            url.render_as_string(hide_password=False), autocommit=True, row_factory=namedtuple_row
        )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def copy(self) -> Copy:
        """Copy every row out."""
        found = {}
        with self._connection.cursor() as cursor:
            for name, table in zip(_NAMES, _TABLES, strict=True):
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(table)) as rows:
                    found[name] = b"".join(bytes(part) for part in rows)
        return found

    def put(self, copy: Copy) -> None:
        """Put rows in the place of those that are there."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(_TABLES)))
            for name, table in zip(_NAMES, _TABLES, strict=True):
                if copy[name]:
                    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table)) as rows:
                        rows.write(copy[name])

    def move_elsewhere(self) -> None:
        """Let the epoch look as if it had been made on another PostgreSQL."""
        self.do("UPDATE meta SET system_identifier = system_identifier # 1")

    def rows(self, statement: str, *values: object) -> Sequence[Any]:
        """Read rows, their columns by name."""
        return self._connection.execute(cast(Any, statement), values).fetchall()

    def do(self, statement: str, *values: object) -> None:
        """Change rows."""
        self._connection.execute(cast(Any, statement), values)
