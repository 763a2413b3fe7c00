"""Single values that the cache keeps by name. Functions over a connection, for this floor."""

from __future__ import annotations

from collections.abc import Sequence

from nurseapp.desktop.storage.connection import Connection


def get(connection: Connection, name: str) -> str | None:
    """Give a value, None where it was never put."""
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (name,))
    value: str | None = found.scalar()
    return value


def get_all(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Give those of these values that were put, by name.

    There are few, and reading all of them is quicker than looking for some.
    """
    found = connection.exec_driver_sql("SELECT name, value FROM setting")
    return {name: value for name, value in found if name in names}


def put(connection: Connection, name: str, value: str | None) -> None:
    """Put a value in the place of an older one; None takes it away."""
    if value is None:
        connection.exec_driver_sql("DELETE FROM setting WHERE name = ?", (name,))
        return
    connection.exec_driver_sql(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
