"""The vault's header: whose vault it is, and the sealed key, in two copies.

Reads and writes the files and knows nothing of cryptography, so that the lock screen can list
the people of this computer without loading it. Called by the vault and by the folders.

A vault's header is ``vault.json``, and the same again in ``vault.copy.json``::

    {"header": {version, vault, owner, keyring, cost, salt, nonce, generation, key_number},
     "sealed": ..., "checksum": ...}

The sealed key is bound to the exact bytes of ``header``. The checksum tells a damaged file from
a wrong passphrase; it protects nothing. Only the readable copy of the highest generation counts,
and whoever opens the vault first brings the other one up to it: a change of the passphrase that
was interrupted leaves one passphrase that opens, never two.
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
COPY_NAME = "vault.copy.json"
FILE_NAMES = (FILE_NAME, COPY_NAME)


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
        generation: rises whenever the data key is sealed anew.
        key_number: which data key it is, of those that this vault has had.
    """

    version: int
    vault: str
    owner: Owner
    keyring: str
    cost: Argon2Cost
    salt: bytes
    nonce: bytes
    generation: int = 1
    key_number: int = 1


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
    """Read the header, from whichever copy counts.

    Raises:
        VaultError: ``no_vault``, ``vault_damaged``, or ``other_user`` where the files belong to
            another account of this computer.
    """
    copies, reasons = [], []
    for name in FILE_NAMES:
        try:
            copies.append(_read(folder / name))
        except VaultError as error:
            reasons.append(error)
    if copies:
        return max(copies, key=lambda copy: copy.header.generation)
    raise next((reason for reason in reasons if reason.code != "no_vault"), reasons[0])


def read_owner(folder: Path) -> Owner:
    """Tell whose vault is in a folder; raise as :func:`read_sealed_key` does."""
    return read_sealed_key(folder).header.owner


def write_sealed_key(folder: Path, written: bytes, sealed: bytes) -> None:
    """Write both copies, one after the other, so that a crash leaves none or one that is whole.

    A copy that has these bytes already is left alone.

    Raises:
        VaultError: ``disk_full`` or ``disk_failed``.
    """
    file = _File(header=msgspec.Raw(written), sealed=sealed, checksum=_checksum(written, sealed))
    content = msgspec.json.encode(file)
    for name in FILE_NAMES:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _holds(folder / name, content):
                new = folder / f"{name}.new"
                _write(new, content)
                new.replace(folder / name)
                sync_folder(folder)
        except OSError as error:
            code = "disk_full" if error.errno == errno.ENOSPC else "disk_failed"
            raise VaultError(code, file=name) from error


def sync_folder(folder: Path) -> None:
    """Make the rename last; Windows cannot open folders and needs no such thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> SealedKey:
    folder = path.parent
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise VaultError("no_vault", folder=folder.name) from None
    except PermissionError as error:
        raise VaultError("other_user", user=folder.name) from error
    except OSError as error:
        raise VaultError("vault_damaged", file=path.name, reason="disk") from error
    try:
        file = _files.decode(raw)
        written = bytes(file.header)
        if file.checksum != _checksum(written, file.sealed):
            raise VaultError("vault_damaged", file=path.name, reason="checksum")
        header = _headers.decode(written)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise VaultError("vault_damaged", file=path.name, reason="unreadable") from error
    if header.version != VERSION:
        raise VaultError("vault_damaged", file=path.name, reason="version")
    return SealedKey(header=header, written=written, sealed=file.sealed)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False


def _write(new: Path, content: bytes) -> None:
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _checksum(written: bytes, sealed: bytes) -> str:
    return sha256(written + sealed).hexdigest()
