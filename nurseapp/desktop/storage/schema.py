"""Bring a cache to the schema that this version knows.

Alembic and SQLAlchemy are loaded only when there is something to do: they are slow to load and
stay in memory, and on nearly every start there is not. Called by the cache only.
"""

from __future__ import annotations

from typing import Any

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.connection import Connection

REVISION = "0010"
_MIGRATIONS = "nurseapp.desktop.storage:migrations"


def bring_up_to_date(driver: Any) -> None:  # the driver carries no types
    """Run the migrations that a cache lacks, all of them or none.

    Raises:
        CacheError: ``newer_schema`` for a cache that a newer version has written.
        DatabaseError: the driver's.
    """
    driver.execute("BEGIN IMMEDIATE")
    found = _revision(Connection(driver))
    if found is not None and found > REVISION:
        raise CacheError("newer_schema", found=found, known=REVISION)
    if found != REVISION:
        _upgrade(driver)
    driver.commit()


def _revision(connection: Connection) -> str | None:
    tables = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if not connection.exec_driver_sql(tables).scalar_one():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def _upgrade(driver: Any) -> None:
    """Migrate within the transaction that has begun on a connection."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import StaticPool, create_engine
    from sqlalchemy.exc import DBAPIError

    from nurseapp.desktop.storage.sqlcipher import DRIVER

    engine = create_engine(
        "sqlite://",
        module=DRIVER,
        creator=lambda: driver,
        poolclass=StaticPool,
        hide_parameters=True,
    )
    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, REVISION)
            connection.commit()
    except DBAPIError as error:
        raise error.orig or error from error
