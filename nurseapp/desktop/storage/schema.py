"""Bring a cache to the schema that this version knows.

Alembic is loaded only when there is something to do: it is slow to load, and on nearly every
start there is not. Called by the cache only.
"""

from __future__ import annotations

from sqlalchemy import Connection

from nurseapp.desktop.storage.circumstances import CacheError

REVISION = "0009"
_MIGRATIONS = "nurseapp.desktop.storage:migrations"


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that a cache lacks, within the caller's transaction.

    Raises:
        CacheError: ``newer_schema`` for a cache that a newer version has written.
    """
    found = _revision(connection)
    if found is not None and found > REVISION:
        raise CacheError("newer_schema", found=found, known=REVISION)
    if found != REVISION:
        _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    tables = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if not connection.exec_driver_sql(tables).scalar_one():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, REVISION)
