"""The encrypted file: opened, brought up to date, and read and written in transactions.

Hands out connections and knows no table. The stores of this floor call it, each on its own
thread; a reader never waits for a writer. Errors of the disk and of the file leave as
:class:`CacheError`; the file itself is never deleted or replaced.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import sqlalchemy.dialects.sqlite  # noqa: F401  # else loaded while somebody waits for the file
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from nurseapp.desktop.storage import projections, schema, sqlcipher
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.sqlcipher import Code, Sync
from nurseapp.desktop.storage.vault import DataKey

__all__ = ["Cache", "CacheError", "open_cache", "set_aside"]

FILE_NAME = "cache.db"
_COMPANIONS = ("", "-wal", "-shm")
_CHECKPOINT_PAGES = 1_000
_SALT_PURPOSE = b"nurseapp/cache/v1/"
_CODES: Mapping[int, str] = {
    Code.FULL: "disk_full",
    Code.IOERR: "disk_failed",
    Code.CORRUPT: "cache_damaged",
    Code.NOTADB: "cache_damaged",
    Code.BUSY: "cache_busy",
    Code.LOCKED: "cache_busy",
    Code.PERM: "cache_unreachable",
    Code.READONLY: "cache_unreachable",
    Code.CANTOPEN: "cache_unreachable",
}


class Cache:
    """One person's encrypted file, open."""

    def __init__(self, acting: Engine, following: Engine) -> None:
        self._acting, self._following = acting, following
        self._writing = acting.execution_options(begin="IMMEDIATE")
        self._catching_up = following.execution_options(begin="IMMEDIATE")

    @contextmanager
    def read(self, *, following: bool = False) -> Iterator[Connection]:
        """Give a connection that sees one state of the file throughout.

        Args:
            following: that one which follows the server. What another connection writes makes
                this one read its part of the file anew, so whoever follows looks there, too.
        """
        engine = self._following if following else self._acting
        with _translated(), engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for what a person did: on the disk when this ends, or not at all."""
        with _translated(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def follow(self, *, much: bool = False) -> Iterator[Connection]:
        """Give a connection for what the server has: kept together, or not at all.

        A power cut may take back the last of it, which the next round fetches again.

        Args:
            much: leave the log as it is; the next of these writes carries it over, once.
        """
        pages = 0 if much else _CHECKPOINT_PAGES
        with _translated(), self._catching_up.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {pages}")
            yield connection

    def close(self) -> None:
        """Close every connection; the log is carried over into the file."""
        for engine in (self._acting, self._following):
            engine.dispose()


def open_cache(folder: Path, key: DataKey) -> Cache:
    """Open the cache of a vault, or make it where there is none.

    Raises:
        CacheError: any of its codes; what was there stays there.
    """
    path = folder / FILE_NAME
    if not path.exists():
        _create(folder, key)
    salt = _salt(key)
    try:
        with path.open("rb") as file:
            beginning = file.read(len(salt))
    except OSError as error:
        raise CacheError("cache_unreachable") from error
    if beginning == sqlcipher.PLAIN_HEADER:
        raise CacheError("not_encrypted")
    if len(beginning) < len(salt):  # SQLite would take it for a new file
        raise CacheError("cache_damaged")
    try:
        return _open(path, key)
    except CacheError as error:
        if error.code == "cache_damaged" and beginning != salt:
            raise CacheError("other_user") from error
        raise


def set_aside(folder: Path, label: str) -> Path:
    """Rename a cache that cannot be used, so that the next opening makes a new one.

    Args:
        label: what tells it from others set aside before, e.g. a time.
    """
    kept = folder / f"cache.{label}.db"
    for companion in _COMPANIONS:
        file = folder / f"{FILE_NAME}{companion}"
        if file.exists():
            file.rename(f"{kept}{companion}")
    return kept


def _create(folder: Path, key: DataKey) -> None:
    """Make a cache under another name and rename it, so that a half-made one is never opened."""
    path = folder / f"{FILE_NAME}.new"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for companion in _COMPANIONS:
            path.with_name(f"{path.name}{companion}").unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _open(path, key).close()
        path.rename(folder / FILE_NAME)
    except OSError as error:
        raise CacheError("cache_unreachable") from error


def _open(path: Path, key: DataKey) -> Cache:
    cache = Cache(_engine(path, key, Sync.FULL, 2), _engine(path, key, Sync.NORMAL, 1))
    try:
        with cache.write() as connection:
            schema.bring_up_to_date(connection)
            projections.bring_up_to_date(connection)
    except BaseException:
        cache.close()
        raise
    return cache


def _engine(path: Path, key: DataKey, sync: Sync, connections: int) -> Engine:
    salt = _salt(key)
    engine = create_engine(
        "sqlite://",
        module=sqlcipher.DRIVER,
        creator=lambda: sqlcipher.connect(path, key.raw, salt, sync),
        poolclass=QueuePool,
        pool_size=connections,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin for real: the driver is told to begin nothing by itself."""
    how = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")


def _salt(key: DataKey) -> bytes:
    """Give the bytes that the file begins with: they tell whose it is without telling the key."""
    return sha256(_SALT_PURPOSE + key.vault.encode()).digest()[:16]


@contextmanager
def _translated() -> Iterator[None]:
    """Let errors of the disk and of the file leave as circumstances, and bugs as they are."""
    try:
        yield
    except DBAPIError as error:
        code = _CODES.get(sqlcipher.code_of(error.orig) or 0)
        if code is None:
            raise
        raise CacheError(code) from error
