"""The encrypted file: opened, brought up to date, and read and written in transactions.

Hands out connections and knows no table. The stores of this floor call it, each on its own
thread; a reader never waits for a writer. Errors of the disk and of the file leave as
:class:`CacheError`; the file itself is never deleted or replaced.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock

from nurseapp.desktop.storage import projections, schema, sqlcipher
from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.storage.connection import Connection
from nurseapp.desktop.storage.memory import give_back
from nurseapp.desktop.storage.pool import Pool
from nurseapp.desktop.storage.sqlcipher import Code, Sync
from nurseapp.desktop.storage.vault import DataKey

__all__ = [
    "Cache",
    "CacheError",
    "cache_file",
    "files_of_keys",
    "open_cache",
    "open_cache_in_memory",
    "salt_of",
    "set_aside",
    "trouble_of",
]

FILE_NAME = "cache.db"
COMPANIONS = ("", "-wal", "-shm")
_NAMED = re.compile(r"cache(\.k[0-9]+)?\.db")
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

    def __init__(self, acting: Pool, following: Pool) -> None:
        self._acting, self._following = acting, following
        self._turn = Lock()

    @contextmanager
    def read(self, *, following: bool = False) -> Iterator[Connection]:
        """Give a connection that sees one state of the file throughout.

        Args:
            following: that one which follows the server. What another connection writes makes
                this one read its part of the file anew, so whoever follows looks there, too.
        """
        begun = self._begun_following("DEFERRED") if following else _begun(self._acting, "DEFERRED")
        with begun as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection for what a person did: on the disk when this ends, or not at all."""
        with _begun(self._acting, "IMMEDIATE") as connection:
            yield connection
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def follow(self, *, much: bool = False) -> Iterator[Connection]:
        """Give a connection for what the server has: kept together, or not at all.

        A power cut may take back the last of it, which the next round fetches again.

        Args:
            much: leave the log as it is; the next of these writes carries it over, once.
        """
        pages = 0 if much else _CHECKPOINT_PAGES
        with self._begun_following("IMMEDIATE") as connection:
            connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {pages}")
            yield connection
            connection.exec_driver_sql("COMMIT")

    def let_go(self) -> None:
        """Give back the memory in which the connection that follows the server keeps its pages."""
        with _translated(), self._turn, self._following.taken() as driver:
            driver.execute("PRAGMA shrink_memory").fetchall()
        give_back()

    def check(self) -> None:
        """Look through every page of the file, which takes a while.

        Raises:
            CacheError: ``cache_damaged`` where one is not as it was written.
        """
        with self.read(following=True) as connection:
            if connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
                raise CacheError("cache_damaged")

    @contextmanager
    def _begun_following(self, how: str) -> Iterator[Connection]:
        """Begin on the one connection that follows the server."""
        with self._turn, _begun(self._following, how) as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; the log is carried over into the file."""
        with self._turn:
            self._following.close()
        self._acting.close()


def cache_file(folder: Path, key: DataKey) -> Path:
    """Name the file that a key opens: each of a vault's keys has one of its own."""
    return folder / (FILE_NAME if key.number == 1 else f"cache.k{key.number}.db")


def open_cache(folder: Path, key: DataKey) -> Cache:
    """Open the cache of a vault, or make it where there is none.

    Raises:
        CacheError: any of its codes; what was there stays there.
    """
    path = cache_file(folder, key)
    if not path.exists():
        _create(path, key)
    salt = salt_of(key)
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
        cache = _open(path, key)
    except CacheError as error:
        if error.code == "cache_damaged" and beginning != salt:
            raise CacheError("other_user") from error
        raise
    if beginning != salt:  # the one part of the file that the cipher does not authenticate
        cache.close()
        raise CacheError("cache_damaged")
    return cache


def open_cache_in_memory(key: DataKey) -> Cache:
    """Make an empty cache of which nothing is ever on the disk; it is gone once it is closed.

    Here a reader waits for the end of whatever is being written.
    """
    return _open(None, key)


def set_aside(folder: Path, label: str) -> Path:
    """Rename a cache that cannot be used, so that the next opening makes a new one.

    Args:
        label: what tells it from others set aside before, e.g. a time.
    """
    kept = folder / f"cache.{label}.db"
    for name in files_of_keys(folder):
        for companion in COMPANIONS:
            file = folder / f"{name}{companion}"
            if file.exists():
                file.rename(f"{kept}{companion}")
    return kept


def files_of_keys(folder: Path) -> set[str]:
    """Name the caches that are there, one for each key of the vault that has not been removed."""
    return {file.name for file in folder.iterdir() if _NAMED.fullmatch(file.name)}


def _create(whole: Path, key: DataKey) -> None:
    """Make a cache under another name and rename it, so that a half-made one is never opened."""
    path = whole.with_name(f"{whole.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for companion in COMPANIONS:
            path.with_name(f"{path.name}{companion}").unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _open(path, key).close()
        path.rename(whole)
    except OSError as error:
        raise CacheError("cache_unreachable") from error


def _open(path: Path | None, key: DataKey) -> Cache:
    acting = _pool(path, key, Sync.FULL, 2)
    cache = Cache(acting, _pool(path, key, Sync.NORMAL, 1))
    try:
        with _translated(), acting.taken() as driver:
            schema.bring_up_to_date(driver)
        with cache.write() as connection:
            projections.bring_up_to_date(connection)
    except BaseException:
        cache.close()
        raise
    return cache


def _pool(path: Path | None, key: DataKey, sync: Sync, kept: int) -> Pool:
    return Pool(partial(sqlcipher.connect, path, key.raw, salt_of(key), sync), kept)


@contextmanager
def _begun(pool: Pool, how: str) -> Iterator[Connection]:
    """Begin, for the driver begins nothing by itself; what is not committed is rolled back."""
    with _translated(), pool.taken() as driver:
        connection = Connection(driver)
        connection.exec_driver_sql(f"BEGIN {how}")
        yield connection


def salt_of(key: DataKey) -> bytes:
    """Give the bytes that the file begins with: they tell whose it is without telling the key."""
    return sha256(_SALT_PURPOSE + key.vault.encode()).digest()[:16]


def trouble_of(error: BaseException | None) -> str | None:
    """Give the code for what an error of the driver says of disk or file, None for a bug."""
    return _CODES.get(sqlcipher.code_of(error) or 0)


@contextmanager
def _translated() -> Iterator[None]:
    """Let errors of the disk and of the file leave as circumstances, and bugs as they are."""
    try:
        yield
    except sqlcipher.DRIVER.Error as error:
        code = trouble_of(error)
        if code is None:
            raise
        raise CacheError(code) from error
