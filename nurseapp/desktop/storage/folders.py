"""Where each person's vault lies below the data folder, and who has one.

Opens nothing but header files. Called by services before anybody has unlocked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.vault_header import FILE_NAMES, Owner, read_owner


def vault_folder(data: Path, user: str, server: str) -> Path:
    """Name the folder of one person at one server: ``<user>@<hash of the address>``."""
    address = server.strip().rstrip("/").lower()
    return data / f"{quote(user, safe='')}@{sha256(address.encode()).hexdigest()[:12]}"


def has_vault(folder: Path) -> bool:
    """Tell whether there is a vault in a folder, readable or not."""
    return any((folder / name).exists() for name in FILE_NAMES)


def owners_in(data: Path) -> Iterator[Owner]:
    """Give whose vaults are there, by name; a vault whose header is damaged names nobody."""
    owners = []
    for folder in _folders(data):
        with suppress(VaultError):
            owners.append(read_owner(folder))
    yield from sorted(owners, key=lambda owner: (owner.name, owner.user, owner.server))


def unreadable_in(data: Path) -> Iterator[tuple[str, Path]]:
    """Give the user and the folder of each vault that does not tell whose it is."""
    for folder in _folders(data):
        try:
            read_owner(folder)
        except VaultError:
            yield unquote(folder.name.rpartition("@")[0]) or folder.name, folder


def _folders(data: Path) -> list[Path]:
    return sorted({file.parent for name in FILE_NAMES for file in data.glob(f"*/{name}")})
