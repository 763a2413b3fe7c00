"""A vault that is taken away: no key, no file, and its neighbour as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nurseapp.desktop.storage.cache import open_cache
from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import MemoryKeyring
from nurseapp.desktop.storage.removal import remove_vault
from nurseapp.desktop.storage.vault import Argon2Cost, Owner, create_vault, open_vault

PASSPHRASE = "seven quiet herons at dawn"
CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)


def owner(user: str) -> Owner:
    """Somebody who works here."""
    return Owner(
        user=user,
        name=user.title(),
        server="https://central.example",
        device=f"desk-of-{user}",
        organisation="Example",
        is_example=True,
        roles=("nurse",),
        team="north",
    )


def vault_of(user: str, data: Path, keyring: MemoryKeyring) -> Path:
    """Make a vault with a cache in it."""
    numbers = iter(range(200))
    folder = data / user
    key = create_vault(
        folder,
        owner(user),
        PASSPHRASE,
        keyring,
        lambda size: bytes([next(numbers)]) * size,
        CHEAP,
    )
    open_cache(folder, key).close()
    return folder


def test_nothing_is_left_of_a_vault_and_its_neighbour_opens_as_before(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    gone, stays = vault_of("ana", tmp_path, keyring), vault_of("ben", tmp_path, keyring)

    remove_vault(gone, keyring)

    assert [folder.name for folder in tmp_path.iterdir()] == ["ben"]
    assert all("ana" not in item for item in keyring._secrets)
    open_vault(stays, PASSPHRASE, keyring)


def test_a_vault_of_which_the_files_cannot_be_taken_away_opens_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = MemoryKeyring()
    folder = vault_of("ana", tmp_path, keyring)

    def no_removal(_folder: Path) -> None:
        raise OSError("the file is in use")

    monkeypatch.setattr(shutil, "rmtree", no_removal)
    with pytest.raises(VaultError) as caught:
        remove_vault(folder, keyring)

    assert caught.value.code == "disk_failed"
    with pytest.raises(VaultError, match="no_vault"):
        open_vault(folder, PASSPHRASE, keyring)
