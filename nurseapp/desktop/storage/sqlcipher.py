"""Connections to an encrypted file: the key, the settings that keep it closed, the error codes.

The file may be in memory alone, where the connections of one process share it by its salt.

The only module that names the driver. A setting that does not read back as it was set is an
error, never a warning. Called by the cache only.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from types import ModuleType

import sqlcipher3.dbapi2  # type: ignore[import-untyped]  # the driver carries no types

from nurseapp.desktop.storage.circumstances import CacheError

DRIVER: ModuleType = sqlcipher3.dbapi2
PLAIN_HEADER = b"SQLite format 3\0"
CACHE_KIB = 64 * 1024
BUSY_MS = 5_000
# SQLite before this one could damage a file when the log was reset (fixed in 3.51.3).
OLDEST_ENGINE = (3, 51, 3)
OLDEST_CIPHER = (4, 19, 0)

# What is set before the key, and what after it; each with what it must read back as.
# SQLCipher always locks and wipes the memory of its keys. Doing so with all memory of SQLite
# (cipher_memory_security) makes a first sync five times as dear and wins nothing, for what is
# read becomes values in ordinary memory: that is why locking ends the process.
_BEFORE_KEY: Mapping[str, tuple[str, str]] = {"cipher_log_level": ("NONE", "NONE")}
AFTER_KEY: dict[str, tuple[str, str]] = {
    "temp_store": ("MEMORY", "2"),
    "secure_delete": ("ON", "1"),
    "foreign_keys": ("ON", "1"),
    "trusted_schema": ("OFF", "0"),
    "cipher_use_hmac": ("ON", "1"),
    "journal_mode": ("WAL", "wal"),
    "mmap_size": ("0", "0"),
    "busy_timeout": (str(BUSY_MS), str(BUSY_MS)),
    "cache_size": (str(-CACHE_KIB), str(-CACHE_KIB)),
}

# In memory nothing is mapped and there is no log beside the file; what a transaction takes back is
# in memory, too.
AFTER_KEY_IN_MEMORY: dict[str, tuple[str, str]] = {
    name: values for name, values in AFTER_KEY.items() if name != "mmap_size"
} | {"journal_mode": ("MEMORY", "memory")}


class Sync(IntEnum):
    """When a commit is on the disk: with it, or soon after; the file is whole either way."""

    NORMAL = 1
    FULL = 2


class Code(IntEnum):
    """Primary result codes of SQLite that this program tells apart."""

    PERM = 3
    BUSY = 5
    LOCKED = 6
    READONLY = 8
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


def connect(path: Path | None, key: bytes, salt: bytes, sync: Sync) -> sqlcipher3.dbapi2.Connection:
    """Open an encrypted file with a raw key; transactions are begun by whoever uses it.

    Args:
        path: None for a file in memory, which lasts as long as a connection to it.
        salt: 16 bytes; the file begins with them, which tells whose it is.
        sync: when a commit is on the disk.

    Raises:
        CacheError: ``unsafe_engine`` for an engine or a setting that does not keep it closed.
        DatabaseError: the driver's, where the key does not fit or the file is damaged.
    """
    in_memory = f"file:/{salt.hex()}?vfs=memdb"
    connection = DRIVER.connect(
        in_memory if path is None else str(path),
        isolation_level=None,
        check_same_thread=False,
        uri=path is None,
    )
    try:
        _check_engine(connection)
        for name, (value, expected) in _BEFORE_KEY.items():
            _set(connection, name, value, expected)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        after_key = AFTER_KEY_IN_MEMORY if path is None else AFTER_KEY
        for name, (value, expected) in after_key.items():
            _set(connection, name, value, expected)
        _set(connection, "synchronous", sync.name, str(sync.value))
    except BaseException:
        connection.close()
        raise
    return connection


def export(source: tuple[Path, bytes], target: tuple[Path, bytes], salt: bytes) -> None:
    """Write all that an encrypted file holds into an empty one, under another key, and compare.

    Args:
        source, target: the file and its key.
        salt: of both.

    Raises:
        CacheError: ``unsafe_engine``, or ``cache_damaged`` where the two are not alike.
        DatabaseError: the driver's.
    """
    connection = connect(*source, salt, Sync.FULL)
    path, key = target
    attached = (str(path), f"x'{key.hex()}{salt.hex()}'")
    try:
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", attached)
        connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        connection.execute("DETACH DATABASE fresh")
        # Attached anew, since what was exported of the search index is known only from then on.
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", attached)
        if not _is_alike(connection):
            raise CacheError("cache_damaged")
        connection.execute("DETACH DATABASE fresh")
    finally:
        connection.close()


def _is_alike(connection: sqlcipher3.dbapi2.Connection) -> bool:
    """Check every page of a copy, its tables, and that each has as many rows."""
    if connection.execute("PRAGMA fresh.cipher_integrity_check").fetchall():
        return False
    described = "SELECT type, name, sql FROM {}.sqlite_master ORDER BY 1, 2"
    was, became = (connection.execute(described.format(of)).fetchall() for of in ("main", "fresh"))
    tables = [name for kind, name, sql in was if kind == "table" and "VIRTUAL" not in sql]
    return was == became and all(
        _count(connection, "main", table) == _count(connection, "fresh", table) for table in tables
    )


def _count(connection: sqlcipher3.dbapi2.Connection, of: str, table: str) -> int:
    names = f'{of}."{table}"'
    found = connection.execute(f"SELECT count(*) FROM {names}").fetchone()  # noqa: S608  # names of the schema
    return int(found[0])


def versions() -> str:
    """Name the engine and the cipher, after checking that both may be used."""
    connection = DRIVER.connect(":memory:")
    try:
        _check_engine(connection)
        return f"SQLite {DRIVER.sqlite_version}, SQLCipher {_read(connection, 'cipher_version')}"
    finally:
        connection.close()


def code_of(error: BaseException | None) -> int | None:
    """Give the primary result code of an error of the driver, None for any other error."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _check_engine(connection: sqlcipher3.dbapi2.Connection) -> None:
    engine = DRIVER.sqlite_version_info
    if engine < OLDEST_ENGINE:
        raise CacheError("unsafe_engine", setting="sqlite_version", found=DRIVER.sqlite_version)
    cipher = _read(connection, "cipher_version")
    numbers = tuple(int(part) for part in cipher.split()[0].split(".")) if cipher else ()
    if numbers < OLDEST_CIPHER:
        raise CacheError("unsafe_engine", setting="cipher_version", found=cipher)


def _set(connection: sqlcipher3.dbapi2.Connection, name: str, value: str, expected: str) -> None:
    connection.execute(f"PRAGMA {name} = {value}").fetchall()
    found = _read(connection, name)
    if found != expected:
        raise CacheError("unsafe_engine", setting=name, found=found)


def _read(connection: sqlcipher3.dbapi2.Connection, name: str) -> str:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return "" if row is None else str(row[0])
