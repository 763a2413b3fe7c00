"""The server's database as an administrator holds it: copied out, put back, read.

Knows the tables from the application's own list of them, so that a new one is not forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.rows import namedtuple_row, tuple_row
from sqlalchemy import make_url

from nurseapp.server.store.schema import metadata

Copy = Sequence[str]
"""The rows of each table, as PostgreSQL writes an array of them."""

_TABLES = [sql.Identifier("public", table.name) for table in metadata.sorted_tables]
_ROWS = sql.SQL("ARRAY(SELECT t::text FROM {} AS t)::text")
_FILL = sql.SQL(
    "INSERT INTO {0} OVERRIDING SYSTEM VALUE"
    " SELECT (t::{0}).* FROM unnest(%s::text[]) WITH ORDINALITY AS r (t, n) ORDER BY n"
)


class Database:
    """One database, reached by a role that row-level security does not bind."""

    def __init__(self, superuser_url: str) -> None:
        url = make_url(superuser_url).set(drivername="postgresql")
        self._connection = psycopg.connect(
            url.render_as_string(hide_password=False), autocommit=True, row_factory=namedtuple_row
        )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def copy(self) -> Copy:
        """Copy every row out."""
        with self._connection.cursor(row_factory=tuple_row) as cursor:
            rows = sql.SQL(", ").join(_ROWS.format(table) for table in _TABLES)
            return cursor.execute(sql.SQL("SELECT {}").format(rows)).fetchone() or ()

    def put(self, copy: Copy) -> None:
        """Put rows in the place of those that are there, in their order."""
        with self._connection.pipeline(), self._connection.transaction():
            every = sql.SQL(", ").join(_TABLES)
            # Not even the trail's own guard stands in the way of a restore.
            self._connection.execute("SET LOCAL session_replication_role = replica")
            self._connection.execute(sql.SQL("TRUNCATE {}").format(every))
            for table, rows in zip(_TABLES, copy, strict=True):
                self._connection.execute(_FILL.format(table), (rows,))

    def move_elsewhere(self) -> None:
        """Let the epoch look as if it had been made on another PostgreSQL."""
        self.do("UPDATE meta SET system_identifier = 0")

    def rows(self, statement: str, *values: object) -> Sequence[Any]:
        """Read rows, their columns by name."""
        return self._connection.execute(cast(Any, statement), values).fetchall()

    def do(self, statement: str, *values: object) -> None:
        """Change rows."""
        self._connection.execute(cast(Any, statement), values)
