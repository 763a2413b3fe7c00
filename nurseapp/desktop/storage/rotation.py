"""Gives a vault another data key: the cache is written once more, never changed in place.

Each step leaves a vault that opens, for the header says which key it is, and the key which file::

    cache.k2.db.new     the old key's file counts; the next opening removes this one
    cache.k2.db         likewise
    header, key 2       from here on the new one counts; the next opening removes the old one

Called by services on the store's thread while nobody works, since a caseload takes its time.
"""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

from nurseapp.desktop.storage import sqlcipher
from nurseapp.desktop.storage.cache import (
    COMPANIONS,
    CacheError,
    cache_file,
    files_of_keys,
    salt_of,
    trouble_of,
)
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.vault import (
    Argon2Cost,
    DataKey,
    Random,
    open_vault,
    seal_anew,
)
from nurseapp.desktop.storage.vault_header import sync_folder

_HALF_MADE = tuple(f".new{of}" for of in (*COMPANIONS, "-journal"))


def rotate(
    folder: Path, passphrase: str, keyring: Keyring, random: Random, cost: Argon2Cost
) -> DataKey:
    """Give a vault whose cache nobody has open another data key.

    Raises:
        VaultError, CacheError: any of their codes; then the key until now still opens it.
    """
    key = open_vault(folder, passphrase, keyring)
    remove_other_keys(folder, key)
    newer = replace(key, raw=random(len(key.raw)), number=key.number + 1)
    if cache_file(folder, key).exists():
        _copy(folder, key, newer)
    seal_anew(folder, newer, passphrase, keyring, random, cost)
    remove_other_keys(folder, newer)
    return newer


def remove_other_keys(folder: Path, key: DataKey) -> None:
    """Remove the caches of every key of a vault but this one, and what was half made."""
    mine = cache_file(folder, key).name
    for name in files_of_keys(folder) - {mine}:
        for companion in COMPANIONS:
            (folder / f"{name}{companion}").unlink(missing_ok=True)
    for file in folder.glob("cache*.new*"):
        if file.name.endswith(_HALF_MADE):
            file.unlink(missing_ok=True)


def _copy(folder: Path, key: DataKey, newer: DataKey) -> None:
    path, copy = cache_file(folder, key), cache_file(folder, newer)
    new = copy.with_name(f"{copy.name}.new")
    try:
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        sqlcipher.export((path, key.raw), (new, newer.raw), salt_of(key))
        _flush(new)
        new.replace(copy)
        sync_folder(folder)
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "disk_failed"
        raise CacheError(code) from error
    except sqlcipher.DRIVER.Error as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise CacheError(trouble) from error


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
