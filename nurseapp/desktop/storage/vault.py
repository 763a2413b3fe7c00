"""The vault: the data key, wrapped by the passphrase and by the device's secret together.

A random key encrypts the cache and nothing derives it. It is wrapped by a key made from the
passphrase (Argon2id) and from a random secret in the operating system's keyring (HKDF), so that
a stolen disk needs both. Knows no database; called by services on the store's thread, for
deriving a key takes its time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.vault_header import (
    FILE_NAME,
    VERSION,
    Argon2Cost,
    Header,
    Owner,
    header_bytes,
    read_owner,
    read_sealed_key,
    write_sealed_key,
)

__all__ = [
    "Argon2Cost",
    "DataKey",
    "Owner",
    "VaultError",
    "create_vault",
    "open_vault",
    "read_owner",
]

MINIMUM_LENGTH = 15
_KEY_BYTES = 32
_PURPOSE = b"nurseapp/kek/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """The key of one vault's cache; never shown, logged or written.

    Attributes:
        vault: the vault's id.
    """

    raw: bytes = field(repr=False)
    vault: str


def create_vault(
    folder: Path,
    owner: Owner,
    passphrase: str,
    keyring: Keyring,
    random: Callable[[int], bytes],
    cost: Argon2Cost = Argon2Cost(),  # noqa: B008  # a frozen value
) -> DataKey:
    """Make a vault with a new key.

    Raises:
        VaultError: ``passphrase_too_short``, ``exists``, ``keyring_missing``, ``disk_full`` or
            ``disk_failed``; ``vault_damaged`` where one is there that nobody can read.
    """
    text = _normal(passphrase)
    if len(text) < MINIMUM_LENGTH:
        raise VaultError("passphrase_too_short", minimum=MINIMUM_LENGTH)
    if (folder / FILE_NAME).exists():
        raise VaultError("exists", user=read_owner(folder).user)
    header = Header(
        version=VERSION,
        vault=random(16).hex(),
        owner=owner,
        keyring=keyring.name,
        cost=cost,
        salt=random(16),
        nonce=random(12),
    )
    secret = random(_KEY_BYTES)
    keyring.keep(_item(header), secret)
    key = random(_KEY_BYTES)
    written = header_bytes(header)
    sealed = AESGCM(_wrapping_key(header, text, secret)).encrypt(header.nonce, key, written)
    write_sealed_key(folder, written, sealed)
    return DataKey(raw=key, vault=header.vault)


def open_vault(folder: Path, passphrase: str, keyring: Keyring) -> DataKey:
    """Open a vault.

    Raises:
        VaultError: ``no_vault``, ``vault_damaged``, ``wrong_passphrase``, ``keyring_missing``
            where its secret was kept by another kind of keyring, ``other_user`` where this
            account's keyring has no secret for it.
    """
    file = read_sealed_key(folder)
    header = file.header
    if header.keyring != keyring.name:
        raise VaultError("keyring_missing", found=keyring.name, expected=header.keyring)
    secret = keyring.read(_item(header))
    if secret is None:
        raise VaultError("other_user", user=header.owner.user)
    wrapping = AESGCM(_wrapping_key(header, _normal(passphrase), secret))
    try:
        key = wrapping.decrypt(header.nonce, file.sealed, file.written)
    except InvalidTag:
        raise VaultError("wrong_passphrase", user=header.owner.user) from None
    return DataKey(raw=key, vault=header.vault)


def _normal(passphrase: str) -> str:
    """Give the one form of a passphrase, whichever keyboard typed it."""
    return unicodedata.normalize("NFKC", passphrase)


def _item(header: Header) -> str:
    return f"{header.owner.user}/{header.owner.device}/{header.vault}"


def _wrapping_key(header: Header, passphrase: str, secret: bytes) -> bytes:
    stretched = hash_secret_raw(
        passphrase.encode(),
        header.salt,
        time_cost=header.cost.passes,
        memory_cost=header.cost.memory_kib,
        parallelism=header.cost.lanes,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
    owner = header.owner
    return HKDF(
        algorithm=SHA256(),
        length=_KEY_BYTES,
        salt=bytes.fromhex(header.vault),
        info=b"\0".join((_PURPOSE, owner.user.encode(), owner.device.encode())),
    ).derive(stretched + secret)
