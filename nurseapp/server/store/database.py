"""The way to the database: engine, transactions, migrations, and the epoch bound to its server.

An epoch is a random id kept beside the ``system_identifier`` and the timeline of the PostgreSQL
that holds it. Both are compared whenever a connection is made: a restored or promoted server gets
a new epoch, and every desktop learns that what it holds may be ahead. Every error of the driver
leaves here as :class:`StoreUnavailable`, :class:`StoreRejected` or :class:`StoreForbidden`, or is a
bug.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from nurseapp.domain.circumstance import Circumstance
from nurseapp.server.store.schema import REVISION, meta, server_key

CONNECTIONS = 12
_PATIENCE_S = 5
_OPTIONS = "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
_IDENTITY = (
    "SELECT system_identifier,"
    " ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint"
    " FROM pg_control_system()"
)
_ALLOWED = (
    "SELECT current_setting('max_connections')::int"
    " - current_setting('superuser_reserved_connections')::int"
    " - coalesce(current_setting('reserved_connections', true)::int, 0)"
)
_MIGRATING = 7_242_001
_COMING_BACK = timedelta(days=14)
"""Longer than a holiday: what still lacks its base then is told to its author."""


class StoreUnavailable(Circumstance):
    """The database cannot be reached or asks to be tried again; ``code`` says which."""


class StoreRejected(Exception):
    """The database does not take these values, and will not take them later."""


class StoreForbidden(Exception):
    """Row security does not let the one who acts do this: a bug, or they lost it just now."""


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Open a transaction, committed at the end; translate what the driver raises."""
    try:
        with engine.begin() as connection:
            yield connection
    except (DBAPIError, psycopg.Error, PoolTimeoutError) as error:
        raise _translated(error) from error


def open_database(url: str) -> Engine:
    """Make the engine of a migrated database.

    Raises:
        StoreUnavailable: ``database_unreachable``, or ``database_not_migrated``.
    """
    engine = create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_PATIENCE_S,
        hide_parameters=True,
        connect_args={"options": _OPTIONS, "connect_timeout": _PATIENCE_S},
    )
    try:
        with engine.connect() as connection:
            found = _revision(connection)
    except DBAPIError as error:
        raise StoreUnavailable("database_unreachable") from error
    finally:
        engine.dispose()
    if found != REVISION:
        raise StoreUnavailable("database_not_migrated", found=found, needed=REVISION)
    event.listen(engine, "connect", lambda driver, _record: _bind_epoch(driver))
    event.listen(engine, "checkout", lambda driver, _record, _taken: _check_open(driver))
    return engine


def migrate(url: str) -> bool:
    """Bring the tables to the newest revision; say whether anything had to be done.

    Two that migrate at once wait for each other.

    Raises:
        StoreUnavailable: ``database_unreachable``.
    """
    engine = create_engine(url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            if _revision(connection) == REVISION:
                return False
            _upgrade(connection)
            return True
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.OperationalError):
            raise StoreUnavailable("database_unreachable") from error
        raise
    finally:
        engine.dispose()


def server_id(connection: Connection) -> str:
    """Give the id that this organisation's server keeps for good."""
    return str(connection.scalar(select(meta.c.server_id)))


def connections_allowed(connection: Connection) -> int:
    """Give how many connections the PostgreSQL lets its ordinary roles have, all together."""
    allowed: int = connection.execute(text(_ALLOWED)).scalar_one()
    return allowed


def private_key(connection: Connection) -> bytes:
    """Give the private half of the server's key, as the first migration that knew it made it."""
    return bytes(connection.execute(select(server_key.c.private)).scalar_one())


def sealing_key(connection: Connection) -> bytes:
    """Give the private half of the key to which desktops seal."""
    return bytes(connection.execute(select(server_key.c.sealing)).scalar_one())


def begin_epoch(connection: Connection) -> None:
    """Start a new epoch, for a restore that left the identity of the PostgreSQL as it was."""
    connection.execute(meta.update().values(epoch=str(uuid.uuid4()), epoch_began=func.now()))


def is_young(connection: Connection) -> bool:
    """Say whether computers that were away may still bring back what this database lacks."""
    return bool(connection.scalar(select(meta.c.epoch_began > func.now() - _COMING_BACK)))


def example_name(connection: Connection) -> str | None:
    """Give the name of the example organisation, None where the database is not one."""
    return connection.scalar(select(meta.c.example_name))


def mark_as_example(connection: Connection, name: str) -> None:
    """Say for good that this database holds an example organisation."""
    connection.execute(meta.update().values(example_name=name))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command  # slow to import, and needed once in the life of a database
    from alembic.config import Config

    config = Config()
    scripts = Path(__file__).parent.parent / "migrations"
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _bind_epoch(driver: psycopg.Connection[tuple[object, ...]]) -> None:
    """Start a new epoch where the database is not on the server that its epoch was made on."""
    live = driver.execute(_IDENTITY).fetchone()
    kept = driver.execute("SELECT system_identifier, timeline FROM meta").fetchone()
    if live is not None and live != kept:
        driver.execute(
            "INSERT INTO meta (single, server_id, epoch, system_identifier, timeline)"
            " VALUES (true, %s, %s, %s, %s) ON CONFLICT (single) DO UPDATE SET"
            " epoch = excluded.epoch, epoch_began = now(),"
            " system_identifier = excluded.system_identifier, timeline = excluded.timeline"
            " WHERE (meta.system_identifier, meta.timeline)"
            " <> (excluded.system_identifier, excluded.timeline)",
            (str(uuid.uuid4()), str(uuid.uuid4()), *live),
        )
    driver.commit()


def _check_open(driver: psycopg.Connection[tuple[object, ...]]) -> None:
    """Have another connection taken where the database closed this one while nobody used it.

    Its last words and its end are there to be read, so that nobody has to ask, and wait.
    """
    try:
        for _ in range(2):
            driver.pgconn.consume_input()
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def _translated(error: Exception) -> Exception:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.DataError | psycopg.IntegrityError):
        return StoreRejected(type(cause).__name__)
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return StoreForbidden(cause.diag.message_primary)
    if isinstance(cause, psycopg.ProgrammingError):
        return error
    return StoreUnavailable("database_unavailable", error=type(cause).__name__)
