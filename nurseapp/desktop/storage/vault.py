"""The vault: the data key, wrapped by the passphrase and by the device's secret together.

A random key encrypts the cache and nothing derives it. It is wrapped by a key made from the
passphrase (Argon2id) and from a random secret in the operating system's keyring (HKDF), so that
a stolen disk needs both. Knows no database; called by services on the store's thread, for
deriving a key takes its time.

The key is sealed anew, for another passphrase or because it is another key, in steps of which
each leaves a vault that one passphrase opens::

    secret n+1 in the keyring     the header of generation n counts
    first copy of the header      from here on that of n+1 counts
    second copy                   an opening that finds the copies apart makes this step good
    secret n gone, witness n+1    no copy of an older header opens any more
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nurseapp.desktop.storage.circumstances import VaultError
from nurseapp.desktop.storage.keyring_choice import Keyring
from nurseapp.desktop.storage.passphrase import check_passphrase, normal
from nurseapp.desktop.storage.vault_header import (
    FILE_NAMES,
    VERSION,
    Argon2Cost,
    Header,
    Owner,
    SealedKey,
    header_bytes,
    read_owner,
    read_sealed_key,
    write_sealed_key,
)
from nurseapp.desktop.storage.witness import Witness, keep_witness, read_witness

__all__ = [
    "Argon2Cost",
    "DataKey",
    "Owner",
    "VaultError",
    "change_passphrase",
    "create_vault",
    "open_vault",
    "read_owner",
    "seal_anew",
]

_KEY_BYTES = 32
_PURPOSE = b"nurseapp/kek/v1"
Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """The key of one vault's cache; never shown, logged or written.

    Attributes:
        vault: the vault's id.
        number: which of the keys that this vault has had; the cache's file is named by it.
    """

    raw: bytes = field(repr=False)
    vault: str
    number: int = 1


def create_vault(
    folder: Path,
    owner: Owner,
    passphrase: str,
    keyring: Keyring,
    random: Random,
    cost: Argon2Cost = Argon2Cost(),  # noqa: B008  # a frozen value
) -> DataKey:
    """Make a vault with a new key.

    Raises:
        VaultError: ``passphrase_too_short``, ``passphrase_guessable``, ``exists``,
            ``keyring_missing``, ``disk_full`` or ``disk_failed``; ``vault_damaged`` where one is
            there that nobody can read.
    """
    check_passphrase(passphrase, owner)
    if any((folder / name).exists() for name in FILE_NAMES):
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
    key = DataKey(raw=random(_KEY_BYTES), vault=header.vault)
    _seal(folder, header, key, passphrase, keyring, random(_KEY_BYTES))
    return key


def open_vault(folder: Path, passphrase: str, keyring: Keyring) -> DataKey:
    """Open a vault, and make good what an interrupted change left.

    Raises:
        VaultError: ``no_vault``, ``vault_damaged``, ``wrong_passphrase``, ``keyring_missing``
            where its secret was kept by another kind of keyring, ``other_user`` where the files
            are another account's, ``secret_missing`` where this account's keyring has no secret
            for it, ``older_header`` where it had one and the header is older than it.
    """
    file = read_sealed_key(folder)
    header = file.header
    if header.keyring != keyring.name:
        raise VaultError("keyring_missing", found=keyring.name, expected=header.keyring)
    witness = read_witness(keyring, witness_item(header))
    if witness is not None and witness.generation > header.generation:
        raise VaultError("older_header", user=header.owner.user)
    secret = keyring.read(_secret_item(header))
    if secret is None:
        raise VaultError("secret_missing", user=header.owner.user)
    wrapping = AESGCM(_wrapping_key(header, normal(passphrase), secret))
    try:
        raw = wrapping.decrypt(header.nonce, file.sealed, file.written)
    except InvalidTag:
        raise VaultError("wrong_passphrase", user=header.owner.user) from None
    _settle(folder, file, keyring, witness)
    return DataKey(raw=raw, vault=header.vault, number=header.key_number)


def change_passphrase(
    folder: Path,
    passphrases: tuple[str, str],
    keyring: Keyring,
    random: Random,
    cost: Argon2Cost = Argon2Cost(),  # noqa: B008  # a frozen value
) -> None:
    """Let another passphrase open a vault, and no longer the one until now.

    Args:
        passphrases: the one until now, and the one from now on.

    Raises:
        VaultError: as :func:`open_vault` and :func:`create_vault` do.
    """
    now, then = passphrases
    check_passphrase(then, read_owner(folder))
    key = open_vault(folder, now, keyring)
    seal_anew(folder, key, then, keyring, random, cost)


def seal_anew(
    folder: Path,
    key: DataKey,
    passphrase: str,
    keyring: Keyring,
    random: Random,
    cost: Argon2Cost,
) -> None:
    """Seal a key for a passphrase, in the place of whatever the header sealed until now."""
    header = read_sealed_key(folder).header
    newer = replace(
        header,
        cost=cost,
        salt=random(16),
        nonce=random(12),
        generation=header.generation + 1,
        key_number=key.number,
    )
    _seal(folder, newer, key, passphrase, keyring, random(_KEY_BYTES))


def secrets_of(header: Header) -> tuple[str, ...]:
    """Name all that the keyring keeps for a vault, for who takes it away."""
    return (
        _secret_item(header),
        witness_item(header),
        signing_item(header.owner, header.vault),
    )


def signing_item(owner: Owner, vault: str) -> str:
    """Name what the keyring keeps for the computer's signatures."""
    return f"{owner.user}/{owner.device}/{vault}/signing"


def _seal(
    folder: Path,
    header: Header,
    key: DataKey,
    passphrase: str,
    keyring: Keyring,
    secret: bytes,
) -> None:
    keyring.keep(_secret_item(header), secret)
    written = header_bytes(header)
    wrapping = AESGCM(_wrapping_key(header, normal(passphrase), secret))
    sealed = wrapping.encrypt(header.nonce, key.raw, written)
    write_sealed_key(folder, written, sealed)
    witness = read_witness(keyring, witness_item(header))
    _settle(folder, SealedKey(header=header, written=written, sealed=sealed), keyring, witness)


def _settle(folder: Path, file: SealedKey, keyring: Keyring, witness: Witness | None) -> None:
    """Bring the other copy up to the one that counts, and let no older header open again."""
    write_sealed_key(folder, file.written, file.sealed)
    header = file.header
    if witness is None or witness.generation != header.generation:
        if header.generation > 1:
            keyring.drop(_secret_item(replace(header, generation=header.generation - 1)))
        count = 0 if witness is None else witness.count
        seen = Witness(generation=header.generation, count=count)
        keep_witness(keyring, witness_item(header), seen)


def witness_item(header: Header) -> str:
    """Name what the keyring remembers of a vault."""
    return f"{_item(header)}/witness"


def _secret_item(header: Header) -> str:
    first = _item(header)
    return first if header.generation == 1 else f"{first}/{header.generation}"


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
