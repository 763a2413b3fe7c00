"""Many values at once: one text for each column of keys, or of rows to write; or JSON.

psycopg turns a Python list into an array element by element, in Python; PostgreSQL splits a
text in C, and much faster than it reads JSON. A table under row-level security takes no COPY.
Called by the modules beside it only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec
import psycopg
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from nurseapp.server.store.statement import Statement, driver_of

# Stands in no id, the server checks every one that comes in; in no number; and in no JSON, where
# RFC 7464 has it part one text from the next.
BETWEEN = "\x1e"


def joined(values: Iterable[object]) -> str:
    """Write a column of texts or numbers as one text; None is written as nothing."""
    return BETWEEN.join("" if value is None else str(value) for value in values)


def is_in(column: Column[str], parameter: str) -> ColumnElement[bool]:
    """Say that a column's value is in a joined parameter.

    As a join, not as a comparison with an array: once the statement is prepared, the plan for an
    array of unknown length reads the whole table.
    """
    return column.in_(select(func.unnest(_texts(parameter))))


def rows_of(name: str, *columns: str, numbers: Sequence[str] = ()) -> TableValuedAlias:
    """Read joined parameters, one for each column and named like it, as the rows of a table.

    Its column ``number`` counts the rows.
    """
    arrays = (
        cast(_texts(column), ARRAY(BigInteger)) if column in numbers else _texts(column)
        for column in columns
    )
    values = func.unnest(*arrays).table_valued(*columns, with_ordinality="number", name=name)
    return values.render_derived(name=name)


def insertion(table: Table, each: Sequence[str], same: Sequence[str] = ()) -> Insert:
    """Insert rows of which these columns come as joined parameters, named like them.

    Nothing becomes NULL, or an empty text where there is no NULL.

    Args:
        same: columns that are the same in all rows, each a parameter of its own.
    """
    new = rows_of("new", *each)
    values = [_read_as(table.c[name], new.c[name]) for name in each]
    values += [bindparam(name, type_=table.c[name].type) for name in same]
    return insert(table).from_select([*each, *same], select(*values))


@contextmanager
def at_once(connection: Connection) -> Iterator[None]:
    """Send statements without waiting for their answers; what goes wrong is raised at the end.

    For statements of which nobody reads a result: while the database does one, the
    next is being written.
    """
    failed: Exception | None = None
    try:
        with driver_of(connection).pipeline():
            try:
                yield
            except Exception as error:
                failed = error  # not through the pipeline's end, which logs what it met besides
    except psycopg.Error as error:
        raise failed or error from None
    if failed is not None:
        raise failed


def insert_rows(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, object]],
    *,
    once: bool = False,
) -> None:
    """Write rows in one statement, also under row-level security; an identity fills itself.

    Args:
        once: leave out what is there already.
    """
    values = list(rows)
    if values:
        encoded = msgspec.json.encode(values).decode()
        _insertion(table, once=once).run(connection, {"rows": encoded})


@cache
def _insertion(table: Table, *, once: bool) -> Statement:
    names = ", ".join(column.name for column in table.columns if column.identity is None)
    read = f"json_populate_recordset(NULL::{table.name}, :rows)"
    twice = " ON CONFLICT DO NOTHING" if once else ""
    return Statement(text(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {read}{twice}"))  # noqa: S608  # names of the schema


def _read_as(column: Column[Any], read: ColumnElement[str]) -> ColumnElement[Any]:
    if isinstance(column.type, Text):
        return read if column.nullable else func.coalesce(read, "")
    return cast(read, column.type)


def _texts(parameter: str) -> ColumnElement[Sequence[str]]:
    return func.string_to_array(bindparam(parameter, type_=Text), BETWEEN, "", type_=ARRAY(Text))
