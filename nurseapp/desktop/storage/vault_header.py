"""The vault's header file: whose vault it is, and the sealed key.

Reads and writes the file and knows nothing of cryptography, so that the lock screen can list
the people of this computer without loading it. Called by the vault and by the folders.

A vault is ``vault.json``::

    {"header": {version, vault, owner, keyring, cost, salt, nonce}, "sealed": ..., "checksum": ...}

The sealed key is bound to the exact bytes of ``header``. The checksum tells a damaged file from
a wrong passphrase; it protects nothing.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from nurseapp.desktop.storage.circumstances import VaultError

VERSION = 1
FILE_NAME = "vault.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose vault it is; holds no patient data and is readable without the passphrase.

    Attributes:
        server: the address that the person signed in at.
        device: the id that this computer made for itself.
        roles: names of ``policy.Role``.
    """

    user: str
    name: str
    server: str
    device: str
    organisation: str
    is_example: bool
    roles: tuple[str, ...]
    team: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argon2Cost:
    """What deriving a key from a passphrase costs.

    The default takes about half a second on a laptop and keeps guessing dear.
    """

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Everything that is needed to open the vault, but the secrets.

    Attributes:
        vault: the vault's own id, 32 hexadecimal digits.
        keyring: the back-end that keeps the device's secret.
    """

    version: int
    vault: str
    owner: Owner
    keyring: str
    cost: Argon2Cost
    salt: bytes
    nonce: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedKey:
    """The header as written, byte for byte, with the sealed data key."""

    header: Header
    written: bytes
    sealed: bytes


class _File(msgspec.Struct, frozen=True):
    header: msgspec.Raw
    sealed: bytes
    checksum: str


_files = msgspec.json.Decoder(_File)
_headers = msgspec.json.Decoder(Header)


def header_bytes(header: Header) -> bytes:
    """Write the header as the bytes that the sealed key is bound to."""
    return msgspec.json.encode(header)


def read_sealed_key(folder: Path) -> SealedKey:
    """Read the header file.

    Raises:
        VaultError: ``no_vault``, ``vault_damaged``, or ``other_user`` where the file belongs to
            another account of this computer.
    """
    try:
        raw = (folder / FILE_NAME).read_bytes()
    except FileNotFoundError:
        raise VaultError("no_vault", folder=folder.name) from None
    except PermissionError as error:
        raise VaultError("other_user", user=folder.name) from error
    try:
        file = _files.decode(raw)
        written = bytes(file.header)
        if file.checksum != _checksum(written, file.sealed):
            raise VaultError("vault_damaged", file=FILE_NAME, reason="checksum")
        header = _headers.decode(written)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise VaultError("vault_damaged", file=FILE_NAME, reason="unreadable") from error
    if header.version != VERSION:
        raise VaultError("vault_damaged", file=FILE_NAME, reason="version")
    return SealedKey(header=header, written=written, sealed=file.sealed)


def write_sealed_key(folder: Path, written: bytes, sealed: bytes) -> None:
    """Write the header file so that a crash leaves either none or a whole one.

    Raises:
        VaultError: ``disk_full`` or ``disk_failed``.
    """
    file = _File(header=msgspec.Raw(written), sealed=sealed, checksum=_checksum(written, sealed))
    new = folder / f"{FILE_NAME}.new"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(new, msgspec.json.encode(file))
        new.replace(folder / FILE_NAME)
        _sync_folder(folder)
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "disk_failed"
        raise VaultError(code, file=FILE_NAME) from error


def _write(new: Path, content: bytes) -> None:
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def read_owner(folder: Path) -> Owner:
    """Tell whose vault is in a folder; raise as :func:`read_sealed_key` does."""
    return read_sealed_key(folder).header.owner


def _checksum(written: bytes, sealed: bytes) -> str:
    return sha256(written + sealed).hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the rename last; Windows cannot open folders and needs no such thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
